"""What the coding says of each expert and of all of them, as computed sentences with their strength."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.exhibits.evidence import gather_present
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.passages import clip_passage, gather_spans, write_passage
from analysis.exhibits.places import Places

Strength = Literal["firm", "tentative", "withheld"]
SIGNS = {"firm": "◆", "tentative": "◇", "withheld": "○"}


@dataclass(frozen=True)
class Finding:
    """A computed sentence, whom it is about, how strong it is, and what speaks for and against it."""

    expert: str  # empty: all of them
    sentence: str
    strength: Strength
    anchor: str
    against: str = ""  # segment_id of the strongest counter-example
    against_note: str = ""


def judge_strength(coders: pd.DataFrame, coder: str) -> tuple[Strength, str]:
    """How strong a finding by this coder may be, and why: a machine alone never gives more than a tentative one."""
    kind = str(coders.set_index("coder").loc[coder, "kind"])
    if kind == "person":
        return "tentative", "one person has coded the page"
    return "tentative", f"only a {kind} has coded the page; no person has checked it"


def find_framings(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> list[Finding]:
    """Each expert's leading frame with its margin, experts in page order."""
    places = Places.of(tables)
    strength, _ = judge_strength(tables["coders"], coder)
    shares = tables["prevalence"].query("coder == @coder and code == ''").set_index(["expert", "frame"])
    findings = []
    for row in tables["leading"].query("coder == @coder").itertuples():
        if not row.frame:
            sentence = f"No frame leads in the statement of {row.expert}: {row.note}."
            findings.append(Finding(row.expert, sentence, strength, places.statement(row.expert)))
            continue
        share = shares.loc[(row.expert, row.frame)]
        second = f", against {row.n_second} for {row.second}" if row.n_second else "; no other frame occurs"
        sentence = (
            f"{row.expert} frames the event above all as {row.frame}: in {row.n_present} of "
            f"{count_things(row.n_segments, unit)} (95 % interval {100 * share['low']:.0f} to "
            f"{100 * share['high']:.0f} %){second}."
        )
        against, note = find_counter_example(tables, row.expert, row.frame, coder)
        anchor = places.evidence(row.expert, row.frame)
        findings.append(Finding(row.expert, sentence, strength, anchor, against, note))
    return findings


def find_counter_example(tables: dict[str, pd.DataFrame], expert: str, frame: str, coder: str) -> tuple[str, str]:
    """The segment that speaks most against the frame: without it, and with most of another; else none at all."""
    found = gather_present(tables, coder)
    mine = found.loc[found["expert"] == expert]
    with_frame = set(mine.loc[mine["frame"] == frame, "segment_id"])
    others = mine.loc[~mine["segment_id"].isin(with_frame)]
    if others.empty:
        rest = tables["segments"].query("expert == @expert").loc[lambda t: ~t["segment_id"].isin(with_frame)]
        return (str(rest.iloc[0]["segment_id"]), "no frame was found here") if len(rest) else ("", "")
    scores = others.groupby("segment_id", sort=False)["score"].sum()
    best = str(scores.idxmax())
    frames = join_words(dict.fromkeys(others.loc[others["segment_id"] == best, "frame"]))
    return best, f"{frames}, not {frame}"


def show_answer(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """The notebook's question answered in two or three computed sentences, with their strength."""
    strength, why = judge_strength(tables["coders"], coder)
    leading = tables["leading"].query("coder == @coder").reset_index(drop=True)
    first = tell_leading(leading, unit)
    codes = tables["prevalence"].query("coder == @coder and code != ''")
    used = codes.assign(used=codes["n_present"] > 0).groupby("code", sort=False)["used"]
    shared = [str(code) for code in used.all().loc[lambda u: u].index]
    second = ""
    if len(leading) > 1:
        second = (
            f"All of them use {'the codes' if len(shared) > 1 else 'the code'} {join_words(f'<em>{write_text(code)}</em>' for code in shared)}."
            if 0 < len(shared) <= 4
            else f"{len(shared)} codes are used by all of them."
            if shared
            else "No code is used by all of them."
        )
    html = (
        f'<div id="answer" class="answer"><p class="lead">{first} {second}</p>'
        f"<p>{write_strength(strength)} {write_text(why[0].upper() + why[1:])}.</p></div>"
    )
    summary = {
        "leading frames": "; ".join(dict.fromkeys(frame for frame in leading["frame"] if frame)) or "none",
        "strength": strength,
    }
    return Exhibit("answer", "finding", html, strip_marks(f"{first} {second}"), summary=summary)


def tell_leading(leading: pd.DataFrame, unit: str) -> str:
    """Who leads with what, each expert by name where there are few, else counted by frame."""
    led = leading.loc[leading["frame"] != ""]
    if led.empty:
        return f"For none of {count_things(len(leading), 'expert')} does one frame lead."
    if len(leading) <= 5:
        parts = [
            f"{write_text(r.expert)} as <strong>{write_text(r.frame)}</strong> ({r.n_present} of {count_things(r.n_segments, unit)})"
            for r in led.itertuples()
        ]
        told = f"{parts[0].replace(' as <strong>', ' frames the event above all as <strong>', 1)}"
        told = join_words([told, *parts[1:]])
    else:
        counts = led["frame"].value_counts(sort=False)
        told = join_words(
            f"{count_things(int(n), 'expert')} with <strong>{write_text(frame)}</strong>" for frame, n in counts.items()
        )
        told = f"Of {len(leading)} experts, {told} lead"
        told = told if len(counts) > 1 or counts.iloc[0] != 1 else told + "s"
    rest = leading.loc[leading["frame"] == "", "expert"]
    none = f" For {join_words(map(write_text, rest)) if len(rest) <= 5 else f'{len(rest)} experts'} no frame leads."
    return told + "." + (none if len(rest) else "")


def write_strength(strength: Strength) -> str:
    """The strength as a badge that says itself in words."""
    return f'<span class="strength {strength}"><span aria-hidden="true">{SIGNS[strength]}</span> {strength}</span>'


def strip_marks(html: str) -> str:
    """Plain text of a computed sentence."""
    for tag in ("strong", "em"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html


def show_findings(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """One finding per expert: sentence, strength, coder, its segments, its strongest counter-example."""
    places = Places.of(tables)
    findings = find_framings(tables, coder=coder, unit=unit)
    html = "".join(write_finding(f, tables, places, coder, unit) for f in findings)
    rows = pd.DataFrame([{"expert": f.expert, "finding": f.sentence, "strength": f.strength} for f in findings])
    return Exhibit(
        "findings",
        "finding",
        f'<div id="findings" class="exhibit findings">{html}</div>',
        "\n".join(f"{f.strength}: {f.sentence}" for f in findings),
        tables={"findings": rows},
    )


def write_finding(finding: Finding, tables: dict[str, pd.DataFrame], places: Places, coder: str, unit: str) -> str:
    """One finding on the page."""
    style = assign_styles(places.experts)[finding.expert]
    against = ""
    if finding.against:
        against = write_against(finding, tables, places, unit)
    return (
        f'<div class="finding {style.css}"><p class="sentence"><span class="glyph" aria-hidden="true">{style.glyph}</span>'
        f"{write_text(finding.sentence)}</p><p class=basis>{write_strength(finding.strength)} coder: {write_text(coder)} · "
        f'<a href="#{finding.anchor}">the {unit}s it counts</a></p>{against}</div>'
    )


def write_against(finding: Finding, tables: dict[str, pd.DataFrame], places: Places, unit: str) -> str:
    """The strongest counter-example, quoted."""
    row = tables["segments"].set_index("segment_id").loc[finding.against]
    language = tables["documents"].set_index("document_id").loc[row["document_id"], "language"]
    text, spans = clip_passage(row["text"], gather_spans(tables).get(finding.against, []), around=140)
    passage = write_passage(text, spans, places=places, expert=finding.expert, linked=False)
    where = write_text(places.name_segment(finding.against, unit))
    return (
        f'<div class="against"><p class="subtitle">Strongest counter-example: {write_text(finding.against_note)}</p>'
        f'<blockquote class="passage" lang="{write_text(language)}"><p>{passage}</p></blockquote>'
        f'<p class="basis"><a href="#{places.segment(finding.against)}">{where}</a></p></div>'
    )
