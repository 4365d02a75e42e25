"""`workbook report`: notebooks and parameters to HTML."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli import resolve_root
from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.reports.plan import Report


@click.command()
@click.argument("events", nargs=-1, metavar="[EVENT …]")
@click.option("--all", "every", is_flag=True, help="Render every event.")
@click.option("--notebook", "names", multiple=True, metavar="NAME", help="A notebook (default: all numbered ones).")
@click.option("-p", "--parameter", "settings", multiple=True, metavar="NAME=VALUE", help="Set a parameter.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Reports at once (default: one per core).")
@click.option("--force", is_flag=True, help="Render also what has not changed.")
@click.option("--cold", is_flag=True, help="Start every kernel anew instead of forking it from a warm one.")
@click.pass_context
def report(
    context: click.Context,
    events: tuple[str, ...],
    every: bool,
    names: tuple[str, ...],
    settings: tuple[str, ...],
    jobs: int | None,
    force: bool,
    cold: bool,
) -> None:
    """Render the reports of EVENT to reports/EVENT/NOTEBOOK/index.html.

    Without EVENT the notebooks run with the parameters that stand in them.
    """
    root = resolve_root(context)
    reports = plan_request(root, events, every, names, settings)

    from analysis.reports.batch import render_batch

    batch = render_batch(reports, root, jobs=jobs, warm=not cold, force=force)
    for record in batch.records:
        if record["state"] == "ok":
            click.echo(f"reports/{record['report']}/index.html")
        else:
            click.echo(f"workbook: {record['report']}: {record['state']}: {record['error']}", err=True)
    if batch.failed:
        click.echo(f"workbook: {len(batch.failed)} of {len(reports)} reports failed", err=True)
    context.exit(130 if batch.stopped else 1 if batch.failed else 0)


def plan_request(
    root: Path, events: tuple[str, ...], every: bool, names: tuple[str, ...], settings: tuple[str, ...]
) -> "list[Report]":
    """The reports that the command line asks for."""
    from analysis.event import list_events
    from analysis.reports.notebooks import find_notebooks
    from analysis.reports.plan import Row, plan_reports

    if every and events:
        raise InputError(f"give either --all or events ({' '.join(events)}), not both")
    if every and not (events := tuple(list_events(root))):
        raise InputError(f"{root / 'data' / 'events'}: has no event; add one with workbook add")
    given = read_settings(settings)
    if events and "event" in given:
        raise InputError("give the event either as an argument or with -p event=…, not both")
    rows = [Row({**given, "event": event}) for event in dict.fromkeys(events)] or [Row(given)]
    return plan_reports(root, find_notebooks(find_folder(root), names), rows)


def read_settings(settings: tuple[str, ...]) -> dict[str, str]:
    """`NAME=VALUE` pairs; the value stays text until the notebook says what it is."""
    given: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.isidentifier():
            raise InputError(f'-p "{setting}": is not NAME=VALUE; write for example -p unit=paragraph')
        if name in given:
            raise InputError(f"-p {name}: is given twice; keep one")
        given[name] = value
    return given


def find_folder(root: Path) -> Path:
    """The root's own notebooks, else the ones that this package lies beside."""
    for folder in (root / "notebooks", Path(__file__).parents[3] / "notebooks"):
        if folder.is_dir():
            return folder
    raise InputError(f"{root}: has no notebooks/ folder; make one or give another --root")
