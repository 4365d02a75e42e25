"""The folder that a command works in."""

import re
from pathlib import Path

import click

from analysis.cli.telling import tell
from analysis.errors import InputError


def resolve_root(context: click.Context) -> Path:
    """The folder that `--root` names, or the nearest one upwards.

    What a killed run has left in its data goes, and events of version 0.1.0 in it are converted.
    """
    from analysis.files import clear_left, find_root  # not from analysis.event, which takes its time to load

    if context.obj is None:
        root = find_root()
    elif (context.obj / "data").is_dir():
        root = context.obj.resolve()
    else:
        raise InputError(f"--root {context.obj}: has no data/ folder; name the folder that holds data/")
    clear_left(root / "data", below=True)
    _convert_old(root)
    return root


def _convert_old(root: Path) -> None:
    """Convert events that version 0.1.0 made, and say so."""
    from analysis.files import find_odd_file

    files = (p for p in (root / "data" / "events").glob("*/event.yml") if not (p.parent / "transcripts").exists())
    if not any(not find_odd_file(path) and re.search(rb"^experts:", path.read_bytes(), re.MULTILINE) for path in files):
        return  # without importing the rules for pages, which takes its time
    from analysis.adding.converting import convert_old_events

    for line in convert_old_events(root):
        tell(f"note: {line}", err=True)
