"""`workbook status`: what has changed since a report was rendered?"""

from pathlib import Path

import click

from analysis.cli.report import choose_reports, plan_request
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell
from analysis.errors import InputError


@click.command()
@choose_reports
@click.pass_context
def status(
    context: click.Context,
    events: tuple[str, ...],
    every: bool,
    names: tuple[str, ...],
    rows: Path | None,
    settings: tuple[str, ...],
) -> None:
    """Show which reports `workbook report` would render with the same arguments, and why.

    A report also may be named as its folder is called: EVENT/NOTEBOOK.
    """
    from analysis.checks import find_partial, name_faults
    from analysis.cli.refusals import refuse_reports
    from analysis.event import load_event
    from analysis.pipeline import build_tables
    from analysis.reports.batch import choose_changed

    root = resolve_root(context)
    if events and all("/" in event for event in events):
        pairs = [event.strip("/").removeprefix("reports/").split("/") for event in events]
        if unlike := [event for event, pair in zip(events, pairs, strict=True) if len(pair) != 2]:
            raise InputError(f"{unlike[0]}: is no report; name it as EVENT/NOTEBOOK")
        planned = [plan_request(root, (event,), every, (name,), rows, settings) for event, name in pairs]
    else:
        planned = [plan_request(root, events, every, names, rows, settings)]
    reports = [report for some, _ in planned for report in some]
    for problem in dict.fromkeys(problem for _, problems in planned for problem in problems):
        tell(f"note: {problem}", err=True)
    kept, refused = refuse_reports(reports, root, force=False)
    if refused and not kept:
        raise InputError(refused)
    for line in refused:
        tell(f"workbook: {line}", err=True)
    waiting, _ = choose_changed(reports, root, force=False)
    reasons = {item.report.name: item.reasons for item in waiting}
    for report in reports:
        if report.name not in reasons:
            tell(f"{report.name}: nothing has changed")
        for reason in reasons.get(report.name, ()):
            tell(f"{report.name}: {reason}")
    for slug in dict.fromkeys(str(r.parameters["event"]) for r in reports if "event" in r.parameters):
        if slug in {str(report.parameters.get("event")) for report in kept}:
            with name_faults(root, slug):
                event = load_event(slug, root=root)
                notes = list(find_partial(event, build_tables(event)))
            for note in notes:
                tell(f"note: {note}")
    context.exit(1 if refused else 0)
