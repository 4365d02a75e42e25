"""What people corrected in a transcript, laid over a new reading of the page: a three-way merge of paragraphs.

The three are the page as first read (base), the transcript as people left it (mine), and the page as read now
(theirs). Paragraphs are paired by their words. Of each pair, what only one side changed is taken from that side: whose
the words are, and the words. Where both changed the words, the corrected ones stay and the page's new ones stand below
them, left out: nothing is lost. A library for merging lines would see a corrected header and a changed first line as
one conflict, because they are neighbours.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from analysis.transcripts import ASIDES, Block, Transcript, Voice
from analysis.transcripts.layout import split_paragraphs, tidy_transcript

ALIKE = 0.5  # share of common words from which two paragraphs in the same place are one that was changed
NEAR = 40  # paragraphs that are looked at for one that was changed
UNDECIDED = -1  # the block of words that are left out for people to decide
CLASH = "changed by hand and on the page"
T = TypeVar("T")
Whose = tuple[str, Voice | None, bool]


@dataclass(frozen=True)
class Unit:
    """One paragraph under the header of its block."""

    text: str
    head: Block
    opens: bool  # its block
    block: int

    @property
    def whose(self) -> Whose:
        """Owner, voice, and whether it is reported."""
        return self.head.owner, self.head.voice, self.head.reported


@dataclass(frozen=True)
class Merge:
    """The merged transcript, and what could not be decided."""

    transcript: Transcript
    notes: tuple[str, ...] = ()


@dataclass
class _Sides:
    """The three sides' paragraphs and how they pair."""

    base: list[Unit]
    mine: list[Unit]
    theirs: list[Unit]
    to_mine: dict[int, int]
    to_theirs: dict[int, int]
    moved: dict[int, int]  # paragraph of theirs -> of base, where the new page has it in another place
    heads: dict[int, Block] = field(default_factory=dict)  # of theirs, once merged
    notes: list[str] = field(default_factory=list)


def merge_transcripts(base: Transcript, mine: Transcript, theirs: Transcript) -> Merge:
    """The new reading with what people corrected in the old one."""
    first, corrected, new = (_split(tidy_transcript(t)) for t in (base, mine, theirs))
    texts = [[u.text for u in side] for side in (first, corrected, new)]
    to_mine, to_theirs = _pair_texts(texts[0], texts[1]), _pair_texts(texts[0], texts[2])
    sides = _Sides(first, corrected, new, to_mine, to_theirs, _find_moved(first, new, to_theirs))
    for i, k in (*to_theirs.items(), *((i, k) for k, i in sides.moved.items())):
        if i in to_mine:
            sides.heads[k] = _merge_head(sides.base[i], sides.mine[to_mine[i]], sides.theirs[k])
    merged = _walk(sides)
    return Merge(Transcript(theirs.source, tuple(_join(merged)), mine.comments), tuple(sides.notes))


def _split(transcript: Transcript) -> list[Unit]:
    """The paragraphs of a transcript."""
    return [
        Unit(text, replace(block, text=""), number == 0, index)
        for index, block in enumerate(transcript.blocks)
        for number, text in enumerate(split_paragraphs(block.text))
    ]


def _pair_texts(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which paragraph of `old` is which of `new`, in order: equal ones, and alike ones in the same place."""
    pairs: dict[int, int] = {}
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs |= dict(zip(range(i1, i2), range(j1, j2), strict=True))
        elif kind == "replace":
            words = {j: Counter(new[j].split()) for j in range(j1, j2)}
            at = j1
            for i in range(i1, i2):
                here = Counter(old[i].split())
                near = range(at, min(j2, at + NEAR))
                best = max(near, key=lambda j: (_measure_likeness(here, words[j]), -j), default=None)
                if best is not None and _measure_likeness(here, words[best]) >= ALIKE:
                    pairs[i] = best
                    at = best + 1
    return pairs


def _measure_likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common; 1 where one holds all of the other."""
    return (one & other).total() / max(1, min(one.total(), other.total()))


def _find_moved(base: Sequence[Unit], theirs: Sequence[Unit], pairs: dict[int, int]) -> dict[int, int]:
    """Paragraphs that the new page has elsewhere, word for word."""
    gone = defaultdict(list)
    for i, unit in enumerate(base):
        if i not in pairs:
            gone[unit.text].append(i)
    new = sorted(set(range(len(theirs))) - set(pairs.values()))
    return {k: gone[theirs[k].text].pop(0) for k in new if gone[theirs[k].text]}


def _choose(base: T, mine: T, theirs: T) -> T:
    """What one side changed; the corrected one where both did."""
    return theirs if mine == base else mine


def _merge_head(base: Unit, mine: Unit, theirs: Unit) -> Block:
    """Whose the words are, and how sure that is."""
    whose = _choose(base.whose, mine.whose, theirs.whose)
    if whose == theirs.whose and mine.whose == base.whose:
        sure = _choose(
            (base.head.confidence, base.head.reason), (mine.head.confidence, mine.head.reason),
            (theirs.head.confidence, theirs.head.reason),
        )  # fmt: skip
    else:
        sure = mine.head.confidence, mine.head.reason
    return Block(whose[0], "", whose[1], *sure, whose[2])  # type: ignore[arg-type]


def _walk(sides: _Sides) -> list[Unit]:
    """All paragraphs in the order of the page, new ones behind the paragraph that they follow."""
    mine_after, theirs_after = _list_new(sides.mine, sides.to_mine), _list_new(sides.theirs, sides.to_theirs)
    renamed = _find_renamed(sides)
    merged: list[Unit] = []
    for i in range(-1, len(sides.base)):
        merged += _merge_unit(sides, i) if i >= 0 else []
        mine = [sides.mine[j] for j in mine_after[i]]
        known = {unit.text for unit in mine}
        merged += mine
        for k in theirs_after[i]:
            moved_away = k in sides.moved and sides.moved[k] not in sides.to_mine  # people took it out or moved it
            if not moved_away and sides.theirs[k].text not in known:
                merged.append(_take_new(sides, k, renamed))
    paired = sides.to_theirs.values()
    new = {u for k, u in enumerate(sides.theirs) if k not in paired and k not in sides.heads and _may_be_aside(u)}
    return list(_put_behind(merged, new))


def _list_new(units: Sequence[Unit], pairs: dict[int, int]) -> dict[int, list[int]]:
    """The paragraphs that the base does not have, by the base's paragraph before them (-1: before all)."""
    back = {new: old for old, new in pairs.items()}
    after: dict[int, list[int]] = defaultdict(list)
    last = -1
    for number in range(len(units)):
        last = back.get(number, last)
        if number not in back:
            after[last].append(number)
    return after


def _find_renamed(sides: _Sides) -> dict[Whose, Block]:
    """Whose words people gave to somebody else throughout, and to whom."""
    chosen: dict[Whose, set[Whose]] = defaultdict(set)
    heads: dict[Whose, Block] = {}
    for i, j in sides.to_mine.items():
        chosen[sides.base[i].whose].add(sides.mine[j].whose)
        heads[sides.base[i].whose] = sides.mine[j].head
    return {was: heads[was] for was, now in chosen.items() if was[1] and now != {was} and len(now) == 1}


def _take_new(sides: _Sides, k: int, renamed: dict[Whose, Block]) -> Unit:
    """A paragraph that only the new page has, under the corrected header of its block; an aside stays left out."""
    unit = sides.theirs[k]
    if k in sides.heads:
        return replace(unit, head=sides.heads[k])
    if _may_be_aside(unit):
        return unit
    near = sorted(n for n in sides.heads if sides.theirs[n].block == unit.block)
    if near and unit.head.owner == "left out":  # it follows where both its neighbours were given to one
        around = [sides.heads[n] for n in (*[n for n in near if n < k][-1:], *[n for n in near if n > k][:1])]
        follows = len({(head.owner, head.voice) for head in around}) == 1 and len(around) == 2
        return replace(unit, head=around[0]) if follows else unit
    if near:
        return replace(unit, head=sides.heads[min(near, key=lambda n: (abs(n - k), n))])
    return replace(unit, head=renamed.get(unit.whose, unit.head))


def _may_be_aside(unit: Unit) -> bool:
    """Whether it stands among what was taken out of paragraphs."""
    return unit.head.owner == "left out" and not ASIDES.isdisjoint(unit.head.reason.split("; "))


def _put_behind(units: Iterable[Unit], new: Collection[Unit]) -> Iterator[Unit]:
    """What is newly left out stands behind the statement that it would cut in two, as where a page is read anew."""
    last: Unit | None = None
    waiting: list[Unit] = []
    for unit in units:
        if unit in new or unit.block == UNDECIDED:
            waiting.append(unit)
            continue
        if unit.opens or not last or unit.whose != last.whose or unit.head.owner == "left out":
            yield from waiting
            waiting = []
        yield unit
        last = unit
    yield from waiting


def _merge_unit(sides: _Sides, i: int) -> list[Unit]:
    """One paragraph of the base as the other two have it; none where one of them took it out."""
    base = sides.base[i]
    mine = sides.mine[sides.to_mine[i]] if i in sides.to_mine else None
    k = sides.to_theirs.get(i)
    if k is None:
        return _lose_unit(sides, base, mine, moved=i in sides.moved.values())
    theirs = sides.theirs[k]
    if mine is None:
        if theirs.text == base.text:
            return []
        return [_leave_out(sides, theirs.text, "taken out by hand and changed on the page")]
    opens = mine.opens if (mine.opens, mine.whose) != (base.opens, base.whose) else theirs.opens
    kept = replace(theirs, text=_choose(base.text, mine.text, theirs.text), head=sides.heads[k], opens=opens)
    if base.text in (mine.text, theirs.text) or mine.text == theirs.text:
        return [kept]
    return [kept, _leave_out(sides, theirs.text, CLASH)]


def _lose_unit(sides: _Sides, base: Unit, mine: Unit | None, *, moved: bool) -> list[Unit]:
    """A paragraph that the new page does not have in its place; what people wrote in it is kept, left out."""
    if mine is None or (moved and mine.text == base.text):
        return []
    if mine.text != base.text:
        return [_leave_out(sides, mine.text, "edited by hand and no longer on the page")]
    if mine.whose != base.whose:
        sides.notes.append(f"corrected by hand and no longer on the page: {_quote(mine.text)}")
    return []


def _leave_out(sides: _Sides, text: str, reason: str) -> Unit:
    """Words that nobody decided about: kept, left out and named."""
    sides.notes.append(f"conflict: {reason}, so it is left out for you to decide: {_quote(text)}")
    return Unit(text, Block("left out", "", reason=reason), True, UNDECIDED)


def _quote(text: str) -> str:
    """The first words."""
    words = text.split()
    return f"“{' '.join(words[:8])}{' …' if len(words) > 8 else ''}”"


def _join(units: Sequence[Unit]) -> list[Block]:
    """The paragraphs as blocks again."""
    blocks: list[Block] = []
    last: Unit | None = None
    for unit in units:
        own = unit.head.owner == "expert"
        same = last is not None and unit.whose == last.whose and not (own and unit.opens)
        if same and (own or unit.head.reason == blocks[-1].reason):
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text}\n\n{unit.text}")
        else:
            blocks.append(replace(unit.head, text=unit.text))
        last = unit
    return blocks
