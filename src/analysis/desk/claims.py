"""Claims at the desk: what a window is shown of them, and sentences from which a person may make more."""

from typing import Any

from analysis.coding.hashing import hash_text
from analysis.coding.propositions import INSTRUCTIONS, read_propositions
from analysis.desk.session import Session
from analysis.desk.stances import StanceBook
from analysis.measures.function_words import list_function_words
from analysis.measures.proposals import propose_claims
from analysis.pipeline import EventTables
from analysis.tables.rows import each_row
from analysis.text.languages import name_language


def show_claims(session: Session) -> dict[str, Any]:
    """The claims by name in the file's order, on which other coders have stances, and how to judge; the words of the
    claims are cells."""
    listed = read_propositions(session.event)
    book = session.book
    return {
        "claims": [p.proposition for p in listed.propositions] if listed else [],
        "others": book.claims.count_others() if isinstance(book, StanceBook) else {},
        "lost": book.lost if isinstance(book, StanceBook) else [],
        "stance_instructions": listed.instructions if listed else INSTRUCTIONS,
    }


def _list_candidates(session: Session) -> list[dict[str, Any]]:
    """Sentences of several experts that share words, then single ones with a certainty mark; each by its segment.

    A candidate is known by its words, so that what a person decided about it outlives a new order of the page.
    """
    tables = session.tables
    proposed = propose_claims(tables.segments, tables.certainty_hits, language=tables.language)
    return [
        {
            "id": hash_text("\n".join(rows["quote"]))[:16],
            "segments": rows["segment_id"].tolist(),
            "marks": [marks for marks in rows["marks"] if marks],
        }
        for _, rows in proposed.groupby("candidate", sort=False)
    ]


def _describe_candidates(tables: EventTables) -> str:
    """How candidates are found in the page's language, and what is not looked for in it."""
    language = name_language(tables.language)
    marked = not tables.certainty.empty
    told = [
        "Sentences of several statements that share words" + ", then single ones that say how sure they are." * marked
    ]
    if not marked:
        told = [
            f"{told[0]}. No word list of certainty in {language} is here, so none is proposed for how sure it sounds."
        ]
    if not list_function_words(tables.language):
        told.append(f"No list of function words in {language} is here: words are compared by their first letters.")
    return " ".join([*told, "A person decides."])


def show_stances(session: Session) -> dict[str, object]:
    """The claims, and each expert's words as one text; a voice is a number, never a name."""
    first = dict(zip(session.tables.statements["statement_id"], session.tables.statements["start"], strict=True))
    texts = dict(zip(session.tables.statements["statement_id"], session.tables.statements["text"], strict=True))
    statements, shown = [], []
    for voice, (_, segments) in enumerate(session.tables.segments.groupby("expert", sort=False), 1):
        at: dict[str, int] = {}
        parts: list[str] = []
        for statement_id in segments["statement_id"].drop_duplicates():
            at[statement_id] = sum(len(part) + 2 for part in parts)
            parts.append(texts[statement_id])
        statements.append({"id": str(voice), "text": "\n\n".join(parts)})
        shown += [
            {
                "id": s.segment_id,
                "statement": str(voice),
                "paragraph": int(s.paragraph),
                "at": int(s.start - first[s.statement_id]) + at[s.statement_id],
                "text": s.text,
                "sha": hash_text(s.text),
            }
            for s in each_row(segments)
        ]
    return {
        **show_claims(session),
        "candidates": _list_candidates(session),
        "found_how": _describe_candidates(session.tables),
        "statements": statements,
        "segments": shown,
    }
