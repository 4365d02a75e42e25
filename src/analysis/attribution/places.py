"""Places on a page that may say who speaks: what they are like, and the best ones of each line."""

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
    why: str
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
    lines = {
        i: q.line.people.names[-1].split()[-1]
        for i, q in enumerate(places)
        if q.line and q.line.people and q.line.quality >= READ and (q.line.side or not q.line.biography)
    }
    if not lines:
        return True, True
    once, again = {name: i for i, name in [*lines.items()][::-1]}, {name: i for i, name in lines.items()}
    first, last = min(again.values()), max(once.values())  # a list of names at the top or the bottom has no words
    below = range(last + 1, len(parts))[:BESIDE]
    above = [*takewhile(lambda i: not _opens_page(parts[i]), range(first)[: -BESIDE - 1 : -1])]
    nearest = next((i for i in above if not parts[i].machinery), None)
    return (
        nearest is not None
        and may_be_said(parts[nearest], places[nearest])
        and any(may_be_said(parts[i], places[i]) and (parts[i].finished or parts[i].prose) for i in above),
        any(may_be_said(parts[i], places[i]) and not parts[i].closing for i in below),
    )


def _opens_page(part: Part) -> bool:
    """What stands above all statements: a heading, a rule, a host who speaks of those who are quoted."""
    told = TELLS_OF_VOICES & part.vocabulary or INTRODUCTION.search(part.text)
    return part.kind == "heading" or part.separator or (bool(told) and not part.quoted)


def may_be_said(part: Part, place: Best) -> bool:
    """Whether somebody may say it: no heading, no furniture, nobody's name."""
    if part.kind == "heading" or part.machinery or part.separator or part.position:
        return False
    return part.quoted or part.prose or place.best is None or place.best.quality < READ
