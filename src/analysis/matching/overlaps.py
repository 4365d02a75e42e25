"""Matches that overlap: exclusions taken out, and the longest of a code kept."""

from collections import defaultdict

import numpy as np

from analysis.matching.automaton import FoundPlaces
from analysis.matching.buffers import Array, Buffer

FAR = 1 << 40  # further than any buffer reaches


def exclude(found: FoundPlaces, excluding: list[int]) -> FoundPlaces:
    """Matches without those that an exclusion of their own indicator overlaps."""
    keep = found.what >= 0
    by_owner = defaultdict(list)
    for index in np.flatnonzero(~keep).tolist():
        by_owner[-1 - int(found.what[index])].append(index)
    candidates = np.flatnonzero(np.isin(found.what, list(by_owner)))
    for owner in by_owner:
        exclusions = np.array(by_owner[owner])
        exclusions = exclusions[np.argsort(found.start[exclusions], kind="stable")]
        starts, furthest = found.start[exclusions], np.maximum.accumulate(found.end[exclusions])
        own = candidates[found.what[candidates] == owner]
        before = np.searchsorted(starts, found.end[own]) - 1
        keep[own] = (before < 0) | (furthest[before] <= found.start[own])
    return found.take(keep)


def keep_longest(buffer: Buffer, found: FoundPlaces, codes: Array) -> FoundPlaces:
    """Within each code no two matches overlap: longest first, then leftmost, then the indicator named first.

    The matches come back in the order of the text; two that begin at one place in that of their codes.
    """
    found = found.take(np.argsort(found.start, kind="stable"))
    reach = np.maximum.accumulate(found.end)
    touches = np.append(False, found.start[1:] < reach[:-1])
    crowded = np.flatnonzero(touches | np.append(touches[1:], False))
    if not len(crowded):
        return found
    some = found.take(crowded)
    code = codes[some.what]
    keep = np.ones(len(found.what), bool)
    keep[crowded] = _choose_longest(buffer, some, code)
    in_order = np.arange(len(keep))
    in_order[crowded] = crowded[np.lexsort((code, some.start))]
    return found.take(in_order[keep[in_order]])


def _choose_longest(buffer: Buffer, found: FoundPlaces, code: Array) -> Array:
    """Which of some matches stay when, of those in a code that overlap, the longest wins."""
    keep = np.ones(len(code), bool)
    order = np.lexsort((found.start, code))
    start, end, code = found.start[order], found.end[order], code[order]
    reach = np.maximum.accumulate(end + code * FAR)
    overlaps = np.append(False, start[1:] + code[1:] * FAR < reach[:-1])
    cluster = np.cumsum(~overlaps)
    crowded = np.flatnonzero(overlaps | np.append(overlaps[1:], False))
    keep[order[crowded]] = False
    a, b, number = start[crowded], end[crowded], cluster[crowded]
    length = b - a if buffer.is_ascii else _count_characters(buffer, a, b)
    rank = np.lexsort((found.what[order][crowded], a, -length, number))
    new = np.flatnonzero(np.diff(number, prepend=-1))  # a cluster's matches lie side by side, the leftmost first
    base = np.repeat(a[new], np.diff(np.append(new, len(number))))
    taken, current = bytearray(), -1
    places = ((column[rank]).tolist() for column in (crowded, number, a - base, b - base))
    for index, of, at, stop in zip(*places, strict=True):
        if of != current:
            taken, current = bytearray(), of
        if len(taken) < stop:
            taken.extend(bytes(stop - len(taken)))
        if not (taken[at] or taken[stop - 1]):  # what was taken is no shorter, so it never lies within
            taken[at:stop] = b"\1" * (stop - at)
            keep[order[index]] = True
    return keep


def _count_characters(buffer: Buffer, start: Array, end: Array) -> Array:
    """Characters of the folded text between places."""
    more = np.flatnonzero((buffer.bytes_ & 0xC0) == 0x80)  # bytes that begin no character
    lengths: Array = end - start - (np.searchsorted(more, end) - np.searchsorted(more, start))
    return lengths
