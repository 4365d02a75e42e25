"""`workbook learn`: a coder that learns from people's codings."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli import resolve_root
from analysis.cli.encoders import choose_encoder
from analysis.cli.telling import tell
from analysis.tables.rows import each_row

if TYPE_CHECKING:  # it takes its time to load
    from analysis.coding.training import Training


@click.command()
@click.option("--from", "sources", multiple=True, required=True, metavar="EVENT|CSV", help="An event, or a CSV file.")
@click.option("--to", "name", required=True, metavar="NAME", help="The coder's name: data/models/NAME.json.")
@click.option("--judged-by", "coders", multiple=True, metavar="CODER", help="Whose judgements (default: people's).")
@choose_encoder
@click.option("--curve/--no-curve", default=True, show_default=True, help="Measure how much more coding would help.")
@click.pass_context
def learn(
    context: click.Context,
    sources: tuple[str, ...],
    name: str,
    coders: tuple[str, ...],
    encoder: Path | None,
    curve: bool,
) -> None:
    """Learn a coder from people's codings, and say how good it is on documents that it has not seen.

    A CSV file has the columns text, document (optional) and one per code with 1, 0 or nothing. Give --from more than
    once to learn from several events. `workbook code EVENT --coder NAME` then uses the coder.
    """
    from analysis.coding.coders import RANKED, list_coders
    from analysis.coding.embedding import load_encoder
    from analysis.coding.learning import train_model
    from analysis.coding.models import write_model
    from analysis.errors import InputError
    from analysis.measures.learned import measure_learning_curve, measure_model

    root = resolve_root(context)
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,39}", name) or name in {RANKED, *list_coders()}:
        raise InputError(f'--to {name}: a new coder\'s name has small letters, digits and "-" only; choose another')
    path = root / "data" / "models" / f"{name}.json"
    if path.exists():
        raise InputError(f"{path}: is there already; choose another name, for codings may rest on that model")
    words = load_encoder(encoder)
    training = _gather(sources, root, coders)
    model = train_model(training, words)
    measured = measure_model(training, words)
    write_model(path, model)
    tell(f"{model.n_texts} texts in {model.n_documents} documents; judged on documents not seen in training:")
    for row in each_row(measured):
        rates = "  ".join(
            f"{what} {getattr(row, what):.2f} [{getattr(row, f'{what}_low'):.2f}, {getattr(row, f'{what}_high'):.2f}]"
            for what in ("precision", "recall", "f1")
        )
        tell(f"  {row.code} ({row.n_reference} present): {rates}")
    tell(f"mean F1 {measured['f1'].fillna(0.0).mean():.3f}")
    if curve:
        for point in each_row(measure_learning_curve(training, words)):
            tell(
                f"  with {point.share:.0%} of the documents (about {point.n_texts} texts): mean F1 {point.macro_f1:.3f}"
            )
    for code in model.left_out:
        tell(f'note: "{code}" is present in too few texts and is not learned', err=True)
    tell(path)


def _gather(sources: tuple[str, ...], root: Path, coders: tuple[str, ...]) -> "Training":
    """All training texts of the events and CSV files."""
    from analysis.coding.gathering import gather_codings, join_training, read_training
    from analysis.event import list_events, load_event
    from analysis.pipeline import build_tables

    parts = []
    for source in sources:
        if source in list_events(root):
            tables = build_tables(load_event(source, root=root))
            codes = list(tables["codebook"]["code"])
            parts.append(gather_codings(tables, event=source, codes=codes, coders=coders))
        else:
            parts.append(read_training(Path(source)))
    return join_training(parts)
