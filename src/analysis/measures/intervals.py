"""Confidence intervals for a share of a few units that hang together."""

from typing import Any

import numpy as np

Z = 1.959963984540054  # standard normal, two-sided 95 %


def wilson_interval(n_present: Any, n: Any, *, z: float = Z) -> tuple[Any, Any]:
    """Bounds of the Wilson score interval for `n_present` of `n` units; NaN where n is 0.

    Takes and gives numbers, arrays or Series. Does not collapse at 0 % or 100 %. Takes units as independent, which
    sentences of one statement are not: for those, give effective numbers (`measures.prevalence`).
    Source: Wilson (1927), JASA 22(158), 209-212.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = n_present / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def newcombe_interval(first: Any, other: Any) -> tuple[Any, Any]:
    """Bounds of the difference of two shares, each given as (share, low, high) by Wilson: from -1 to 1.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    (p1, low1, high1), (p2, low2, high2) = first, other
    d = p1 - p2
    low = d - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = d + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)
