"""Make a consensus: what coders agree on is taken over, where they differ somebody decides."""

import datetime
from typing import Any

from analysis.codebook import load_codebook
from analysis.coding.human import make_record, read_coders
from analysis.desk.session import Session, find_context, read_judged, take_up
from analysis.errors import InputError, name_choices
from analysis.event import Event, load_event
from analysis.pipeline import build_tables


def open_adjudication(
    event: Event | str,
    *,
    sources: tuple[str, ...],
    who: str,
    coder: str = "consensus",
    today: datetime.date | None = None,
) -> Session:
    """The consensus of `sources`, a coder of its own; theirs stay as they are.

    What all of them judged alike is taken over; `list_disagreements` holds the rest. Raises InputError for fewer than
    two sources or an unknown one.
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
        made_on=today or datetime.datetime.now(datetime.UTC).date(),
        trained=f"decided between {', '.join(sources)}",
        blind=False,
        codebook_sha256=codebook.instructions_sha256,
        sources=sources,
    )
    order = tuple(tables["segments"]["segment_id"])
    session = Session(event, take_up(event, record), codebook, tables, order, False, read_judged(event, coder))
    take_over(session)
    return session


def read_sources(session: Session) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """segment and code -> each source's last judgement."""
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for source in session.record.sources:
        judged = read_judged(session.event, source)
        for kept in ("blind", "after suggestions", "adjudication"):
            for (segment_id, code, in_pass), row in judged.items():
                if in_pass == kept:
                    found.setdefault((segment_id, code), {})[source] = row
    return found


def take_over(session: Session) -> None:
    """Save for the consensus what all its sources judged alike."""
    by_segment: dict[str, list[dict[str, Any]]] = {}
    for (segment_id, code), given in read_sources(session).items():
        presents = {row["present"] for row in given.values()}
        new = (segment_id, code, "adjudication") not in session.judged
        if new and len(given) == len(session.record.sources) and len(presents) == 1:
            by_segment.setdefault(segment_id, []).append({"code": code, "present": presents.pop()})
    for segment_id, judgements in by_segment.items():
        session.judge(segment_id, judgements, kept="adjudication")
    session.undone.clear()


def list_disagreements(session: Session) -> list[dict[str, Any]]:
    """Every segment × code on which the sources differ, side by side, in page order."""
    found = []
    sources = read_sources(session)
    for segment_id in session.order:
        for code in session.codes:
            given = sources.get((segment_id, code), {})
            if len({row["present"] for row in given.values()}) > 1:
                sides = [
                    {"coder": s, "present": row["present"], "memo": row["memo"], "evidence": row["evidence"]}
                    for s, row in given.items()
                ]
                mine = session.judged.get((segment_id, code, "adjudication"))
                found.append(
                    {
                        "segment_id": segment_id,
                        "code": code,
                        "sides": sides,
                        "decided": None if mine is None else mine["present"],
                        **find_context(session, segment_id),
                    }
                )
    return found
