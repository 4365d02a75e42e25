"""The answer on one page: headline, claims, contradiction and trust side by side."""

import pandas as pd

from analysis.exhibits.claims import make_grid, quote_contradictions
from analysis.exhibits.opening import show_answer
from analysis.exhibits.parts import Columns, Exhibit, Heading, Part, Text
from analysis.exhibits.reliability import tabulate_dominant
from analysis.exhibits.view import View
from analysis.findings import answer, trust
from analysis.findings.claims import say_contradiction, title_claims


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
    """Claims on the left; on the right a contradiction in the experts' words and how far to trust the codings."""
    right: list[Part] = []
    title = title_claims(propositions, claims, stances, view.gate)
    left: tuple[Part, ...] = ()
    if len(stances):
        left = make_grid(propositions, stances, claims, view)
        quotes = quote_contradictions(propositions, stances, congruence, view)
        if quotes:
            right += [Heading(say_contradiction(congruence, view.gate).sentence), *quotes[:2]]
    coders = list(view.gate.coders["coder"])
    right += [Heading("How far to trust it"), tabulate_dominant(dominant, view)]
    right.append(Text(trust.title_sensitivity(dominant, coders, view.gate).sentence + ".", "note"))
    parts: tuple[Part, ...] = (Columns((left, tuple(right)), "wide"),) if left else tuple(right)
    return Exhibit(
        "claims",
        title.sentence if left else "",
        "Stances that coders recorded; silence is no denial." if left else "",
        parts,
        [title],
        tables={"stances": stances},
    )
