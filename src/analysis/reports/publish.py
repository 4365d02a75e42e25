"""An executed notebook to the files of a report, which appear whole."""

import html
from pathlib import Path
from typing import Any

import nbformat

from analysis.files import write_whole
from analysis.reports.plan import Report

EXHIBIT = "application/vnd.workbook.exhibit+json"


def export_report(report: Report, notebook: nbformat.NotebookNode) -> dict[str, bytes]:
    """The report's files by their names below its folder: `index.html` and `data/*.csv`."""
    page, data = export_plainly(notebook, title=report.title)
    return {"index.html": page.encode(), **{f"data/{name}": content for name, content in sorted(data.items())}}


def export_plainly(notebook: nbformat.NotebookNode, *, title: str) -> tuple[str, dict[str, bytes]]:
    """The outputs alone, one after the other."""
    parts, data = [], {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            bundle: dict[str, Any] = output.get("data", {"text/plain": output.get("text", "")})
            parts.append(bundle.get("text/html") or f"<pre>{html.escape(bundle.get('text/plain', ''))}</pre>")
            for name, text in bundle.get(EXHIBIT, {}).get("tables", {}).items():
                data[f"{name}.csv"] = text.encode()
    body = "\n".join(parts)
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
    return f"{head}<body><main><h1>{html.escape(title)}</h1>\n{body}</main></body></html>\n", data


def write_report(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files of a report, the page last, and remove tables that it no longer has."""
    for name in sorted(files, key=lambda name: (name == "index.html", name)):
        write_whole(folder / name, files[name])
    for path in (folder / "data").glob("*.csv"):
        if f"data/{path.name}" not in files:
            path.unlink()
