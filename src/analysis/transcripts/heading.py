"""Whose a paragraph is that one side of a merge alone added: the header of its block as corrected."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from analysis.transcripts import ASIDES, Block
from analysis.transcripts.grouping import Group
from analysis.transcripts.pairing import Pairing
from analysis.transcripts.placing import Piece, Sides, Unit, Whose


def take_new(
    sides: Sides, groups: Sequence[Group], merged: Sequence[tuple[Group, list[Piece]]], to_mine: Pairing
) -> Iterator[Piece]:
    """The paragraphs that one side alone added, under the merged header of their block."""
    mine = _list_heads(merged, lambda piece: piece.mine, lambda group: group.mine)
    theirs = _list_heads(merged, lambda piece: piece.theirs, lambda group: group.theirs)
    blocks_mine, blocks_theirs = _list_blocks(sides.mine, mine), _list_blocks(sides.theirs, theirs)
    renamed = _find_renamed(sides, to_mine)
    for group in groups:
        if group.base or (group.mine and group.theirs):
            continue
        for j in group.mine:
            unit = sides.mine[j]
            near = blocks_mine[unit.block] if unit.head.voice else []
            yield Piece(unit.text, mine[_find_nearest(near, j)] if near else unit.head, None, j, None)
        for k in group.theirs:
            unit = sides.theirs[k]
            head = _head_new(unit, k, blocks_theirs[unit.block], theirs, renamed)
            yield Piece(unit.text, head, None, None, k, waits=_may_be_aside(unit))


def _list_heads(
    merged: Sequence[tuple[Group, list[Piece]]],
    get: Callable[[Piece], int | None],
    get_all: Callable[[Group], tuple[int, ...]],
) -> dict[int, Block]:
    """The merged header of each paragraph of one side that the merged transcript has."""
    heads: dict[int, Block] = {}
    for group, pieces in merged:
        decided = [piece for piece in pieces if not piece.waits]
        own = {number: piece.head for piece in decided if (number := get(piece)) is not None}
        heads |= {number: own.get(number, decided[0].head) for number in get_all(group) if decided}
    return heads


def _list_blocks(units: Sequence[Unit], heads: Mapping[int, Block]) -> dict[int, list[int]]:
    """The merged paragraphs of each block, in order."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for number in sorted(heads):
        blocks[units[number].block].append(number)
    return blocks


def _find_nearest(numbers: Sequence[int], number: int) -> int:
    """The nearest one, of two equally near ones the first."""
    return min(numbers, key=lambda n: (abs(n - number), n))


def _find_renamed(sides: Sides, to_mine: Pairing) -> dict[Whose, Block]:
    """Whose words people gave to somebody else throughout, and to whom."""
    chosen: dict[Whose, set[Whose]] = defaultdict(set)
    heads: dict[Whose, Block] = {}
    for i, numbers in to_mine.to_new.items():
        for j in numbers:
            chosen[sides.base[i].whose].add(sides.mine[j].whose)
            heads[sides.base[i].whose] = sides.mine[j].head
    return {was: heads[was] for was, now in chosen.items() if was[1] and now != {was} and len(now) == 1}


def _head_new(
    unit: Unit, k: int, near: Sequence[int], heads: Mapping[int, Block], renamed: Mapping[Whose, Block]
) -> Block:
    """The header of a paragraph that only the new page has: that of its block as corrected; an aside stays left out."""
    if _may_be_aside(unit):
        return unit.head
    if near and unit.head.owner == "left out":  # it follows where both its neighbours were given to one
        around = [heads[n] for n in (*[n for n in near if n < k][-1:], *[n for n in near if n > k][:1])]
        follows = len({(head.owner, head.voice) for head in around}) == 1 and len(around) == 2
        return around[0] if follows else unit.head
    if near:
        return heads[_find_nearest(near, k)]
    return renamed.get(unit.whose, unit.head)


def _may_be_aside(unit: Unit) -> bool:
    """Whether it stands among what was taken out of paragraphs."""
    return unit.head.owner == "left out" and not ASIDES.isdisjoint(unit.head.reason.split("; "))
