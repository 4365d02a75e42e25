"""Where a judgement's words stand now: after a correction, other rules for sentences, or another unit.

A judgement is about words, so it is looked for by them: the same segment; else a segment of the same words that is
numbered anew; else the same words cut into other segments; else a segment in which only a spelling was corrected.
Punctuation, case and white space are no words. Where the words are gone, or stand in several places, nothing is found.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from analysis.coding.hashing import hash_text
from analysis.text import is_slip

TOKEN = re.compile(r"\w+")
FEWEST = 3  # words; fewer of them within a longer sentence may be others: "Indeed." is not the one in "Indeed, no."


@dataclass(frozen=True)
class FoundWords:
    """The segments that a judgement's words stand in, and which of their words those are (token numbers)."""

    segments: tuple[int, ...]
    first: int
    last: int
    exact: bool  # one segment of just these words


@dataclass(frozen=True)
class _Segment:
    segment_id: str
    start: int
    text: str


def fold_tokens(text: str) -> list[str]:
    """The words of a text without case, punctuation and compatibility forms."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


class WordFinder:
    """Finds the segments that hold the words of a judgement."""

    def __init__(self, segments: pd.DataFrame) -> None:
        columns = segments["segment_id"], segments["start"], segments["text"]
        self.segments = [_Segment(str(i), int(a), str(t)) for i, a, t in zip(*columns, strict=True)]
        self.number = {s.segment_id: n for n, s in enumerate(self.segments)}
        self.hashes = [hash_text(s.text) for s in self.segments]
        self.by_hash: dict[str, list[int]] = defaultdict(list)
        for n, text_sha256 in enumerate(self.hashes):
            self.by_hash[text_sha256].append(n)

    def find(
        self, segment_id: str, text_sha256: str, text: str, judged: Iterable[str], *, renumbered: bool = False
    ) -> FoundWords | None:
        """Where the words stand; None where they do not, or where it could be in several places.

        `judged` names all segments that the coder judged with just these words, in their order; `renumbered` says
        that those may be several numbers which one segment had over time.
        """
        here = self.by_hash.get(text_sha256, [])
        if here:
            number = self._choose(segment_id, here, list(judged), renumbered)
            return None if number is None else self.point(number)
        words = fold_tokens(text)
        if not words:
            return None
        return self._find_cut(words) or self._find_respelled(words)

    def point(self, number: int) -> FoundWords:
        """The words of one segment, as found."""
        return FoundWords((number,), *self._bounds[number], exact=True)

    def _choose(self, segment_id: str, here: list[int], judged: list[str], renumbered: bool) -> int | None:
        """Of several segments with the same words, the one that has the judged one's place among them."""
        if len(here) == len(judged) and segment_id in judged:
            return here[judged.index(segment_id)]
        known = [self.number.get(name) for name in judged]
        if set(known) <= set(here):
            return self.number[segment_id]
        own = self.number.get(segment_id) in here or len(judged) == 1 or renumbered
        return here[0] if len(here) == 1 and own else None

    @cached_property
    def _stream(self) -> list[str]:
        """The words of all segments, one after the other."""
        return [token for s in self.segments for token in fold_tokens(s.text)]

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """Where each segment begins and ends in the stream."""
        bounds, at = [], 0
        for s in self.segments:
            n = len(fold_tokens(s.text))
            bounds.append((at, at + n))
            at += n
        return bounds

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where each word stands in the stream."""
        starts: dict[str, list[int]] = defaultdict(list)
        for at, token in enumerate(self._stream):
            starts[token].append(at)
        return starts

    def _find_cut(self, words: list[str]) -> FoundWords | None:
        """The same words, in one place, whatever segments they are cut into."""
        rarest = min(range(len(words)), key=lambda i: len(self._starts.get(words[i], ())))
        begins = [at - rarest for at in self._starts.get(words[rarest], ()) if at >= rarest]
        found = [at for at in begins if self._stream[at : at + len(words)] == words]
        edges = {at for bounds in self._bounds for at in bounds}
        found = [at for at in found if at in edges] or found
        if len(found) != 1:
            return None
        first, last = found[0], found[0] + len(words)
        if len(words) < FEWEST and not {first, last} <= edges:
            return None
        inside = tuple(n for n, (a, b) in enumerate(self._bounds) if a < last and b > first)
        return FoundWords(inside, first, last, exact=len(inside) == 1 and self._bounds[inside[0]] == (first, last))

    def _find_respelled(self, words: list[str]) -> FoundWords | None:
        """The one segment that differs by the spelling of few words only."""
        found = [
            n
            for n, (a, b) in enumerate(self._bounds)
            if b - a == len(words) and _is_respelled(words, self._stream[a:b])
        ]
        return self.point(found[0]) if len(found) == 1 else None

    def cover(self, number: int, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether the spans together hold every word of the segment."""
        first, last = self._bounds[number]
        held = {at for a, b in spans for at in range(max(a, first), min(b, last))}
        return len(held) == last - first

    def find_evidence(self, number: int, evidence: str, near: int) -> tuple[int, int] | None:
        """The evidence's offsets in the document, at `near` code points into the segment or else where it stands."""
        segment = self.segments[number]
        stands = near >= 0 and segment.text[near : near + len(evidence)] == evidence
        at = near if stands else segment.text.find(evidence)
        return (segment.start + at, segment.start + at + len(evidence)) if at >= 0 else None


def find_words(text: str, words: list[str]) -> str:
    """The stretch of a text that is these words, at most a spelling corrected; empty where it has them not."""
    tokens = _fold_words(text)
    folded = [word for _, _, word in tokens]
    windows = [(at, folded[at : at + len(words)]) for at in range(len(folded) - len(words) + 1)] if words else []
    same = [at for at, window in windows if window == words] or [at for at, w in windows if _is_respelled(words, w)]
    return text[tokens[same[0]][0] : tokens[same[0] + len(words) - 1][1]] if same else ""


@lru_cache(maxsize=4096)
def _fold_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where each word of a text begins and ends, and the word folded; texts are asked for once per judgement."""
    return tuple((m.start(), m.end(), "".join(fold_tokens(m[0]))) for m in TOKEN.finditer(text))


def _is_respelled(old: list[str], new: list[str]) -> bool:
    """Whether at most one word in ten differs, each by a slip of spelling."""
    differ = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return len(differ) <= max(1, len(old) // 10) and all(is_slip(a, b) for a, b in differ)


def recover_text(text_sha256: str, length: int, near: int, document: str) -> str:
    """The words of `length` code points with this hash in a document, nearest to `near`; empty where there are none."""
    if hash_text(document[near : near + length]) == text_sha256:
        return document[near : near + length]
    starts = sorted((m.start() for m in re.finditer(r"\S+", document)), key=lambda at: abs(at - near))
    pieces = (document[at : at + length] for at in starts)
    return next((piece for piece in pieces if hash_text(piece) == text_sha256), "")
