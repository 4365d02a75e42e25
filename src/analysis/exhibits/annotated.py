"""Every statement whole, with what the coders found in it."""

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, write_text
from analysis.exhibits.palette import assign_frames, assign_styles
from analysis.exhibits.passages import Span, gather_spans, write_passage
from analysis.exhibits.places import MANY, Places


def show_statements(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """The annotated text: matches marked, other coders' judgements after each segment, filters above.

    Without a script everything is shown and every link works; with it the filters appear.
    """
    places = Places.of(tables)
    spans = gather_spans(tables)
    judged = gather_judgements(tables, spans)
    languages = dict(zip(tables["documents"]["document_id"], tables["documents"]["language"], strict=True))
    written = "".join(
        write_statement(str(expert), group, spans, judged, tables["statements"], languages, places, unit)
        for expert, group in tables["segments"].groupby("expert", sort=False)
    )
    n_marks = sum(map(len, spans.values()))
    many = " many" if len(tables["segments"]) > MANY else ""
    legend = write_legend(places, negated=bool(tables["matches"]["negated"].any()))
    html = (
        f'<div id="annotated" class="exhibit annotated{many}" data-filters>{legend}'
        f"{write_filters(tables, places, coder)}{written}</div>"
    )
    n = len(tables["segments"])
    text = f"The statements of {count_things(len(places.experts), 'expert')}: {n} {unit}s, {n_marks} marks"
    columns = ["segment_id", "code", "start", "end", "indicator", "match", "quoted", "negated"]
    return Exhibit("annotated", "text", html, text, tables={"matches": tables["matches"][columns]})


def gather_judgements(
    tables: dict[str, pd.DataFrame], spans: dict[str, list[Span]]
) -> dict[str, list[tuple[str, str, str]]]:
    """(coder, frame, code) judged present in each segment by coders who mark no words."""
    present = tables["codings"].loc[tables["codings"]["present"]]
    by_words = {span.coder for found in spans.values() for span in found}
    others = present.loc[~present["coder"].isin(by_words)].merge(
        tables["codebook"][["code", "frame"]], on="code", validate="many_to_one"
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in others.itertuples():
        found.setdefault(row.segment_id, []).append((row.coder, row.frame, row.code))
    return found


def write_legend(places: Places, *, negated: bool) -> str:
    """What each mark means."""
    entries = "".join(
        f'<li><mark class="{css}">{write_text(frame)}</mark><span class="sign {css}">{write_text(letters)}</span></li>'
        for frame, (css, letters) in assign_frames(places.frames).items()
    )
    entries += '<li><span class="quoted">“quoted”</span> words of others</li>'
    entries += '<li><mark class="f1 negated">negated</mark> not counted</li>' if negated else ""
    return f'<ul class="legend" aria-label="Marks">{entries}</ul>'


def write_filters(tables: dict[str, pd.DataFrame], places: Places, coder: str) -> str:
    """Controls for whoever has a script; hidden until the script is there."""
    frames = "".join(
        f'<label><input type="checkbox" data-by="frame" value="{i}" checked> {write_text(frame)}</label>'
        for frame, i in places.frames.items()
    )
    codes = "".join(f'<option value="{i}">{write_text(code)}</option>' for code, i in places.codes.items())
    coders = "".join(
        f"<option{' selected' if name == coder else ''}>{write_text(name)}</option>"
        for name in tables["coders"]["coder"]
    )
    return (
        f'<div class="filters" role="group" aria-label="Show marks" hidden><div class="checks">{frames}</div>'
        f'<label>Code <select data-by="code"><option value="">all</option>{codes}</select></label>'
        f'<label>Coder <select data-by="coder"><option value="">all</option>{coders}</select></label>'
        '<p class="found" role="status"></p></div>'
    )


def write_statement(
    expert: str,
    segments: pd.DataFrame,
    spans: dict[str, list[Span]],
    judged: dict[str, list[tuple[str, str, str]]],
    statements: pd.DataFrame,
    languages: dict[str, str],
    places: Places,
    unit: str,
) -> str:
    """One expert's statements in page order."""
    style = assign_styles(places.experts)[expert]
    who = statements.loc[statements["expert"] == expert].iloc[0]
    role = ", ".join(part for part in (who["role"], who["affiliation"]) if part)
    paragraphs = []
    for (_, _, document), group in segments.groupby(["statement_id", "paragraph", "document_id"], sort=False):
        inner = " ".join(
            write_segment(row, spans.get(row.segment_id, []), judged.get(row.segment_id, []), places, unit)
            for row in group.itertuples()
        )
        paragraphs.append(f'<p class="passage" lang="{write_text(languages[document])}">{inner}</p>')
    anchor = places.statement(expert)
    return (
        f'<section class="statement {style.css}" aria-labelledby="{anchor}"><h3 id="{anchor}" tabindex="-1">'
        f'<span class="glyph" aria-hidden="true">{style.glyph}</span>{write_text(expert)} '
        f'<span class="role">{write_text(role)}</span></h3>{"".join(paragraphs)}</section>'
    )


def write_segment(row: object, spans: list[Span], judged: list[tuple[str, str, str]], places: Places, unit: str) -> str:
    """One segment with its number, its marks and other coders' judgements."""
    segment_id, expert, text = (str(getattr(row, name)) for name in ("segment_id", "expert", "text"))
    anchor, number = places.segment(segment_id), places.segments[segment_id][1]
    name = write_text(f"{number}: link to {places.name_segment(segment_id, unit)}")
    passage = write_passage(text, spans, places=places, expert=expert)
    return (
        f'<span class="segment" id="{anchor}" tabindex="-1"><a class="number" href="#{anchor}" aria-label="{name}">'
        f"{number}</a>{passage}{write_judgements(judged, places, expert)}</span>"
    )


def write_judgements(judged: list[tuple[str, str, str]], places: Places, expert: str) -> str:
    """Codes that coders without marked words found in the whole segment, each with its coders."""
    looks = assign_frames(places.frames)
    coders: dict[tuple[str, str], list[str]] = {}
    for coder, frame, code in judged:
        coders.setdefault((frame, code), []).append(coder)
    chips = " ".join(
        f'<a class="chip {looks[frame][0]}" lang="en" href="#{places.evidence(expert, frame, code)}" '
        f'data-frame="{places.frames[frame]}" data-code="{places.codes[code]}" data-coder="{write_text("|".join(names))}">'
        f'{write_text(code)} <span class="by">{write_text(", ".join(names))}</span></a>'
        for (frame, code), names in coders.items()
    )
    return f' <span class="chips">{chips}</span>' if chips else ""
