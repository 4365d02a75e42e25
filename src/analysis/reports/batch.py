"""Many reports: only those that changed, several at once, on after a failure, stopped cleanly."""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from analysis.limits import call_if_ended
from analysis.reports.changes import Depends, Sources, describe_dependencies, explain_changes
from analysis.reports.kernels.session import KernelSession
from analysis.reports.lock import lock_folder
from analysis.reports.placing import recover_reports
from analysis.reports.plan import Report
from analysis.reports.record import Record, open_record, read_clock, read_record, write_record

if TYPE_CHECKING:
    from analysis.reports.render import Outcome

Notify = Callable[[dict[str, Any]], None]


@dataclass
class Batch:
    """How a batch went."""

    records: list[Record] = field(default_factory=list)
    unchanged: list[Report] = field(default_factory=list)
    stopped: bool = False

    @property
    def failed(self) -> list[Record]:
        """The records of reports that are not as they should be."""
        return [record for record in self.records if record["state"] != "ok"]


@dataclass
class Waiting:
    """A report that is to be rendered."""

    report: Report
    record: Record
    depends: Depends
    reasons: list[str]


def choose_changed(reports: Iterable[Report], root: Path, *, force: bool) -> tuple[list[Waiting], list[Report]]:
    """The reports to render and why, and those that are as they would be again."""
    sources = Sources(root)
    waiting, unchanged = [], []
    for report in reports:
        record, depends = read_record(report.folder), describe_dependencies(report, sources)
        reasons = explain_changes(report, record, depends)
        if reasons or force:
            opened = open_record(report.name, report.parameters, record)
            waiting.append(Waiting(report, opened, depends, reasons or ["asked for with --force"]))
        else:
            unchanged.append(report)
    return waiting, unchanged


def render_batch(
    reports: list[Report],
    root: Path,
    *,
    jobs: int | None = None,
    seconds: float = 600,
    megabytes: int = 4096,
    warm: bool = True,
    force: bool = False,
    scheduler: str | None = None,
    session: KernelSession | None = None,
    notify: Notify = lambda event: None,
) -> Batch:
    """Render what changed among `reports`, and give `notify` what happens (from several threads).

    Ctrl-C ends the kernels and returns with `stopped`; what is done is kept. Raises InputError before anything is
    rendered where the reports folder cannot be written to or another run writes into it. A `session` that waits for
    the notebooks' modules, or knows them, may be given; it is closed.
    """
    for function in ("record:mark_ended", "lock:forget_holder"):
        call_if_ended(f"analysis.reports.{function}", str((root / "reports").absolute()))
    with lock_folder(root / "reports"):
        recover_reports(root / "reports")
        waiting, unchanged = choose_changed(reports, root, force=force)
        batch = Batch(unchanged=unchanged)
        notify({"event": "planned", "reports": len(reports), "unchanged": len(unchanged), "to_render": len(waiting)})
        if waiting:
            try:
                limit = (seconds, megabytes)
                if scheduler:
                    _render_there(waiting, batch, scheduler=scheduler, limit=limit, warm=warm, notify=notify)
                else:
                    session = session or KernelSession(warm=warm, find_modules=None)
                    _render_here(waiting, batch, session, jobs=jobs or _count_jobs(), limit=limit, notify=notify)
            except KeyboardInterrupt:
                batch.stopped = True
                _mark_interrupted(waiting, batch)
        done = unchanged if not waiting else [record for record in batch.records if record["state"] != "interrupted"]
        if done and (waiting or _is_overview_old(root, unchanged)):  # else who stopped it need not wait for the index
            from analysis.reports.notebooks import list_notebooks
            from analysis.reports.overview import write_overview

            with suppress(OSError):  # the reports are there without it
                write_overview(root, list_notebooks(reports[0].notebook.path.parent))
    return batch


def _is_overview_old(root: Path, reports: Iterable[Report]) -> bool:
    """Whether a report was put in its place after the index was written, by a run that was killed then."""
    try:
        written = (root / "reports" / "index.html").stat().st_mtime_ns
        return any((report.folder / "run.json").stat().st_mtime_ns > written for report in reports)
    except OSError:
        return True


def _count_jobs() -> int:
    """One report for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _write_queued(waiting: Iterable[Waiting]) -> None:
    """Say in the records that these reports are to be rendered."""
    for item in waiting:
        with suppress(OSError):
            write_record(item.report.folder, item.record, sync=False)


def _render_here(
    waiting: list[Waiting], batch: Batch, session: KernelSession, *, jobs: int, limit: tuple[float, int], notify: Notify
) -> None:
    """Render in threads: kernels are processes, and a client mostly waits for its kernel.

    There is a thread more than there may be kernels: a page is made while the kernels go on with other reports.
    """
    with session:
        _write_queued(waiting)
        session.preload(lambda: find_modules(item.report for item in waiting))
        # imported now, while the server imports what the kernels will need
        from analysis.page.assembling import prepare_pages
        from analysis.reports.execute import Limits
        from analysis.reports.render import complete_report, run_report

        kernels = BoundedSemaphore(jobs)

        def compute(item: Waiting) -> "Outcome":
            name = item.report.name

            def notify_cell(cell: int, cells: int) -> None:
                notify({"event": "cell", "report": name, "cell": cell, "cells": cells})

            with kernels:
                notify({"event": "started", "report": name, "reasons": item.reasons})
                with suppress(OSError):
                    record = item.record | {"state": "running", "started": read_clock()}
                    write_record(item.report.folder, record, sync=False)
                ran = run_report(item.report, session, limits=Limits(*limit), on_cell=notify_cell)
            return complete_report(ran)

        with ThreadPoolExecutor(min(jobs + 1, len(waiting)), thread_name_prefix="report") as pool:
            futures: dict[Future[Outcome], Waiting] = {}
            try:
                for item in waiting:
                    futures[pool.submit(compute, item)] = item
                prepare_pages()  # while the first kernels run
                _gather(futures, batch, notify)
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                session.stop()
                _note_interrupted(futures)
                wait([future for future in futures if not future.cancelled()], timeout=1)
                _gather({f: item for f, item in futures.items() if f.done() and not f.cancelled()}, batch, notify)
                raise


def _render_there(
    waiting: list[Waiting], batch: Batch, *, scheduler: str, limit: tuple[float, int], warm: bool, notify: Notify
) -> None:
    """Render on the Dask cluster whose scheduler is at this address."""
    from analysis.reports.cluster import compute_packed, connect, get_executor, pack_report

    with connect(scheduler) as client, get_executor(client) as executor:
        _write_queued(waiting)
        futures = {}
        for item in waiting:
            futures[executor.submit(compute_packed, pack_report(item.report, limit=limit, warm=warm))] = item
            notify({"event": "started", "report": item.report.name, "reasons": item.reasons})
        try:
            _gather(futures, batch, notify)
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
            raise


def _gather(futures: "dict[Future[Outcome], Waiting]", batch: Batch, notify: Notify) -> None:
    """Put each report in its place as it is done, once; then its page is forgotten, for there may be thousands."""
    from analysis.reports.render import Outcome, finish_report

    known = {record["report"] for record in batch.records}
    left = {future for future, item in futures.items() if item.report.name not in known}
    while left:
        done, left = wait(left, return_when=FIRST_COMPLETED)
        for future in done:
            item = futures[future]
            try:
                outcome = future.result()
            except Exception as error:  # a defect here or a cluster that gave up: the other reports go on
                outcome = Outcome({"state": "died", "error": f"{type(error).__name__}: {error}", "ended": read_clock()})
            record = finish_report(item.report, item.record, outcome, item.depends)
            batch.records.append(record)
            del futures[future]
            keys = ("report", "state", "seconds", "kernel", "error")
            notify({"event": "finished"} | {key: record[key] for key in keys if key in record})


def _note_interrupted(futures: "Mapping[Future[Outcome], Waiting]") -> None:
    """Say so at once in the records of what is not done: whoever stops a batch may not wait for its end."""
    for future, item in futures.items():
        if future.cancelled() or not future.done():
            _write_interrupted(item)


def _mark_interrupted(waiting: list[Waiting], batch: Batch) -> None:
    """Say in the records of reports that have none yet that the batch was stopped before they were done."""
    known = {record["report"] for record in batch.records}
    batch.records += [_write_interrupted(item) for item in waiting if item.report.name not in known]


def _write_interrupted(item: Waiting) -> Record:
    """The record of a report that was stopped before it was done."""
    record = item.record | {"state": "interrupted", "error": "stopped before it was done"}
    with suppress(OSError):
        write_record(item.report.folder, record, sync=False)
    return record


def find_modules(reports: Iterable[Report]) -> tuple[str, ...]:
    """What the notebooks of the reports import, for the warm server."""
    from analysis.reports.kernels.imports import find_imports
    from analysis.reports.notebooks import join_source

    notebooks = {report.notebook.path: report.notebook for report in reports}
    cells = [cell for notebook in notebooks.values() for cell in notebook.data["cells"] if cell["cell_type"] == "code"]
    return find_imports(join_source(cell) for cell in cells)
