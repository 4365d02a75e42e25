"""Places on a page that may say who speaks: what they are like, and the best ones of each line."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Literal

from analysis.attribution.names import Credentials
from analysis.attribution.parts import Part
from analysis.attribution.words import INTRODUCTION, TELLS_OF_VOICES

READ = 0.45  # below this quality no name was read, and only a line's type speaks for a header
CLEAR = 0.6  # from this quality on a candidate speaks for a header by itself
BESIDE = 6  # lines between a name and its words, at most
SALUTES = re.compile(r"^(?:sirs?|madam|dear \w+)\b\s*[,–—-]", re.IGNORECASE)  # opens a letter
SPEAKS = frozenset({"i", "my", "me", "ich", "mein", "jag", "min", "je", "mon", "ma"})
Shape = Literal["line", "run-in", "suffix", "host"]
Side = Literal["", "before", "after"]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Candidate:
    """A place that may say who speaks."""

    index: int
    last: int  # index of its last part
    shape: Shape
    people: Credentials | None  # None: the host speaks
    quality: float  # how much its words look like somebody's name and position, 0 to 1
    key: Key  # its type; alike places have equal keys
    reason: str
    side: Side = ""  # where its words stand, if the line itself says so: it stands "before" or "after" them
    body: int = -1  # run-in: where the words begin
    cut: int = -1  # suffix: where the words end
    biography: bool = False


def make_key(part: Part, shape: Shape, *more: object) -> Key:
    """The type of a place: its markup, its emphasis and how it is set off."""
    style = ("heading", part.level) if part.kind == "heading" else (part.bold, part.link and not part.bold, part.italic)
    return (shape, part.kind == "quote", part.path, *style, bool(part.bold_end), bool(part.mark), *more)


@dataclass(frozen=True)
class Best:
    """The best candidate of each shape in one line."""

    line: Candidate | None = None
    run_in: Candidate | None = None
    suffix: Candidate | None = None

    @cached_property
    def best(self) -> Candidate | None:
        """The likeliest of them."""
        found = [c for c in (self.line, self.run_in, self.suffix) if c]
        return max(found, key=lambda c: c.quality, default=None)

    @property
    def clear(self) -> bool:
        """One of them looks like a header by itself."""
        return bool(self.best and self.best.quality >= CLEAR)


def find_places(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]]) -> list[Best]:
    """The best candidates of each line."""
    places = []
    for index in range(len(parts)):
        best: dict[str, Candidate] = {}
        for candidate in candidates.get(index, ()):
            best.setdefault("run_in" if candidate.shape in ("run-in", "host") else candidate.shape, candidate)
        places.append(Best(**best))
    return places


def find_sides(parts: Sequence[Part], places: Sequence[Best]) -> tuple[bool, bool]:
    """Whether words stand above the first of the names on lines of their own, and below the last of them."""
    found = [
        (i, q.line)
        for i, q in enumerate(places)
        if q.line and q.line.people and q.line.quality >= READ and (q.line.side or not q.line.biography)
    ]
    clear = [one for one in found if one[1].quality >= CLEAR]
    lines = clear if len(clear) > 1 else found
    first = min(
        _find_last(lines, "before").values(), default=0
    )  # a list of names at the top or the bottom has no words
    last = max(_find_last(lines[::-1], "after").values(), default=len(parts))
    below = range(last + 1, len(parts))[:BESIDE]
    above = [*takewhile(lambda i: not _opens_page(parts[i]), range(first)[: -BESIDE - 1 : -1])]
    nearest = next((i for i in above if not parts[i].machinery), None)
    signed = nearest is not None and _may_be_said(parts[nearest], places[nearest])
    signed = signed and any(_is_said(parts[i], places[i]) for i in above)
    named = any(_is_said(parts[i], places[i]) and not parts[i].closing for i in below)
    told = Counter(c.side for _, c in lines)  # by the lines themselves
    signed, named = signed or told["after"] > told["before"] + 1, named or told["before"] > told["after"] + 1
    return (signed, named) if signed or named else (True, True)


def _find_last(lines: Sequence[tuple[int, Candidate]], not_on: Side) -> dict[str, int]:
    """Where each family name stands last, of lines that do not say that they stand on a side."""
    return {c.people.names[-1].split()[-1]: i for i, c in lines if c.people and c.side != not_on}


def _opens_page(part: Part) -> bool:
    """What stands above all statements: a heading, a rule, a host who speaks of those who are quoted."""
    told = TELLS_OF_VOICES & part.vocabulary or INTRODUCTION.search(part.text)
    own = part.quoted or not SPEAKS.isdisjoint(part.vocabulary) or SALUTES.match(part.text)
    return part.kind == "heading" or part.separator or (bool(told) and not own)


def _is_said(part: Part, place: Best) -> bool:
    return _may_be_said(part, place) and (part.finished or part.prose)


def _may_be_said(part: Part, place: Best) -> bool:
    """Whether somebody may say it: no heading, no furniture, nobody's name."""
    if part.kind == "heading" or part.machinery or part.separator or part.position:
        return False
    return part.quoted or part.prose or place.best is None or place.best.quality < READ
