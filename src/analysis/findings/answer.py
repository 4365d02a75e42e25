"""Which frame is counted most often with each expert: the headline, the titles, and one finding for each expert."""

from typing import Any

import pandas as pd

from analysis.coding.coders import may
from analysis.coding.consensus import name_kinds
from analysis.findings.gate import Claim, Finding, Gate
from analysis.findings.rule.leads import Lead
from analysis.findings.rule.needed import find_needs
from analysis.findings.words import Ref, Said, capitalise, count_things, join_said, join_words, spell

NAMED = 5  # experts named in the headline; of more, frames are counted


def answer_question(dominant: pd.DataFrame, prevalence: pd.DataFrame, gate: Gate, *, coder: str, unit: str) -> Finding:
    """The notebook's question answered: as a fact about these sentences, which frame is counted most often with each
    expert; where the rule allows it, as a claim; an expert on whose frames people disagree is named without one.
    """
    verdict = gate.verdict
    rows = dominant.loc[dominant["coder"] == coder].reset_index(drop=True)
    leads = {lead.expert: lead for lead in verdict.leads} if verdict else {}
    held = [lead for lead in leads.values() if lead.strength == "withheld"]
    shown = rows.loc[~rows["expert"].isin([lead.expert for lead in held])].reset_index(drop=True)
    led = [leads[e] for e in shown.loc[shown["frame"] != "", "expert"] if e in leads]
    claimed = bool(led) and all(lead.claimed for lead in led)
    said = _say_dominant(shown, unit, claimed=claimed) if len(shown) else ()
    shared = _say_shared(prevalence.loc[prevalence["coder"] == coder])
    said = (*said, *(f" {_say_withheld(lead)}" if said else _say_withheld(lead) for lead in held))
    said = (*said, *((" ", shared) if shared and len(shown) else ()))
    frames = [frame for frame in dict.fromkeys(shown["frame"]) if frame]
    if verdict is None:
        return gate.pass_on(said, "description", coders=[coder], frames=frames)
    status = "; ".join(dict.fromkeys(lead.status for lead in leads.values()))
    needs = dict.fromkeys(need.what for lead in leads.values() for need in find_needs(verdict, lead))
    claim: Claim = "dominant" if claimed else "description"
    return gate.grade(said, claim, verdict.strength, status, needed=", ".join(needs), coders=[coder], frames=frames)


def _say_withheld(lead: Lead) -> str:
    """That no frame is named for an expert, with each coder's own counts side by side."""
    counts = "; ".join(
        f"{coder}: {', '.join(f'{frame} {n}' for frame, n in zip(lead.frames, row, strict=True))}"
        for coder, row in lead.counts.items()
    )
    return f"No leading frame is named for {lead.expert}: {lead.status} ({counts}, of {lead.n})."


def _say_dominant(rows: pd.DataFrame, unit: str, *, claimed: bool = False) -> Said:
    """Each expert by name where there are few, else counted by frame."""
    led = rows.loc[rows["frame"] != ""]
    if led.empty:
        return (f"With none of {count_things(len(rows), 'expert')} is one frame counted most often.",)
    if len(rows) <= NAMED:
        parts: list[Said] = []
        for number, r in enumerate(led.itertuples()):
            count = f"{r.n_present} of {count_things(r.n_segments, unit) if not number else r.n_segments}"
            verb = ("’s " + unit + "s most often carry ",) if not number else ("’s ",)
            if claimed:
                how = _how(r.n_present, r.n_segments)
                verb = (f" frames the event {how} as ",) if not number else (f" {how} as ",)
            parts.append((r.expert, *verb, Ref(r.frame, frame=r.frame), " (", Ref(count, r.expert, r.frame), ")"))
        said = join_said(parts)
    else:
        counts = led["frame"].value_counts(sort=False)
        named = join_said(
            (f"{count_things(int(n), 'expert')} ", Ref(str(frame), frame=str(frame))) for frame, n in counts.items()
        )
        said = ("Most often counted: with ", *named, f", of {len(rows)}")
    rest = list(rows.loc[rows["frame"] == "", "expert"])
    whom = join_words(rest) if len(rest) <= NAMED else f"{len(rest)} experts"
    return (*said, ".", f" With {whom} no frame is counted more often than every other." if rest else "")


def _how(n_present: int, n_segments: int) -> str:
    """Above all, where a frame is in more than half of the segments."""
    return "above all" if 2 * n_present > n_segments else "most often"


def _say_shared(prevalence: pd.DataFrame) -> str:
    """Which codes every expert uses."""
    codes = prevalence.loc[prevalence["code"] != "", ["expert", "code", "n_present"]]
    if codes["expert"].nunique() < 2:
        return ""
    used = codes.assign(used=codes["n_present"] > 0).groupby("code", sort=False)["used"].all()
    shared = list(used.index[used])
    if not shared:
        return "No code is found with all of them."
    if len(shared) > 4:
        return f"{len(shared)} codes are found with all of them."
    return f"All of them use the {'codes' if len(shared) > 1 else 'code'} {join_words(shared)}."


def tell_coders(dominant: pd.DataFrame, coders: pd.DataFrame, *, coder: str) -> str:
    """Who counted, who else judged, and for how many experts they put the same frame first."""
    first = dominant.pivot(index="expert", columns="coder", values="frame")
    kinds = name_kinds(coders).set_axis(coders["coder"])
    same: dict[str, list[str]] = {}
    for other in coders["coder"]:
        if other != coder and other in first:
            n = int((first[other] == first[coder]).sum())
            whom = "every expert" if n == len(first) else f"{n} of {count_things(len(first), 'expert')}"
            same.setdefault(whom, []).append(f"{other} ({kinds[other]})")
    counted = f"Counted by the coder {coder}" + ("" if coder == kinds[coder] else f" ({kinds[coder]})")
    parts = [
        f"{join_words(names)} {'put' if len(names) > 1 else 'puts'} the same frame first for {n}"
        for n, names in same.items()
    ]
    people = "" if may(coders["kind"], "counts_as_person").any() else " No person has coded this page yet."
    return f"{counted}{'; ' if parts else ''}{'; '.join(parts)}.{people}"


def title_shares(dominant: pd.DataFrame, gate: Gate, *, coder: str) -> Finding:
    """What the shares show, from each expert's dominant frame alone."""
    rows = dominant.loc[dominant["coder"] == coder]
    n, led = len(rows), [frame for frame in rows["frame"] if frame]
    frames = list(dict.fromkeys(led))
    if not led:
        title = "With no expert is one frame counted most often"
    elif len(led) < n:
        title = f"With {len(led)} of {count_things(n, 'expert')} one frame is counted most often"
    elif n == 1:
        title = f"The frame counted most often is {frames[0]}"
    elif len(frames) == 1:
        title = f"With all {spell(n)} experts {frames[0]} is counted most often"
    elif len(frames) == n:
        title = "With each expert another frame is counted most often"
    else:
        most = max(frames, key=led.count)
        title = f"With {led.count(most)} of {n} experts {most} is counted most often"
    return gate.pass_on(title, "description", coders=[coder], frames=frames)


def find_framings(
    dominant: pd.DataFrame,
    prevalence: pd.DataFrame,
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    gate: Gate,
    *,
    coder: str,
    unit: str,
) -> list[tuple[str, Finding, str]]:
    """(expert, finding, what the counter-example shows) for every expert, in the order of the page."""
    shares = prevalence.loc[(prevalence["coder"] == coder) & (prevalence["code"] == "")]
    shares = shares.set_index(["expert", "frame"])
    found = list_present(codings, segments, codebook, coder=coder)
    rows = dominant.loc[dominant["coder"] == coder].to_dict("records")
    return [_find_framing(row, shares, found, segments, gate, coder=coder, unit=unit) for row in rows]


def _find_framing(
    row: dict[Any, Any], shares: pd.DataFrame, found: pd.DataFrame, segments: pd.DataFrame, gate: Gate, *, coder: str,
    unit: str,
) -> tuple[str, Finding, str]:  # fmt: skip
    """One expert's dominant frame with its margin, or why there is none."""
    expert, frame = row["expert"], row["frame"]
    if not frame:
        sentence = f"No frame is counted most often with {expert}: {row['note']}."
        return expert, gate.pass_on(sentence, "dominant", coders=[coder]), ""
    share = shares.loc[(expert, frame)]
    second = f", against {row['n_second']} for {row['second']}" if row["n_second"] else "; no other frame occurs"
    how = _how(row["n_present"], row["n_segments"])
    count = f"{row['n_present']} of {count_things(row['n_segments'], unit)}"
    said: Said = (
        f"{expert} frames the event {how} as ",
        Ref(frame, frame=frame),
        ": in ",
        Ref(count, expert, frame),
        f" (95 % interval {100 * share['low']:.0f} to {100 * share['high']:.0f} %){second}.",
    )
    mine = found.loc[found["expert"] == expert]
    against, note = _find_counter_example(mine, segments.loc[segments["expert"] == expert], frame)
    finding = gate.pass_on(
        said,
        "dominant",
        coders=[coder],
        frames=[frame, row["second"]] if row["second"] else [frame],
        segments=list(mine.loc[mine["frame"] == frame, "segment_id"].drop_duplicates()),
        counter_example=against,
    )
    return expert, finding, note


def list_present(codings: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """Every code present by one coder in page order: segment_id, code, score, frame, expert, order."""
    present = codings.loc[codings["present"] & (codings["coder"] == coder), ["segment_id", "code", "score"]]
    order = segments[["segment_id", "expert"]].assign(order=range(len(segments)))
    return (
        present.merge(codebook[["code", "frame"]], on="code", validate="many_to_one")
        .merge(order, on="segment_id", validate="many_to_one")
        .sort_values(["order", "code"], kind="stable", ignore_index=True)
    )


def _find_counter_example(mine: pd.DataFrame, segments: pd.DataFrame, frame: str) -> tuple[str, str]:
    """The segment that speaks most against the frame: without it, and with most of another; else none at all."""
    with_frame = set(mine.loc[mine["frame"] == frame, "segment_id"])
    others = mine.loc[~mine["segment_id"].isin(with_frame)]
    if others.empty:
        rest = segments.loc[~segments["segment_id"].isin(with_frame), "segment_id"]
        return (str(rest.iloc[0]), "no frame was found here") if len(rest) else ("", "")
    scores = others.groupby("segment_id", sort=False)["score"].sum(min_count=1).fillna(1)
    best = str(scores.idxmax())
    frames = join_words(dict.fromkeys(others.loc[others["segment_id"] == best, "frame"]))
    return best, f"{frames}, not {frame}"


def name_answer(answer: Finding) -> dict[str, str]:
    """What an index of reports says of the answer."""
    frames = "; ".join(answer.frames) or "none"
    return {"dominant frames": frames if answer.strength != "withheld" else "withheld", "strength": answer.strength}


def headline(dominant: pd.DataFrame, *, coder: str) -> str:
    """The brief's heading: the frames that are counted most often, by how many experts; claims no more than that."""
    rows = dominant.loc[dominant["coder"] == coder]
    frames = [frame for frame in dict.fromkeys(rows["frame"]) if frame]
    experts = capitalise(f"{spell(len(rows))} {'expert' if len(rows) == 1 else 'experts'}")
    if not frames:
        return f"{experts}, and no frame that is counted most often"
    if len(frames) == 1:
        return f"{experts}, one frame counted most often: {frames[0]}"
    return f"{experts}, {spell(len(frames))} frames: {join_words(frames)}"
