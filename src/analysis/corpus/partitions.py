"""A corpus in parts that fit in memory: planned in one pass over its files, each part read on its own."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputError, name_choices

Kind = Literal["parquet", "jsonl", "csv"]
KINDS: dict[str, Kind] = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
BATCH = 4 << 20  # bytes of text coded at a time
LONGEST_ROW = 64 << 20  # bytes
LONGEST_TEXT = 8 << 20  # characters of one document; a long book has a tenth of it
MISSING = frozenset({"", "NaN", "nan", "NaT", "None", "null", "NULL", "<NA>", "N/A", "#N/A"})  # how tools write nothing
DELIMITERS = ",;\t"
BLOCK = 8 << 20
MOST_CUTS = 16  # of one row group, because each part of it decodes all rows before its own
csv.field_size_limit(LONGEST_ROW)
USUAL_NAMES = {
    "text": ("text",),
    "document_id": ("document_id", "id"),
    "expert": ("expert",),
    "date": ("date", "published"),
}


Cut = tuple[int, int, int, int, tuple[int, int] | None]  # start, stop, first_row, size and rows of a Part


@dataclass(frozen=True)
class CorpusColumns:
    """Which column holds what; an empty name means that the corpus has no such column."""

    text: str
    document_id: str = ""
    expert: str = ""
    date: str = ""


@dataclass(frozen=True)
class Partition:
    """Bytes `start` to `stop` of a file (Parquet: row groups), the number of its first row, from 1, and its bytes.

    `rows` is where those of one row group begin and stop, from 0, if they are not all of it.
    """

    number: int
    path: str
    kind: Kind
    start: int
    stop: int
    first_row: int
    size: int
    rows: tuple[int, int] | None = None
    header: tuple[str, ...] = ()
    delimiter: str = ","


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


def list_files(corpus: Path) -> list[Path]:
    """The file, or all files of known kinds in the folder, in alphabetical order."""
    if not corpus.exists():
        raise InputError(f"{corpus}: there is no such file or folder; correct the name")
    files = [corpus] if corpus.is_file() else sorted(p for p in corpus.rglob("*") if p.suffix.lower() in KINDS)
    if not files:
        raise InputError(f"{corpus}: holds no file that ends in {', '.join(KINDS)}; give one that does")
    if files[0].suffix.lower() not in KINDS:
        raise InputError(f"{corpus}: is none of {', '.join(KINDS)}; convert it")
    return files


def plan_parts(files: list[Path], *, size: int) -> list[Partition]:
    """Parts of about `size` bytes each, cut between rows, in the order of the files."""
    parts: list[Partition] = []
    for path in files:
        kind = KINDS[path.suffix.lower()]
        header: tuple[str, ...] = ()
        delimiter = ","
        if kind == "parquet":
            cuts = _cut_parquet(path, size)
        elif kind == "jsonl":
            cuts = _cut_lines(path, size)
        else:
            header, delimiter = _read_header(path)
            cuts = _cut_csv(path, size, delimiter)
        for start, stop, first_row, held, rows in cuts:
            where = (str(path.resolve()), kind, start, stop)
            parts.append(Partition(len(parts), *where, first_row, held, rows, header, delimiter))
    return parts


def _cut_parquet(path: Path, size: int) -> Iterator[Cut]:
    """Ranges of row groups; one that is much larger than a part is cut between its rows."""
    about = _open_parquet(path).metadata
    start, row, first_row, held = 0, 1, 1, 0
    for group in range(about.num_row_groups):
        n_bytes, n_rows = about.row_group(group).total_byte_size, about.row_group(group).num_rows
        if held and held + n_bytes > size:
            yield start, group, first_row, held, None
            start, first_row, held = group, row, 0
        if n_bytes >= 2 * size:
            n_cuts = max(min(n_bytes // size, MOST_CUTS, n_rows), 1)
            edges = [n_rows * n // n_cuts for n in range(n_cuts + 1)]
            for begin, stop in pairwise(edges):
                yield group, group + 1, row + begin, n_bytes // n_cuts, (begin, stop)
            start, first_row = group + 1, row + n_rows
        else:
            held += n_bytes
        row += n_rows
    if held:
        yield start, about.num_row_groups, first_row, held, None


def _open_parquet(path: Path | str) -> pq.ParquetFile:
    """The file, or InputError if it is not Parquet."""
    try:
        return pq.ParquetFile(path, buffer_size=BLOCK, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise InputError(f"{path}: cannot be read as Parquet ({str(error).splitlines()[0]}); write it anew") from None


def _cut_lines(path: Path, size: int) -> Iterator[Cut]:
    """Ranges of whole lines."""
    start, first_row, row, at = 0, 1, 1, 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            while at + len(block) - start >= size:
                cut = block.find(b"\n", max(start + size - at, 0))
                if cut < 0:
                    break
                row += block.count(b"\n", 0, cut + 1)
                at, block = at + cut + 1, block[cut + 1 :]
                yield start, at, first_row, at - start, None
                start, first_row = at, row
            row += block.count(b"\n")
            at += len(block)
    if at > start:
        yield start, at, first_row, at - start, None


class CountedLines:
    """Lines of a file from one byte to another, with the offset after the last one given out."""

    def __init__(self, path: Path | str, start: int = 0, stop: int | None = None) -> None:
        self.file = Path(path).open("rb")  # noqa: SIM115  closed by close()
        self.file.seek(start)
        self.at, self.stop = start, stop

    def __iter__(self) -> Iterator[str]:
        with self.file:
            while self.stop is None or self.at < self.stop:
                line = self.file.readline(LONGEST_ROW)
                if not line:
                    return
                begins = self.at == 0
                self.at += len(line)
                yield line.decode("utf-8-sig" if begins else "utf-8", errors="surrogateescape")


def _read_header(path: Path) -> tuple[tuple[str, ...], str]:
    """The names in a CSV file's first row, and what stands between them: a European spreadsheet writes semicolons."""
    found = [(tuple(next(csv.reader(CountedLines(path), delimiter=d), ())), d) for d in DELIMITERS]
    return max(found, key=lambda one: len(one[0]))


def _cut_csv(path: Path, size: int, delimiter: str) -> Iterator[Cut]:
    """Ranges of whole rows; a quoted field may run over lines, so the rows are read."""
    lines = CountedLines(path)
    reader = csv.reader(lines, delimiter=delimiter)
    next(reader, None)
    start, first_row, row = lines.at, 1, 0
    while True:
        try:
            next(reader)
        except StopIteration:
            break
        except csv.Error:
            pass
        row += 1
        if lines.at - start >= size:
            yield start, lines.at, first_row, lines.at - start, None
            start, first_row = lines.at, row + 1
    if lines.at > start:
        yield start, lines.at, first_row, lines.at - start, None


def find_columns(part: Partition, wanted: dict[str, str]) -> CorpusColumns:
    """The columns as wanted, else under their usual names; InputError where one is not there."""
    there = _name_columns(part)
    problems = [f"{part.path}: has no column {n}; there is: {name_choices(there)}" for n in wanted.values() if n]
    problems = [p for p, n in zip(problems, filter(None, wanted.values()), strict=True) if n not in there]
    found = {
        field: wanted.get(field) or next((name for name in names if name in there), "")
        for field, names in USUAL_NAMES.items()
    }
    if not found["text"]:
        problems.append(f"{part.path}: has no column text; there is: {name_choices(there)}; name it with --text")
    elif part.kind == "parquet" and found["text"] in there and _is_number(part, found["text"]):
        problems.append(f"{part.path}: {found['text']} holds numbers, not text; name another column with --text")
    twice = sorted({name for name in found.values() if name and there.count(name) > 1})
    problems += [f"{part.path}: has the column {name} twice; rename one" for name in twice]
    if problems:
        raise InputError(problems)
    return CorpusColumns(**found)


def _is_number(part: Partition, name: str) -> bool:
    """Whether a Parquet column holds numbers only."""
    kind = _open_parquet(part.path).schema_arrow.field(name).type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _name_columns(part: Partition) -> list[str]:
    """The columns of a Parquet or CSV file, or the fields of the first readable row of JSONL."""
    if part.kind == "parquet":
        return list(_open_parquet(part.path).schema_arrow.names)
    if part.kind == "csv":
        return list(part.header)
    for line in CountedLines(part.path, part.start, part.stop):
        try:
            if isinstance(row := json.loads(line), dict):
                return list(row)
        except ValueError:
            continue
    return []


def read_part(part: Partition, columns: CorpusColumns) -> Iterator[tuple[list[CorpusRow], list[Broken]]]:
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
        yield from read_parquet(part, columns)
    elif part.kind == "csv":
        yield from read_csv(part)
    else:
        for line in CountedLines(part.path, part.start, part.stop):
            yield read_json(line)


def read_json(line: str) -> dict[str, Any] | str | None:
    """One line of JSONL."""
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"is not JSON ({str(error)[:80]})"
    return row if isinstance(row, dict) else "is not an object with fields"


def read_csv(part: Partition) -> Iterator[dict[str, Any] | str | None]:
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


def read_parquet(part: Partition, columns: CorpusColumns) -> Iterator[dict[str, Any] | str | None]:
    """Rows of some row groups, or some rows of one."""
    names = list(dict.fromkeys(filter(None, (columns.text, columns.document_id, columns.expert, columns.date))))
    first, stop = part.rows or (0, sys.maxsize)
    row = 0
    with _open_parquet(part.path) as file:
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
