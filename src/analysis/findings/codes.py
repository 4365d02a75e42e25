"""Which codes and functions experts share, and which one alone uses."""

from collections.abc import Sequence

import pandas as pd

from analysis.findings.gate import Finding, Gate
from analysis.findings.rule.uses import judge_every
from analysis.findings.words import capitalise, count_things, join_words, spell

FUNCTIONS = {"problem": "Problem", "cause": "Cause", "evaluation": "Evaluation", "remedy": "Remedy or outlook"}


def count_users(prevalence: pd.DataFrame, *, coder: str) -> pd.Series:
    """How many experts use each code, in the order of the codebook."""
    codes = prevalence.loc[(prevalence["coder"] == coder) & (prevalence["code"] != "")]
    return codes.assign(used=codes["n_present"] > 0).groupby("code", sort=False)["used"].sum()


def title_codes(prevalence: pd.DataFrame, gate: Gate, *, coder: str, n_experts: int) -> Finding:
    """With how many experts a coder finds the codes, as counts: all, some, one and none."""
    users = count_users(prevalence, coder=coder)
    n = len(users)
    if n_experts == 1:
        title = f"Of {count_things(n, 'code')}, {spell(int((users > 0).sum()))} occur"
        return gate.grade((title,), "description", "counted", f"as {coder} counts them", coders=[coder])
    groups = [
        (int((users == n_experts).sum()), "all" if n_experts > 2 else "both"),
        (int(((users > 1) & (users < n_experts)).sum()), "several"),
        (int((users == 1).sum()), "one alone"),
        (int((users == 0).sum()), "nobody"),
    ]
    parts = [f"{spell(k)} with {whom}" for k, whom in groups if k]
    shared = groups[0][0]
    first = f"{spell(shared) if shared else 'none'} {'are' if shared > 1 else 'is'} found with {groups[0][1]}"
    rest = parts[1:] if groups[0][0] else parts
    title = capitalise(f"of {count_things(n, 'code')}, {join_words([first, *rest], last='and')}")
    told = gate.pass_on(title, "uses", coders=[coder], codes=list(users.index[users == n_experts]))
    if told.strength == "withheld":
        return told
    return gate.grade((title,), "description", "counted", f"as {coder} counts them", coders=[coder])


def name_users(n: int, n_experts: int, *, n_codes: int) -> str:
    """How many experts use the codes of a group, and how many codes it has."""
    if n_experts == 1:
        who = "Found"
    elif n == n_experts:
        who = "Both use it" if n == 2 else f"All {spell(n)} use it"
    else:
        who = "One alone uses it" if n == 1 else f"{capitalise(spell(n))} use it"
    return f"{who} ({n_codes})"


def say_unused(codes: Sequence[str]) -> str:
    """Which codes no expert uses."""
    return f"Nobody uses: {', '.join(codes)}."


def title_functions(
    present: Sequence[pd.DataFrame], codebook: pd.DataFrame, experts: Sequence[str], gate: Gate, *, coder: str
) -> Finding:
    """How many of the experts fill all of Entman's functions within one frame; never pooled over frames.

    `present` is what `findings.leads.list_present` gives of each reported coder: what one of them misses is not filled.
    """
    if not codebook["function"].any():
        return gate.pass_on("No code of this codebook names a function", "limit", coders=[coder])
    filled = [_count_functions(by, codebook) for by in present]
    frames = codebook["frame"].unique()
    found = {e: {frame: min(counts.get((e, frame), 0) for counts in filled) for frame in frames} for e in experts}
    every = judge_every(found, len(FUNCTIONS))
    n, most = every.n_experts, spell(every.most)
    if every.n_full == n:
        title = f"{'The expert fills' if n == 1 else 'Every expert fills'} all four functions within one frame"
    elif every.n_full:
        verb = "fills" if every.n_full == 1 else "fill"
        title = f"{capitalise(spell(every.n_full))} of {n} experts {verb} all four functions within one frame"
    else:
        whom = "The expert fills" if n == 1 else "No expert fills more than"
        title = f"{whom} {most} of the four functions within one frame"
    held = any(lead.strength == "withheld" for lead in gate.leads)
    strength = "counted" if held else every.strength
    return gate.grade((title,), "uses", strength, "as its coders count them", coders=[coder])


def _count_functions(present: pd.DataFrame, codebook: pd.DataFrame) -> dict[tuple[str, str], int]:
    """How many functions one coder finds for each expert within each frame."""
    named = present.assign(function=present["code"].map(codebook.set_index("code")["function"]))
    counts = named.loc[named["function"] != ""].groupby(["expert", "frame"])["function"].nunique()
    return {(str(expert), str(frame)): int(n) for (expert, frame), n in counts.to_dict().items()}


def say_missing_dimensions(dimensions: pd.DataFrame) -> str:
    """How many dimensions of the Policy Frames Codebook no code of this codebook stands for."""
    missing = dimensions.loc[dimensions["n_codes"] == 0, "policy_frame"].nunique()
    return f"{missing} of 15 dimensions have no code in this codebook: they were not looked for."


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
