"""Candidates: every place on a page that could say whose words stand beside it, with how much it looks so.

Nothing is decided here. One part may have several candidates; which of them are headers is decided over the page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.attribution.credentials import (
    read_credentials,
)
from analysis.attribution.heads import DASHED, read_run_in
from analysis.attribution.lines import TITLED_LINE, read_line
from analysis.attribution.names import Credentials
from analysis.attribution.parts import Part
from analysis.attribution.places import READ, Candidate, make_key
from analysis.attribution.short_names import expand_names
from analysis.attribution.suffixes import read_suffix
from analysis.attribution.terms import has_role, is_organisation
from analysis.attribution.words import LABEL_BEFORE

SHORT = re.compile(r"^((?:[^\W\d_a-z]\.?[\s-]?){1,3}[^\W\d_a-z]\.?|[^\W\d_][\w’'-]{1,24})\s?(?::|[–—])\s+(?=\S)")
FEWEST_AUTHORS = 3  # of a page, on one line
PERHAPS = 0.4  # a name that stands beside a position
LONGEST_ROLE = 7  # words
TITLED = re.compile(r"^([^:?!“”\"]{4,60}?)\s*:\s+([^“”\"]{3,160})$")


def find_candidates(parts: Sequence[Part]) -> dict[int, list[Candidate]]:
    """All candidates by the index of their first part, the likeliest first."""
    asked = Counter(p.text.partition(":")[0] for p in parts if p.text.endswith("?") and ":" in p.text[:60])
    titled = _find_titled(parts)
    only_title = sum(p.kind == "heading" and p.level == 1 for p in parts) == 1
    found: dict[int, list[Candidate]] = {}
    for index, part in enumerate(parts):
        labelled = index and LABEL_BEFORE.match(parts[index - 1].text)
        if part.machinery or part.separator or labelled or (only_title and part.level == 1):
            continue
        here = [
            *read_suffix(part, index),
            *read_run_in(part, index, asked),
            *(read_line(parts, index) if index not in titled else _read_titled(part, index)),
        ]
        if here := [c for c in here if not _says_more(c) and (not c.people or all(map(str.strip, c.people.names)))]:
            found[index] = sorted(here, key=lambda c: -c.quality)
    for candidate in _read_short(parts, found):
        found[candidate.index] = [candidate, *found.get(candidate.index, ())]
    dashed = Counter(c.key for here in found.values() for c in here)
    found = {
        i: kept for i, here in found.items() if (kept := [c for c in here if DASHED not in c.key or dashed[c.key] > 1])
    }
    captions = {i for i in found if _is_caption(found, i, headed=parts[i].kind == "heading")} | {*_find_bylines(found)}
    return {index: here for index, here in found.items() if index not in captions}


def _find_bylines(found: Mapping[int, Sequence[Candidate]]) -> Iterator[int]:
    """Lines that list the authors of a page, each of whom a header below names alone."""
    alone: set[str] = set()
    for index in sorted(found, reverse=True):
        people = found[index][0].people
        if people and len(people.names) >= FEWEST_AUTHORS and people.bare and alone.issuperset(people.names):
            yield index
        alone |= {c.people.names[0] for c in found[index] if c.people and len(c.people.names) == 1}


def _read_short(parts: Sequence[Part], found: Mapping[int, Sequence[Candidate]]) -> list[Candidate]:
    """`J. R.: words`, `Roe: words` on a page that names Jane Roe."""
    named = [c.people for here in found.values() for c in here if c.people and c.quality >= PERHAPS]
    heads = {i: head for i, part in enumerate(parts) if (head := SHORT.match(part.text))}
    full = expand_names((h[1] for h in heads.values()), (), (name for people in named for name in people.names))
    reason = "a short name of somebody whom the page names in full, before the words"
    read = []
    for i, head in heads.items():
        if head[1] in full:
            key, at = make_key(parts[i], "run-in", "short"), parts[i].start + head.end()
            read.append(Candidate(i, i, "run-in", Credentials((full[head[1]],)), 0.75, key, reason, "before", at))
    return read


def _is_caption(found: Mapping[int, Sequence[Candidate]], index: int, *, headed: bool) -> bool:
    """A line that only repeats the name of a fuller header beside it, as below a portrait; a heading, of one below."""
    first = found[index][0]
    own = first.people if first.shape != "run-in" and TITLED_LINE not in first.key else None
    beside = [c.people for i in ((index + 1,) if headed else (index - 1, index + 1)) for c in found.get(i, ())[:1]]
    return own is not None and own.bare and any(p and not p.bare and p.names == own.names for p in beside)


def _says_more(candidate: Candidate) -> bool:
    """Whether a line in which no name was read says more than who somebody is, as the motto of a series."""
    people = candidate.people if candidate.quality < READ else None
    return bool(people and not people.affiliation and len(people.role.split()) > LONGEST_ROLE)


def _find_titled(parts: Sequence[Part]) -> set[int]:
    """Lines `Name: question?` and `Name: position` above a paragraph, where all of their form on the page are such."""
    found: dict[int, bool] = {}
    for index, part in enumerate(parts):
        line = TITLED.match(part.text)
        if line and read_credentials(line[1]):
            heads = line[2].endswith("?") or has_role(line[2]) or is_organisation(line[2])
            found[index] = heads and any(p.prose for p in parts[index + 1 : index + 3])
    return set(found) if sum(found.values()) >= max(2, 0.7 * len(found)) else set()


def _read_titled(part: Part, index: int) -> Iterator[Candidate]:
    """The name, and the position unless a question stands there."""
    line = TITLED.match(part.text)
    text = (line[1] if part.text.endswith("?") else f"{line[1]}, {line[2]}") if line else ""
    if people := read_credentials(text):
        key = make_key(part, "line", "titled")
        yield Candidate(index, index, "line", people, 0.85, key, "a name and a colon above the words", "before")
