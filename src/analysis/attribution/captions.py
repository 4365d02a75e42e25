"""Names in the caption of a quotation: `figure > blockquote + figcaption`, `blockquote > p + footer`."""

from collections.abc import Sequence

from analysis.attribution.parts import Part
from analysis.attribution.places import READ, Best

CAPTIONS = ("figure/figcaption", "blockquote/footer", "blockquote/cite")
MOST = 30  # lines of a quotation
BESIDE = 2  # elements that end and begin between two paragraphs of one quotation


def list_quoted(parts: Sequence[Part], index: int) -> list[int]:
    """The lines of the quotation that a line is the caption of, if it is one."""
    path = parts[index].path
    around, _, _ = path.rpartition("/")
    if not path.endswith(CAPTIONS):
        return []
    found = []
    for number in range(index - 1, max(-1, index - 1 - MOST), -1):
        part = parts[number]
        if part.path == path or not f"{part.path}/".startswith(f"{around}/") or part.kind != "quote":
            break
        found.append(number)
        if part.step > BESIDE:
            break
    return found[::-1]


def find_captions(parts: Sequence[Part], places: Sequence[Best]) -> dict[int, list[int]]:
    """The captions that name somebody, each with the lines of its quotation."""
    named = (i for i, place in enumerate(places) if place.line and place.line.quality >= READ)
    return {i: quoted for i in named if (quoted := list_quoted(parts, i))}
