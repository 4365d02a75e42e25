"""Tables that are defined by methods: each is computed when it is first asked for, and held against its schema."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import name_choices
from analysis.tables import TABLES, validate_table


def table(define: Callable[[Any], pd.DataFrame]) -> "cached_property[pd.DataFrame]":
    """A definition as a table of the same name: computed once, and held against its schema where it is made."""

    @wraps(define)
    def make(tables: object) -> pd.DataFrame:
        return validate_table(define.__name__, define(tables))

    make.__doc__ = f"A row is {TABLES[define.__name__].row}."
    return cached_property(make)


class DefinedTables(Mapping[str, pd.DataFrame]):
    """Every table by its name, as an attribute or a key; a misspelt one is answered with the nearest name and all."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise KeyError(_say_unknown(name))
        found: pd.DataFrame = getattr(self, name)
        return found

    if not TYPE_CHECKING:  # to whom a misspelt table is a type error

        def __getattr__(self, name: str) -> object:
            """Say which tables there are; an error inside a table's definition comes as it is."""
            if name.startswith("_") or hasattr(type(self), name):
                return object.__getattribute__(self, name)
            raise AttributeError(_say_unknown(name))

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


def _say_unknown(name: str) -> str:
    """That there is no such table, with the nearest name and all names."""
    near = "".join(f", perhaps {found}" for found in difflib.get_close_matches(name, TABLES, n=1))
    return f'there is no table "{name}"{near}; there is: {name_choices(TABLES, most=60)}'
