"""Exhibits in a notebook: as HTML in JupyterLab's theme, as plain text, and as data that a report is made from."""

import json
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.exhibits.describing import describe_parts
from analysis.exhibits.parts import VERSION, Exhibit
from analysis.files.csv_rows import format_csv_rows, list_rows
from analysis.page.looks import write_looks
from analysis.page.rendering import load_environment, load_file, render_exhibit

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.workbook.exhibit+json"


def show(*exhibits: Exhibit | None) -> None:
    """Display the exhibits that have content, one below the other; None is one that has nothing to show."""
    for exhibit in exhibits:
        if exhibit is not None and not exhibit.left_out:
            _display(bundle(exhibit))


def _display(shown: dict[str, Any]) -> None:
    """Hand it to Jupyter."""
    from IPython.display import display  # only a notebook has it

    display(shown, raw=True)  # type: ignore[no-untyped-call]


def bundle(exhibit: Exhibit) -> dict[str, Any]:
    """What Jupyter displays, and what the report engine reads: only that where WORKBOOK_EXHIBITS is "data".

    The engine gets the data as one text: on their way, messages walk through every mapping in them several times.
    """
    data = describe_exhibit(exhibit)
    if os.environ.get("WORKBOOK_EXHIBITS") == "data":
        return {MIME: json.dumps(data, ensure_ascii=False)}
    lab = load_environment().get_template("lab.j2")
    html = lab.render(style=load_style(lab=True), html=render_exhibit(data))
    return {"text/html": html, "text/plain": exhibit.text, MIME: data}


def describe_exhibit(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as JSON data: everything that pages, indexes and comparisons are made from."""
    cells = {name: (list(table), _list_published(table)) for name, table in exhibit.tables.items()}
    return {
        "version": VERSION,
        "name": exhibit.name,
        "id": exhibit.name,
        "kind": exhibit.kind,
        "title": exhibit.title,
        "subtitle": describe_parts(exhibit.subtitle),
        "source": describe_parts(exhibit.source),
        "parts": describe_parts(exhibit.parts),
        "findings": [
            {
                "sentence": f.sentence, "claim": f.claim, "strength": f.strength, "status": f.status,
                "needed": f.needed, "coders": list(f.coders), "frames": list(f.frames), "codes": list(f.codes),
            }
            for f in exhibit.findings
        ],
        "tables": {name: format_csv_rows([columns, *rows]) for name, (columns, rows) in cells.items()},
        "records": {name: write_records(columns, rows) for name, (columns, rows) in cells.items()},
        "summary": dict(exhibit.summary),
        "facts": dict(exhibit.facts),
    }  # fmt: skip


def _list_published(table: "pd.DataFrame") -> list[tuple[object, ...]]:
    """The table's rows, each float to twelve digits: the last four of `log` and `exp` differ between processors."""
    return [tuple(float(f"{v:.12g}") if isinstance(v, float) else v for v in row) for row in list_rows(table)]


def write_records(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table's rows as JSON, one record a line, columns in order; `null` for what is undefined."""
    write = json.JSONEncoder(ensure_ascii=False, default=str).encode
    lines = [write(dict(zip(columns, row, strict=True))) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def load_style(*, lab: bool = False) -> str:
    """The style of exhibits: in JupyterLab in its theme's colours, on a page in the reader's colour scheme."""
    return write_looks(lab=lab) + load_file("exhibits.css")
