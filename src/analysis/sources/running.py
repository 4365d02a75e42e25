"""Running heads and feet: words of the sheets, which stand in a page once and are no part of what is said on it."""

import re
from collections.abc import Iterable

from analysis.sources.page import FURNITURE, RawBlock, clean_line

LETTER = re.compile(r"[^\W\d_]")


def make_machinery(words: str) -> RawBlock:
    """Words that belong to the sheets and not to what is said on them."""
    return RawBlock(((words, frozenset()),), hints=frozenset({FURNITURE}))


def list_running(lines: Iterable[str]) -> list[RawBlock]:
    """Each line once; one without letters is the place of a sheet's number, not the number itself."""
    said = dict.fromkeys(map(clean_line, lines))
    return [make_machinery(line) for line in said if LETTER.search(line)]
