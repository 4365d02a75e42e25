"""What every reader gives: a page's cleaned text, its blocks and runs, and what was taken out of the text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
CAPTION = re.compile(
    r"(?:photo|image|picture|illustration)s?(?: credits?)?(?: (?:by|courtesy)\b|\s*[:©/])", re.IGNORECASE
)
STALE_TITLE = re.compile(  # a document's own title that nobody wrote for its readers
    r"^(?:Microsoft (?:Word|PowerPoint)|Word Document|Document\d*|untitled)\b|\btemplate\b|\.(?:docx?|indd|pdf|pptx?)$",
    re.IGNORECASE,
)
SPACE = re.compile(r"\s+")
BLANK = re.compile(r"\n[^\S\n]*\n\s*")
SURROGATE = re.compile("[\ud800-\udfff]")

BlockKind = Literal["heading", "paragraph", "item", "quote"]
FURNITURE = "furniture"  # the hint that a page's markup as a whole takes a block for machinery; never a verdict
RunKind = Literal["bold", "italic", "link"]
AsideKind = Literal["note", "attribution"]
Styled = tuple[str, frozenset[str]]  # some words and the styles they carry


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    start: int
    end: int
    kind: RunKind


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or block quotation; its lines are parted by single line feeds."""

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0  # of a heading, 1 to 6
    runs: tuple[Run, ...] = ()
    path: str = ""  # elements around it, outermost first, such as "main/section/h3"; alike blocks have equal paths
    hints: frozenset[str] = frozenset()  # what the markup says of its place: a landmark or a word of a class


@dataclass(frozen=True)
class Aside:
    """Words that stood inside a block and are no voice's: a source note, a footnote mark, an attribution."""

    at: int
    text: str
    kind: AsideKind


@dataclass(frozen=True)
class Page:
    """A published page as text; paragraphs stand apart by a blank line."""

    text: str
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # front matter or metadata, as found
    blocks: tuple[Block, ...] = ()
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class RawBlock:
    """A block as a reader finds it, before cleaning."""

    words: tuple[Styled, ...]
    kind: BlockKind = "paragraph"
    level: int = 0
    path: str = ""
    hints: frozenset[str] = frozenset()


def clean_text(raw: str) -> str:
    """NFC, LF, no invisible characters; all offsets refer to the result."""
    text = SURROGATE.sub("\N{REPLACEMENT CHARACTER}", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def build_page(
    raw_blocks: Iterable[RawBlock], *, title: str = "", facts: dict[str, str] | None = None, asides: bool = True
) -> Page:
    """A page of cleaned blocks, one blank line apart; white space inside a line is one space."""
    from analysis.sources.asides import take_out

    parts: list[str] = []
    blocks: list[Block] = []
    taken: list[Aside] = []
    at = 0
    for raw in (part for whole in raw_blocks for part in split_block(whole)):
        text, runs = clean_block(raw.words)
        found: list[Aside] = []
        if asides and raw.kind != "heading":
            text, runs, found = take_out(text, runs)
        if not text:
            continue
        hints = raw.hints | {"caption", FURNITURE} if CAPTION.match(text) and len(text) < 200 else raw.hints
        moved = tuple(Run(at + r.start, at + r.end, r.kind) for r in runs)
        blocks.append(Block(at, at + len(text), raw.kind, raw.level, moved, raw.path, hints))
        taken += [Aside(at + a.at, a.text, a.kind) for a in found]
        parts.append(text)
        at += len(text) + 2
    return Page("\n\n".join(parts), clean_line(title), facts or {}, tuple(blocks), tuple(taken))


def split_block(raw: RawBlock) -> list[RawBlock]:
    """Two line breaks in a row part paragraphs, whatever the markup calls them."""
    text = "".join(clean_text(piece) for piece, _ in raw.words)
    if not BLANK.search(text):
        return [raw]
    parts: list[list[Styled]] = [[]]
    starts = {m.start() for m in BLANK.finditer(text)}
    inside = {at for m in BLANK.finditer(text) for at in range(*m.span())}
    at = 0
    for piece, styles in raw.words:
        for character in clean_text(piece):
            if at in starts:
                parts.append([])
            if at not in inside:
                parts[-1].append((character, styles))
            at += 1
    return [replace(raw, words=tuple(part)) for part in parts]


def clean_line(text: str) -> str:
    """Cleaned text on one line."""
    return " ".join(clean_text(text).split())


def clean_block(words: Iterable[Styled]) -> tuple[str, list[Run]]:
    """One block's text and runs: normalised, single spaces, no white space around its lines."""
    pieces: list[tuple[str, frozenset[str]]] = []
    last = "\n"  # the sign before: no white space opens a block
    for words_of_piece, styles in words:
        piece = SPACE.sub(lambda run: "\n" if "\n" in run[0] else " ", clean_text(words_of_piece))
        if piece[:1] == "\n" and last == " ":
            pieces[-1] = (pieces[-1][0][:-1], pieces[-1][1])
        elif piece[:1] in (" ", "\n") and last in " \n":
            piece = piece[1:]
        if piece:
            pieces.append((piece, styles))
            last = piece[-1]
    whole = "".join(piece for piece, _ in pieces)
    text = whole.rstrip(" \n")
    composed = unicodedata.normalize("NFC", text)  # an accent in a run of its own joins the letter before it
    return composed, _find_runs(pieces, len(composed))


def _find_runs(pieces: Sequence[Styled], length: int) -> list[Run]:
    """Maximal stretches of each style in a text of this length."""
    runs: list[Run] = []
    kinds: tuple[RunKind, ...] = ("bold", "italic", "link")
    for kind in kinds:
        at, start = 0, -1
        for piece, styles in (*pieces, ("", frozenset[str]())):
            if kind in styles and start < 0:
                start = at
            elif kind not in styles and start >= 0:
                runs.append(Run(start, min(at, length), kind))
                start = -1
            at += len(piece)
    return sorted((r for r in runs if r.start < r.end), key=lambda r: (r.start, r.end, r.kind))


def cut_furniture(page: Page, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A stretch of the page as (start, end, whether it is machinery), in order and without white space between."""
    from analysis.segmentation import strip_span

    pieces: list[tuple[int, int, bool]] = []
    at = start
    first = bisect_right(page.blocks, start, key=lambda block: block.end)
    for block in takewhile(lambda block: block.start < end, page.blocks[first:]):
        if FURNITURE in block.hints:
            pieces += [(at, block.start, False), (max(start, block.start), min(end, block.end), True)]
            at = block.end
    stripped = [(*strip_span(page.text, a, b), out) for a, b, out in [*pieces, (at, end, False)] if a < b]
    return [(a, b, out) for a, b, out in stripped if a < b]
