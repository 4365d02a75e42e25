"""Notebooks that can be rendered: what each says of itself, read without running it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import InputError, name_choices
from analysis.files import require_file
from analysis.reports.parameters import Parameter, read_parameters

TRIED = "injected-parameters"  # papermill's tag for the cell with the values of one run
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
    require_file(path)
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; clear its outputs")
    notebook = Notebook(path, _drop_tried(path.read_bytes()))
    try:
        data = notebook.data
        version, cells, kernel = data["nbformat"], data["cells"], data["metadata"].get("kernelspec", {})
        language = kernel.get("language", "python")
        wrong = [n for n, cell in enumerate(cells, 1) if not _is_cell(cell)] if version == 4 else []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"{type(error).__name__}: {error}"
        raise InputError(f"{path.name}: is not a notebook ({what}); save it again from JupyterLab") from None
    if version != 4:
        raise InputError(f"{path.name}: is notebook format {version}; save it as format 4 from JupyterLab")
    if wrong:
        raise InputError(f"{path.name}: cell {wrong[0]} is not a cell of a notebook; save it again from JupyterLab")
    if language != "python":
        raise InputError(f"{path.name}: is written in {language}; reports are rendered from Python notebooks")
    _check_settings(path.name, notebook.data["metadata"].get("workbook", {}))
    _ = notebook.parameters  # its problems belong to the request, not to the run
    return notebook


def _drop_tried(content: bytes) -> bytes:
    """The notebook without the cell of values that somebody chose by hand, or that papermill put there for one run: a
    report starts from the parameters cell, and what was tried makes no report another one.
    """
    if TRIED.encode() not in content:
        return content
    try:
        data = json.loads(content)
        cells = [cell for cell in data["cells"] if TRIED not in cell["metadata"].get("tags", ())]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return content  # no notebook: told where it is read
    return (json.dumps({**data, "cells": cells}, indent=1, ensure_ascii=False) + "\n").encode()


def _is_cell(cell: Any) -> bool:
    """Whether it has what every cell has."""
    source, tags = cell.get("source"), cell.get("metadata", {}).get("tags", [])
    lines = isinstance(source, list) and all(isinstance(line, str) for line in source)
    known = cell.get("cell_type") in ("code", "markdown", "raw")
    return known and (isinstance(source, str) or lines) and isinstance(tags, list)


def _check_settings(name: str, settings: Any) -> None:
    """Refuse `workbook` metadata that says nothing."""
    if not isinstance(settings, dict):
        raise InputError(f'{name}: the metadata "workbook" is no mapping; write {{"inputs": […]}}')
    for key in ("inputs", "exhibits", "siblings"):
        texts = settings.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise InputError(f"{name}: workbook.{key} in the metadata is no list of texts; found {str(texts)[:60]!r}")
    choices = settings.get("choices", {})
    if not isinstance(choices, dict) or not all(_is_choice(choice) for choice in choices.values()):
        told = str(choices)[:60]
        raise InputError(f"{name}: workbook.choices in the metadata is no mapping of names to choices; found {told!r}")
    if not isinstance(settings.get("title_parameter", ""), str):
        raise InputError(f"{name}: workbook.title_parameter in the metadata is no name; correct it")


def _is_choice(choice: Any) -> bool:
    """A list of texts, or a pattern below the root with one star."""
    if isinstance(choice, list):
        return all(isinstance(text, str) for text in choice)
    return isinstance(choice, str) and "*" in Path(choice).parts and not Path(choice).is_absolute()


def list_notebooks(folder: Path) -> list[Notebook]:
    """The brief and the numbered notebooks in `folder` that say in their `workbook` metadata which files they read."""
    return _read_notebooks(folder)[0]


def _read_notebooks(folder: Path) -> tuple[list[Notebook], list[str]]:
    """The same, and what is wrong in others: a fault in one notebook is no fault of another."""
    found: list[Notebook] = []
    problems: list[str] = []
    for path in (*folder.glob("brief.ipynb"), *sorted(folder.glob("[0-9]*.ipynb"))):
        try:
            found.append(_read_notebook(path))
        except InputError as error:
            problems += error.problems
    return [notebook for notebook in found if "inputs" in notebook.settings], problems


def find_notebooks(folder: Path, names: Iterable[str]) -> tuple[list[Notebook], list[str]]:
    """The notebooks called `names` in `folder` (with or without `.ipynb`); none named: the default ones.

    Beside them what is wrong in default ones that cannot be rendered. Raises InputError where none can, or one that is
    named.
    """
    names = list(names)
    if not names:
        found, problems = _read_notebooks(folder)
        if not found:
            nothing = f"{folder}: has no numbered notebook with workbook metadata; name one with --notebook"
            raise InputError(problems or nothing)
        return found, problems
    there = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    unknown = [name for name in names if Path(name).name != name or name.removesuffix(".ipynb") not in there]
    if unknown:
        raise InputError(
            [f'there is no notebook "{name}" in {folder}; there is: {name_choices(there)}' for name in unknown]
        )
    return [_read_notebook(there[name.removesuffix(".ipynb")]) for name in dict.fromkeys(names)], []


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
