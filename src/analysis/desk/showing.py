"""What a window is shown of the event, the codebook and, where somebody decides between coders, of their codings."""

from typing import Any

from analysis.coding.hashing import hash_text
from analysis.desk.adjudication import read_sides
from analysis.desk.claims import show_stances
from analysis.desk.session import Session
from analysis.tables.rows import each_row


def show_session(session: Session) -> dict[str, Any]:
    """All that the window needs. In blind coding neither indicators, names, publisher nor other codings are in it."""
    shown: dict[str, Any] = {
        "mode": session.mode,
        "event": session.event.slug,
        "coder": session.record.coder,
        "news": session.news,
        "instructions": session.codebook.instructions,
        "frames": show_codebook(session),
        "order": list(session.order),
        **show_statements(session),
    }
    if session.mode == "adjudicate":
        shown["codings"] = _show_sides(session)
    if session.mode == "stance":
        shown |= show_stances(session)
    return shown


def show_codebook(session: Session) -> list[dict[str, Any]]:
    """The frames and codes without their indicators."""
    return [
        {
            "frame": frame.frame,
            "definition": frame.definition,
            "codes": [code.model_dump(mode="json", exclude={"indicators"}) for code in frame.codes],
        }
        for frame in session.codebook.frames
    ]


def show_statements(session: Session) -> dict[str, Any]:
    """Statements and segments by number; `at` is where a segment begins in its statement, in code points."""
    statements = session.tables.statements
    first = dict(zip(statements["statement_id"], statements["start"], strict=True))
    return {
        "statements": [{"id": s.statement_id, "text": s.text} for s in each_row(statements)],
        "segments": [
            {
                "id": s.segment_id,
                "statement": s.statement_id,
                "paragraph": int(s.paragraph),
                "at": int(s.start - first[s.statement_id]),
                "text": s.text,
                "sha": hash_text(s.text),
            }
            for s in each_row(session.tables.segments)
        ],
    }


def _show_sides(session: Session) -> dict[str, dict[str, Any]]:
    """Each source's judgements by segment and code."""
    codings: dict[str, dict[str, Any]] = {source: {} for source in session.record.sources}
    for (segment_id, code), given in read_sides(session.event, session.tables, session.record.sources).items():
        for source, side in given.items():
            codings[source][f"{segment_id}|{code}"] = side
    return codings
