"""Raised numbers: the mark of a note goes, a power or the number of an isotope stays."""

import re

_NUMBER = re.compile(r"\s*\[?\d{1,3}(?:[,–-]\d{1,3})*\]?\s*")
_BEHIND = re.compile(r"(?:[.,;:!?”’\"')\]»]|[^\W\d_]{4})\s*$")  # a sentence's mark, or a word that is no unit
_UNITS = re.compile(r"\b(?:miles?|metres?|meters?|feet|yards?|inch(?:es)?|tonnes)\s*$", re.IGNORECASE)


def is_note_mark(raised: str, written: str) -> bool:
    """Whether raised words are the mark of a note, by what is written before them; `km²` and `10⁶` have none."""
    return bool(_NUMBER.fullmatch(raised) and _BEHIND.search(written) and not _UNITS.search(written))
