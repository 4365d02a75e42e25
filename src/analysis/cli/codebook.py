"""`workbook codebook`: what a change does, other tools' dictionaries."""

from pathlib import Path

import click

from analysis.cli.places import Target
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell
from analysis.errors import InputError


@click.group()
def codebook() -> None:
    """Start and compare codebooks; read and write other tools' dictionaries."""


@codebook.command()
@click.argument("name")
@click.option(
    "--for", "slug", default="", metavar="EVENT", help="Event that it is for; it is coded with it from now on."
)
@click.pass_context
def new(context: click.Context, name: str, slug: str) -> None:
    """Start the codebook NAME: a file with comments, a worked frame and the fields to fill in.

    With --for it is in the event's language and lists words of the event, each with the sentences it stands in.
    """
    from analysis.starting.codebooks import start_codebook

    started = start_codebook(resolve_root(context), name, slug)
    tell(started.path)
    if started.slug:
        tell(f"{started.slug} is coded with {name} now, until now with {started.before}")
    for line in started.kept:
        tell(f"note: {started.slug}/{line}")
    tell(f"next: edit the file, then: workbook {f'report {slug}' if slug else 'check'}")


@codebook.command()
@click.argument("events", nargs=-1, required=True, metavar="EVENT …")
@click.option("--csv", "table", type=Target(), help="Write them to a CSV file instead.")
@click.option("--most", type=click.IntRange(1, 2000), default=60, show_default=True, help="How many to list.")
@click.pass_context
def candidates(context: click.Context, events: tuple[str, ...], table: Path | None, most: int) -> None:
    """List words and phrases that set EVENT, or one of its experts, apart: candidates for indicators.

    Each comes with its forms, who uses it most, and its sentences; then sentences that resemble each other. The words
    are compared with those of the workbook's other events in the same language.
    """
    from analysis.event import load_event
    from analysis.exchange.csv_files import write_csv
    from analysis.measures.candidates import group_segments
    from analysis.starting.codebooks import list_candidates
    from analysis.tables.rows import each_row

    segments, found = list_candidates(resolve_root(context), events, most=most)
    if table:
        write_csv(found, table)
        tell(f"{table}: {len(found)} candidates")
        return
    of = {row.segment_id: f"{row.segment_id} {row.expert}: {' '.join(row.text.split())}" for row in each_row(segments)}
    for row in each_row(found):
        who = f", mostly {row.expert}" if row.expert else ""
        tell(f"{row.forms.replace('; ', ' | ')}  ({row.n} in {row.n_segments} sentences{who})")
        for place in row.segment_ids.split("; ")[:5]:
            tell(f"    {of[place]}")
    language = load_event(events[0], root=resolve_root(context)).file.language
    for number, group in enumerate((g for g in group_segments(segments, language=language) if len(g) > 1), 1):
        tell(f"similar sentences {number}")
        for place in group:
            tell(f"    {of[place]}")


@codebook.command()
@click.argument("old")
@click.argument("new")
@click.argument("events", nargs=-1, metavar="[EVENT …]")
@click.option("--csv", "table", type=Target(), help="Also write the changes as CSV.")
@click.pass_context
def diff(context: click.Context, old: str, new: str, events: tuple[str, ...], table: Path | None) -> None:
    """Show which segments of EVENT (default: all events) change code from OLD to NEW, and why.

    OLD and NEW are names in data/codebooks or files.
    """
    import pandas as pd

    from analysis.codebook import find_codebook, load_codebook
    from analysis.coding.changes import COLUMNS, compare_codebooks, compare_codings
    from analysis.event import list_events, load_event
    from analysis.exchange.csv_files import write_csv
    from analysis.pipeline import build_tables
    from analysis.tables.rows import each_row

    root = resolve_root(context)
    before, after = (load_codebook(find_codebook(name, root)) for name in (old, new))
    for line in compare_codebooks(before, after):
        tell(line)
    parts = [pd.DataFrame(columns=["event", *COLUMNS], dtype="str")]
    for slug in events or list_events(root):
        segments = build_tables(load_event(slug, root=root)).segments
        changes = compare_codings(segments, before, after)
        parts.append(changes.assign(event=slug)[["event", *COLUMNS]])
        tell(f"{slug}: {len(changes)} codings of {changes['segment_id'].nunique()} segments change")
        for change in each_row(changes):
            tell(f"  {change.segment_id} {change.expert}, {change.code}: {change.before} → {change.after}")
            tell(f"    {change.why}\n    {' '.join(change.text.split())}")
    if table:
        write_csv(pd.concat(parts, ignore_index=True), table)


@codebook.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Name of the new codebook in data/codebooks.")
@click.pass_context
def import_(context: click.Context, file: Path, name: str) -> None:
    """Make a codebook from FILE: a quanteda YAML dictionary, or a LIWC dictionary (.dic).

    The new file has the indicators; definitions and examples are for you to write, and workbook check names them.
    """
    from analysis.exchange.dictionaries import import_dictionary
    from analysis.files import write_whole

    target = resolve_root(context) / "data" / "codebooks" / f"{name}.yml"
    if target.exists():
        raise InputError(f"{target}: is there already; choose another --name")
    imported = import_dictionary(file, name=name)
    write_whole(target, imported.text.encode())
    _show_left_out(imported.left_out)
    tell(target)


@codebook.command()
@click.argument("name")
@click.option("--to", "file", required=True, type=Target(), help=".yml for quanteda, .dic for LIWC.")
@click.pass_context
def export(context: click.Context, name: str, file: Path) -> None:
    """Write the codebook NAME as a dictionary for quanteda or LIWC, and say what they cannot hold."""
    from analysis.codebook import find_codebook, load_codebook
    from analysis.exchange.dictionaries import export_dictionary
    from analysis.files import write_whole

    exported = export_dictionary(load_codebook(find_codebook(name, resolve_root(context))), file.suffix)
    write_whole(file, exported.text.encode())
    _show_left_out(exported.left_out)
    tell(file)


def _show_left_out(left_out: tuple[str, ...]) -> None:
    """One line on stderr for each thing that could not be taken over."""
    for line in left_out:
        tell(f"not taken over: {line}", err=True)
