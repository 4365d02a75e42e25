"""How far the codings can be trusted: agreement, validity, sensitivity, and what is needed next."""

import pandas as pd

from analysis.coding.coders import PERSON, may
from analysis.findings.gate import Finding, Gate, state_gate
from analysis.findings.words import capitalise, count_things, join_words, spell
from analysis.measures.independence import ACCEPTABLE, FIRM, list_independent


def answer_trust(gate: Gate, *, n_segments: int) -> tuple[str, str]:
    """(who judged and what that allows, how far they agree and what is needed)."""
    people = list_independent(gate.coders, right="counts_as_person")
    said = [tell_agreement(gate.reliability)]
    if len(people) < 2:
        said.append(
            f"Needed: {'two people' if not people else 'a second person'} who read the codebook, code all "
            f"{count_things(n_segments, 'segment')} independently and blind, and agree on each code."
        )
    return state_gate(gate.coders), " ".join(said)


def tell_agreement(reliability: pd.DataFrame) -> str:
    """How many codes reach which α, in one sentence that names whose agreement it is."""
    judged = reliability.loc[reliability["n_coders"] >= 2]
    if judged.empty:
        return "No two coders judged the same segments, so there is no agreement to measure."
    whose = join_words(judged["coders"].iloc[0].split(", "))
    defined = judged["alpha"].notna()
    high = int((judged["alpha"] >= FIRM).sum())
    bounded = int(((judged["alpha"] >= FIRM) & (judged["low"] >= ACCEPTABLE)).sum())
    kind = judged["kind"].iloc[0]
    caution = (
        "" if kind == PERSON else f" They are of the kind {kind}: what they agree on may be a mistake that they share."
    )
    return (
        f"{whose} reach α ≥ {FIRM:.3f} on {high} of {count_things(len(judged), 'code')}; on {bounded} of them the "
        f"lower bound is at least {ACCEPTABLE:.3f}, as a code rare among {judged['n_segments'].max()} segments "
        f"proves little; on {int((~defined).sum())} α is undefined.{caution}"
    )


def title_sensitivity(dominant: pd.DataFrame, coders: list[str], gate: Gate) -> Finding:
    """Whether every coder counts the same frame most often with each expert."""
    first = dominant.pivot(index="expert", columns="coder", values="frame")
    same = first.nunique(axis=1) == 1
    if len(coders) < 2:
        title = "One coder alone: whether the answer would change with another cannot be said"
    elif same.all():
        title = f"The same frame comes first with every expert in all {spell(len(coders))} codings"
    else:
        title = f"Which frame comes first with {join_words(first.index[~same])} depends on the coder"
    return gate.pass_on(title, "trust")


def title_agreement(reliability: pd.DataFrame, gate: Gate) -> Finding:
    """On how many codes agreement can be computed at all."""
    judged = reliability.loc[reliability["n_coders"] >= 2]
    if judged.empty:
        return gate.pass_on("No two coders judged the same segments", "trust")
    n, bounded = int(judged["alpha"].notna().sum()), int(judged["low"].notna().sum())
    title = f"On {n} of {count_things(len(judged), 'code')} agreement can be computed, on {bounded} with a lower bound"
    return gate.pass_on(title, "trust")


def title_disagreements(found: pd.DataFrame, whose: list[str], gate: Gate) -> Finding:
    """On how many judgements those whose agreement counts differ."""
    names = join_words(whose) or "nobody"
    title = (
        f"{names} differ on {count_things(len(found), 'judgement')}" if len(found) else f"No disagreement among {names}"
    )
    return gate.pass_on(title, "trust")


def title_validity(references: pd.DataFrame, gate: Gate) -> Finding:
    """Whether there is a human reference at all."""
    human = bool(may(references["kind"], "decides").any())
    title = (
        "How the automatic coders fare against people, code by code"
        if human
        else "Whether the codings are right, nobody has checked: this is agreement between machines"
    )
    return gate.pass_on(title, "trust")


def tell_chance(validity: pd.DataFrame) -> list[str]:
    """For every automatic coder and reference, on how many codes its F1 is above what chance gives, in a sentence.

    Chance is the better of a coin that finds a code as often as the reference and of finding it everywhere.
    """
    told = []
    for (coder, reference), rows in validity.groupby(["coder", "reference"], sort=False):
        known = rows.dropna(subset="coin_f1")
        n = len(known)
        better = int((known["f1"] > known[["coin_f1", "everywhere_f1"]].max(axis=1)).sum())
        if not n:
            told.append(f"{reference} found no code, so there is nothing that {coder} could have found.")
        elif 2 * better <= n:
            told.append(
                f"Held against {reference}, {coder} does no better than chance: its F1 is above chance on {better} of "
                f"the {count_things(n, 'code')} that {reference} found."
            )
        else:
            told.append(
                f"Held against {reference}, the F1 of {coder} is above chance on {better} of the "
                f"{count_things(n, 'code')} that {reference} found."
            )
    return told


def tell_alarms(alarms: pd.DataFrame, coders: pd.DataFrame) -> str:
    """How often each automatic coder finds a code where there is nothing to find; who could not be asked."""
    if alarms.empty:
        return "Alarms are not measured: the sentences about something else are English, and this page is not."
    told = [
        f"In {n} sentences about something else {coder} finds a code "
        + count_things(int(rows["n_alarms"].sum()), "time")
        + (f", most often {rows.loc[rows['n_alarms'].idxmax(), 'code']}" if rows["n_alarms"].any() else "")
        for (coder, n), rows in alarms.groupby(["coder", "n_segments"], sort=False)
    ]
    automatic = coders.loc[may(coders["kind"], "is_automatic"), "coder"]
    rest = [coder for coder in automatic if coder not in set(alarms["coder"])]
    unasked = f" Not asked, because their answers are kept files: {join_words(rest)}." if rest else ""
    return f"{'; '.join(told)}.{unasked}"


def title_errors(found: pd.DataFrame, coder: str, gate: Gate, *, has_reference: bool) -> Finding:
    """How many judgements a reference does not share."""
    hits = int((found["error"] == "false hit").sum())
    title = (
        f"The coder {coder} finds {count_things(hits, 'judgement')} that a reference does not, and misses "
        f"{len(found) - hits}"
        if has_reference
        else f"There is nobody to hold the coder {coder} against"
    )
    return gate.pass_on(title, "trust")


def tell_next_step(gate: Gate, slug: str) -> tuple[str, str]:
    """(what to do, the command) that would carry more than this page can."""
    people = list_independent(gate.coders, right="counts_as_person")
    command = f"workbook sheet {slug} --coder NAME"
    if not people:
        return "Give two people a blind sheet each, import both and render again", command
    if len(people) == 1:
        return f"Give a second person beside {people[0]} a blind sheet, import it and render again", command
    weak = gate.frame_reliability.loc[gate.frame_reliability["verdict"] == "withheld", "frame"]
    if len(weak):
        return (
            f"The people who coded disagree on {join_words(weak)}: make the definitions clearer, then code afresh",
            command,
        )
    return "Two people have coded; decide between them where they differ, and render again", "workbook lab"


def list_can_say(gate: Gate, coverage: pd.DataFrame, *, unit: str) -> tuple[list[str], list[str]]:
    """What the page can say, and what it cannot, with the numbers that set its limits."""
    people = len(list_independent(gate.coders, right="counts_as_person"))
    smallest = int(coverage["n_segments"].min())
    here = "none has" if not people else "one has" if people == 1 else f"{people} have"
    can = [
        f"which words on this page carry which frame, and where: every number leads to its {unit}s",
        f"which frame is counted in most {unit}s of each expert, by a codebook that is printed here",
    ]
    cannot = [
        *(
            [f"anything firmly: that takes two people who code it independently, and {here} here"]
            if people < 2
            else ["more than its people agree on: what they see differently is withheld"]
        ),
        f"what these experts think elsewhere: the shortest statement has {count_things(smallest, unit)}, and one more "
        f"or less moves its share by {100 / max(smallest, 1):.0f} points",
        "that somebody disagrees: an absent frame is no denial",
    ]
    return can, cannot


def tell_misfit(codings: pd.DataFrame, *, coder: str, codebook: str, unit: str) -> str:
    """That the codebook finds nothing, or next to nothing, on this page; empty where it finds enough."""
    mine = codings.loc[codings["coder"] == coder]
    n = mine["segment_id"].nunique()
    found = mine.loc[mine["present"], "segment_id"].nunique()
    if not n or found > n / 10:
        return ""
    what = f"nothing in any of {count_things(n, unit)}" if not found else f"something in {found} of {n} {unit}s only"
    return (
        f"The codebook {codebook} finds {what}: it does not fit this page, and what is counted below says little. "
        f"Start a codebook of your own: workbook codebook new NAME"
    )


def title_coders(coders: pd.DataFrame) -> str:
    """How many judged, and how many of them are people."""
    people = len(list_independent(coders, right="counts_as_person"))
    return capitalise(
        f"{spell(len(coders))} {'coder' if len(coders) == 1 else 'coders'}, {spell(people)} of them people"
    )
