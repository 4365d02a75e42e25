"""`workbook report`: notebooks and parameters to HTML."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.bounds import MEGABYTES, SECONDS
from analysis.cli.places import Address
from analysis.cli.refusals import refuse_reports
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell
from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.reports.batch import Batch
    from analysis.reports.kernels.session import KernelSession
    from analysis.reports.plan import Report

Command = Callable[..., Any]


def choose_reports(command: Command) -> Command:
    """The arguments that say which reports are meant; `workbook status` has them too."""
    for option in (
        click.option("-p", "--parameter", "settings", multiple=True, metavar="NAME=VALUE", help="Set a parameter."),
        click.option(
            "--params",
            "rows",
            metavar="FILE",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A CSV or YAML file with a row of parameters for each report.",
        ),
        click.option(
            "--notebook", "names", multiple=True, metavar="NAME", help="A notebook (default: all numbered ones)."
        ),
        click.option("--all", "every", is_flag=True, help="Every event."),
        click.argument("events", nargs=-1, metavar="[EVENT …]"),
    ):
        command = option(command)
    return command


@click.command()
@choose_reports
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Reports at once (default: one per core).")
@click.option("--force", is_flag=True, help="Render also what has not changed.")
@click.option("--cold", is_flag=True, help="Start every kernel anew instead of forking it from a warm one.")
@click.option(
    "--timeout",
    type=SECONDS,
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="What one report may take.",
)
@click.option(
    "--memory",
    type=MEGABYTES,
    default=4096,
    show_default=True,
    metavar="MB",
    help="What one report's kernel may use.",
)
@click.option(
    "--scheduler", type=Address(), metavar="ADDRESS", help="Render on the Dask cluster whose scheduler is there."
)
@click.option("--json", "as_json", is_flag=True, help="Show what happens as lines of JSON, for programs.")
@click.pass_context
def report(
    context: click.Context,
    /,
    events: tuple[str, ...],
    every: bool,
    names: tuple[str, ...],
    rows: Path | None,
    settings: tuple[str, ...],
    as_json: bool,
    **how: Any,
) -> None:
    """Render the reports of EVENT to reports/EVENT/NOTEBOOK/index.html.

    Without EVENT the notebooks run with the parameters that stand in them. What has not changed since it was rendered
    is left as it is; `workbook status` tells what has. What `workbook check` finds wrong is told before anything
    starts, and reports of other events are rendered all the same.

    Exit codes: 0 all reports are as they should be, 1 some failed, 2 the request was wrong and nothing was started,
    130 stopped by Ctrl-C.
    """
    with _open_early(**how) as session:
        root = resolve_root(context)
        planned, problems = plan_request(root, events, every, names, rows, settings)
        _preload(session, planned)
        reports, refused = refuse_reports(planned, root, force=how["force"])
        if not reports:
            raise InputError([*problems, *refused])
        for line in (*problems, *refused):
            tell(f"workbook: {line}", err=True)

        from analysis.reports.progress import choose_progress

        progress = choose_progress(as_json=as_json)
        try:
            batch = _render(reports, root, notify=progress, session=session, **how)
        finally:
            progress.close()
    _show_batch(batch, planned, as_json=as_json)
    context.exit(130 if batch.stopped else 1 if batch.failed or problems or refused else 0)


def _open_early(
    *, force: bool, cold: bool, scheduler: str | None, **_: Any
) -> AbstractContextManager["KernelSession | None"]:
    """Kernels that get ready while the request is checked, where it is certain that one will be wanted."""
    if not force or cold or scheduler:
        return nullcontext()
    from analysis.reports.kernels.session import KernelSession

    return KernelSession(find_modules=None)


def _preload(session: "KernelSession | None", planned: "list[Report]") -> None:
    """Let the kernels' server import what the notebooks will, while their events are checked."""
    if session:
        from analysis.reports.batch import find_modules

        session.preload(lambda: find_modules(planned))


def _render(
    reports: "list[Report]", root: Path, *, timeout: float, memory: int, cold: bool, notify: Any, **how: Any
) -> "Batch":
    """Render on this machine."""
    from analysis.reports.batch import render_batch

    return render_batch(reports, root, seconds=timeout, megabytes=memory, warm=not cold, notify=notify, **how)


def _show_batch(batch: "Batch", reports: "list[Report]", *, as_json: bool) -> None:
    """Where the reports are, to stdout; what went wrong, to stderr."""
    failed = {record["report"] for record in batch.failed}
    if not as_json:
        known = {record["report"] for record in batch.records} | {report.name for report in batch.unchanged}
        for wanted in reports:
            if wanted.name in known - failed:
                tell(f"reports/{wanted.name}/index.html")
    for record in batch.failed if not batch.stopped else ():
        tell(f"workbook: {record['report']}: {record['state']}: {record['error']}", err=True)
    if batch.stopped:
        tell(f"workbook: stopped; {len(reports) - len(failed)} of {len(reports)} reports are done", err=True)
    elif failed:
        tell(f"workbook: {len(failed)} of {len(reports)} reports failed", err=True)


def plan_request(
    root: Path,
    events: tuple[str, ...],
    every: bool,
    names: tuple[str, ...],
    rows: Path | None,
    settings: tuple[str, ...],
) -> "tuple[list[Report], list[str]]":
    """The reports that the command line asks for, all of them checked, and what is wrong in notebooks left aside."""
    from analysis.files import find_notebook_folder
    from analysis.reports.notebooks import find_notebooks
    from analysis.reports.plan import Row, plan_reports
    from analysis.reports.rows import read_rows

    if every and events:
        raise InputError(f"give either --all or events ({' '.join(events)}), not both")
    if rows and (every or events):
        raise InputError("give either --params or events, not both; write the events into the file")
    if every:
        from analysis.event import list_events  # only here: it takes its time to load

        if not (events := tuple(list_events(root))):
            raise InputError(f"{root / 'data' / 'events'}: has no event; add one with workbook add")
    given = _read_settings(settings)
    if events and "event" in given:
        raise InputError("give the event either as an argument or with -p event=…, not both")
    notebooks, problems = find_notebooks(find_notebook_folder(root), names)
    if rows:
        read = read_rows(rows)
        if twice := sorted({name for row in read for name in row.values} & given.keys()):
            raise InputError(f"{rows.name}: has {', '.join(twice)}, which -p gives too; keep one")
        return plan_reports(root, notebooks, [Row(given | dict(r.values), r.where, r.typed) for r in read]), problems
    asked = [Row({**given, "event": event}) for event in dict.fromkeys(events)] or [Row(given)]
    if not events or names:
        return plan_reports(root, notebooks, asked), problems
    about_events = [notebook for notebook in notebooks if "event" in notebook.parameters]
    few = _find_few(root, events) if every else {}
    others = [notebook for notebook in notebooks if "event" not in notebook.parameters] if every else []
    reports = plan_reports(root, about_events, asked) + plan_reports(root, others, [Row({})])
    kept = [r for r in reports if r.notebook.name in few.get(str(r.parameters.get("event")), {r.notebook.name})]
    return kept, problems


def _find_few(root: Path, events: tuple[str, ...]) -> dict[str, set[str]]:
    """The notebooks of the events that name theirs; an event that cannot be read is told when its report is made."""
    from analysis.event import load_event

    few: dict[str, set[str]] = {}
    for event in events:
        with suppress(InputError):
            if named := load_event(event, root=root).file.notebooks:
                few[event] = set(named)
    return few


def _read_settings(settings: tuple[str, ...]) -> dict[str, str]:
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
