"""What an exhibit is made of, as data: words and parts that `page` turns into HTML, an index reads, and JSON carries.

An exhibit is written so: a function takes the tables it uses by name and the `View` of the event; its sentences come
from `findings`; it returns an `Exhibit` with a name, a title and parts. Words are a text, one of the `pieces`, or a
tuple of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.exhibits.describing import plain
from analysis.exhibits.pieces import Chip, Link, Passage, Person, Words
from analysis.findings.gate import Finding

VERSION = 1  # of the data below


@dataclass(frozen=True)
class Text:
    """A paragraph; `style`: lead, note, warn or none."""

    words: Words
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside an exhibit."""

    words: Words


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `span` columns wide; `step` 0 to 5 darkens its ground with a share."""

    words: Words
    numeric: bool = False
    head: bool = False
    span: int = 1
    step: int = -1


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head; `style`: plain, grid (signs), stack (a row becomes a block on a phone)."""

    caption: str
    head: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: str = "stack"
    show_caption: bool = False
    numeric: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Track:
    """One estimate on an axis: a point with its interval, its label before it and its number behind it."""

    label: Words
    count: Words
    value: float | None
    low: float | None
    high: float | None
    look: str = ""
    shape: int = 0
    filled: bool = True
    lead: bool = False
    said: str = ""


@dataclass(frozen=True)
class Panel:
    """Tracks on one axis from `low` to `high`, with lines at `ticks` (place, words)."""

    title: Words
    about: str
    tracks: tuple[Track, ...]
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    note: Words = ""
    look: str = ""


@dataclass(frozen=True)
class Panels:
    """Panels side by side (`columns`) or one below the other; `alt` says what they show."""

    panels: tuple[Panel, ...]
    alt: str
    columns: bool = False


@dataclass(frozen=True)
class StripCell:
    """A frame in one segment: all codings (`full`), not every one (`doubtful`), others than the one counted (`missed`)."""

    look: str = ""
    letters: str = ""
    state: str = ""


@dataclass(frozen=True)
class StripColumn:
    """One segment: where it stands, how long it is, and its cell in each lane."""

    to: str
    number: str
    words: int
    title: str
    said: str
    cells: tuple[StripCell, ...]
    first: bool = False  # of a paragraph that is not the statement's first


@dataclass(frozen=True)
class StripRow:
    """One expert's statements from the first segment to the last."""

    who: Person
    columns: tuple[StripColumn, ...]
    note: Words = ""


@dataclass(frozen=True)
class Strip:
    """Every statement from first to last segment, with the frames found in each."""

    lanes: tuple[Chip, ...]
    rows: tuple[StripRow, ...]
    key: tuple[tuple[StripCell, str], ...]
    many: bool = False


@dataclass(frozen=True)
class Quote:
    """Words with who says them and where they stand; `about` says what they are quoted for."""

    passage: Passage
    who: Words
    where: Words
    about: Words = ""
    look: str = ""


@dataclass(frozen=True)
class Quotations:
    """Quotations side by side or one below the other."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Fold:
    """Parts that are shown on demand."""

    summary: str
    parts: tuple[Any, ...]
    id: str = ""


@dataclass(frozen=True)
class Columns:
    """Parts side by side; `style`: half, wide (7 to 5) or three."""

    columns: tuple[tuple[Any, ...], ...]
    style: str = "half"


@dataclass(frozen=True)
class Terms:
    """Terms with what is said of each."""

    pairs: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Segment:
    """One segment of a statement with its number and its place."""

    id: str
    number: str
    name: str
    passage: Passage
    chips: tuple[Link, ...] = ()
    sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One expert's words, paragraph by paragraph; `sets` are places that mark some of its segments."""

    id: str
    who: Person
    paragraphs: tuple[tuple[Segment, ...], ...]
    sets: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Statements:
    """Every statement whole; `frames`, `codes` and `coders` are what a reader may filter the marks by."""

    statements: tuple[Statement, ...]
    frames: tuple[tuple[int, str], ...] = ()
    codes: tuple[tuple[int, str], ...] = ()
    coders: tuple[str, ...] = ()
    coder: str = ""
    many: bool = False


@dataclass(frozen=True)
class Scale:
    """How firmly the page may speak, once: one of the strengths, and why."""

    strengths: tuple[str, ...]
    strength: str
    words: Words


Part = Text | Bullets | Heading | Table | Panels | Strip | Quotations | Fold | Columns | Terms | Statements | Scale


@dataclass(frozen=True)
class Exhibit:
    """One figure, table, set of quotations or piece of the page, as data.

    `tables` are written as CSV and JSON beside the report; `summary` is what an index of reports says of this one,
    `facts` what a comparison of two says besides. `alt` says what a figure shows. `level` 0 stands without a frame of
    its own (the opening). `left_out` is an exhibit without content, which is not shown. Raises InputError for a figure that says nothing to whoever cannot see it.
    """

    name: str
    title: str = ""
    subtitle: Words = ""
    parts: tuple[Part, ...] = ()
    findings: Sequence[Finding] = ()
    source: Words = ""
    kind: str = "exhibit"  # or answer, opening
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    left_out: bool = False

    def __post_init__(self) -> None:
        """A figure that says nothing to whoever cannot see it is not shown."""
        for part in self.parts:
            if isinstance(part, Panels) and not part.alt.strip():
                raise InputError(f'figure "{self.name}" has no alternative text; say in alt what the figure shows')

    @property
    def text(self) -> str:
        """The words of the exhibit, one part a line."""
        lines = [self.title, plain(self.subtitle), *(plain(part) for part in self.parts), plain(self.source)]
        return "\n".join(line for line in lines if line)
