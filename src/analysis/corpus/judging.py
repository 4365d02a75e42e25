"""Let a learned coder, the codebook coder, one of a package, or kept answers judge the segments of a corpus."""

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.coders import LANGUAGE_MODEL
from analysis.coding.finding_coders import Prepared, prepare_coder
from analysis.coding.llm.answers import AnswerStore, judge_answer
from analysis.coding.llm.coding import TRAINED, tabulate_judged
from analysis.coding.llm.requests import ModelSettings, list_requests
from analysis.coding.running import judge_segments
from analysis.corpus.rows import CorpusRow
from analysis.errors import InputError
from analysis.matching.buffers import Array
from analysis.tables import fit_table
from analysis.text import count_words


class Asked(NamedTuple):
    """Which coder judges: its name, the folder with `data/models`, and a folder with another encoder (or none).

    A language model has `settings`, and its answers lie in the folder `answers`.
    """

    name: str
    root: str
    encoder: str = ""
    settings: ModelSettings | None = None
    answers: str = ""


@lru_cache(maxsize=2)
def load_coder(asked: Asked) -> Prepared:
    """The coder, loaded once per process. Raises InputError where there is none, or where its packages are missing."""
    if asked.settings:
        coder = partial(_judge_by_answers, settings=asked.settings, folder=Path(asked.answers))
        return Prepared(coder, LANGUAGE_MODEL, asked.settings.model, TRAINED, asked.settings.describe())
    return prepare_coder(asked.name, Path(asked.root), encoder=Path(asked.encoder) if asked.encoder else None)


def _judge_by_answers(
    segments: pd.DataFrame, codebook: Codebook, *, settings: ModelSettings, folder: Path
) -> pd.DataFrame:
    """The `codings` (without `coder`) by the answers that are kept in a folder; no server is asked.

    A segment whose answer was refused, or whose request was too long to be sent, is not judged. Raises InputError
    where an answer is missing.
    """
    store, codes = AnswerStore(folder, run=settings.run), [code.code for code in codebook.codes]
    judged = []
    for request in list_requests(segments, codebook, settings):
        if not request.is_too_long:
            answer = store.find(request)
            if answer is None:
                raise InputError(f"answers/{store.path(request).name}: is missing; run the same command again")
            judged.append(judge_answer(answer, request, set(codes)))
    return tabulate_judged(judged, codes).assign(score=np.nan)


def tabulate_rows(
    rows: Sequence[CorpusRow], texts: Sequence[str], places: tuple[Array, Array, Array, Array], *, unit: str
) -> pd.DataFrame:
    """The `segments` table of some rows; `places` are document, paragraph, number and offset of each segment."""
    document, paragraph, within, offset = (numbers.tolist() for numbers in places)
    return fit_table(
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


def judge_rows(asked: Asked, segments: pd.DataFrame, codebook: Codebook) -> tuple[Array, Array, Array]:
    """(judged, present, score) of the segments, segments × codes.

    Not judged are codes that the coder does not know, and segments where it abstains.
    """
    codes = [code.code for code in codebook.codes]
    judged, present = (np.zeros((len(segments), len(codes)), bool) for _ in range(2))
    score = np.zeros((len(segments), len(codes)))
    if len(segments):
        found = judge_segments(asked.name, load_coder(asked).coder, segments, codebook)
        row = pd.Index(segments["segment_id"]).get_indexer(found["segment_id"])
        column = pd.Index(codes).get_indexer(found["code"])
        judged[row, column] = True
        present[row, column] = found["present"]
        score[row, column] = found["score"].fillna(0.0)
    return judged, present, score
