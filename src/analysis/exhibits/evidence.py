"""The segments behind every number: quoted, placed, and linked both ways."""

from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, write_text
from analysis.exhibits.palette import assign_frames, assign_styles
from analysis.exhibits.passages import Span, clip_passage, gather_spans, write_passage
from analysis.exhibits.places import MANY, Places

MOST = 8  # quotations of one expert's frame; the rest are linked
LINKS = 60  # segments linked by number


def show_evidence(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """Per expert and frame: its codes with links to their segments, and the segments with most matches quoted."""
    places = Places.of(tables)
    found = gather_present(tables, coder)
    blocks = "".join(write_expert(expert, tables, found, places, unit) for expert in places.experts)
    many = " many" if len(tables["segments"]) > MANY else ""
    html = f'<div id="evidence" class="exhibit evidence{many}">{blocks}</div>'
    rows = found[["expert", "frame", "code", "segment_id", "score"]].reset_index(drop=True)
    return Exhibit("evidence", "quotations", html, rows.to_string(index=False), tables={"evidence": rows})


def gather_present(tables: dict[str, pd.DataFrame], coder: str) -> pd.DataFrame:
    """Every code present by one coder, with expert, frame, text and language of its segment, in page order."""
    codings = tables["codings"]
    present = codings.loc[codings["present"] & (codings["coder"] == coder), ["segment_id", "code", "score"]]
    documents = tables["documents"][["document_id", "language"]]
    segments = tables["segments"].merge(documents, on="document_id", validate="many_to_one")
    segments = segments.assign(order=range(len(segments)))
    return (
        present.merge(tables["codebook"][["code", "frame"]], on="code", validate="many_to_one")
        .merge(segments[["segment_id", "expert", "text", "language", "order"]], on="segment_id", validate="many_to_one")
        .sort_values(["order", "code"], kind="stable")
    )


def write_expert(expert: str, tables: dict[str, pd.DataFrame], found: pd.DataFrame, places: Places, unit: str) -> str:
    """One expert's frames, each with its codes and quotations."""
    style = assign_styles(places.experts)[expert]
    mine = found.loc[found["expert"] == expert]
    frames = "".join(
        write_frame(expert, frame, mine.loc[mine["frame"] == frame], tables, places, unit) for frame in places.frames
    )
    heading = f"evidence-{places.experts[expert]}"
    return (
        f'<section class="{style.css}" aria-labelledby="{heading}"><h3 id="{heading}">'
        f'<span class="glyph" aria-hidden="true">{style.glyph}</span>{write_text(expert)}</h3>{frames}</section>'
    )


def write_frame(
    expert: str, frame: str, rows: pd.DataFrame, tables: dict[str, pd.DataFrame], places: Places, unit: str
) -> str:
    """One frame of one expert."""
    css = assign_frames(places.frames)[frame][0]
    codes = tables["codebook"].loc[tables["codebook"]["frame"] == frame, "code"]
    n = rows["segment_id"].nunique()
    lines = "".join(write_code(expert, frame, code, rows.loc[rows["code"] == code], places, unit) for code in codes)
    anchor = places.evidence(expert, frame)
    return (
        f'<div class="frame" id="{anchor}" tabindex="-1"><h4><mark class="{css}">{write_text(frame)}</mark> '
        f'<span class="count">in {count_things(n, unit) if n else f"no {unit}"}</span> '
        f'<a class="back" href="#profile" aria-label="Back to the profile">↑</a></h4>'
        f'<ul class="codes">{lines}</ul>{write_quotations(expert, frame, rows, tables, places, unit)}</div>'
    )


def write_code(expert: str, frame: str, code: str, rows: pd.DataFrame, places: Places, unit: str) -> str:
    """A code's line: how often, and a link to each segment. Codes that are not there have no line but keep a place."""
    anchor = places.evidence(expert, frame, code)
    if rows.empty:
        return f'<li id="{anchor}" tabindex="-1" class="absent">{write_text(code)}: absent</li>'
    links = ", ".join(
        f'<a href="#{places.segment(i)}">{write_text(places.name_segment(i, unit))}</a>'
        for i in rows["segment_id"].head(LINKS)
    )
    more = f" and {len(rows) - LINKS} more" if len(rows) > LINKS else ""
    return f'<li id="{anchor}" tabindex="-1"><b>{write_text(code)}</b> {len(rows)}: {links}{more}</li>'


def write_quotations(
    expert: str, frame: str, rows: pd.DataFrame, tables: dict[str, pd.DataFrame], places: Places, unit: str
) -> str:
    """The segments with most matches, in page order, with their matches of this frame marked."""
    if rows.empty:
        return ""
    spans = gather_spans(tables, frame=frame)
    strength = rows.groupby("segment_id")["score"].sum(min_count=1).fillna(1)
    order = rows.drop_duplicates("segment_id").assign(strength=lambda t: t["segment_id"].map(strength))
    best = order.sort_values(["strength", "order"], ascending=[False, True]).head(MOST).sort_values("order")
    quotes = "".join(write_quotation(row, spans.get(row.segment_id, []), places, unit) for row in best.itertuples())
    left = len(order) - len(best)
    return quotes + (f'<p class="more">… and {left} more, marked in the text.</p>' if left else "")


def write_quotation(row: Any, spans: list[Span], places: Places, unit: str) -> str:
    """One quotation: the words, who, where."""
    segment_id, expert, language = (str(getattr(row, name)) for name in ("segment_id", "expert", "language"))
    text, spans = clip_passage(str(row.text), spans)
    passage = write_passage(text, spans, places=places, expert=expert, linked=False)
    where = write_text(places.name_segment(segment_id, unit))
    return (
        f'<figure class="quotation"><blockquote class="passage" lang="{write_text(language)}"><p>{passage}</p></blockquote>'
        f'<figcaption>{write_text(expert)}, <a href="#{places.segment(segment_id)}">{where}</a></figcaption></figure>'
    )
