"""Other voices within a statement: words in quotation marks, and clauses attributed to somebody else."""

import re

import pandas as pd

from analysis.segmentation import find_paragraphs, find_sentences
from analysis.tables import TABLES
from analysis.tables.rows import each_row
from analysis.text import count_words
from analysis.text.languages import is_same_language
from analysis.text.quotations import find_quotations

VERB = (
    r"(?:claim(?:s|ed)?|say(?:s)?|said|argue(?:s|d)?|insist(?:s|ed)?|maintain(?:s|ed)?|assert(?:s|ed)?|allege(?:s|d)?|contend(?:s|ed)?|"
    r"declare(?:s|d)?|announce(?:s|d)?|den(?:y|ies|ied)|warn(?:s|ed)?|state(?:s|d)?|stresse(?:s|d)|emphasi[sz]e(?:s|d)?|"
    r"reiterate(?:s|d)?|suggest(?:s|ed)? that|believe(?:s|d)? that|accuse(?:s|d)?|told|tells|tell|promise(?:s|d)?)"
)
CLAIM = re.compile(
    rf"(?P<who>\b(?:(?:[Tt]he|[Ss]ome|[Mm]any|[Ss]everal|[Ss]enior|[Tt]heir|[Ii]ts|[Hh]is|[Hh]er)\s+)?"
    rf"(?:(?!I\b|We\b|As\b|And\b|But\b|This\b|That\b|It\b|Let\b)[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|of|the))*?(?:\s+(?:officials|leaders|sources|media|"
    rf"analysts|diplomats|spokes\w+))?|officials|critics|supporters|opponents|observers|analysts|diplomats|sources|experts|"
    rf"authorities|commentators|reports))\s+(?:has |have |had |also |still |now |publicly |repeatedly )*{VERB}\b"
)
ACCORDING = re.compile(
    r"\b[Aa]ccording to (?P<who>(?:the |an? )?[^,.;“”]{2,80})"
    r"|\b[Ii]n (?P<who2>[A-Z][\w’'-]+(?:’s|'s)) (?:view|words|telling)\b"
)
OWN = re.compile(r"^(?:me|us|my|our|this|that|these)\b")
STOP = re.compile(r";|,? (?:but|yet|although|however|while|whereas)\b|\s[–—]\s")


def find_voices(statements: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """The `voices` table: spans of other voices within statements, in page order; spans of one kind never overlap.

    Attribution is read from surface patterns, in English only: it misses indirect forms, and must not be used to say
    who is right.
    """
    rows = [
        {
            "statement_id": statement.statement_id,
            "start": statement.start + start,
            "end": statement.start + end,
            "kind": kind,
            "source": source,
            "words": count_words(statement.text[start:end]),
            "text": statement.text[start:end],
        }
        for statement in each_row(statements)
        for start, end, kind, source in find_other_voices(statement.text, language=language)
    ]
    return pd.DataFrame(rows) if rows else TABLES["voices"].empty()


def find_other_voices(text: str, *, language: str) -> list[tuple[int, int, str, str]]:
    """(start, end, kind, whose words) of every other voice in one statement."""
    spans: list[tuple[int, int, str, str]] = []
    for start, end in find_paragraphs(text):
        paragraph = text[start:end]
        spans += [(start + a, start + b, "quoted", "") for a, b in find_quotations(paragraph)[0]]
        for first, last in find_sentences(paragraph, language=language):
            spans += [
                (start + first + a, start + first + b, "attributed", who)
                for a, b, who in (_find_claims(paragraph[first:last]) if is_same_language(language, "en") else ())
            ]
    return sorted(spans)


def _find_claims(sentence: str) -> list[tuple[int, int, str]]:
    """Clauses of a sentence that it attributes to somebody: from the name to where the clause ends."""
    if (found := ACCORDING.search(sentence)) and not OWN.match(who := (found["who"] or found["who2"]).strip()):
        before = max((m.end() for m in STOP.finditer(sentence[: found.start()])), default=0)
        return [(before, _clause_end(sentence, found.end()), who)]
    if found := CLAIM.search(sentence):
        return [(found.start(), _clause_end(sentence, found.end()), found["who"])]
    return []


def _clause_end(sentence: str, at: int) -> int:
    """Where the clause that runs at `at` ends."""
    stop = STOP.search(sentence, at)
    return stop.start() if stop else len(sentence)


def measure_voices(statements: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """The `voice_shares` table: how much of each statement is quoted, and how much another voice's in all."""
    rows = []
    for statement in each_row(statements):
        own = voices[voices["statement_id"] == statement.statement_id]
        words = count_words(statement.text)
        quoted = _count_covered(statement, own[own["kind"] == "quoted"])
        other = _count_covered(statement, own)
        rows.append(
            {
                "statement_id": statement.statement_id,
                "expert": statement.expert,
                "words": words,
                "n_quoted": quoted,
                "n_other": other,
                "quoted": quoted / words if words else float("nan"),
                "other": other / words if words else float("nan"),
            }
        )
    return pd.DataFrame(rows) if rows else TABLES["voice_shares"].empty()


def _count_covered(statement: object, spans: pd.DataFrame) -> int:
    """Words of the statement whose first letter lies in a span; none is counted twice."""
    start, text = statement.start, statement.text  # type: ignore[attr-defined]
    covered = [(a - start, b - start) for a, b in zip(spans["start"], spans["end"], strict=True)]
    places = [
        m.start() + next(i for i, c in enumerate(m[0]) if c.isalnum())
        for m in re.finditer(r"\S+", text)
        if any(map(str.isalnum, m[0]))
    ]
    return sum(any(a <= place < b for a, b in covered) for place in places)
