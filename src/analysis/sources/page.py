"""What every reader gives: a page's cleaned text, its blocks and runs, and what was taken out of the text."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from analysis.segmentation import strip_span

INVISIBLE = re.compile(  # soft hyphens, joiners, marks of the direction of writing, control characters
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
STALE_TITLE = re.compile(  # a document's own title that nobody wrote for its readers
    r"^(?:Microsoft (?:Word|PowerPoint)|Word Document|Document\d*|untitled)\b|\btemplate\b|\.(?:docx?|indd|pdf|pptx?)$",
    re.IGNORECASE,
)
ENDS = tuple('.!?:]”"')
INDENT = range(2, 9)  # spaces by which the first line of a paragraph is set in
SURROGATE = re.compile("[\ud800-\udfff]")

BlockKind = Literal["heading", "paragraph", "item", "quote"]
FURNITURE = "furniture"  # the hint that a page's markup as a whole takes a block for machinery; never a verdict
BOX = "box"  # the hint of a box amid a text that explains something to its readers
REPEATED = "repeated"  # the hint of a copy: a page shows the same words once more
MACHINERY, COPY = "machinery of the page", "repeats what stands elsewhere on the page"
RunKind = Literal["bold", "italic", "link", "struck"]
AsideKind = Literal["note", "attribution", "struck"]
RULED = "ruled"  # the hint that a rule parts a block from the one before
STRUCK: Literal["struck"] = "struck"  # the style of words that a page shows struck through: nobody says them any more
Styled = tuple[str, frozenset[str]]  # some words and the styles they carry


@dataclass(frozen=True)
class StyledRun:
    """A stretch of text in one style."""

    start: int
    end: int
    kind: RunKind


@dataclass(frozen=True)
class PageBlock:
    """A heading, paragraph, list item or block quotation; its lines are parted by single line feeds."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0  # of a heading, 1 to 6
    runs: tuple[StyledRun, ...] = ()
    path: str = ""  # elements around it, outermost first, such as "main/section/h3"; alike blocks have equal paths
    hints: frozenset[str] = frozenset()  # what the markup says of its place: a landmark or a word of a class
    step: int = 0  # elements that end and begin between the block before it and itself


@dataclass(frozen=True)
class Aside:
    """Words that stood in a block and are no voice's: a source note, an attribution, what is struck through."""

    at: int
    text: str
    kind: AsideKind


@dataclass(frozen=True)
class Page:
    """A published page as text; paragraphs stand apart by a blank line."""

    text: str
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # front matter or metadata, as found
    blocks: tuple[PageBlock, ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()  # what of the file could not be read, a sentence each


@dataclass(frozen=True)
class RawBlock:
    """A block as a reader finds it, before cleaning."""

    words: tuple[Styled, ...]
    kind: BlockKind = "paragraph"
    level: int = 0
    path: str = ""
    hints: frozenset[str] = frozenset()
    step: int = 0

    @property
    def line(self) -> str:
        """Its words on one line, without those that are struck through."""
        return clean_line("".join(words for words, styles in self.words if STRUCK not in styles))


def part_paragraphs(text: str) -> str:
    """Lines of plain text with a blank line before each set-in line below one that is not, or that ends a sentence."""
    lines = text.split("\n")
    parted = lines[:1]
    for above, line in pairwise(lines):
        ended = not above[:1].isspace() or above.rstrip()[-1:] in ENDS
        if above.strip() and ended and len(line) - len(line.lstrip(" ")) in INDENT:
            parted.append("")
        parted.append(line)
    return "\n".join(parted)


def clean_text(raw: str) -> str:
    """NFC, LF, no invisible characters; all offsets refer to the result."""
    text = SURROGATE.sub("\N{REPLACEMENT CHARACTER}", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def clean_line(text: str) -> str:
    """Cleaned text on one line."""
    return " ".join(clean_text(text).split())


def cut_furniture(page: Page, start: int, end: int) -> list[tuple[int, int, str]]:
    """A stretch of the page as (start, end, why it is machinery or nothing), in order, no white space between."""
    pieces: list[tuple[int, int, str]] = []
    at = start
    first = bisect_right(page.blocks, start, key=lambda block: block.end)
    for block in page.blocks[first : bisect_left(page.blocks, end, first, key=lambda block: block.start)]:
        if FURNITURE in block.hints:
            why = COPY if REPEATED in block.hints else MACHINERY
            pieces += [(at, block.start, ""), (max(start, block.start), min(end, block.end), why)]
            at = block.end
    stripped = [(*strip_span(page.text, a, b), why) for a, b, why in [*pieces, (at, end, "")] if a < b]
    return [(a, b, why) for a, b, why in stripped if a < b]
