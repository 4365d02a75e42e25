"""Notebooks that can be rendered: what each says of itself, read without running it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import InputError, name_choices
from analysis.reports.parameters import Parameter, read_parameters

LARGEST = 16 << 20  # bytes; a notebook without outputs is a thousand times smaller


@dataclass(frozen=True)
class Notebook:
    """A notebook's file, its bytes and the `workbook` part of its metadata."""

    path: Path
    content: bytes

    @property
    def name(self) -> str:
        """The file's name without `.ipynb`."""
        return self.path.stem

    @cached_property
    def data(self) -> dict[str, Any]:
        """The file's JSON; treat as read-only."""
        data: dict[str, Any] = json.loads(self.content)
        return data

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The metadata under `workbook`: inputs, choices, title_parameter, exhibits."""
        settings: Mapping[str, Any] = self.data["metadata"].get("workbook", {})
        return settings

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """What the cell tagged `parameters` declares."""
        return read_parameters(self.name, _find_parameters_cell(self.data["cells"]))

    @cached_property
    def heading(self) -> str:
        """The notebook's question: its first Markdown heading."""
        for cell in self.data["cells"]:
            for line in join_source(cell).splitlines() if cell["cell_type"] == "markdown" else ():
                if line.startswith("# "):
                    return line.removeprefix("# ").strip()
        return self.name

    @property
    def title_parameter(self) -> str | None:
        """The parameter that names a report and its folder."""
        name = self.settings.get("title_parameter", "event")
        return name if name in self.parameters else None


def _read_notebook(path: Path) -> Notebook:
    """The notebook at `path`; raises InputError where it is none that can be rendered."""
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; clear its outputs")
    notebook = Notebook(path, path.read_bytes())
    try:
        data = notebook.data
        version, cells, kernel = data["nbformat"], data["cells"], data["metadata"].get("kernelspec", {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path.name}: is not a notebook ({error}); save it again from JupyterLab") from None
    if version != 4 or not isinstance(cells, list):
        raise InputError(f"{path.name}: is notebook format {version}; save it as format 4 from JupyterLab")
    if kernel.get("language", "python") != "python":
        raise InputError(f"{path.name}: is written in {kernel['language']}; reports are rendered from Python notebooks")
    _ = notebook.parameters  # its problems belong to the request, not to the run
    return notebook


def list_notebooks(folder: Path) -> list[Notebook]:
    """The brief and the numbered notebooks in `folder` that say in their `workbook` metadata which files they read."""
    paths = [*folder.glob("brief.ipynb"), *sorted(folder.glob("[0-9]*.ipynb"))]
    notebooks = [_read_notebook(path) for path in paths]
    return [notebook for notebook in notebooks if "inputs" in notebook.settings]


def find_notebooks(folder: Path, names: Iterable[str]) -> list[Notebook]:
    """The notebooks called `names` in `folder` (with or without `.ipynb`); none named: the default ones."""
    names = list(names)
    if not names:
        found = list_notebooks(folder)
        if not found:
            raise InputError(f"{folder}: has no numbered notebook with workbook metadata; name one with --notebook")
        return found
    there = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    unknown = [name for name in names if Path(name).name != name or name.removesuffix(".ipynb") not in there]
    if unknown:
        raise InputError(
            [f'there is no notebook "{name}" in {folder}; there is: {name_choices(there)}' for name in unknown]
        )
    return [_read_notebook(there[name.removesuffix(".ipynb")]) for name in dict.fromkeys(names)]


def _find_parameters_cell(cells: list[dict[str, Any]]) -> str:
    """The source of the cell tagged `parameters`, empty if there is none."""
    for cell in cells:
        if cell["cell_type"] == "code" and "parameters" in cell.get("metadata", {}).get("tags", []):
            return join_source(cell)
    return ""


def join_source(cell: Mapping[str, Any]) -> str:
    """A cell's source; the file may hold it as a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
