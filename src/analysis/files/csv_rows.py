"""The rows of CSV files: those that others write, each with its line, and ours, which no spreadsheet computes."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError
from analysis.files import require_file

if TYPE_CHECKING:  # it takes its time to load
    import pandas as pd

RISKY = re.compile(r"'*[=+\-@\t\r\n]")  # what a spreadsheet would compute begins so, and what we wrote of it
Cells = list[tuple[int, list[str]]]


def read_csv_rows(path: Path, *, largest: int, name: str = "", ends: bool = False) -> tuple[list[str], Cells]:
    """The header, and the cells of every row that holds something, with the line it begins in.

    Raises InputError where the file cannot be read, holds more than `largest` bytes, or is no CSV in UTF-8; `name` is
    what the message calls it. Where the last line `ends` in a file that is whole, one that does not is refused.
    """
    name = name or path.name
    require_file(path, name)
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
        if ends and not _has_last_end(path):
            raise InputError(
                f"{name}:{line - 1}: the file breaks off here; restore it, or end the line if nothing is missing"
            )
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); correct that") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: is not CSV here ({error}); correct the line") from None
    return header, rows


def _has_last_end(path: Path) -> bool:
    """Whether the file's last line ends, as every program that writes a file line by line ends it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        return file.read(1) in (b"", b"\n", b"\r")


def name_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row by the names of its columns; `is_whole` says whether it may be used."""
    return dict(zip_longest(header, cells))


def is_whole(row: Mapping[str, str]) -> bool:
    """Whether the row has as many cells as the header has names."""
    return None not in row and None not in row.values()


class LineFeeds(io.StringIO):
    """CSV text with LF ends: writers are told CRLF, so that they put a lone CR within a cell into quotation marks."""

    def write(self, row: str) -> int:
        """One row, as a writer whose line terminator is CRLF gives it."""
        return super().write(f"{row[:-2]}\n" if row.endswith("\r\n") else row)


def format_csv_rows(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV text; a text that a spreadsheet would take for a formula is disarmed."""
    written = LineFeeds()
    csv.writer(written, lineterminator="\r\n").writerows([disarm_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def format_csv(table: "pd.DataFrame") -> str:
    """The table as such CSV text: floats in their shortest exact form, empty cells for what is missing, no index."""
    return format_csv_rows([table.columns, *list_rows(table)])


def list_rows(table: "pd.DataFrame") -> list[tuple[object, ...]]:
    """The cells of each row as Python's own values, None for what is missing."""
    columns = (column.tolist() for _, column in table.items())
    return list(zip(*([None if v != v else v for v in values] for values in columns), strict=True))  # NaN alone differs


def disarm_cell(cell: object) -> object:
    """A text with an apostrophe before it where a spreadsheet would compute it; anything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and RISKY.match(cell) else cell


def rearm_cell(cell: str) -> str:
    """The text that `disarm_cell` was given."""
    return cell[1:] if cell.startswith("'") and RISKY.match(cell) else cell
