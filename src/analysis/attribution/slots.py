"""Slots: lines that recur beside headers - position, date, contact, expertise - belong to the header."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.attribution.names import Credentials, strip_titles, tidy
from analysis.attribution.parts import VERB, Part
from analysis.attribution.places import Candidate, Key
from analysis.attribution.positions import is_field, list_notes, read_position
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation


def read_positions(parts: Sequence[Part], heads: Mapping[int, tuple[Candidate, int]]) -> dict[int, Credentials]:
    """Who each header names, with the positions that stand on the lines under the name, up to the header's last one.

    Whether a line holds a position is voted on by all headers of one type, as no list knows all words.
    """
    votes: dict[tuple[Key, int], list[bool]] = defaultdict(list)
    headings = Counter[str]()
    for head, last in heads.values():
        for offset, part in enumerate(_lines(parts, head, last)):
            votes[head.key, offset].append(has_role(part.text) or is_organisation(part.text))
            if part.kind == "heading":
                headings[part.text] += 1
    labels = {
        text for text, times in headings.items() if times > 1 and not has_role(text) and not is_organisation(text)
    }
    read = {}
    for index, (head, last) in heads.items():
        people, lines = head.people, [p for p in _lines(parts, head, last) if p.text not in labels]
        if people and lines and not people.affiliation:
            title = strip_titles(tidy(parts[index].text))[1]
            people = _add_lines(people, title, lines, [votes[head.key, n] for n in range(len(lines))])
        if people:
            read[index] = people
    return read


def _lines(parts: Sequence[Part], head: Candidate, last: int) -> list[Part]:
    """The lines under the name that may hold a position."""
    names = head.people.names if head.people else ()  # a caption repeats the name
    return [p for p in parts[head.last + 1 : last + 1] if not p.machinery and p.text not in names]


def _add_lines(people: Credentials, title: str, lines: Sequence[Part], votes: Sequence[Sequence[bool]]) -> Credentials:
    """Role and affiliation from the lines; a line like no position, where others are none either, is a headline."""
    roles, homes = list(people.roles), list[str]()
    for number, (part, vote) in enumerate(zip(lines, votes, strict=True)):
        longer = [t for t in part.text.split() if len(t) > 3]
        titled = bool(longer) and all(t[0].isupper() for t in longer)
        if roles and titled and not has_role(part.text):
            if not homes or is_organisation(part.text):
                homes.append(tidy(part.text))  # the line under the role
            continue
        if sum(vote) < 0.5 * len(vote) or (not part.position and (part.words > 8 or VERB.search(part.text))):
            continue
        role, home = read_position([e for note in list_notes(tidy(part.text)) for e in SPLIT_COMMA.split(note)])
        if role and is_field(home, [p.text for p in lines[number + 1 :]]):
            role, home = tidy(part.text), ""
        roles += [role] if role else []
        homes += [home] if home else []
    if "prof" in title.lower() and homes and not roles:
        roles = [title]  # a title is a role only where an organisation stands beside it and no other role
    return replace(people, roles=("; ".join(roles),) if roles else (), affiliation=", ".join(homes))
