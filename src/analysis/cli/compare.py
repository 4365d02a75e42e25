"""`workbook compare`: two reports side by side."""

import click

from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command()
@click.argument("first", metavar="REPORT")
@click.argument("second", metavar="REPORT")
@click.pass_context
def compare(context: click.Context, first: str, second: str) -> None:
    """Put two rendered reports side by side: two events, or two codebook versions of one.

    REPORT is a folder below reports/, such as 2023-03-xi-moscow/01_framing.
    """
    from analysis.files import find_notebook_folder
    from analysis.reports.index import write_comparison
    from analysis.reports.notebooks import list_notebooks
    from analysis.reports.overview import write_overview

    root = resolve_root(context)
    reports = root / "reports"
    target = write_comparison(reports, first.strip("/"), second.strip("/"))
    write_overview(root, list_notebooks(find_notebook_folder(root)))
    tell(target.relative_to(reports.parent).as_posix())
