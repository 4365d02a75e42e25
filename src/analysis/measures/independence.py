"""Who judged independently of whom, and what the agreement of so many coders of a kind allows."""

import math
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from analysis.coding.coders import PERSON, Right, may
from analysis.coding.person_names import person_key

Verdict = Literal["firm", "tentative", "withheld"]
FIRM, ACCEPTABLE = 0.800, 0.667  # Krippendorff (2004), Content Analysis, 241
SIDE = 0.05  # how sure it must be, either way
FEWEST = 10  # segments that two must have judged for their agreement to be told, or all that there are


def judge_agreement(kind: str, n_coders: int, alpha: float, p_below: float) -> tuple[Verdict, str]:
    """(verdict, why): what the agreement of `n_coders` of one kind allows a finding to be at most.

    `p_below` is the probability of α < .667. People agree where α is at least .800 and surely not under .667; they
    disagree where it surely is; between the two, and where the judgements never vary, it is open.
    """
    if kind != PERSON:
        return (
            "tentative",
            "only machines coded it" if n_coders and PERSON not in kind else "fewer than two people coded it",
        )
    if n_coders < 2:
        return "tentative", "one person alone coded it"
    if math.isnan(alpha):
        return "tentative", "how far people agree is open: their judgements never vary"
    if alpha >= FIRM and p_below <= SIDE:
        return "firm", f"{n_coders} people agree with α = {alpha:.3f}, surely not below {ACCEPTABLE:.3f}"
    if p_below >= 1 - SIDE:
        return "withheld", f"{n_coders} people disagree: α = {alpha:.3f}"
    return "tentative", f"agreement is open: {n_coders} people with α = {alpha:.3f}"


def list_independent(coders: pd.DataFrame, *, right: Right) -> list[str]:
    """Coders with this right who judged blind, one per person or model however spelled, in the order of the table.

    Whoever judged by other instructions than today's is not among them.
    """
    there = coders.loc[may(coders["kind"], right) & coders["blind"] & coders["codebook_current"]]
    return list(there.loc[~there["who"].map(person_key).duplicated(), "coder"])


def list_human_coders(coders: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The people among the coders and behind a consensus among them, who judged by today's instructions."""
    rows = coders.set_index("coder")
    is_person = may(rows["kind"], "counts_as_person") & rows["codebook_current"]
    sources = [source for name in names for source in rows["sources"][name].split(", ") if source]
    return [name for name in dict.fromkeys([*names, *sources]) if name in rows.index and is_person[name]]
