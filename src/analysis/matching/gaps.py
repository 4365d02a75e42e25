"""Phrases with gaps: a run of words, then another within some words of it, in the same sentence."""

from collections.abc import Sequence

import numpy as np

from analysis.codebook.language import Gap
from analysis.matching.buffers import Array
from analysis.matching.words import Words

PER_WORD = 40  # bytes that a gap may span for each word it may hold, and once more


def join_runs(
    places: Sequence[tuple[Array, Array]], gaps: Sequence[Gap], words: Words, sentence_ends: Array
) -> tuple[Array, Array]:
    """Matches of a phrase: the (start, end) of each place of the first run from which the last run can be reached.

    `places` holds the starts and ends of each run, both ascending. From each start the match goes to the nearest end.
    It is found from the last run backwards: what can be reached from a place never lies before what can be reached
    from an earlier place, so the first place within a gap is the best one, and one search for each place is enough.
    """
    starts, ends = places[-1]
    reached = ends
    for (own_starts, own_ends), gap in zip(reversed(places[:-1]), reversed(gaps), strict=True):
        own, following = _find_following(own_ends, starts, gap, words, sentence_ends)
        starts, reached = own_starts[own], reached[following]
    return starts, reached


def _find_following(end: Array, starts: Array, gap: Gap, words: Words, sentence_ends: Array) -> tuple[Array, Array]:
    """Which places have one of `starts` within the gap after their end, and the first such start of each."""
    limit = np.minimum(end + PER_WORD * (gap.most + 1), sentence_ends[np.searchsorted(sentence_ends, end)])
    first = np.searchsorted(starts, end)
    if gap.least:
        first = np.maximum(first, np.searchsorted(words.count_ended(starts), words.count_before(end) + gap.least))
    own = np.flatnonzero(first < len(starts))
    following = first[own]
    fits = (starts[following] <= limit[own]) & (words.count_between(end[own], starts[following]) <= gap.most)
    return own[fits], following[fits]
