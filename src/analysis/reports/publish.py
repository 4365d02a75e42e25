"""An executed notebook to the files of a report, which appear whole."""

from pathlib import Path

import nbformat

from analysis.files import write_whole
from analysis.reports.export import export_html
from analysis.reports.plan import Report


def export_report(report: Report, notebook: nbformat.NotebookNode) -> dict[str, bytes]:
    """The report's files by their names below its folder: `index.html` and `data/*.csv`."""
    exported = export_html(
        notebook, title=report.title, name=report.notebook.name, command=report.command, home=report.home
    )
    return {"index.html": exported.html.encode(), **{f"data/{name}": c for name, c in sorted(exported.data.items())}}


def write_report(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files of a report, the page last, and remove tables that it no longer has."""
    for name in sorted(files, key=lambda name: (name == "index.html", name)):
        write_whole(folder / name, files[name])
    for path in (folder / "data").glob("*.csv"):
        if f"data/{path.name}" not in files:
            path.unlink()
