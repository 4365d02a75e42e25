"""Lines for people: what came from files and arguments reaches no terminal as a command to it."""

import contextlib

import click

from analysis.errors import show_controls


def tell(text: object, *, err: bool = False) -> None:
    """The text on stdout, or on stderr; its lines stay lines."""
    click.echo("\n".join(map(show_controls, str(text).split("\n"))), err=err)


def say_problem(line: str) -> None:
    """One line on stderr, if anybody listens."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(show_controls(line), err=True)
