"""Whether an event's hand-made files, its page and its codebook fit together, and what in them is doubtful."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.codebook import Codebook, load_codebook
from analysis.codebook.lints import find_doubts, list_mistakes, locate_signs
from analysis.coding.coders import KINDS
from analysis.coding.consensus import describe_partial
from analysis.coding.entries import read_coders
from analysis.coding.fit import describe_languages, describe_misfit, measure_fit
from analysis.coding.human import find_lost_codings
from analysis.coding.stances import find_lost_stances, find_undescribed
from analysis.errors import InputError, name_choices
from analysis.event import Event, list_events, load_event
from analysis.limits import TimeIsUp, limit_time
from analysis.matching.matcher import Matcher
from analysis.pipeline import EventTables, build_tables
from analysis.segmentation import Unit
from analysis.tables.rows import each_row
from analysis.transcripts.checking import find_transcript_doubts

SECONDS = 120  # that one event may take to be read before its reports are made; the largest takes a few


@dataclass(frozen=True)
class Checked:
    """What was checked; a line for every problem, for every doubt, and for every indicator that finds nothing."""

    what: str
    problems: tuple[str, ...]
    doubts: tuple[str, ...]
    unmatched: tuple[str, ...]


def check_project(root: Path, slugs: Iterable[str] = ()) -> Checked:
    """Check the named events (default: all) and all codebooks, and tell everything at once."""
    named = list(slugs)
    problems: dict[str, None] = {}  # keeps order, drops what two events tell of the same codebook
    codebooks: dict[Path, Codebook] = {}
    built: dict[str, tuple[Event, EventTables]] = {}
    paths = sorted((root / "data" / "codebooks").glob("*.yml"))
    for path in paths:
        try:
            codebooks[path] = load_codebook(path)
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
    events = named or list_events(root)
    for slug in events:
        try:
            built[slug] = event, _ = _read_event(root, slug)
            problems |= dict.fromkeys(_name_event(root, slug, find_undescribed(event)))
        except InputError as error:
            problems |= dict.fromkeys(error.problems)
    doubts: list[str] = []
    unmatched: list[str] = []
    for path, codebook in codebooks.items():
        coded = [tables for event, tables in built.values() if event.codebook_path == path]
        texts = [text for tables in coded for text in tables["statements"]["text"]]
        problems |= dict.fromkeys(list_mistakes(path, codebook, texts))
        doubts += find_doubts(path, codebook) if coded or not named else ()
        if texts and not named:
            unmatched += _find_unmatched(path, codebook, texts)
    for event, tables in built.values():
        if event.codebook_path in codebooks:
            doubts += _find_stale_codings(event, tables, codebooks[event.codebook_path])
            doubts += find_partial(event, tables)
            doubts += _find_lost_judgements(event, tables, codebooks[event.codebook_path])
            fit = measure_fit(tables.segments, codebooks[event.codebook_path])
            languages = describe_languages(codebooks[event.codebook_path], event.file.language, event.slug)
            doubts += filter(None, [languages, describe_misfit(fit, event.file.codebook, event.slug)])
        doubts += find_transcript_doubts(event)
    what = f"{_count(len(events), 'event')}, {_count(len(paths), 'codebook')}"
    return Checked(what, tuple(problems), tuple(doubts), tuple(unmatched))


class Wanted(NamedTuple):
    """What a report is made from: an event, and the values that choose how it is read; empty: the event's own."""

    event: str
    unit: Unit = "sentence"
    codebook: str = ""
    coder: str = ""


def find_refusals(root: Path, wanted: Iterable[Wanted]) -> dict[Wanted, tuple[str, ...]]:
    """Of all that is wanted, what cannot be made, each with the lines that `check` tells of it."""
    refused: dict[Wanted, tuple[str, ...]] = {}
    codebooks = sorted(path.stem for path in (root / "data" / "codebooks").glob("*.yml"))
    coders: dict[Wanted, list[str]] = {}  # not the tables: a thousand events would stay in memory
    for one in dict.fromkeys(wanted):
        read = one._replace(coder="any" if one.coder else "")  # who the coders are takes coding the event
        try:
            if one.codebook and one.codebook not in codebooks:
                raise InputError(f'there is no codebook "{one.codebook}"; there is: {name_choices(codebooks)}')
            if read not in coders:
                tables = _read_soon(root, one)
                coders[read] = list(tables.coders["coder"]) if one.coder else []
            if one.coder and one.coder not in coders[read]:
                known = name_choices(coders[read])
                raise InputError(f'{one.event}: there is no coder "{one.coder}"; there is: {known}')
        except InputError as error:
            refused[one] = error.problems
    return refused


def _read_soon(root: Path, one: Wanted) -> EventTables:
    """The tables of what is wanted; an event that takes too long to read is refused, and stops no other."""
    try:
        with limit_time(SECONDS):
            return _read_event(root, one.event, codebook=one.codebook, unit=one.unit)[1]
    except TimeIsUp:
        raise InputError(
            f"{one.event}: takes longer than {SECONDS} seconds to read; split it, or look for the cause "
            f"with: workbook check {one.event}"
        ) from None


def _read_event(root: Path, slug: str, *, codebook: str = "", unit: Unit = "sentence") -> tuple[Event, EventTables]:
    """The event and its tables, once every hand-made file of it has been read for one of them.

    Raises InputError with a line per problem, which names the event.
    """
    with name_faults(root, slug):
        event = load_event(slug, root=root, codebook=codebook)
        return event, build_tables(event, unit=unit).read_hand_made_files()


@contextlib.contextmanager
def name_faults(root: Path, slug: str) -> Iterator[None]:
    """What the block finds wrong in an event's files, a file that cannot be read included, names the event."""
    try:
        yield
    except InputError as error:
        raise InputError(_name_event(root, slug, error.problems)) from None
    except OSError as error:
        where = os.fsdecode(error.filename or root / "data" / "events" / slug)
        raise InputError(f"{slug}: {where}: cannot be read ({error.strerror or error}); correct that") from None


def _name_event(root: Path, slug: str, problems: Iterable[str]) -> list[str]:
    """The lines with the event before them, but for those that name it already and those of files that all share."""
    shared = {p.name for folder in ("codebooks", "lexicons") for p in (root / "data" / folder).glob("*.yml")}
    return [
        line
        if line.startswith((f"{slug}/", f"{slug}:")) or f'"{slug}"' in line or line.split(":")[0] in shared
        else f"{slug}: {line}"
        for line in problems
    ]


def _count(n: int, thing: str) -> str:
    """`1 event`, `2 events`."""
    return f"{n} {thing}{'' if n == 1 else 's'}"


def _find_unmatched(path: Path, codebook: Codebook, texts: list[str]) -> Iterator[str]:
    """Every indicator that matches nothing on any event coded with the codebook, negated or quoted matches included."""
    signs = locate_signs(path, codebook)
    found = Matcher([(number, sign.indicator) for number, sign in enumerate(signs)]).find(texts).indicator
    for number in np.setdiff1d(np.arange(len(signs)), found).tolist():
        sign = signs[number]
        yield f'{sign.where}: code "{sign.code.code}": indicator "{sign.indicator.match}" matches nothing on any event'


def _find_lost_judgements(event: Event, tables: EventTables, codebook: Codebook) -> Iterator[str]:
    """Every judgement whose words are not found in the transcript any more; it is kept and not counted."""
    language = event.file.language
    codings = find_lost_codings(event.folder / "codings", tables, codebook, unit="sentence", language=language)
    stances = find_lost_stances(event, tables["statements"])
    yield from (f"{event.slug}/{line}" for line in (*codings, *stances))


def find_partial(event: Event, tables: EventTables) -> Iterator[str]:
    """Every consensus of the event that leaves something undecided, with what to do."""
    if any(record.sources for record in read_coders(event.folder / "codings")):
        for line in describe_partial(tables.coders):
            yield f"{event.slug}: {line[0].lower()}{line[1:-1]}; decide them at the coding desk"


def _find_stale_codings(event: Event, tables: EventTables, codebook: Codebook) -> Iterator[str]:
    """Every coder who judged by other instructions than the codebook gives now; what is computed is never stale."""
    path = event.folder / "codings" / "coders.yml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for coder in each_row(tables["coders"]):
        if KINDS[coder.kind].is_computed or coder.codebook_sha256 in ("", codebook.instructions_sha256):
            continue
        line = next(
            (n for n, text in enumerate(lines, 1) if text.split("#")[0].split(":")[-1].strip() == coder.coder), 1
        )
        yield (
            f'{event.slug}/codings/coders.yml:{line}: coder "{coder.coder}" judged by other instructions '
            f"({coder.codebook_sha256[:12]}) than {codebook.name} gives now ({codebook.instructions_sha256[:12]}); "
            "judge the changed codes again"
        )
