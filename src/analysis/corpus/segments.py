"""Rows of a corpus cut into segments, and what is found in them, by the dictionary or by another coder."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.codebook import Codebook
from analysis.coding.dictionary import Dictionary, measure_first_sentences
from analysis.corpus.judging import Asked, judge_rows, tabulate_rows
from analysis.corpus.rows import CorpusRow
from analysis.matching.buffers import Array
from analysis.matching.matcher import Matches
from analysis.segmentation import find_segments

NO_MATCHES = Matches(*(np.zeros(0, t) for t in (np.int64, np.int64, np.int64, np.int64, bool, bool)))


@dataclass(frozen=True)
class CodedSegments:
    """Segments of some documents and what was found in them.

    `document` is each segment's row, `paragraph` the number of its paragraph, `within` its number among the document's
    segments, `offset` where it begins; `codes` and `frames` say for each segment what is present, `judged` and
    `frames_judged` what was judged at all, `score` sums weights.
    """

    document: Array
    paragraph: Array
    within: Array
    offset: Array
    found: Matches
    codes: Array
    frames: Array
    judged: Array
    frames_judged: Array
    score: Array


def code_rows(
    rows: list[CorpusRow], *, dictionary: Dictionary, codebook: Codebook, unit: str, asked: Asked | None
) -> CodedSegments:
    """The rows cut into segments and coded, by the dictionary or by another coder, who gives no matches."""
    texts, document, within, offset, contexts = _cut_rows(rows, unit=unit, language=codebook.language)
    paragraph = _number_paragraphs(texts, contexts)
    if asked is None:
        found, codes, score = _match(texts, within, contexts, dictionary)
        judged = np.ones_like(codes)
    else:
        found = NO_MATCHES
        segments = tabulate_rows(rows, texts, (document, paragraph, within, offset), unit=unit)
        judged, codes, score = judge_rows(asked, segments, codebook)
    edges = np.cumsum([0, *(len(frame.codes) for frame in codebook.frames)])
    frames = np.column_stack([codes[:, a:b].any(axis=1) for a, b in pairwise(edges)])
    whole = np.column_stack([judged[:, a:b].all(axis=1) for a, b in pairwise(edges)])  # as `arrange_judgements` has it
    return CodedSegments(document, paragraph, within, offset, found, codes, frames, judged, whole, score)


def segment_rows(rows: list[CorpusRow], *, unit: str, language: str) -> pd.DataFrame:
    """The rows as the `segments` that a coder is given."""
    texts, document, within, offset, contexts = _cut_rows(rows, unit=unit, language=language)
    places = document, _number_paragraphs(texts, contexts), within, offset
    return tabulate_rows(rows, texts, places, unit=unit)


def _number_paragraphs(texts: list[str], contexts: Array | None) -> Array:
    """The number of each segment's paragraph, from 0 and over all rows."""
    return np.arange(len(texts)) if contexts is None else np.unique(contexts, return_inverse=True)[1]


def _match(
    texts: list[str], within: Array, contexts: Array | None, dictionary: Dictionary
) -> tuple[Matches, Array, Array]:
    """(matches, present, score) of the dictionary, segments × codes."""
    found = dictionary.matcher.find(pa.array(texts, pa.large_string()), contexts)
    counts = dictionary.counts(found, in_first_sentence=_find_first(texts, within, dictionary, found))
    n_codes, n = len(dictionary.codes), len(texts)
    place = found.row[counts] * n_codes + dictionary.code[found.indicator[counts]]
    weights = dictionary.weight[found.indicator[counts]]
    score = np.bincount(place, weights=weights, minlength=n * n_codes).reshape(n, n_codes)
    return found, score > 0, score


def _cut_rows(
    rows: list[CorpusRow], *, unit: str, language: str
) -> tuple[list[str], Array, Array, Array, Array | None]:
    """Segments' texts, rows, numbers in the row from 1, offsets, and paragraphs (None if each is a row)."""
    if unit == "document":
        n = len(rows)
        return [row.text for row in rows], np.arange(n), np.ones(n, np.int64), np.zeros(n, np.int64), None
    cut = [
        (index, number, paragraph, start, end)
        for index, row in enumerate(rows)
        for number, (paragraph, start, end) in enumerate(
            find_segments(row.text, unit="paragraph" if unit == "paragraph" else "sentence", language=language), 1
        )
    ]
    document, within, paragraph, start, end = np.array(cut, np.int64).reshape(-1, 5).T
    texts = [rows[i].text[a:b] for i, a, b in zip(document.tolist(), start.tolist(), end.tolist(), strict=True)]
    return texts, document, within, start, document * (int(paragraph.max(initial=0)) + 1) + paragraph


def _find_first(texts: list[str], within: Array, dictionary: Dictionary, found: Matches) -> Array:
    """Whether each match stands in its document's first sentence; looked for only where an indicator asks."""
    if dictionary.first_sentence.all():
        return np.zeros(len(found.row), bool)
    inside: Array = found.start < measure_first_sentences(texts, within == 1)[found.row]
    return inside
