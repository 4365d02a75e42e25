"""A notebook's cells run in this process, for pages that need no kernel to be tested."""

import ast
import os
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbformat import v4

from analysis.reports.export import ExportedReport, export_html


def run_cells(path: Path, *, root: Path, **parameters: object) -> Any:
    """The notebook with the outputs that its cells would display."""
    notebook = nbformat.read(path, as_version=4)
    names: dict[str, Any] = {}
    before = Path.cwd()
    os.chdir(root)
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = run_cell(cell.source, names)
                if "parameters" in cell.metadata.get("tags", []):
                    names |= parameters
    finally:
        os.chdir(before)
    return notebook


def run_cell(source: str, names: dict[str, Any]) -> list[Any]:
    """What one cell displays: what it passes to `display`, and its last expression."""
    shown: list[Any] = []
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    names["display"] = lambda *values: shown.extend(values)
    with mock.patch("analysis.page.showing._display", shown.append):
        exec(compile(tree, "<cell>", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            shown += [] if value is None else [value]
    return [v4.new_output("display_data", data=bundle(value)) for value in shown]


def bundle(value: Any) -> dict[str, Any]:
    """What Jupyter would get from the object."""
    if isinstance(value, dict):
        return value
    if hasattr(value, "_repr_mimebundle_") and (found := value._repr_mimebundle_()):
        return dict(found)
    return {"text/markdown": value._repr_markdown_()}


def render_cells(path: Path, *, root: Path, title: str = "Test", **parameters: object) -> ExportedReport:
    """The notebook's report, without a kernel."""
    return export_html(run_cells(path, root=root, **parameters), title=title, name=path.stem)
