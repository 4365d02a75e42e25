"""Which codes and functions experts share, and which one alone uses."""

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.words import capitalise, count_things, join_words, spell

FUNCTIONS = {"problem": "Problem", "cause": "Cause", "evaluation": "Evaluation", "remedy": "Remedy or outlook"}


def count_users(prevalence: pd.DataFrame, *, coder: str) -> pd.Series:
    """How many experts use each code, in the order of the codebook."""
    codes = prevalence.loc[(prevalence["coder"] == coder) & (prevalence["code"] != "")]
    return codes.assign(used=codes["n_present"] > 0).groupby("code", sort=False)["used"].sum()


def title_codes(prevalence: pd.DataFrame, gate: Gate, *, coder: str, n_experts: int) -> Finding:
    """How many codes all, some, one and none of the experts use."""
    users = count_users(prevalence, coder=coder)
    n = len(users)
    if n_experts == 1:
        title = f"Of {count_things(n, 'code')}, {spell(int((users > 0).sum()))} occur"
        return gate.pass_on(title, "uses", coders=[coder])
    groups = [
        (int((users == n_experts).sum()), "all" if n_experts > 2 else "both"),
        (int(((users > 1) & (users < n_experts)).sum()), "several"),
        (int((users == 1).sum()), "one alone"),
        (int((users == 0).sum()), "nobody"),
    ]
    parts = [f"{spell(k)} by {whom}" for k, whom in groups if k]
    first = f"{spell(groups[0][0])} {'is' if groups[0][0] == 1 else 'are'} used by {groups[0][1]}"
    rest = parts[1:] if groups[0][0] else parts
    title = capitalise(f"of {count_things(n, 'code')}, {join_words([first, *rest], last='and')}")
    shared = list(users.index[users == n_experts])
    return gate.pass_on(title, "uses", coders=[coder], codes=shared)


def title_functions(entman: pd.DataFrame, gate: Gate, *, coder: str) -> Finding:
    """Which of Entman's functions an expert leaves open, over all frames together; no claim about one frame."""
    rows = entman.loc[entman["coder"] == coder]
    absent = rows.loc[rows["note"] == "absent"]
    if absent.empty:
        title = "Each function is found with every expert, taking all frames together"
    else:
        named = [f"{FUNCTIONS[str(r.function)].lower()} ({r.expert})" for r in absent.head(4).itertuples()]
        more = f" and {len(absent) - 4} more" if len(absent) > 4 else ""
        title = f"Not found: {'; '.join(named)}{more}"
    return gate.pass_on(title, "uses", coders=[coder])


def title_dimensions(dimensions: pd.DataFrame, gate: Gate, *, coder: str) -> Finding:
    """Which dimension of the Policy Frames Codebook is counted most often; nothing on a tie."""
    rows = dimensions.loc[(dimensions["coder"] == coder) & (dimensions["n_codes"] > 0)]
    found = rows.groupby("policy_frame", sort=False)["n_present"].sum().sort_values(ascending=False, kind="stable")
    if found.empty or not found.iloc[0]:
        title = "No dimension was met"
    elif len(found) > 1 and found.iloc[0] == found.iloc[1]:
        tied = found.index[found == found.iloc[0]]
        title = f"{join_words(map(str, tied))} are met equally often"
    else:
        title = f"The dimension met most often is {found.index[0]}"
    return gate.pass_on(title, "description", coders=[coder])
