"""`workbook sheet`: a blind coding sheet for somebody who works without Jupyter."""

import datetime
from pathlib import Path
from typing import Literal

import click

from analysis.cli.places import Target
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command()
@click.argument("event")
@click.option("--coder", required=True, metavar="NAME", help="Short name of the coder: lower case, digits, hyphens.")
@click.option("--who", default="", metavar="PERSON", help="Who that is (default: the coder's name).")
@click.option("--trained", default="read the codebook", show_default=True, help="How the coder learned the codebook.")
@click.option(
    "--seed",
    type=click.IntRange(0, 10**18 - 1),
    default=1,
    show_default=True,
    help="Decides the order of the segments; it is recorded.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only N segments, drawn at random within each expert; a machine's shares can then be corrected by them.",
)
@click.option(
    "--next",
    "most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the N segments whose judgement would teach most; the record says that they are no sample.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["xlsx", "csv"]),
    help="File type (default: as the file's name says, else xlsx).",
)
@click.option(
    "--to",
    "file",
    type=Target(),
    help="The file to write (default: EVENT-NAME.xlsx here).",
)
@click.pass_context
def sheet(
    context: click.Context,
    event: str,
    coder: str,
    who: str,
    trained: str,
    seed: int,
    sample: int | None,
    most: int | None,
    kind: Literal["xlsx", "csv"] | None,
    file: Path | None,
) -> None:
    """Write a blind coding sheet of EVENT: shuffled segments, a drop-down per code, the codebook beside it.

    Neither experts nor anybody's judgements stand in it. `workbook import` reads it back.
    """
    from analysis.codebook import load_codebook
    from analysis.coding.entering import refuse_known
    from analysis.desk.queueing import list_next
    from analysis.desk.session import describe_person
    from analysis.errors import InputError
    from analysis.event import load_event
    from analysis.exchange.sheets import lay_out_sheet, write_csv_sheet, write_xlsx_sheet
    from analysis.files import write_whole
    from analysis.pipeline import build_tables

    path = file or Path(f"{event}-{coder}.{kind or 'xlsx'}")
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv") or (kind and ending != f".{kind}"):
        raise InputError(
            f"--to {path}: a sheet's name ends in .{kind or 'xlsx or .csv'}, as import reads it; correct it"
        )
    if path.exists():
        raise InputError(f"{path}: is there already and may hold somebody's work; give another name with --to")
    if sample and most:
        raise InputError("give either --sample or --next: what is chosen is no random sample")
    today = datetime.datetime.now(datetime.UTC).date()
    about = load_event(event, root=resolve_root(context))
    codebook = load_codebook(about.codebook_path)
    describe_person(codebook, coder, who.strip() or coder, trained.strip(), today)  # names fit before any work
    refuse_known(about.folder / "codings", coder)
    tables = build_tables(about)
    if sample and sample > len(tables.segments):
        raise InputError(
            f"--sample {sample}: {event} has {len(tables.segments)} segments; give fewer, or leave it away for all"
        )
    chosen = list_next(tables, most) if most else ()
    made = {
        "coder": coder,
        "who": who.strip() or coder,
        "trained": trained.strip(),
        "seed": seed,
        "sample": sample,
        "chosen": chosen,
    }
    grid = lay_out_sheet(about, tables, codebook, **made, today=today)  # type: ignore[arg-type]  # one value of each type
    write_whole(path, write_csv_sheet(grid) if ending == ".csv" else write_xlsx_sheet(grid, codebook))
    tell(path)
