"""What is wrong with a table that does not fit its schema, a line per fault."""

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.errors import InputError
from analysis.tables.columns import TableSchema
from analysis.tables.rows import each_row

MOST = 8  # faults that are told


def _build_schema(table: TableSchema) -> pa.DataFrameSchema:
    """The table's pandera schema: its columns in their order, their dtypes, a unique key."""
    checks = {"rate": pa.Check.in_range(0, 1), "offset": pa.Check.ge(0), "count": pa.Check.ge(0)}
    columns = {
        c.name: pa.Column(
            c.dtype,
            checks=[checks[c.check]] if c.check else None,
            nullable=c.dtype == "float64",
            description=c.meaning,
        )
        for c in table.columns
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True, unique=list(table.key), name=table.name)


def validate_closely(table: pd.DataFrame, expected: TableSchema) -> pd.DataFrame:
    """The table as its schema gives it; raises InputError that names the first columns and rows at fault.

    Rows count from 0, as pandas does.
    """
    if faults := list(_list_columns(table, expected)) or list(_list_rows(table.reset_index(drop=True), expected)):
        raise InputError([f"table {expected.name}: {fault}" for fault in faults[:MOST]])
    try:
        validated: pd.DataFrame = _build_schema(expected).validate(table, lazy=True)
    except SchemaErrors as error:
        named = ", ".join(sorted({str(case.column) for case in each_row(error.failure_cases)}))
        raise InputError(f"table {expected.name}: does not fit its schema in {named}; see data/README.md") from None
    return validated


def _list_columns(table: pd.DataFrame, expected: TableSchema) -> Iterator[str]:
    """Columns that are missing, too many, out of order or of another dtype."""
    found, needed = [str(name) for name in table.columns], [column.name for column in expected.columns]
    yield from (f'has no column "{name}"; add it' for name in needed if name not in found)
    yield from (f'has the column "{name}", which it should not; remove it' for name in found if name not in needed)
    twice = sorted({name for name in needed if found.count(name) > 1})
    yield from (f'has the column "{name}" twice; keep one' for name in twice)
    if sorted(found) == sorted(needed) and found != needed:
        yield f"has its columns in another order; put them in this one: {', '.join(needed)}"
    for column in expected.columns:
        if found.count(column.name) == 1 and str(dtype := table[column.name].dtype) != column.dtype:
            yield f'column "{column.name}" has dtype {dtype}; make it {column.dtype}'


def _list_rows(table: pd.DataFrame, expected: TableSchema) -> Iterator[str]:
    """Cells that are empty or out of bounds, and rows of one key; the columns are in order."""
    for column in expected.columns:
        values = table[column.name]
        if column.dtype == "str":
            yield from (f'row {n}, column "{column.name}": is empty; make it ""' for n in values.index[values.isna()])
        if column.check:
            wrong = (values < 0) | ((values > 1) if column.check == "rate" else False)
            bounds = "a share from 0 to 1" if column.check == "rate" else "0 or more"
            yield from (f'row {n}, column "{column.name}": is {bounds}; found {values[n]}' for n in values.index[wrong])
    key = list(expected.key)
    first = dict[tuple[object, ...], int]()
    for n, cells in enumerate(zip(*(table[name].tolist() for name in key), strict=True)):
        if cells in first:
            named = ", ".join(f"{name} {cell!r}" for name, cell in zip(key, cells, strict=True))
            yield f"row {n}: has the key of row {first[cells]} ({named}); keep one"
        first.setdefault(cells, n)
