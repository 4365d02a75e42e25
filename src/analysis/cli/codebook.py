"""`workbook codebook`: what a change does, other tools' dictionaries."""

import click


@click.group()
def codebook() -> None:
    """Compare codebooks; read and write other tools' dictionaries."""
