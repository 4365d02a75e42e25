"""Where the paragraphs of a merged transcript stand, and which of them make one statement."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from analysis.transcripts import Block, Voice
from analysis.transcripts.pairing import Pairing

Whose = tuple[str, Voice | None, bool]


@dataclass(frozen=True)
class Unit:
    """One paragraph under the header of its block."""

    text: str
    head: Block
    block: int  # its number

    @property
    def whose(self) -> Whose:
        """Owner, voice, and whether it is reported."""
        return self.head.owner, self.head.voice, self.head.reported


@dataclass(frozen=True)
class Sides:
    """The paragraphs of the page as first read, of the corrected transcript, and of the page as read now."""

    base: Sequence[Unit]
    mine: Sequence[Unit]
    theirs: Sequence[Unit]


@dataclass(frozen=True)
class Piece:
    """One merged paragraph, and which one of each side it is; None where a side does not have it."""

    text: str
    head: Block
    base: int | None
    mine: int | None
    theirs: int | None
    waits: bool = False  # it is newly left out and must not cut a statement in two

    @property
    def whose(self) -> Whose:
        """Owner, voice, and whether it is reported."""
        return self.head.owner, self.head.voice, self.head.reported


def order_pieces(sides: Sides, pieces: Sequence[Piece], to_mine: Pairing) -> list[Piece]:
    """The pieces in the order of the page; what people added or moved stands beside the paragraph they put it by."""
    kept = _find_kept_order({j: numbers[0] for j, numbers in to_mine.to_old.items()})
    fixed = sorted((p for p in pieces if _stands(p, kept)), key=lambda p: (p.theirs, -1 if p.mine is None else p.mine))
    first, last = {p.mine: n for n, p in reversed([*enumerate(fixed)])}, {p.mine: n for n, p in enumerate(fixed)}
    free: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if not _stands(piece, kept) and piece.mine is not None:
            free[piece.mine].append(piece)
    ahead: dict[int, list[Piece]] = defaultdict(list)
    behind: dict[int, list[Piece]] = defaultdict(list)
    here, block = behind[-1], -1
    for j, unit in enumerate(sides.mine):
        if j in free:
            if block != unit.block and (n := _find_next(sides.mine, j, first)) is not None:
                here = ahead[n]
            here += free[j]
        elif j in last:
            here = behind[last[j]]
        else:
            continue
        block = unit.block
    around = ([*ahead[n], piece, *behind[n]] for n, piece in enumerate(fixed))
    return [*behind[-1], *(piece for some in around for piece in some)]


def _stands(piece: Piece, kept: Set[int]) -> bool:
    """Whether the new page says where the piece stands."""
    return piece.theirs is not None and (piece.mine is None or piece.mine in kept or piece.base is None)


def _find_next(units: Sequence[Unit], j: int, places: dict[int | None, int]) -> int | None:
    """The place of the next paragraph in the block of one that stands in the page."""
    for later in range(j + 1, len(units)):
        if units[later].block != units[j].block:
            break
        if later in places:
            return places[later]
    return None


def _find_kept_order(base: dict[int, int]) -> set[int]:
    """The paragraphs that people did not move: the longest run of them that stands in the order of the base."""
    ends: list[int] = []
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for j in sorted(base):
        at = bisect_right(ends, base[j])
        before[j] = tails[at - 1] if at else None
        ends[at : at + 1] = [base[j]]
        tails[at : at + 1] = [j]
    kept: set[int] = set()
    j_or_none = tails[-1] if tails else None
    while j_or_none is not None:
        kept.add(j_or_none)
        j_or_none = before[j_or_none]
    return kept


def join_pieces(sides: Sides, pieces: Sequence[Piece]) -> list[Block]:
    """The pieces as blocks; a statement is parted where one of the sides parts it."""
    blocks: list[Block] = []
    for piece, opens in _mark_openings(sides, pieces):
        if opens or (piece.head.owner != "expert" and piece.head.reason != blocks[-1].reason):
            blocks.append(replace(piece.head, text=piece.text))
        else:
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text}\n\n{piece.text}")
    return blocks


def _mark_openings(sides: Sides, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, bool]]:
    """Each piece and whether it opens a block; what is newly left out stands behind the statement around it."""
    linked = {(sides.mine[p.mine].block, sides.theirs[p.theirs].block) for p in pieces if p.mine is not None
              and p.theirs is not None and not p.waits}  # fmt: skip
    last: Piece | None = None
    last_mine: Piece | None = None  # of the statement, also where the page has something new behind it
    waiting: list[Piece] = []
    for piece in pieces:
        if piece.waits:
            waiting.append(piece)
            continue
        opens = last is None or piece.whose != last.whose or _are_parted(sides, last, piece, linked)
        opens = opens or (last_mine is not None and _are_parted_by_hand(sides, last_mine, piece))
        if opens or piece.head.owner == "left out":
            yield from ((one, True) for one in waiting)
            opens = opens or bool(waiting)
            waiting = []
        yield piece, opens
        last = piece
        last_mine = piece if piece.mine is not None else None if opens else last_mine
    yield from ((one, True) for one in waiting)


def _are_parted(sides: Sides, one: Piece, other: Piece, linked: Set[tuple[int, int]]) -> bool:
    """Whether two neighbours of one owner are two statements: as people parted or joined them, else as the page."""
    base, mine, theirs = (
        _are_apart(units, a, b)
        for units, a, b in (
            (sides.base, one.base, other.base),
            (sides.mine, one.mine, other.mine),
            (sides.theirs, one.theirs, other.theirs),
        )
    )
    if mine is not None and mine != base:
        return mine
    if (known := next((x for x in (theirs, mine, base) if x is not None), None)) is not None:
        return known
    blocks = [
        (sides.mine[a.mine].block, sides.theirs[b.theirs].block)
        for a, b in ((one, other), (other, one))
        if a.mine is not None and b.theirs is not None
    ]
    return linked.isdisjoint(blocks)


def _are_parted_by_hand(sides: Sides, one: Piece, other: Piece) -> bool:
    """Whether people parted the statement that holds both."""
    return bool(_are_apart(sides.mine, one.mine, other.mine)) and _are_apart(sides.base, one.base, other.base) is False


def _are_apart(units: Sequence[Unit], a: int | None, b: int | None) -> bool | None:
    """Whether a side has the two in two blocks; None where it does not say, as where others speak between them."""
    if a is None or b is None:
        return None
    if units[a].block == units[b].block:
        return False
    first, last = sorted((a, b))
    return True if all(units[n].whose == units[first].whose for n in range(first + 1, last)) else None
