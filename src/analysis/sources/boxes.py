"""Boxes amid a text that explain something to its readers: nobody's words, and the text goes on behind them."""

import re
from collections.abc import Mapping
from typing import Any

from analysis.sources.placed import SENTENCE_END, Placed, Places

CALLED = re.compile(
    r"(?<![^\s_-])(?:(?:fact|info|side|text)?[_-]?box(?:ed|out)?|facts?|sidebar|callout|explainers?|backgrounder"
    r"|glossary|definition|primer)(?![^\s_-])",
    re.IGNORECASE,
)
SET_APART = frozenset({"aside", "details", "blockquote"})  # without a telling class
MAY_BE = frozenset({"aside", "details", "blockquote", "div", "section"})
AMID = frozenset({"details", "blockquote"})  # a box only with paragraphs above and below
MOST = 250  # words of a box
SHARE = 0.4  # of the page's prose, at most
LOOK = 4  # elements without words that may stand beside one


def find_boxes(places: Places, weight: Mapping[Any, int]) -> frozenset[Any]:
    """Elements beside paragraphs of a text that open with a heading of their own and go on with a sentence or more.

    Whether the heading names somebody, and the box is a statement, is decided where names are read.
    """
    everything = sum(one.prose for one in places.placed)
    return frozenset(
        node
        for node in places.above
        if _may_be_box(node)
        and 0 < weight[node] <= min(MOST, SHARE * everything)
        and _opens_with_heading(node, places.blocks_in(node))
        and _stands_amid(node)
    )


def _may_be_box(node: Any) -> bool:
    called = f"{node.get('class') or ''} {node.get('id') or ''}"
    return node.tag in MAY_BE and (node.tag in SET_APART or bool(CALLED.search(called)))


def _opens_with_heading(node: Any, blocks: list[Placed]) -> bool:
    """A heading, a summary, or a first line that is all bold; and something below it."""
    if len(blocks) < 2:
        return False
    first = blocks[0]
    bold = all("bold" in styles for words, styles in first.block.words if words.strip())
    return first.block.kind == "heading" or first.node.tag == "summary" or (bold and node.tag != "blockquote")


def _stands_amid(node: Any) -> bool:
    """Whether a paragraph of sentences stands above it or below, or on both sides where only that tells a box."""
    beside = [_is_paragraph(_find_neighbour(node, back=back)) for back in (True, False)]
    return stands_between(node) if node.tag in AMID else any(beside)


def stands_between(node: Any) -> bool:
    """Whether paragraphs of sentences stand above an element and below."""
    return all(_is_paragraph(_find_neighbour(node, back=back)) for back in (True, False))


def _find_neighbour(node: Any, *, back: bool) -> Any:
    """The next element with words on one side."""
    for _ in range(LOOK):
        node = node.getprevious() if back else node.getnext()
        if node is None or (node.tag not in ("script", "style") and node.text_content().strip()):
            break
    return node


def _is_paragraph(node: Any) -> bool:
    return node is not None and node.tag == "p" and bool(SENTENCE_END.search(node.text_content().strip()))
