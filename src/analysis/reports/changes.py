"""What a report depends on, and which part of it has changed since the report was rendered."""

import importlib.util
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import hash_bytes, hash_file
from analysis.files.handmade import read_yaml
from analysis.reports.kernels.imports import list_installed
from analysis.reports.plan import Report

PACKAGE = Path(__file__).parents[1]  # the project code that notebooks call, this engine included
TEMPLATE = PACKAGE / "page"
PARTS = {  # name in the record -> how people call it
    "notebook": "the notebook",
    "parameters": "a parameter",
    "inputs": "a declared input",
    "code": "project code",
    "template": "the page's template",
    "environment": "the environment",
}
Depends = dict[str, dict[str, Any]]


def _is_template(path: Path) -> bool:
    """Whether a file is the page's template, style or script."""
    return path.is_relative_to(TEMPLATE) and path.suffix in {".j2", ".css", ".js"}


class Sources:
    """Files as they are now; each is read once, however many reports depend on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hashes: dict[Path, str] = {}
        self.found: dict[str, list[Path]] = {}
        self.events: dict[str, Any] = {}

    def hash_file(self, path: Path) -> str:
        """The file's SHA-256, computed once."""
        if path not in self.hashes:
            self.hashes[path] = hash_file(path)
        return self.hashes[path]

    def find_files(self, pattern: str) -> list[Path]:
        """The files that a pattern below the root (or a whole path) finds, in order, without hidden ones."""
        if pattern not in self.found:
            whole = pattern + ("/*" if pattern.endswith("**") else "")
            base = Path(Path(whole).anchor or self.root)
            self.found[pattern] = sorted(
                path
                for path in base.glob(whole.removeprefix(Path(whole).anchor))
                if not any(part.startswith(".") for part in path.relative_to(base).parts) and path.is_file()
            )
        return self.found[pattern]

    def read_field(self, event: str, name: str) -> str:
        """A field of the event's file; a star, which any name fits, where it cannot be read."""
        if event not in self.events:
            try:
                self.events[event], _ = read_yaml(self.root / "data" / "events" / event / "event.yml")
            except (InputError, OSError):
                self.events[event] = None
        data = self.events[event]
        value = data.get(name) if isinstance(data, dict) else None
        return value if value and isinstance(value, str) else "*"

    def hash_files(self, paths: Iterable[Path], base: Path) -> dict[str, str]:
        """Hashes by path below `base`."""
        return {
            (path.relative_to(base) if path.is_relative_to(base) else path).as_posix(): self.hash_file(path)
            for path in paths
        }

    @cached_property
    def code(self) -> dict[str, str]:
        """The project's own modules and data files, without the template."""
        paths = sorted(
            path
            for path in PACKAGE.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and not _is_template(path)
        )
        return self.hash_files(paths, PACKAGE)

    @cached_property
    def template(self) -> dict[str, str]:
        """The files of the page's template."""
        return self.hash_files(sorted(filter(_is_template, TEMPLATE.rglob("*"))), TEMPLATE)

    @cached_property
    def environment(self) -> dict[str, str]:
        """Python, the machine's kind, the lock file, and every installed distribution."""
        names = sorted(name for packages in list_installed().values() for name in packages)
        locks = (self.root / "requirements.lock", PACKAGE.parents[1] / "requirements.lock")
        lock = next((self.hash_file(path) for path in locks if path.is_file()), "")
        return {
            "python": platform.python_version(),
            "machine": f"{sys.platform}-{platform.machine()}",
            "requirements.lock": lock,
            "packages": hash_bytes("\n".join(names).encode()),
        }


def find_inputs(report: Report, sources: Sources) -> list[Path]:
    """The files that the notebook's metadata declares as inputs, with the parameters filled in.

    An empty parameter means the event's own value, such as its codebook.
    """
    values = {name: str(value) for name, value in report.parameters.items()}
    paths: dict[Path, None] = {}
    for pattern in report.notebook.settings.get("inputs", ()):
        for name in (name for name, value in values.items() if not value and f"{{{name}}}" in pattern):
            values[name] = sources.read_field(str(values.get("event", "")), name)
        paths.update(dict.fromkeys(sources.find_files(_fill_pattern(pattern, values))))
    return sorted(paths)


def _fill_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """`{event}` replaced by the parameter's value; other braces stay."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


def describe_dependencies(report: Report, sources: Sources) -> Depends:
    """All that the report's bytes depend on, part by part."""
    return {
        "notebook": {report.notebook.path.name: hash_bytes(report.notebook.content)},
        "parameters": dict(report.parameters),
        "inputs": sources.hash_files(find_inputs(report, sources), sources.root),
        "code": sources.code,
        "template": sources.template,
        "environment": sources.environment,
    }


def explain_changes(report: Report, record: Mapping[str, Any], depends: Depends) -> list[str]:
    """Why the report is to be rendered, one reason a line; none if it is as it would be again."""
    if not record:
        return ["it has not been rendered here yet"]
    reasons = []
    if record.get("state") != "ok":
        reasons.append(f"its last run did not end well: {record.get('state')}")
    if before := record.get("depends"):
        for part, called in PARTS.items():
            reasons += _compare_part(called, before.get(part, {}), depends[part])
    elif not reasons:
        reasons.append("its record does not say what it was made from")
    if not reasons:
        reasons = [f"{name} is not as it was written" for name in _find_damaged(report.folder, record.get("files", {}))]
    return reasons


def _compare_part(called: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two maps of one part."""
    return [
        f"{called} {'is new' if name not in before else 'is gone' if name not in now else 'changed'}: {name}"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name) or (name in before) != (name in now)
    ]


def _find_damaged(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The report's files that are missing or have other bytes than were written."""
    return [name for name, written in files.items() if not _is_as_written(folder / name, written)]


def _is_as_written(path: Path, written: Mapping[str, Any]) -> bool:
    """By size and time where these agree, else by content."""
    try:
        status = path.stat()
        if status.st_size != written["size"]:
            return False
        if status.st_mtime_ns == written["mtime_ns"]:
            return True
        return bool(hash_file(path) == written["sha256"])
    except OSError:
        return False


def find_undeclared(report: Report, reads: Iterable[str], sources: Sources) -> list[str]:
    """Files that the notebook has read without declaring them, by their place below the root."""
    declared = {os.path.realpath(path) for path in find_inputs(report, sources)}
    declared.add(os.path.realpath(report.notebook.path))
    read = {importlib.util.source_from_cache(name) if "__pycache__" in name else name for name in reads}
    undeclared = {Path(name) for name in read if name not in declared and Path(name).is_file()}
    root = Path(os.path.realpath(report.root))
    return sorted(str(path.relative_to(root) if path.is_relative_to(root) else path) for path in undeclared)
