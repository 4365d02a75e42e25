"""`workbook code`: let a coder judge an event, and keep its judgements with it."""

import datetime
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.encoders import choose_encoder
from analysis.cli.language_models import AskedModel, choose_model, read_asked_model
from analysis.cli.roots import resolve_root
from analysis.cli.telling import tell

if TYPE_CHECKING:  # they take their time to load
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.coding.finding_coders import Coder
    from analysis.event import Event
Judged = tuple[dict[str, Any], "pd.DataFrame"]  # fields of the coder's entry, and its judgements


@click.command()
@click.argument("event")
@click.option("--coder", "name", required=True, metavar="NAME", help="A learned coder, ranked, or a package's.")
@click.option("--as", "saved", default="", metavar="NAME", help="Name of its judgements (default: the coder's).")
@click.option("--unit", type=click.Choice(["sentence", "paragraph"]), default="sentence", show_default=True)
@choose_encoder
@click.option(
    "--learn-from",
    multiple=True,
    metavar="EVENT",
    help="For ranked: an event whose codings by people count beside the codebook's own texts.",
)
@choose_model
@click.option("--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Requests at a time.")
@click.pass_context
def code(context: click.Context, /, event: str, name: str, saved: str, unit: str, **options: Any) -> None:
    """Let a coder judge EVENT and keep its judgements in codings/NAME.csv, with an entry in coders.yml.

    NAME is a learned coder of data/models, the codebook coder "ranked", or a coder of an installed package. With
    --endpoint and --model a language model judges under the name NAME; its answers are kept in answers/ and are not
    asked for twice; a key is read from WORKBOOK_API_KEY. Reports read judgements and run no model.
    """
    from analysis.codebook import load_codebook
    from analysis.coding.coders import LANGUAGE_MODEL
    from analysis.coding.dictionary import CODER
    from analysis.coding.entries import make_record, read_coders
    from analysis.coding.recording import record_codings
    from analysis.errors import InputError
    from analysis.event import load_event
    from analysis.pipeline import EventTables

    about = load_event(event, root=resolve_root(context))
    codebook, tables = load_codebook(about.codebook_path), EventTables(about, unit=unit)  # type: ignore[arg-type]
    if name == CODER:
        raise InputError("--coder dictionary: the dictionary judges anew in every report; name another coder")
    coder = saved or name
    if any(known.coder == coder for known in read_coders(about.folder / "codings")):
        raise InputError(f'{event}: coder "{coder}" has judged already; choose another name with --as')
    known = {
        "coder": coder,
        "made_on": datetime.datetime.now(datetime.UTC).date(),
        "blind": True,
        "unit": unit,
        "codebook_sha256": codebook.instructions_sha256,
    }
    make_record(**known, kind="learned", who="to be judged", trained="to be judged")  # names fit before any work
    if asked := read_asked_model(options):
        fields, judgements = _ask_model(about, tables.segments, codebook, asked, jobs=options["jobs"])
    else:
        given = {"encoder": options["encoder"], "others": options["learn_from"]}
        fields, judgements = _run_coder(about, name, coder, tables.segments, codebook, **given)
    path = record_codings(about, make_record(**known, **fields), judgements, tables.segments, codebook)
    tell(f"{len(judgements)} judgements of {coder}, {int(judgements['present'].sum())} of them present, in {path}")
    if fields["kind"] != LANGUAGE_MODEL:
        tell(f"note: {coder}: {fields['note']}; beside people and chance: workbook report {event}", err=True)


def _run_coder(
    about: "Event",
    name: str,
    coder: str,
    segments: "pd.DataFrame",
    codebook: "Codebook",
    *,
    encoder: Path | None,
    others: tuple[str, ...],
) -> Judged:
    """A learned coder, the codebook coder, or one of a package."""
    from analysis.coding.finding_coders import RANKED, prepare_coder
    from analysis.coding.gathering import gather_codings, join_training
    from analysis.coding.running import judge_segments
    from analysis.errors import InputError
    from analysis.event import load_event
    from analysis.measures.alarms import LANGUAGE
    from analysis.pipeline import build_tables

    if others and name != RANKED:
        raise InputError(f"--learn-from is for the coder {RANKED}; let another one learn with: workbook learn")
    if about.slug in others:
        raise InputError(f"--learn-from {about.slug}: is the event to be judged; name others")
    codes = [code.code for code in codebook.codes]
    tables = {slug: build_tables(load_event(slug, root=about.root)) for slug in others}
    parts = [gather_codings(tables[slug], event=slug, codes=codes) for slug in others]
    ready = prepare_coder(name, about.root, encoder=encoder, judged=join_training(parts) if parts else None)
    start = time.monotonic()
    judgements = judge_segments(coder, ready.coder, segments, codebook)
    seconds = round(time.monotonic() - start, 1)
    alarms: dict[str, tuple[int, int]] = {}
    note = ready.note
    if about.file.language.split("-")[0] == LANGUAGE:
        alarms, said = _count_alarms(coder, ready.coder, codebook, about.root)
        note = "; ".join(filter(None, (note, said)))
    about_it = {"kind": ready.kind, "who": ready.who, "trained": ready.trained, "note": note}
    return {**about_it, "seconds": seconds, "alarms": alarms}, judgements


def _count_alarms(
    name: str, coder: "Coder", codebook: "Codebook", root: Path
) -> tuple[dict[str, tuple[int, int]], str]:
    """In how many of how many sentences about something else the coder finds each code; and any code, in words."""
    from analysis.coding.running import judge_segments
    from analysis.measures.alarms import count_alarms, load_off_topic_sample
    from analysis.tables.rows import each_row

    sample = load_off_topic_sample(root)
    if sample.empty:
        return {}, ""
    judged = judge_segments(name, coder, sample, codebook)
    alarms = {row.code: (int(row.n_alarms), len(sample)) for row in each_row(count_alarms(judged))}
    found = judged.loc[judged["present"], "segment_id"].nunique()
    return alarms, f"finds a code in {found} of {len(sample)} sentences about something else"


def _ask_model(
    about: "Event", segments: "pd.DataFrame", codebook: "Codebook", asked: AskedModel, *, jobs: int
) -> Judged:
    """A language model, by kept answers where there are some."""
    from analysis.codebook import hash_fields
    from analysis.coding.coders import LANGUAGE_MODEL
    from analysis.coding.llm.answers import AnswerStore
    from analysis.coding.llm.client import ask_server
    from analysis.coding.llm.coding import TRAINED, describe_refused, note_answers, place_quotes, run_requests
    from analysis.coding.llm.requests import make_requests
    from analysis.coding.llm.same import refuse_same_answers
    from analysis.errors import InputError

    settings = asked.settings
    requests = make_requests(segments, codebook, settings)
    requests_sha256 = hash_fields([request.sha256 for request in requests])
    refuse_same_answers(about.folder / "codings", requests_sha256, codebook, settings)
    store = AnswerStore(about.folder / "answers", run=settings.run)
    start = time.monotonic()
    run = run_requests(requests, codebook, store, partial(ask_server, asked.server), prices=asked.prices, jobs=jobs)
    refused = describe_refused(run.refused)
    if refused:
        tell(f"note: answers that were refused, their segments are not judged: {refused}", err=True)
        tell(f"note: they are kept; ask anew with: --run {settings.run + 1}", err=True)
    if others := [one for one in run.endpoints if one != asked.server.endpoint]:
        tell(f"note: kept answers are from {', '.join(others)}, and so is said in coders.yml", err=True)
    if run.judgements.empty:
        raise InputError(
            f"{settings.model}: no answer could be used ({refused}); try another model, or ask anew with: "
            f"--run {settings.run + 1}"
        )
    fields = {
        "kind": LANGUAGE_MODEL,
        "who": ", ".join(run.models),
        "trained": TRAINED,
        "note": note_answers(refused, run.n_estimated),
        "model": ", ".join(run.models),
        "endpoint": ", ".join(run.endpoints) or asked.server.endpoint,
        "request_sha256": requests_sha256,
        "settings": settings.describe(),
        "runs": settings.run,
        "tokens": run.prompt_tokens + run.answer_tokens,
        "cost": round(run.cost, 6),
        "seconds": round(time.monotonic() - start, 1) if run.n_asked == len(requests) else 0.0,
    }
    return fields, place_quotes(run.judgements, segments)
