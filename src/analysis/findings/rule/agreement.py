"""Whether people agree on a frame or a code, and the most that a claim on it may be for that reason."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.findings.rule.grades import Ceiling
from analysis.findings.rule.page import COVER, CodedPage, Floats
from analysis.findings.rule.reported import Reported
from analysis.measures.independence import ACCEPTABLE, FIRM, SIDE
from analysis.measures.posterior import Patterns, alpha_of_patterns, bound_alpha, count_patterns, probability_below

Verdict = Literal["agree", "open", "disagree", "unused", "not measured"]


@dataclass(frozen=True)
class Agreement:
    """How far people agree on one frame or code.

    `below` is the posterior probability that α is under .667; `low` and `high` hold α with 95 %. NaN where it is not
    measured (nobody was compared) or unused (nobody ever found it).
    """

    verdict: Verdict
    alpha: float
    below: float
    patterns: Patterns
    effect: float
    n_coders: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval of α."""
        if self.verdict in ("unused", "not measured"):
            return float("nan"), float("nan")
        low, high = bound_alpha(self.patterns, self.effect)
        return float(low), float(high)


def measure_agreements(page: CodedPage) -> tuple[Agreement, ...]:
    """The agreement of the page's people on each column, over the segments that two or more of them judged."""
    if not page.people:
        nothing = Patterns(*np.zeros(3))
        return tuple(Agreement("not measured", np.nan, np.nan, nothing, 1.0, 0) for _ in page.columns)
    values = page.values[page.people]
    patterns, effect = count_patterns(values), _mean_effect(page)
    judging = (~np.isnan(values)).any(axis=1).sum(axis=0)
    alphas, belows = alpha_of_patterns(patterns), probability_below(ACCEPTABLE, patterns, effect)
    return tuple(
        _judge(
            Patterns(*(part[i] for part in patterns)), float(alphas[i]), float(belows[i]), effect, int(n), page.enough
        )
        for i, n in enumerate(judging)
    )


def _judge(patterns: Patterns, alpha: float, below: float, effect: float, n_coders: int, enough: int) -> Agreement:
    """One column's agreement: agree at α ≥ .800 that is surely over .667; disagree where it is surely under it.

    Two who judged fewer than `enough` segments do not disagree yet: a coder of one segment takes nothing away.
    """
    verdict: Verdict
    if patterns.total == 0:
        verdict = "not measured"
    elif patterns.both + patterns.differ == 0:
        verdict = "unused"
    else:
        agree = alpha >= FIRM and below <= SIDE
        verdict = "agree" if agree else "disagree" if below >= 1 - SIDE and patterns.total >= enough else "open"
    if verdict in ("not measured", "unused"):
        alpha = below = float("nan")
    return Agreement(verdict, alpha, below, patterns, effect, n_coders)


def _mean_effect(page: CodedPage) -> float:
    """The design effect of a judgement by people: mean over those who cover anybody, weighted by segments."""
    means = []
    for row in page.people:
        known = ~np.isnan(page.effects[row].per_expert)
        if known.any():
            means.append(np.average(page.effects[row].per_expert[known], weights=page.sizes[known]))
    return float(np.mean(means)) if means else 1.0


def _differs_from_people(page: CodedPage, values: Floats, column: int) -> bool:
    """Whether a machine's judgements of segments are shown to differ from those of the first person who judged any."""
    for row in page.people:
        person = page.values[row, :, column]
        if not np.isnan(person).all():
            patterns = count_patterns(np.array([values, person]))
            seen = patterns.both + patterns.differ > 0 and patterns.total >= page.enough
            return bool(seen and probability_below(ACCEPTABLE, patterns) >= 1 - SIDE)
    return False


def judged_doubly(page: CodedPage, experts: list[int], column: int) -> bool:
    """Whether two people judged at least 80 % of each of these experts' segments."""
    judges = (~np.isnan(page.values[page.people][:, :, column])).sum(axis=0)
    twice = page.count_segments((judges >= 2)[None])[0]
    return bool((twice[experts] >= COVER * page.sizes[experts] - 1e-9).all())


def find_ceiling(
    page: CodedPage,
    agreements: tuple[Agreement, ...],
    reported: Reported,
    experts: list[int],
    column: int,
    *,
    rivals: tuple[int, ...] = (),
) -> Ceiling:
    """The most that a claim on a column may be, given who judged the experts concerned and how far people agree.

    `rivals` are columns that the claim sets it against: people must not disagree on them either.
    """
    if reported.basis == "nobody":
        return Ceiling("counted", "nobody judged enough of it")
    if reported.basis == "machine":
        if _differs_from_people(page, reported.values[0, :, column], column):
            return Ceiling("withheld", "the machine is shown to differ from people")
        return Ceiling("tentative", "only a machine counted it")
    verdict = agreements[column].verdict
    if "disagree" in (verdict, *(agreements[rival].verdict for rival in rivals)):
        return Ceiling("withheld", "people disagree")
    if not reported.current:
        return Ceiling("tentative", "it was coded by other instructions than today's")
    if not judged_doubly(page, experts, column):
        return Ceiling("tentative", "one person alone coded it")
    if reported.assumed:
        return Ceiling("tentative", "too few paragraphs to know how far sentences hang together")
    if verdict != "agree":
        return Ceiling("tentative", "agreement is open")
    return Ceiling("firm", "people agree")
