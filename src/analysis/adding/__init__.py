"""A published page to an event: read once, written as a transcript, as a whole or not at all."""

import contextlib
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.adding.converting import convert_event
from analysis.adding.describing import AddRequest, change_event, describe_event
from analysis.adding.differences import compare_transcripts
from analysis.adding.taking import Taken, take_source
from analysis.adding.transcribing import read_transcript
from analysis.codebook import load_codebook
from analysis.coding.fit import describe_languages, describe_misfit, measure_fit
from analysis.coding.human import find_lost_codings
from analysis.coding.stances import find_lost_stances
from analysis.errors import InputError, name_choices
from analysis.event import Event, Source, is_old_event, load_event
from analysis.files.folders import replace_folder
from analysis.files.locks import hold_folder
from analysis.segmentation import segment_statements
from analysis.sources.documents import read_page
from analysis.sources.page import Page
from analysis.sources.walls import name_wall
from analysis.transcripts import Block, Transcript
from analysis.transcripts.layout import write_transcript
from analysis.transcripts.merging import merge_transcripts
from analysis.transcripts.reading import EventText, parse_kept, read_transcripts, share_words
from analysis.transcripts.tidying import tidy_transcript

__all__ = ["AddRequest", "Added", "add_event"]

DEFAULT_CODEBOOK = "great-power-framing"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Added:
    """What was written, for the command to show."""

    folder: Path
    path: Path  # of the transcript
    transcript: Transcript
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] | None = None  # None: the page is new

    @property
    def statements(self) -> tuple[Block, ...]:
        """What the experts say."""
        return tuple(b for b in self.transcript.blocks if b.voice)

    @property
    def shares(self) -> dict[str, int]:
        """How many words are whose."""
        return share_words(self.transcript.blocks)


def add_event(root: Path, source: str, request: AddRequest) -> Added:
    """Read the page, say who said what, and write the event.

    A page that the event has already is read anew and merged with what people corrected. Raises InputError when the
    page, the slug or the codebook cannot be used; then nothing is written.
    """
    if not SLUG.fullmatch(request.slug):
        raise InputError(
            f'--event "{request.slug}": a slug has small letters, digits and hyphens, such as 2023-03-xi-moscow'
        )
    folder = root / "data" / "events" / request.slug
    event, notes = _open_event(root, folder)
    codebook, note = _choose_codebook(root, request.codebook or (event.file.codebook if event else ""))
    taken = take_source(source, event, lambda known, sha256: _allow(folder, event, request, known, sha256))
    article = request.article or bool(taken.known and taken.known.article)
    page = read_page(taken.raw, taken.name)
    new = read_transcript(page, taken.name, article=article)
    transcript, changes = new.transcript, None
    if event and taken.known:
        transcript, merge_notes, changes = _merge(event, taken.known, new.transcript)
        notes += merge_notes
    others = _read_others(event, taken) if event and not request.replace else []
    _refuse_wall(page, transcript.blocks, taken.name)
    _check_enough([*transcript.blocks, *others], taken.name, article=article)
    if event and not request.replace:
        text = change_event((folder / "event.yml").read_text("utf-8"), taken, request, article=article)
    else:
        said = "\n".join(b.text for b in transcript.blocks if b.voice)
        text, doubts = describe_event(page, taken, replace(request, article=article), codebook, said=said)
        notes += [note, *doubts]
    path = _write(folder, text, taken, transcript, new.transcript, replace_all=request.replace)
    written = _read_back(root, request.slug)
    notes += _list_lost(*written) if event and written else []
    if event and request.codebook not in ("", event.file.codebook):
        notes.append(f"codebook: {request.codebook}, until now {event.file.codebook}")
    notes += _say_misfit(written[0], written[2]) if written else []
    return Added(folder, path, tidy_transcript(transcript), tuple(n for n in (*notes, *new.notes) if n), changes)


def _open_event(root: Path, folder: Path) -> tuple[Event | None, list[str]]:
    """The event that is there, converted where version 0.1.0 made it; None where it is new or its file is broken."""
    if not folder.exists():
        return None, []
    notes = convert_event(root, folder.name) if is_old_event(folder) else []
    try:
        return load_event(folder.name, root=root), notes
    except InputError:
        return None, notes


def _choose_codebook(root: Path, name: str) -> tuple[str, str]:
    """The codebook's name and, where it was not asked for, a sentence that says so."""
    names = sorted(p.stem for p in (root / "data" / "codebooks").glob("*.yml"))
    if not names:
        raise InputError(f"{root / 'data' / 'codebooks'}: holds no codebook; put one there")
    chosen = name or (names[0] if len(names) == 1 else DEFAULT_CODEBOOK)
    if chosen not in names:
        what = f'there is no codebook "{chosen}"' if name else "there are several codebooks; choose one with --codebook"
        raise InputError(f"{what}; there is: {name_choices(names)}")
    load_codebook(root / "data" / "codebooks" / f"{chosen}.yml")
    return chosen, "" if name else f"codebook: {chosen}, because --codebook names none"


def _allow(folder: Path, event: Event | None, request: AddRequest, known: Source | None, sha256: str) -> None:
    """An event that is there is changed by its own page in new words or corrected, or on request."""
    if request.another_page and event is None:
        raise InputError(f"--another-page: there is no event {folder.name} to add a page to; leave the option away")
    if not folder.exists() or request.replace or (known and not sha256):
        return
    if event and known and (sha256 != known.sha256 or _is_corrected(event, known)):
        return
    if event and known and request.codebook not in ("", event.file.codebook):
        return
    if known is None and request.another_page:
        return
    if event and known and request.codebook:
        raise InputError(
            f"--codebook {request.codebook}: {folder.name} is coded with it already, and its page is the same"
        )
    raise InputError(
        f"--event {folder.name}: {folder} is there already; take another slug, or give --another-page to add this page "
        "to the event, --replace to put it in the place of all its pages, or --codebook NAME to code it with another "
        "codebook"
    )


def _is_corrected(event: Event, source: Source) -> bool:
    """Whether the transcript is missing or not as it was first read, so that reading again has something to do."""
    path, first = event.transcript_path(source), event.first_read_path(source)
    return not path.is_file() or not first.is_file() or path.read_bytes() != first.read_bytes()


def _merge(event: Event, source: Source, theirs: Transcript) -> tuple[Transcript, list[str], tuple[str, ...]]:
    """The new reading with people's corrections, what could not be decided, and what changed in the statements."""
    path, first = event.transcript_path(source), event.first_read_path(source)
    if not path.is_file():
        return theirs, [], compare_transcripts(Transcript(source.file), theirs, language=event.file.language)
    mine = parse_kept(event, path).transcript
    if first.is_file():
        base = parse_kept(event, first).transcript
    else:  # somebody took it away; the old page, read again, is nearest to it
        raw = (event.folder / "sources" / source.file).read_bytes()
        base = read_transcript(read_page(raw, source.file), source.file, article=source.article).transcript
    merge = merge_transcripts(base, mine, theirs)
    changes = compare_transcripts(mine, merge.transcript, language=event.file.language)
    return merge.transcript, list(merge.notes), changes


def _read_others(event: Event, taken: Taken) -> list[Block]:
    """The blocks of the event's other pages."""
    known = taken.known.file if taken.known else ""
    blocks: list[Block] = []
    for source in event.file.sources:
        path = event.transcript_path(source)
        if source.file != known and path.is_file():
            blocks += parse_kept(event, path).transcript.blocks
    return blocks


def _refuse_wall(page: Page, blocks: Sequence[Block], name: str) -> None:
    """A page on which hardly anybody speaks may be an error page, a login or the like: then that is said."""
    if len({b.voice.expert for b in blocks if b.voice}) < 2 and (wall := name_wall(page)):
        raise InputError(f"{name}: {wall}")


def _check_enough(blocks: Sequence[Block], name: str, *, article: bool) -> None:
    """A round-up has two experts at least."""
    experts = list(dict.fromkeys(b.voice.expert for b in blocks if b.voice))
    if not experts:
        what = (
            "no quotation names who said it"
            if article
            else "no expert found: no line names who speaks before or after a text"
        )
        raise InputError(
            f"{name}: {what}; check that it is the round-up page, or give --as-article for a running article"
        )
    if len(experts) == 1 and not article:
        raise InputError(
            f"{name}: only one expert found ({experts[0]}); a round-up has several; check the page’s headers"
        )


def _write(
    folder: Path, text: str, taken: Taken, transcript: Transcript, first: Transcript, *, replace_all: bool
) -> Path:
    """The event with this page; the folder changes as a whole. The path of the transcript."""
    name = f"{Path(taken.name).stem}.txt"
    with _hold_codings(folder), replace_folder(folder) as draft:
        if replace_all:
            shutil.rmtree(draft / "sources", ignore_errors=True)
            shutil.rmtree(draft / "transcripts", ignore_errors=True)
        elif taken.known and taken.known.file != taken.name:
            (draft / "sources" / taken.known.file).unlink(missing_ok=True)
        files = {
            draft / "sources" / taken.name: taken.raw,
            draft / "transcripts" / "first-read" / name: write_transcript(first),
            draft / "transcripts" / name: write_transcript(transcript),
            draft / "event.yml": text.encode(),
        }
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder / "transcripts" / name


def _read_back(root: Path, slug: str) -> tuple[Event, EventText, pd.DataFrame] | None:
    """The event that was written, its text and its segments; None where something is wrong, which `check` says."""
    try:
        event = load_event(slug, root=root)
        text = read_transcripts(event)
        return event, text, segment_statements(text.statements, unit="sentence", language=event.file.language)
    except InputError:
        return None


def _list_lost(event: Event, text: EventText, segments: pd.DataFrame) -> list[str]:
    """The judgements whose words the new page does not have any more; what is wrong otherwise, `check` says."""
    try:
        tables = {"statements": text.statements, "segments": segments}
        codebook, language = load_codebook(event.codebook_path), event.file.language
        codings = find_lost_codings(event.folder / "codings", tables, codebook, unit="sentence", language=language)
        return [*codings, *find_lost_stances(event, text.statements)]
    except InputError:
        return []


def _say_misfit(event: Event, segments: pd.DataFrame) -> list[str]:
    """That the codebook finds next to nothing on the page; what is wrong otherwise, `check` says."""
    try:
        codebook = load_codebook(event.codebook_path)
    except InputError:
        return []
    return [
        describe_languages(codebook, event.file.language, event.slug),
        describe_misfit(measure_fit(segments, codebook), event.file.codebook, event.slug),
    ]


@contextlib.contextmanager
def _hold_codings(folder: Path) -> Iterator[None]:
    """Nobody records a judgement while the event's folder is copied."""
    codings = folder / "codings"
    with hold_folder(codings) if codings.is_dir() else contextlib.nullcontext():
        yield
