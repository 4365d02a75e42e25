"""Judgements follow their words: of all places where words stand, the one where they were judged.

Words alone do not say whose they are: two experts say the same sentence, one quotes what another says. So a row keeps,
beside its words, the expert and the few words before and after (the text quote of the Web Annotation Data Model, W3C
2017, 4.2.4). A place counts by these: a whole segment of the same words, where the same expert says them or the same
words stand around it; amid other words, or with another spelling, only where both hold. Where that leaves a doubt,
nothing is found: a judgement is named and kept, never moved to other words or to another expert's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from analysis.coding.around import Around, JudgedWords, Key, Words, list_around
from analysis.coding.finding import FoundWords, WordFinder, fold_tokens

LONG = 40  # words that are put in beside a segment which became part of another, at most
FAR = 10  # segments that are put in at one place, at most
Places = dict[Key, FoundWords | None]


def follow_words(judged: Sequence[JudgedWords], finder: WordFinder) -> Places:
    """Where the words of each judged segment stand now; None where they do not, or where nobody can tell.

    `judged` are all the words that one coder judged. No two of them share a place, unless they are one segment that
    had several numbers over time.
    """
    return _Follower(judged, finder).find_all()


class _Follower:
    """One coder's judged words, held against the page as it stands now."""

    def __init__(self, judged: Sequence[JudgedWords], finder: WordFinder) -> None:
        self.judged = list({one.key: one for one in judged}.values())
        self.finder = finder
        self.around = list_around(self.judged)
        self.same: dict[str, list[JudgedWords]] = defaultdict(list)
        for one in self.judged:
            self.same[one.text_sha256].append(one)
        self.on_page = {segment.expert for segment in finder.segments}
        self.recorded = {one.expert for one in self.judged} - {""}

    def find_all(self) -> Places:
        """The place of every one of the judged words."""
        places: Places = {one.key: None for one in self.judged}
        for text_sha256, those in self.same.items():
            if here := self.finder.by_hash.get(text_sha256):
                shared = self._share_out(those, here)
                places |= {key: self.finder.point(number) for key, number in shared.items()}
        moved = [one for one in self.judged if not self.finder.by_hash.get(one.text_sha256)]
        return places | self._part(moved, {one.key: self._find_moved(one) for one in moved})

    def _part(self, moved: Iterable[JudgedWords], found: Mapping[Key, FoundWords | None]) -> Places:
        """The places of moved words, each only for those who may have it: of several, its own expert's, or nobody."""
        claims: dict[tuple[int, int], list[JudgedWords]] = defaultdict(list)
        for one in moved:
            if place := found[one.key]:
                claims[place.first, place.last].append(one)
        parted = dict(found)
        for those in claims.values():
            words = {tuple(fold_tokens(one.text)) for one in those}
            for one in those if len(those) > 1 else ():
                place = found[one.key]
                if place and (len(words) > 1 or not self._says(one, place.segments[0])):
                    parted[one.key] = None
        return parted

    # The same words as a segment of their own.

    def _share_out(self, those: Sequence[JudgedWords], here: Sequence[int]) -> dict[Key, int]:
        """Give equal sentences the segments of these words, the surest first; nobody gets one in doubt."""
        ordered = sorted(those, key=lambda one: (one.start, _split(one.segment_id)))
        weights = {(nth, n): self._weigh(one, n) for nth, one in enumerate(ordered) for n in here}
        sure = {pair: weight for pair, weight in weights.items() if weight}
        left, given = dict(sure), dict[int, int]()
        while left:
            top = max(left.values())
            best = [pair for pair, weight in left.items() if weight == top]
            chosen = self._settle(best, ordered)
            given |= chosen
            done, gone = {nth for nth, _ in best}, set(given.values())
            left = {(nth, n): w for (nth, n), w in left.items() if nth not in done and n not in gone}
        for nth, one in enumerate(ordered):
            if nth not in given:
                places = {n for (other, n) in sure if other == nth}
                given |= self._share_one(nth, one, places, given, ordered)
        return {ordered[nth].key: number for nth, number in given.items()}

    def _settle(self, best: list[tuple[int, int]], ordered: Sequence[JudgedWords]) -> dict[int, int]:
        """Of pairs that are equally likely, those that are the only ones; else by their order, if one expert's."""
        ones, places = Counter(nth for nth, _ in best), Counter(n for _, n in best)
        chosen = {nth: n for nth, n in best if ones[nth] == places[n] == 1}
        open_ones = sorted(nth for nth in ones if nth not in chosen)
        open_places = sorted(n for n in places if n not in chosen.values())
        is_one = len({self.finder.segments[n].expert for n in open_places}) == 1
        is_one = is_one and all(self._says(ordered[nth], open_places[0]) for nth in open_ones)
        if is_one and len(open_ones) == len(open_places):
            chosen |= dict(zip(open_ones, open_places, strict=True))
        return chosen

    def _share_one(
        self, nth: int, one: JudgedWords, places: set[int], given: Mapping[int, int], ordered: Sequence[JudgedWords]
    ) -> dict[int, int]:
        """The place that a segment had under another number before, where it was judged a second time."""
        if len(places) == 1 and self._says(one, number := next(iter(places))):
            others = [ordered[other] for other, n in given.items() if n == number]
            if any(self._is_renumbered(other) or self._is_renumbered(one) for other in others):
                return {nth: number}
        return {}

    @cached_property
    def _meant(self) -> Counter[str]:
        """How many different words each number meant over time."""
        return Counter(one.segment_id for one in self.judged)

    def _is_renumbered(self, one: JudgedWords) -> bool:
        return self._meant[one.segment_id] > 1

    def _weigh(self, one: JudgedWords, number: int) -> int:
        """How surely a segment of the same words is the judged one; 0: not at all."""
        first, last = self.finder.bounds[number]
        before, after = self._stand_before(one, first), self._stand_after(one, last)
        says = self._says(one, number)
        own = self.finder.segments[number].segment_id == one.segment_id
        near = 2 * (bool(before) + bool(after))
        if says:
            return 8 + near + own
        if says is None:
            return near + own * self._is_numbered(one, number) + self._is_numbered(one, number)
        return near if (before and after) or (near and self._is_new(one, number)) or number in self._put_in else 0

    # The same words cut otherwise, or with a spelling corrected.

    def _find_moved(self, one: JudgedWords) -> FoundWords | None:
        """The only place of words that are no segment of their own any more."""
        words = fold_tokens(one.text)
        if not words:
            return None
        cut = [place for place in self.finder.find_cut(words) if not self._is_another(place)]
        whole = [place for place in cut if self.finder.is_whole(place) and self._is_sure(one, place)]
        amid = [place for place in cut if not self.finder.is_whole(place) and self._is_firm(one, place)]
        places = _keep_surest(whole, lambda place: self._count_near(one, place)) or amid
        if not places and not self.finder.holds(words):
            respelled = [place for place in self.finder.find_respelled(words) if not self._is_another(place)]
            places = [place for place in respelled if self._is_firm(one, place)]
        return places[0] if len(places) == 1 else None

    def _is_another(self, place: FoundWords) -> bool:
        """Whether a segment of the place was judged as it stands: it is its own, whatever words it has."""
        return any(self.finder.hashes[number] in self.same for number in place.segments)

    def _is_sure(self, one: JudgedWords, place: FoundWords) -> bool:
        """Whether the same words, cut otherwise, are the judged ones."""
        number, near = place.segments[0], self._count_near(one, place)
        says = self._says(one, number)
        if says is None:
            return near > 0 or self._is_numbered(one, number)
        return says or near == 2 or (near == 1 and self._is_new(one, number)) or self._put_in.issuperset(place.segments)

    def _is_firm(self, one: JudgedWords, place: FoundWords) -> bool:
        """Whether the same expert says it, amid the words that stood around it.

        On one side others may stand, where those that stood there are gone or close by.
        """
        if self._says(one, place.segments[0]) is False:
            return False
        before, after = self._stand_before(one, place.first), self._stand_after(one, place.last)
        if before is None and after is None:
            return self.finder.number.get(one.segment_id) in place.segments
        around = self.around[one.key]
        ends = [at + len(around.before or ()) for at in self.finder.find_runs(around.before or ())]
        starts = self.finder.find_runs(around.after or ())
        if before:
            return bool(after or not starts or any(0 < at - place.last <= LONG for at in starts))
        return bool(after and (not ends or any(0 < place.first - at <= LONG for at in ends)))

    def _count_near(self, one: JudgedWords, place: FoundWords) -> int:
        """On how many of its two sides the words stand that stood there."""
        return bool(self._stand_before(one, place.first)) + bool(self._stand_after(one, place.last))

    # Who says the words, and what stands around them.

    def _says(self, one: JudgedWords, number: int) -> bool | None:
        """Whether the segment's expert is the one who said the judged words; None where nobody knows."""
        expert = self.finder.segments[number].expert
        if one.expert in self.on_page and one.expert:
            return expert == one.expert
        others = self._heard[one.expert or one.statement] - Counter({self._expert_of.get(one.key, ""): 1})
        rivals = [heard[expert] for name, heard in self._heard.items() if name != (one.expert or one.statement)]
        if one.expert and (expert in self.recorded or max(rivals, default=0) > others[expert]):
            return False
        if others:
            return expert == others.most_common(1)[0][0]
        return False if any(rivals) else None

    def _is_numbered(self, one: JudgedWords, number: int) -> bool:
        """Whether nothing but the number of its statement tells where the words were, and the segment has that."""
        is_bare = not one.expert and self.around[one.key] == Around(None, None)
        return is_bare and one.statement == self.finder.segments[number].segment_id.rpartition("/")[0]

    def _is_new(self, one: JudgedWords, number: int) -> bool:
        """Whether the segment's expert said nothing that was judged: the words have been given to somebody new."""
        expert, own = self.finder.segments[number].expert, one.expert or one.statement
        return expert not in self.recorded and not any(expert in c for name, c in self._heard.items() if name != own)

    @cached_property
    def _expert_of(self) -> dict[Key, str]:
        """Who says the words that were judged once and stand on the page once."""
        return {
            one.key: self.finder.segments[here[0]].expert
            for one in self.judged
            if len(here := self.finder.by_hash.get(one.text_sha256, [])) == 1 == len(self.same[one.text_sha256])
        }

    @cached_property
    def _heard(self) -> dict[str, Counter[str]]:
        """Who says now what an expert, or a statement, said: of those words that stand once."""
        heard: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.judged:
            if one.key in self._expert_of:
                heard[one.expert or one.statement][self._expert_of[one.key]] += 1
        return heard

    def _stand_before(self, one: JudgedWords, first: int) -> bool | None:
        """Whether the words that stood before are those before `first` of the stream; None where nobody knows."""
        words = self.around[one.key].before
        return tuple(self.finder.stream[max(0, first - len(words)) : first]) == words if words else None

    def _stand_after(self, one: JudgedWords, last: int) -> bool | None:
        """Whether the words that stood behind are those from `last` of the stream; None where nobody knows."""
        words = self.around[one.key].after
        return tuple(self.finder.stream[last : last + len(words)]) == words if words else None

    @cached_property
    def _put_in(self) -> set[int]:
        """Segments that were put between two that stood beside each other: none of them was there when they did."""
        put_in: set[int] = set()
        for number, text_sha256 in enumerate(self.finder.hashes):
            those = self.same.get(text_sha256, [])
            if len(those) == 1 == len(self.finder.by_hash[text_sha256]) and self._says(those[0], number):
                after = self.around[those[0].key].after
                put_in.update(range(number + 1, self._find_next(number, after) if after else number + 1))
        return put_in

    def _find_next(self, number: int, after: Words) -> int:
        """The segment that begins with the words, the next or one of the few behind; the next where none does."""
        stream, bounds = self.finder.stream, self.finder.bounds
        for other in range(number + 1, min(number + 1 + FAR, len(bounds))):
            first = bounds[other][0]
            if tuple(stream[first : first + len(after)]) == after:
                return other
        return number + 1


def _keep_surest(places: list[FoundWords], weigh: Callable[[FoundWords], int]) -> list[FoundWords]:
    """The places of most weight."""
    most = max(map(weigh, places), default=0)
    return [place for place in places if weigh(place) == most]


def _split(segment_id: str) -> list[tuple[int, str]]:
    """Sorts segments as the page has them: d/2 before d/10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in segment_id.split("/")]
