"""How often each expert uses each code and each frame, and which frame is dominant."""

from collections.abc import Mapping
from math import fsum  # the same sum in any order of rows
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.intervals import wilson_interval
from analysis.measures.judgements import Judgements, Numbers, sum_groups
from analysis.tables import TABLES

Floats = NDArray[np.float64]
LEVELS = ("paragraph", "document")  # within each, segments may resemble each other
COUNTED = (
    "n_segments",
    "n_present",
    *(f"{what}_{level}" for level in LEVELS for what in ("clusters", "squares", "explained")),
)
FIXED = 1 << 32  # a sum of y²/n is kept in whole parts of this size, so that the order of adding does not matter


def count_presence(
    judged: NDArray[np.bool_],
    present: NDArray[np.bool_],
    group: Numbers,
    clusters: dict[str, Numbers],
    *,
    n_groups: int,
) -> NDArray[np.int64]:
    """The sums that a prevalence and its interval follow from: groups × columns × `COUNTED`.

    `judged` and `present` are segments × columns; `group` numbers each segment's row of the result (-1: left out);
    `clusters` numbers each segment's paragraph and document, each within one group. Counts of parts may be added.
    """
    present = judged & present
    counts = [_add(judged, group, n_groups), _add(present, group, n_groups)]
    for level in LEVELS:
        cluster = np.where(group >= 0, clusters[level], -1)
        n_clusters = int(cluster.max(initial=-1)) + 1
        n, y = sum_groups(judged, cluster, n_clusters), sum_groups(present, cluster, n_clusters)
        of = np.full(n_clusters, -1, np.intp)
        of[cluster[group >= 0]] = group[group >= 0]
        explained = np.rint(np.divide(y**2, n, out=np.zeros_like(y), where=n > 0) * FIXED)
        counts += [_add(values, of, n_groups) for values in (n > 0, n**2, explained)]
    return np.stack(counts, axis=2)


def _add(values: NDArray[Any], group: Numbers, n_groups: int) -> NDArray[np.int64]:
    """Whole numbers, summed exactly."""
    sums = np.zeros((n_groups, *values.shape[1:]), np.int64)
    np.add.at(sums, group[group >= 0], values[group >= 0].astype(np.int64))
    return sums


def tabulate_prevalence(counts: pd.DataFrame) -> pd.DataFrame:
    """Shares with their 95 % intervals from `counts`: adds prevalence, low, high, n_effective and the plain interval.

    `counts` has a row for each group × frame (code empty) or code, with the columns of `COUNTED`, as
    `count_presence` sums them; events and corpora come through here, so equal counts give equal intervals. `low`
    and `high` bound Wilson's interval on the effective number of segments, n_segments / design effect, because
    sentences of one paragraph or document hang together; `low_independent` and `high_independent` take all segments
    as independent. NaN where nothing was judged.
    """
    n, y = (counts[name].to_numpy(float) for name in ("n_segments", "n_present"))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = y / n
    n_effective = n / estimate_design_effect(counts)
    low, high = wilson_interval(share * n_effective, n_effective)
    low_independent, high_independent = wilson_interval(y, n)
    return counts.drop(columns=list(COUNTED[2:])).assign(
        prevalence=share,
        low=np.minimum(low, share),  # the share may lie a rounding error outside
        high=np.maximum(high, share),
        n_effective=n_effective,
        low_independent=low_independent,
        high_independent=high_independent,
    )


def estimate_design_effect(counts: pd.DataFrame) -> NDArray[np.float64]:
    """How many times the variance of each row's share exceeds that of independent segments, at least 1.

    deff = 1 + (m − 1) · icc, where m is the group's mean cluster length in segments, weighted by length, and icc the
    intraclass correlation of segments within clusters, within groups; the larger deff of paragraphs and documents
    counts. The icc is estimated by analysis of variance and pooled over all frames, and over all codes, because a few
    clusters cannot tell it for each one; a negative or undefined one counts as 0. Sources: Kish (1965), Survey
    Sampling, 161-164; Donner & Koval (1980), Biometrics 36(1), 19-25.
    """
    deff = np.ones(len(counts))
    is_frame = counts["code"].to_numpy() == ""
    for level in LEVELS:
        for rows in (is_frame, ~is_frame):
            n = counts["n_segments"].to_numpy(float)[rows]
            squares = counts[f"squares_{level}"].to_numpy(float)[rows]
            mean_length = np.divide(squares, n, out=np.ones_like(n), where=n > 0)
            deff[rows] = np.maximum(deff[rows], 1 + (mean_length - 1) * pool_icc(counts.loc[rows], level))
    return deff


def pool_icc(counts: pd.DataFrame | Mapping[str, Floats], level: str) -> float:
    """How far segments of one `level` hang together, 0 to 1: one-way analysis of variance within each row of counts.

    `counts` has the columns of `COUNTED`; the mean squares are summed over rows first.
    """
    n, y, clusters, squares = (
        np.asarray(counts[name], float) for name in ("n_segments", "n_present", f"clusters_{level}", f"squares_{level}")
    )
    explained = np.asarray(counts[f"explained_{level}"], float) / FIXED
    there = n > 0
    n, y, clusters, squares, explained = n[there], y[there], clusters[there], squares[there], explained[there]
    df_between, df_within = fsum(clusters - 1), fsum(n - clusters)
    if df_between <= 0 or df_within <= 0:
        return 0.0
    msb = fsum(explained - y**2 / n) / df_between
    msw = fsum(y - explained) / df_within
    n0 = fsum(n - squares / n) / df_between
    spread = msb + (n0 - 1) * msw
    return float(np.clip((msb - msw) / spread, 0, 1)) if spread > 0 else 0.0


def count_judgements(judgements: Judgements) -> pd.DataFrame:
    """What one coder judged and found: a row for each expert × frame (code empty) or code, with `COUNTED`."""
    experts, columns = judgements.experts, judgements.columns
    clusters = {"paragraph": judgements.cluster, "document": judgements.document}
    sums = count_presence(judgements.judged, judgements.present, judgements.expert, clusters, n_groups=len(experts))
    return pd.DataFrame(
        {
            "expert": np.repeat(np.array(experts, dtype=object), len(columns)),
            "frame": np.tile(columns["frame"].to_numpy(dtype=object), len(experts)),
            "code": np.tile(columns["code"].to_numpy(dtype=object), len(experts)),
            "coder": judgements.coder,
            **dict(zip(COUNTED, sums.reshape(-1, len(COUNTED)).T, strict=True)),
        }
    )


def measure_prevalence(judgements: Judgements) -> pd.DataFrame:
    """The `prevalence` of every frame (code empty) and every code, per expert by one coder.

    A frame is present in a segment when any of its codes is, and judged when all of them were. A segment counts only
    where the coder judged it. Intervals are those of `tabulate_prevalence`; shares of words weigh each segment by its
    words (Kish's effective number).

    What the interval is about: the page is a census of what these experts wrote in it, so nothing is inferred about
    analysts at large. The interval says how far the share might lie elsewhere had the same expert written the text
    a little differently. Not for comparing two experts by whether intervals overlap (see `tabulate_contrasts`).
    """
    table = tabulate_prevalence(count_judgements(judgements))
    judged, present = judgements.judged, judgements.judged & judgements.present
    words = judgements.words[:, None]
    n, n_present, squares = (
        judgements.sum_experts(values).ravel() for values in (judged * words, present * words, judged * words**2)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = n_present / n
        n_effective = n**2 / squares * (table["n_effective"].to_numpy() / table["n_segments"].to_numpy())
    low, high = wilson_interval(share * n_effective, n_effective)
    return table.assign(
        words=n.astype("int64"),
        words_present=n_present.astype("int64"),
        word_share=share,
        word_low=low,
        word_high=high,
    ).astype({"expert": "str", "frame": "str", "code": "str", "coder": "str"})


def find_dominant_frames(prevalence: pd.DataFrame) -> pd.DataFrame:
    """The `dominant` frame of each expert by each coder, with its margin over the second.

    No frame is dominant where none is present or where two are equally frequent; `note` says which.
    """
    frames = prevalence.loc[prevalence["code"] == ""]
    if frames.empty:
        return TABLES["dominant"].empty()
    return pd.DataFrame(
        [
            {"expert": expert, "coder": coder, **_rank_frames(group)}
            for (expert, coder), group in frames.groupby(["expert", "coder"], sort=False)
        ]
    )


def _rank_frames(frames: pd.DataFrame) -> dict[str, object]:
    """First and second of one expert's frames by prevalence."""
    ranked = frames.sort_values("prevalence", ascending=False, kind="stable").reset_index(drop=True)
    first = ranked.iloc[0]
    second = ranked.iloc[1] if len(ranked) > 1 else None
    n_second = 0 if second is None else int(second["n_present"])
    note = ""
    if not first["n_present"] > 0:
        note = "no frame was found in any segment"
    elif first["n_present"] == n_second:
        note = "two frames are equally frequent"
    return {
        "frame": "" if note else first["frame"],
        "second": "" if note or second is None else second["frame"],
        "n_segments": int(first["n_segments"]),
        "n_present": int(first["n_present"]),
        "n_second": n_second,
        "margin": first["prevalence"] - (0.0 if second is None else second["prevalence"]),
        "note": note,
    }
