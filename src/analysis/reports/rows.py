"""A file of parameters: a row per report, in CSV or YAML."""

from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError
from analysis.files.csv_rows import read_csv_rows
from analysis.files.handmade import read_yaml
from analysis.reports.plan import Row

LARGEST = 64 << 20  # bytes
MOST = 1_000_000  # rows


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file (all text; the notebook says what it is) or a YAML list of mappings (typed).

    Raises InputError for what cannot be read; whether names and values suit a notebook is checked with the notebook.
    """
    kinds = {".csv": _read_csv, ".yml": _read_yaml, ".yaml": _read_yaml}
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path.name}: is neither .csv nor .yml; save it as one of them")
    problems: list[str] = []
    rows = list(kinds[path.suffix.lower()](path, problems))
    if problems:
        raise InputError(problems)
    if not rows:
        raise InputError(f"{path.name}: has no row; add one for each report")
    if len(rows) > MOST:
        raise InputError(f"{path.name}: has {len(rows)} rows; split it into files of at most {MOST}")
    return rows


def _read_csv(path: Path, problems: list[str]) -> Iterator[Row]:
    """The first line names the parameters."""
    header, lines = read_csv_rows(path, largest=LARGEST)
    names = [column.strip() for column in header]
    if len(set(names)) != len(names) or not all(names):
        raise InputError(f"{path.name}:1: names a parameter twice or not at all: {', '.join(names)}; correct the line")
    for line, cells in lines:
        if len(cells) != len(names):
            problems.append(f"{path.name}:{line}: has {len(cells)} fields, the first line {len(names)}; correct it")
        yield Row(dict(zip(names, cells, strict=False)), f"{path.name}:{line}: ")


def _read_yaml(path: Path, problems: list[str]) -> Iterator[Row]:
    """A list of mappings from parameter to value."""
    data, lines = read_yaml(path, largest=LARGEST)
    if not isinstance(data, list):
        raise InputError(f"{path.name}: is not a list; write a line `- event: …` for each report")
    for number, item in enumerate(data):
        where = f"{path.name}:{lines[number,]}: "
        if not isinstance(item, dict) or not all(isinstance(key, str) for key in item):
            problems.append(f"{where}is not a row of names and values; write `- event: …`")
        else:
            yield Row(item, where, typed=True)
