"""Every place of many literals in folded texts, in one pass (Aho and Corasick 1975, doi 10.1145/360825.360855)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import ahocorasick_rs
import numpy as np

from analysis.errors import InputError
from analysis.matching.buffers import WORD, Array, Buffer

SLICE = 1 << 18  # bytes searched at once: hits are Python objects until they are numbers in an array
MOST_PLACES = 2_000_000  # in a chunk of texts; each takes some 450 bytes while it is worked on
SHORT = 3  # bytes: so short a beginning of a word is searched for with the edge before it
EDGE = 6  # stands for the edges of words that no literal holds
SMALL = 200_000  # bytes of literals, up to which the automaton may have a table for each state


class TooManyPlaces(InputError):  # noqa: N818  named for what it is, as TimeIsUp
    """Patterns stand in each other, or a text repeats itself, so that there are too many places to hold."""


@dataclass(frozen=True)
class Literals:
    """What to search for, known by its number; `left` and `right` say whether it matters only at a word's edge there.

    No literal is empty or holds a NUL, which parts the texts.
    """

    texts: Sequence[bytes]
    left: Array
    right: Array

    @property
    def n_bytes(self) -> int:
        """Bytes of all literals."""
        return sum(map(len, self.texts))


@dataclass(frozen=True)
class FoundPlaces:
    """Places in a folded buffer; `what` is the number of a literal, of a run or of an indicator."""

    what: Array
    start: Array
    end: Array

    def take(self, which: Array) -> "FoundPlaces":
        """Some of them, in the given order."""
        return FoundPlaces(self.what[which], self.start[which], self.end[which])


class Automaton:
    """Finds all literals, overlapping ones too; a place that lacks an edge it needs may be given or left out."""

    def __init__(self, literals: Literals) -> None:
        held = {byte for literal in literals.texts for byte in literal if not WORD[byte]} | {0}
        self.edges = bytes(b if WORD[b] or b in held else EDGE for b in range(256))
        wanted: list[tuple[bytes, int, int]] = []
        for number, literal in enumerate(literals.texts):
            if literals.left[number] and len(literal) <= SHORT:
                wanted += [(bytes([edge]) + literal, number, 1) for edge in (*sorted(held), EDGE)]
            else:
                wanted.append((literal, number, 0))
        wanted = wanted or [(bytes([EDGE]), 0, 0)]  # a byte that no folded text holds
        self.number = np.array([number for _, number, _ in wanted], np.int64)
        self.lead = np.array([lead for _, _, lead in wanted], np.int64)
        self.wanted = [literal for literal, _, _ in wanted]
        self.longest = max(map(len, self.wanted))
        self.may_be_dense = literals.n_bytes < SMALL

    @cached_property
    def quickly_built(self) -> ahocorasick_rs.BytesAhoCorasick:
        """For few texts."""
        return ahocorasick_rs.BytesAhoCorasick(self.wanted, implementation=ahocorasick_rs.Implementation.ContiguousNFA)

    @cached_property
    def quickly_walked(self) -> ahocorasick_rs.BytesAhoCorasick:
        """For many texts."""
        if not self.may_be_dense:
            return self.quickly_built
        return ahocorasick_rs.BytesAhoCorasick(self.wanted, implementation=ahocorasick_rs.Implementation.DFA)

    def find(self, buffer: Buffer) -> FoundPlaces:
        """Each literal's places, in any order."""
        with_edges = bool(self.lead.any())
        view = memoryview(buffer.folded.translate(self.edges) if with_edges else buffer.folded)
        automaton = self.quickly_built if len(view) < SLICE else self.quickly_walked
        found = []
        n_hits, size, begin = 0, max(SLICE // 8, 1), 0
        while begin < len(view):
            stop = begin + size
            hits = automaton.find_matches_as_indexes(view[begin : stop + self.longest - 1], overlapping=True)
            flat = np.fromiter(itertools.chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3)
            flat = flat[flat[:, 1] < stop - begin]  # what begins later is found in the next slice
            found.append((flat[:, 0], flat[:, 1] + begin, flat[:, 2] + begin))
            n_hits += len(flat)
            bound_places(n_hits)
            size, begin = _choose_slice(size, len(hits)), stop
        what, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
        if with_edges:
            start += self.lead[what]
        return FoundPlaces(self.number[what], start, end)


def _choose_slice(size: int, n_hits: int) -> int:
    """The size of the next slice: smaller after many hits, which are Python objects until they are numbers."""
    if n_hits > SLICE:
        return max(size // 4, 1)
    return min(size * 2, SLICE) if n_hits < SLICE // 4 else size


def bound_places(number: int) -> None:
    """Raises TooManyPlaces where so many places would take more memory than a command has."""
    if number > MOST_PLACES:
        raise TooManyPlaces(f"the indicators match in more than {MOST_PLACES:,} places")
