"""Where two experts differ on a frame or a code, how surely, and what could not have been seen here."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.exact import SIGNIFICANCE, fisher_exact, holm, smallest_detectable
from analysis.measures.intervals import Z
from analysis.measures.judgements import Counts, Judgements
from analysis.measures.prevalence import count_judgements, estimate_design_effect
from analysis.tables import TABLES

LEVEL = 0.95  # share of resamples that must agree before one expert is ranked above another
FEWEST = 5  # segments below which nobody is ranked: a resampled sentence or two cannot vary
Z_POWER = 0.8416212335729143  # standard normal, 80 %


def measure_contrasts(judgements: Judgements, *, seed: int, resamples: int = 1000) -> pd.DataFrame:
    """The `contrasts` table: every pair of experts on every frame and code, by one coder.

    `p` is Fisher's exact test; `p_holm` corrects it for all pairs × frames (or × codes) of this coder (Holm 1979).
    `cohen_h` is 2·asin√p_a − 2·asin√p_b with its interval on effective numbers of segments (Cohen 1988, ch. 6).
    `detectable` is the smallest difference from 0 that the test could have found here after correction; a contrast
    below it is not evidence of likeness. `support` is the share of `resamples` in which `expert_a`
    uses it more: each draws paragraphs with replacement within the expert, then a share from Beta(present + ½,
    absent + ½) of the drawn segments, because paragraphs alone would take 0 % for certain. `above` names an expert
    only where that share reaches 95 % either way and both have at least two paragraphs and five segments. The test
    takes segments as independent, which flatters it; the interval and the resamples do not.

    NaN where one of the two has no judged segment. With one expert the table is empty. Not for claims about
    analysts at large: the page is a census of what these experts wrote in it.
    """
    pairs = list(combinations(range(len(judgements.experts)), 2))
    if not pairs:
        return TABLES["contrasts"].empty()
    n = judgements.sum_experts(judgements.judged)
    x = judgements.sum_experts(judgements.judged & judgements.present)
    effect = estimate_design_effect(count_judgements(judgements)).reshape(n.shape)
    a, b = np.array(pairs).T
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        angle = 2 * np.arcsin(np.sqrt(share))
        spread = np.where(n > 0, effect / n, np.nan)
    h, se = angle[a] - angle[b], np.sqrt(spread[a] + spread[b])
    support = _support_order(judgements, a, b, seed=seed, resamples=resamples)
    rankable = (n >= FEWEST) & (_count_paragraphs(judgements) >= 2)
    p = np.array([_compare_pair(*cells) for cells in _stack_cells(x, n, a, b)]).reshape(h.shape)
    is_frame = judgements.columns["code"].to_numpy() == ""
    p_holm, n_tests = np.full((2, *p.shape), np.nan)
    for level in (is_frame, ~is_frame):
        n_tests[:, level] = np.isfinite(p[:, level]).sum()
        p_holm[:, level] = holm(p[:, level].ravel()).reshape(p[:, level].shape)
    detectable = np.array(
        [
            smallest_detectable(int(first), int(second), SIGNIFICANCE / tests) if tests else np.nan
            for first, second, tests in zip(n[a].ravel(), n[b].ravel(), n_tests.ravel().astype(int), strict=True)
        ]
    )
    names = np.array(judgements.experts, dtype=object)
    both = rankable[a] & rankable[b]
    above = np.select(
        [both & (support >= LEVEL), both & (support <= 1 - LEVEL)], [names[a][:, None], names[b][:, None]], ""
    )
    width = len(judgements.columns)
    table = pd.DataFrame(
        {
            "expert_a": np.repeat(names[a], width),
            "expert_b": np.repeat(names[b], width),
            "frame": np.tile(judgements.columns["frame"].to_numpy(dtype=object), len(pairs)),
            "code": np.tile(judgements.columns["code"].to_numpy(dtype=object), len(pairs)),
            "coder": judgements.coder,
            "n_a": n[a].ravel(),
            "present_a": x[a].ravel(),
            "n_b": n[b].ravel(),
            "present_b": x[b].ravel(),
            "difference": (share[a] - share[b]).ravel(),
            "p": p.ravel(),
            "p_holm": p_holm.ravel(),
            "n_tests": n_tests.ravel(),
            "cohen_h": h.ravel(),
            "h_low": (h - Z * se).ravel(),
            "h_high": (h + Z * se).ravel(),
            "detectable": detectable,
            "detectable_h": ((Z + Z_POWER) * se).ravel(),
            "support": support.ravel(),
            "above": above.ravel(),
        }
    )
    return table.astype({c.name: c.dtype for c in TABLES["contrasts"].columns})


def _stack_cells(x: Counts, n: Counts, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Present and absent of either expert, one row per test."""
    cells = np.stack([x[a], n[a] - x[a], x[b], n[b] - x[b]], axis=-1)
    return cells.reshape(-1, 4).astype(int)


def _compare_pair(a: int, b: int, c: int, d: int) -> float:
    """p of one contrast; NaN where one expert has nothing judged."""
    return fisher_exact(int(a), int(b), int(c), int(d)) if a + b > 0 and c + d > 0 else float("nan")


def _count_paragraphs(judgements: Judgements) -> Counts:
    """Paragraphs with a judged segment: experts × columns."""
    held = judgements.sum_clusters(judgements.judged) > 0
    counts = np.zeros((len(judgements.experts), held.shape[1]))
    known = judgements.cluster_expert >= 0
    np.add.at(counts, judgements.cluster_expert[known], held[known])
    return counts


def _support_order(
    judgements: Judgements,
    a: np.ndarray,
    b: np.ndarray,
    *,
    seed: int,
    resamples: int,
) -> Counts:
    """Share of resamples in which the first of each pair has the higher share: pairs × columns.

    Each expert has a stream of random numbers of its own, so that adding an expert to the end changes no other.
    """
    n = judgements.sum_clusters(judgements.judged)
    y = judgements.sum_clusters(judgements.judged & judgements.present)
    shares = np.full((len(judgements.experts), resamples, n.shape[1]), np.nan)
    for expert in range(len(judgements.experts)):
        mine = np.flatnonzero(judgements.cluster_expert == expert)
        if len(mine) == 0:
            continue
        rng = np.random.default_rng([seed, expert])
        draws = rng.multinomial(len(mine), np.full(len(mine), 1 / len(mine)), size=resamples)
        present, judged = draws @ y[mine], draws @ n[mine]
        shares[expert] = np.where(judged > 0, rng.beta(present + 0.5, judged - present + 0.5), np.nan)
    support = np.empty((len(a), n.shape[1]))
    for pair, (first, second) in enumerate(zip(a, b, strict=True)):
        gap = shares[first] - shares[second]
        known = np.isfinite(gap)
        wins = (gap > 0).sum(axis=0)
        support[pair] = np.divide(wins, known.sum(axis=0), out=np.full(len(wins), np.nan), where=known.any(axis=0))
    return support
