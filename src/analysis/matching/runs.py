"""Runs of adjacent words: each is found by an anchor, where edges of words, wildcards and case are then tested."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.codebook.language import Run
from analysis.matching.automaton import FoundPlaces, bound_places
from analysis.matching.buffers import WORD, Array, Buffer
from analysis.matching.stars import WORD_REST, StarredRun, fits_stars
from analysis.text import fold_text

USUAL_WORD = 64  # letters of a word that are stepped over side by side with those of all others
PLAIN, PREFIX, TAILED, INNER, LEADING = range(5)  # how a hit of the anchor becomes a match of the run


@dataclass(frozen=True)
class Spread:
    """One number to many: the values of each key lie side by side."""

    first: Array
    values: Array

    @classmethod
    def build(cls, pairs: list[tuple[int, int]], n_keys: int) -> "Spread":
        """From (key, value) pairs."""
        table = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)
        return cls(np.searchsorted(table[:, 0], np.arange(n_keys + 1)), table[:, 1])

    def spread(self, keys: Array) -> tuple[Array, Array]:
        """For each key, each of its values: the index of the key, and the value. May raise TooManyPlaces."""
        count = self.first[keys + 1] - self.first[keys]
        bound_places(int(count.sum()))
        which = np.repeat(np.arange(len(keys)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return which, self.values[self.first[keys][which] + within]


class Runs:
    """Runs that are looked for, compiled once.

    `anchors` are what to search for; `left` and `right` say whether each must begin and end at a word's edge.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        anchors: dict[bytes, int] = {}
        found = [_find_anchor(run) for run in runs]
        kinds = [kind for _, kind in found]
        users = [(anchors.setdefault(anchor, len(anchors)), number) for number, (anchor, _) in enumerate(found)]
        self.anchors = tuple(anchors)
        self.kind = np.array(kinds, np.int64)
        self.users = Spread.build(users, len(anchors))
        self.left, self.right = np.ones((2, len(anchors)), bool)
        self.left[[anchor for anchor, run in users if kinds[run] == LEADING]] = False
        self.right[[anchor for anchor, run in users if kinds[run] != PLAIN]] = False
        tails = [_find_tail(r).encode() if k == TAILED else b"" for r, k in zip(runs, kinds, strict=True)]
        longest = max(map(len, tails), default=0)
        self.tails = np.array([list(tail.rjust(longest, b"\0")) for tail in tails], np.uint8).reshape(
            len(tails), longest
        )
        self.shortest = np.array([len(anchor) + len(tail) for (anchor, _), tail in zip(found, tails, strict=True)])
        self.patterns = {n: StarredRun.compile(run) for n, run in enumerate(runs) if kinds[n] in (INNER, LEADING)}
        self.exact = {n: run for n, run in enumerate(runs) if any(word.exact for word in run)}
        self.exact_bytes = {
            n: run[0].exact.encode() for n, run in self.exact.items() if len(run) == 1 and "*" not in run[0].exact
        }

    def find(self, buffer: Buffer, hits: FoundPlaces) -> FoundPlaces:
        """Where the runs stand, by the `hits` of their anchors: edges tested, wildcards followed to the word's end."""
        data = buffer.bytes_
        which, run = self.users.spread(hits.what)
        start, end, kind = hits.start[which], hits.end[which], self.kind[run]
        left = ~WORD[data[start - 1]] | (kind == LEADING)
        right = (kind != PLAIN) | ~WORD[data[end]]
        fits = left & right
        run, start, end, kind = run[fits], start[fits], end[fits], kind[fits]
        open_ = np.flatnonzero(((kind == PREFIX) | (kind == TAILED)) & WORD[data[end]])
        for _ in range(USUAL_WORD):
            if not len(open_):
                break
            end[open_] += 1
            open_ = open_[WORD[data[end[open_]]]]
        for index in open_.tolist():
            end[index] = WORD_REST.match(buffer.folded, int(end[index])).end()  # type: ignore[union-attr]
        if TAILED in kind:
            fits = self._check_tails(data, run, start, end)
            run, start, end, kind = run[fits], start[fits], end[fits], kind[fits]
        found = FoundPlaces(run, start, end)
        if self.patterns:
            found = self._check_patterns(buffer, found, kind)
        if self.exact:
            found = self._check_case(buffer, found)
        return found

    def _check_tails(self, data: Array, run: Array, start: Array, end: Array) -> Array:
        """Whether each word that goes on after its anchor ends as its pattern does, anchor and tail side by side."""
        fits: Array = end - start >= self.shortest[run]
        for back in range(1, self.tails.shape[1] + 1):
            wanted = self.tails[run, -back]
            fits &= (wanted == 0) | (data[np.maximum(end - back, 0)] == wanted)
        return fits

    def _check_patterns(self, buffer: Buffer, found: FoundPlaces, kind: Array) -> FoundPlaces:
        """Runs with a wildcard inside, tried once at each place where they may begin."""
        inner = kind >= INNER
        run, start = found.what[inner], found.start[inner]
        leading = kind[inner] == LEADING
        if leading.any():
            edges = np.flatnonzero(~WORD[buffer.bytes_])
            start = np.where(leading, edges[np.searchsorted(edges, start) - 1] + 1, start)
        size = len(buffer.bytes_)
        once = np.unique(run * size + start)
        rows = [
            (number, place, end)
            for number, place in zip((once // size).tolist(), (once % size).tolist(), strict=True)
            if (end := self.patterns[number].find_end(buffer.folded, place)) >= 0
        ]
        checked = np.array(rows, np.int64).reshape(-1, 3).T
        plain = found.take(~inner)
        return FoundPlaces(
            *(np.concatenate(pair) for pair in zip((plain.what, plain.start, plain.end), checked, strict=True))
        )

    def _check_case(self, buffer: Buffer, found: FoundPlaces) -> FoundPlaces:
        """Runs with case-sensitive words, compared with the text as written."""
        keep = np.ones(len(found.what), bool)
        which = np.flatnonzero(np.isin(found.what, list(self.exact)))
        starts, ends = buffer.to_raw(found.start[which]).tolist(), buffer.to_raw(found.end[which]).tolist()
        for index, run, start, end in zip(which.tolist(), found.what[which].tolist(), starts, ends, strict=True):
            raw = buffer.raw[start:end]
            if run in self.exact_bytes and raw.isascii():
                keep[index] = raw == self.exact_bytes[run]
                continue
            written = fold_text(raw.decode(), keep_case=True).split(" ")
            words = zip(self.exact[run], written, strict=True)
            keep[index] = all(fits_stars(tuple(word.exact.split("*")), w) for word, w in words if word.exact)
        return found.take(keep)


def _find_anchor(run: Run) -> tuple[bytes, int]:
    """The literal to search for, and how a hit becomes a match of the run."""
    text = " ".join(word.glob for word in run)
    head, star, rest = text.partition("*")
    if not star:
        return text.encode(), PLAIN
    if head and not rest:
        return head.encode(), PREFIX
    if head:
        return head.encode(), TAILED if _is_letters(rest) else INNER
    return max(_list_first_pieces(run[0].glob), key=len).encode(), LEADING


def _list_first_pieces(glob: str) -> Iterator[str]:
    """The pieces of a word by which its beginning can be found: up to the first that holds more than letters."""
    for piece in glob.split("*"):
        yield piece
        if piece and not _is_letters(piece):
            return


def _is_letters(piece: str) -> bool:
    """Whether a piece of a folded pattern holds nothing but what makes words."""
    return bool(WORD[list(piece.encode())].all())


def _find_tail(run: Run) -> str:
    """What stands after the only * of a run."""
    return " ".join(word.glob for word in run).partition("*")[2]
