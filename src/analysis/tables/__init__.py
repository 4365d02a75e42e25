"""Every table that flows: its columns, dtypes, key, and what a row is."""

from importlib import import_module

import pandas as pd

from analysis.tables import framings, judgements, language, texts, trust
from analysis.tables.columns import TableSchema

TABLES = {table.name: table for part in (texts, judgements, framings, language, trust) for table in part.TABLES}


def fit_table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """The rows as the table called `name`: its columns in their order and dtypes, empty where there are no rows."""
    columns = TABLES[name].columns
    if not rows:
        return TABLES[name].empty()
    return pd.DataFrame({c.name: pd.array([row[c.name] for row in rows], dtype=c.dtype) for c in columns}, copy=False)


def fits(table: pd.DataFrame, expected: TableSchema) -> bool:
    """Whether the table fits, by the same rules as its pandera schema but faster; False leaves the wording to that."""
    if list(table.columns) != [c.name for c in expected.columns]:
        return False
    arrays = {str(name): column.array for name, column in table.items()}
    for column in expected.columns:
        values = arrays[column.name]
        if str(values.dtype) != column.dtype or (column.dtype == "str" and values.isna().any()):
            return False
        if column.check and ((values < 0).any() or (column.check == "rate" and (values > 1).any())):
            return False
    return len(set(zip(*(arrays[name].tolist() for name in expected.key), strict=True))) == len(table)


def validate_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table itself, once it fits the schema called `name`.

    Raises InputError that names the first columns and rows at fault.
    """
    if fits(table, TABLES[name]):
        return table
    # By name: warm kernels import all that code may import, and this takes a quarter of a second.
    validated: pd.DataFrame = import_module("analysis.tables.faults").validate_closely(table, TABLES[name])
    return validated


def describe_tables() -> str:
    """The column dictionary as Markdown, one table each; `data/README.md` carries it."""
    parts = []
    for table in TABLES.values():
        keys = ", ".join(f"`{name}`" for name in table.key)
        lines = [f"| `{c.name}` | {c.dtype} | {c.meaning.replace('|', '&#124;')} |" for c in table.columns]
        head = [
            f"### {table.name}",
            "",
            f"A row is {table.row}. Key: {keys}.",
            "",
            "| column | dtype | meaning |",
            "|---|---|---|",
        ]
        parts.append("\n".join([*head, *lines]))
    return "\n\n".join(parts) + "\n"
