"""How often each expert uses each code and each frame, and which frame leads."""

import numpy as np
import pandas as pd

from analysis.measures.intervals import estimate_design_effect, wilson_interval
from analysis.measures.judgements import Judgements, arrange_judgements


def measure_prevalence(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    coder: str,
    experts: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """The `prevalence` of every frame (code empty) and every code, per expert by one coder.

    A frame is present in a segment when any of its codes is, and judged when all of them were. A segment counts only
    where the coder judged it. `low` and `high` bound the 95 % Wilson interval on the effective number of segments
    (`n_segments` / design effect), so that sentences of one paragraph do not count as independent;
    `low_independent` and `high_independent` are Wilson's on all segments, for comparison. Shares of words weigh each
    segment by its words (Kish's effective number). NaN where nothing was judged. `experts` adds experts without
    segments.

    What the interval is about: the page is a census of what these experts wrote in it, so nothing is inferred about
    analysts at large. The interval says how far the share might lie elsewhere had the same expert written the text
    a little differently. Not for comparing two experts by whether intervals overlap (see `measure_contrasts`).
    """
    judgements = arrange_judgements(codings, segments, codebook, coder=coder, experts=experts)
    return tabulate_prevalence(judgements)


def tabulate_prevalence(judgements: Judgements) -> pd.DataFrame:
    """The `prevalence` table of one coder's judgements."""
    judged, present = judgements.judged, judgements.judged & judgements.present
    words = judgements.words[:, None]
    n, n_present = judgements.sum_experts(judged), judgements.sum_experts(present)
    deff = estimate_design_effect(judgements)
    n_words, n_words_present = judgements.sum_experts(judged * words), judgements.sum_experts(present * words)
    squares = judgements.sum_experts(judged * words**2)
    n_effective = n / deff
    with np.errstate(invalid="ignore", divide="ignore"):
        share, word_share = n_present / n, n_words_present / n_words
        words_effective = n_words**2 / squares / deff
    low, high = wilson_interval(share * n_effective, n_effective)
    low_independent, high_independent = wilson_interval(n_present, n)
    word_low, word_high = wilson_interval(word_share * words_effective, words_effective)
    rows = len(judgements.columns)
    return pd.DataFrame(
        {
            "expert": np.repeat(np.array(judgements.experts, dtype=object), rows),
            "frame": np.tile(judgements.columns["frame"].to_numpy(dtype=object), len(judgements.experts)),
            "code": np.tile(judgements.columns["code"].to_numpy(dtype=object), len(judgements.experts)),
            "coder": judgements.coder,
            "n_segments": n.ravel().astype("int64"),
            "n_present": n_present.ravel().astype("int64"),
            "prevalence": share.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "n_effective": n_effective.ravel(),
            "low_independent": low_independent.ravel(),
            "high_independent": high_independent.ravel(),
            "words": n_words.ravel().astype("int64"),
            "words_present": n_words_present.ravel().astype("int64"),
            "word_share": word_share.ravel(),
            "word_low": word_low.ravel(),
            "word_high": word_high.ravel(),
        }
    ).astype({"expert": "str", "frame": "str", "code": "str", "coder": "str"})


def find_dominant_frames(prevalence: pd.DataFrame) -> pd.DataFrame:
    """The `dominant` frame of each expert by each coder, with its margin over the second.

    No frame leads where none is present or where two are equally frequent; `note` says which.
    """
    frames = prevalence.loc[prevalence["code"] == ""]
    return pd.DataFrame(
        [
            {"expert": expert, "coder": coder, **rank_frames(group)}
            for (expert, coder), group in frames.groupby(["expert", "coder"], sort=False)
        ]
    )


def rank_frames(frames: pd.DataFrame) -> dict[str, object]:
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
