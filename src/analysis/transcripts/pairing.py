"""Which paragraphs of two versions of a page are the same: equal, changed, moved, split in two or joined."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

ALIKE = 0.5  # share of words in common from which two paragraphs in the same place are one that was changed
SAME = 0.5  # share of the shorter one's neighbouring words that stand in the other, wherever both stand
FEW = 3  # pairs of neighbouring words in common that may be chance where two paragraphs stand far apart
NEAR = 40  # paragraphs that are looked at for one that was changed
COMMON = 30  # paragraphs with the same two words, from which these say nothing
Stretch = tuple[range, range]
Words = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Pairing:
    """The paragraphs of the new version for each of the old one, and the other way round; the most alike first."""

    to_new: dict[int, list[int]]
    to_old: dict[int, list[int]]


def pair_texts(old: Sequence[str], new: Sequence[str]) -> Pairing:
    """Which paragraphs of `old` are which of `new`.

    A paragraph that was split has several partners, and so has one that was joined of several.
    """
    equal, stretches = _pair_equal(old, new)
    free_old, free_new = _list_free(len(old), (i for i, _ in equal)), _list_free(len(new), (j for _, j in equal))
    equal += _pair_moved(old, new, free_old, free_new)
    free_old, free_new = _list_free(len(old), (i for i, _ in equal)), _list_free(len(new), (j for _, j in equal))
    alike = _pair_alike(old, new, free_old, free_new, stretches)
    known_old, known_new = {i for i, _ in alike}, {j for _, j in alike}
    left_old, left_new = set(free_old) - known_old, set(free_new) - known_new
    return _collect([*equal, *alike, *_pair_in_place(old, new, left_old, left_new, stretches)])


def _list_free(n: int, taken: Iterable[int]) -> list[int]:
    """The numbers below `n` that are not taken."""
    return sorted(set(range(n)) - set(taken))


def _collect(pairs: Sequence[tuple[int, int]]) -> Pairing:
    """The pairs by either side."""
    to_new: dict[int, list[int]] = defaultdict(list)
    to_old: dict[int, list[int]] = defaultdict(list)
    for i, j in pairs:
        to_new[i].append(j)
        to_old[j].append(i)
    return Pairing(dict(to_new), dict(to_old))


def _pair_equal(old: Sequence[str], new: Sequence[str]) -> tuple[list[tuple[int, int]], list[Stretch]]:
    """Equal paragraphs in the same order, and the stretches of both that stand in each other's place."""
    pairs: list[tuple[int, int]] = []
    stretches: list[Stretch] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif kind == "replace":
            stretches.append((range(i1, i2), range(j1, j2)))
    return pairs, stretches


def _pair_moved(
    old: Sequence[str], new: Sequence[str], free_old: Sequence[int], free_new: Sequence[int]
) -> list[tuple[int, int]]:
    """Paragraphs that stand elsewhere, word for word."""
    gone: dict[str, list[int]] = defaultdict(list)
    for i in free_old:
        gone[old[i]].append(i)
    return [(gone[new[j]].pop(0), j) for j in free_new if gone[new[j]]]


def _pair_alike(
    old: Sequence[str], new: Sequence[str], free_old: Sequence[int], free_new: Sequence[int], stretches: list[Stretch]
) -> list[tuple[int, int]]:
    """Paragraphs with the same words in the same order, the largest share first; each word counts for one pair."""
    left_old, left_new = ({n: _pair_words(side[n]) for n in free} for side, free in ((old, free_old), (new, free_new)))
    length = {n: left_old[n].total() for n in free_old}, {n: left_new[n].total() for n in free_new}
    together = (
        {n: k for k, both in enumerate(stretches) for n in both[0]},
        {n: k for k, both in enumerate(stretches) for n in both[1]},
    )
    pairs: list[tuple[int, int]] = []
    for i, j in _rank_candidates(left_old, left_new):
        shared = left_old[i] & left_new[j]
        n = shared.total()
        near = i in together[0] and together[0][i] == together[1].get(j)
        if n and (near or n >= FEW) and n >= SAME * min(length[0][i], length[1][j]):
            pairs.append((i, j))
            left_old[i] = left_old[i] - shared
            left_new[j] = left_new[j] - shared
    return pairs


def _pair_words(text: str) -> Words:
    """How often which two words stand side by side."""
    return Counter(pairwise(text.split()))


def _rank_candidates(old: dict[int, Words], new: dict[int, Words]) -> list[tuple[int, int]]:
    """The pairs of paragraphs that have neighbouring words in common, those with most of them first."""
    where: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, words in new.items():
        for pair in words:
            where[pair].append(j)
    shared: Counter[tuple[int, int]] = Counter()
    for i, words in old.items():
        for pair, n in words.items():
            if len(where[pair]) <= COMMON:
                for j in where[pair]:
                    shared[i, j] += min(n, new[j][pair])
    return sorted(shared, key=lambda both: (-shared[both], abs(both[0] - both[1]), both))


def _pair_in_place(
    old: Sequence[str], new: Sequence[str], free_old: set[int], free_new: set[int], stretches: list[Stretch]
) -> list[tuple[int, int]]:
    """Paragraphs in the same place that have many words in common, in order."""
    pairs: list[tuple[int, int]] = []
    for theirs, ours in stretches:
        words = {j: Counter(new[j].split()) for j in ours if j in free_new}
        at = ours.start
        for i in (i for i in theirs if i in free_old):
            here = Counter(old[i].split())
            near = [j for j in range(at, min(ours.stop, at + NEAR)) if j in words]
            best = max(near, key=lambda j: (_measure_likeness(here, words[j]), -j), default=None)
            if best is not None and _measure_likeness(here, words[best]) >= ALIKE:
                pairs.append((i, best))
                at = best + 1
    return pairs


def _measure_likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of the words of both that they have in common."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())
