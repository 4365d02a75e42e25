"""Let a learned coder, the codebook coder or one of a package judge the segments of a corpus."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.coders import Prepared, judge_segments, prepare_coder
from analysis.corpus.rows import CorpusRow
from analysis.matching.buffers import Array
from analysis.tables import fit_table
from analysis.text import count_words


class Asked(NamedTuple):
    """Which coder judges: its name, the folder with `data/models`, and a folder with another encoder (or none)."""

    name: str
    root: str
    encoder: str = ""


@lru_cache(maxsize=2)
def load_coder(asked: Asked) -> Prepared:
    """The coder, loaded once per process. Raises InputError where there is none, or where its packages are missing."""
    return prepare_coder(asked.name, Path(asked.root), encoder=Path(asked.encoder) if asked.encoder else None)


def judge_texts(
    asked: Asked,
    rows: Sequence[CorpusRow],
    texts: Sequence[str],
    places: tuple[Array, Array, Array, Array],
    codebook: Codebook,
    *,
    unit: str,
) -> tuple[Array, Array, Array]:
    """(judged, present, score) of the segments, segments × codes; `places` are document, paragraph, number and offset.

    Not judged are codes that the coder does not know, and segments where it abstains.
    """
    document, paragraph, within, offset = (numbers.tolist() for numbers in places)
    segments = fit_table(
        "segments",
        [
            {
                "segment_id": f"{rows[d].row}/{n}",
                "statement_id": str(rows[d].row),
                "document_id": rows[d].document_id,
                "expert": rows[d].expert,
                "unit": unit,
                "paragraph": p,
                "start": start,
                "end": start + len(text),
                "words": count_words(text),
                "text": text,
            }
            for text, d, p, n, start in zip(texts, document, paragraph, within, offset, strict=True)
        ],
    )
    codes = [code.code for code in codebook.codes]
    judged, present = (np.zeros((len(texts), len(codes)), bool) for _ in range(2))
    score = np.zeros((len(texts), len(codes)))
    if len(segments):
        found = judge_segments(asked.name, load_coder(asked).coder, segments, codebook)
        row = pd.Index(segments["segment_id"]).get_indexer(found["segment_id"])
        column = pd.Index(codes).get_indexer(found["code"])
        judged[row, column] = True
        present[row, column] = found["present"]
        score[row, column] = found["score"].fillna(0.0)
    return judged, present, score
