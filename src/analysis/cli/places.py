"""Places that a command line names, checked before anything is computed: where to write, and where a scheduler is."""

import os
import re
from pathlib import Path
from typing import Any

import click

LONGEST_NAME = 255  # bytes, on every usual drive
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+|[\w.-]+:\d+")


class Target(click.Path):
    """A file, or with `folder` a folder, that will be written and need not be there."""

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(path_type=Path)
        self.folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; refused where something else stands in its place or in its way."""
        if problem := _find_hindrance(str(value), folder=self.folder):
            self.fail(f"{value}: {problem}" if str(value) else problem, param, ctx)
        return Path(value)


class Address(click.types.StringParamType):
    """Where a Dask scheduler is."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it was given."""
        if not ADDRESS.fullmatch(value):
            self.fail(f"{value!r} is no address of a scheduler; give for example tcp://host:8786", param, ctx)
        return str(value)


def _find_hindrance(given: str, *, folder: bool) -> str:
    """Why nothing can be written at a path, and what to do; empty where nothing is in the way."""
    if not given:
        return "is empty; give a name"
    path = Path(given)
    try:
        if any(len(os.fsencode(part)) > LONGEST_NAME for part in path.parts):
            return "has a name that is too long; give a shorter one"
        if folder and os.path.lexists(path) and not path.is_dir():
            return "is no folder; give another name"
        if not folder and path.exists() and not path.is_file():
            return "is a folder or a device, not a file; give another name"
        above = next((p for p in (path, *path.parents) if os.path.lexists(p) and p != path), path.parent)
        if not above.is_dir():
            return f"{above} is no folder; give another place"
        return "" if os.access(above, os.W_OK | os.X_OK) else f"nothing may be written in {above}; give another place"
    except (OSError, ValueError) as error:
        return f"cannot be a name ({getattr(error, 'strerror', None) or error}); give another one"
