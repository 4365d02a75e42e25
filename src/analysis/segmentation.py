"""Cut statements into segments: paragraphs, or the sentences in them, with exact offsets."""

import re
from typing import Literal

import pandas as pd
from sentencex import get_sentence_boundaries

from analysis.tables import TABLES
from analysis.tables.rows import each_row
from analysis.text import count_words
from analysis.text.abbreviations import ABBREVIATIONS
from analysis.text.sentences import find_english_sentences
from analysis.text.sentences_elsewhere import find_sentences_by, join_at_small_letters

Unit = Literal["sentence", "paragraph"]
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
RARE_ASCII_SPACES = "\r\v\f\x1c\x1d\x1e\x1f"
OTHER_SPACE = re.compile(r"[^\S \t\n]")


def segment_statements(statements: pd.DataFrame, *, unit: Unit = "sentence", language: str = "en") -> pd.DataFrame:
    """The `segments` of all statements, in page order; `text == document[start:end]` for each.

    Paragraphs end at blank lines and are split first, because a sentence never crosses one.
    """
    rows = [
        {
            "segment_id": f"{statement.statement_id}/{number}",
            "statement_id": statement.statement_id,
            "document_id": statement.document_id,
            "expert": statement.expert,
            "unit": unit,
            "paragraph": paragraph,
            "start": statement.start + start,
            "end": statement.start + end,
            "words": count_words(statement.text[start:end]),
            "text": statement.text[start:end],
        }
        for statement in each_row(statements)
        for number, (paragraph, start, end) in enumerate(find_segments(statement.text, unit=unit, language=language), 1)
    ]
    return (
        pd.DataFrame(rows).astype({c.name: c.dtype for c in TABLES["segments"].columns})
        if rows
        else TABLES["segments"].empty()
    )


def find_segments(text: str, *, unit: Unit, language: str) -> list[tuple[int, int, int]]:
    """(paragraph number from 1, start, end) of every segment of the text."""
    found = []
    for paragraph, (start, end) in enumerate(find_paragraphs(text), 1):
        spans = [(0, end - start)] if unit == "paragraph" else find_sentences(text[start:end], language=language)
        found += [(paragraph, start + first, start + last) for first, last in spans]
    return found


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans between blank lines, without the white space around them."""
    edges = [0, *(edge for gap in BLANK_LINE.finditer(text) for edge in gap.span()), len(text)]
    spans = (strip_span(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [(start, end) for start, end in spans if start < end]


def find_sentences(paragraph: str, *, language: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, without the white space around them."""
    primary = language.partition("-")[0].lower()
    if primary == "en":
        found = find_english_sentences(paragraph)
    elif primary in ABBREVIATIONS:
        found = find_sentences_by(paragraph, ABBREVIATIONS[primary])
    else:
        bounds = get_sentence_boundaries(language, _make_spaces_plain(paragraph))
        found = join_at_small_letters(paragraph, [(bound["start_index"], bound["end_index"]) for bound in bounds])
    spans = (strip_span(paragraph, start, end) for start, end in found)
    return [(start, end) for start, end in spans if start < end]


def _make_spaces_plain(text: str) -> str:
    """The text with one plain space for each rare one: sentencex panics at "J.\\u00a0D."."""
    if text.isascii() and not any(space in text for space in RARE_ASCII_SPACES):
        return text
    return OTHER_SPACE.sub(" ", text)


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
