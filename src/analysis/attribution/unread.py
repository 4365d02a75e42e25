"""Headers in which no name was read: places set like the headers that were read, in the same slot."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from analysis.attribution.candidates import Candidate
from analysis.attribution.labelling import READ
from analysis.attribution.parts import OPENING, Part

Form = tuple[object, ...]


def find_alike(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]]) -> Callable[[Candidate], bool]:
    """A test: no name was read in this place, but it is set like at least two headers with names.

    It is the exception: where more places of one form have no name than have one, they are headings. Or half of the
    page's paragraphs open so, as in the record of a talk with family names only.
    """
    prose = sum(p.prose for p in parts)
    named: Counter[Form] = Counter()
    nameless: Counter[Form] = Counter()
    first: dict[Form, int] = {}
    for index in sorted(candidates):
        best = candidates[index][0]
        form = _form(parts, best)
        if best.quality >= READ:
            named[form] += 1
            first.setdefault(form, index)
        else:
            nameless[form] += 1

    def alike(candidate: Candidate) -> bool:
        form = _form(parts, candidate)
        above = candidates.get(candidate.index - 1, ())
        if candidate.shape == "line" and above and above[0].shape == "line" and above[0].quality >= READ:
            return False  # what stands under a name is its position
        below = candidates.get(candidate.last + 1, ())
        if candidate.shape == "line" and below and below[0].shape == "line" and below[0].quality >= READ:
            return False  # what stands above a name says who comes
        turn = candidate.shape == "run-in" and parts[candidate.index].prose
        if turn and candidate.quality < READ and nameless[form] >= max(3, 0.5 * prose):
            return True
        unread = candidate.quality < READ and candidate.index > first.get(form, candidate.index)
        return unread and named[form] >= max(2, nameless[form])

    return alike


def _form(parts: Sequence[Part], candidate: Candidate) -> Form:
    """How a header is set, how it is punctuated, and whether words stand below a line, up to one short line between."""
    part = parts[candidate.index]
    text = part.text[: max(0, candidate.body - part.start)] if candidate.shape == "run-in" else part.text
    if candidate.shape == "suffix":
        return (candidate.key,)
    opened = candidate.shape == "run-in" and part.text[len(text) :].lstrip(" *_")[:1] in tuple(OPENING)
    return (
        candidate.key,
        "," in text,
        "(" in text,
        text.rstrip("*_ ")[-1:] == ":",
        opened,
        candidate.shape != "line" or any(p.prose for p in parts[candidate.last + 1 : candidate.last + 3]),
    )
