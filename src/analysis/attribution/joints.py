"""What may follow what, and which lines surely name a speaker: limits that no weight can overrule alone."""

from collections import Counter
from collections.abc import Sequence

from analysis.attribution.features import CLOSING_MARKS, FULL
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import CLEAR, Best, Candidate

SURE = 0.9
TAIL = 4  # lines below the last header that may be its words
JOINTS = ("other", "alike", "clear", "heading", "quotation")  # how a line is joined to the one above


def describe_joints(parts: Sequence[Part], places: Sequence[Best]) -> list[int]:
    """How each line is joined to the one above: what may follow what depends on it."""
    joints = []
    last = max((i for i, place in enumerate(places) if place.clear), default=-1)
    for i, (part, place) in enumerate(zip(parts, places, strict=True)):
        within = 0 < i < last + TAIL and not part.closing
        above = parts[i - 1] if within else None
        alike = above and (above.kind, above.path, above.italic) == (part.kind, part.path, part.italic)
        if place.clear:
            joint = "clear"
        elif part.kind == "heading" or part.bold:
            joint = "heading"
        elif part.text[:1] in OPENING:
            joint = "quotation"
        elif alike and part.finished and above and not _closes_quotation(above):
            joint = "alike"
        else:
            joint = "other"
        joints.append(JOINTS.index(joint))
    return joints


def _closes_quotation(part: Part) -> bool:
    """It ends with a mark that closes most of it, or a quotation that began above it."""
    if part.text[-1:] not in CLOSING_MARKS:
        return False
    opens = next(i for i, c in enumerate(part.text) if c in OPENING + CLOSING_MARKS)
    return not len(part.text) / 2 < opens < len(part.text) - 1


def find_sure(parts: Sequence[Part], places: Sequence[Best]) -> list[tuple[int, int]]:
    """Lines that name somebody who is named in no other, with a position, above words or before them.

    With each the line of the position below it, or -1.
    """
    named = Counter(n.split()[-1] for p in places if p.best and p.best.people for n in p.best.people.names)
    sure: list[tuple[int, int]] = []
    for i, place in enumerate(places):
        best = place.best
        if not best or not best.people or best.biography:
            continue
        below = parts[best.last + 1 : best.last + 3]
        over = best.shape == "line" and best.quality >= CLEAR and bool(below) and below[0].position
        if not over and not _is_full(parts, i, best):
            continue
        said = best.shape != "line" or any(p.prose or (p.finished and not p.styled) for p in below[over : 1 + over])
        if said and all(named[n.split()[-1]] == 1 for n in best.people.names):
            sure.append((i, best.last + 1 if over else -1))
    return sure


def _is_full(parts: Sequence[Part], index: int, best: Candidate) -> bool:
    """A name with its role and organisation, a name that opens the words, or one in or under a heading."""
    part, people = parts[index], best.people
    if people is None or best.quality < FULL:
        return False
    if best.shape == "line" and part.kind == "heading":
        return part.level > 1
    headed = index > 1 and parts[index - 1].kind == "heading" and parts[index - 1].level > 1
    if people.bare:
        return best.shape != "line" and best.quality >= SURE
    return best.quality >= SURE or headed or bool(people.role and people.affiliation)
