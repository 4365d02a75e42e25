"""Make a consensus: what coders agree on is taken over, where they differ somebody decides."""

import datetime
from collections.abc import Mapping
from typing import Any

from analysis.codebook import load_codebook
from analysis.coding.amending import save_judgements
from analysis.coding.entries import make_record, read_coders
from analysis.coding.judgement_log import read_judgement_log
from analysis.coding.recording import read_moment
from analysis.coding.rows import PASSES
from analysis.coding.writing import make_row
from analysis.desk.books import JudgementBook
from analysis.desk.moving import bring_over
from analysis.desk.session import Session, find_journal, hold_coder, open_ledger, read_today, take_up
from analysis.errors import InputError, name_choices
from analysis.event import Event, load_event
from analysis.pipeline import EventTables, build_tables

Pair = tuple[str, str]  # segment_id, code
Sides = dict[Pair, dict[str, dict[str, Any]]]  # -> each source's last judgement


def open_adjudication(
    event: Event | str,
    *,
    sources: tuple[str, ...],
    who: str,
    coder: str = "consensus",
    today: datetime.date | None = None,
) -> Session:
    """The consensus of `sources`, a coder of its own; theirs stay as they are.

    What two or more of them judged, all alike, is taken over; `list_differences` holds where they differ. Raises
    InputError for fewer than two sources or an unknown one.
    """
    event = load_event(event) if isinstance(event, str) else event
    known = {record.coder: record for record in read_coders(event.folder / "codings")}
    if len(set(sources)) < 2 or (unknown := set(sources) - set(known)):
        found = f'the unknown coder "{min(unknown)}"' if len(set(sources)) >= 2 else f"{len(set(sources))} of them"
        raise InputError(f"a consensus needs two or more coders; found {found}; there is: {name_choices(known)}")
    codebook, tables = load_codebook(event.codebook_path), build_tables(event)
    record = make_record(
        coder=coder,
        kind="consensus",
        who=who,
        made_on=today or read_today(),
        trained=f"decided between {', '.join(sources)}",
        blind=False,
        codebook_sha256=codebook.instructions_sha256,
        sources=sources,
    )
    window = hold_coder(event, record.coder)
    record = take_up(event, record)
    sides = read_sides(event, tables, sources)
    book = JudgementBook(event.folder / "codings", record.coder, tables.segments, codebook, "adjudication")
    news = bring_over(book, find_journal(event, record.coder))
    _take_over(book, sides)
    ledger = open_ledger(event, record.coder, book, tables.segments)
    order = tuple(tables.segments["segment_id"])
    return Session("adjudicate", event, record, codebook, tables, order, True, book, ledger, window, news)


def read_sides(event: Event, tables: EventTables, sources: tuple[str, ...]) -> Sides:
    """Each source's last judgement of every segment × code: value, spans (code points in the segment) and memo.

    A memo without a code of its own is the segment's, and stands with all its codes.
    """
    codebook = load_codebook(event.codebook_path)
    first = dict(zip(tables.segments["segment_id"], tables.segments["start"], strict=True))
    found: Sides = {}
    made_with = {record.coder: record.codebook_sha256 for record in read_coders(event.folder / "codings")}
    for source in sources:
        path = event.folder / "codings" / f"{source}.csv"
        log = read_judgement_log(path, tables.segments, codebook, made_with=made_with.get(source, "")).rows
        written = log.loc[log["memo"].ne("")]
        memos = dict(zip(written["segment_id"], written["memo"], strict=True))
        for kept in PASSES:
            for row in log.loc[log["pass"] == kept].to_dict("records"):
                at = int(first[row["segment_id"]])
                side: dict[str, Any] = {"value": "present" if row["present"] else "absent", "memo": "", "spans": []}
                side["memo"] = row["memo"] or memos.get(row["segment_id"], "")
                if row["evidence"]:
                    side["spans"] = [[row["start"] - at, row["end"] - at]]
                found.setdefault((row["segment_id"], row["code"]), {})[source] = side
    return found


def list_differences(session: Session) -> list[dict[str, Any]]:
    """Every segment × code on which the sources differ, side by side, in page order."""
    sides = read_sides(session.event, session.tables, session.record.sources)
    return [
        {"segment": segment_id, "code": code.code, "sides": given}
        for segment_id in session.order
        for code in session.codebook.codes
        if _differs(given := sides.get((segment_id, code.code), {}))
    ]


def _differs(given: Mapping[str, Mapping[str, Any]]) -> bool:
    return len({side["value"] for side in given.values()}) > 1


def _take_over(book: JudgementBook, sides: Sides) -> None:
    """Save for the consensus what two or more of its sources judged, all alike, unless it is there."""
    there = book.read()
    now = read_moment()
    rows = [
        make_row(
            book.indexed,
            {
                "segment_id": segment_id,
                "code": code,
                "present": next(iter(given.values()))["value"] == "present",
                "pass": "adjudication",
                "judged_at": now,
            },
        )
        for (segment_id, code), given in sides.items()
        if len(given) >= 2 and not _differs(given) and f"adj|{segment_id}|{code}" not in there
    ]
    if rows:
        save_judgements(book.path, rows)
