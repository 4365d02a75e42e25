"""Try other indicators for a code: what they gain and lose over many segments, before anything is saved."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.codebook import Code, Codebook, Indicator
from analysis.codebook.editing import read_indicators
from analysis.codebook.language import parse_indicator
from analysis.coding.dictionary import compile_dictionary, find_in_first_sentence, number_paragraphs
from analysis.matching.buffers import Array
from analysis.measures.candidates import suggest_forms
from analysis.measures.function_words import FUNCTION_WORDS
from analysis.measures.keyness import log_odds
from analysis.measures.words import split_words

MOST_RELATED = 12  # words of the sentences that have a code which are suggested
Spans = tuple[tuple[int, int], ...]
Found = dict[int, Spans]  # row of a segment -> places of the matches that count


@dataclass(frozen=True)
class Hit:
    """A segment in which the code is found, or was: the places of the matches in its text, other codes that have it,
    and what people said (None where nobody judged it)."""

    segment_id: str
    expert: str
    text: str
    spans: Spans
    others: tuple[str, ...]
    human: bool | None


@dataclass(frozen=True)
class AgreementWithPeople:
    """In how many of the judgements by people the dictionary says the same, with the saved and the tried indicators."""

    n: int
    before: int
    after: int


@dataclass(frozen=True)
class Trial:
    """What a change of one code's indicators does; every list is in the order of the pages.

    `gained`, `kept`, `lost`: against the saved codebook. `missed`: people found the code there and the indicators do
    not. `agreement`: None where nobody judged the code. `alarms`: texts on other topics in which the code is found,
    `alarms_before` how many there were.
    """

    gained: tuple[Hit, ...]
    kept: tuple[Hit, ...]
    lost: tuple[Hit, ...]
    missed: tuple[Hit, ...]
    agreement: AgreementWithPeople | None
    alarms: tuple[tuple[str, Spans], ...]
    alarms_before: int


@dataclass(frozen=True)
class Suggestion:
    """An indicator that could be added: why, how many segments it would gain, how many of those that people coded and
    the dictionary missed are among them, and how many more texts on other topics would have the code."""

    indicator: str
    why: str
    gained: int
    missed: int
    alarms: int


class Workshop:
    """The segments of all events and what the codebook finds in them; `try_code` answers from there."""

    def __init__(
        self,
        segments: pd.DataFrame,
        codebook: Codebook,
        *,
        human: pd.DataFrame | None = None,
        off_topic: Sequence[str] = (),
    ) -> None:
        """`human`: judgements by people (segment_id, code, present). `off_topic`: texts where nothing fits."""
        self.segments, self.codebook = segments, codebook
        self._texts = _Texts(segments)
        self._off_topic = _Texts(_as_segments(off_topic))
        self._saved = self._texts.find(codebook)
        self._alarms = self._off_topic.find(codebook)
        self._now = dict(self._saved)
        self._human = _arrange_human(human, segments)

    def count_segments(self) -> dict[str, int]:
        """In how many segments each code is found now, tried indicators included."""
        return {code: len(found) for code, found in self._now.items()}

    def try_code(self, code: str, indicators: Sequence[str]) -> Trial:
        """What `code` finds with these indicators instead of its own; a code that is not there is tried as a new one.

        Raises InputError where an indicator cannot be read or there is none.
        """
        trial = self._change(code, read_indicators(code, indicators))
        found, before = self._texts.find(trial)[code], self._saved.get(code, {})
        self._now[code] = found
        judged = self._human.get(code, {})
        alarms = self._off_topic.find(trial)[code]
        return Trial(
            gained=self._show(found.keys() - before.keys(), found, code),
            kept=self._show(found.keys() & before.keys(), found, code),
            lost=self._show(before.keys() - found.keys(), before, code),
            missed=self._show({row for row, said in judged.items() if any(said)} - found.keys(), {}, code),
            agreement=_compare(judged, before, found),
            alarms=tuple((self._off_topic.texts[row], spans) for row, spans in alarms.items()),
            alarms_before=len(self._alarms.get(code, {})),
        )

    def forget_trial(self, code: str) -> None:
        """The code finds again what it finds with the saved indicators; a code that was only tried is gone."""
        self._now.pop(code, None)
        if code in self._saved:
            self._now[code] = self._saved[code]

    def suggest(self, code: str, indicators: Sequence[str]) -> tuple[Suggestion, ...]:
        """Forms of the indicators' words, and words of the sentences that have the code; none is added to anything.

        What would gain no segment is left out. The ones that gain most for their alarms come first.
        """
        given = read_indicators(code, indicators)
        trial = self._change(code, given)
        found, alarms = self._texts.find(trial)[code], self._off_topic.find(trial)[code]
        coded = {row for row, said in self._human.get(code, {}).items() if any(said)}
        offered = dict(_list_forms(given, self._vocabulary)) | dict(self._list_related(found.keys() | coded, found))
        if not offered:
            return ()
        tried = self._offer(tuple(offered))
        here, elsewhere = self._texts.find(tried), self._off_topic.find(tried)
        suggested = [
            Suggestion(
                word,
                why,
                gained=len(here[word].keys() - found.keys()),
                missed=len((here[word].keys() - found.keys()) & coded),
                alarms=len(elsewhere[word].keys() - alarms.keys()),
            )
            for word, why in offered.items()
        ]
        useful = [one for one in suggested if one.gained]
        return tuple(sorted(useful, key=lambda one: (-one.missed, one.alarms - one.gained, one.indicator)))

    def _change(self, code: str, indicators: tuple[Indicator, ...]) -> Codebook:
        """A codebook of this code alone, with the rules of the whole one."""
        for frame in self.codebook.frames:
            for own in frame.codes:
                if own.code == code:
                    kept = own.model_copy(update={"indicators": indicators})
                    return self._alone(kept)
        return self._alone(Code(code=code, indicators=indicators))

    def _alone(self, *codes: Code) -> Codebook:
        frame = self.codebook.frames[0].model_copy(update={"codes": codes})
        return self.codebook.model_copy(update={"frames": (frame,)})

    def _offer(self, words: Sequence[str]) -> Codebook:
        """Every suggestion as a code of its own, so that one pass finds them all."""
        return self._alone(*(Code(code=word, indicators=(Indicator(match=word),)) for word in words))

    def _show(self, rows: Collection[int], spans: Mapping[int, Spans], code: str) -> tuple[Hit, ...]:
        return tuple(
            Hit(
                self._texts.ids[row],
                self._texts.experts[row],
                self._texts.texts[row],
                spans.get(row, ()),
                tuple(other for other, found in self._now.items() if other != code and row in found),
                _settle(self._human.get(code, {}).get(row, ())),
            )
            for row in sorted(rows)
        )

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        """The content words of each segment."""
        return [
            frozenset(w for w, _, _ in split_words(text) if len(w) > 3 and w not in FUNCTION_WORDS and w.isalpha())
            for text in self._texts.texts
        ]

    @cached_property
    def _vocabulary(self) -> "Counter[str]":
        """In how many segments each content word stands."""
        return Counter(word for words in self._words for word in words)

    def _list_related(self, rows: Collection[int], found: Found) -> Iterator[tuple[str, str]]:
        """Words that the sentences with the code have more often than others."""
        inside = Counter(word for row in rows for word in self._words[row])
        outside = self._vocabulary - inside
        common = {word: n for word, n in inside.items() if n > 1 or not found}
        if not common or not outside:
            return
        z = log_odds(inside, outside, prior={word: 0.1 + 0.01 * n for word, n in self._vocabulary.items()})
        best = sorted(common, key=lambda word: (-float(z[word]), word))[:MOST_RELATED]
        yield from ((w, f"stands in {inside[w]} sentences that have the code, {outside[w]} others") for w in best)


class _Texts:
    """Segments as the matcher takes them, so that each trial is one pass and nothing else."""

    def __init__(self, segments: pd.DataFrame) -> None:
        self.segments = segments
        self.ids, self.texts = segments["segment_id"].tolist(), segments["text"].tolist()
        self.experts = segments["expert"].tolist() if "expert" in segments else [""] * len(segments)
        self.paragraphs: Array = number_paragraphs(segments)

    def find(self, codebook: Codebook) -> dict[str, Found]:
        """For each code the rows that have it, with the places of the matches that count."""
        dictionary = compile_dictionary(codebook)
        every: dict[str, dict[int, list[tuple[int, int]]]] = {code: {} for code in dictionary.codes}
        if self.texts:
            found = dictionary.matcher.find(self.texts, self.paragraphs)
            first = find_in_first_sentence(self.segments, dictionary, found)
            counts = dictionary.counts(found, in_first_sentence=first)
            codes = dictionary.code[found.indicator[counts]].tolist()
            places = (found.row[counts].tolist(), found.start[counts].tolist(), found.end[counts].tolist())
            for code, row, start, end in sorted(zip(codes, *places, strict=True)):
                every[dictionary.codes[code]].setdefault(row, []).append((start, end))
        return {code: {row: tuple(spans) for row, spans in rows.items()} for code, rows in every.items()}


def _arrange_human(human: pd.DataFrame | None, segments: pd.DataFrame) -> dict[str, dict[int, tuple[bool, ...]]]:
    """For each code the rows that people judged, with what each of them said."""
    arranged: dict[str, dict[int, tuple[bool, ...]]] = {}
    if human is not None:
        row_of = {segment_id: row for row, segment_id in enumerate(segments["segment_id"])}
        for segment_id, code, present in zip(human["segment_id"], human["code"], human["present"], strict=True):
            if segment_id in row_of:
                rows = arranged.setdefault(code, {})
                rows[row_of[segment_id]] = (*rows.get(row_of[segment_id], ()), bool(present))
    return arranged


def _settle(said: tuple[bool, ...]) -> bool | None:
    """What people said of a segment: present where any of them found the code, None where nobody judged it."""
    return any(said) if said else None


def _compare(judged: Mapping[int, tuple[bool, ...]], before: Found, after: Found) -> AgreementWithPeople | None:
    """How many judgements are the dictionary's too."""
    pairs = [(row, said) for row, each in judged.items() for said in each]
    if not pairs:
        return None
    same = [sum((row in found) == said for row, said in pairs) for found in (before, after)]
    return AgreementWithPeople(len(pairs), *same)


def _list_forms(indicators: Sequence[Indicator], vocabulary: Collection[str]) -> Iterator[tuple[str, str]]:
    """The indicators' phrases with one word in another form that the texts have."""
    for indicator in indicators:
        for phrase in parse_indicator(indicator.match):
            if len(phrase.runs) > 1 or any(word.exact for word in phrase.runs[0]):
                continue
            words = [word.glob for word in phrase.runs[0]]
            for at, word in enumerate(words):
                for form in suggest_forms(word, vocabulary):
                    yield " ".join([*words[:at], form, *words[at + 1 :]]), f"another form of {' '.join(words)}"


def _as_segments(texts: Sequence[str]) -> pd.DataFrame:
    """Texts of other topics in the columns that coding needs."""
    numbers = [str(n) for n in range(len(texts))]
    return pd.DataFrame(
        {"segment_id": numbers, "statement_id": numbers, "paragraph": 1, "start": 0, "text": list(texts)}
    ).astype({"segment_id": "str", "statement_id": "str", "text": "str"})
