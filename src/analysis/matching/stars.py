"""Words with stars, matched without going back: what each costs grows with the word that it is tried on."""

import re
from dataclasses import dataclass
from typing import AnyStr

from analysis.codebook.language import Run

WORD_REST = re.compile(rb"[0-9a-z_\x80-\xff]*")  # over folded bytes
_PART = re.compile(rb"[0-9a-z_\x80-\xff*]+|[^0-9a-z_\x80-\xff*]+")
_BETWEEN = re.compile(rb"[^0-9a-z_\x80-\xff*]")


def fits_stars(pieces: tuple[AnyStr, ...], word: AnyStr) -> bool:
    """Whether the word is the pieces in their order, with anything or nothing where a star parts them.

    Each piece is taken where it stands first, which leaves the most room for the others.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return word == first
    if len(word) < len(first) + len(last) or not (word.startswith(first) and word.endswith(last)):
        return False
    at, stop = len(first), len(word) - len(last)
    for piece in pieces[1:-1]:
        found = word.find(piece, at, stop)
        if found < 0:
            return False
        at = found + len(piece)
    return True


@dataclass(frozen=True)
class StarredRun:
    """A run as parts that follow on each other: letters with stars, which end where the letters of the text end, and
    what stands between them (a blank, an apostrophe), which stands in the text as it is."""

    parts: tuple[tuple[bytes, ...] | bytes, ...]

    @classmethod
    def compile(cls, run: Run) -> "StarredRun":
        """The run's words with a blank between each two."""
        found = _PART.findall(" ".join(word.glob for word in run).encode())
        return cls(tuple(part if _BETWEEN.match(part) else tuple(part.split(b"*")) for part in found))

    def find_end(self, folded: bytearray, start: int) -> int:
        """Where the run ends that begins at `start`; -1 where none does."""
        at = start
        for part in self.parts:
            if isinstance(part, bytes):
                if not folded.startswith(part, at):
                    return -1
                at += len(part)
            else:
                end = _find_word_end(folded, at)
                if not fits_stars(part, bytes(folded[at:end])):
                    return -1
                at = end
        return at if _find_word_end(folded, at) == at else -1


def _find_word_end(folded: bytearray, start: int) -> int:
    """Where the letters end that begin at `start`."""
    match = WORD_REST.match(folded, start)
    return match.end() if match else start
