"""`workbook lab`: JupyterLab on the notebooks."""

import os
import sys
from pathlib import Path

import click

from analysis.cli.roots import resolve_root
from analysis.errors import InputError

START = "00_start.ipynb"
EXTENSIONS = Path(__file__).parents[1] / "desk" / "labextension"  # the form for a notebook's parameters


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTERLAB OPTION …]")
@click.pass_context
def lab(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open the notebooks in JupyterLab, 00_start first; further options go to it unchanged."""
    notebooks = resolve_root(context) / "notebooks"
    if not notebooks.is_dir():
        raise InputError(f"{notebooks}: there is no such folder; start one with: workbook new FOLDER")
    os.chdir(notebooks)
    first = (START,) if Path(START).is_file() and not any(a.endswith(".ipynb") for a in arguments) else ()
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *list_options(), *first, *arguments])


def list_options() -> list[str]:
    """What JupyterLab is told, so that the form is there also where the package was not installed by pip."""
    return [f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
