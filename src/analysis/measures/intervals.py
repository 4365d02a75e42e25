"""Confidence intervals for a share of a few units that hang together."""

from typing import Any

import numpy as np

from analysis.measures.judgements import Counts, Judgements

Z = 1.959963984540054  # standard normal, two-sided 95 %


def wilson_interval(n_present: Any, n: Any, *, z: float = Z) -> tuple[Any, Any]:
    """Bounds of the Wilson score interval for `n_present` of `n` units; NaN where n is 0.

    Takes and gives numbers, arrays or Series. Does not collapse at 0 % or 100 %. Takes units as independent, which
    sentences of one statement are not: for those, give effective numbers (`estimate_design_effect`).
    Source: Wilson (1927), JASA 22(158), 209-212.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = n_present / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def estimate_design_effect(judgements: Judgements) -> Counts:
    """How many times the variance of a share exceeds that of independent segments: experts × columns, at least 1.

    deff = 1 + (m − 1) · icc, where m is the expert's mean paragraph length in segments, weighted by length, and icc
    is the intraclass correlation of segments within paragraphs, within experts. The icc is estimated by analysis of
    variance and pooled over all frames, and over all codes, because a few paragraphs cannot tell it for each one;
    a negative or undefined one counts as 0. Sources: Kish (1965), Survey Sampling, 161-164; Donner & Koval (1980),
    Biometrics 36(1), 19-25.
    """
    n = judgements.sum_clusters(judgements.judged)
    y = judgements.sum_clusters(judgements.judged & judgements.present)
    of = judgements.cluster_expert
    deff = np.ones((len(judgements.experts), n.shape[1]))
    is_frame = judgements.columns["code"].to_numpy() == ""
    for level in (is_frame, ~is_frame):
        icc = estimate_icc(n[:, level], y[:, level], of, len(judgements.experts))
        squares, sums = np.zeros((2, len(judgements.experts), int(level.sum())))
        np.add.at(squares, of[of >= 0], n[of >= 0][:, level] ** 2)
        np.add.at(sums, of[of >= 0], n[of >= 0][:, level])
        mean_length = np.divide(squares, sums, out=np.ones_like(sums), where=sums > 0)
        deff[:, level] = 1 + (mean_length - 1) * icc
    return np.maximum(deff, 1)


def estimate_icc(n: Counts, y: Counts, cluster_expert: np.ndarray[Any, Any], n_experts: int) -> float:
    """Analysis-of-variance estimate from clusters × columns of sizes `n` and counts `y`, from 0 to 1.

    One-way within each expert and column: msb and msw are summed over both before they are compared.
    """
    keep = cluster_expert >= 0
    n, y, of = n[keep], y[keep], cluster_expert[keep]
    sizes, totals, squares, clusters = (np.zeros((n_experts, n.shape[1])) for _ in range(4))
    np.add.at(sizes, of, n)
    np.add.at(totals, of, y)
    np.add.at(squares, of, n**2)
    np.add.at(clusters, of, n > 0)
    explained = np.divide(y**2, n, out=np.zeros_like(y), where=n > 0).sum()
    expected = np.divide(totals**2, sizes, out=np.zeros_like(totals), where=sizes > 0).sum()
    df_between = (clusters - (clusters > 0)).sum()
    df_within = sizes.sum() - clusters.sum()
    if df_between <= 0 or df_within <= 0:
        return 0.0
    msb = (explained - expected) / df_between
    msw = (y.sum() - explained) / df_within
    n0 = (sizes.sum() - np.divide(squares, sizes, out=np.zeros_like(sizes), where=sizes > 0).sum()) / df_between
    spread = msb + (n0 - 1) * msw
    return float(np.clip((msb - msw) / spread, 0, 1)) if spread > 0 else 0.0
