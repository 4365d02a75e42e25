"""What stands beside the reports after a run: the index, and a page for each report that failed."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.files import write_whole
from analysis.reports.changes import Sources, describe_dependencies, explain_changes
from analysis.reports.index import find_reports, render_failure, write_index
from analysis.reports.notebooks import Notebook
from analysis.reports.plan import Report
from analysis.reports.record import read_record

REASONS = 2  # told in the index; `workbook why` tells all


def write_overview(root: Path, notebooks: Iterable[Notebook]) -> Path:
    """Write `reports/index.html` and the failure pages from the records; returns the index."""
    known = {notebook.name: notebook for notebook in notebooks}
    sources = Sources(root)
    reports = root / "reports"
    for folder in find_reports(reports):
        write_failure(recall_report(folder, read_record(folder), known, root), folder)
    return write_index(reports, why=lambda folder: tell_changes(folder, known, root, sources))


def recall_report(folder: Path, record: dict[str, Any], known: dict[str, Notebook], root: Path) -> Report | None:
    """The report that a record is of; None where there is no record or its notebook is gone."""
    parts = str(record.get("report", "")).split("/")
    notebook = known.get(parts[1].split("--")[0]) if len(parts) > 1 else None
    if notebook is None:
        return None
    values = {name: parameter.default for name, parameter in notebook.parameters.items()}
    return Report(notebook, values | record.get("parameters", {}), root, folder)


def tell_changes(folder: Path, known: dict[str, Notebook], root: Path, sources: Sources) -> str:
    """What has changed since the report was rendered, in a few words; empty where nothing has."""
    record = read_record(folder)
    report = recall_report(folder, record, known, root)
    if report is None:
        return "its notebook is not here" if record else ""
    reasons = explain_changes(report, record, describe_dependencies(report, sources))
    more = f"; and {len(reasons) - REASONS} more" if len(reasons) > REASONS else ""
    return "; ".join(reasons[:REASONS]) + more


def write_failure(report: Report | None, folder: Path) -> None:
    """A page for a report whose last run failed; none for one that is as it should be."""
    record, path = read_record(folder), folder / "failure.html"
    state = str(record.get("state", "ok"))
    if state in {"ok", "queued", "running"} or report is None:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    cell = re.search(r"cell (\d+)", state)
    page = render_failure(
        name=report.name,
        error=str(record.get("error", state)),
        parameters=report.parameters,
        command=report.command,
        cell=int(cell[1]) if cell else None,
        traceback=str(record.get("detail", "")),
        last_good="index.html" if (folder / "index.html").is_file() else "",
        home=report.home,
    )
    write_whole(path, page.encode())
