"""What a table is made of: columns with their dtype and meaning, and the columns that many tables share."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd


@dataclass(frozen=True)
class Column:
    """A column's name, dtype (str, int64, float64 or bool), and meaning with its unit."""

    name: str
    dtype: str
    meaning: str
    check: str = ""


@dataclass(frozen=True)
class TableSchema:
    """What a row is, which columns tell rows apart, and the columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        return self._empty.copy()

    @cached_property
    def _empty(self) -> pd.DataFrame:
        """Made once, as a copy takes a tenth of the time."""
        return pd.DataFrame({c.name: pd.array([], dtype=c.dtype) for c in self.columns}, copy=False)


def text(name: str, meaning: str) -> Column:
    """A column of text; what is not known is the empty text, never NaN."""
    return Column(name, "str", meaning)


def count(name: str, meaning: str) -> Column:
    """A whole number of things."""
    return Column(name, "int64", meaning, "count")


def offset(name: str, meaning: str) -> Column:
    """A half-open code-point offset into `documents.text`."""
    return Column(name, "int64", meaning, "offset")


def flag(name: str, meaning: str) -> Column:
    """True or False."""
    return Column(name, "bool", meaning)


def rate(name: str, meaning: str) -> Column:
    """A share from 0 to 1; NaN where the denominator is 0."""
    return Column(name, "float64", meaning, "rate")


def number(name: str, meaning: str) -> Column:
    """A real number; NaN where it is undefined."""
    return Column(name, "float64", meaning)


DOCUMENT = text("document_id", "the document: first 12 hex digits of its source's SHA-256")
STATEMENT = text("statement_id", "the statement: document_id/number in page order")
SEGMENT = text("segment_id", "the segment: statement_id/number in page order")
EXPERT = text("expert", "the expert's name as the page prints it")
CODE = text("code", "a code of the codebook")
FRAME = text("frame", "a frame of the codebook")
CODER = text("coder", "who judged")
START = offset("start", "first code point in documents.text")
END = offset("end", "code point after the last, so that text == documents.text[start:end]")
