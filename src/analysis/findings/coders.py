"""How the automatic coders compare: which of them beat chance, where they part, whether they repeat themselves."""

import pandas as pd

from analysis.coding.coders import may
from analysis.findings.gate import Finding, Gate
from analysis.findings.words import count_things, join_words, write_share


def title_side_by_side(compared: pd.DataFrame, gate: Gate) -> Finding:
    """On how many codes each coder does better than chance, against a human reference or, said so, another machine."""
    if compared.empty:
        return gate.pass_on("No automatic coder judged the same segments as a reference", "trust")
    human = compared.loc[may(compared["reference_kind"], "decides")]
    used = human if len(human) else compared
    first = used.loc[used["reference"] == used["reference"].iloc[0]]
    against = f"Against {first['reference'].iloc[0]}"
    against += "" if len(human) else ", a machine too, so that this is agreement and not validity"
    told = [
        f"{coder} on {int(beats_chance(part).sum())} of {len(part)}"
        for coder, part in first.groupby("coder", sort=False)
    ]
    title = f"{against}: codes on which a coder is surely better than chance, on the same segments: {join_words(told)}"
    return gate.pass_on(title, "trust")


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


def tell_flips(flips: pd.DataFrame) -> str:
    """How often two runs of one model, or one person at two times, judge otherwise; empty where nothing ran twice."""
    told = [
        f"{r.coder} and {r.other} are two runs of the same and differ on {r.n_flips} of "
        f"{count_things(int(r.n_judged), 'judgement')} ({write_share(float(r.share))})"
        for r in flips.itertuples()
    ]
    return f"{'; '.join(told)}. Two runs are never two people." if told else ""
