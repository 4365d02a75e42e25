"""What a coder is shown, in which order, and the hash that proves it later."""

import random
from collections.abc import Mapping

import pandas as pd

from analysis.codebook import Codebook, hash_fields


def shuffle_segments(segments: pd.DataFrame, *, seed: int) -> tuple[str, ...]:
    """The segments in an order that the seed alone decides."""
    order = list(segments["segment_id"])
    random.Random(seed).shuffle(order)
    return tuple(order)


def hash_shown(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, order: tuple[str, ...], *, hide_names: bool
) -> str:
    """SHA-256 of all that a coder is shown, in its order: the proof of what `blind` meant."""
    texts = dict(zip(tables["segments"]["segment_id"], tables["segments"]["text"], strict=True))
    names = [] if hide_names else list(tables["statements"]["expert"])
    return hash_fields(
        {
            "codebook": codebook.instructions_sha256,
            "segments": [[segment_id, texts[segment_id]] for segment_id in order],
            "statements": list(tables["statements"]["text"]),
            "names": names,
        }
    )
