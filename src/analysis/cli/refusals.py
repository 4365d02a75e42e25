"""Which of the reports that are asked for cannot be made, found before a kernel starts."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.checks import Wanted
    from analysis.reports.notebooks import Notebook
    from analysis.reports.plan import Report


def refuse_reports(reports: "list[Report]", root: Path, *, force: bool) -> "tuple[list[Report], list[str]]":
    """The reports that can be made, and a line for each cause why others cannot: what `workbook check` says.

    Read is what the reports are made from, for those that are to be rendered and whose notebook reads events.
    """
    from analysis.reports.batch import choose_changed

    reading = [report for report in reports if _reads_events(report.notebook)]
    changed = [item.report for item in choose_changed(reading, root, force=force)[0]]
    if not changed:
        return reports, []

    from analysis.checks import find_refusals  # only here: it takes its time to load

    wanted = {report.name: _want(report.parameters) for report in changed}
    refused = find_refusals(root, wanted.values())
    lines = dict.fromkeys(line for problems in refused.values() for line in problems)
    return [r for r in reports if wanted.get(r.name) not in refused], list(lines)


def _reads_events(notebook: "Notebook") -> bool:
    """Whether the notebook is about an event and reads it with this package."""
    from analysis.reports.notebooks import join_source

    sources: Iterable[str] = (join_source(c) for c in notebook.data["cells"] if c["cell_type"] == "code")
    return "event" in notebook.parameters and any("load_event" in source for source in sources)


def _want(values: Mapping[str, Any]) -> "Wanted":
    """What a report with these values is made from."""
    from analysis.checks import Wanted

    return Wanted(**{name: value for name, value in values.items() if name in Wanted._fields})
