"""Tables for readers, made from the project's tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.exhibits.parts import Cell, Fold, Table
from analysis.exhibits.pieces import Words
from analysis.findings.words import write_number


def lay_out(
    table: pd.DataFrame, headings: Mapping[str, str], *, caption: str, cells: Mapping[str, Sequence[Words]] = {}
) -> Table:
    """The columns that `headings` names, under these headings, the first as row heads; numbers stand to the right.

    `cells` gives a column's cells as words instead of its values.
    """
    columns = [list(cells.get(name, [write_number(value) for value in table.get(name, ())])) for name in headings]
    numeric = [
        name not in cells and pd.api.types.is_numeric_dtype(table[name]) and table[name].dtype != bool
        for name in headings
    ]
    rows = tuple(
        tuple(Cell(words, numeric=n, head=i == 0) for i, (words, n) in enumerate(zip(row, numeric, strict=True)))
        for row in zip(*columns, strict=True)
    )
    return Table(caption, tuple(headings.values()), rows, numeric=tuple(numeric))


def head_row(words: Words, span: int) -> tuple[Cell, ...]:
    """A row that heads those below it."""
    return (Cell(words, head=True, span=span),)


def fold_data(summary: str, *parts: Any) -> Fold:
    """Parts on demand."""
    return Fold(summary, parts)
