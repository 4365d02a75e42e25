"""Who agrees with whom on what, which claims are shared and which contested; silence is never disagreement."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd

from analysis.tables import fit_table

POSITIONS = ("asserts", "hedges", "denies")


def measure_claims(propositions: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    """The `claims` table: for each proposition and coder, how many experts take which stance, and a verdict.

    consensus: at least two experts assert it (consensus against: deny it) and no other takes a position.
    qualified: at least two take a position, some hedge, and nobody contradicts anybody.
    contested: one asserts it and another denies it. one voice: one expert alone takes a position.
    no position: nobody does. Attributing a claim to others and silence are not positions; an expert who is silent
    neither joins nor breaks a consensus, so a consensus says how many share it, never that all do.
    """
    counts = stances.groupby(["proposition", "coder", "stance"]).size().unstack(fill_value=0)
    rows: list[dict[str, object]] = []
    for coder in stances["coder"].drop_duplicates():
        for proposition in propositions["proposition"]:
            if (proposition, coder) not in counts.index:
                continue
            n = {str(stance): int(number) for stance, number in counts.loc[(proposition, coder)].items()}
            asserts, hedges, denies = (n.get(stance, 0) for stance in POSITIONS)
            rows.append(
                {
                    "proposition": proposition,
                    "coder": coder,
                    "n_experts": sum(n.values()),
                    "n_asserts": asserts,
                    "n_hedges": hedges,
                    "n_denies": denies,
                    "n_attributes": n.get("attributes", 0),
                    "n_silent": n.get("silent", 0),
                    "verdict": judge_claim(asserts, hedges, denies),
                }
            )
    return fit_table("claims", rows)


def judge_claim(asserts: int, hedges: int, denies: int) -> str:
    """The verdict on one claim; see `measure_claims`.

    >>> judge_claim(2, 0, 0), judge_claim(1, 0, 1), judge_claim(1, 1, 0), judge_claim(1, 0, 0)
    ('consensus', 'contested', 'qualified', 'one voice')
    """
    positions = asserts + hedges + denies
    if positions == 0:
        return "no position"
    if positions == 1:
        return "one voice"
    if asserts and denies:
        return "contested"
    if hedges:
        return "qualified"
    return "consensus" if asserts else "consensus against"


def measure_congruence(propositions: pd.DataFrame, stances: pd.DataFrame, *, experts: tuple[str, ...]) -> pd.DataFrame:
    """The `congruence` table: on how many propositions each pair of experts agrees, by each coder.

    Only propositions on which both take a position count (`n_both`); attributing and silence are not positions.
    Agree: the same stance. Disagree: one asserts and the other denies. Between the two (one hedges): partly.
    `agreement` is n_agree / n_both, NaN ("undefined") where they never speak to the same claim. With a handful of
    shared claims it is a list to read, not a rate to rank by.
    """
    order = {name: number for number, name in enumerate(propositions["proposition"])}
    rows: list[dict[str, object]] = []
    for coder, group in stances.groupby("coder", sort=False):
        taken = {
            expert: dict(zip(mine["proposition"], mine["stance"], strict=True))
            for expert, mine in group.loc[group["stance"].isin(POSITIONS)].groupby("expert")
        }
        for expert, other in permutations(experts, 2):
            mine, theirs = taken.get(expert, {}), taken.get(other, {})
            both = sorted(mine.keys() & theirs.keys(), key=order.__getitem__)
            agree = [p for p in both if mine[p] == theirs[p]]
            disagree = [p for p in both if {mine[p], theirs[p]} == {"asserts", "denies"}]
            rows.append(
                {
                    "expert": expert,
                    "other": other,
                    "coder": coder,
                    "n_both": len(both),
                    "n_agree": len(agree),
                    "n_partly": len(both) - len(agree) - len(disagree),
                    "n_disagree": len(disagree),
                    "agreement": len(agree) / len(both) if both else np.nan,
                    "agree_on": "; ".join(agree),
                    "disagree_on": "; ".join(disagree),
                    "note": "" if both else "undefined: no proposition on which both take a position",
                }
            )
    return fit_table("congruence", rows)


def compare_coders(stances: pd.DataFrame) -> pd.DataFrame:
    """The `stance_agreement` table: how far each two coders record the same stances.

    `agreement` is the share of the propositions × experts that both judged; `kappa` is Cohen's, unweighted, over the
    five stances, NaN where one coder used a single stance throughout. `agreement_positions` leaves out the cells
    that both call silent, which are the easy ones. Two machines that agree are still no human reference.
    Source: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    wide = stances.pivot(index=["proposition", "expert"], columns="coder", values="stance")
    rows: list[dict[str, object]] = []
    for first, second in combinations(stances["coder"].drop_duplicates(), 2):
        both = wide[[first, second]].dropna()
        a, b = both[first].to_numpy(), both[second].to_numpy()
        spoken = (a != "silent") | (b != "silent")
        n, n_spoken, same = len(both), int(spoken.sum()), a == b
        expected = sum((a == stance).mean() * (b == stance).mean() for stance in set(a) | set(b)) if n else np.nan
        rows.append(
            {
                "coder_a": first,
                "coder_b": second,
                "n": n,
                "n_agree": int(same.sum()),
                "agreement": same.mean() if n else np.nan,
                "kappa": (same.mean() - expected) / (1 - expected) if n and expected < 1 else np.nan,
                "n_positions": n_spoken,
                "agreement_positions": same[spoken].mean() if n_spoken else np.nan,
            }
        )
    return fit_table("stance_agreement", rows)
