"""An option that several commands have: which sentence encoder a coder uses."""

from pathlib import Path

import click

choose_encoder = click.option(
    "--encoder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The encoder: a folder with model.onnx and tokenizer.json (default: MiniLM, which comes with the extra).",
)
