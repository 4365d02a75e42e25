"""Find codes in many texts at once: what the workshop asks at every keystroke."""

from collections.abc import Sequence

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.dictionary import compile_dictionary, find_in_first_sentence, number_paragraphs
from analysis.matching.buffers import Array

Spans = tuple[tuple[int, int], ...]
Found = dict[int, Spans]  # row of a segment -> places of the matches that count


class Texts:
    """Segments as the matcher takes them, so that each trial is one pass and nothing else."""

    def __init__(self, segments: pd.DataFrame) -> None:
        self.segments = segments
        self.ids, self.texts = segments["segment_id"].tolist(), segments["text"].tolist()
        self.experts = segments["expert"].tolist() if "expert" in segments else [""] * len(segments)
        self.paragraphs: Array = number_paragraphs(segments)

    def find(self, codebook: Codebook) -> dict[str, Found]:
        """For each code the rows that have it, with the places of the matches that count."""
        dictionary = compile_dictionary(codebook)
        every: dict[str, dict[int, list[tuple[int, int]]]] = {code: {} for code in dictionary.codes}
        if self.texts:
            found = dictionary.matcher.find(self.texts, self.paragraphs)
            first = find_in_first_sentence(self.segments, dictionary, found)
            counts = dictionary.counts(found, in_first_sentence=first)
            codes = dictionary.code[found.indicator[counts]].tolist()
            places = (found.row[counts].tolist(), found.start[counts].tolist(), found.end[counts].tolist())
            for code, row, start, end in sorted(zip(codes, *places, strict=True)):
                every[dictionary.codes[code]].setdefault(row, []).append((start, end))
        return {code: {row: tuple(spans) for row, spans in rows.items()} for code, rows in every.items()}


def as_segments(texts: Sequence[str]) -> pd.DataFrame:
    """Texts of other topics in the columns that coding needs."""
    numbers = [str(n) for n in range(len(texts))]
    return pd.DataFrame(
        {"segment_id": numbers, "statement_id": numbers, "paragraph": 1, "start": 0, "text": list(texts)}
    ).astype({"segment_id": "str", "statement_id": "str", "text": "str"})
