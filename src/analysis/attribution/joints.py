"""How lines are joined: what may follow what depends on it."""

from collections.abc import Sequence

from analysis.attribution.features import CLOSING_MARKS
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import Best

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
