"""How far apart two experts' frame profiles are, and who is nearest to whom."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from math import factorial, prod

import numpy as np
import pandas as pd

from analysis.measures.exact import holm
from analysis.measures.judgements import Counts, Judgements
from analysis.tables import TABLES

MOST_DEALS = 10_000  # up to so many ways to deal the paragraphs, all are counted


def measure_distances(judgements: Judgements, *, seed: int, resamples: int = 1000) -> pd.DataFrame:
    """The `distances` table: Jensen–Shannon distance between the frame profiles of each expert and each other.

    A profile is the expert's distribution over frames: segments with the frame divided by the sum over frames, so
    it says in what proportions, not how often. The distance is the root of the divergence to base 2, from 0 (same
    profile) to 1 (no frame in common). `reference` and `reference_high` are the median and 95th percentile when
    the page's paragraphs are dealt to the experts at random, each keeping the number that he or she wrote; `p` is
    the share of deals at least as far apart, the real one included (Phipson & Smyth 2010); `p_holm` corrects for
    all pairs. Where there are at most 10,000 ways to deal them, every one is counted and `p` is `exact`; else
    `resamples` are drawn. `nearest` marks the smallest distance from each expert (several if equal).

    NaN, and a `note` "undefined: …", where an expert has no frame in any segment. Not a measure of disagreement:
    two experts may use one frame to opposite ends. Source: Lin (1991), IEEE Trans. Inf. Theory 37(1), 145-151;
    Endres & Schindelin (2003), 49(7), 1858-1860.
    """
    names = judgements.experts
    pairs = list(permutations(range(len(names)), 2))
    if not pairs:
        return TABLES["distances"].empty()
    is_frame = judgements.columns["code"].to_numpy() == ""
    counts = judgements.sum_clusters(judgements.judged & judgements.present)[:, is_frame]
    owner = judgements.cluster_expert
    counts, owner = counts[owner >= 0], owner[owner >= 0]
    sizes = np.bincount(owner, minlength=len(names))
    exact = count_deals(sizes.tolist()) <= MOST_DEALS
    orders = list_deals(sizes.tolist()) if exact else _draw_deals(len(owner), seed=seed, resamples=resamples)
    deals = _deal_paragraphs(counts, orders, sizes)
    observed = _sum_by_owner(counts, owner, len(names))
    a, b = np.array(pairs).T
    upper = a < b
    first, second = a[upper], b[upper]
    distance = jensen_shannon(observed[first], observed[second])
    reference = jensen_shannon(deals[:, first], deals[:, second])
    as_far = (reference >= distance - 1e-12).sum(axis=0)
    known = np.isfinite(reference).sum(axis=0)
    real = 0 if exact else 1  # among all deals the real one is there already
    p = np.where(np.isfinite(distance), (real + as_far) / np.maximum(real + known, 1), np.nan)
    place = {pair: index for index, pair in enumerate(zip(first, second, strict=True))}
    rows = np.array([place[min(pair), max(pair)] for pair in pairs])
    low, high = _describe_reference(reference)
    table = pd.DataFrame(
        {
            "expert": [names[i] for i in a],
            "other": [names[i] for i in b],
            "coder": judgements.coder,
            "n_expert": observed[a].sum(axis=1),
            "n_other": observed[b].sum(axis=1),
            "distance": distance[rows],
            "reference": low[rows],
            "reference_high": high[rows],
            "p": p[rows],
            "p_holm": holm(p)[rows],
            "n_deals": len(orders),
            "exact": exact,
        }
    )
    smallest = table.groupby("expert")["distance"].transform("min")
    table["nearest"] = table["distance"] <= smallest + 1e-12
    without = np.array([names[i] if not observed[i].any() else "" for i in range(len(names))], dtype=object)
    table["note"] = [
        "" if not missing else f"undefined: {missing} uses no frame"
        for missing in np.where(without[a] != "", without[a], without[b])
    ]
    return table.astype({c.name: c.dtype for c in TABLES["distances"].columns})


def jensen_shannon(p: Counts, q: Counts) -> Counts:
    """Distance along the last axis between counts, 0 to 1; NaN where either is all zero.

    >>> jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 3.0])).item()
    1.0
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = p / p.sum(axis=-1, keepdims=True), q / q.sum(axis=-1, keepdims=True)
        m = (p + q) / 2
        left = np.where(p > 0, p * np.log2(p / m), 0.0).sum(axis=-1)
        right = np.where(q > 0, q * np.log2(q / m), 0.0).sum(axis=-1)
    undefined = np.isnan(m).any(axis=-1)
    divergence = np.clip((left + right) / 2, 0, 1)
    return np.where(undefined, np.nan, np.sqrt(divergence))


def _sum_by_owner(counts: Counts, owner: np.ndarray, n_owners: int) -> Counts:
    """Paragraphs × frames summed per owner."""
    sums = np.zeros((n_owners, counts.shape[1]))
    np.add.at(sums, owner, counts)
    return sums


def count_deals(sizes: Sequence[int]) -> int:
    """In how many ways paragraphs can be dealt to owners who get so many each.

    >>> count_deals([3, 3, 4])
    4200
    """
    return factorial(sum(sizes)) // prod(factorial(size) for size in sizes)


def list_deals(sizes: Sequence[int]) -> np.ndarray:
    """Every way to deal: deals × paragraphs, the first so many for the first owner, and so on."""
    return np.array(list(_deal(tuple(range(sum(sizes))), sizes)), dtype=np.intp)


def _deal(left: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The deals of the paragraphs that are left."""
    if len(sizes) == 1:
        yield left
        return
    for hand in combinations(left, sizes[0]):
        rest = tuple(paragraph for paragraph in left if paragraph not in hand)
        for others in _deal(rest, sizes[1:]):
            yield (*hand, *others)


def _draw_deals(n_paragraphs: int, *, seed: int, resamples: int) -> np.ndarray:
    """Deals at random, as `list_deals` gives them."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(np.arange(n_paragraphs), (resamples, 1)), axis=1)


def _deal_paragraphs(counts: Counts, orders: np.ndarray, sizes: np.ndarray) -> Counts:
    """Counts per owner under each deal: deals × owners × frames."""
    running = np.concatenate([np.zeros((len(orders), 1, counts.shape[1])), counts[orders].cumsum(axis=1)], axis=1)
    ends = np.cumsum(sizes)
    dealt: Counts = running[:, ends] - running[:, ends - sizes]
    return dealt


def _describe_reference(reference: Counts) -> tuple[Counts, Counts]:
    """Median and 95th percentile of each pair's reference; NaN where no deal defines a distance."""
    defined = np.isfinite(reference).any(axis=0)
    low, high = np.full((2, reference.shape[1]), np.nan)
    if defined.any():
        low[defined], high[defined] = np.nanquantile(reference[:, defined], [0.5, 0.95], axis=0)
    return low, high
