"""What the coding says of each expert and of all of them, as computed sentences with their strength."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.coding.coders import may
from analysis.exhibits.evidence import gather_present
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.passages import clip_passage, gather_spans, write_passage
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import tabulate_findings, write_strength
from analysis.measures.gates import Finding, gate_finding


@dataclass(frozen=True)
class Framing:
    """One expert's finding, where its segments stand, and what speaks most against it."""

    expert: str
    finding: Finding
    anchor: str
    against: str = ""  # segment_id
    against_note: str = ""


def find_framings(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> list[Framing]:
    """Each expert's dominant frame with its margin, experts in page order; every sentence has passed the gate."""
    dominant = tables["dominant"].loc[tables["dominant"]["coder"] == coder]
    return [find_framing(row, tables, Places.of(tables), unit) for row in dominant.to_dict("records")]


def find_framing(row: dict[str, Any], tables: dict[str, pd.DataFrame], places: Places, unit: str) -> Framing:
    """One row of `dominant` as a finding."""
    expert, coder, frame = row["expert"], row["coder"], row["frame"]
    if not frame:
        sentence = f"No frame leads in the statement of {expert}: {row['note']}."
        finding = gate_finding(sentence, tables=tables, coders=[coder], frames=list(places.frames))
        return Framing(expert, finding, places.statement(expert))
    prevalence = tables["prevalence"]
    share = prevalence.loc[
        (prevalence["expert"] == expert)
        & (prevalence["coder"] == coder)
        & (prevalence["frame"] == frame)
        & (prevalence["code"] == "")
    ].iloc[0]
    second = f", against {row['n_second']} for {row['second']}" if row["n_second"] else "; no other frame occurs"
    sentence = (
        f"{expert} frames the event above all as {frame}: in {row['n_present']} of "
        f"{count_things(row['n_segments'], unit)} (95 % interval {100 * share['low']:.0f} to "
        f"{100 * share['high']:.0f} %){second}."
    )
    found = gather_present(tables, coder)
    segments = found.loc[(found["expert"] == expert) & (found["frame"] == frame), "segment_id"].drop_duplicates()
    against, note = find_counter_example(tables, found, expert, frame)
    finding = gate_finding(
        sentence,
        tables=tables,
        coders=[coder],
        frames=[frame, row["second"]] if row["second"] else [frame],
        segments=list(segments),
        counter_example=against,
    )
    return Framing(expert, finding, places.evidence(expert, frame), finding.counter_example, note)


def find_counter_example(
    tables: dict[str, pd.DataFrame], found: pd.DataFrame, expert: str, frame: str
) -> tuple[str, str]:
    """The segment that speaks most against the frame: without it, and with most of another; else none at all."""
    mine = found.loc[found["expert"] == expert]
    with_frame = set(mine.loc[mine["frame"] == frame, "segment_id"])
    others = mine.loc[~mine["segment_id"].isin(with_frame)]
    if others.empty:
        rest = tables["segments"].query("expert == @expert").loc[lambda t: ~t["segment_id"].isin(with_frame)]
        return (str(rest.iloc[0]["segment_id"]), "no frame was found here") if len(rest) else ("", "")
    scores = others.groupby("segment_id", sort=False)["score"].sum(min_count=1).fillna(1)
    best = str(scores.idxmax())
    frames = join_words(dict.fromkeys(others.loc[others["segment_id"] == best, "frame"]))
    return best, f"{frames}, not {frame}"


def show_answer(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """The notebook's question answered in two or three computed sentences, with their strength."""
    dominant = tables["dominant"].loc[tables["dominant"]["coder"] == coder].reset_index(drop=True)
    frames = [frame for frame in dict.fromkeys(dominant["frame"]) if frame]
    told = f"{tell_dominant(dominant, unit)} {tell_shared(tables, coder)}".strip()
    answer = gate_finding(told, tables=tables, coders=[coder], frames=frames)
    shown = told if answer.strength != "withheld" else write_text(answer.sentence)
    html = (
        f'<div id="answer" class="answer"><p class="lead">{shown}</p>'
        f"<p>{write_strength(answer.strength)} {write_text(tell_coders(tables, coder))}</p></div>"
    )
    summary = {
        "dominant frames": "; ".join(frames) or "none" if answer.strength != "withheld" else "withheld",
        "strength": answer.strength,
    }
    facts = {"unit": unit, "coder": coder}
    return Exhibit("answer", "finding", html, strip_marks(shown), summary=summary, facts=facts, findings=[answer])


def tell_shared(tables: dict[str, pd.DataFrame], coder: str) -> str:
    """Which codes every expert uses."""
    codes = tables["prevalence"].loc[
        (tables["prevalence"]["coder"] == coder) & (tables["prevalence"]["code"] != ""), ["expert", "code", "n_present"]
    ]
    if codes["expert"].nunique() < 2:
        return ""
    used = codes.assign(used=codes["n_present"] > 0).groupby("code", sort=False)["used"].all()
    shared = [f"<em>{write_text(code)}</em>" for code in used.index[used]]
    if not shared:
        return "No code is used by all of them."
    if len(shared) > 4:
        return f"{len(shared)} codes are used by all of them."
    return f"All of them use the {'codes' if len(shared) > 1 else 'code'} {join_words(shared)}."


def tell_coders(tables: dict[str, pd.DataFrame], coder: str) -> str:
    """Who counted, who else judged, and for how many experts they find the same dominant frame."""
    dominant = tables["dominant"].pivot(index="expert", columns="coder", values="frame")
    kinds = tables["coders"].set_index("coder")["kind"]
    same: dict[str, list[str]] = {}
    for other in tables["coders"]["coder"]:
        if other != coder and other in dominant:
            n = int((dominant[other] == dominant[coder]).sum())
            told = "every expert" if n == len(dominant) else f"{n} of {count_things(len(dominant), 'expert')}"
            same.setdefault(told, []).append(f"{other} ({kinds[other]})")
    counted = f"Counted from the codings of the coder {coder}"
    counted += "" if coder == kinds[coder] else f" ({kinds[coder]})"
    parts = [
        f"{join_words(names)} {'find' if len(names) > 1 else 'finds'} the same for {n}" for n, names in same.items()
    ]
    people = "" if may(kinds, "counts_as_person").any() else " No person has coded this event."
    return f"{counted}{'; ' if parts else ''}{'; '.join(parts)}.{people}"


def tell_dominant(dominant: pd.DataFrame, unit: str) -> str:
    """Who leads with what, each expert by name where there are few, else counted by frame."""
    led = dominant.loc[dominant["frame"] != ""]
    if led.empty:
        return f"For none of {count_things(len(dominant), 'expert')} does one frame lead."
    if len(dominant) <= 5:
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
        told = f"Of {len(dominant)} experts, {told} lead"
        told = told if len(counts) > 1 or counts.iloc[0] != 1 else told + "s"
    rest = dominant.loc[dominant["frame"] == "", "expert"]
    none = f" For {join_words(map(write_text, rest)) if len(rest) <= 5 else f'{len(rest)} experts'} no frame leads."
    return told + "." + (none if len(rest) else "")


def strip_marks(html: str) -> str:
    """Plain text of a computed sentence."""
    for tag in ("strong", "em"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html


def show_findings(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """One finding per expert: sentence, strength, coder, its segments, its strongest counter-example."""
    places = Places.of(tables)
    framings = find_framings(tables, coder=coder, unit=unit)
    html = "".join(write_finding(framing, tables, places, unit) for framing in framings)
    found = [f.finding for f in framings]
    rows = tabulate_findings(found)
    rows.insert(0, "expert", [f.expert for f in framings])
    return Exhibit(
        "findings",
        "finding",
        f'<div id="findings" class="exhibit findings">{html}</div>',
        "\n".join(f"{f.finding.strength}: {f.finding.sentence}" for f in framings),
        tables={"findings": rows},
        findings=found,
    )


def write_finding(framing: Framing, tables: dict[str, pd.DataFrame], places: Places, unit: str) -> str:
    """One finding on the page."""
    finding = framing.finding
    style = assign_styles(places.experts)[framing.expert]
    against = write_against(framing, tables, places, unit) if framing.against else ""
    coders = write_text(join_words(finding.coders))
    return (
        f'<div class="finding {style.css}"><p class="sentence"><span class="glyph" aria-hidden="true">{style.glyph}</span>'
        f'{write_text(finding.sentence)}</p><p class="basis">{write_strength(finding.strength)} {write_text(finding.why)} · '
        f'coder: {coders} · <a href="#{framing.anchor}">the {unit}s it counts</a></p>{against}</div>'
    )


def write_against(framing: Framing, tables: dict[str, pd.DataFrame], places: Places, unit: str) -> str:
    """The strongest counter-example, quoted."""
    row = tables["segments"].set_index("segment_id").loc[framing.against]
    language = tables["documents"].set_index("document_id").loc[row["document_id"], "language"]
    text, spans = clip_passage(row["text"], gather_spans(tables).get(framing.against, []), around=140)
    passage = write_passage(text, spans, places=places, expert=framing.expert, linked=False)
    where = write_text(places.name_segment(framing.against, unit))
    return (
        f'<div class="against"><p class="subtitle">Strongest counter-example: {write_text(framing.against_note)}</p>'
        f'<blockquote class="passage" lang="{write_text(language)}"><p>{passage}</p></blockquote>'
        f'<p class="basis"><a href="#{places.segment(framing.against)}">{where}</a></p></div>'
    )
