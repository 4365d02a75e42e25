"""Run a notebook in a real kernel, with papermill, and take from the result what depends on the moment."""

import copy
import logging
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from analysis.reports.parameters import write_parameters
from analysis.reports.plan import Report

KERNEL_FILE = re.compile(r"\S*[/\\]ipykernel_\d+[/\\]\d+\.py")  # ipykernel names a cell after its process
ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,16}\b")  # how Python shows an object that has no text of its own


class CellError(Exception):
    """A cell raised an exception."""

    def __init__(self, cell: int, name: str, value: str, traceback: str) -> None:
        self.cell, self.name, self.value, self.traceback = cell, name, value, traceback
        super().__init__(f"cell {cell}: {name}: {value.splitlines()[0] if value else ''}".rstrip(": "))


def run_notebook(report: Report) -> nbformat.NotebookNode:
    """The report's notebook, executed and normalised; raises CellError where a cell fails."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    folder = report.notebook.path.parent
    try:
        executed = execute_notebook(
            prepare_notebook(report),
            None,
            progress_bar=False,
            resources={"metadata": {"path": str(folder)}},  # the kernel's folder; papermill's own cwd moves all threads
            coalesce_streams=True,
            engine_name="workbook",
        )
    except PapermillExecutionError as error:
        raise CellError(error.cell_index, error.ename, error.evalue, "\n".join(error.traceback)) from None
    return normalise_notebook(executed, hide=(str(report.root), sys.prefix))


class WorkbookEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine."""


papermill_engines.register("workbook", WorkbookEngine)


def prepare_notebook(report: Report) -> Any:
    """The notebook with the values' cell behind its parameters cell, fixed ids, and no outputs."""
    notebook: Any = nbformat.from_dict(copy.deepcopy(report.notebook.data))  # type: ignore[no-untyped-call]
    cells = notebook.cells
    position = next((i + 1 for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), 0)
    if report.parameters:
        cell = {"cell_type": "code", "id": "injected-parameters", "metadata": {"tags": ["injected-parameters"]}}
        cells.insert(position, nbformat.from_dict({**cell, "source": write_parameters(report.parameters)}))  # type: ignore[no-untyped-call]
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    for index, cell in enumerate(cells):
        cell.source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        cell.setdefault("id", f"cell-{index}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata["papermill"] = {}
    return notebook


def normalise_notebook(notebook: nbformat.NotebookNode, *, hide: tuple[str, ...]) -> nbformat.NotebookNode:
    """Without times, process numbers, addresses and the folders in `hide`."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", ()):
            normalise_output(output, hide)
    return notebook


def normalise_output(output: Any, hide: tuple[str, ...]) -> None:
    """Change one output in place."""
    if output.output_type == "stream":
        output.text = normalise_text(output.text, hide)
    elif output.output_type in ("display_data", "execute_result") and "text/plain" in output.data:
        output.data["text/plain"] = normalise_text(output.data["text/plain"], hide)


def normalise_text(text: str, hide: tuple[str, ...]) -> str:
    """Paths of cells, addresses of objects and the given folders replaced by words that never change."""
    text = ADDRESS.sub("0x…", KERNEL_FILE.sub("<cell>", text))
    for folder in hide:
        text = text.replace(f"{Path(folder)}/", "")
    return text
