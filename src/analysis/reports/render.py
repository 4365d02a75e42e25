"""One report, from request to files and record."""

import time
from typing import Any

from analysis.errors import InputError
from analysis.reports.execute import CellError, run_notebook
from analysis.reports.plan import Report
from analysis.reports.publish import export_report, write_report
from analysis.reports.record import describe_host, tell_time, write_record


def render_report(report: Report) -> dict[str, Any]:
    """Run the notebook, write its report, and return the record that lies beside it as `run.json`.

    A failure is told in the record; the report that was there before stays.
    """
    record: dict[str, Any] = {
        "report": report.name,
        "parameters": dict(report.parameters),
        "started": tell_time(),
        "host": describe_host(),
        "state": "running",
    }
    started = time.perf_counter()
    write_record(report.folder, record)
    try:
        write_report(report.folder, export_report(report, run_notebook(report)))
        record |= {"state": "ok"}
    except CellError as error:
        record |= {"state": f"failed at cell {error.cell}", "error": str(error), "traceback": error.traceback}
    except InputError as error:
        record |= {"state": "refused", "error": "; ".join(error.problems)}
    record |= {"ended": tell_time(), "seconds": round(time.perf_counter() - started, 3)}
    write_record(report.folder, record)
    return record
