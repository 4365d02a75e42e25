"""The rows of a table, one by one."""

from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Any

import pandas as pd


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Each row as a tuple of Python's own values that are named as the columns are, whose names differ.

    As `itertuples(index=False)`, which makes a class anew each time; that takes longer than reading a short table.
    """
    columns = [column.tolist() for _, column in table.items()]
    return map(_name_row(tuple(map(str, table.columns))), zip(*columns, strict=True))


@cache
def _name_row(columns: tuple[str, ...]) -> Any:
    """The class of a row with these columns."""
    named = {name: property(itemgetter(place)) for place, name in enumerate(columns)}
    return type("Row", (tuple,), {"__slots__": (), **named})
