"""The answer on one page: headline, claims, contradiction and trust side by side."""

import pandas as pd

from analysis.exhibits.claims import make_grid, quote_contradictions
from analysis.exhibits.opening import show_answer
from analysis.exhibits.parts import Columns, Exhibit, Heading, Part, Text
from analysis.exhibits.reliability import tabulate_dominant
from analysis.exhibits.tables import fold_data
from analysis.exhibits.view import View
from analysis.findings import answer, trust
from analysis.findings.claims import say_contradiction, title_claims
from analysis.findings.folds import name_other_claims

TABULATED = 6  # experts whose frames stand by coder; of more, the table is folded


def show_headline(codings: pd.DataFrame, view: View, *, codebook: str) -> Exhibit:
    """The answer under a computed heading that claims no more than it."""
    whole = show_answer(codings, view, codebook=codebook)
    head = Text(answer.headline(view.gate), "headline")
    return Exhibit(
        "answer",
        parts=(head, *whole.parts),
        findings=whole.findings,
        kind="answer",
        summary=whole.summary,
        facts=whole.facts,
    )


def show_claims_and_trust(
    propositions: pd.DataFrame, stances: pd.DataFrame, claims: pd.DataFrame, congruence: pd.DataFrame,
    dominant: pd.DataFrame, view: View,
) -> Exhibit:  # fmt: skip
    """Claims that several experts take up, and how far to trust the codings; beside them a contradiction in words."""
    title = title_claims(propositions, claims, stances, view.gate)
    coders = list(view.gate.coders["coder"])
    by_coder: Part = tabulate_dominant(dominant, view)
    if len(view.experts) > TABULATED:
        by_coder = fold_data("The frame counted most often, by each coder", by_coder)
    trusted: tuple[Part, ...] = (
        Heading("How far to trust it"),
        *((by_coder,) if len(coders) > 1 else ()),
        Text(trust.title_sensitivity(dominant, coders, view.gate).sentence + ".", "note"),
    )
    left: tuple[Part, ...] = ()
    right: tuple[Part, ...] = ()
    if len(stances):
        left = _fold_grid(propositions, stances, claims, view)
        quotes = quote_contradictions(propositions, stances, congruence, view)
        right = (Heading(say_contradiction(congruence, view.gate).sentence), *quotes[:2]) if quotes else ()
    parts: tuple[Part, ...]
    if right:
        parts = (Columns(((*left, *trusted), right), "wide"),)
    else:
        parts = (Columns((left, trusted), "wide"),) if left else trusted
    return Exhibit(
        "claims",
        title.sentence if left else "",
        "Stances that coders recorded; silence is no denial." if left else "",
        parts,
        [title],
        tables={"stances": stances},
    )


def _fold_grid(propositions: pd.DataFrame, stances: pd.DataFrame, claims: pd.DataFrame, view: View) -> tuple[Part, ...]:
    """The claims that two experts or more take a stand on, by any coder; the others folded, where some are left."""
    taken = claims.assign(n=claims[["n_asserts", "n_hedges", "n_denies"]].sum(axis=1))
    several = propositions["proposition"].isin(taken.loc[taken["n"] >= 2, "proposition"])
    if several.all() or not several.any():
        return make_grid(propositions, stances, claims, view)
    rest, _ = make_grid(propositions.loc[~several], stances, claims, view)
    return (
        *make_grid(propositions.loc[several], stances, claims, view),
        fold_data(name_other_claims(int((~several).sum())), rest),
    )
