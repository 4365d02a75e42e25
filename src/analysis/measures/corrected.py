"""Shares by an automatic coder, corrected for its errors by what people coded in a random sample."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.judgements import Judgements
from analysis.measures.support import log_choose
from analysis.tables import fit_table

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
    from scipy.special import betaln  # takes its time to load, and only corrected shares need it

    k = np.arange(n + 1, dtype=float)
    chances: Floats = np.exp(log_choose(n, k) + betaln(k + a, n - k + b) - betaln(a, b))
    return chances


def count_to_halve(n_coded: int, n_all: int) -> int:
    """How many more segments people must code until the interval is half as wide: its width goes with √(1/n − 1/N).

    >>> count_to_halve(50, 1000), count_to_halve(20, 20)
    (124, 0)
    """
    wanted = 1 / (1 / n_all + (1 / n_coded - 1 / n_all) / 4)
    return int(np.ceil(wanted - n_coded - 1e-9))


def choose_samples(coders: pd.DataFrame, *, sizes: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Who coded a random sample by today's instructions, with how many segments of each expert were drawn.

    A consensus of such coders comes first, then each of them. `sizes` says how many segments each expert has now; of
    an expert who had another number of them when the sample was drawn, or of whom the sources of a consensus drew
    differently, none counts as drawn.
    """
    drawn = {
        coder: {expert: _read_drawn(sample, expert, size) for expert, size in sizes.items()}
        for coder, sample, current in zip(coders["coder"], coders["sample"], coders["codebook_current"], strict=True)
        if sample and current
    }
    sources = dict(zip(coders["coder"], coders["sources"].str.split(", "), strict=True))
    joined = {
        coder: {e: n if all(drawn[name][e] == n for name in of) else 0 for e, n in drawn[of[0]].items()}
        for coder, of in sources.items()
        if of[0] and set(of) <= set(drawn)
    }
    return {**joined, **drawn}


def _read_drawn(sample: str, expert: str, size: int) -> int:
    """How many of the expert's `size` segments were drawn, from the column `sample` of `coders`."""
    found = re.search(rf"(?:^|; ){re.escape(expert)} (\d+) of {size}(?:;|$)", sample)
    return int(found[1]) if found else 0


def measure_corrected(machine: Judgements, people: Judgements, drawn: Mapping[str, int]) -> pd.DataFrame:
    """The `corrected` shares of one automatic coder by the sample that `people` judged.

    `drawn` says how many of each expert's segments were drawn at random (`measures.sampling.draw_sample`). A share is
    corrected where those, and no others of the expert, were coded, and where they are 20 or all. Elsewhere the share is
    the coder's, uncorrected, and the note says why: segments that somebody chose do not stand for the others.
    """
    both = machine.judged & people.judged
    wrong = machine.present != people.present
    counted = {
        "n_all": machine.judged,
        "n_present": machine.judged & machine.present,
        "n_coded": both,
        "n_missed": both & wrong & people.present,
        "n_false": both & wrong & machine.present,
        "n_hits": both & machine.present & people.present,
    }
    sums = {name: machine.sum_experts(flags) for name, flags in counted.items()}
    rows: list[dict[str, object]] = []
    for i, expert in enumerate(machine.experts):
        for j, (frame, code) in enumerate(zip(machine.columns["frame"], machine.columns["code"], strict=True)):
            about = {"expert": expert, "frame": frame, "code": code, "coder": machine.coder, "reference": people.coder}
            numbers = {name: int(counts[i, j]) for name, counts in sums.items()}
            rows.append({**about, **_describe(numbers, drawn.get(expert, 0))})
    return fit_table("corrected", rows)


def _describe(numbers: dict[str, int], n_drawn: int) -> dict[str, object]:
    """What was counted of one expert's frame or code, and its corrected share or why there is none."""
    n_all, n_coded = numbers["n_all"], numbers["n_coded"]
    note = ""
    if n_coded and not n_drawn:
        note = "uncorrected: no random sample of the segments as they stand now was coded"
    elif n_coded != n_drawn:
        note = f"uncorrected: {n_drawn} segments were drawn at random, {n_coded} were coded"
    elif n_coded < min(FEWEST, n_all) or not n_coded:
        note = f"uncorrected: people coded {n_coded} segments, {min(FEWEST, n_all)} are needed"
    fixed = Corrected(np.nan, np.nan, np.nan, 0) if note else correct_share(**numbers)
    return {
        **numbers,
        "n_segments": n_all,
        "prevalence": numbers["n_present"] / n_all if n_all else np.nan,
        "corrected": fixed.share,
        "low": fixed.low,
        "high": fixed.high,
        "n_to_halve": fixed.n_to_halve,
        "note": note,
    }
