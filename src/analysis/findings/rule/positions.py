"""Claims about stances: what those who speak to a proposition all hold, or contest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.findings.rule.grades import Status, Strength
from analysis.measures.independence import ACCEPTABLE, SIDE
from analysis.measures.posterior import Patterns, count_patterns, probability_below

HOLDS = ("asserts", "hedges")
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
