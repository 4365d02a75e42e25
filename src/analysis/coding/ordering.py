"""Which segments to judge next: those whose judgement would teach most, and no two alike."""

import re

import numpy as np
import pandas as pd

from analysis.coding.coders import DICTIONARY
from analysis.matching.buffers import Array

COLUMNS = ("rank", "segment_id", "doubt", "at_random")
WORD = re.compile(r"\w{3,}")
SHARE_OF_DOUBT = 0.7  # against being unlike what was chosen before


def order_segments(
    segments: pd.DataFrame, codings: pd.DataFrame, coders: pd.DataFrame, *, judged: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """The segments that are not in `judged`, the most useful to judge first.

    `codings` and `coders` are those of the coders whose doubt counts: the dictionary, and learned coders with a
    `score` from 0 to 1. Columns: rank (from 1), segment_id, doubt (0 to 1, the mean over coders and codes), at_random
    (False). A segment is useful where coders doubt or differ, and where its words are unlike those chosen before it.
    Never estimate a prevalence from segments chosen so: they are the odd ones, and `at_random` says that they are.
    Source of the idea: Lewis & Gale (1994), uncertainty sampling; Carbonell & Goldstein (1998), maximal marginal
    relevance.
    """
    left = segments.loc[~segments["segment_id"].isin(judged)].reset_index(drop=True)
    doubt = _measure_doubt(codings, coders).reindex(left["segment_id"], fill_value=0.0).to_numpy()
    order = _spread(left["text"].tolist(), doubt)
    table = pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "segment_id": left["segment_id"].array[order],
            "doubt": doubt[order],
            "at_random": False,
        }
    )
    return table.astype({"segment_id": "str", "doubt": "float64", "at_random": "bool"})[list(COLUMNS)]


def _measure_doubt(codings: pd.DataFrame, coders: pd.DataFrame) -> "pd.Series[float]":
    """Per segment, the mean doubt over coders and codes, and where coders differ, how far."""
    kind_of = dict(zip(coders["coder"], coders["kind"], strict=True))
    is_dictionary = codings["coder"].map(kind_of).eq(DICTIONARY).to_numpy()
    score = codings["score"].to_numpy(dtype=float, na_value=np.nan)
    # One match is nearly a toss-up and none is nearly, not quite, a no; each further match makes a yes surer.
    by_dictionary = (score + 0.1) / (score + 1)
    chance = np.where(is_dictionary, by_dictionary, np.clip(score, 0, 1))
    chance = np.where(np.isnan(chance), codings["present"].to_numpy(dtype=float), chance)
    table = codings[["segment_id", "code"]].assign(chance=chance, doubt=1 - np.abs(2 * chance - 1))
    cells = table.groupby(["segment_id", "code"], sort=False).agg(
        doubt=("doubt", "mean"), low=("chance", "min"), high=("chance", "max")
    )
    doubt: pd.Series[float] = cells[["doubt"]].assign(apart=cells["high"] - cells["low"]).max(axis=1)
    return doubt.groupby("segment_id", sort=False).mean()


def _spread(texts: list[str], doubt: Array) -> Array:
    """The order: at each step the segment with most doubt that is least like those before it, the first of equals."""
    words = [frozenset(WORD.findall(text.lower())) for text in texts]
    scale = doubt / doubt.max() if len(doubt) and doubt.max() > 0 else np.zeros(len(doubt))
    likeness = np.zeros(len(texts))
    left = np.ones(len(texts), bool)
    order = []
    for _ in texts:
        value = np.where(left, SHARE_OF_DOUBT * scale - (1 - SHARE_OF_DOUBT) * likeness, -np.inf)
        chosen = int(value.argmax())
        order.append(chosen)
        left[chosen] = False
        for n in np.flatnonzero(left).tolist():
            both = len(words[n] & words[chosen])
            likeness[n] = max(likeness[n], both / max(1, len(words[n]) + len(words[chosen]) - both))
    return np.array(order, dtype=np.int64)
