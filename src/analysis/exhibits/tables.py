"""Tables for readers, made from the project's tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.exhibits.parts import Cell, Fold, Table
from analysis.exhibits.pieces import Words
from analysis.exhibits.view import View
from analysis.findings.words import write_number

COLUMNS = 12  # experts that have a column each


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


def lay_out_people(
    caption: str, heading: str, cells: Mapping[str, Mapping[str, tuple[Words, bool]]], view: View
) -> Table:
    """A row for each thing, a column for each expert; `cells` say what stands there and whether something was found.

    Of more experts than `COLUMNS`, a row lists those with whom something was found.
    """
    if len(view.experts) > COLUMNS:
        found = {name: {e: words for e, (words, there) in row.items() if there} for name, row in cells.items()}
        lines = tuple(
            (Cell(name, head=True), Cell(str(len(row)), numeric=True), Cell(list_by_expert(row, view)))
            for name, row in found.items()
        )
        return Table(caption, (heading, "Experts", "Who"), lines, numeric=(False, True, False))
    rows = tuple((Cell(name, head=True), *(Cell(row[e][0]) for e in view.experts)) for name, row in cells.items())
    return Table(caption, (heading, *(view.person(e) for e in view.experts)), rows)


def list_by_expert(said: Mapping[str, Words], view: View) -> Words:
    """Experts in the order of the page, each with some words."""
    listed: list[Words] = []
    for expert in view.experts:
        if expert in said:
            listed += ["; " if listed else "", view.person(expert), " ", said[expert]]
    return tuple(listed)


def head_row(words: Words, span: int) -> tuple[Cell, ...]:
    """A row that heads those below it."""
    return (Cell(words, head=True, span=span),)


def fold_data(summary: str, *parts: Any) -> Fold:
    """Parts on demand."""
    return Fold(summary, parts)
