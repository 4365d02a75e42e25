"""Which reports are to be rendered: every request checked before anything starts."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import InputError, name_choices, tell_once
from analysis.files import hash_bytes
from analysis.reports.notebooks import Notebook
from analysis.reports.parameters import Value, fill_parameters

MOST = 50  # problems that are told
UNKNOWN = re.compile(r'has no parameter ".*?"')


@dataclass(frozen=True)
class Report:
    """One report to render: a notebook with all its parameters' values, and where it goes."""

    notebook: Notebook
    parameters: Mapping[str, Value]
    root: Path
    folder: Path

    @property
    def name(self) -> str:
        """How people call it: its folder below `reports/`."""
        return self.folder.relative_to(self.root / "reports").as_posix()

    @property
    def title(self) -> str:
        """The notebook's question, and what it is asked of."""
        named = self.notebook.title_parameter
        return f"{self.notebook.heading} {self.parameters[named]}" if named else self.notebook.heading

    @property
    def command(self) -> str:
        """What renders it again."""
        named = self.notebook.title_parameter
        words = ["workbook", "report", *([str(self.parameters[named])] if named else [])]
        words += ["--notebook", self.notebook.name]
        words += [f"-p {shlex.quote(f'{name}={value}')}" for name, value in self.changed.items()]
        return " ".join(words)

    @property
    def changed(self) -> dict[str, Value]:
        """The values that are not the notebook's defaults, without the one that names the report."""
        return _list_changed(self.notebook, self.parameters)

    @property
    def home(self) -> str:
        """The way from the report to the index of all reports."""
        return "../" * len(Path(self.name).parts) + "index.html"


@dataclass(frozen=True)
class Row:
    """Values that somebody gave for one report, and where."""

    values: Mapping[str, Any]
    where: str = ""
    typed: bool = False  # the values have types already, so that a text is no number


def plan_reports(root: Path, notebooks: Iterable[Notebook], rows: Iterable[Row]) -> list[Report]:
    """A report for every notebook and row; raises InputError with all problems of all rows."""
    reports: dict[Path, Report] = {}
    problems: list[tuple[str, str]] = []
    rows = list(rows)
    for notebook in notebooks:
        choices = {name: list_choices(root, given) for name, given in notebook.settings.get("choices", {}).items()}
        for row in rows:
            values, wrong = fill_parameters(notebook.name, notebook.parameters, row.values, typed=row.typed)
            found = [(row.where, what) for what in wrong]
            found += [
                (row.where, f'there is no {name} "{values[name]}"; there is: {name_choices(known)}')
                for name, known in choices.items()
                if not found and name in values and values[name] not in known
            ]
            folder = name_folder(root, notebook, values)
            if not found and folder in reports:
                found.append((row.where, f"{folder.relative_to(root)} is asked for twice; remove one of the rows"))
            problems += found
            reports[folder] = Report(notebook, values, root, folder)
    if problems:
        raise InputError(tell_once(_join_notebooks(dict.fromkeys(problems)), most=MOST))
    return list(reports.values())


def _join_notebooks(problems: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The problems, one that several notebooks have told of the first of them only."""
    known: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for where, what in problems:
        found = UNKNOWN.search(what)
        known.setdefault((where, found[0] if found else what), []).append((where, what))
    for (where, what), *others in known.values():
        yield where, what + (f" ({len(others)} more notebooks have none either)" if others else "")


def _list_changed(notebook: Notebook, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that are not the defaults, by name in alphabetical order, without the one that names the report."""
    return {
        name: values[name]
        for name, parameter in sorted(notebook.parameters.items())
        if name != notebook.title_parameter and values[name] != parameter.default
    }


def list_choices(root: Path, pattern: str | list[str]) -> list[str]:
    """The names that a pattern such as `data/events/*/event.yml` finds: what its star stands for. A list is itself.

    A name whose file is no file is found too: what is wrong with it is told when it is read.
    """
    if isinstance(pattern, list):
        return pattern
    place, part = next((n, part) for n, part in enumerate(Path(pattern).parts) if "*" in part)
    before, after = part.split("*", 1)
    first, rest = Path(*Path(pattern).parts[: place + 1]), Path(*Path(pattern).parts[place + 1 :])
    names = {path.name for path in root.glob(str(first)) if os.path.lexists(path / rest) or any(path.glob(str(rest)))}
    return sorted(name.removeprefix(before).removesuffix(after) for name in names)


def name_folder(root: Path, notebook: Notebook, values: Mapping[str, Value]) -> Path:
    """`reports/<event>/<notebook>`, or `reports/<name>` for a notebook about no event.

    Values that are not the defaults are appended, so that no report hides another.
    """
    named = notebook.title_parameter
    other = [f"{name}={value}" for name, value in _list_changed(notebook, values).items()]
    above = root / "reports" / slug(str(values[named])) if named else root / "reports"
    name = notebook.name if named else notebook.name.lstrip("0123456789_") or notebook.name
    return above / slug("--".join([name, *other]))


def slug(name: str) -> str:
    """A file name for any text: itself if it can be one, else made so and told apart by a hash."""
    safe = re.sub(r"[^A-Za-z0-9._=,+-]", "-", name).lstrip(".")[:120]
    return safe if safe == name else f"{safe}-{hash_bytes(name.encode())[:8]}"
