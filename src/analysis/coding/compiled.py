"""The search for literals as machine code that numba makes: places come as arrays, several texts are walked at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np

from analysis.coding.automaton import Found, Literals
from analysis.coding.buffers import WORD, Array, Buffer

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
    length = np.array([len(literal) for literal in literals.texts], np.int64)
    letters = classes[np.frombuffer(b"".join(literals.texts), np.uint8)]
    goes, own, before = grow_states(letters, np.cumsum(length), 1 << shift)
    falls, queue, size = link_states(goes, own, before)
    speaks = size[queue] > 0
    order = np.concatenate([queue[~speaks], queue[speaks]])
    n_silent = int(np.count_nonzero(~speaks))
    rank = np.argsort(order)
    first = np.concatenate([[0], np.cumsum(size[order[n_silent:]])])
    ending = list_endings(order[n_silent:], n_silent, rank, first, own, before, falls)
    table = (rank[goes[order]] << shift).astype(np.uint32).ravel()
    return Machine(classes, shift, table, n_silent, first, ending, length, literals.left, literals.right, WORD)


@to_machine_code
def grow_states(letters, ends, width):  # type: ignore[no-untyped-def]
    """States for all beginnings of literals (joined, each up to its end): where each letter leads, 0 for nowhere.

    Also the last literal that ends in each state, and for each literal the one before it that ends there, else -1.
    """
    goes = np.zeros((len(letters) + 1, width), np.int32)
    own = np.full(len(letters) + 1, -1, np.int64)
    before = np.full(len(ends), -1, np.int64)
    n_states, at = 1, 0
    for literal in range(len(ends)):
        state = 0
        while at < ends[literal]:
            if goes[state, letters[at]] == 0:
                goes[state, letters[at]] = n_states
                n_states += 1
            state = goes[state, letters[at]]
            at += 1
        before[literal] = own[state]
        own[state] = literal
    return goes[:n_states].copy(), own[:n_states], before


@to_machine_code
def link_states(goes, own, before):  # type: ignore[no-untyped-def]
    """Let every letter lead on from every state, by way of the longest end of it that begins a literal.

    Returns that end's state, the states by their depth, and how many literals end in each.
    """
    n_states, width = goes.shape
    falls, queue, size = np.zeros(n_states, np.int64), np.zeros(n_states, np.int64), np.zeros(n_states, np.int64)
    waiting = 1
    for done in range(n_states):
        state = queue[done]
        size[state] = size[falls[state]] if state else 0
        literal = own[state]
        while literal >= 0:
            size[state] += 1
            literal = before[literal]
        for letter in range(width):
            child = goes[state, letter]
            fallen = goes[falls[state], letter] if state else 0
            if child:
                falls[child] = fallen
                queue[waiting] = child
                waiting += 1
            else:
                goes[state, letter] = fallen
    return falls, queue, size


@to_machine_code
def list_endings(speaking, n_silent, rank, first, own, before, falls):  # type: ignore[no-untyped-def]
    """The literals that end in each speaking state, from its `first` on: its own, then those of its shorter end."""
    ending = np.zeros(first[-1], np.int64)
    for index in range(len(speaking)):
        place, literal = first[index], own[speaking[index]]
        while literal >= 0:
            ending[place] = literal
            place += 1
            literal = before[literal]
        inherited = rank[falls[speaking[index]]] - n_silent
        if inherited >= 0:
            ending[place : first[index + 1]] = ending[first[inherited] : first[inherited + 1]]
    return ending


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
