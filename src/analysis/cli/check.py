"""`workbook check`: are the events and codebooks in order?"""

import click

from analysis.cli import resolve_root


@click.command()
@click.argument("events", nargs=-1, metavar="[EVENT …]")
@click.pass_context
def check(context: click.Context, events: tuple[str, ...]) -> None:
    """Check events (default: all) and codebooks; tell all problems at once."""
    from analysis.checks import find_problems
    from analysis.errors import InputError

    root = resolve_root(context)
    checked, problems = find_problems(root, events)
    if problems:
        raise InputError(problems)
    click.echo(f"{checked}: no problems")
