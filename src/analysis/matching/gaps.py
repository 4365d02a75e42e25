"""Phrases with gaps: a run of words, then another within some words of it, in the same sentence."""

import re

import numpy as np

from analysis.codebook.language import Gap
from analysis.matching.buffers import Array, Buffer

PER_WORD = 40  # bytes that a gap may span for each word it may hold, and once more
GAP_WORD = re.compile(rb"[0-9a-z_\x80-\xff][0-9a-z_'\x80-\xff]*")
GAP_TAIL = re.compile(rb"'[0-9a-z_\x80-\xff]+")


def join_gap(
    buffer: Buffer, end: Array, next_start: Array, next_end: Array, gap: Gap, sentence_ends: Array, *, nearest: bool
) -> tuple[Array, Array]:
    """For each place that ends at `end`, where the next run follows within the gap: index of the place, new end.

    With `nearest` only the nearest such run; else every one, since a later gap may need it.
    """
    limit = np.minimum(end + PER_WORD * (gap.most + 1), sentence_ends[np.searchsorted(sentence_ends, end)])
    at, stop = np.searchsorted(next_start, end), np.searchsorted(next_start, limit, side="right")
    active = np.flatnonzero(at < stop)
    which, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    while len(active):
        place = at[active]
        words = count_words(buffer, end[active], next_start[place])
        fits = (words >= gap.least) & (words <= gap.most)
        which.append(active[fits])
        ends.append(next_end[place[fits]])
        goes_on = (words < gap.least) if nearest else (words <= gap.most)
        active = active[goes_on]
        at[active] += 1
        active = active[at[active] < stop[active]]
    return np.concatenate(which), np.concatenate(ends)


def count_words(buffer: Buffer, start: Array, end: Array) -> Array:
    """Words between each start and end; what hangs on the word before by an apostrophe is none."""
    count, folded = GAP_WORD.findall, buffer.folded
    numbers = []
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        if folded[a] == 0x27 and (tail := GAP_TAIL.match(folded, a, b)):
            a = tail.end()
        numbers.append(len(count(folded, a, b)))
    return np.array(numbers, np.int64)
