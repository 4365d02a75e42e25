"""`workbook check`: are the events and codebooks in order?"""

import click

from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command()
@click.argument("events", nargs=-1, metavar="[EVENT …]")
@click.option("--all-notes", is_flag=True, help="Also name every indicator that matches nothing on any event.")
@click.pass_context
def check(context: click.Context, events: tuple[str, ...], all_notes: bool) -> None:
    """Check events (default: all) and codebooks; show all problems at once.

    Problems end with exit code 2. Notes are doubts that may be meant so: they are shown and change nothing.
    """
    from analysis.checks import check_project
    from analysis.errors import InputError

    checked = check_project(resolve_root(context), events)
    for note in (*checked.doubts, *(checked.unmatched if all_notes else ())):
        tell(f"note: {note}", err=True)
    if checked.unmatched and not all_notes:
        tell(f"note: {len(checked.unmatched)} indicators match nothing on any event; --all-notes names them", err=True)
    if checked.problems:
        raise InputError(checked.problems)
    tell(f"{checked.what}: no problems")
