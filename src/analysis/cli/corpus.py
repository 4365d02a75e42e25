"""`workbook corpus`: the same coding over a corpus of any size."""

from pathlib import Path

import click

from analysis.cli import resolve_root


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--codebook", "name", required=True, metavar="NAME", help="A codebook in data/codebooks, or a file.")
@click.option(
    "--unit",
    type=click.Choice(["document", "paragraph", "sentence"]),
    default="document",
    show_default=True,
    help="Unit of analysis.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes (default: one per core).")
@click.option("--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
@click.option("--text", default="", metavar="COLUMN", help="Column that holds the text (default: text).")
@click.option("--id", "document_id", default="", metavar="COLUMN", help="Column of document ids (document_id or id).")
@click.option("--expert", default="", metavar="COLUMN", help="Column that names the expert (default: expert).")
@click.option("--date", default="", metavar="COLUMN", help="Column of ISO dates (default: date or published).")
@click.option(
    "--part-size",
    type=click.IntRange(min=1),
    default=16,
    show_default=True,
    metavar="MB",
    help="Bytes of a file that one process takes at a time.",
)
@click.pass_context
def corpus(
    context: click.Context,
    source: Path,
    out: Path,
    name: str,
    unit: str,
    jobs: int | None,
    scheduler: str,
    text: str,
    document_id: str,
    expert: str,
    date: str,
    part_size: int,
) -> None:
    """Code IN (Parquet, JSONL or CSV, one file or a folder) into the folder OUT.

    OUT gets matches/ and codings/ (summed per document) as Parquet, prevalence.parquet per expert and month,
    broken.csv for rows that could not be read, and corpus.json with the totals. A run that was stopped goes on when
    the same command is given again. With --scheduler the files must be reachable from every machine under the same
    path, and the workers need this package.
    """
    from analysis.codebook import find_codebook, load_codebook
    from analysis.corpus.run import code_corpus, show_progress

    codebook = load_codebook(find_codebook(name, None if Path(name).suffix else resolve_root(context)))
    try:
        about = code_corpus(
            source,
            out,
            codebook,
            unit=unit,
            jobs=jobs or 0,
            scheduler=scheduler,
            columns={"text": text, "document_id": document_id, "expert": expert, "date": date},
            part_size=part_size << 20,
            report=show_progress(),
        )
    except ChildProcessError as error:
        click.echo(f"workbook: {error}", err=True)
        context.exit(1)
    click.echo(
        f"{about['n_documents']} documents, {about['n_segments']} segments, {about['n_matches']} matches in {out}"
    )
    if about["n_undated"]:
        found = f"{about['n_undated']} of {about['n_documents']} documents have no date that can be read"
        click.echo(f"note: {found} ({about['first_undated']}) and count in no month; write 2024-05-14", err=True)
    if about["n_broken"]:
        first = f"the first is {about['first_broken']}; see {out / 'broken.csv'}"
        click.echo(f"workbook: {about['n_broken']} rows could not be read; {first}", err=True)
        context.exit(1)
