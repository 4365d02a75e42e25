"""Each expert's leading frame in a sentence of its own, and the segment that speaks most against it."""

import math
from typing import Any

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.leads import Lead
from analysis.findings.words import Ref, Said, count_things, join_words
from analysis.tables.rows import each_row


def say_lead(lead: Lead, gate: Gate, *, unit: str, counter_example: str = "") -> Finding:
    """What may be said of one expert's frames: a lead, the counts alone, or that the coders disagree."""
    count: Said = (Ref(count_lead(lead, unit), lead.expert, lead.frame),)
    second = f", {lead.second} {count_lead(lead, frame=lead.second)}" if any(lead.means[1:]) and lead.second else ""
    alike = len({other.status for other in gate.leads}) == 1  # the page says it once, at its scale
    status = "" if alike else f" More is not claimed: {lead.status}."
    frame = Ref(lead.frame, frame=lead.frame)
    said: Said
    if lead.strength == "withheld":
        said = (say_withheld(lead),)
    elif not any(lead.means):
        said = (f"No frame is found with {lead.expert}.",)
    elif lead.claimed:
        said = (
            f"{lead.expert} frames the event {say_how(lead)} as ", frame, ": ", *count,
            f"{second} ({lead.strength}: {lead.status}).",
        )  # fmt: skip
    elif lead.tie:
        said = (f"{lead.expert}: ", frame, f" and {lead.second} equally often, each in ", *count, ".")
    else:
        said = (
            f"{lead.expert}: most often ", frame, ", in ", *count, f"{second}.{status}",
        )  # fmt: skip
    needs = join_words(dict.fromkeys(need.what for need in gate.find_needs(lead)))
    return gate.grade(
        said, "dominant", lead.strength, lead.status, needed=needs, coders=lead.reported.names, frames=[lead.frame],
        counter_example=counter_example,
    )  # fmt: skip


def say_how(lead: Lead) -> str:
    """Above all, where every reported coder finds the frame in more than half of the segments."""
    place = lead.frames.index(lead.frame)
    return "above all" if all(2 * row[place] > lead.n for row in lead.counts.values()) else "most often"


def count_lead(lead: Lead, unit: str = "", *, frame: str = "") -> str:
    """The count of the leading frame, or of `frame`: each reported coder's own where they differ.

    `6 of 7 sentences`, `anna 6, ben 5 of 7`, and where not all of the text was judged `6 of 7 judged, of 9`.
    """
    place = lead.frames.index(frame or lead.frame)
    counts = {coder: row[place] for coder, row in lead.counts.items()}
    each = set(counts.values())
    n = count_things(lead.n, unit) if unit else str(lead.n)
    number = str(each.pop()) if len(each) == 1 else ", ".join(f"{coder} {x}" for coder, x in counts.items())
    if frame:
        return number
    return f"{number} of {n}" + (f" judged, of {lead.n_of}" if lead.n < lead.n_of else "")


def say_withheld(lead: Lead) -> str:
    """That no frame is named for an expert, with each coder's own counts side by side."""
    counts = "; ".join(
        f"{coder}: {', '.join(f'{frame} {n}' for frame, n in zip(lead.frames, row, strict=True))}"
        for coder, row in lead.counts.items()
    )
    return f"No leading frame is named for {lead.expert}: {lead.status} ({counts}, of {lead.n})."


def list_present(codings: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """Every code present by one coder in page order: segment_id, code, score, frame, expert, order."""
    present = codings.loc[codings["present"] & (codings["coder"] == coder), ["segment_id", "code", "score"]]
    frames = codebook.set_index("code")["frame"]
    places = pd.Index(segments["segment_id"]).get_indexer(present["segment_id"])
    found = present.assign(
        frame=present["code"].map(frames), expert=segments["expert"].to_numpy()[places], order=places
    )
    return found.sort_values(["order", "code"], kind="stable", ignore_index=True)


def find_against(lead: Lead, present: pd.DataFrame, segments: pd.DataFrame) -> tuple[str, str]:
    """(segment, why) that speaks most against an expert's leading frame: without it, and with most of another.

    `present` is what `list_present` gives of the reported coder. Where no other frame was found it is the first
    segment without the frame; empty where there is none, and where no frame is named.
    """
    if lead.strength == "withheld" or not any(lead.means):
        return "", ""
    mine = [*each_row(present.loc[present["expert"] == lead.expert])]
    with_frame = {row.segment_id for row in mine if row.frame == lead.frame}
    others: dict[str, list[Any]] = {}
    for row in mine:
        if row.segment_id not in with_frame:
            others.setdefault(row.segment_id, []).append(row)
    if not others:
        rest = segments.loc[(segments["expert"] == lead.expert) & ~segments["segment_id"].isin(with_frame)]
        return (str(rest["segment_id"].iloc[0]), "no frame is found") if len(rest) else ("", "")
    best = max(others, key=lambda segment: _add_scores(others[segment]))
    frames = join_words(dict.fromkeys(row.frame for row in others[best]))
    return best, f"{frames}, not {lead.frame}"


def say_counter_example(why: str) -> str:
    """What a segment holds that speaks against the sentence before it."""
    return f" But here: {why}."


def _add_scores(rows: list[Any]) -> float:
    """The scores of a segment's codes together; 1 where its coder gives none."""
    scores = [row.score for row in rows if not math.isnan(row.score)]
    return math.fsum(scores) if scores else 1.0
