"""`workbook code`: let a coder judge an event, and keep its judgements with it."""

import datetime
from pathlib import Path

import click

from analysis.cli import resolve_root


@click.command()
@click.argument("event")
@click.option("--coder", "name", required=True, metavar="NAME", help="A learned coder, ranked, or a package's.")
@click.option("--as", "saved", default="", metavar="NAME", help="Name of its judgements (default: the coder's).")
@click.option(
    "--encoder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A folder with model.onnx and tokenizer.json (default: MiniLM, which comes with the extra).",
)
@click.option("--unit", type=click.Choice(["sentence", "paragraph"]), default="sentence", show_default=True)
@click.pass_context
def code(context: click.Context, event: str, name: str, saved: str, encoder: Path | None, unit: str) -> None:
    """Let a coder judge EVENT and keep its judgements in codings/NAME.csv, with an entry in coders.yml.

    Reports read the judgements and never run the model. Judgements are never overwritten.
    """
    from analysis.codebook import load_codebook
    from analysis.coding.coders import judge_segments, prepare_coder
    from analysis.coding.human import make_record
    from analysis.coding.recording import record_codings
    from analysis.event import load_event
    from analysis.pipeline import EventTables

    root = resolve_root(context)
    about = load_event(event, root=root)
    prepared = prepare_coder(name, root, encoder=encoder)
    codebook, tables = load_codebook(about.codebook_path), EventTables(about, unit=unit)  # type: ignore[arg-type]
    record = make_record(
        coder=saved or name,
        kind=prepared.kind,
        who=prepared.who,
        made_on=datetime.datetime.now(datetime.UTC).date(),
        trained=prepared.trained,
        blind=True,
        unit=unit,
        codebook_sha256=codebook.instructions_sha256,
        note=prepared.note,
    )
    codings = judge_segments(record.coder, prepared.coder, tables.segments, codebook)
    path = record_codings(about, record, codings, tables.segments, codebook)
    click.echo(
        f"{len(codings)} judgements of {record.coder}, {int(codings['present'].sum())} of them present, in {path}"
    )
