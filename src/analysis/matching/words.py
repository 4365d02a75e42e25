"""Where the words of a folded buffer stand, as `analysis.text` defines them, and how many lie between two places."""

from dataclasses import dataclass

import numpy as np

from analysis.matching.buffers import WORD, Array, Buffer

STOP, APOSTROPHE, HYPHEN = ord("."), ord("'"), ord("-")
IN_WORD, JOINS_DIGITS, JOINS_LETTERS = 1, 2, 3  # what a byte may be
KINDS = bytes(
    IN_WORD if WORD[b] else JOINS_DIGITS if chr(b) in ".,:/" else JOINS_LETTERS * (b == APOSTROPHE) for b in range(256)
)
DIGIT = np.array([chr(b) in "0123456789" for b in range(256)])


@dataclass(frozen=True)
class Words:
    """Where each word starts and ends, ascending."""

    starts: Array
    ends: Array

    def count_before(self, places: Array) -> Array:
        """How many words start before each place."""
        before: Array = np.searchsorted(self.starts, places)
        return before

    def count_ended(self, places: Array) -> Array:
        """How many words have ended at each place."""
        ended: Array = np.searchsorted(self.ends, places, side="right")
        return ended

    def count_between(self, start: Array, end: Array) -> Array:
        """Whole words between places: one that begins before or ends after is none."""
        between: Array = np.maximum(self.count_ended(end) - self.count_before(start), 0)
        return between


NO_WORDS = Words(np.zeros(0, np.int64), np.zeros(0, np.int64))


def split_buffer(buffer: Buffer) -> Words:
    """The words of all texts in the buffer."""
    data = buffer.bytes_
    kinds = np.frombuffer(buffer.folded.translate(KINDS), np.uint8)
    inside = kinds == IN_WORD
    inside[buffer.hyphens] = True
    marks = np.flatnonzero(kinds == JOINS_DIGITS)
    inside[marks[DIGIT[data[marks - 1]] & DIGIT[data[marks + 1]]]] = True
    apostrophes = np.flatnonzero(kinds == JOINS_LETTERS)
    inside[apostrophes[WORD[data[apostrophes - 1]] & WORD[data[apostrophes + 1]]]] = True
    stops = marks[data[marks] == STOP]
    stops = stops[follows_single_letter(data, stops)]
    inside[stops[_precedes_single_letter(data, stops)]] = True
    next_, second = data[stops + 1], data[np.minimum(stops + 2, len(data) - 1)]
    joined = stops[((next_ == APOSTROPHE) | (next_ == HYPHEN)) & WORD[second]]
    inside[joined] = inside[joined + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return Words(edges[::2], edges[1::2])


def follows_single_letter(data: Array, places: Array) -> Array:
    """Whether a word of one letter ends at each place."""
    back = [data[np.maximum(places - n, 0)] for n in range(1, 6)]
    found: Array = WORD[back[0]] & (back[0] < 0x80) & ~WORD[back[1]] & ~DIGIT[back[0]]
    beyond = back[0] >= 0x80
    for size, lead in ((2, 0xC0), (3, 0xE0), (4, 0xF0)):
        beyond = beyond & (back[size - 1] >= 0x80)
        found |= beyond & (back[size - 1] >= lead) & ~WORD[back[size]]
    return found


def _precedes_single_letter(data: Array, places: Array) -> Array:
    """Whether a word of one letter begins after each place."""
    first = data[places + 1]
    size = 1 + (first >= 0xC0).astype(np.int64) + (first >= 0xE0) + (first >= 0xF0)
    after = data[np.minimum(places + 1 + size, len(data) - 1)]
    letter: Array = WORD[first] & ~DIGIT[first] & ~WORD[after]
    return letter
