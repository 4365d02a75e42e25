"""The cells of a spreadsheet's file as text: XLSX, or CSV in whatever way a spreadsheet program saves it."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl

from analysis.errors import InputError
from analysis.files import require_file
from analysis.files.csv_rows import rearm_cell

Grid = list[list[str]]
TEXTS = (".csv", ".tsv", ".txt")  # spreadsheet programs call a UTF-16 table “Unicode Text (*.txt)”
FEW = 15  # zero bytes among the first twenty pairs: letters of a Latin script
LARGEST, LARGEST_UNPACKED, MOST_ROWS = 20 << 20, 200 << 20, 100_000


def read_grid(path: Path, opens_with: str = "segment_id") -> Grid:
    """The cells of a sheet as text; its header row opens with `opens_with`.

    Raises InputError where the file is not one, is damaged or is too large.
    """
    require_file(path, str(path))
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; that is no coding sheet")
        if path.suffix.lower() in TEXTS:
            return _read_csv(path, opens_with)
        if path.suffix.lower() != ".xlsx":
            raise InputError(f"{path.name}: is neither .xlsx nor .csv, .tsv or .txt; save the sheet as one of them")
        return _read_xlsx(path)
    except InputError:
        raise
    except Exception as error:  # a damaged file breaks the parsers in ways that none of them lists
        what = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(f"{path.name}: cannot be read ({what}); save the sheet again as .xlsx or .csv") from None


def _read_xlsx(path: Path) -> Grid:
    """The cells of the sheet called "coding"."""
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise InputError(f"{path.name}: unpacks to more than {LARGEST_UNPACKED >> 20} MB; that is no coding sheet")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if "coding" not in book.sheetnames:
            raise InputError(f'{path.name}: has no sheet "coding"; found {", ".join(book.sheetnames)[:200] or "none"}')
        rows = book["coding"].iter_rows(values_only=True, max_row=MOST_ROWS, max_col=500)
        return [["" if cell is None else rearm_cell(str(cell)) for cell in row] for row in rows]
    finally:
        book.close()


def _read_csv(path: Path, opens_with: str) -> Grid:
    """The cells, by whichever of comma, semicolon and tab gives a header row."""
    text = _decode(path.read_bytes())
    wrong: csv.Error | None = None
    for delimiter in ",;\t":
        try:
            grid = _split(text, delimiter)
        except csv.Error as error:
            wrong = wrong or error
            continue
        if any(row and row[0].strip() == opens_with and len(row) > 1 for row in grid):
            return grid
    if wrong:
        raise wrong
    return _split(text, ",")


def _decode(content: bytes) -> str:
    """The text: UTF-16 where the file says so or every other byte is zero, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[first:40:2].count(0) > FEW and len(content) % 2 == 0:
            return content.decode(encoding)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _split(text: str, delimiter: str) -> Grid:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    return [[rearm_cell(cell) for cell in row] for row in rows]
