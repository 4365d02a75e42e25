"""How sure the agreement of coders is: the posterior of Krippendorff's α from the pairs of judgements."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
GRID = 60  # quantiles of the share of differing pairs that the integral is taken over: right to .01
STEPS = 40  # halvings of [-1, 1] that find a bound of α


class Patterns(NamedTuple):
    """Segments by what two coders said of each: both found it, neither did, or they differ.

    Each is one number or an array, one entry per frame or code. Where more than two judged, a segment is shared out
    over its pairs of coders and still weighs 1.
    """

    both: Floats
    neither: Floats
    differ: Floats

    @property
    def total(self) -> Floats:
        """Segments that two or more coders judged."""
        return self.both + self.neither + self.differ


def count_patterns(values: ArrayLike) -> Patterns:
    """The patterns of coders × segments (× columns): 1 present, 0 absent, NaN not judged."""
    judged = np.asarray(values, dtype=float)
    n = (~np.isnan(judged)).sum(axis=0)
    y = np.nansum(judged, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs = n * (n - 1)
        shares = [y * (y - 1) / pairs, (n - y) * (n - y - 1) / pairs, 2 * y * (n - y) / pairs]
    both, neither, differ = (np.where(n >= 2, share, 0.0).sum(axis=0) for share in shares)
    return Patterns(both, neither, differ)


def alpha_of_patterns(patterns: Patterns) -> Floats:
    """Krippendorff's α of the patterns, with his correction for few segments; NaN where nothing varies.

    For two coders it is his α exactly. Source: Krippendorff (2004), Content Analysis, 2nd ed., 227.

    >>> round(float(alpha_of_patterns(Patterns(*np.array([7.0, 15.0, 1.0])))), 3)
    0.903
    """
    n = patterns.total
    with np.errstate(invalid="ignore", divide="ignore"):
        p = (patterns.both + patterns.differ / 2) / n
        alpha = 1 - patterns.differ / n * (2 * n - 1) / (4 * n * p * (1 - p))
        return np.where((p > 0) & (p < 1), alpha, np.nan)


def probability_below(mark: ArrayLike, patterns: Patterns, effect: ArrayLike = 1.0, *, grid: int = GRID) -> Floats:
    """The posterior probability that α is below `mark`, for each entry of the patterns.

    α = 1 − d / (2π(1 − π)) with π = r(1 − d) + d/2. The share of differing pairs d has the posterior
    Beta(differ + ½, both + neither + 1), the share of "both" among the equal ones r has Beta(both/D + ½,
    neither/D + ½), D being the design `effect`; with D = 1 this is Jeffreys' Dirichlet(½) on three patterns. Unlike
    a bootstrap it cannot collapse where nobody differs. Sources: Jeffreys (1946), Proc. R. Soc. A 186; Rao & Scott
    (1992), Biometrics 48(2), for counts divided by D.
    """
    return _Posterior(patterns, effect, grid).below(mark)


class _Posterior:
    """The posterior of α: what does not depend on a mark is worked out once, for it is asked many times."""

    def __init__(self, patterns: Patterns, effect: ArrayLike, grid: int = GRID) -> None:
        from scipy.special import betaincinv  # takes its time to load, and only some commands need it

        both, neither, differ, design = (
            np.asarray(v, dtype=float)[..., None] for v in (patterns.both, patterns.neither, patterns.differ, effect)
        )
        self.d: Floats = betaincinv(differ + 0.5, both + neither + 1, (np.arange(grid) + 0.5) / grid)
        self.a, self.b = both / design + 0.5, neither / design + 0.5

    def below(self, mark: ArrayLike) -> Floats:
        """The probability that α is below the mark."""
        from scipy.special import betainc

        d = self.d
        # α ≥ mark where π lies within ½ ± half; nowhere where so many differ that no π is enough
        room = 0.25 - d / (2 * (1 - np.asarray(mark, dtype=float)[..., None]))
        half = np.sqrt(np.clip(room, 0, None))
        first, last = ((edge - d / 2) / (1 - d) for edge in (0.5 - half, 0.5 + half))
        above = betainc(self.a, self.b, np.clip(last, 0, 1)) - betainc(self.a, self.b, np.clip(first, 0, 1))
        below: Floats = np.where(room <= 0, 1.0, 1 - above).mean(axis=-1)
        return below


def bound_alpha(patterns: Patterns, effect: ArrayLike = 1.0, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The interval of α that its posterior holds with probability `level`, equal tails."""
    posterior, shape = _Posterior(patterns, effect), np.shape(patterns.total)
    return _find_quantile((1 - level) / 2, posterior, shape), _find_quantile((1 + level) / 2, posterior, shape)


def _find_quantile(q: float, posterior: _Posterior, shape: tuple[int, ...]) -> Floats:
    """The α below which the posterior holds `q`, by halving."""
    low = np.full(shape, -1.0)
    high = np.full(shape, 1 - 1e-9)
    for _ in range(STEPS):
        middle = (low + high) / 2
        below = posterior.below(middle) < q
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return low
