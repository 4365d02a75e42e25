"""What a notebook cell shows: an HTML fragment, its plain text, its alternative text and its data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from analysis.errors import InputError
from analysis.exhibits.palette import write_colours
from analysis.measures.gates import Finding

Kind = Literal["figure", "table", "quotations", "finding", "text", "page"]
MIME = "application/vnd.workbook.exhibit+json"


@dataclass(frozen=True)
class Exhibit:
    """One figure, table, set of quotations or piece of the page; shows itself in JupyterLab and in a report.

    `html` is a whole, escaped fragment; `tables` are written as CSV and JSON beside the report; `summary` is what an index of
    reports says of this one, `facts` what a comparison of two says besides. Raises InputError for a figure without
    alternative text, and for a finding that did not pass the gate.
    """

    name: str
    kind: Kind
    html: str
    text: str
    alt: str = ""
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()

    def __post_init__(self) -> None:
        """A figure that says nothing to whoever cannot see it is not shown, nor a finding without its strength."""
        if self.kind == "figure" and not self.alt.strip():
            raise InputError(f'figure "{self.name}" has no alternative text; say in alt what the figure shows')
        if self.kind == "finding" and not self.findings:
            raise InputError(f'finding "{self.name}" has no strength; pass its sentence through gate_finding()')

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """What Jupyter displays, and what the report engine reads."""
        about = {
            "name": self.name,
            "kind": self.kind,
            "alt": self.alt,
            "tables": {name: table.to_csv(index=False, lineterminator="\n") for name, table in self.tables.items()},
            "records": {name: write_records(table) for name, table in self.tables.items()},
            "findings": [{"strength": f.strength, "coders": list(f.coders)} for f in self.findings],
            "summary": dict(self.summary),
            "facts": dict(self.facts),
        }
        return {"text/html": f"<style>{load_style()}</style>{self.html}", "text/plain": self.text, MIME: about}


def write_records(table: pd.DataFrame) -> str:
    """The table as JSON, one record a line, columns in order; `null` for what is undefined."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


@cache
def load_style() -> str:
    """The style sheet that travels with every exhibit; a report keeps one copy of it."""
    return write_colours() + (files("analysis.exhibits") / "exhibits.css").read_text(encoding="utf-8")
