"""Plain text pages."""

import re

from analysis.sources.building import build_page
from analysis.sources.page import Page, RawBlock, clean_text, part_paragraphs

BREADCRUMB = " / "
PARAGRAPH = re.compile(r"\S(?:(?!\n[^\S\n]*\n)[\s\S])*")
LINE = re.compile(r"\S[^\n]*")
WIDE = re.compile(r"[^\S\n]{200,}")  # no table of any page has such a gap
BULLET = re.compile(r"[-*•‣◦–]\s+")


def read_text(raw: str) -> Page:
    """The page; its title is its first line, or what a breadcrumb ends with.

    A text whose every line ends a paragraph (no blank lines at all) is one block per line.
    """
    text = part_paragraphs(WIDE.sub(" ", clean_text(raw)))
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    spans = find_spans(PARAGRAPH, text)
    if len(spans) == 1 and text.count("\n") > 2 and has_long_lines(text):
        spans = find_spans(LINE, text)
    blocks = (
        RawBlock(((text[start:end], frozenset()),), "item" if BULLET.match(text, start, end) else "paragraph")
        for start, end in spans
    )
    return build_page(blocks, title=first.rsplit(BREADCRUMB, 1)[-1], captions=False)


def find_spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The pattern's matches without the white space at their ends."""
    return [(m.start(), m.start() + len(m[0].rstrip())) for m in pattern.finditer(text)]


def has_long_lines(text: str) -> bool:
    """Whether lines are whole paragraphs rather than wrapped at a width."""
    return max(len(line) for line in text.split("\n")) > 140
