"""Confidence intervals for a share of a few units."""

import numpy as np
import pandas as pd

Z = 1.959963984540054  # standard normal, two-sided 95 %


def wilson_interval(n_present: pd.Series, n: pd.Series, *, z: float = Z) -> tuple[pd.Series, pd.Series]:
    """Bounds of the Wilson score interval for `n_present` of `n` units; NaN where n is 0.

    Takes units as independent, which sentences of one statement are not: read it as a lower limit of the doubt.
    Source: Wilson (1927), JASA 22(158), 209-212.
    """
    n = n.where(n > 0, np.nan)
    p = n_present / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (centre - half).clip(0, 1), (centre + half).clip(0, 1)
