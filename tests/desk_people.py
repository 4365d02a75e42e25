"""People at the coding desk without a screen: what they see in each sentence goes through the desk's own messages."""

from collections.abc import Callable

from analysis.desk import CodingDesk, open_adjudication, open_session
from analysis.desk.adjudication import list_differences
from analysis.desk.session import Session

See = Callable[[str, str], bool]  # code and words of the sentence -> present


def put(session: Session, cells: list[tuple[str, dict[str, object]]]) -> None:
    """Say the cells at the desk, all in one message, and leave it."""
    desk = CodingDesk(session)
    desk.receive({"do": "hello", "client": "test", "view": "test"})
    about = {"client": "test", "view": "test", "seq": 1, "have": 0, "at": "2026-01-31T12:00:00Z", "label": "x"}
    changes = [{"cell": cell, "set": fields} for cell, fields in cells]
    answers = desk.receive({"do": "put", **about, "segment": session.order[0], "cells": changes})
    assert [answer["is"] for answer in answers] == ["ack"]
    assert answers[0]["refused"] == []
    desk.receive({"do": "bye", "view": "test"})


def code_page(event, coder: str, who: str, see: See, *, only: tuple[str, ...] = ()) -> None:
    """The person codes every sentence of the page, or only these, for every code."""
    session = open_session(event, coder=coder, who=who, trained="read the codebook", seed=len(coder))
    texts = session.tables.segments.set_index("segment_id")["text"]
    codes = [code.code for code in session.codebook.codes]
    cells = [
        (f"code|{segment}|{code}", {"value": "present" if see(code, texts[segment]) else "absent"})
        for segment in only or session.order
        for code in codes
    ]
    put(session, cells)


def decide_all(event, sources: tuple[str, ...], who: str) -> int:
    """A consensus in which every difference is decided as present; how many there were."""
    session = open_adjudication(event, sources=sources, who=who)
    differing = list_differences(session)
    put(session, [(f"adj|{d['segment']}|{d['code']}", {"decided": "present"}) for d in differing])
    return len(differing)
