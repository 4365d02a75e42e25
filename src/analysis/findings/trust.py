"""How far the codings can be trusted: agreement, validity, sensitivity, and what is needed next."""

from typing import get_args

import pandas as pd

from analysis.coding.coders import PERSON, may
from analysis.findings.gate import Finding, Gate, state_gate
from analysis.findings.rule.needed import What
from analysis.findings.words import capitalise, count_things, join_words, spell
from analysis.measures.independence import ACCEPTABLE, FIRM, list_independent


def answer_trust(gate: Gate, *, n_segments: int) -> tuple[str, str]:
    """(who judged and what that allows, how far they agree and what is needed)."""
    needed = {need.what for lead in gate.leads for need in gate.find_needs(lead)}
    said = [say_reliability(gate.reliability)]
    if needed & {"two people", "a second person"}:
        who = "two people" if "two people" in needed else "a second person"
        said.append(
            f"Needed: {who} who read the codebook, code all {count_things(n_segments, 'segment')} independently and "
            "blind, and agree on each code."
        )
    return state_gate(gate), " ".join(said)


def say_reliability(reliability: pd.DataFrame) -> str:
    """How many codes reach which α, in one sentence that names whose agreement it is."""
    judged = reliability.loc[reliability["n_coders"] >= 2]
    if judged.empty:
        return "No two people or language models judged the same segments, so there is no agreement to measure."
    whose = join_words(judged["coders"].iloc[0].split(", "))
    defined = judged["alpha"].notna()
    high = int((judged["alpha"] >= FIRM).sum())
    bounded = int(((judged["alpha"] >= FIRM) & (judged["low"] >= ACCEPTABLE)).sum())
    kind = judged["kind"].iloc[0]
    caution = "" if kind == PERSON else " They are machines: what they agree on may be a mistake that they share."
    unknown = int((~defined).sum())
    undefined = f" On {unknown} α is undefined." if unknown else ""
    rare = f": a code that is rare among {judged['n_segments'].max()} segments proves little" if bounded < high else ""
    surely = f", and surely so (lower bound ≥ {ACCEPTABLE:.3f}) on {bounded}{rare}" if high else ""
    return (
        f"{whose} agree well (α ≥ {FIRM:.3f}) on {high or 'none'} of {count_things(len(judged), 'code')}{surely}."
        f"{undefined}{caution}"
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
    """On how many codes agreement is high, and on how many its lower bound is acceptable too."""
    judged = reliability.loc[reliability["n_coders"] >= 2]
    if judged.empty:
        return gate.pass_on("There are no two people or language models whose agreement could be measured", "trust")
    high = judged["alpha"] >= FIRM
    sure = int((high & (judged["low"] >= ACCEPTABLE)).sum())
    surely = spell(sure) if sure else "none"
    title = f"Agreement is high on {high.sum()} of {count_things(len(judged), 'code')}, and surely so on {surely}"
    return gate.pass_on(title, "trust")


def title_disagreements(found: pd.DataFrame, whose: list[str], gate: Gate) -> Finding:
    """On how many judgements those whose agreement counts differ."""
    names = join_words(whose) or "nobody"
    title = (
        f"{names} differ on {spell(len(found))} {'judgement' if len(found) == 1 else 'judgements'}"
        if len(found)
        else f"{names} do not differ anywhere"
        if len(whose) > 1
        else "There are no two coders whose differences would count"
    )
    return gate.pass_on(title, "trust")


def title_validity(references: pd.DataFrame, gate: Gate) -> Finding:
    """Whether there is a human reference at all."""
    title = "Whether the codings are right, nobody has checked"
    if may(references["kind"], "decides").any():
        title = "How the automatic coders fare against people, code by code"
    elif len(references):
        title += ": this is agreement between machines"
    return gate.pass_on(title, "trust")


def say_chance(validity: pd.DataFrame) -> list[str]:
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


def say_alarms(alarms: pd.DataFrame, coders: pd.DataFrame) -> str:
    """How often each automatic coder finds a code where there is nothing to find; who could not be asked."""
    if alarms.empty:
        return "Alarms are not measured: there are no sentences about something else in the language of this page."
    told = [
        f"{coder} finds a code {count_things(int(rows['n_alarms'].sum()), 'time')} in {n} sentences about something "
        f"else" + (f", most often {rows.loc[rows['n_alarms'].idxmax(), 'code']}" if rows["n_alarms"].any() else "")
        for (coder, n), rows in alarms.groupby(["coder", "n_segments"], sort=False)
    ]
    automatic = coders.loc[may(coders["kind"], "is_automatic"), "coder"]
    rest = [coder for coder in automatic if coder not in set(alarms["coder"])]
    unasked = f" Not asked about them, as their codings are kept as files: {join_words(rest)}." if rest else ""
    return f"{'; '.join(told)}.{unasked}"


def title_errors(found: pd.DataFrame, coder: str, gate: Gate, *, has_reference: bool) -> Finding:
    """How many judgements a reference does not share."""
    hits = int((found["error"] == "false hit").sum())
    title = (
        f"The coder {coder} finds a code {count_things(hits, 'time')} where a reference does not, and misses one "
        f"{count_things(len(found) - hits, 'time')}"
        if has_reference
        else f"There is nobody to hold the coder {coder} against"
    )
    return gate.pass_on(title, "trust")


def say_next_step(gate: Gate, slug: str) -> tuple[str, str]:
    """(what to do, the command) that would carry more than this page can, by what the rule needs; people first."""
    needs = [need for lead in gate.leads for need in gate.find_needs(lead)]
    about = {what: list(dict.fromkeys(need.about for need in needs if need.what == what)) for what in get_args(What)}
    sheet = f"workbook sheet {slug} --coder NAME"
    people = [gate.page.coders[row].name for row in gate.page.people if gate.page.covers[row].any()]
    if gate.leads and not any(any(lead.means) for lead in gate.leads):
        step = "No frame of this codebook is found here: start a codebook of your own, then render again"
        return step, f"workbook codebook new NAME --for {slug}"
    if about["a clearer codebook"]:
        frames = join_words(about["a clearer codebook"])
        return f"The people who coded disagree on {frames}: make the definitions clearer, then code afresh", sheet
    if about["two people"] or not gate.leads:
        return "Give two people a blind sheet each, import both and render again", sheet
    if about["a second person"]:
        beside = f" beside {join_words(people)}" if people else ""
        return f"Give a second person{beside} a blind sheet of all the text, import it and render again", sheet
    if about["more segments coded by two"]:
        more = max(need.number for need in needs if need.what == "more segments coded by two")
        return f"Let two people code about {count_things(more, 'more segment')} each, blind", sheet
    longer = [f"about {need.number} more of {need.about}" for need in needs if need.what == "more sentences"]
    if longer:
        step = f"The coding is done; the text is short. To be firm it takes sentences like these, {join_words(longer)}"
        return f"{step}: add what they wrote elsewhere on it", f"workbook add FILE --event {slug}"
    if needs:
        return (
            "The coding is done, and the frames lie too near each other for this text to tell them apart",
            "workbook lab",
        )
    return "People agree; decide between them where they differ, and render again", "workbook lab"


def list_can_say(gate: Gate, coverage: pd.DataFrame, *, unit: str) -> tuple[list[str], list[str]]:
    """What the page can say, and what it cannot, with the numbers that set its limits."""
    needed = {need.what for lead in gate.leads for need in gate.find_needs(lead)}
    smallest = int(coverage["n_segments"].min())
    can = [
        f"which words on this page carry which frame, and where: every number leads to its {unit}s",
        f"which frame is counted in most {unit}s of each expert, by a codebook that is printed here",
    ]
    cannot = [
        *(said for what, said in _SHORT.items() if what in needed),
        f"what these experts think elsewhere: the shortest statement has {count_things(smallest, unit)}, and one more "
        f"or less moves its share by {100 / max(smallest, 1):.0f} points",
        "that somebody disagrees: an absent frame is no denial",
    ]
    return can, cannot


_SHORT: dict[What, str] = {
    "two people": "anything firmly: that takes two people who code it independently, and none has here",
    "a second person": "firmly what one person alone coded: that takes a second, independent of the first",
    "a clearer codebook": "more than its people agree on: what they see differently is withheld",
    "more segments coded by two": "firmly what too few segments coded by two leave open",
    "more sentences": "whether the order of the frames would hold in other words: the text is too short for that",
    "another page": "which of two frames leads where they lie less than 20 points apart",
}


def say_misfit(codings: pd.DataFrame, *, coder: str, codebook: str, unit: str) -> str:
    """That the codebook finds nothing, or next to nothing, on this page; empty where it finds enough."""
    mine = codings.loc[codings["coder"] == coder]
    n = mine["segment_id"].nunique()
    found = mine.loc[mine["present"], "segment_id"].nunique()
    if not n or found > n / 10:
        return ""
    what = f"nothing in any of {count_things(n, unit)}" if not found else f"something in {found} of {n} {unit}s only"
    return (
        f"The codebook {codebook} finds {what}: it does not fit this page, and what is counted below says little. "
        "It takes a codebook of its own to say how these experts frame the event."
    )


def title_coders(coders: pd.DataFrame) -> str:
    """How many judged, and how many of them are people."""
    people = len(list_independent(coders, right="counts_as_person"))
    if len(coders) == 1:
        return f"One coder, {'a person' if people else 'and not a person'}"
    who = f"{spell(people) if people else 'none'} of them {'a person' if people < 2 else 'people'}"
    return capitalise(f"{spell(len(coders))} coders, {who}")


def say_training(trained: str) -> str:
    """How a coder learned the codebook."""
    return f"Learned the codebook by: {trained}."
