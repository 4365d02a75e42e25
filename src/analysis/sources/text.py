"""Plain text pages."""

import re

from analysis.segmentation import find_paragraphs
from analysis.sources.page import Block, Page, clean_text

BREADCRUMB = " / "
BULLET = re.compile(r"[-*•‣◦–]\s+")


def read_text(raw: str) -> Page:
    """The page; its title is its first line, or what a breadcrumb ends with.

    A text whose every line ends a paragraph (no blank lines at all) is one block per line.
    """
    text = clean_text(raw)
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    spans = find_paragraphs(text)
    if len(spans) == 1 and text.count("\n") > 2 and has_long_lines(text):
        spans = [(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    blocks = tuple(Block(start, end, "item" if BULLET.match(text, start, end) else "paragraph") for start, end in spans)
    return Page(text=text, title=first.rsplit(BREADCRUMB, 1)[-1], blocks=blocks)


def has_long_lines(text: str) -> bool:
    """Whether lines are whole paragraphs rather than wrapped at a width."""
    return max(len(line) for line in text.split("\n")) > 140
