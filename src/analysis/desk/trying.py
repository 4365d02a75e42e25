"""Try other indicators for a code: what they gain and lose over many segments, before anything is saved."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Code, Codebook, Indicator
from analysis.codebook.editing import read_indicators
from analysis.coding.embedding import Encoder
from analysis.desk.searching import Found, Spans, Texts, as_segments
from analysis.desk.suggesting import Suggestion, Vocabulary


@dataclass(frozen=True)
class Hit:
    """A segment in which the code is found, or was: the places of the matches in its text, other codes that have it,
    and what people said (None where nobody judged it)."""

    segment_id: str
    expert: str
    text: str
    spans: Spans
    others: tuple[str, ...]
    human: tuple[int, int] | None  # how many people found the code there, of how many who judged it


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


class Workshop:
    """The segments of all events and what the codebook finds in them; `try_code` answers from there."""

    def __init__(
        self,
        segments: pd.DataFrame,
        codebook: Codebook,
        *,
        human: pd.DataFrame | None = None,
        off_topic: Sequence[str] = (),
        load_encoder: Callable[[], Encoder] | None = None,
    ) -> None:
        """`human`: judgements by people (segment_id, code, present). `off_topic`: texts where nothing fits.

        `load_encoder` is what neighbours in meaning are found by.
        """
        self.segments, self.codebook = segments, codebook
        self._texts = Texts(segments)
        self._vocabulary = Vocabulary(self._texts.texts, codebook.language, load_encoder)
        self._off_topic = Texts(as_segments(off_topic))
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
            missed=self._show({row for row, said in judged.items() if _has_code(said)} - found.keys(), {}, code),
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
        """Forms of the indicators' words, words of the sentences that have the code, and neighbours in meaning.

        None is added to anything. What would gain no segment is left out. The ones that gain most for their alarms
        come first.
        """
        given = read_indicators(code, indicators)
        trial = self._change(code, given)
        found, alarms = self._texts.find(trial)[code], self._off_topic.find(trial)[code]
        coded = {row for row, said in self._human.get(code, {}).items() if _has_code(said)}
        words = self._vocabulary
        near, related = words.list_near(given), words.list_related(found.keys() | coded, found)
        offered = dict(near) | dict(words.list_forms(given)) | dict(related)
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
                _count(self._human.get(code, {}).get(row, ())),
            )
            for row in sorted(rows)
        )


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


def _count(said: tuple[bool, ...]) -> tuple[int, int] | None:
    """How many people found the code in a segment, of how many; None where nobody judged it."""
    return (sum(said), len(said)) if said else None


def _has_code(said: tuple[bool, ...]) -> bool:
    """Whether people found the code in a segment: at least half of those who judged it."""
    return 2 * sum(said) >= len(said)


def _compare(judged: Mapping[int, tuple[bool, ...]], before: Found, after: Found) -> AgreementWithPeople | None:
    """How many judgements are the dictionary's too."""
    pairs = [(row, said) for row, each in judged.items() for said in each]
    if not pairs:
        return None
    same = [sum((row in found) == said for row, said in pairs) for found in (before, after)]
    return AgreementWithPeople(len(pairs), *same)
