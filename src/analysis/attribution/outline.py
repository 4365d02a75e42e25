"""What a page's lines are by their place among all others: points of lists, cards, biographies, what closes it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.attribution.features import ends_in_colon
from analysis.attribution.names import strip_titles
from analysis.attribution.parts import LISTED, Part
from analysis.attribution.places import CLEAR, Best

IS_SOMEBODY = re.compile(r"(?:^|[.;]\s)(?P<name>[^\W\d_a-z][^,;:]{3,60}?),? (?:is|was|are)\b")
OPENED = 4  # words at least of a line that opens a list which somebody says


@dataclass(frozen=True)
class Outline:
    """The lines of each such kind, by their index."""

    points: frozenset[int]
    cards: frozenset[int]
    biographies: frozenset[int]
    ruled_off: frozenset[int]


def find_outline(parts: Sequence[Part], places: Sequence[Best]) -> Outline:
    """The lines of a page that its other lines explain."""
    found = (find(parts, places) for find in (_find_points, _find_cards, _find_biographies, _find_ruled_off))
    return Outline(*found)


def place_heading(part: Part) -> tuple[str, int, str]:
    """Where a heading stands, linked or not."""
    return part.kind, part.level, part.path


def _find_cards(parts: Sequence[Part], places: Sequence[Best]) -> frozenset[int]:
    """Headings that each name somebody right below a paragraph and above none: cards of those who wrote the words."""
    heads = [i for i, q in enumerate(places) if q.line and q.line.quality >= CLEAR and parts[i].kind == "heading"]
    apart = Counter(place_heading(parts[i]) for i in heads)
    cards = [i for i in heads if i and parts[i - 1].prose and not _tops_prose(parts, i)]
    signing = Counter(place_heading(parts[i]) for i in cards)
    return frozenset(i for i in cards if signing[place_heading(parts[i])] == apart[place_heading(parts[i])] > 1)


def _tops_prose(parts: Sequence[Part], index: int) -> bool:
    """Whether words that somebody may say stand between a heading and the next."""
    section = takewhile(lambda p: p.kind != "heading", parts[index + 1 :])
    return any(p.prose and not p.closing for p in section)


def _find_ruled_off(parts: Sequence[Part], places: Sequence[Best]) -> frozenset[int]:
    """Lines below the last rule of a page that has one above each header: they close it."""
    heads = [i for i, place in enumerate(places) if place.clear]
    if len(heads) < 2 or not all(parts[i].ruled for i in heads[1:]):
        return frozenset()
    last = next((i for i in range(heads[-1] + 1, len(parts)) if parts[i].ruled), len(parts))
    return frozenset(range(last, len(parts)))


def _find_biographies(parts: Sequence[Part], places: Sequence[Best]) -> frozenset[int]:
    """`Jane Roe is a fellow … . John Doe is …`: about the experts of the page, below all that they said."""
    lines = (q.line for q in places if q.line and q.line.people and q.line.quality >= CLEAR)
    names = {name for line in lines if line.people for name in line.people.names}
    return frozenset(i for i, part in enumerate(parts) if part.prose and _tells_of_several(part.text, names))


def _tells_of_several(text: str, names: set[str]) -> bool:
    told = {strip_titles(found["name"])[0] for found in IS_SOMEBODY.finditer(text)}
    return len(told & names) > 1


def _find_points(parts: Sequence[Part], places: Sequence[Best]) -> frozenset[int]:
    """The points of lists that a line opens with a colon: `What is left to do now: – one logo – one rule for fees`."""
    found: set[int] = set()
    for i in range(1, len(parts)):
        part, above = parts[i], parts[i - 1]
        point = part.kind == "item" or LISTED.match(part.text)
        plain = not (part.styled or part.machinery or part.closing or places[i].clear)
        opened = (
            ends_in_colon(above) and above.words >= OPENED and not (above.styled or above.machinery or above.closing)
        )
        if point and plain and (i - 1 in found or (opened and not places[i - 1].clear)):
            found.add(i)
    return frozenset(found)
