"""Who judged independently of whom, and what the agreement of so many coders of a kind allows."""

import math
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from analysis.coding.coders import PERSON, Right, may, person_key

Verdict = Literal["firm", "tentative", "withheld"]
FIRM, FIRM_LOW, ACCEPTABLE = 0.800, 0.667, 0.667  # Krippendorff (2004), Content Analysis, 241


def judge_agreement(kind: str, n_coders: int, alpha: float, low: float) -> tuple[Verdict, str]:
    """(verdict, why): what the agreement of `n_coders` of one kind allows a finding to be at most."""
    if kind != PERSON:
        return (
            "tentative",
            "only machines coded it" if n_coders and PERSON not in kind else "fewer than two people coded it",
        )
    if n_coders < 2:
        return "tentative", "one person alone coded it"
    if math.isnan(alpha):
        return "withheld", "the agreement of the people who coded it is undefined, because their judgements never vary"
    if alpha >= FIRM and low >= FIRM_LOW:
        return "firm", f"{n_coders} people agree with α = {alpha:.3f}, lower bound {low:.3f}"
    if alpha >= ACCEPTABLE:
        bound = "is undefined" if math.isnan(low) else f"is {low:.3f}"
        return "tentative", f"{n_coders} people agree with α = {alpha:.3f}, whose lower bound {bound}"
    return "withheld", f"{n_coders} people agree with α = {alpha:.3f} only"


def list_independent(coders: pd.DataFrame, *, right: Right) -> list[str]:
    """Coders with this right who judged blind, one per person or model however spelled, in the order of the table."""
    there = coders.loc[may(coders["kind"], right) & coders["blind"]]
    return list(there.loc[~there["who"].map(person_key).duplicated(), "coder"])


def list_people(coders: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The people among the coders, and those that a consensus among them rests on."""
    rows = coders.set_index("coder")
    is_person = may(rows["kind"], "counts_as_person")
    sources = [source for name in names for source in rows["sources"][name].split(", ") if source]
    return [name for name in dict.fromkeys([*names, *sources]) if name in rows.index and is_person[name]]
