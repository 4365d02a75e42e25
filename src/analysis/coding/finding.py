"""Where words stand on a page: as one segment, cut into others, amid other words, or with a spelling corrected.

Punctuation, case and white space are no words. Which of these places is that of a judgement, `following` decides.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from analysis.coding.hashing import hash_text
from analysis.text import is_slip

TOKEN = re.compile(r"\w+")
FEW = 6  # words of context that are kept on either side
FEWEST = 3  # words; fewer of them within a longer sentence may be others: "Indeed." is not the one in "Indeed, no."


@dataclass(frozen=True)
class FoundWords:
    """The segments that a judgement's words stand in, and which of their words those are (token numbers)."""

    segments: tuple[int, ...]
    first: int
    last: int
    exact: bool  # one segment of just these words


@dataclass(frozen=True)
class PageSegment:
    """A unit of the page, and who says it."""

    segment_id: str
    start: int
    text: str
    expert: str


def fold_tokens(text: str) -> list[str]:
    """The words of a text without case, punctuation and compatibility forms."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


class WordFinder:
    """Finds words among the segments of a page."""

    def __init__(self, segments: pd.DataFrame) -> None:
        experts = segments["expert"] if "expert" in segments else [""] * len(segments)
        columns = segments["segment_id"], segments["start"], segments["text"], experts
        self.segments = [PageSegment(str(i), int(a), str(t), str(e)) for i, a, t, e in zip(*columns, strict=True)]
        self.number = {s.segment_id: n for n, s in enumerate(self.segments)}
        self.hashes = [hash_text(s.text) for s in self.segments]
        self.by_hash: dict[str, list[int]] = defaultdict(list)
        for n, text_sha256 in enumerate(self.hashes):
            self.by_hash[text_sha256].append(n)

    def point(self, number: int) -> FoundWords:
        """The words of one segment, as found."""
        return FoundWords((number,), *self.bounds[number], exact=True)

    @cached_property
    def stream(self) -> list[str]:
        """The words of all segments, one after the other."""
        return [token for s in self.segments for token in fold_tokens(s.text)]

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """Where each segment begins and ends in the stream."""
        bounds, at = [], 0
        for s in self.segments:
            n = len(fold_tokens(s.text))
            bounds.append((at, at + n))
            at += n
        return bounds

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where any segment begins or ends in the stream."""
        return frozenset(at for bounds in self.bounds for at in bounds)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where each word stands in the stream."""
        starts: dict[str, list[int]] = defaultdict(list)
        for at, token in enumerate(self.stream):
            starts[token].append(at)
        return starts

    def holds(self, words: Sequence[str]) -> bool:
        """Whether the words stand anywhere on the page in one run."""
        return bool(self.find_runs(words))

    def find_runs(self, words: Sequence[str]) -> list[int]:
        """Where the words stand in one run, by their first place in the stream."""
        if not words:
            return []
        rarest = min(range(len(words)), key=lambda i: len(self._starts.get(words[i], ())))
        begins = [at - rarest for at in self._starts.get(words[rarest], ()) if at >= rarest]
        return [at for at in begins if self.stream[at : at + len(words)] == list(words)]

    def find_cut(self, words: Sequence[str]) -> list[FoundWords]:
        """Every place of the words, whatever segments of one expert they are cut into."""
        runs = [(at, at + len(words)) for at in self.find_runs(words)]
        found = [FoundWords(self._list_inside(*run), *run, exact=False) for run in runs]
        return [
            replace(place, exact=len(place.segments) == 1 and self.is_whole(place))
            for place in found
            if len({self.segments[n].expert for n in place.segments}) == 1
            and (len(words) >= FEWEST or self.is_whole(place))
        ]

    def quote_around(self, place: FoundWords) -> tuple[str, str]:
        """The few words before and after a place."""
        before, after = self.stream[max(0, place.first - FEW) : place.first], self.stream[place.last : place.last + FEW]
        return " ".join(before), " ".join(after)

    def is_whole(self, place: FoundWords) -> bool:
        """Whether no other words stand in the segments of the place."""
        return {place.first, place.last} <= self.edges

    def _list_inside(self, first: int, last: int) -> tuple[int, ...]:
        """The segments that have words of a stretch of the stream."""
        begin = bisect_right(self.bounds, (first, len(self.stream) + 1)) - 1
        while begin > 0 and self.bounds[begin - 1][1] > first:
            begin -= 1
        inside = []
        for n in range(max(begin, 0), len(self.bounds)):
            if self.bounds[n][0] >= last:
                break
            if self.bounds[n][1] > first and self.bounds[n][0] < self.bounds[n][1]:
                inside.append(n)
        return tuple(inside)

    def find_respelled(self, words: Sequence[str]) -> list[FoundWords]:
        """The segments that differ by the spelling of few words only."""
        return [
            self.point(n)
            for n, (a, b) in enumerate(self.bounds)
            if b - a == len(words) and _is_respelled(list(words), self.stream[a:b])
        ]

    def cover(self, number: int, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether the spans together hold every word of the segment."""
        first, last = self.bounds[number]
        held = {at for a, b in spans for at in range(max(a, first), min(b, last))}
        return len(held) == last - first

    def find_evidence(self, number: int, evidence: str, near: int) -> tuple[int, int] | None:
        """The evidence's offsets in the document, at `near` code points into the segment or else where it stands.

        Where its letters stand there no more, its words are looked for: other quotation marks, a capital, a spelling.
        """
        segment = self.segments[number]
        stands = near >= 0 and segment.text[near : near + len(evidence)] == evidence
        at = near if stands else segment.text.find(evidence)
        now = evidence if at >= 0 else find_stretch(segment.text, fold_tokens(evidence))
        at = at if at >= 0 or not now else segment.text.find(now)
        return (segment.start + at, segment.start + at + len(now)) if now else None


def find_stretch(text: str, words: list[str]) -> str:
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
