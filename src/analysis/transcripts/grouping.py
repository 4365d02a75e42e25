"""Which paragraphs of the three sides of a merge are the same one, or parts of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.transcripts.pairing import Pairing
from analysis.transcripts.placing import Sides

_LONG = 8  # words of a paragraph that two people do not write by chance


@dataclass(frozen=True)
class Group:
    """Paragraphs of the three sides that are the same one, or parts of it."""

    base: tuple[int, ...]
    mine: tuple[int, ...]
    theirs: tuple[int, ...]


def list_groups(sides: Sides, to_mine: Pairing, to_theirs: Pairing) -> list[Group]:
    """All paragraphs in groups; one that no other side has is a group of its own."""
    groups: list[Group] = []
    seen: set[int] = set()
    for start in range(len(sides.base)):
        if start not in seen:
            base, mine, theirs = _follow_pairs(start, to_mine, to_theirs)
            seen |= base
            groups.append(Group(tuple(sorted(base)), tuple(sorted(mine)), tuple(sorted(theirs))))
    new_mine = [j for j in range(len(sides.mine)) if j not in to_mine.to_old]
    new_theirs = [k for k in range(len(sides.theirs)) if k not in to_theirs.to_old]
    both = _pair_added(sides, new_mine, new_theirs, to_mine, to_theirs)
    groups += [Group((), (j,), (both[j],) if j in both else ()) for j in new_mine]
    return groups + [Group((), (), (k,)) for k in new_theirs if k not in both.values()]


def _follow_pairs(start: int, to_mine: Pairing, to_theirs: Pairing) -> tuple[set[int], set[int], set[int]]:
    """All paragraphs that are paired with one of the base, with their partners, and so on."""
    base: set[int] = set()
    found: tuple[set[int], set[int]] = set(), set()
    waiting = [start]
    while waiting:
        i = waiting.pop()
        if i in base:
            continue
        base.add(i)
        for pairing, others in zip((to_mine, to_theirs), found, strict=True):
            others |= set(pairing.to_new.get(i, ()))
            waiting += [b for n in pairing.to_new.get(i, ()) for b in pairing.to_old[n]]
    return base, *found


def _pair_added(
    sides: Sides, mine: Sequence[int], theirs: Sequence[int], to_mine: Pairing, to_theirs: Pairing
) -> dict[int, int]:
    """Paragraphs that people and the page both added: equal ones that are long, or follow the same paragraph."""
    found: dict[int, int] = {}
    free: dict[str, list[int]] = defaultdict(list)
    for k in theirs:
        free[sides.theirs[k].text].append(k)
    before_mine, before_theirs = (
        _list_before(len(side), p) for side, p in ((sides.mine, to_mine), (sides.theirs, to_theirs))
    )
    for j in mine:
        text = sides.mine[j].text
        same = (k for k in free[text] if before_theirs[k] == before_mine[j] or len(text.split()) >= _LONG)
        if (other := next(same, None)) is not None:
            found[j] = other
            free[text].remove(other)
    return found


def _list_before(n: int, pairing: Pairing) -> list[int]:
    """For each paragraph, the one of the base that it is or that it follows; -1 before all."""
    before: list[int] = []
    last = -1
    for number in range(n):
        last = pairing.to_old.get(number, [last])[0]
        before.append(last)
    return before
