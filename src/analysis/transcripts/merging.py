"""What people corrected in a transcript, laid over a new reading of the page: a three-way merge of paragraphs.

The three are the page as first read (base), the transcript as people left it (mine), and the page as read now
(theirs). Paragraphs are paired by their words, also where one was moved, split or joined (`pairing`). What only one
side changed is taken from that side: whose the words are, the words, where they stand, and where a statement begins.
Where both changed the words, the corrected ones stay and the page's new ones stand below them, left out: nothing is
lost. A library for merging lines would see a corrected header and a changed first line as one conflict, because they
are neighbours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from analysis.transcripts import Block, Transcript
from analysis.transcripts.grouping import Group, list_groups
from analysis.transcripts.heading import take_new
from analysis.transcripts.pairing import Pairing, pair_texts
from analysis.transcripts.placing import Piece, Sides, Unit, join_pieces, order_pieces
from analysis.transcripts.tidying import split_paragraphs, tidy_transcript

CLASH = "changed by hand and on the page"
LOST = "edited by hand and no longer on the page"
TAKEN_OUT = "taken out by hand and changed on the page"
T = TypeVar("T")
Merged = tuple[list[Piece], list[str]]


@dataclass(frozen=True)
class Merge:
    """The merged transcript, and what could not be decided, one line each."""

    transcript: Transcript
    notes: tuple[str, ...] = ()


def merge_transcripts(base: Transcript, mine: Transcript, theirs: Transcript) -> Merge:
    """The new reading with what people corrected in the old one."""
    sides = Sides(*(_split(tidy_transcript(t)) for t in (base, mine, theirs)))
    texts = [[u.text for u in side] for side in (sides.base, sides.mine, sides.theirs)]
    to_mine, to_theirs = pair_texts(texts[0], texts[1]), pair_texts(texts[0], texts[2])
    groups = list_groups(sides, to_mine, to_theirs)
    merger = _Merger(sides, to_mine, to_theirs)
    merged = [(group, *merger.merge_group(group)) for group in groups if group.base or (group.mine and group.theirs)]
    pieces = [piece for _, found, _ in merged for piece in found]
    pieces += take_new(sides, groups, [(group, found) for group, found, _ in merged], to_mine)
    blocks = join_pieces(sides, order_pieces(sides, pieces, to_mine))
    notes = tuple(note for _, _, found in merged for note in found)
    return Merge(Transcript(theirs.source, tuple(blocks), mine.comments), notes)


def _split(transcript: Transcript) -> list[Unit]:
    """The paragraphs of a transcript."""
    return [
        Unit(text, replace(block, text=""), index)
        for index, block in enumerate(transcript.blocks)
        for text in split_paragraphs(block.text)
    ]


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


@dataclass(frozen=True)
class _Merger:
    """The sides and their pairs, for merging one group after the other."""

    sides: Sides
    to_mine: Pairing
    to_theirs: Pairing

    def merge_group(self, group: Group) -> Merged:
        """The group's paragraphs as the two sides have them, and what could not be decided."""
        base, mine, theirs = self._list_texts(group)
        if not group.base:
            unit = self.sides.mine[group.mine[0]]
            return [Piece(unit.text, unit.head, None, group.mine[0], group.theirs[0])], []
        if not group.theirs:
            return self._lose(group, changed=mine != base)
        if not group.mine:
            return self._keep_out(group, changed=_join_words(theirs) != _join_words(base))
        if mine == base and not self._joins_corrected(group):
            return self._take_theirs(group), []
        if _join_words(mine) == _join_words(base) and sorted(theirs) == sorted(base) and self._parts_joined(group):
            note = f"joined by hand, and in two places on the page now: {_quote(' '.join(mine))}"
            return self._take_theirs(group), [note]
        kept = self._take_mine(group)
        if _join_words(theirs) in (_join_words(base), _join_words(mine)):
            return kept, []
        left, note = _leave_out("\n\n".join(theirs), CLASH, kept[-1])
        return [*kept, left], [note]

    def _list_texts(self, group: Group) -> list[list[str]]:
        """The paragraphs of each side."""
        sides = (self.sides.base, group.base), (self.sides.mine, group.mine), (self.sides.theirs, group.theirs)
        return [[units[n].text for n in numbers] for units, numbers in sides]

    def _joins_corrected(self, group: Group) -> bool:
        """Whether the page joined paragraphs between which people changed the owner or parted a statement."""
        for k in group.theirs:
            numbers = self.to_theirs.to_old[k]
            mine, base = [self._get_mine(i) for i in numbers], [self.sides.base[i] for i in numbers]
            given = [u.whose for u in mine] != [u.whose for u in base]
            if len({u.whose for u in mine}) > 1 and given:
                return True
            if len({u.block for u in mine}) > len({u.block for u in base}):
                return True
        return False

    def _parts_joined(self, group: Group) -> bool:
        """Whether the page moved apart, or gave to several, what people joined and gave to nobody else."""
        pairs = [(self.sides.base[i], self._get_mine(i)) for i in group.base]
        if any(base.whose != mine.whose for base, mine in pairs):
            return False
        places = [(i, self.to_theirs.to_new[i][0]) for i in group.base]
        apart = any(new != at + 1 for (i, at), (j, new) in pairwise(places) if j == i + 1)
        order = [k for _, k in places]
        return apart or order != sorted(order) or len({self.sides.theirs[k].whose for k in order}) > 1

    def _get_mine(self, i: int) -> Unit:
        """The corrected paragraph of one of the base that has one."""
        return self.sides.mine[self.to_mine.to_new[i][0]]

    def _take_theirs(self, group: Group) -> list[Piece]:
        """The paragraphs of the page as it is now, under corrected headers."""
        pieces = []
        for k in group.theirs:
            i = self.to_theirs.to_old[k][0]
            unit = self.sides.theirs[k]
            head = _merge_head(self.sides.base[i], self._get_mine(i), unit)
            pieces.append(Piece(unit.text, head, i, self.to_mine.to_new[i][0], k))
        return pieces

    def _take_mine(self, group: Group) -> list[Piece]:
        """The corrected paragraphs, under the page's new headers where nobody corrected these."""
        pieces = []
        for j in group.mine:
            i = self.to_mine.to_old[j][0]
            k = self.to_theirs.to_new.get(i, group.theirs)[0]
            unit = self.sides.mine[j]
            head = _merge_head(self.sides.base[i], unit, self.sides.theirs[k])
            pieces.append(Piece(unit.text, head, i, j, k))
        return pieces

    def _lose(self, group: Group, *, changed: bool) -> Merged:
        """Paragraphs that the page does not have any more; what people wrote in them is kept, left out."""
        mine = [self.sides.mine[j] for j in group.mine]
        if mine and changed:
            place = Piece("", mine[0].head, group.base[0], group.mine[0], None)
            left, note = _leave_out("\n\n".join(u.text for u in mine), LOST, place)
            return [left], [note]
        given = [j for j in group.mine if self.sides.mine[j].whose != self.sides.base[self.to_mine.to_old[j][0]].whose]
        return [], [f"corrected by hand and no longer on the page: {_quote(self.sides.mine[j].text)}" for j in given]

    def _keep_out(self, group: Group, *, changed: bool) -> Merged:
        """Paragraphs that people took out; what the page changed in them is kept, left out."""
        if not changed:
            return [], []
        text = "\n\n".join(self.sides.theirs[k].text for k in group.theirs)
        place = Piece("", self.sides.theirs[group.theirs[0]].head, group.base[0], None, group.theirs[0])
        left, note = _leave_out(text, TAKEN_OUT, place)
        return [left], [note]


def _join_words(texts: Iterable[str]) -> list[str]:
    """The words of paragraphs, whatever their breaks."""
    return [word for text in texts for word in text.split()]


def _leave_out(text: str, reason: str, place: Piece) -> tuple[Piece, str]:
    """Words that nobody decided about: kept where `place` stands, left out and named."""
    note = f"conflict: {reason}, so it is left out for you to decide: {_quote(text)}"
    return replace(place, text=text, head=Block("left out", "", reason=reason), waits=True), note


def _quote(text: str) -> str:
    """The first words."""
    words = text.split()
    return f"“{' '.join(words[:8])}{' …' if len(words) > 8 else ''}”"
