"""Which labels a page's lines may have and which they hardly have, whatever the fitted weights say."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Any

import numpy as np

from analysis.attribution.captions import find_captions
from analysis.attribution.features import CLOSING_MARKS, NEAR, ends_in_colon
from analysis.attribution.lines import BYLINE
from analysis.attribution.names import strip_titles
from analysis.attribution.parts import LISTED, OPENING, Part
from analysis.attribution.places import CLEAR, READ, Best, Candidate, find_sides
from analysis.attribution.words import CONTACT, FIRST_PERSON, FURNITURE, INTERESTS

FOLLOWS = {  # which labels may stand below a label: a name and its title above words, words above their signature, …
    "outside": "outside name signed opened closed",
    "name": "title words",
    "title": "title words",
    "words": "words outside name signed opened closed",
    "signed": "signed more signature closed outside",
    "signature": "more outside name signed opened closed",
    "more": "more outside name signed opened closed signature",
    "opened": "words outside name signed opened closed",
    "closed": "outside name signed opened closed",
}
LABELS = tuple(FOLLOWS)
UNLIKELY = -(10**9)
MUCH = 50_000
SHAPES = {"name": "line", "signature": "line", "opened": "run_in", "closed": "suffix"}
OPENED = 4  # words at least of a line that opens a list which somebody says
TAIL = 4  # lines below the last header that may be its words
SALUTATION = re.compile(  # opens a letter
    r"^(?:Dear|Sirs?|Madam|To the editors?|Fellow|Sehr geehrte|Liebe|Chers?|Chères?|Kära|Estimad|Gentil)\b"
    r"[^.:]{0,60}[,:!]$"
)
HEADLINE = re.compile(r"^[“„«»\"][^“”„«»\"]{4,90}(?<![.!…])[”“»«\"]$")
IS_SOMEBODY = re.compile(r"(?:^|[.;]\s)(?P<name>[^\W\d_a-z][^,;:]{3,60}?),? (?:is|was|are)\b")
LEADS_ON = re.compile(r"[a-zà-ÿ]{3}[.!?]\s+[^\W\d_a-z][^.!?]*:$")  # two sentences, the second leads up to a quotation
SURE = 0.9
SUREST = 0.95  # name, role and organisation on a line of their own
SEVERAL = 3  # names set alike
VAGUE = 0.15  # a line that names nobody


def allow(parts: Sequence[Part], places: Sequence[Best]) -> Any:
    """Only what could be a header may be labelled as one, and no heading holds words that somebody says."""
    allowed = np.zeros((len(places), len(LABELS)), dtype=np.int64)
    for index, (part, place) in enumerate(zip(parts, places, strict=True)):
        for label, shape in SHAPES.items():
            candidate = getattr(place, shape)
            if candidate is None or candidate.people is None or _is_elsewhere(part, candidate, label):
                allowed[index, LABELS.index(label)] = UNLIKELY
    return allowed


def _is_elsewhere(part: Part, candidate: Candidate, label: str) -> bool:
    """A line that says itself on which side its words stand, and a heading, which is only a name above them."""
    if candidate.shape == "line" and candidate.side:
        return candidate.side != ("before" if label == "name" else "after")
    return part.kind == "heading" and label != "name"


def expect(parts: Sequence[Part], places: Sequence[Best]) -> Any:
    """How much less each line speaks for each label than its features say. The weights are fitted without this."""
    expected = np.zeros((len(places), len(LABELS)), dtype=np.int64)
    for label, words in zip(("signature", "name"), find_sides(parts, places), strict=True):
        expected[:, LABELS.index(label)] = 0 if words else -2 * MUCH
    for lines, labels in _list_unlikely(parts, places):
        expected[np.ix_(lines, [LABELS.index(label) for label in labels.split()])] = -MUCH
    for caption, quoted in find_captions(parts, places).items():  # which signs them, whatever the other headers do
        expected[caption] = [0 if label == "signature" else -2 * MUCH for label in LABELS]
        expected[quoted] = [0 if label == "signed" else -2 * MUCH for label in LABELS]
    return expected


def _list_unlikely(parts: Sequence[Part], places: Sequence[Best]) -> Iterator[tuple[list[int], str]]:
    """Lines and what they hardly are."""
    every = range(len(parts))
    lines = [q.line for q in places]
    clear = Counter(line.key for line in lines if line and line.quality >= CLEAR)
    yield [i for i in every[:-1] if SALUTATION.match(parts[i].text) and parts[i + 1].prose], "outside title more"
    yield [i for i in every if _is_sure(places[i].best, parts[i : i + 2])], "outside"
    yield (
        [i for i, q in enumerate(places) if q.suffix and q.suffix.people and q.suffix.quality >= SURE],
        "outside signed",
    )
    set_so = Counter(_place_heading(parts[i]) for i, c in enumerate(lines) if c and c.quality >= CLEAR)
    heads = [i for i, c in enumerate(lines) if c and max(clear[c.key], set_so[_place_heading(parts[i])]) >= SEVERAL]
    yield [i for i in heads if parts[i].kind == "heading" and _tops_words(parts, places, i)], "outside"
    turns = Counter(filter(None, map(_name_turn, places)))
    yield [i for i, q in enumerate(places) if turns[_name_turn(q)] > 1 and "?" not in parts[i].text], "outside words"
    yield [i for i in every if (c := lines[i]) and clear[c.key] > 1 and _holds_position(parts[i], c)], "words"  # unread
    points = _find_points(parts, places)
    yield [i for i in every if i in points or (i + 1 in points and not places[i].clear)], "name title more signature"
    yield [i for i in every[1:] if i + 1 in points and (c := lines[i - 1]) and c.quality >= CLEAR], "outside"
    yield [i for i in every[1:] if _is_post(parts[i], lines[i - 1])], "words"
    yield [i for i in every[:-1] if _repeats(lines[i], lines[i + 1])], "words"
    yield _find_listed(places, {name for name in turns if turns[name] > 1}), "name signature"
    yield _find_answers(parts, lines), "outside"
    yield _find_author(parts, lines), "name signature"
    yield _find_headlines(parts, places), "words signed"
    yield _find_sections(parts, lines), "outside title more signed"
    yield _find_signed(parts, lines), "outside"
    yield [i for i in every if LEADS_ON.search(parts[i].text)], "title more"
    yield _find_biographies(parts, places), "words signed"
    yield [i for i in every if INTERESTS.match(parts[i].text)], "words signed opened name"
    last = max((i for i in every if parts[i].prose and not parts[i].closing), default=-1)
    yield [i for i in every[last + 1 :] if parts[i].closing and FIRST_PERSON.isdisjoint(parts[i].vocabulary)], "words"
    if sum(place.clear for place in places) > 1:
        read = {c.key for q in places for c in (q.line, q.run_in) if c and c.quality >= CLEAR}
        yield [i for i in every if (c := lines[i]) and c.quality < VAGUE and c.key not in read], "name"
        breaks = [
            (i, q.run_in) for i, q in enumerate(places) if parts[i].kind == "item"
        ]  # `Breaks: none after midnight`
        yield [i for i, c in breaks if c and c.quality < CLEAR and c.key not in read], "opened"


def _find_listed(places: Sequence[Best], speakers: set[str]) -> list[int]:
    """Names on lines of their own of people whose name stands before each of their turns: a list of who takes part."""
    lines = [i for i, q in enumerate(places) if not q.run_in and q.line and q.line.people]
    return [i for i in lines if (c := places[i].line) and c.people and speakers.issuperset(c.people.names)]


def _find_answers(parts: Sequence[Part], lines: Sequence[Candidate | None]) -> list[int]:
    """What the host asks under each of several names, with the sentence below it: the last answer is read too."""
    first = next((i for i, c in enumerate(lines) if c and c.quality >= CLEAR), len(parts))
    asking = [i for i in range(first, len(parts) - 1) if parts[i].text[-1:] == "?" and parts[i].kind != "heading"]
    asked = Counter(parts[i].text for i in asking)
    again = [i for i in asking if asked[parts[i].text] > 1 and parts[i + 1].prose and not parts[i + 1].closing]
    return [line for i in again for line in (i, i + 1)]


def _find_author(parts: Sequence[Part], lines: Sequence[Candidate | None]) -> list[int]:
    """The one `By Jane Roe` above several headers of another form that give positions: who wrote the page."""
    bylines = [i for i, c in enumerate(lines) if c and c.people and c.people.bare and BYLINE.match(parts[i].text)]
    full = [i for i, c in enumerate(lines) if c and c.people and not c.people.bare and c.quality >= CLEAR]
    return bylines if len(bylines) == 1 and sum(i > bylines[0] for i in full) >= SEVERAL else []


def _find_headlines(parts: Sequence[Part], places: Sequence[Best]) -> list[int]:
    """Quoted headlines above words that are no quotation, where several stand right below a header."""
    found = [
        i
        for i in range(1, len(parts) - 1)
        if HEADLINE.match(parts[i].text) and parts[i + 1].prose and not parts[i + 1].quoted
    ]
    return found if len(found) >= SEVERAL and sum(places[i - 1].clear for i in found) > 1 else []


def _find_sections(parts: Sequence[Part], lines: Sequence[Candidate | None]) -> list[int]:
    """Sentences and points of lists between two headings that name people in one way; below the last, quotations."""
    heads = [i for i, c in enumerate(lines) if c and c.quality >= CLEAR and parts[i].kind == "heading"]
    alike = Counter(c.key for i in heads if (c := lines[i]))
    set_so = Counter(_place_heading(parts[i]) for i in heads)
    heads = [i for i in heads if (c := lines[i]) and (alike[c.key] > 1 or set_so[_place_heading(parts[i])] >= SEVERAL)]
    told = Counter(part.text for part in parts if part.kind == "heading" or part.styled)
    again = [told[part.text] >= SEVERAL for part in parts]  # `Trend`, `Prediction` under each of the names
    found: list[int] = []
    for first, last in pairwise([*heads, len(parts)]):
        section = [*takewhile(lambda i: again[i] or not _ends_section(parts[i]), range(first + 1, last))]
        closed = last < len(parts)
        found += [i for i in section if (closed or parts[i].kind == "quote" or again[i - 1]) and _is_said(parts[i])]
        found += [i for i in section[1:-1] if again[i] and _is_said(parts[i - 1]) and _is_said(parts[i + 1])]
    return found


def _is_said(part: Part) -> bool:
    """A sentence or a point of a list, and no question."""
    return (part.prose or part.kind == "item") and part.text[-1:] != "?"


def _find_signed(parts: Sequence[Part], lines: Sequence[Candidate | None]) -> list[int]:
    """Sentences and points of lists between a heading and the name below them, where several names stand so."""
    names = [i for i, c in enumerate(lines) if c and c.quality >= CLEAR and c.side == "after"]
    alike = Counter(c.key for i in names if (c := lines[i]))
    found: list[int] = []
    for last in (i for i in names if (c := lines[i]) and alike[c.key] >= SEVERAL):
        above = [*takewhile(lambda i: not _ends_section(parts[i]) and i not in names, range(last - 1, -1, -1))]
        headed = above and above[-1] > 0 and parts[above[-1] - 1].level > 1
        found += [i for i in above if headed and (parts[i].prose or parts[i].kind == "item")]
    return found


def _find_biographies(parts: Sequence[Part], places: Sequence[Best]) -> list[int]:
    """`Jane Roe is a fellow … . John Doe is …`: about the experts of the page, below all that they said."""
    lines = (q.line for q in places if q.line and q.line.people and q.line.quality >= CLEAR)
    names = {name for line in lines if line.people for name in line.people.names}
    return [i for i, part in enumerate(parts) if part.prose and _tells_of_several(part.text, names)]


def _tells_of_several(text: str, names: set[str]) -> bool:
    told = {strip_titles(found["name"])[0] for found in IS_SOMEBODY.finditer(text)}
    return len(told & names) > 1


def _place_heading(part: Part) -> tuple[str, int, str]:
    """Where a heading stands, linked or not."""
    return part.kind, part.level, part.path


def _ends_section(part: Part) -> bool:
    closes = (part.closing or FURNITURE.match(part.text)) and not CONTACT.match(part.text)
    return part.kind == "heading" or part.styled or bool(closes)


def _tops_words(parts: Sequence[Part], places: Sequence[Best], index: int) -> bool:
    """A name with words before the next that is set alike."""
    line = places[index].line
    if not line or line.quality < CLEAR:
        return False
    near = zip(parts[index + 1 : index + NEAR], places[index + 1 : index + NEAR], strict=True)
    return any(p.prose for p, _ in takewhile(lambda n: not n[1].line or n[1].line.key != line.key, near))


def _name_turn(place: Best) -> str:
    """Who speaks behind a name, if one was read there."""
    head = place.run_in
    named = head and head.people and head.quality >= READ and " " in head.people.expert
    return head.people.expert if named and head and head.people else ""


def _repeats(line: Candidate | None, below: Candidate | None) -> bool:
    """A title with a name above the same name."""
    if not line or not below or not line.people or not below.people:
        return False
    return line.quality >= READ and line.people.names == below.people.names


def _is_post(part: Part, above: Candidate | None) -> bool:
    """A position on the line below what may be a name."""
    named = above is not None and above.people is not None and above.quality >= READ
    return named and part.position and not part.finished and not ends_in_colon(part)


def _holds_position(part: Part, line: Candidate) -> bool:
    """A short line of a role or an organisation behind what may be a name."""
    return line.people is not None and not line.people.bare and not part.finished and not part.prose


def _is_sure(best: Candidate | None, parts: Sequence[Part]) -> bool:
    """A name with its position before words, or in a heading above them."""
    if best is None or best.people is None or best.biography or best.quality < SURE:
        return False
    surely = parts[0].kind == "heading" or best.quality >= SUREST
    return best.shape == "run-in" or (surely and len(parts) > 1 and parts[1].prose)


def join_sentences(parts: Sequence[Part], places: Sequence[Best]) -> list[bool]:
    """Whether each line, up to the last headers, goes on from the words above it: a sentence set alike, or a point."""
    joined = [False] * len(parts)
    last = max((i for i, place in enumerate(places) if place.clear), default=-TAIL)
    told, points = _find_biographies(parts, places), _find_points(parts, places)
    before = parts[0]  # the last line above that is no point of a list
    for i in range(1, min(len(parts), last + TAIL)):
        above, part = parts[i - 1], parts[i]
        before = above if i - 1 not in points else before
        alike = (before.kind, before.path, before.italic) == (part.kind, part.path, part.italic)
        opens = part.text[-1:] == ":" and i + 1 in points
        plain = (part.finished or opens) and part.text[-1:] != "?"
        joined[i] = i in points or (
            alike
            and plain
            and not (part.styled or part.closing or places[i].clear)
            and i not in told
            and not part.mark
            and (opens or part.text[:1] not in OPENING)
            and (above.text[-1:] not in CLOSING_MARKS or i - 1 in points)
        )
    return joined


def _find_points(parts: Sequence[Part], places: Sequence[Best]) -> set[int]:
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
    return found
