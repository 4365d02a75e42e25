"""All indicators of a codebook found in many texts in one pass (Aho and Corasick 1975), with offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analysis.codebook import Indicator
from analysis.codebook.language import Gap, Run, parse_indicator
from analysis.codebook.language import Sequence as Phrase
from analysis.matching.automaton import (
    SMALL,
    Automaton,
    FoundPlaces,
    Literals,
)
from analysis.matching.buffers import WORD, Array, Buffer, fold_texts, keep_freed_memory, measure_texts
from analysis.matching.clauses import (
    NEGATION,
    NEGATION_LEFT,
    NEGATION_RIGHT,
    choose_sentence_ends,
    find_clause_ends,
    find_negated,
    find_negators,
    find_quotations,
)
from analysis.matching.gaps import join_runs
from analysis.matching.overlaps import exclude, keep_longest
from analysis.matching.words import NO_WORDS, Words, find_words
from analysis.text import fold_text

CHUNK = 1 << 22  # bytes: buffers stay small, and few rounds of many small steps are needed
CROWDED = 1 << 19  # bytes, instead of CHUNK, for so many patterns that hits may take more room than the text
WORD_CLASS = rb"[0-9a-z_\x80-\xff]"
WORD_REST = re.compile(WORD_CLASS + b"*")
LONG_WORD = 64  # letters that a * within a word may stand for, so that no text can make matching slow


@dataclass(frozen=True)
class Matches:
    """Where indicators matched: row of the text, number of the indicator, character offsets in the text."""

    row: Array
    indicator: Array
    start: Array
    end: Array
    quoted: Array
    negated: Array


class Matcher:
    """Indicators, each of a code given by its number, compiled once.

    `negation` and `quotations` say whether the two are looked for; without them their flags are all False.
    """

    def __init__(
        self,
        indicators: Sequence[tuple[int, Indicator]],
        *,
        negation: bool = True,
        quotations: bool = True,
    ) -> None:
        self.code = np.array([code for code, _ in indicators], np.int64)
        self.negation, self.quotations = negation, quotations
        self.runs: dict[Run, int] = {}
        simple: list[tuple[int, int]] = []  # run, owner; an exclusion of indicator i is owned by -1 - i
        self.phrases: list[tuple[tuple[int, ...], tuple[Gap, ...], int]] = []
        for number, (_, indicator) in enumerate(indicators):
            owned = [(number, indicator.match), *((-1 - number, pattern) for pattern in indicator.but_not)]
            for owner, phrase in ((o, p) for o, pattern in owned for p in parse_indicator(pattern)):
                runs = self.number_runs(phrase)
                if phrase.gaps:
                    self.phrases.append((runs, phrase.gaps, owner))
                else:
                    simple.append((runs[0], owner))
        self.owners = Spread.build(simple, len(self.runs))
        self.compile_literals()

    def number_runs(self, phrase: Phrase) -> tuple[int, ...]:
        """The numbers of a phrase's runs, new ones for new runs."""
        return tuple(self.runs.setdefault(run, len(self.runs)) for run in phrase.runs)

    def compile_literals(self) -> None:
        """One automaton for an anchor of every run, and for negators."""
        anchors: dict[bytes, int] = {}
        found = [_find_anchor(run) for run in self.runs]
        kinds = [kind for _, kind in found]
        users = [(anchors.setdefault(anchor, len(anchors)), number) for number, (anchor, _) in enumerate(found)]
        self.kind = np.array(kinds, np.int64)
        self.users = Spread.build(users, len(anchors))
        self.n_anchors = len(anchors)
        tails = [_find_tail(r).encode() if k == TAILED else b"" for r, k in zip(self.runs, kinds, strict=True)]
        longest = max(map(len, tails), default=0)
        self.tails = np.array([list(tail.rjust(longest, b"\0")) for tail in tails], np.uint8).reshape(
            len(tails), longest
        )
        self.shortest = np.array([len(anchor) + len(tail) for (anchor, _), tail in zip(found, tails, strict=True)])
        self.patterns = {n: _compile_run(run) for n, run in enumerate(self.runs) if kinds[n] in (INNER, LEADING)}
        self.exact = {n: run for n, run in enumerate(self.runs) if any(word.exact for word in run)}
        self.exact_bytes = {
            n: run[0].exact.encode() for n, run in self.exact.items() if len(run) == 1 and "*" not in run[0].exact
        }
        in_gaps = sorted({run for runs, _, _ in self.phrases for run in runs})
        self.in_gaps = np.isin(np.arange(len(self.runs)), in_gaps)
        self.excluding = sorted(
            {-1 - owner for owner in self.owners.values.tolist() if owner < 0}
            | {-1 - owner for _, _, owner in self.phrases if owner < 0}
        )
        left, right = np.ones((2, len(anchors)), bool)
        left[[anchor for anchor, run in users if kinds[run] == LEADING]] = False
        right[[anchor for anchor, run in users if kinds[run] != PLAIN]] = False
        negators = slice(None if self.negation else 0)
        self.literals = Literals(
            (*anchors, *NEGATION[negators]),
            np.append(left, NEGATION_LEFT[negators]),
            np.append(right, NEGATION_RIGHT[negators]),
        )
        self.automaton = Automaton(self.literals)

    def find(self, texts: pa.Array | Sequence[str], contexts: Sequence[int] | Array | None = None) -> Matches:
        """All matches in text order; a quotation may run on through texts of the same context."""
        sizes = measure_texts(texts)
        keep_freed_memory()
        found = [
            self.find_in_chunk(texts[a:b], None if contexts is None else contexts[a:b], a)
            for a, b in _split_rows(sizes, contexts, CROWDED if self.literals.n_bytes > SMALL else CHUNK)
        ]
        if not found:
            none, no = np.zeros(0, np.int64), np.zeros(0, bool)
            return Matches(none, none, none, none, no, no)
        columns = [list(column) for column in zip(*found, strict=True)]
        del found
        return Matches(*(np.concatenate(columns.pop(0)) for _ in range(len(columns))))

    def find_in_chunk(
        self,
        texts: pa.Array | Sequence[str],
        contexts: Sequence[int] | Array | None,
        first_row: int,
    ) -> tuple[Array, ...]:
        """The columns of Matches for some texts that fit in one buffer."""
        buffer = fold_texts(texts)
        places = self.automaton.find(buffer)
        anchored = places.what < self.n_anchors
        runs = self.find_runs(buffer, places.take(anchored))
        clause_ends, words = np.zeros(0, np.int64), NO_WORDS
        if self.negation or self.phrases:
            clause_ends, words = find_clause_ends(buffer), find_words(buffer)
        found = self.find_indicators(buffer, runs, clause_ends, words)
        negated = quoted = np.zeros(len(found.what), bool)
        if self.negation and len(found.what):
            others = places.take(~anchored)
            negators = find_negators(buffer, others.what - self.n_anchors, others.start, others.end)
            negated = find_negated(buffer, found.start, negators, clause_ends, words)
        if self.quotations and len(found.what):
            quoted = find_quotations(buffer, contexts, found.start, found.end)
        raw_start, raw_end = buffer.to_raw(found.start), buffer.to_raw(found.end)
        row = np.searchsorted(buffer.starts, raw_start, side="right") - 1
        before = buffer.to_characters(buffer.starts)[row]
        return (
            row + first_row,
            found.what,
            buffer.to_characters(raw_start) - before,
            buffer.to_characters(raw_end) - before,
            quoted,
            negated,
        )

    def find_runs(self, buffer: Buffer, hits: FoundPlaces) -> FoundPlaces:
        """Where runs of adjacent words stand: word edges tested at the hits, wildcards followed to the word's end."""
        data = buffer.bytes_
        which, run = self.users.spread(hits.what)
        start, end, kind = hits.start[which], hits.end[which], self.kind[run]
        left = ~WORD[data[start - 1]] | (kind == LEADING)
        right = (kind != PLAIN) | ~WORD[data[end]]
        fits = left & right
        run, start, end, kind = run[fits], start[fits], end[fits], kind[fits]
        open_ = np.flatnonzero(((kind == PREFIX) | (kind == TAILED)) & WORD[data[end]])
        for _ in range(LONG_WORD):
            if not len(open_):
                break
            end[open_] += 1
            open_ = open_[WORD[data[end[open_]]]]
        for index in open_.tolist():
            end[index] = WORD_REST.match(buffer.folded, int(end[index])).end()  # type: ignore[union-attr]
        if TAILED in kind:
            fits = self.check_tails(data, run, start, end)
            run, start, end, kind = run[fits], start[fits], end[fits], kind[fits]
        found = FoundPlaces(run, start, end)
        if self.patterns:
            found = self.check_patterns(buffer, found, kind)
        if self.exact:
            found = self.check_case(buffer, found)
        return found

    def check_tails(self, data: Array, run: Array, start: Array, end: Array) -> Array:
        """Whether each word that goes on after its anchor ends as its pattern does, anchor and tail side by side."""
        fits: Array = end - start >= self.shortest[run]
        for back in range(1, self.tails.shape[1] + 1):
            wanted = self.tails[run, -back]
            fits &= (wanted == 0) | (data[np.maximum(end - back, 0)] == wanted)
        return fits

    def check_patterns(self, buffer: Buffer, found: FoundPlaces, kind: Array) -> FoundPlaces:
        """Runs with a wildcard inside, tried as a regular expression where their anchor stands."""
        inner = kind >= INNER
        rows = set()
        tried = set()
        for run, hit in zip(found.what[inner].tolist(), found.start[inner].tolist(), strict=True):
            start = hit
            while self.kind[run] == LEADING and WORD[buffer.folded[start - 1]] and hit - start <= LONG_WORD:
                start -= 1
            if hit - start > LONG_WORD or (run, start) in tried:
                continue
            tried.add((run, start))
            if match := self.patterns[run].match(buffer.folded, start):
                rows.add((run, start, match.end()))
        checked = np.array(sorted(rows), np.int64).reshape(-1, 3).T
        plain = found.take(~inner)
        return FoundPlaces(
            *(np.concatenate(pair) for pair in zip((plain.what, plain.start, plain.end), checked, strict=True))
        )

    def check_case(self, buffer: Buffer, found: FoundPlaces) -> FoundPlaces:
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
            keep[index] = all(_compile_glob(word.exact).fullmatch(w) for word, w in words if word.exact)
        return found.take(keep)

    def find_indicators(self, buffer: Buffer, runs: FoundPlaces, clause_ends: Array, words: Words) -> FoundPlaces:
        """Runs joined to phrases with gaps, exclusions taken out, the longest match kept within each code."""
        which, owner = self.owners.spread(runs.what)
        parts = [FoundPlaces(owner, runs.start[which], runs.end[which])]
        if self.phrases:
            sentence_ends = choose_sentence_ends(buffer, clause_ends)
            parts += self.join_phrases(runs.take(self.in_gaps[runs.what]), words, sentence_ends)
        found = FoundPlaces(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("what", "start", "end")))
        if self.excluding:
            found = exclude(found, self.excluding)
        return keep_longest(buffer, found, self.code)

    def join_phrases(self, runs: FoundPlaces, words: Words, sentence_ends: Array) -> Iterator[FoundPlaces]:
        """Matches of phrases with gaps: from each start to the nearest end that fits."""
        runs = runs.take(np.lexsort((runs.start, runs.what)))
        first = np.searchsorted(runs.what, np.arange(len(self.runs) + 1))
        for numbers, gaps, owner in self.phrases:
            if any(first[n] == first[n + 1] for n in numbers):
                continue
            places = [(runs.start[first[n] : first[n + 1]], runs.end[first[n] : first[n + 1]]) for n in numbers]
            start, end = join_runs(places, gaps, words, sentence_ends)
            yield FoundPlaces(np.full(len(start), owner, np.int64), start, end)


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
        """For each key, each of its values: the index of the key, and the value."""
        count = self.first[keys + 1] - self.first[keys]
        which = np.repeat(np.arange(len(keys)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return which, self.values[self.first[keys][which] + within]


PLAIN, PREFIX, TAILED, INNER, LEADING = range(5)


def _find_anchor(run: Run) -> tuple[bytes, int]:
    """The literal to search for, and how a hit becomes a match of the run."""
    text = " ".join(word.glob for word in run)
    head, star, rest = text.partition("*")
    if not star:
        return text.encode(), PLAIN
    if head and not rest:
        return head.encode(), PREFIX
    if head:
        return head.encode(), INNER if "*" in rest or " " in rest else TAILED
    return max(run[0].glob.split("*"), key=len).encode(), LEADING


def _find_tail(run: Run) -> str:
    """What stands after the only * of a run."""
    return " ".join(word.glob for word in run).partition("*")[2]


def _compile_run(run: Run) -> re.Pattern[bytes]:
    """The run as a regular expression over folded bytes."""
    star = WORD_CLASS + b"{0,%d}" % LONG_WORD
    globs = [star.join(re.escape(piece.encode()) for piece in word.glob.split("*")) for word in run]
    return re.compile(b" ".join(globs) + b"(?!%s)" % WORD_CLASS)


_GLOBS: dict[str, re.Pattern[str]] = {}


def _compile_glob(glob: str) -> re.Pattern[str]:
    """One word with wildcards, as written."""
    if glob not in _GLOBS:
        _GLOBS[glob] = re.compile(".*".join(map(re.escape, glob.split("*"))))
    return _GLOBS[glob]


def _split_rows(sizes: Array, contexts: Sequence[int] | Array | None, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows of about `size` bytes; a context is never split."""
    n = len(sizes)
    total = np.cumsum(sizes)
    start = 0
    while start < n:
        before = total[start - 1] if start else 0
        stop = max(int(np.searchsorted(total, before + size, side="right")), start + 1)
        while contexts is not None and stop < n and contexts[stop] == contexts[stop - 1]:
            stop += 1
        yield start, stop
        start = stop
