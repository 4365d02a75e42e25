"""What each expert calls the problem, its cause, its evaluation and its remedy or outlook; in which dimensions."""

from itertools import product
from typing import get_args

import numpy as np
import pandas as pd

from analysis.codebook import FUNCTIONS, PolicyFrame
from analysis.measures.intervals import wilson_interval
from analysis.measures.judgements import Judgements
from analysis.tables import fit_table

NO_CODE = "undefined: no code of the codebook names it"
DIMENSIONS: tuple[str, ...] = get_args(PolicyFrame)


def measure_entman(arranged: Judgements, segments: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The `entman` grid: every expert × function, with the segment that carries most of its codes, or "absent".

    A function is judged in a segment where all of its codes were; a code that names no function is in none.
    `prevalence` is `n_present` / `n_segments`, NaN where nothing was judged. `quote` is the whole segment with most
    codes of the function, the first of equals. An absent function is a finding about the text as this coder read it,
    not about what the expert thinks.
    Source: Entman (1993), Journal of Communication 43(4), 52.
    """
    is_code = arranged.columns["code"].to_numpy() != ""
    codes = arranged.columns["code"].to_numpy()[is_code]
    function_of = dict(zip(codebook["code"], codebook["function"], strict=True))
    functions = np.array([function_of[code] for code in codes], dtype=object)
    judged, present = arranged.judged[:, is_code], (arranged.judged & arranged.present)[:, is_code]
    ids, texts = segments["segment_id"].to_numpy(), segments["text"].to_numpy()
    rows = []
    for (number, expert), function in product(enumerate(arranged.experts), FUNCTIONS):
        mine = functions == function
        complete = (arranged.expert == number) & judged[:, mine].all(axis=1) & mine.any()
        strength = np.where(complete, present[:, mine].sum(axis=1), 0)
        n, n_present = int(complete.sum()), int((strength > 0).sum())
        best = int(strength.argmax()) if n_present else -1
        low, high = wilson_interval(float(n_present), float(n)) if n else (np.nan, np.nan)
        used = present[complete][:, mine].sum(axis=0)
        order = np.argsort(-used, kind="stable")
        rows.append(
            {
                "expert": expert,
                "function": function,
                "coder": arranged.coder,
                "n_segments": n,
                "n_present": n_present,
                "prevalence": n_present / n if n else np.nan,
                "low": low,
                "high": high,
                "codes": "; ".join(codes[mine][i] for i in order if used[i]),
                "segment_id": ids[best] if n_present else "",
                "quote": texts[best] if n_present else "",
                "note": "" if n_present else "absent" if n else "undefined: not judged" if mine.any() else NO_CODE,
            }
        )
    return fit_table("entman", rows)


def measure_dimensions(arranged: Judgements, codebook: pd.DataFrame) -> pd.DataFrame:
    """The `dimensions` table: each expert on each of the fifteen dimensions of the Policy Frames Codebook.

    Each code of the codebook names its dimension, so events coded with different codebooks can be set side by
    side; a dimension that no code names has 0 `n_codes` and NaN `prevalence`: it was not looked for, which is not
    the same as absent. A comparison across events is one of codebooks too.
    Source: Boydstun, Card, Gross, Resnik & Smith (2014), Tracking the Development of Media Frames.
    """
    is_code = arranged.columns["code"].to_numpy() != ""
    dimension_of = dict(zip(codebook["code"], codebook["policy_frame"], strict=True))
    frame_of = dict(zip(codebook["code"], codebook["frame"], strict=True))
    codes = arranged.columns["code"].to_numpy()[is_code]
    dimensions = np.array([dimension_of[code] for code in codes], dtype=object)
    judged, present = arranged.judged[:, is_code], (arranged.judged & arranged.present)[:, is_code]
    rows = []
    for (number, expert), dimension in product(enumerate(arranged.experts), DIMENSIONS):
        mine = dimensions == dimension
        complete = (arranged.expert == number) & judged[:, mine].all(axis=1) & mine.any()
        n, n_present = int(complete.sum()), int(present[complete][:, mine].any(axis=1).sum())
        rows.append(
            {
                "expert": expert,
                "policy_frame": dimension,
                "coder": arranged.coder,
                "n_codes": int(mine.sum()),
                "frames": "; ".join(dict.fromkeys(frame_of[code] for code in codes[mine])),
                "n_segments": n,
                "n_present": n_present,
                "prevalence": n_present / n if n else np.nan,
            }
        )
    return fit_table("dimensions", rows)
