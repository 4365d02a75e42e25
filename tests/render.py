"""Run a notebook in a real kernel and export it, for tests that read or open the page."""

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from analysis.reports.export import ExportedReport, export_html


def run_notebook(path: Path, *, root: Path, **parameters: object) -> Any:
    """The executed notebook, with `parameters` written into its parameters cell."""
    notebook = nbformat.read(path, as_version=4)
    for index, cell in enumerate(notebook.cells):
        if "parameters" in cell.metadata.get("tags", []) and parameters:
            source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            injected = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]}, id="injected")
            notebook.cells.insert(index + 1, injected)
            break
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(root)}})
    return client.execute()


def render_notebook(path: Path, *, root: Path, title: str = "", **parameters: object) -> ExportedReport:
    """The notebook's report."""
    return export_html(run_notebook(path, root=root, **parameters), title=title or path.stem, name=path.stem)


def write_files(report: ExportedReport, folder: Path) -> Path:
    """The page and its data in a folder; returns the page."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, content in report.data.items():
        (folder / "data" / name).write_bytes(content)
    (folder / "report.json").write_bytes(report.about)
    page = folder / "index.html"
    page.write_text(report.html, encoding="utf-8")
    return page
