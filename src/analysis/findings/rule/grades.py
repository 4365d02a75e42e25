"""The four strengths, and the one list of a page's claims that decides which of them survive all comparisons."""

from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike

from analysis.measures.exact import benjamini_hochberg, holm

Strength = Literal["withheld", "counted", "tentative", "firm"]
Status = Literal[
    "people agree",
    "people disagree",
    "the machine is shown to differ from people",
    "only a machine counted it",
    "another coder has another frame ahead",
    "it was coded by other instructions than today's",
    "one person alone coded it",
    "too few paragraphs to know how far sentences hang together",
    "agreement is open",
    "nobody judged enough of it",
    "the text is too short to be sure",
    "equally often",
    "less than 20 points apart",
    "no frame was found",
]
ORDER: tuple[Strength, ...] = get_args(Strength)  # the weakest first
PAGE, FALSE_SHARE = 0.05, 0.20  # firm: pages with a false claim; tentative: share of false claims
SHARED = 0.10  # share of segments that everybody may have misread alike
CLEAR = 2 * SHARED  # a gap that such a misreading cannot turn round


class Ceiling(NamedTuple):
    """The most that a claim may be whatever its numbers are, and why."""

    strength: Strength
    status: Status


class Graded:
    """A claim that the rule grades: what its numbers support, and the most that it may be whatever they are."""

    support: Strength
    ceiling: Ceiling
    gap: float

    @property
    def strength(self) -> Strength:
        """The lowest of support and ceiling."""
        return weakest(self.support, self.ceiling.strength)

    @property
    def status(self) -> Status:
        """Why the claim is as strong as it is, and not stronger."""
        return _explain_claim(self.support, self.ceiling, gap=self.gap)

    @property
    def claimed(self) -> bool:
        """Whether it may be said beyond the counts."""
        return self.strength in ("tentative", "firm")


def weakest(*strengths: Strength) -> Strength:
    """The lowest of the strengths.

    >>> weakest("firm", "counted", "tentative")
    'counted'
    """
    return min(strengths, key=ORDER.index)


def grade_claims(p: ArrayLike, gaps: ArrayLike) -> list[Strength]:
    """What the numbers alone support for every claim that the page could make: one list, one correction.

    Firm: Holm ≤ .05, so that all firm claims of a page are jointly true and a headline may join them. Tentative:
    Benjamini–Hochberg ≤ .20. Both only where the shares lie at least 20 points apart.

    >>> grade_claims([0.001, 0.1, 0.001, 0.9], [0.5, 0.5, 0.1, 0.5])
    ['firm', 'tentative', 'counted', 'counted']
    """
    clear = np.asarray(gaps, dtype=float) >= CLEAR - 1e-9
    firm = clear & (holm(p) <= PAGE)
    tentative = clear & (benjamini_hochberg(p) <= FALSE_SHARE)
    return ["firm" if a else "tentative" if b else "counted" for a, b in zip(firm, tentative, strict=True)]


def _explain_claim(support: Strength, ceiling: Ceiling, *, gap: float) -> Status:
    """Why a claim is as strong as it is and not stronger: its ceiling, or else its numbers.

    >>> _explain_claim("counted", Ceiling("firm", "people agree"), gap=0.1)
    'less than 20 points apart'
    """
    if ceiling.strength in ("withheld", "counted"):
        return ceiling.status
    if support == "counted" and gap < CLEAR - 1e-9:
        return "less than 20 points apart" if gap > 0 else "equally often"
    if support == "counted" or (ceiling.strength == "firm" and support != "firm"):
        return "the text is too short to be sure"
    return ceiling.status
