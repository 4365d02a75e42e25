"""The search for literals as machine code that numba makes: places come as arrays, several texts are walked at once."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numba
import numpy as np

from analysis.matching.automaton import Found, Literals
from analysis.matching.buffers import WORD, Array, Buffer

LANES = 4  # stretches of text walked side by side, so that the processor need not wait for one state's table


def to_machine_code(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled at the first call; kept on disk for later processes where a folder for that can be written."""
    try:
        kept: Callable[..., Any] = numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        kept = numba.njit(nogil=True)(function)
    return kept


class Machine(NamedTuple):
    """The automaton: the next state by state and class of byte, each times 2^shift; states that end no literal first.

    The others' literals stand in `ending` from `first` on. Of each literal: its length, and at which of its two sides
    no letter, digit or underscore (`word`, by byte) may stand.
    """

    classes: Array
    shift: int
    table: Array
    n_silent: int
    first: Array
    ending: Array
    length: Array
    left: Array
    right: Array
    word: Array


class CompiledAutomaton:
    """Finds literals with machine code; its first use takes as long as loading or making that."""

    def __init__(self, literals: Literals) -> None:
        self.machine = build_machine(literals)

    def find(self, buffer: Buffer) -> Found:
        """Each literal's places at the word edges that it needs."""
        cuts = cut_lanes(buffer.folded)
        room = len(buffer.folded) // (8 * LANES) + 1024
        while True:
            what, start = np.empty((LANES, room), np.int64), np.empty((LANES, room), np.int64)
            counts = np.zeros(LANES, np.int64)
            if walk(self.machine, buffer.bytes_, cuts, what, start, counts):
                break
            room *= 4
        lanes = list(enumerate(counts.tolist()))
        literal = np.concatenate([what[lane, :count] for lane, count in lanes])
        begin = np.concatenate([start[lane, :count] for lane, count in lanes])
        return Found(literal, begin, begin + self.machine.length[literal])


def cut_lanes(folded: bytearray) -> Array:
    """LANES stretches of about the same length, cut at the NULs between texts."""
    last = len(folded) - 1
    cuts = [folded.find(0, last * lane // LANES) for lane in range(LANES + 1)]
    return np.array(cuts, np.int64)


def build_machine(literals: Literals) -> Machine:
    """The automaton of some literals."""
    used = sorted({byte for literal in literals.texts for byte in literal})
    classes = np.zeros(256, np.uint8)
    classes[used] = np.arange(1, len(used) + 1)
    shift = len(used).bit_length()
    goes, falls, depth, own = grow_states(literals.texts, classes, 1 << shift)
    endings: list[list[int]] = [[] for _ in own]
    order = np.argsort(depth, kind="stable").tolist()
    for state in order[1:]:
        endings[state] = own[state] + endings[falls[state]]
    silent = [state for state in order if not endings[state]]
    speaking = [state for state in order if endings[state]]
    rank = np.argsort(silent + speaking)
    table = (rank[goes[silent + speaking]] << shift).astype(np.uint32).ravel()
    first = np.cumsum([0, *(len(endings[state]) for state in speaking)])
    ending = np.fromiter(itertools.chain.from_iterable(endings[state] for state in speaking), np.int64)
    length = np.array([len(literal) for literal in literals.texts], np.int64)
    return Machine(classes, shift, table, len(silent), first, ending, length, literals.left, literals.right, WORD)


def grow_states(literals: Sequence[bytes], classes: Array, width: int) -> tuple[Array, Array, Array, list[list[int]]]:
    """A state for each beginning of a literal: where each class of byte leads, and the longest end that is a state.

    Also how long each beginning is, and which literals it is the whole of.
    """
    numbers: dict[tuple[int, int], int] = {}
    own: list[list[int]] = [[]]
    depths = [0]
    for number, literal in enumerate(literals):
        state = 0
        for length, byte in enumerate(literal, 1):
            child = numbers.setdefault((state, byte), len(own))
            if child == len(own):
                own.append([])
                depths.append(length)
            state = child
        own[state].append(number)
    goes = np.zeros((len(own), width), np.int32)
    falls, depth = np.zeros(len(own), np.int64), np.array(depths)
    parent, bytes_ = np.array(list(numbers), np.int64).reshape(-1, 2).T
    letter, children = classes[bytes_], np.arange(1, len(own))
    goes[parent, letter] = children
    for level in range(1, depth.max() + 1):
        here = depth[1:] == level
        if level > 1:
            falls[children[here]] = goes[falls[parent[here]], letter[here]]
        rows = goes[children[here]]
        goes[children[here]] = np.where(rows > 0, rows, goes[falls[children[here]]])
    return goes, falls, depth, own


@numba.njit(inline="always")
def tell(machine, data, at, state, what, start, count):  # type: ignore[no-untyped-def]
    """Note the literals that end at a place; the new count, or -1 where there is no room."""
    speaking = (state >> machine.shift) - machine.n_silent
    for place in range(machine.first[speaking], machine.first[speaking + 1]):
        literal = machine.ending[place]
        begin = at + 1 - machine.length[literal]
        if machine.left[literal] and machine.word[data[begin - 1]]:
            continue
        if machine.right[literal] and machine.word[data[at + 1]]:
            continue
        if count == len(what):
            return -1
        what[count] = literal
        start[count] = begin
        count += 1
    return count


@to_machine_code
def walk(machine, data, cuts, what, start, counts):  # type: ignore[no-untyped-def]
    """Walk all lanes, side by side as far as the shortest goes, then each to its end; False if room ran out."""
    speaks = np.uint32(machine.n_silent << machine.shift)
    states = np.zeros(LANES, np.uint32)
    together = (cuts[1:] - cuts[:-1]).min()
    for offset in range(together):
        for lane in range(LANES):
            at = np.uintp(cuts[lane] + offset)  # unsigned: it never counts from the end, which saves a test
            state = machine.table[states[lane] + machine.classes[data[at]]]
            states[lane] = state
            if state >= speaks:
                counts[lane] = tell(machine, data, at, state, what[lane], start[lane], counts[lane])
                if counts[lane] < 0:
                    return False
    for lane in range(LANES):
        state = states[lane]
        for rest in range(cuts[lane] + together, cuts[lane + 1]):
            state = machine.table[state + machine.classes[data[rest]]]
            if state >= speaks:
                counts[lane] = tell(machine, data, rest, state, what[lane], start[lane], counts[lane])
                if counts[lane] < 0:
                    return False
    return True
