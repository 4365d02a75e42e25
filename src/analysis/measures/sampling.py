"""Which segments people code when they code a random sample: drawn by design, with known probabilities."""

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
    sizes = segments.groupby("expert", sort=False).size()
    drawn = _allocate(sizes.to_numpy(), min(n, len(segments)))
    rng = np.random.default_rng(abs(seed))  # as the shuffle of a sheet takes it
    chosen: list[str] = []
    for expert, k in zip(sizes.index, drawn, strict=True):
        ids = segments.loc[segments["expert"] == expert, "segment_id"].to_numpy()
        chosen += rng.choice(ids, size=k, replace=False).tolist()
    sample = segments.loc[segments["segment_id"].isin(chosen), ["segment_id", "expert"]].reset_index(drop=True)
    probability = dict(zip(sizes.index, drawn / sizes.to_numpy(), strict=True))
    return sample.assign(probability=sample["expert"].map(probability).astype("float64"))


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
