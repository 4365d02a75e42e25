"""Which claims experts share and which they contest, as coders recorded their stances."""

from collections.abc import Sequence

import pandas as pd

from analysis.coding.coders import may
from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.positions import judge_stances
from analysis.findings.words import count_things, join_words, spell
from analysis.tables.rows import each_row

SHARED = ("consensus", "consensus against", "qualified")
NOBODY = "Nobody has recorded stances for this event, so what the experts agree on is not known"


def agree_on_verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims on which all coders reach one verdict, with it."""
    verdicts = claims.groupby("proposition", sort=False)["verdict"].agg(["nunique", "first"])
    return verdicts.loc[verdicts["nunique"] == 1, ["first"]].rename(columns={"first": "verdict"}).reset_index()


def title_claims(propositions: pd.DataFrame, claims: pd.DataFrame, stances: pd.DataFrame, gate: Gate) -> Finding:
    """How many claims several experts take up alike, and how many they contest, by all coders."""
    if stances.empty:
        return gate.pass_on(NOBODY, "stances")
    agreed = agree_on_verdicts(claims)
    half = agreed["proposition"].isin(_list_half(claims))
    shared = int((agreed["verdict"].isin(SHARED) & half).sum())
    contested = int((agreed["verdict"] == "contested").sum())
    parts = [
        f"{spell(n) if n else 'none'} {'is' if n < 2 else 'are'} {what}"
        for n, what in ((shared, "shared"), (contested, "contested"))
    ]
    whole = f"{spell(len(propositions))} {'claim' if len(propositions) == 1 else 'claims'}"
    title = f"Of {whole}, {join_words(parts)}"
    return gate.pass_on(title, "description", coders=list(stances["coder"].drop_duplicates()))


def _list_half(claims: pd.DataFrame) -> list[str]:
    """The claims on which at least half of the experts take a position, by every coder: two of forty share nothing."""
    taken = claims[["n_asserts", "n_hedges", "n_denies"]].sum(axis=1)
    enough = (2 * taken >= claims["n_experts"]).groupby(claims["proposition"], sort=False).all()
    return list(enough.index[enough])


def say_standing(propositions: pd.DataFrame, stances: pd.DataFrame, gate: Gate, *, n_experts: int) -> list[Finding]:
    """Each claim that several experts hold and nobody denies, as far as the rule lets it be said."""
    told = []
    named = dict(zip(propositions["proposition"], propositions["claim"], strict=True))
    for proposition, group in stances.groupby("proposition", sort=False):
        taken = {str(e): list(mine["stance"]) for e, mine in group.groupby("expert", sort=False)}
        claim = judge_stances(taken, n_experts=n_experts)
        if claim.standing not in ("consensus", "held") or claim.strength == "withheld":
            continue
        whom = f"all {spell(claim.n_hold)}" if claim.standing == "consensus" else f"{claim.n_hold} of {claim.n_speak}"
        said = (
            f"Of {n_experts} experts, {claim.n_speak} speak to it and {whom} hold that “{named[str(proposition)]}” "
            f"({claim.strength}: {claim.status}).",
        )
        told.append(gate.grade(said, "stances", claim.strength, claim.status, coders=list(group["coder"].unique())))
    return told


def name_verdict(verdict: str, group: pd.DataFrame) -> str:
    """What the experts do with a claim, in a few words: `Two say so`."""
    positions = group.loc[group["stance"].isin(["asserts", "hedges", "denies"])]
    n = positions["expert"].nunique()
    voices = spell(n).capitalize()
    if verdict == "contested":
        return f"{voices} part" if n > 2 else "Two contradict each other"
    if verdict == "consensus":
        return f"{voices} say so"
    if verdict == "consensus against":
        return f"{voices} say it is not so"
    if verdict == "qualified":
        return f"{voices}, with a hedge"
    if verdict == "one voice":
        return "One alone"
    if (group["stance"] == "attributes").any():
        return "Reported of others only"
    return "Nobody"


def say_recorders(stances: pd.DataFrame, agreement: pd.DataFrame) -> str:
    """Who recorded the stances, and how far they record the same."""
    if stances.empty:
        return ""
    coders = stances.drop_duplicates("coder")
    who = join_words(f"{r.coder} ({r.kind})" for r in each_row(coders))
    alike = "; ".join(
        f"{r.coder_a} and {r.coder_b} record the same in {r.n_agree} of {r.n} cells"
        + ("" if pd.isna(r.kappa) else f" (Cohen’s κ = {r.kappa:.2f})")
        for r in each_row(agreement.head(6))
    )
    human = may(stances["kind"], "decides").any()
    warning = "" if human else " No person has checked them: machines that agree are no human reference."
    return f"Recorded by {who}. {alike + '.' if alike else 'With one coder there is no agreement to measure.'}{warning}"


def say_contested(claims: Sequence[str]) -> str:
    """Which other claims are contested, in their words."""
    return f"Contested too: {'; '.join(claim.rstrip('.') for claim in claims)}."


def say_contradiction(congruence: pd.DataFrame, gate: Gate) -> Finding:
    """Which experts contradict each other on a claim."""
    once = congruence.loc[congruence["n_disagree"] > 0]
    pairs = list(dict.fromkeys(frozenset((r.expert, r.other)) for r in each_row(once)))
    coders = list(congruence["coder"].drop_duplicates())
    if not pairs:
        title = "No two experts contradict each other on a claim"
    elif len(pairs) == 1:
        title = "The one contradiction, in their words"
    else:
        title = f"{count_things(len(pairs), 'pair')} of experts contradict each other"
    return gate.pass_on(title, "description" if len(pairs) == 1 else "stances", coders=coders)
