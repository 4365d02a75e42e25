"""All indicators of a codebook found in many texts in one pass (Aho and Corasick 1975), with offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analysis.codebook import Indicator
from analysis.codebook.language import Gap, Run, parse_indicator
from analysis.codebook.language import Sequence as Phrase
from analysis.matching.automaton import (
    MOST_PLACES,
    SMALL,
    Automaton,
    FoundPlaces,
    Literals,
    TooManyPlaces,
    bound_places,
)
from analysis.matching.buffers import Array, Buffer, fold_texts, keep_freed_memory, measure_texts
from analysis.matching.clauses import (
    NEGATION,
    NEGATION_LEFT,
    NEGATION_RIGHT,
    choose_sentence_ends,
    find_clause_ends,
    find_negated,
    find_negators,
    mark_quoted,
)
from analysis.matching.gaps import join_runs
from analysis.matching.overlaps import exclude, keep_longest
from analysis.matching.runs import Runs, Spread
from analysis.matching.words import NO_WORDS, Words, split_buffer

CHUNK = 1 << 22  # bytes: buffers stay small, and few rounds of many small steps are needed
SMALLEST = 1 << 10  # bytes, below which a chunk is one text, or one context
CROWDED = 1 << 19  # bytes, instead of CHUNK, for so many patterns that hits may take more room than the text


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
        self.numbers: dict[Run, int] = {}
        simple: list[tuple[int, int]] = []  # run, owner; an exclusion of indicator i is owned by -1 - i
        self.phrases: list[tuple[tuple[int, ...], tuple[Gap, ...], int]] = []
        for number, (_, indicator) in enumerate(indicators):
            owned = [(number, indicator.match), *((-1 - number, pattern) for pattern in indicator.but_not)]
            for owner, phrase in ((o, p) for o, pattern in owned for p in parse_indicator(pattern)):
                runs = self._number_runs(phrase)
                if phrase.gaps:
                    self.phrases.append((runs, phrase.gaps, owner))
                else:
                    simple.append((runs[0], owner))
        self.owners = Spread.build(simple, len(self.numbers))
        in_gaps = sorted({run for numbers, _, _ in self.phrases for run in numbers})
        self.in_gaps = np.isin(np.arange(len(self.numbers)), in_gaps)
        self.excluding = sorted(
            {-1 - owner for owner in self.owners.values.tolist() if owner < 0}
            | {-1 - owner for _, _, owner in self.phrases if owner < 0}
        )
        self.runs = Runs(tuple(self.numbers))
        self._compile_literals()

    def _number_runs(self, phrase: Phrase) -> tuple[int, ...]:
        """The numbers of a phrase's runs, new ones for new runs."""
        return tuple(self.numbers.setdefault(run, len(self.numbers)) for run in phrase.runs)

    def _compile_literals(self) -> None:
        """One automaton for an anchor of every run, and for negators."""
        negators = slice(None if self.negation else 0)
        self.literals = Literals(
            (*self.runs.anchors, *NEGATION[negators]),
            np.append(self.runs.left, NEGATION_LEFT[negators]),
            np.append(self.runs.right, NEGATION_RIGHT[negators]),
        )
        self.automaton = Automaton(self.literals)

    def find(self, texts: pa.Array | Sequence[str], contexts: Sequence[int] | Array | None = None) -> Matches:
        """All matches in text order; a quotation may run on through texts of the same context.

        Raises TooManyPlaces where one text holds more places that fit an indicator than memory could hold.
        """
        sizes = measure_texts(texts)
        keep_freed_memory()
        size = CROWDED if self.literals.n_bytes > SMALL else CHUNK
        found = list(self._find_in_chunks(texts, contexts, sizes, (0, len(sizes)), size))
        if not found:
            none, no = np.zeros(0, np.int64), np.zeros(0, bool)
            return Matches(none, none, none, none, no, no)
        columns = [list(column) for column in zip(*found, strict=True)]
        del found
        return Matches(*(np.concatenate(columns.pop(0)) for _ in range(len(columns))))

    def _find_in_chunks(
        self,
        texts: pa.Array | Sequence[str],
        contexts: Sequence[int] | Array | None,
        sizes: Array,
        rows: tuple[int, int],
        size: int,
    ) -> Iterator[tuple[Array, ...]]:
        """The columns of Matches for chunks of about `size` bytes; one with too many places is split further."""
        first, stop = rows
        within = None if contexts is None else contexts[first:stop]
        for a, b in ((first + a, first + b) for a, b in _split_rows(sizes[first:stop], within, size)):
            try:
                yield self._find_in_chunk(texts[a:b], None if contexts is None else contexts[a:b], a)
            except TooManyPlaces:
                if size < SMALLEST or b - a == 1:
                    raise TooManyPlaces(
                        f"the indicators match in more than {MOST_PLACES:,} places of {int(sizes[a:b].sum()) >> 10} kB "
                        "of text; split it, or give fewer indicators that hold each other"
                    ) from None
                yield from self._find_in_chunks(texts, contexts, sizes, (a, b), size // 8)

    def _find_in_chunk(
        self,
        texts: pa.Array | Sequence[str],
        contexts: Sequence[int] | Array | None,
        first_row: int,
    ) -> tuple[Array, ...]:
        """The columns of Matches for some texts that fit in one buffer."""
        buffer = fold_texts(texts)
        places = self.automaton.find(buffer)
        anchored = places.what < len(self.runs.anchors)
        runs = self.runs.find(buffer, places.take(anchored))
        clause_ends, words = np.zeros(0, np.int64), NO_WORDS
        if self.negation or self.phrases:
            clause_ends, words = find_clause_ends(buffer), split_buffer(buffer)
        found = self._find_indicators(buffer, runs, clause_ends, words)
        negated = quoted = np.zeros(len(found.what), bool)
        if self.negation and len(found.what):
            others = places.take(~anchored)
            negators = find_negators(buffer, others.what - len(self.runs.anchors), others.start, others.end)
            negated = find_negated(buffer, found.start, negators, clause_ends, words)
        if self.quotations and len(found.what):
            quoted = mark_quoted(buffer, contexts, found.start, found.end)
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

    def _find_indicators(self, buffer: Buffer, runs: FoundPlaces, clause_ends: Array, words: Words) -> FoundPlaces:
        """Runs joined to phrases with gaps, exclusions taken out, the longest match kept within each code."""
        which, owner = self.owners.spread(runs.what)
        parts = [FoundPlaces(owner, runs.start[which], runs.end[which])]
        if self.phrases:
            sentence_ends = choose_sentence_ends(buffer, clause_ends)
            parts += self._join_phrases(runs.take(self.in_gaps[runs.what]), words, sentence_ends)
        found = FoundPlaces(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("what", "start", "end")))
        if self.excluding:
            found = exclude(found, self.excluding)
        return keep_longest(buffer, found, self.code)

    def _join_phrases(self, runs: FoundPlaces, words: Words, sentence_ends: Array) -> Iterator[FoundPlaces]:
        """Matches of phrases with gaps: from each start to the nearest end that fits."""
        runs = runs.take(np.lexsort((runs.start, runs.what)))
        first = np.searchsorted(runs.what, np.arange(len(self.numbers) + 1))
        n_places = 0
        for numbers, gaps, owner in self.phrases:
            if any(first[n] == first[n + 1] for n in numbers):
                continue
            places = [(runs.start[first[n] : first[n + 1]], runs.end[first[n] : first[n + 1]]) for n in numbers]
            start, end = join_runs(places, gaps, words, sentence_ends)
            n_places += len(start)
            bound_places(n_places)
            yield FoundPlaces(np.full(len(start), owner, np.int64), start, end)


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
