"""Plain text pages."""

import re

from analysis.sources.building import build_page
from analysis.sources.hyphens import Hyphens
from analysis.sources.page import Page, RawBlock, clean_text, part_paragraphs

BREADCRUMB = " / "
PARAGRAPH = re.compile(r"\S(?:(?!\n[^\S\n]*\n)[\s\S])*")
LINE = re.compile(r"\S[^\n]*")
WIDE = re.compile(r"[^\S\n]{200,}")  # no table of any page has such a gap
ENDED = re.compile(r"(?<!\S)(\S*[^\W_][-\u2010\u2013\u2014])[^\S\n]*$")
BULLET = re.compile(r"[-*•‣◦–]\s+")


def read_text(raw: str) -> Page:
    """The page; its title is its first line, or what a breadcrumb ends with.

    A text whose every line ends a paragraph (no blank lines at all) is one block per line.
    """
    text = clean_text(raw)
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return build_page(list_blocks(text), title=first.rsplit(BREADCRUMB, 1)[-1], captions=False)


def list_blocks(raw: str) -> list[RawBlock]:
    """The paragraphs and items of a text."""
    written = part_paragraphs(WIDE.sub(" ", clean_text(raw)))
    text = _join_words(written)
    spans = _find_spans(PARAGRAPH, text)
    if len(spans) == 1 and text.count("\n") > 2 and _has_long_lines(written):
        spans = _find_spans(LINE, text)
    return [
        RawBlock(((text[start:end], frozenset()),), "item" if BULLET.match(text, start, end) else "paragraph")
        for start, end in spans
    ]


def _join_words(text: str) -> str:
    """The text with words whole that the ends of its lines break; the rest of the line stays on it."""
    lines = text.split("\n")
    widest = max(map(len, lines))
    hyphens = Hyphens(line.split() for line in lines)
    mended = [lines[0]]
    for line in lines[1:]:
        ended = ENDED.search(mended[-1])
        first, *rest = line.split(maxsplit=1) or [""]
        joined = hyphens.join(ended[1], first) if ended else None
        if ended is None or joined is None:
            mended.append(line)
        else:
            whole = mended[-1][: ended.start()] + joined
            fits = len(" ".join([whole, *rest])) <= widest
            mended[-1:] = [" ".join([whole, *rest])] if fits else [whole, *rest]
    return "\n".join(mended)


def _find_spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The pattern's matches without the white space at their ends."""
    return [(m.start(), m.start() + len(m[0].rstrip())) for m in pattern.finditer(text)]


def _has_long_lines(text: str) -> bool:
    """Whether lines are whole paragraphs rather than wrapped at a width."""
    return max(len(line) for line in text.split("\n")) > 140
