"""How the automatic coders compare: which of them beat chance, where they part, whether they repeat themselves."""

import pandas as pd

from analysis.coding.coders import may
from analysis.findings.gate import Finding, Gate
from analysis.findings.words import count_things, join_words, write_share
from analysis.tables.rows import each_row


def title_side_by_side(frames: pd.DataFrame, codes: pd.DataFrame, gate: Gate) -> Finding:
    """On how many frames and codes each coder does better than chance: against people or, said so, another machine."""
    if codes.empty:
        return gate.pass_on("No automatic coder judged the same segments as a reference", "trust")
    reference, kind = codes[["reference", "reference_kind"]].iloc[0]
    human = bool(may(pd.Series([kind]), "decides").all())
    against = reference + ("" if human else " (a machine too: agreement, not validity)")
    told = [
        f"{coder} on {_count_better(frames, coder, reference, 'frame')} and "
        f"{_count_better(codes, coder, reference, 'code')}"
        for coder in codes.loc[codes["reference"] == reference, "coder"].drop_duplicates()
    ]
    return gate.pass_on(f"Surely better than chance against {against}: {join_words(told)}", "trust")


def _count_better(compared: pd.DataFrame, coder: str, reference: str, what: str) -> str:
    """`2 of 3 frames`: of those that the reference found at all."""
    mine = compared.loc[(compared["coder"] == coder) & (compared["reference"] == reference)]
    mine = mine.loc[mine["n_reference"] > 0]
    return f"{int(beats_chance(mine).sum())} of {count_things(len(mine), what)}"


def beats_chance(compared: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the lower bound of F1 is above what a coin and "present everywhere" give."""
    chance = compared[["coin_f1", "everywhere_f1"]].max(axis=1)
    return (compared["f1_low"] > chance).rename("beats_chance")


def title_differences(found: pd.DataFrame, names: list[str], gate: Gate) -> Finding:
    """On how many judgements two automatic coders differ."""
    if len(names) < 2:
        return gate.pass_on("One automatic coder alone: there is none to compare it with", "trust")
    title = f"{join_words(names)} differ on {count_things(len(found), 'judgement')}"
    return gate.pass_on(title, "trust")


def say_sides(code: str, yes: str, no: str, reference: str = "") -> str:
    """Which coders judged a code present in a segment, which absent, and what the reference did."""
    return f"{code}: present for {yes}, absent for {no}{f' ({reference})' if reference else ''}."


def say_flips(flips: pd.DataFrame) -> str:
    """How often two runs of one model, or one person at two times, judge otherwise; empty where nothing ran twice."""
    told = [
        f"{r.coder} and {r.other} are two runs of the same and differ on {r.n_flips} of "
        f"{count_things(int(r.n_judged), 'judgement')} ({write_share(float(r.share))})"
        + (f", which is {r.n_flips} of the {r.n_present} that either finds present" if r.n_present else "")
        for r in each_row(flips)
    ]
    return f"{'; '.join(told)}. Two runs are never two people." if told else ""
