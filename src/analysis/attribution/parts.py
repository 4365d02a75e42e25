"""The lines of a page with what their type says: the material of the header rules."""

import re
from dataclasses import dataclass

from analysis.attribution.names import is_person, tidy
from analysis.attribution.words import ASIDE_LINE, FURNITURE
from analysis.segmentation import count_words, strip_span
from analysis.sources.page import FURNITURE as FURNITURE_HINT
from analysis.sources.page import Block, BlockKind, Page

OPENING = '“"„«‘'
CLOSING = '”"»’'
SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]*]*$|[”\"»]$")


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
    bold: bool  # all of it
    link: bool
    italic: bool
    bold_end: int  # code points from its start that are bold or linked, 0 for none
    words: int
    aside: str = ""  # an attribution that stood inside it

    @property
    def styled(self) -> bool:
        """Type sets it apart: a heading, or a line all bold or linked."""
        return self.kind == "heading" or self.bold or self.link

    @property
    def finished(self) -> bool:
        """It ends as a sentence does."""
        return bool(SENTENCE_END.search(self.text))

    @property
    def quoted(self) -> bool:
        """A block quotation, or a line that opens with a quotation mark."""
        return self.kind == "quote" or self.text[:1] in OPENING


def split_page(page: Page) -> list[Part]:
    """The page's lines in order; a paragraph wrapped at a width is one part."""
    told = [(number, block) for number, block in enumerate(page.blocks) if FURNITURE_HINT not in block.hints]
    return [part for number, block in told for part in split_block(page, block, number)]


def split_block(page: Page, block: Block, number: int) -> list[Part]:
    """The lines of one block; wrapped prose stays together from its first long line on."""
    lines = [
        (m.start() + block.start, m.end() + block.start)
        for m in re.finditer(r"[^\n]+", page.text[block.start : block.end])
    ]
    widest = max((end - start for start, end in lines), default=0)
    wrapped = (
        len(lines) > 1
        and widest < 110
        and not block.runs
        and sum(end - start > 0.6 * widest for start, end in lines[:-1]) >= 0.6 * (len(lines) - 1)
        and widest > 40
        and not all(is_listed(page.text[start:end]) for start, end in lines)
    )
    if wrapped:
        heads = 0
        while heads < min(2, len(lines) - 1) and (
            lines[heads][1] - lines[heads][0] < 0.75 * widest or page.text[slice(*lines[heads])].isupper()
        ):
            heads += 1
        lines = [*lines[:heads], (lines[heads][0], lines[-1][1])]
    return [make_part(page, block, number, start, end) for start, end in lines if page.text[start:end].strip()]


def is_listed(line: str) -> bool:
    """`Name, position`, as in a list of people."""
    name, comma, _ = line.partition(",")
    return bool(comma) and is_person(tidy(name))


def make_part(page: Page, block: Block, number: int, start: int, end: int) -> Part:
    """One line as a part."""
    first = start == block.start
    start, end = strip_span(page.text, start, end)
    text = page.text[start:end]
    spans = {
        kind: sorted((r.start, r.end) for r in block.runs if r.kind == kind) for kind in ("bold", "link", "italic")
    }
    return Part(
        start, end, text, number, first, block.kind, block.level,
        bold=covers(spans["bold"], start, end, page.text), link=covers(spans["link"], start, end, page.text),
        italic=covers(spans["italic"], start, end, page.text),
        bold_end=max(leading(spans["bold"], start, page.text), leading(spans["link"], start, page.text)),
        words=count_words(text),
        aside=next((a.text for a in page.asides if a.kind == "attribution" and start <= a.at <= end), ""),
    )  # fmt: skip


def covers(spans: list[tuple[int, int]], start: int, end: int, text: str) -> bool:
    """Whether the style covers every letter of the line."""
    return start < end and all(any(a <= i < b for a, b in spans) for i in range(start, end) if text[i].isalnum())


def leading(spans: list[tuple[int, int]], start: int, text: str) -> int:
    """How far from its start the line is styled without a gap."""
    at = start
    for a, b in spans:
        if a <= at < b or (a >= at and not any(c.isalnum() for c in text[at:a]) and a - at < 4):
            at = max(at, b)
    return at - start


def is_furniture(part: Part) -> bool:
    """A line that belongs to the page's machinery."""
    return bool(part.words <= 25 and (FURNITURE.match(part.text) or ASIDE_LINE.match(part.text)))
