"""The rows of a table, one by one."""

from collections import namedtuple
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Each row as a named tuple of Python's own values, as `itertuples(index=False)`; short tables are read quicker.

    Columns must have different names; one whose name is no identifier is reached by its place.
    """
    row = _name_row(tuple(map(str, table.columns)))
    columns = [column.tolist() for _, column in table.items()]
    return map(row._make, zip(*columns, strict=True))


@cache
def _name_row(columns: tuple[str, ...]) -> Any:
    """The class of a row with these columns; pandas makes one anew each time, which takes longer than most tables."""
    return namedtuple("Row", columns, rename=True)
