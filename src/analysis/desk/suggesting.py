"""Words that an indicator could be added for: other forms, words of the same sentences, neighbours in meaning."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.codebook import Indicator
from analysis.codebook.language import parse_indicator
from analysis.coding.embedding import Encoder
from analysis.desk.searching import Found
from analysis.measures.candidates import suggest_forms
from analysis.measures.keyness import log_odds
from analysis.measures.likeness import is_content
from analysis.measures.words import split_words

MOST_RELATED = 12  # words of the sentences that have a code which are suggested
MOST_NEAR = 8  # words that are near an indicator in meaning
NEAR = 0.5  # cosine from which they are; below it most are noise
MOST_COMPARED = 1000  # words that are held against the indicators, the most frequent
Offer = tuple[str, str]  # an indicator, and why


@dataclass(frozen=True)
class Suggestion:
    """An indicator that could be added: why, how many segments it would gain, how many of those that people coded and
    the dictionary missed are among them, and how many more texts on other topics would have the code."""

    indicator: str
    why: str
    gained: int
    missed: int
    alarms: int


class Vocabulary:
    """The content words of the segments, and what they offer."""

    def __init__(self, texts: Sequence[str], language: str, load_encoder: Callable[[], Encoder] | None) -> None:
        """`load_encoder` gives what neighbours in meaning are found by; None where there is nothing."""
        self.language, self.load_encoder = language, load_encoder
        self.words = [frozenset(w for w, _, _ in split_words(text) if self._is_content(w)) for text in texts]

    def _is_content(self, word: str) -> bool:
        return len(word) > 3 and word.isalpha() and is_content(word, language=self.language)

    @cached_property
    def counts(self) -> "Counter[str]":
        """In how many segments each word stands."""
        return Counter(word for words in self.words for word in words)

    def list_forms(self, indicators: Sequence[Indicator]) -> Iterator[Offer]:
        """The indicators' phrases with one word in another form that the texts have."""
        for phrase in _list_phrases(indicators):
            for at, word in enumerate(phrase):
                for form in suggest_forms(word, self.counts, language=self.language):
                    yield " ".join([*phrase[:at], form, *phrase[at + 1 :]]), f"another form of {' '.join(phrase)}"

    def list_related(self, rows: Collection[int], found: Found) -> Iterator[Offer]:
        """Words that the sentences with the code have more often than others."""
        inside = Counter(word for row in rows for word in self.words[row])
        outside = self.counts - inside
        common = {word: n for word, n in inside.items() if n > 1 or not found}
        if not common or not outside:
            return
        z = log_odds(inside, outside, prior={word: 0.1 + 0.01 * n for word, n in self.counts.items()})
        best = sorted(common, key=lambda word: (-float(z[word]), word))[:MOST_RELATED]
        yield from ((w, f"stands in {inside[w]} sentences that have the code, {outside[w]} others") for w in best)

    def list_near(self, indicators: Sequence[Indicator]) -> Iterator[Offer]:
        """Words of the texts whose meaning is near an indicator's, the nearest first; none without an encoder.

        Nearness is that of a small model's embeddings: opposites are near too, so read the sentences first.
        """
        phrases = [" ".join(self._spell_out(word) for word in phrase) for phrase in _list_phrases(indicators)]
        if self.load_encoder is None or not phrases or not self.counts:
            return
        words, known = self._embedded
        near = known @ self.load_encoder().encode(phrases).T
        own = {word for phrase in phrases for word in phrase.split()}
        best = np.argsort(-near.max(axis=1), kind="stable")
        found = [(words[n], phrases[int(near[n].argmax())], float(near[n].max())) for n in best if words[n] not in own]
        yield from (
            (word, f"near “{phrase}” in meaning ({score:.2f})")
            for word, phrase, score in found[:MOST_NEAR]
            if score >= NEAR
        )

    @cached_property
    def _embedded(self) -> "tuple[list[str], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]":
        """The most frequent words, and their embeddings."""
        assert self.load_encoder
        words = sorted(self.counts, key=lambda word: (-self.counts[word], word))[:MOST_COMPARED]
        return words, self.load_encoder().encode(words)

    def _spell_out(self, glob: str) -> str:
        """The most frequent word that begins so, where the texts have one; else its letters."""
        stem = glob.removesuffix("*")
        matching = [word for word in self.counts if word.startswith(stem)] if glob.endswith("*") else []
        return min(matching, key=lambda word: (-self.counts[word], word)) if matching else stem.replace("*", "")


def _list_phrases(indicators: Sequence[Indicator]) -> Iterator[list[str]]:
    """The indicators' words, for each choice in them; those with words between or exact letters are left out."""
    for indicator in indicators:
        for phrase in parse_indicator(indicator.match):
            if len(phrase.runs) == 1 and not any(word.exact for word in phrase.runs[0]):
                yield [word.glob for word in phrase.runs[0]]
