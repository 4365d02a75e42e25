"""What is wrong with a table that does not fit its schema, in pandera's words."""

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


def find_faults(table: pd.DataFrame, expected: TableSchema) -> pd.DataFrame:
    """The table as its schema gives it; raises InputError that names the first columns and rows at fault."""
    try:
        validated: pd.DataFrame = _build_schema(expected).validate(table, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case", "index"]].head(MOST)
        raise InputError(
            [
                f"table {expected.name}: column {case.column}, row {case.index}: found {case.failure_case!r}; "
                f"needs {case.check}"
                for case in each_row(cases)
            ]
        ) from None
    return validated
