"""One coder's work on one event, without a screen: who codes, what is shown in which order, what was judged."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.coding.blindness import hash_shown, shuffle_segments
from analysis.coding.entering import complete_coder, enter_coder
from analysis.coding.entries import CoderRecord, make_record, read_coders
from analysis.coding.recording import read_moment
from analysis.coding.writing import format_rows
from analysis.desk.books import Book, JudgementBook
from analysis.desk.ledger import Ledger
from analysis.desk.moving import bring_over, is_readable, keep_segments
from analysis.desk.windows import Window
from analysis.errors import InputError
from analysis.event import Event, load_event
from analysis.files import write_whole
from analysis.files.locks import hold_folder
from analysis.pipeline import EventTables, build_tables

Mode = Literal["code", "adjudicate", "stance"]


@dataclass(frozen=True)
class Session:
    """What the desk works on; the ledger holds what was judged, and every change reaches the disk first."""

    mode: Mode
    event: Event
    record: CoderRecord
    codebook: Codebook
    tables: EventTables
    order: tuple[str, ...]
    hidden: bool
    book: Book
    ledger: Ledger
    window: Window
    news: str = ""  # what was done on opening


def open_session(
    event: Event | str,
    *,
    coder: str,
    who: str,
    trained: str,
    seed: int,
    hide_names: bool = True,
    today: datetime.date | None = None,
) -> Session:
    """The coder's session, begun now or taken up where the coder's file ends.

    A new coder gets an entry in `coders.yml`: blind, with the seed of the order, the hash of the codebook and of all
    that is shown. Where the page was corrected since the last sitting, judgements, doubts and marks follow their words.
    Raises InputError where the coder is there already as somebody else, was shown something else for another reason, or
    works in another notebook.
    """
    event = load_event(event) if isinstance(event, str) else event
    codebook, tables = load_codebook(event.codebook_path), build_tables(event)
    order = shuffle_segments(tables.segments, seed=seed)
    shown, otherwise = (hash_shown(tables, codebook, order, hide_names=hide) for hide in (hide_names, not hide_names))
    record = describe_person(codebook, coder, who, trained, today, shown_sha256=shown, seed=seed)
    window = hold_coder(event, record.coder)
    journal = find_journal(event, record.coder)
    record = take_up(event, record, corrected=is_readable(journal, tables.segments), otherwise=otherwise)
    book = JudgementBook(event.folder / "codings", record.coder, tables.segments, codebook, "blind")
    news = bring_over(book, journal)
    ledger = open_ledger(event, record.coder, book, tables.segments)
    book.save(ledger.cells, [])  # the evidence and marks that a killed desk had in its journal only
    return Session("code", event, record, codebook, tables, order, hide_names, book, ledger, window, news)


def describe_person(
    codebook: Codebook, coder: str, who: str, trained: str, today: datetime.date | None, **shown: object
) -> CoderRecord:
    """The entry of a person who sees no other coder's judgements; `shown` are the fields about what was shown."""
    return make_record(
        coder=coder,
        kind="person",
        who=who,
        made_on=today or read_today(),
        trained=trained,
        blind=True,
        codebook_sha256=codebook.instructions_sha256,
        **shown,
    )


def read_today() -> datetime.date:
    """The date, in UTC: only for what people do."""
    return datetime.datetime.now(datetime.UTC).date()


def hold_coder(event: Event, coder: str, *, kind: str = "") -> Window:
    """The right to work on the coder's file. Raises InputError where another process has it."""
    return Window(event.folder / "codings" / f".{coder}{kind}.lock")


def find_journal(event: Event, name: str) -> Path:
    """Where the journal of a coder, or of a coder's stances, is kept."""
    return event.folder / "codings" / "desk" / f"{name}.journal.jsonl"


def open_ledger(event: Event, name: str, book: Book, segments: pd.DataFrame) -> Ledger:
    """The ledger of `codings/desk/<name>.journal.jsonl`, with what was changed in the coder's file since."""
    journal = find_journal(event, name)
    ledger = Ledger(
        journal,
        shown=keep_segments(journal.parent, segments),
        check=book.check,
        save=book.save,
        fingerprint=book.fingerprint,
    )
    ledger.adopt(book.read(), book.tell(ledger.cells), read_moment())
    return ledger


def take_up(event: Event, record: CoderRecord, *, corrected: bool = False, otherwise: str = "") -> CoderRecord:
    """The coder's entry as it stands in `coders.yml`, made now if the coder is new.

    Who has only said something of claims until now gets the entry completed. Who goes on after the page may have been
    `corrected`, by the same codebook and in the order of the same seed, has it noted there what was shown before;
    `otherwise` is the hash of what would be shown with names hidden that are not, or the other way round.
    """
    folder = event.folder / "codings"
    path = folder / f"{record.coder}.csv"
    known = {r.coder: r for r in read_coders(folder)}.get(record.coder)
    if known is None:
        enter_coder(folder, record, [])
        return record
    if (known.kind, known.who, known.sources) != (record.kind, record.who, record.sources):
        raise InputError(f'coder "{record.coder}" is {known.who} ({known.kind}); choose another name')
    if not path.exists() and not known.shown_sha256:
        with hold_folder(folder):
            write_whole(path, format_rows([]).encode())
            complete_coder(folder, record)
        return record
    same = (known.codebook_sha256, known.seed, known.unit) == (record.codebook_sha256, record.seed, record.unit)
    if corrected and same and known.shown_sha256 not in (record.shown_sha256, otherwise):
        before = f"shown until {record.made_on} as {known.shown_sha256[:12]}, then the page was corrected"
        note = "; ".join(filter(None, [known.note, before]))
        known = known.model_copy(update={"shown_sha256": record.shown_sha256, "note": note})
        with hold_folder(folder):
            complete_coder(folder, known)
    if known.shown_sha256 != record.shown_sha256:
        raise InputError(
            f'coder "{record.coder}" was shown something else (seed {known.seed}): the page, the codebook, the order '
            "or what is hidden has changed; give the same settings, or choose a new name for a new round"
        )
    return known
