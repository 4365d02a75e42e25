"""Claims about stances, about counted words, about who has most of something, and what a null result can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from analysis.findings.rule.agreement import SIDE
from analysis.findings.rule.grades import PAGE, Status, Strength
from analysis.measures.exact import benjamini_hochberg
from analysis.measures.independence import ACCEPTABLE
from analysis.measures.posterior import Patterns, count_patterns, probability_below
from analysis.measures.support import order_tail, rate_tail

HOLDS = ("asserts", "hedges")
FALSE_WORDS = 0.10  # share of false orders among those said of counted words
FEWEST_SPEAKERS = 3
Standing = Literal["consensus", "held", "contested", "too few"]


@dataclass(frozen=True)
class StanceClaim:
    """What may be said of a proposition: of `n_experts`, `n_speak` speak to it, `n_hold` hold it, `n_deny` deny it.

    Consensus: at least three and at least half of the experts speak to it, all of them hold it by every coder's
    judgement. Held: more than half of those who speak hold it and nobody denies it. Contested: some hold, some deny
    it. Never firm: one misread stance could undo it.
    """

    standing: Standing
    strength: Strength
    status: Status | Literal["one misread stance could undo it", ""]
    n_experts: int
    n_speak: int
    n_hold: int
    n_deny: int


def judge_stances(
    stances: Mapping[str, Sequence[str]], *, n_experts: int, patterns: Patterns | None = None
) -> StanceClaim:
    """The claim on one proposition from every independent coder's stance of each expert.

    `patterns` are those of "holds it" over all propositions and experts; by default of this one. Silence and
    attributing a claim to others are no positions.
    """
    rows = [[float(stance in HOLDS) for stance in taken] for taken in stances.values() if len(taken) >= 2]
    speak = [e for e, taken in stances.items() if set(taken) & {*HOLDS, "denies"}]
    hold = [e for e, taken in stances.items() if taken and set(taken) <= set(HOLDS)]
    deny = [e for e, taken in stances.items() if "denies" in taken]
    standing: Standing = "consensus" if len(hold) == len(speak) else "held"
    if hold and deny:
        standing = "contested"
    elif len(speak) < max(FEWEST_SPEAKERS, n_experts / 2) or len(hold) <= len(speak) / 2:
        standing = "too few"
    strength: Strength = "tentative" if standing in ("consensus", "held") else "counted"
    status: Status | Literal["one misread stance could undo it", ""] = "one person alone coded it"
    if rows:
        width = max(map(len, rows))
        cells = np.array([row + [np.nan] * (width - len(row)) for row in rows]).T
        patterns = patterns or count_patterns(cells)
        below = float(probability_below(ACCEPTABLE, patterns))
        if patterns.both + patterns.differ > 0 and below >= 1 - SIDE:
            strength, status = "withheld", "people disagree"
        else:
            status = "agreement is open" if below > SIDE else "one misread stance could undo it"
    return StanceClaim(standing, strength, status, n_experts, len(speak), len(hold), len(deny))


class Rate(NamedTuple):
    """How often one expert uses words of a list, in so many words."""

    expert: str
    n: int
    words: int


class RateClaim(NamedTuple):
    """Two experts by the rate of counted words, the higher first; tentative or counted, never firm."""

    above: Rate
    below: Rate
    p: float
    strength: Strength


def judge_rates(rates: Sequence[Rate], *, dispersion: float = 1.0) -> list[RateClaim]:
    """Every two experts' rates as one list (beyond five experts, each against all others), corrected by BH ≤ .10.

    `dispersion` is that of `measures.support.pool_dispersion`.
    """
    pairs = _pair_rates([rate for rate in rates if rate.words > 0])
    tails = np.array([float(rate_tail(a.n, a.words, b.n, b.words, dispersion)) for a, b in pairs])
    p = 2 * np.minimum(tails, 1 - tails)
    claims = []
    for (a, b), own, corrected in zip(pairs, p, benjamini_hochberg(p), strict=True):
        above, below = (a, b) if a.n * b.words >= b.n * a.words else (b, a)
        claims.append(RateClaim(above, below, float(own), "tentative" if corrected <= FALSE_WORDS else "counted"))
    return claims


def _pair_rates(rates: Sequence[Rate]) -> list[tuple[Rate, Rate]]:
    """Every two; beyond five, each and the others together under an empty name."""
    if len(rates) <= 5:
        return [(a, b) for i, a in enumerate(rates) for b in rates[i + 1 :]]
    count, words = sum(rate.n for rate in rates), sum(rate.words for rate in rates)
    return [(rate, Rate("", count - rate.n, words - rate.words)) for rate in rates]


def find_most(numbers: Mapping[str, float]) -> list[str]:
    """Who has most: several where they have equally many, and then nobody has most.

    >>> find_most({"Mira": 6, "Tobias": 6}), find_most({"Ada": 3, "Bo": 1})
    (['Mira', 'Tobias'], ['Ada'])
    """
    top = max(numbers.values(), default=0)
    return [name for name, number in numbers.items() if number == top]


def find_limit(n_a: int, effect_a: float, n_b: int, effect_b: float, *, n_claims: int) -> float:
    """The smallest share of A, with none of B, that could have been found different here; NaN where none could.

    What a null result says is this limit: a smaller difference would not have been seen, so its absence is no likeness.
    """
    shares = np.arange(n_a + 1)
    p = 2 * order_tail(shares, n_a, effect_a, 0, n_b, effect_b)
    found = np.flatnonzero(p <= PAGE / n_claims)
    return float(found[0] / n_a) if len(found) else float("nan")
