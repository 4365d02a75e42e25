"""`workbook lab`: JupyterLab on the notebooks."""

import os
import sys

import click

from analysis.cli import resolve_root
from analysis.errors import InputError


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTERLAB OPTION …]")
@click.pass_context
def lab(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open the notebooks in JupyterLab; further options go to it unchanged."""
    notebooks = resolve_root(context) / "notebooks"
    if not notebooks.is_dir():
        raise InputError(f"{notebooks}: there is no such folder; start one with: workbook new FOLDER")
    os.chdir(notebooks)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *arguments])
