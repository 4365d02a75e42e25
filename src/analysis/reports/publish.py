"""An executed notebook to the files of a report, checked for plausibility."""

from collections.abc import Iterator
from typing import Any

from analysis.errors import InputError
from analysis.reports.export import export_html
from analysis.reports.placing import DATA
from analysis.reports.plan import Report

REMEDY = "show it or remove it from the notebook's metadata"
REFUSED = ("application/javascript", "text/javascript", "application/vnd.jupyter.widget-view+json")


def export_report(report: Report, notebook: Any) -> dict[str, bytes]:
    """The report's files by their names below its folder: `index.html` and `data/*.csv`.

    Raises InputError where the outputs are not what a report may show.
    """
    if problems := list(_find_implausible(notebook)):
        raise InputError(problems)
    exported = export_html(
        notebook,
        title=report.title,
        name=report.notebook.name,
        command=report.command,
        home=report.home,
        siblings=_list_siblings(report),
    )
    if missing := [name for name in report.notebook.settings.get("exhibits", ()) if name not in exported.exhibits]:
        raise InputError([f'exhibit "{name}" is expected and is not shown; {REMEDY}' for name in missing])
    return {
        "index.html": exported.html.encode(),
        DATA: exported.about,
        **{f"data/{name}": c for name, c in sorted(exported.data.items())},
    }


def _list_siblings(report: Report) -> tuple[tuple[str, str], ...]:
    """(address, name) of the other reports of the same event, as the notebook's metadata names them."""
    if report.folder.name != report.notebook.name:  # rendered with other parameters, which they were not
        return ()
    names = report.notebook.settings.get("siblings", ())
    return tuple((f"../{name}/index.html", str(name).lstrip("0123456789_")) for name in names)


def _find_implausible(notebook: Any) -> Iterator[str]:
    """What is wrong with the outputs, one line each: errors, scripts, nothing at all."""
    anything = False
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", ()):
            anything = True
            bundle = output.get("data", {})
            if output.output_type == "error":
                yield f"cell {number}: ended with {output.ename}: {output.evalue}"
            yield from (f"cell {number}: shows {mime}; a report runs no script" for mime in REFUSED if mime in bundle)
    if not anything:
        yield "no cell shows anything; end a cell with what it is to show"
