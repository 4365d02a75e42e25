"""Shares by an automatic coder, corrected for its errors by what people coded in a random sample."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from analysis.measures.judgements import Judgements

Floats = NDArray[np.float64]
FEWEST = 20  # segments of an expert that people must have coded
LEVEL = 0.95


class Corrected(NamedTuple):
    """A corrected share with its 95 % interval, and how many more segments people must code to halve the interval."""

    share: float
    low: float
    high: float
    n_to_halve: int


def correct_share(n_present: int, n_all: int, *, n_missed: int, n_false: int, n_hits: int, n_coded: int) -> Corrected:
    """The share of `n_all` segments, of which the machine finds `n_present`, given people's codings of a random sample.

    In `n_hits` of the `n_coded` segments of the sample the machine was right to find it, in `n_false` it was wrong, and
    it missed `n_missed`. The estimate is the machine's share plus (missed − false) / coded: the difference estimator
    (Cochran 1977, Sampling Techniques, ch. 7), which design-based supervised learning (Egami et al. 2023, NeurIPS 36)
    and prediction-powered inference (Angelopoulos et al. 2023, Science 382) give for a random sample.

    The interval is about the share of these very segments as people would code them. What the sample has not seen is
    predicted from it: among segments with and without a find, the number that people would code present is
    beta-binomial with Jeffreys' prior, and the two are added. So it has no width once people coded all, and does not
    collapse where the sample shows no error.
    """
    share = n_present / n_all + (n_missed - n_false) / n_coded
    found, absent = n_hits + n_false, n_coded - n_hits - n_false
    right = _predict(n_present - found, n_hits + 0.5, n_false + 0.5)
    missed = _predict(n_all - n_present - absent, n_missed + 0.5, absent - n_missed + 0.5)
    total = np.cumsum(np.convolve(right, missed))
    seen = n_hits + n_missed
    low, high = (
        (seen + int(np.searchsorted(total, q, side="left"))) / n_all for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    )
    share = min(max(share, 0.0), 1.0)
    return Corrected(share, min(low, share), max(high, share), count_to_halve(n_coded, n_all))


def _predict(n: int, a: float, b: float) -> Floats:
    """The probabilities of 0 to n present among n segments that nobody coded: beta-binomial."""
    k = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    chances: Floats = np.exp(ways + betaln(k + a, n - k + b) - betaln(a, b))
    return chances


def count_to_halve(n_coded: int, n_all: int) -> int:
    """How many more segments people must code until the interval is half as wide: its width goes with √(1/n − 1/N).

    >>> count_to_halve(50, 1000), count_to_halve(20, 20)
    (124, 0)
    """
    wanted = 1 / (1 / n_all + (1 / n_coded - 1 / n_all) / 4)
    return int(np.ceil(wanted - n_coded - 1e-9))


def measure_corrected(machine: Judgements, people: Judgements) -> pd.DataFrame:
    """The machine's share of each expert × frame (code empty) or code, corrected by the sample that `people` judged.

    Columns: expert, frame, code, coder, reference, n_segments, n_present, n_coded, n_missed, n_false, prevalence (the
    machine's own), corrected, low, high, n_to_halve, note. `people` must have judged a random sample of every expert's
    segments (`measures.sampling.draw_sample`), and nobody else's choice of segments will do. NaN, with a note, where
    fewer than 20 segments of an expert were coded: the share is then the machine's, uncorrected.
    """
    both = machine.judged & people.judged
    wrong = machine.present != people.present
    n, x, coded, missed, false, hits = (
        machine.sum_experts(flags)
        for flags in (
            machine.judged,
            machine.judged & machine.present,
            both,
            both & wrong & people.present,
            both & wrong & machine.present,
            both & machine.present & people.present,
        )
    )
    rows: list[dict[str, object]] = []
    for i, expert in enumerate(machine.experts):
        for j, (frame, code) in enumerate(zip(machine.columns["frame"], machine.columns["code"], strict=True)):
            n_all, n_present, n_coded, n_missed, n_false, n_hits = (
                int(counts[i, j]) for counts in (n, x, coded, missed, false, hits)
            )
            enough = n_coded >= FEWEST
            numbers = {"n_missed": n_missed, "n_false": n_false, "n_hits": n_hits, "n_coded": n_coded}
            fixed = correct_share(n_present, n_all, **numbers) if enough else Corrected(np.nan, np.nan, np.nan, 0)
            rows.append(
                {
                    "expert": expert,
                    "frame": frame,
                    "code": code,
                    "coder": machine.coder,
                    "reference": people.coder,
                    "n_segments": n_all,
                    "n_present": n_present,
                    "n_coded": n_coded,
                    "n_missed": n_missed,
                    "n_false": n_false,
                    "prevalence": n_present / n_all if n_all else np.nan,
                    "corrected": fixed.share,
                    "low": fixed.low,
                    "high": fixed.high,
                    "n_to_halve": fixed.n_to_halve,
                    "note": "" if enough else f"uncorrected: people coded {n_coded} segments, {FEWEST} are needed",
                }
            )
    return pd.DataFrame(rows)
