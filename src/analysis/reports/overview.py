"""The index of all reports, with what has changed since each was rendered."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.reports.changes import Sources, describe_dependencies, explain_changes
from analysis.reports.index import write_index
from analysis.reports.notebooks import Notebook
from analysis.reports.plan import Report, name_folder
from analysis.reports.record import read_record

REASONS = 2  # named in the index; `workbook status` tells all


def write_overview(root: Path, notebooks: Iterable[Notebook]) -> Path:
    """Write `reports/index.html` from the reports, their records and what they depend on; returns its path."""
    known = {notebook.name: notebook for notebook in notebooks}
    sources = Sources(root)
    return write_index(root / "reports", explain=lambda folder: _explain_folder(folder, known, root, sources))


def _recall_report(folder: Path, record: dict[str, Any], known: dict[str, Notebook], root: Path) -> Report | None:
    """The report that a record is of; None where there is no record or its notebook is gone."""
    given = record.get("parameters", {})
    for notebook in known.values():
        values = {name: parameter.default for name, parameter in notebook.parameters.items()} | given
        if given.keys() <= notebook.parameters.keys() and name_folder(root, notebook, values) == folder:
            return Report(notebook, values, root, folder)
    return None


def _explain_folder(folder: Path, known: dict[str, Notebook], root: Path, sources: Sources) -> str:
    """What has changed since the report was rendered, in a few words; empty where nothing has."""
    record = read_record(folder)
    report = _recall_report(folder, record, known, root)
    if report is None:
        return "its notebook is not here" if record else ""
    reasons = explain_changes(report, record, describe_dependencies(report, sources))
    more = f"; and {len(reasons) - REASONS} more" if len(reasons) > REASONS else ""
    return "; ".join(reasons[:REASONS]) + more
