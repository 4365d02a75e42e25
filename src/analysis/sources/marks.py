"""Raised marks that lead to notes, told from powers, ordinals and the like."""

import re
from collections.abc import Sequence
from typing import Any

from analysis.sources.page import Styled

MARK = re.compile(r"\s*\[?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[*†‡§]{1,3}|[ivx]{1,4}|[a-h])\]?\s*")
NUMBERS = re.compile(r"\s*\d[\d\s,–-]*")
SURELY = re.compile(r"\s*(?:\[.*\]|[*†‡§]+)\s*")
CLOSING = frozenset(".,;:!?”’\"')]»")  # signs behind which a raised number is no power
WORD = re.compile(r"(?:^|[\s(“\"‘'—–-])([^\W\d_]{3,})$")
MEASURES = frozenset(
    {"feet", "foot", "inch", "inches", "mile", "miles", "metre", "metres", "meter", "meters", "yard", "yards", "mol"}
    | {"tonne", "tonnes"}
    | {"log", "sin", "cos", "tan", "exp", "chi", "sec"}
)


def is_named_mark(node: Any) -> bool:
    """Whether an element says that it is the mark of a note."""
    return "noteref" in f"{node.get('role') or ''} {node.get('epub:type') or ''}"


def is_footnote_mark(node: Any, before: Sequence[Styled]) -> bool:
    """A raised mark that leads to a note, or stands behind a sentence's mark or a word; not the 2 of a square metre."""
    text = node.text_content()
    if not MARK.fullmatch(text):
        return False
    if is_named_mark(node) or SURELY.fullmatch(text) or any(a.get("href") for a in node.iter("a")):
        return True
    written = "".join(words for words, _ in before[-8:]).rstrip()
    if written[-1:] in CLOSING:
        return True
    return is_note_mark(text, written) and not (node.tail or "")[:1].isalnum()


def is_note_mark(raised: str, written: str) -> bool:
    """Whether raised numbers are the mark of a note, by what is written before them; `km²` and `10⁶` have none."""
    if not MARK.fullmatch(raised) or not NUMBERS.fullmatch(raised.strip(" []")):
        return False
    word = WORD.search(written.rstrip()[-40:])
    return written.rstrip()[-1:] in CLOSING or bool(word and _is_plain(word[1]))


def _is_plain(word: str) -> bool:
    """A word that has no power: no measure, no formula in capitals."""
    return word[-1].islower() and word.casefold() not in MEASURES
