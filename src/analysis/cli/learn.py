"""`workbook learn`: a coder that learns from people's codings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.encoders import choose_encoder
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell

if TYPE_CHECKING:  # they take their time to load
    import pandas as pd

    from analysis.coding.training import Training


@click.command()
@click.option("--from", "sources", multiple=True, required=True, metavar="EVENT|CSV", help="An event, or a CSV file.")
@click.option("--to", "name", required=True, metavar="NAME", help="The coder's name: data/models/NAME.json.")
@click.option(
    "--judged-by",
    "coders",
    multiple=True,
    metavar="[EVENT=]CODER",
    help="Whose judgements, of every event or of one (default: people's).",
)
@choose_encoder
@click.option(
    "--at-least/--no-at-least",
    default=False,
    show_default=True,
    help="Give every text as many codes at least as any text in training: only for texts that are all on the subject.",
)
@click.option("--curve/--no-curve", default=True, show_default=True, help="Measure how much more coding would help.")
@click.pass_context
def learn(
    context: click.Context,
    sources: tuple[str, ...],
    name: str,
    coders: tuple[str, ...],
    encoder: Path | None,
    at_least: bool,
    curve: bool,
) -> None:
    """Learn a coder from people's codings, and say how good it is on documents that it has not seen.

    A CSV file has the columns text, document (optional) and one per code with 1, 0 or nothing. Give --from more than
    once to learn from several events. `workbook code EVENT --coder NAME` then uses the coder.
    """
    from analysis.coding.embedding import load_encoder
    from analysis.coding.finding_coders import RANKED, list_coders
    from analysis.coding.learning import SETTINGS, count_off_topic, train_model
    from analysis.coding.models import write_model
    from analysis.errors import InputError
    from analysis.measures.alarms import load_off_topic_sample
    from analysis.measures.learned import measure_learning_curve, measure_model
    from analysis.tables.rows import each_row

    root = resolve_root(context)
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,39}", name) or name in {RANKED, *list_coders()}:
        raise InputError(f'--to {name}: a new coder\'s name has small letters, digits and "-" only; choose another')
    path = root / "data" / "models" / f"{name}.json"
    if path.exists():
        raise InputError(f"{path}: is there already; choose another name, for codings may rest on that model")
    words = load_encoder(encoder)
    training = _gather(sources, root, coders)
    settings = replace(SETTINGS, at_least=at_least)
    model = train_model(training, words, settings=settings)
    if unrelated := list(load_off_topic_sample(root)["text"]):
        model = count_off_topic(model, unrelated, words)
    measured = measure_model(training, words, settings=settings)
    write_model(path, model)
    tell(f"{model.n_texts} texts in {model.n_documents} documents; judged on documents not seen in training:")
    for line in _describe_measured(measured):
        tell(line)
    if curve:
        for point in each_row(measure_learning_curve(training, words, settings=settings)):
            found = f"mean F1 {point.macro_f1:.3f}" if point.macro_f1 == point.macro_f1 else "cannot be measured"
            tell(f"  with {point.share:.0%} of the documents (about {point.n_texts} texts): {found}")
    if model.off_topic[1]:
        n, total = model.off_topic
        tell(f"on {total} English sentences about something else it finds a code in {n} ({n / total:.0%})")
    if (training.present == 1).any(axis=1).all():
        tell("note: every text that it learned from holds a code, so it knows none that holds none", err=True)
    for code in model.left_out:
        tell(f'note: "{code}" is present in too few texts and is not learned', err=True)
    tell(path)


def _describe_measured(measured: "pd.DataFrame") -> Iterator[str]:
    """How good each code is, and all that can be measured together."""
    from analysis.tables.rows import each_row

    for row in each_row(measured):
        rates = "  ".join(
            f"{what} {getattr(row, what):.2f} [{getattr(row, f'{what}_low'):.2f}, {getattr(row, f'{what}_high'):.2f}]"
            for what in ("precision", "recall", "f1")
        )
        if row.n_texts:
            yield f"  {row.code} ({row.n_reference} present): {rates}"
        else:
            yield f"  {row.code}: cannot be measured: without a part of the documents too few hold it; code more pages"
    known = measured.loc[measured["n_texts"] > 0, "f1"]
    if known.empty:
        yield "mean F1 cannot be measured"
    else:
        yield f"mean F1 {known.fillna(0.0).mean():.3f}" + (
            f" of {len(known)} of {len(measured)} codes" if len(known) < len(measured) else ""
        )


def _gather(sources: tuple[str, ...], root: Path, coders: tuple[str, ...]) -> "Training":
    """All training texts of the events and CSV files."""
    from analysis.coding.gathering import gather_codings, join_training, read_training
    from analysis.event import list_events, load_event
    from analysis.pipeline import build_tables

    asked = _split_coders(coders, sources)
    parts = []
    for source in sources:
        if source in list_events(root):
            tables = build_tables(load_event(source, root=root))
            codes = list(tables["codebook"]["code"])
            names = asked.get(source) or asked.get("", [])
            parts.append(gather_codings(tables, event=source, codes=codes, coders=names))
        else:
            parts.append(read_training(Path(source)))
    return join_training(parts)


def _split_coders(coders: tuple[str, ...], sources: tuple[str, ...]) -> dict[str, list[str]]:
    """The coders asked for of each event; those of every event under an empty name."""
    from analysis.errors import InputError, name_choices

    asked: dict[str, list[str]] = {}
    for given in coders:
        event, _, coder = given.rpartition("=")
        if event and event not in sources:
            raise InputError(f"--judged-by {given}: {event} is no --from; there is: {name_choices(sources)}")
        asked.setdefault(event, []).append(coder)
    return asked
