"""Exact tests on four cells, and what a family of tests does to them."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIGNIFICANCE = 0.05
TIE = 1 + 1e-7  # tables as probable as the one seen count as extreme, whatever the rounding


@lru_cache(maxsize=64)
def _log_factorials(n: int) -> NDArray[np.float64]:
    """ln 0!, ln 1! … up to at least n!."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])


@lru_cache(maxsize=1 << 16)
def fisher_exact(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p of Fisher's exact test on the cells a b / c d; 1 where a margin is 0.

    Sums the probabilities of all tables with these margins that are no more probable than the one seen.
    Source: Fisher (1934), Statistical Methods for Research Workers, 5th ed., section 21.02.

    >>> round(fisher_exact(3, 1, 1, 3), 4)  # Fisher's lady tasting tea: 34/70
    0.4857
    """
    top, left, n = a + b, a + c, a + b + c + d
    lf = _log_factorials(1 << max(n, 1).bit_length())
    x = np.arange(max(0, top + left - n), min(top, left) + 1)
    log_p = lf[top] - lf[x] - lf[top - x] + lf[n - top] - lf[left - x] - lf[n - top - left + x] - lf[n]
    log_p += lf[left] + lf[n - left]
    p = np.exp(log_p)
    return float(min(1.0, p[p <= p[a - x[0]] * TIE].sum()))


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """p-values corrected for their number by Holm's step-down method; NaN stays NaN and does not count.

    Source: Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.

    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values = np.asarray(p, dtype=float)
    corrected = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    steps = np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(values[order] * steps), 1)
    return corrected


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """p-values corrected so that of those below a mark, that share is false in the long run; NaN stays NaN.

    Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5])
    array([0.04      , 0.05333333, 0.05333333, 0.5       ])
    """
    values = np.asarray(p, dtype=float)
    corrected = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(-values[known], kind="stable")]
    m = len(order)
    corrected[order] = np.minimum(np.minimum.accumulate(values[order] * m / np.arange(m, 0, -1)), 1)
    return corrected


@lru_cache(maxsize=1 << 16)
def smallest_detectable(n_a: int, n_b: int, alpha: float) -> float:
    """The smallest difference from a share of 0 that Fisher's test could have found, in either direction.

    NaN where no outcome reaches `alpha`. Differences between shares away from 0 need to be larger still.
    """
    found = [
        x / n
        for n, other in ((n_a, n_b), (n_b, n_a))
        if (x := first_significant(n, other, alpha)) <= n and n > 0 and other > 0
    ]
    return min(found, default=float("nan"))


def first_significant(n: int, other: int, alpha: float) -> int:
    """How many of `n` must be present for p ≤ alpha against 0 of `other`; n + 1 where even all are not enough."""
    low, high = 0, n + 1
    while low < high:
        middle = (low + high) // 2
        if fisher_exact(middle, n - middle, 0, other) <= alpha:
            high = middle
        else:
            low = middle + 1
    return low
