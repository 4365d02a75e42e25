"""The rows of a CSV file that people or other programs write, each with its line."""

import csv
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from analysis.errors import InputError

Cells = list[tuple[int, list[str]]]


def read_csv_rows(path: Path, *, largest: int, name: str = "") -> tuple[list[str], Cells]:
    """The header, and the cells of every row that holds something, with the line it begins in.

    Raises InputError where the file cannot be read, holds more than `largest` bytes, or is no CSV in UTF-8; `name` is
    what the message calls it.
    """
    name = name or path.name
    try:
        if path.stat().st_size > largest:
            raise InputError(f"{name}: is larger than {largest >> 20} MB; split it")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            rows, line = [], reader.line_num + 1
            for cells in reader:
                if any(cells):
                    rows.append((line, cells))
                line = reader.line_num + 1
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); correct the name") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: is not CSV here ({error}); correct the line") from None
    return header, rows


def name_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row by the names of its columns; `is_whole` says whether it may be used."""
    return dict(zip_longest(header, cells))


def is_whole(row: Mapping[str, str]) -> bool:
    """Whether the row has as many cells as the header has names."""
    return None not in row and None not in row.values()
