"""`workbook import`: the judgements of a filled coding sheet."""

import datetime
from pathlib import Path

import click

from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command("import")
@click.argument("event")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--partial", is_flag=True, help="Take empty answers as not judged; so is what is in doubt.")
@click.pass_context
def import_(context: click.Context, event: str, file: Path, partial: bool) -> None:
    """Read the coding sheet FILE (.xlsx or .csv) back into EVENT, all of it or nothing.

    Every problem is named by its cell. A coder's judgements are never overwritten. Where the transcript was corrected
    since the sheet was made, they follow their words; notes say what does not count or is no random sample any more.
    """
    from analysis.codebook import load_codebook
    from analysis.coding.marks import write_doubts
    from analysis.coding.recording import record_codings
    from analysis.event import load_event
    from analysis.exchange.returned import read_returned_sheet
    from analysis.pipeline import build_tables

    about = load_event(event, root=resolve_root(context))
    codebook, tables = load_codebook(about.codebook_path), build_tables(about)
    today = datetime.datetime.now(datetime.UTC).date()
    sheet = read_returned_sheet(file, about, tables, codebook, today=today, partial=partial)
    path = record_codings(about, sheet.record, sheet.judgements, tables["segments"], codebook)
    write_doubts(path.parent, sheet.record.coder, sheet.doubts)
    for note in sheet.notes:
        tell(f"note: {note}", err=True)
    doubts = f"; {len(sheet.doubts)} in doubt, not judged" if sheet.doubts else ""
    tell(f"{len(sheet.judgements)} judgements of {sheet.record.coder} in {path}{doubts}")
