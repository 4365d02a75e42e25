"""A corpus in parts that fit in memory: planned in one pass over its files, each part read on its own."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputError, name_choices
from analysis.files import find_odd_file

Kind = Literal["parquet", "jsonl", "csv"]
KINDS: dict[str, Kind] = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
LONGEST_ROW = 64 << 20  # bytes
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


def list_files(corpus: Path) -> list[Path]:
    """The file, or all files of known kinds in the folder, in alphabetical order."""
    files = [corpus]
    if corpus.is_dir():
        files = sorted(p for p in corpus.rglob("*") if p.suffix.lower() in KINDS and not p.is_dir())
    if problems := [f"{path}: {odd}" for path in files if (odd := find_odd_file(path))]:
        raise InputError(problems)
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
    about = open_parquet(path).metadata
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


def open_parquet(path: Path | str) -> pq.ParquetFile:
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
    for name in dict.fromkeys(filter(None, found.values())):
        if len(fields := [field for field, column in found.items() if column == name]) > 1:
            problems.append(f"{part.path}: {name} is named as {' and as '.join(fields)}; name one column for each")
    twice = sorted({name for name in found.values() if name and there.count(name) > 1})
    problems += [f"{part.path}: has the column {name} twice; rename one" for name in twice]
    if problems:
        raise InputError(problems)
    return CorpusColumns(**found)


def _is_number(part: Partition, name: str) -> bool:
    """Whether a Parquet column holds numbers only."""
    kind = open_parquet(part.path).schema_arrow.field(name).type
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _name_columns(part: Partition) -> list[str]:
    """The columns of a Parquet or CSV file, or the fields of the first readable row of JSONL."""
    if part.kind == "parquet":
        return list(open_parquet(part.path).schema_arrow.names)
    if part.kind == "csv":
        return list(part.header)
    for line in CountedLines(part.path, part.start, part.stop):
        try:
            if isinstance(row := json.loads(line), dict):
                return list(row)
        except ValueError:
            continue
    return []
