"""`workbook new`: a folder to work in."""

from pathlib import Path

import click


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
            click.echo(line)
        return
    for path in start_workbook(folder):
        click.echo(path)
    click.echo(f"next: cd {folder}, then: workbook report --all")
