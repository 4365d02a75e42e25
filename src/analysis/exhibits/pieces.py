"""Pieces of a line: what words on a page may be besides plain text.

A link leads to a place by its id ("#…"); where a page has no such place, its words stand as plain text.
"""

from dataclasses import dataclass
from typing import Union

Words = Union[str, "Piece", tuple["Words", ...]]


@dataclass(frozen=True)
class Strong:
    """Words that carry the answer."""

    words: Words


@dataclass(frozen=True)
class Mono:
    """A command, a file or a name as it is typed."""

    words: str


@dataclass(frozen=True)
class Unseen:
    """Words for whoever listens to the page instead of seeing it."""

    words: str


@dataclass(frozen=True)
class Link:
    """Words that lead to a place ("#id", another page, or an address); `name` is what a link says when heard alone."""

    to: str
    words: Words
    name: str = ""
    style: str = ""


@dataclass(frozen=True)
class Spot:
    """A place inside a part that links lead to."""

    id: str
    words: Words


@dataclass(frozen=True)
class Person:
    """An expert's marker and name; `look` is one of e1 to e8, `shape` the number of the marker."""

    look: str
    shape: int
    words: Words
    role: str = ""


@dataclass(frozen=True)
class Chip:
    """A frame's letters on its pattern; `look` is one of f1 to f6."""

    look: str
    letters: str
    name: str = ""  # heard, and shown behind the letters where `named`
    named: bool = False


@dataclass(frozen=True)
class Sign:
    """One judgement as a sign in a shape; `shape`: full, hedge, square, dotted, pill, count, doubtful, silent."""

    shape: str
    mark: str
    name: str
    look: str
    to: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Mark:
    """What an indicator matched: which frame, code and coder, for eye and filter."""

    look: str
    letters: str
    frame: int
    code: int
    coder: str
    name: str
    to: str = ""
    negated: bool = False


@dataclass(frozen=True)
class Stretch:
    """Some words of a passage under the same marks; `ends` are the marks that end here."""

    words: str
    marks: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()
    quoted: bool = False


@dataclass(frozen=True)
class Passage:
    """Words of the page in their language, with what was found in them."""

    stretches: tuple[Stretch, ...]
    lang: str


Piece = Strong | Mono | Unseen | Link | Spot | Person | Chip | Sign | Passage
