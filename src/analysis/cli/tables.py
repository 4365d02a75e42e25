"""`workbook tables`: every table of an event as CSV."""

from pathlib import Path
from typing import Literal

import click

from analysis.cli.places import Target
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command()
@click.argument("event")
@click.option(
    "--to",
    "folder",
    required=True,
    type=Target(folder=True),
    help="Folder for the CSV files; made if missing.",
)
@click.option(
    "--unit",
    type=click.Choice(["sentence", "paragraph"]),
    default="sentence",
    show_default=True,
    help="Unit of analysis.",
)
@click.pass_context
def tables(context: click.Context, event: str, folder: Path, unit: Literal["sentence", "paragraph"]) -> None:
    """Write every table of EVENT into a folder, one CSV each under the table's name."""
    from analysis.event import load_event
    from analysis.exchange.csv_files import write_csv
    from analysis.pipeline import build_tables

    built = dict(build_tables(load_event(event, root=resolve_root(context)), unit=unit))
    for name, table in built.items():
        write_csv(table, folder / f"{name}.csv")
    tell(f"{len(built)} tables in {folder}")
