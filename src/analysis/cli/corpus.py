"""`workbook corpus`: the same coding over a corpus of any size."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from analysis.cli.encoders import choose_encoder
from analysis.cli.language_models import choose_model, read_asked_model
from analysis.cli.places import Address
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--codebook", "name", required=True, metavar="NAME", help="A codebook in data/codebooks, or a file.")
@click.option(
    "--unit",
    type=click.Choice(["document", "paragraph", "sentence"]),
    help="Unit of analysis (default: document for the dictionary, sentence for other coders).",
)
@click.option(
    "--coder", default="", metavar="NAME", help="A learned coder, ranked, or a package's (default: the dictionary)."
)
@choose_encoder
@choose_model
@click.option(
    "--requests",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help="Requests to a language model at a time.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes (default: one per core).")
@click.option("--scheduler", type=Address(), metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
@click.option("--text", default="", metavar="COLUMN", help="Column that holds the text (default: text).")
@click.option("--id", "document_id", default="", metavar="COLUMN", help="Column of document ids (document_id or id).")
@click.option("--expert", default="", metavar="COLUMN", help="Column that names the expert (default: expert).")
@click.option("--date", default="", metavar="COLUMN", help="Column of ISO dates (default: date or published).")
@click.option(
    "--part-size",
    type=click.IntRange(min=1),
    metavar="MB",
    help="Bytes of a file that one process takes at a time (default: 16; 1 for other coders than the dictionary).",
)
@click.pass_context
def corpus(
    context: click.Context,
    /,
    source: Path,
    out: Path,
    name: str,
    unit: str | None,
    coder: str,
    encoder: Path | None,
    jobs: int | None,
    scheduler: str | None,
    text: str,
    document_id: str,
    expert: str,
    date: str,
    part_size: int | None,
    requests: int,
    **options: Any,
) -> None:
    """Code IN (Parquet, JSONL or CSV, one file or a folder) into the folder OUT.

    OUT gets matches/ and codings/ (summed per document) as Parquet, prevalence.parquet per expert and month,
    broken.csv for rows that could not be read, and corpus.json with the totals. A run that was stopped goes on when
    the same command is given again. With --coder there are no matches: a learned coder, the codebook coder "ranked" or
    a package's judges some dozens of sentences a second on a core, reads the first 256 tokens of a segment, and says
    in corpus.json who it is. With --endpoint and --model a language model judges under the name of --coder; its
    answers are kept in answers/ and are not asked for twice, and a key is read from WORKBOOK_API_KEY. With --scheduler
    the files must be reachable from every machine under the same path, and the workers need this package.
    """
    from analysis.codebook import find_codebook, load_codebook
    from analysis.coding.dictionary import CODER
    from analysis.coding.llm.client import ServerError, ask_server
    from analysis.corpus.asking import AskedServer
    from analysis.corpus.judging import Asked
    from analysis.corpus.progress import show_progress
    from analysis.corpus.run import code_corpus
    from analysis.errors import InputError

    model, chosen = None, read_asked_model(options)
    if chosen and coder in ("", CODER):
        raise InputError("--endpoint: a language model judges under a name of its own; give one with --coder")
    if chosen:
        model = AskedServer(partial(ask_server, chosen.server), chosen.prices, requests, chosen.server.endpoint)
    codebook = load_codebook(find_codebook(name, None if Path(name).suffix else resolve_root(context)))
    asked = None
    if coder not in ("", CODER):
        asked = Asked(coder, str(resolve_root(context)), str(encoder.resolve()) if encoder else "")
    if asked and chosen:
        asked = asked._replace(settings=chosen.settings)
    try:
        about = code_corpus(
            source,
            out,
            codebook,
            unit=unit or ("sentence" if asked else "document"),
            jobs=jobs or 0,
            scheduler=scheduler or "",
            columns={"text": text, "document_id": document_id, "expert": expert, "date": date},
            part_size=(part_size or (1 if asked else 16)) << 20,
            asked=asked,
            model=model,
            report=show_progress(),
        )
    except (ChildProcessError, ServerError) as error:
        tell(f"workbook: {error}", err=True)
        context.exit(1)
    tell(
        f"{about['n_documents']} documents, {about['n_segments']} segments, "
        + (f"judged by {coder} ({about['kind']})" if asked else f"{about['n_matches']} matches")
        + f" in {out}"
    )
    if asked and about["note"]:
        tell(f"note: {coder}: {about['note']}", err=True)
    if about["n_undated"]:
        found = f"{about['n_undated']} of {about['n_documents']} documents have no date that can be read"
        tell(f"note: {found} ({about['first_undated']}) and count in no month; write 2024-05-14", err=True)
    if about["n_broken"]:
        first = f"the first is {about['first_broken']}; see {out / 'broken.csv'}"
        tell(f"workbook: {about['n_broken']} rows could not be read; {first}", err=True)
        context.exit(1)
