"""`workbook new`: a folder to work in."""

from pathlib import Path

import click

from analysis.cli.telling import tell


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--update", is_flag=True, help="Change nothing; show what this version would change in the folder FOLDER."
)
def new(folder: Path, update: bool) -> None:
    """Start a workbook in FOLDER: notebooks, a commented codebook, an example event, a README.

    FOLDER must be new or empty. Everything works at once: workbook report --all, in that folder.
    """
    from analysis.starting.workbooks import show_updates, start_workbook

    if update:
        for line in show_updates(folder):
            tell(line)
        return
    for path in start_workbook(folder):
        tell(path)
    tell(f"next: cd {folder}, then: workbook report --all")
