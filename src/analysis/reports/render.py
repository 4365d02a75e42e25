"""One report, from request to files and record."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import InputError
from analysis.files import write_whole
from analysis.reports.changes import Depends, Sources, find_undeclared
from analysis.reports.execute import Limits, NotebookRun, RunError, prepare_notebook, run_notebook
from analysis.reports.index import render_failure
from analysis.reports.kernels.session import KernelSession
from analysis.reports.normalise import normalise_notebook
from analysis.reports.placing import place_report, recover_reports, stage_report
from analysis.reports.plan import Report
from analysis.reports.publish import export_report
from analysis.reports.record import Record, describe_files, describe_host, read_clock, write_record


@dataclass
class Outcome:
    """What running a report gave: facts for its record and, if all is well, its files."""

    record: Record
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Ran:
    """A notebook that was executed for a report, well or not, and what is to be recorded of it."""

    report: Report
    run: NotebookRun
    record: Record
    clock: float


def compute_report(
    report: Report,
    session: KernelSession,
    *,
    limits: Limits,
    on_cell: Callable[[int, int], None] = lambda done, cells: None,
) -> Outcome:
    """Run the notebook and make the report's files; writes nothing."""
    return complete_report(run_report(report, session, limits=limits, on_cell=on_cell))


def run_report(
    report: Report,
    session: KernelSession,
    *,
    limits: Limits,
    on_cell: Callable[[int, int], None] = lambda done, cells: None,
) -> Ran:
    """Run the notebook in a kernel."""
    run = NotebookRun(report, session, limits, on_cell)
    ran = Ran(report, run, {"started": read_clock(), "host": describe_host(), "state": "ok"}, time.perf_counter())
    try:
        if session.stopped:
            raise RunError("interrupted", "stopped before it was begun")
        run_notebook(run)
    except RunError as error:
        ran.record |= {"state": error.state, "error": str(error), "detail": error.detail, "cell": error.cell}
    return ran


def complete_report(ran: Ran) -> Outcome:
    """The report's files, made from the notebook that ran; needs no kernel."""
    run, outcome = ran.run, Outcome(ran.record)
    if outcome.record["state"] == "ok":
        try:
            _refuse_undeclared(ran.report, run.reads)
            outcome.files = export_report(ran.report, normalise_notebook(run.notebook, ran.report))
        except InputError as error:
            outcome.record |= {"state": "refused", "error": "; ".join(error.problems)}
    seconds = round(time.perf_counter() - ran.clock, 3)
    outcome.record |= {"ended": read_clock(), "seconds": seconds, "kernel": run.how}
    if run.why_cold:
        outcome.record["why_cold"] = run.why_cold
    return outcome


def _refuse_undeclared(report: Report, reads: list[str]) -> None:
    """Raises InputError where the notebook read what it does not declare: a change of that would go unseen."""
    if undeclared := find_undeclared(report, reads, Sources(report.root)):
        problem = f"read {', '.join(undeclared)} without declaring it; add it to workbook.inputs in the metadata"
        raise InputError(problem)


def finish_report(report: Report, opened: Record, outcome: Outcome, depends: Depends) -> Record:
    """Put the report's files and its record in their place; the record says so where that fails."""
    record: dict[str, Any] = opened | outcome.record
    if record["state"] == "ok":
        try:
            return _put_report(report, record | {"depends": depends}, outcome.files)
        except OSError as error:
            problem = f"{report.folder}: {error.strerror or error}; the report that was there stays"
            record |= {"state": "not written", "error": problem}
    with suppress(OSError):  # a full disk: the caller tells it, and the old record does not say "ok" of new files
        write_record(report.folder, record)
        _write_failure(report, record)
    return record


def _put_report(report: Report, record: Record, files: dict[str, bytes]) -> Record:
    """The report in its place, with its record."""
    try:
        staged = stage_report(report.folder, files)
        record |= {"files": describe_files(staged, files)}
        record.pop("last_good", None)
        write_record(staged, record)
        place_report(staged, report.folder)
    finally:
        with suppress(OSError):
            recover_reports(report.folder.parent)
    return record


def _write_failure(report: Report, record: Record) -> None:
    """A page beside the last good report that says what failed; away with it where nothing did."""
    path = report.folder / "failure.html"
    if record["state"] == "interrupted":
        path.unlink(missing_ok=True)
        return
    cell = record.get("cell")
    page = render_failure(
        name=report.name,
        error=f"{record['state']}: {record['error']}",
        parameters=report.parameters,
        command=report.command,
        cell=cell,
        source=_find_source(report, cell),
        traceback=record.get("detail", ""),
        last_good="index.html" if (report.folder / "index.html").is_file() else "",
        home=report.home,
    )
    write_whole(path, page.encode(), sync=False)


def _find_source(report: Report, cell: int | None) -> str:
    """The source of a cell, counted as the record counts: from one, in the notebook with its injected cell."""
    cells = prepare_notebook(report).cells
    return str(cells[cell - 1].source) if cell and cell <= len(cells) else ""
