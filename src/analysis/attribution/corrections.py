"""`statements.yml`: what the analyst corrected by hand, laid over what the rules found."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from analysis.attribution.assemble import CERTAIN, Found
from analysis.attribution.names import Credentials
from analysis.errors import InputError
from analysis.event import ExpertKind
from analysis.handmade import read_handmade
from analysis.segmentation import count_words
from analysis.sources.page import Page

NAME = "statements.yml"
EDGE = 8  # words that find a statement's beginning and end
HAND = "corrected by hand in statements.yml"
ABOUT = """\
# Statements that the rules were not sure of, and every one that was corrected by hand.
# Correct expert, role, affiliation or kind (person, organisation, several); write other first or last words of the page
# to move a statement's edges; keep: false drops it. Leave `found` as it is: it says which statement is meant.
# An entry without `found` adds a statement. Confidence and reason are for the reader.
"""


class Read(BaseModel):
    """What the rules found on the page."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    expert: str
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"
    first: str = ""
    last: str = ""


class Entry(BaseModel):
    """One statement as it shall be."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    expert: str = Field(min_length=1)
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"
    first: str = Field(min_length=1)
    last: str = Field(min_length=1)
    keep: bool = True
    confidence: float | None = None
    reason: str = ""
    found: Read | None = None

    @property
    def corrected(self) -> bool:
        """Whether the analyst changed something."""
        return (
            self.found is None
            or not self.keep
            or any(getattr(self, f) != getattr(self.found, f) for f in Read.model_fields)
        )


class StatementsFile(BaseModel):
    """What `statements.yml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    statements: tuple[Entry, ...] = ()


def load_corrections(folder: Path) -> tuple[Entry, ...]:
    """The entries of the event's `statements.yml`; none when there is no such file."""
    path = folder / NAME
    return read_handmade(path, StatementsFile).statements if path.exists() else ()


def edge_words(page: Page, found: Found) -> tuple[str, str]:
    """A statement's first and last words."""
    words = page.text[found.start : found.end].split()
    return " ".join(words[:EDGE]), " ".join(words[-EDGE:])


def correct_statements(page: Page, found: Sequence[Found], entries: Sequence[Entry]) -> tuple[list[Found], list[Entry]]:
    """The statements with corrections laid over them, in page order, and the corrections that fit nowhere."""
    left: list[Found | None] = list(found)
    edges = [edge_words(page, f) for f in found]
    done: list[Found] = []
    unused: list[Entry] = []
    for entry in entries:
        if not entry.corrected:
            continue
        if entry.found is None:
            place = find_span(page.text, entry.first, entry.last)
            if place is None:
                unused.append(entry)
            else:
                done.append(overlay(page, entry, *place))
            continue
        index = find_match(entry.found, found, edges, left)
        if index is None:
            unused.append(entry)
            continue
        statement = found[index]
        left[index] = None
        if not entry.keep:
            continue
        start, end = statement.start, statement.end
        if (entry.first, entry.last) != (entry.found.first, entry.found.last):
            first = entry.first if entry.first != entry.found.first else edges[index][0]
            last = entry.last if entry.last != entry.found.last else edges[index][1]
            place = find_span(page.text, first, last)
            if place is None:
                unused.append(entry)
                left[index] = statement
                continue
            start, end = place
        done.append(overlay(page, entry, start, end))
    kept = sorted([*done, *(f for f in left if f is not None)], key=lambda f: (f.start, f.end))
    for before, after in pairwise(kept):
        if after.start < before.end:
            raise InputError(
                f"{NAME}: the statements of {before.people.expert} and {after.people.expert} overlap; "
                "correct first or last"
            )
    return kept, unused


def overlay(page: Page, entry: Entry, start: int, end: int) -> Found:
    """The entry as a statement."""
    people = Credentials((entry.expert,), (entry.role,) if entry.role else (), entry.affiliation, entry.kind)
    return Found(people, start, end, 1.0, HAND, count_words(page.text[start:end]), form="hand")


def find_match(
    read: Read, found: Sequence[Found], edges: Sequence[tuple[str, str]], left: Sequence[Found | None]
) -> int | None:
    """The statement that the entry means: same header and an equal edge, else the only one left with that header."""
    same = [i for i, f in enumerate(found) if left[i] is not None and f.people.expert == read.expert]
    for i in same:
        if edges[i] == (read.first, read.last):
            return i
    for i in same:
        if edges[i][0] == read.first or edges[i][1] == read.last:
            return i
    return same[0] if len(same) == 1 else None


def find_span(text: str, first: str, last: str) -> tuple[int, int] | None:
    """From the first words to the end of the nearest last words after them."""
    opening = re.search(r"\s+".join(map(re.escape, first.split())), text)
    if not opening:
        return None
    closing = re.search(r"\s+".join(map(re.escape, last.split())), text[opening.start() :])
    return (opening.start(), opening.start() + closing.end()) if closing else None


def write_corrections(page: Page, found: Sequence[Found], entries: Sequence[Entry]) -> bytes:
    """`statements.yml`: doubtful statements as found, corrected ones as corrected."""
    _, unused = correct_statements(page, found, entries)
    rows = []
    left: list[Found | None] = list(found)
    edges = [edge_words(page, f) for f in found]
    for entry in entries:
        if not entry.corrected or entry in unused:
            continue
        row = entry.model_dump(exclude_none=True)
        if entry.found and (index := find_match(entry.found, found, edges, left)) is not None:
            left[index] = None
            fresh = describe_found(page, found[index])
            row |= {f: fresh[f] for f in Read.model_fields if getattr(entry, f) == getattr(entry.found, f)}
            row["found"] = fresh
        rows.append(row)
    for statement in left:
        if statement is not None and statement.confidence < CERTAIN:
            fresh = describe_found(page, statement)
            rows.append(
                {
                    **fresh,
                    "keep": True,
                    "confidence": statement.confidence,
                    "reason": statement.reason,
                    "found": dict(fresh),
                }
            )
    written = yaml.safe_dump({"statements": rows}, allow_unicode=True, sort_keys=False, width=110)
    return (ABOUT + written).encode()


def describe_found(page: Page, statement: Found) -> dict[str, str]:
    """A statement's fields as `found` holds them."""
    first, last = edge_words(page, statement)
    return {
        "expert": statement.people.expert,
        "role": statement.people.role,
        "affiliation": statement.people.affiliation,
        "kind": statement.people.kind,
        "first": first,
        "last": last,
    }
