"""What a notebook cell shows: an HTML fragment, its plain text, its alternative text and its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from analysis.errors import InputError
from analysis.exhibits.palette import write_colours

Kind = Literal["figure", "table", "quotations", "finding", "text", "page"]
MIME = "application/vnd.workbook.exhibit+json"


@dataclass(frozen=True)
class Exhibit:
    """One figure, table, set of quotations or piece of the page; shows itself in JupyterLab and in a report.

    `html` is a whole, escaped fragment; `tables` are written as CSV beside the report; `summary` is what an index of
    reports says of this one, `facts` what a comparison of two says besides. Raises InputError for a figure without alternative text.
    """

    name: str
    kind: Kind
    html: str
    text: str
    alt: str = ""
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A figure that says nothing to whoever cannot see it is not shown."""
        if self.kind == "figure" and not self.alt.strip():
            raise InputError(f'figure "{self.name}" has no alternative text; say in alt what the figure shows')

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """What Jupyter displays, and what the report engine reads."""
        about = {
            "name": self.name,
            "kind": self.kind,
            "alt": self.alt,
            "tables": {name: table.to_csv(index=False, lineterminator="\n") for name, table in self.tables.items()},
            "summary": dict(self.summary),
            "facts": dict(self.facts),
        }
        return {"text/html": f"<style>{load_style()}</style>{self.html}", "text/plain": self.text, MIME: about}


@cache
def load_style() -> str:
    """The style sheet that travels with every exhibit; a report keeps one copy of it."""
    return write_colours() + (files("analysis.exhibits") / "exhibits.css").read_text(encoding="utf-8")
