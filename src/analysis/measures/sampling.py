"""Which segments people code when they code a random sample: drawn by design, with known probabilities."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def draw_sample(segments: pd.DataFrame, n: int, *, seed: int) -> pd.DataFrame:
    """`n` of the segments, drawn at random within each expert, in the order of the page.

    Columns: segment_id, expert, probability. Every expert gets a share of the sample in proportion to his or her
    segments, at least one; `probability` is that with which each of the expert's segments was drawn, the same for all
    of them, so that shares can be corrected by design (`measures.corrected`). The same segments, n and seed give the
    same sample.
    """
    experts = segments.groupby("expert", sort=False)
    sizes = experts.size()
    places = dict(zip(sizes.index, draw_places(sizes.tolist(), n, seed=seed), strict=True))
    is_drawn = [p in places[e] for e, p in zip(segments["expert"], experts.cumcount(), strict=True)]
    sample = segments.loc[np.array(is_drawn, bool), ["segment_id", "expert"]].reset_index(drop=True)
    probability = {expert: len(places[expert]) / size for expert, size in sizes.items()}
    return sample.assign(probability=sample["expert"].map(probability).astype("float64"))


def draw_places(sizes: Sequence[int], n: int, *, seed: int) -> list[frozenset[int]]:
    """For each expert with so many segments, which of them (from 0, in the order of the page) a sample of `n` takes."""
    given = np.array(sizes, dtype=np.intp)
    rng = np.random.default_rng(abs(seed))  # as the shuffle of a sheet takes it
    drawn = _allocate(given, min(n, int(given.sum())))
    return [
        frozenset(rng.choice(size, size=k, replace=False).tolist())
        for size, k in zip(given.tolist(), drawn.tolist(), strict=True)
    ]


def _allocate(sizes: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """How many of each expert's segments: in proportion, by largest remainders, at least one where there is room."""
    exact = n * sizes / sizes.sum()
    given: NDArray[np.intp] = np.minimum(np.maximum(np.floor(exact).astype(int), 1), sizes)
    while given.sum() < n:
        room = given < sizes
        given[np.argmax(np.where(room, exact - given, -np.inf))] += 1
    while given.sum() > max(n, len(sizes)):
        given[np.argmax(np.where(given > 1, given - exact, -np.inf))] -= 1
    return given
