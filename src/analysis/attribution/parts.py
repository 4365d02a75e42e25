"""The lines of a page with what their type says: the material of every decision about it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from analysis.attribution.names import is_person, tidy
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation
from analysis.attribution.words import (
    ASIDE_LINE,
    CAPTION,
    CLOSING_LINE,
    CONTACT,
    DATE_LINE,
    FURNITURE,
    INTERESTS,
    SEPARATOR,
)
from analysis.segmentation import strip_span
from analysis.sources.asides import find_speakers
from analysis.sources.page import FURNITURE as MACHINERY
from analysis.sources.page import RULED, BlockKind, Page, PageBlock
from analysis.text import count_words

LISTED, MOST_LISTED = re.compile(r"(?:[•‣▪*]|[–—-]|\d{1,2}[.)])\s"), 0.6  # of the lines of one paragraph
MOST_ENDS = 0.75  # of the lines of one paragraph that may end in a sentence's mark
SHORT = 80  # words of a paragraph that is looked at whole for what closes pages
OPENS = 200  # characters that tell a closing or an opening line
OPENING, CLOSING = '“"„«‘”»', '”"“»'
Span = tuple[int, int]
MARK = re.compile(  # a mark in a list, a bullet that was lost in encoding, or when it was said
    r"^(?:(?:[?•►▶▪■●◦‣→✓✔]|\*{1,3})\s+(?=[^\W\d_a-z])"
    r"|[\[(]?\d{1,2}[.:h]\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?: ?(?:Uhr|[ap]\.?m\b\.?))?[\])]?(?::|\s+[–—-])?\s+"
    r"(?=[^\W\d_a-z][\w.’'-]*(?::|\s+(?:(?:van|von|de|der|den|del|di|da|la|le|el|al|bin|ten|ter)\s+)*[^\W\d_a-z])))"
)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|will|can|should|must)\b")
SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]*“]*$|[”\"»]$")


@dataclass(frozen=True)
class Part:
    """One line of a block, with exact offsets."""

    start: int
    end: int
    text: str
    block: int
    first: bool  # opens its block
    kind: BlockKind
    level: int
    path: str
    bold: bool  # all of it
    link: bool
    italic: bool
    bold_end: int  # code points from its start that are bold or linked, 0 for none
    words: int
    step: int = 0  # elements that end and begin between the line before and itself
    ruled: bool = False  # a rule parts it from the line before
    aside: str = ""  # an attribution that stood inside it
    mark: int = 0  # code points of a mark or a time before it, which are no part of it

    @property
    def styled(self) -> bool:
        """Type sets it apart: a heading, or a line all bold or linked."""
        return self.kind == "heading" or self.bold or self.link

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its words in small letters."""
        return frozenset(re.findall(r"\w+", self.text.lower()))

    @cached_property
    def finished(self) -> bool:
        """It ends as a sentence does."""
        return bool(SENTENCE_END.search(self.text))

    @property
    def quoted(self) -> bool:
        """A block quotation, or a line that opens with a quotation mark."""
        return self.kind == "quote" or self.text[:1] in OPENING or self.text[:2] == ",,"

    @cached_property
    def prose(self) -> bool:
        """Words that somebody says: whole sentences or a quotation, and no heading."""
        if self.kind == "heading" or self.machinery or self.separator:
            return False
        return self.words >= 25 or (self.finished and self.words >= 5)

    @cached_property
    def position(self) -> bool:
        """A short line that names a role or an organisation and nobody."""
        if self.words > 25 or self.text[:1] in OPENING or (self.finished and self.words > 6):
            return False
        first = SPLIT_COMMA.split(self.text)[0]
        if re.search(r":\s*\S", self.text) or (is_person(tidy(first)) and not is_organisation(first)):
            return False
        return (has_role(self.text) or is_organisation(self.text)) and not VERB.search(self.text)

    @cached_property
    def machinery(self) -> bool:
        """A line that belongs to the page's machinery: a date, an address, a picture's credit."""
        if self.words <= 60 and CAPTION.search(self.text):
            return True
        if self.words > 25:
            return False
        return any(line.match(self.text) for line in (FURNITURE, ASIDE_LINE, CONTACT, DATE_LINE))

    @cached_property
    def closing(self) -> bool:
        """It says what closes pages: whose views these are, whom to write to."""
        return bool(CLOSING_LINE.search(self.text if self.words <= SHORT else self.text[:OPENS]))

    @cached_property
    def separator(self) -> bool:
        """A row of marks between two pieces of text."""
        return bool(SEPARATOR.match(self.text))


def split_page(page: Page) -> list[Part]:
    """The page's lines in order; a paragraph wrapped at a width is one part."""
    asides = list_attributions(page)
    told = [(number, block) for number, block in enumerate(page.blocks) if MACHINERY not in block.hints]
    return [part for number, block in told for part in _split_block(page, block, number, asides)]


def list_attributions(page: Page) -> list[tuple[int, str]]:
    """Who said it, as taken out of quotations, and where it stood, in page order."""
    return sorted((a.at, a.text) for a in page.asides if a.kind == "attribution")


def _split_block(page: Page, block: PageBlock, number: int, asides: Sequence[tuple[int, str]]) -> list[Part]:
    """The lines of one block; wrapped prose stays together from its first long line on."""
    lines = [
        (m.start() + block.start, m.end() + block.start)
        for m in re.finditer(r"[^\n]+", page.text[block.start : block.end])
    ]
    if _is_wrapped(page, block, lines):
        lines = [*_join_wrapped(page.text, lines)]
    lines = [piece for line in lines for piece in _part_speakers(page.text, *line)]
    return [_make_part(page, block, number, *line, asides) for line in lines]


def _part_speakers(text: str, start: int, end: int) -> Iterator[Span]:
    """The quotations of several people in one paragraph, each with who said it."""
    at = start
    for place in find_speakers(text[start:end]):
        yield at, start + place
        at = start + place
    yield at, end


def _join_wrapped(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The paragraphs of wrapped lines: one under a header of a line or two, or several under headers in capitals."""
    widest = max(end - start for start, end in lines)
    if text[lines[0][0] : lines[-1][1]].isupper():
        yield lines[0][0], lines[-1][1]
        return
    heads = 0
    while heads < min(2, len(lines) - 1) and (
        lines[heads][1] - lines[heads][0] < 0.75 * widest or text[slice(*lines[heads])].isupper()
    ):
        heads += 1
    yield from lines[:heads]
    rest = lines[heads:]
    opens, shouted = [0], False
    for i, (start, end) in enumerate(rest):
        line, before = text[start:end], shouted
        shouted = line.isupper() and (before or len(line.split()) > 1)
        closed = i > 0 and text[rest[i - 1][0] : rest[i - 1][1]].rstrip()[-1:] in CLOSING
        aside = INTERESTS.match(line)
        if i and (shouted != before or aside or (closed and line.lstrip()[:1] in OPENING)):
            opens.append(i)
    for first, end in pairwise([*opens, len(rest)]):
        yield rest[first][0], rest[end - 1][1]


def _is_wrapped(page: Page, block: PageBlock, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether the lines are one paragraph that was wrapped at a width."""
    widest = max((end - start for start, end in lines), default=0)
    return (
        len(lines) > 1
        and 40 < widest < 110
        and not block.runs
        and sum(end - start > 0.6 * widest for start, end in lines[:-1]) >= 0.6 * (len(lines) - 1)
        and not all(_is_listed(page.text[start:end]) for start, end in lines)
        and sum(bool(LISTED.match(page.text[start:end])) for start, end in lines) < MOST_LISTED * len(lines)
        and sum(bool(SENTENCE_END.search(page.text[start:end])) for start, end in lines) < MOST_ENDS * len(lines)
    )


def _is_listed(line: str) -> bool:
    """`Name, position`, as in a list of people."""
    name, comma, _ = line.partition(",")
    return bool(comma) and is_person(tidy(name))


def _make_part(
    page: Page, block: PageBlock, number: int, start: int, end: int, asides: Sequence[tuple[int, str]]
) -> Part:
    """One line as a part."""
    first = start == block.start
    start, end = strip_span(page.text, start, end)
    mark = MARK.match(page.text[start:end])
    start += mark.end() if mark else 0
    text = page.text[start:end]
    spans = {
        kind: sorted((r.start, r.end) for r in block.runs if r.kind == kind and r.start < end and r.end > start)
        for kind in ("bold", "link", "italic")
    }
    said = asides[bisect_left(asides, (start, "")) : bisect_left(asides, (end + 1, ""))]
    return Part(
        start, end, text, number, first, block.kind, block.level, block.path,
        bold=_covers(spans["bold"], start, end, page.text), link=_covers(spans["link"], start, end, page.text),
        italic=_covers(spans["italic"], start, end, page.text),
        bold_end=max(_leading(spans["bold"], start, page.text), _leading(spans["link"], start, page.text)),
        words=count_words(text),
        step=block.step if first else 0,
        ruled=first and RULED in block.hints,
        aside=max((text for _, text in said), key=len, default=""),
        mark=mark.end() if mark else 0,
    )  # fmt: skip


def _covers(spans: Sequence[tuple[int, int]], start: int, end: int, text: str) -> bool:
    """Whether the style covers every letter of the line."""
    return bool(spans) and not any(map(str.isalnum, text[start + _leading(spans, start, text) : end]))


def _leading(spans: Sequence[tuple[int, int]], start: int, text: str) -> int:
    """How far from its start the line is styled without a gap."""
    at = start
    for a, b in spans:
        if not any(map(str.isalnum, text[at:a])):
            at = max(at, b)
    return at - start
