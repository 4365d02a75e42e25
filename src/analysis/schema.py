"""Every table that flows: its columns, dtypes, key, and what a row is."""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.errors import InputError

CHECKS = {
    "rate": pa.Check.in_range(0, 1),
    "offset": pa.Check.ge(0),
    "count": pa.Check.ge(0),
}


@dataclass(frozen=True)
class Column:
    """A column's name, dtype (str, int64, float64 or bool), and meaning with its unit."""

    name: str
    dtype: str
    meaning: str
    check: str = ""


@dataclass(frozen=True)
class Table:
    """What a row is, which columns tell rows apart, and the columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def schema(self) -> pa.DataFrameSchema:
        """The table's pandera schema: these columns in this order, these dtypes, a unique key."""
        columns = {
            c.name: pa.Column(
                c.dtype,
                checks=[CHECKS[c.check]] if c.check else None,
                nullable=c.dtype == "float64",
                description=c.meaning,
            )
            for c in self.columns
        }
        return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(self.key), name=self.name)

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in self.columns})


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

TABLES = {
    table.name: table
    for table in (
        Table(
            "documents",
            "one published page",
            ("document_id",),
            (
                DOCUMENT,
                text("title", "the page's title"),
                text("publisher", "who published it"),
                text("published", "date of publication, ISO 8601"),
                text("url", "address; empty where the page gives none"),
                text("language", "BCP 47 tag"),
                text("sha256", "SHA-256 of the source file as published"),
                text("text", "the cleaned text (NFC, LF) that all offsets refer to"),
            ),
        ),
        Table(
            "statements",
            "what one expert says in one place",
            ("statement_id",),
            (
                STATEMENT,
                DOCUMENT,
                EXPERT,
                text("role", "the expert's role as the page prints it"),
                text("affiliation", "the expert's organisation as the page prints it"),
                START,
                END,
                text("text", "the statement's text"),
                text("kind", "person, organisation or several"),
                rate(
                    "confidence",
                    "how sure the rules are that this expert says this text; 1 where a person corrected it",
                ),
                text("reason", "what the confidence rests on"),
                flag("reported", "a quotation from a running article rather than a statement of its own"),
            ),
        ),
        Table(
            "segments",
            "one unit of analysis",
            ("segment_id",),
            (
                SEGMENT,
                STATEMENT,
                DOCUMENT,
                EXPERT,
                text("unit", "sentence or paragraph"),
                count("paragraph", "number of the paragraph in the statement, from 1"),
                START,
                END,
                count("words", "white-space tokens that hold a letter or a digit"),
                text("text", "the segment's text"),
            ),
        ),
        Table(
            "codebook",
            "one code",
            ("code",),
            (
                CODE,
                FRAME,
                text("function", "Entman function: problem, cause, evaluation or remedy"),
                text("policy_frame", "dimension of the Policy Frames Codebook (Boydstun et al. 2014)"),
                text("definition", "what the code means"),
                text("when", "when to use it"),
                text("when_not", "when not to use it"),
                count("n_indicators", "indicators of the code"),
            ),
        ),
        Table(
            "matches",
            "one place where an indicator matched",
            ("segment_id", "code", "start", "end"),
            (
                SEGMENT,
                CODE,
                START,
                END,
                text("indicator", "the indicator as the codebook writes it"),
                text("match", "the words it matched"),
                flag("quoted", "the match stands inside quotation marks"),
                flag("negated", "the match is negated in its clause and does not count as present"),
            ),
        ),
        Table(
            "codings",
            "one coder's judgement; no row means not judged",
            ("segment_id", "code", "coder"),
            (
                SEGMENT,
                CODE,
                CODER,
                flag("present", "the code is present in the segment"),
                number("score", "how strongly, in the coder's own unit (dictionary: summed weights); NaN if none"),
            ),
        ),
        Table(
            "coders",
            "who judged",
            ("coder",),
            (
                CODER,
                text("kind", "dictionary, similarity, learned, language model, person or consensus"),
                text("made_on", "date of the judgements, ISO 8601; empty for a coder that is computed"),
                text("codebook_sha256", "SHA-256 of the codebook as the coder saw it"),
                text("note", "how the coder judged"),
            ),
        ),
        Table(
            "coverage",
            "one expert's share of the page",
            ("expert",),
            (
                EXPERT,
                count("n_statements", "statements"),
                count("n_paragraphs", "paragraphs"),
                count("n_segments", "segments"),
                count("words", "words"),
                rate("share", "share of all experts' words"),
            ),
        ),
        Table(
            "prevalence",
            "one expert × code (or whole frame, where code is empty) × coder",
            ("expert", "frame", "code", "coder"),
            (
                EXPERT,
                FRAME,
                text("code", "a code of the frame, or empty for the frame as a whole"),
                CODER,
                count("n_segments", "segments judged for the code (frame: for all its codes)"),
                count("n_present", "segments in which the code (frame: any of its codes) is present"),
                rate("prevalence", "n_present / n_segments"),
                rate("low", "lower bound of the 95 % interval"),
                rate("high", "upper bound of the 95 % interval"),
            ),
        ),
        Table(
            "leading",
            "one expert's leading frame by one coder",
            ("expert", "coder"),
            (
                EXPERT,
                CODER,
                text("frame", "the frame present in most segments; empty where none is present or two tie"),
                text("second", "the next frame; empty where there is none"),
                count("n_segments", "segments judged"),
                count("n_present", "segments with the leading frame"),
                count("n_second", "segments with the second frame"),
                number("margin", "prevalence of the leading frame minus that of the second"),
                text("note", "empty, or why there is no leading frame"),
            ),
        ),
    )
}


def validate_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table itself, once it fits the schema called `name`.

    Raises InputError that names the first columns and rows at fault.
    """
    try:
        validated: pd.DataFrame = TABLES[name].schema().validate(table, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case", "index"]].head(8)
        raise InputError(
            [
                f"table {name}: column {case.column}, row {case.index}: found {case.failure_case!r}; needs {case.check}"
                for case in cases.itertuples()
            ]
        ) from None
    return validated
