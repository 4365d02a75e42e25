"""Tables as CSV files that read back equal."""

import io
from pathlib import Path

import pandas as pd

from analysis.files import write_whole
from analysis.files.csv_rows import format_csv, rearm_cell
from analysis.tables import TABLES, validate_table


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """The table at `path`: UTF-8, LF, floats in their shortest exact form; appears whole or not at all."""
    write_whole(path, format_csv(table).encode())


def read_csv(name: str, path: Path) -> pd.DataFrame:
    """The table called `name` in the schema, from a file that `write_csv` wrote.

    Empty text stays empty text; an empty number is NaN. Raises InputError where the file does not fit the schema.
    """
    dtypes = {c.name: c.dtype for c in TABLES[name].columns}
    blanks = {c: [""] for c, dtype in dtypes.items() if dtype == "float64"}
    raw = io.StringIO(path.read_bytes().decode(), newline="")
    table = pd.read_csv(raw, dtype=dtypes, keep_default_na=False, na_values=blanks)
    texts = {name: table[name].map(rearm_cell) for name, dtype in dtypes.items() if dtype == "str"}
    return validate_table(name, table.assign(**texts))
