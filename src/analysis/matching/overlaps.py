"""Matches that overlap: exclusions taken out, and the longest of a code kept."""

from collections import defaultdict

import numpy as np

from analysis.matching.automaton import Found
from analysis.matching.buffers import Array, Buffer

FAR = 1 << 40  # further than any buffer reaches


def exclude(found: Found, excluding: list[int]) -> Found:
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


def keep_longest(buffer: Buffer, found: Found, codes: Array) -> Found:
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
    keep[crowded] = choose_longest(buffer, some, code)
    in_order = np.arange(len(keep))
    in_order[crowded] = crowded[np.lexsort((code, some.start))]
    return found.take(in_order[keep[in_order]])


def choose_longest(buffer: Buffer, found: Found, code: Array) -> Array:
    """Which of some matches stay when, of those in a code that overlap, the longest wins."""
    keep = np.ones(len(code), bool)
    order = np.lexsort((found.start, code))
    start, end, code = found.start[order], found.end[order], code[order]
    reach = np.maximum.accumulate(end + code * FAR)
    overlaps = np.append(False, start[1:] + code[1:] * FAR < reach[:-1])
    cluster = np.cumsum(~overlaps)
    crowded = np.flatnonzero(overlaps | np.append(overlaps[1:], False))
    keep[order[crowded]] = False
    places = zip(start[crowded].tolist(), end[crowded].tolist(), strict=True)
    length = np.array([len(buffer.folded[a:b].decode()) for a, b in places], np.int64)  # in characters, not bytes
    rank = np.lexsort((found.what[order][crowded], start[crowded], -length, cluster[crowded]))
    taken: list[tuple[int, int]] = []
    current = -1
    for index in crowded[rank].tolist():
        if cluster[index] != current:
            taken, current = [], cluster[index]
        a, b = start[index], end[index]
        if all(b <= c or d <= a for c, d in taken):
            taken.append((a, b))
            keep[order[index]] = True
    return keep
