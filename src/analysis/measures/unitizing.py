"""Whether coders mark the same stretches of a text, corrected for chance."""

from collections.abc import Sequence

import numpy as np

Units = Sequence[tuple[int, int]]


def unitizing_alpha(units: Sequence[Units], length: int) -> float:
    """Krippendorff's α for unitizing: one value against blank on a continuum of `length`; NaN where nothing varies.

    `units` holds, for every coder, the half-open stretches that bear the value; one coder's do not overlap. This is the
    binary |uα, which for one value is also uα. With ℓ_c the length of value c over all coders, ℓ = Σ ℓ_c, and ℓ_10 what
    one coder marks and another leaves, summed over ordered pairs and divided by (coders − 1),

        α = 1 − ℓ_10 (ℓ² − Σ_units L² − Σ_gaps L) / (ℓ ℓ_1 ℓ_0).

    A unit is not paired with itself, hence L²; a gap counts point by point, hence L. Where every unit is one point long
    this is nominal α over points. Because gaps count in points, changing the measure of length moves α slightly.
    Source: Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity 50(6), 2347-2364, equations 1, 4 and 6
    as three independent public implementations write them; the paper itself was not at hand. cuα and (k)uα compare
    several values that exclude one another; codes may overlap here, so each has a continuum of its own.

    >>> round(unitizing_alpha([[(0, 4)], [(2, 6)]], 10), 4)  # ℓ_10 = 4, ℓ = 20, ℓ_1 = 8: 1 − 4 · 356 / 1920
    0.2583
    """
    marks = np.array([(start, end) for coder in units for start, end in coder], dtype=float).reshape(-1, 2)
    edges = np.unique([0, length, *marks.ravel()])
    widths = np.diff(edges)
    marking = ((marks[:, :1] <= edges[:-1]) & (edges[:-1] < marks[:, 1:])).sum(axis=0)
    n = len(units)
    total = n * length
    marked = float(widths @ marking)
    blank = total - marked
    if n < 2 or not marked or not blank:
        return np.nan
    apart = float(widths @ (marking * (n - marking))) / (n - 1)
    own = float(((marks[:, 1] - marks[:, 0]) ** 2).sum()) + blank
    return 1 - apart * (total**2 - own) / (total * marked * blank)
