"""One coder's work on one event, without a screen: what is shown, what was judged, what is saved."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.coding.blindness import hash_shown, shuffle_segments
from analysis.coding.human import CoderRecord, Pass, make_record, read_coders, read_lines
from analysis.coding.recording import enter_coder, make_row, read_clock, save_judgements
from analysis.errors import InputError
from analysis.event import Event, load_event
from analysis.pipeline import build_tables

KEYS = "123456789qwertyuiop"  # one for each code, in the order of the codebook
NOBODY = "(hidden)"
Judged = dict[tuple[str, str, str], dict[str, Any]]


@dataclass
class Session:
    """What the desk works on; `judged` mirrors the coder's file, which every change reaches first."""

    event: Event
    record: CoderRecord
    codebook: Codebook
    tables: Mapping[str, pd.DataFrame]
    order: tuple[str, ...]
    hidden: bool
    judged: Judged
    undone: list[tuple[list[dict[str, Any]], list[tuple[str, str, str]]]] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """The codes in the order of the codebook."""
        return [code.code for code in self.codebook.codes]

    def judge(self, segment_id: str, judgements: list[dict[str, Any]], *, kept: Pass) -> None:
        """Save judgements of one segment, each {code, present, memo?, evidence?, evidence_start?}."""
        segments = self.tables["segments"].set_index("segment_id")
        common = {"segment_id": segment_id, "pass": kept, "judged_at": read_clock()}
        rows = [make_row(segments, {**given, **common}) for given in judgements]
        self.change([dict(row) for row in rows], [])

    def change(self, rows: list[dict[str, Any]], remove: list[tuple[str, str, str]]) -> None:
        """Bring a change to the file, then remember how to take it back."""
        keys = [(row["segment_id"], row["code"], row["pass"]) for row in rows]
        before = [self.judged[key] for key in [*keys, *remove] if key in self.judged]
        added = [key for key in keys if key not in self.judged]
        self.write(rows, remove)
        self.undone.append((before, added))

    def write(self, rows: list[dict[str, Any]], remove: list[tuple[str, str, str]]) -> None:
        """The file first, the mirror second: what is on the screen is on the disk."""
        save_judgements(self.event.folder / "codings" / f"{self.record.coder}.csv", rows, remove=remove)
        for key in remove:
            self.judged.pop(key, None)
        self.judged |= {(row["segment_id"], row["code"], row["pass"]): row for row in rows}

    def undo(self) -> str:
        """Take back the last change of this sitting; the segment it was about, or nothing."""
        if not self.undone:
            return ""
        before, added = self.undone.pop()
        self.write(before, added)
        return str(before[0]["segment_id"] if before else added[0][0])

    def is_done(self, segment_id: str) -> bool:
        """Every code has been judged for the segment, blind."""
        return all((segment_id, code, "blind") in self.judged for code in self.codes)

    @property
    def n_done(self) -> int:
        """Segments judged for every code."""
        return sum(self.is_done(segment_id) for segment_id in self.order)

    @property
    def first_open(self) -> int:
        """Place of the first segment that is not done, in the order shown; the last place if all are."""
        return next((i for i, s in enumerate(self.order) if not self.is_done(s)), len(self.order) - 1)


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
    that is shown. Raises InputError where the coder is there already as somebody else, or was shown something else.
    """
    event = load_event(event) if isinstance(event, str) else event
    codebook, tables = load_codebook(event.codebook_path), build_tables(event)
    order = shuffle_segments(tables["segments"], seed=seed)
    shown = hash_shown(tables, codebook, order, hide_names=hide_names)
    record = make_record(
        coder=coder,
        kind="person",
        who=who,
        made_on=today or datetime.datetime.now(datetime.UTC).date(),
        trained=trained,
        blind=True,
        codebook_sha256=codebook.instructions_sha256,
        shown_sha256=shown,
        seed=seed,
    )
    return Session(event, take_up(event, record), codebook, tables, order, hide_names, read_judged(event, coder))


def take_up(event: Event, record: CoderRecord) -> CoderRecord:
    """The coder's entry as it stands in `coders.yml`, made now if the coder is new."""
    folder = event.folder / "codings"
    known = {r.coder: r for r in read_coders(folder)}.get(record.coder)
    if known is None:
        enter_coder(folder, record, [])
        return record
    if (known.kind, known.who, known.sources) != (record.kind, record.who, record.sources):
        raise InputError(f'coder "{record.coder}" is {known.who} ({known.kind}); choose another name')
    if known.shown_sha256 != record.shown_sha256:
        raise InputError(
            f'coder "{record.coder}" was shown something else (seed {known.seed}): the page, the codebook, the order '
            "or what is hidden has changed; give the same settings, or choose a new name for a new round"
        )
    return known


def read_judged(event: Event, coder: str) -> Judged:
    """What the coder's file holds."""
    path = event.folder / "codings" / f"{coder}.csv"
    rows = [dict(row) for _, row in read_lines(path)] if path.exists() else []
    return {(row["segment_id"], row["code"], row["pass"]): {**row, "present": row["present"] == "True"} for row in rows}


def find_context(session: Session, segment_id: str) -> dict[str, str]:
    """The statement around a segment, and whose it is unless that is hidden."""
    segment = session.tables["segments"].set_index("segment_id").loc[segment_id]
    statement = session.tables["statements"].set_index("statement_id").loc[segment["statement_id"]]
    first, last = segment["start"] - statement["start"], segment["end"] - statement["start"]
    page = session.event.file
    return {
        "before": statement["text"][:first],
        "text": segment["text"],
        "after": statement["text"][last:],
        "expert": NOBODY if session.hidden else statement["expert"],
        "publisher": NOBODY if session.hidden else page.publisher,
    }
