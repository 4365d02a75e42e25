"""The documents of one part of a corpus, row by row; a row that cannot be read is named with its reason."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.corpus.partitions import CorpusColumns, CountedLines, Partition, open_parquet

BATCH = 4 << 20  # bytes of text coded at a time
LONGEST_TEXT = 8 << 20  # characters of one document; a long book has a tenth of it
MISSING = frozenset({"", "NaN", "nan", "NaT", "None", "null", "NULL", "<NA>", "N/A", "#N/A"})  # how tools write nothing


@dataclass(frozen=True)
class CorpusRow:
    """One document of the corpus, and where it stands."""

    row: int
    document_id: str
    expert: str
    date: str
    text: str


@dataclass(frozen=True)
class Broken:
    """A row that cannot be read, where it stands, and why."""

    row: int
    reason: str


def read_partition(part: Partition, columns: CorpusColumns) -> Iterator[tuple[list[CorpusRow], list[Broken]]]:
    """The part's rows in batches of about BATCH bytes of text, with the rows that cannot be read."""
    rows: list[CorpusRow] = []
    broken: list[Broken] = []
    held = 0
    stem = Path(part.path).stem
    for number, fields in enumerate(_read_fields(part, columns), part.first_row):
        read = _check_row(number, fields, columns, stem)
        if read is None:
            continue
        if isinstance(read, Broken):
            broken.append(read)
            continue
        rows.append(read)
        held += len(read.text)
        if held >= BATCH:
            yield rows, broken
            rows, broken, held = [], [], 0
    if rows or broken:
        yield rows, broken


def _read_fields(part: Partition, columns: CorpusColumns) -> Iterator[dict[str, Any] | str | None]:
    """Each row's fields; text that says why it cannot be read; None for an empty line."""
    if part.kind == "parquet":
        yield from _read_parquet(part, columns)
    elif part.kind == "csv":
        yield from _read_csv(part)
    else:
        for line in CountedLines(part.path, part.start, part.stop):
            yield _read_json(line)


def _read_json(line: str) -> dict[str, Any] | str | None:
    """One line of JSONL."""
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"is not JSON ({str(error)[:80]})"
    return row if isinstance(row, dict) else "is not an object with fields"


def _read_csv(part: Partition) -> Iterator[dict[str, Any] | str | None]:
    """Rows of a CSV file."""
    reader = csv.reader(CountedLines(part.path, part.start, part.stop), delimiter=part.delimiter)
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"is not CSV ({error})"
            continue
        if not values:
            yield None
        elif len(values) != len(part.header):
            yield f"has {len(values)} fields instead of {len(part.header)}"
        else:
            yield dict(zip(part.header, values, strict=True))


def _read_parquet(part: Partition, columns: CorpusColumns) -> Iterator[dict[str, Any] | str | None]:
    """Rows of some row groups, or some rows of one."""
    names = list(dict.fromkeys(filter(None, (columns.text, columns.document_id, columns.expert, columns.date))))
    first, stop = part.rows or (0, sys.maxsize)
    row = 0
    with open_parquet(part.path) as file:
        try:
            for batch in file.iter_batches(2048, row_groups=list(range(part.start, part.stop)), columns=names):
                begin, end = max(first - row, 0), min(stop - row, batch.num_rows)
                if begin < end:
                    yield from _read_batch(batch.slice(begin, end - begin), names)
                row += batch.num_rows
                if row >= stop:
                    return
        except (pa.ArrowException, OSError) as error:
            told = str(error).splitlines()[0][:120]
            yield f"and those after it in this part cannot be read, for the file is damaged ({told})"


def _read_batch(batch: pa.RecordBatch, names: list[str]) -> Iterator[dict[str, Any] | str]:
    """Its rows; one by one if there is text that is not UTF-8."""
    try:
        columns = [batch.column(name).to_pylist() for name in names]
    except UnicodeDecodeError as error:
        if batch.num_rows == 1:
            yield f"is not UTF-8 ({error.reason} at byte {error.start})"
            return
        for index in range(batch.num_rows):
            yield from _read_batch(batch.slice(index, 1), names)
        return
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _check_row(
    number: int, fields: dict[str, Any] | str | None, columns: CorpusColumns, stem: str
) -> CorpusRow | Broken | None:
    """The row as a document, or what is wrong with it."""
    if fields is None:
        return None
    if isinstance(fields, str):
        return Broken(number, fields)
    text = fields.get(columns.text)
    if not isinstance(text, str):
        return Broken(number, f"{columns.text} is {'missing' if text is None else type(text).__name__}, not text")
    if len(text) > LONGEST_TEXT:
        return Broken(number, f"has a text of {len(text) >> 20} million characters; split it")
    document_id, expert, date = (
        "" if (value := str(fields.get(name, "")).strip()) in MISSING else value
        for name in (columns.document_id, columns.expert, columns.date)
    )
    if not (_is_unicode(text) and _is_unicode(f"{document_id}{expert}{date}")):
        return Broken(number, "is not UTF-8")
    return CorpusRow(number, document_id or f"{stem}/{number}", expert, date, text)


def _is_unicode(text: str) -> bool:
    """Whether the text can be written as UTF-8: a lone surrogate cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
