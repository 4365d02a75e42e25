"""Segments to words with their places, and a word in its context."""

import pandas as pd

from analysis.tables import TABLES, fit_table
from analysis.tables.rows import each_row
from analysis.text import find_words, fold_character, fold_word

POSSESSIVE = "'s"
CONTRACTIONS = frozenset(  # in which 's is a verb or a pronoun
    "it's he's she's that's this's there's here's what's who's where's when's how's why's let's".split()  # noqa: SIM905
)


def split_words(text: str) -> list[tuple[str, int, int]]:
    """(word, start, end) of every word as `analysis.text` defines it, folded; a possessive 's is dropped.

    >>> split_words("Russia’s “well-balanced” role; it’s")
    [('russia', 0, 6), ('well-balanced', 10, 23), ('role', 25, 29), ("it's", 31, 35)]
    """
    return [_fold(text, start, end) for start, end in find_words(text)]


def _fold(text: str, start: int, end: int) -> tuple[str, int, int]:
    """One word without its possessive."""
    word = fold_word(text[start:end])
    if word.endswith(POSSESSIVE) and word not in CONTRACTIONS:
        end = start + max(at for at, char in enumerate(text[start:end]) if fold_character(char) == "'")
        word = word.removesuffix(POSSESSIVE)
    return word, start, end


def tabulate_words(segments: pd.DataFrame) -> pd.DataFrame:
    """One row per word: word, expert, segment_id, and its offsets in `documents.text`."""
    rows = [
        (word, segment.expert, segment.segment_id, segment.start + start, segment.start + end)
        for segment in each_row(segments)
        for word, start, end in split_words(segment.text)
    ]
    dtypes = {column.name: column.dtype for column in TABLES["words"].columns}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def find_concordance(
    words: pd.DataFrame, segments: pd.DataFrame, shown: pd.DataFrame, *, width: int = 50
) -> pd.DataFrame:
    """The `concordance` table (KWIC): every place where an expert uses a word of `shown` (columns expert, word).

    `left` and `right` are up to `width` characters of the same segment, in whole words where there are several.
    """
    wanted = set(each_row(shown[["expert", "word"]]))
    of = {segment.segment_id: (segment.start, segment.text) for segment in each_row(segments)}
    rows: list[dict[str, object]] = []
    for place in each_row(words):
        if (place.expert, place.word) not in wanted:
            continue
        first, text = of[place.segment_id]
        start, end = place.start - first, place.end - first
        rows.append(
            {
                "expert": place.expert,
                "word": place.word,
                "segment_id": place.segment_id,
                "start": place.start,
                "end": place.end,
                "left": text[_find_edge(text, start - width, +1) : start],
                "match": text[start:end],
                "right": text[end : _find_edge(text, end + width, -1)],
            }
        )
    return fit_table("concordance", rows)


def _find_edge(text: str, place: int, step: int) -> int:
    """The nearest gap between words from `place` on, going by `step`, at most twenty characters away."""
    if place <= 0 or place >= len(text):
        return min(max(place, 0), len(text))
    for moved in range(20):
        if text[place + step * moved - (step > 0)].isspace():
            return place + step * moved
    return place
