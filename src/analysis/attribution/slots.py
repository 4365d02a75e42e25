"""Slots: lines that recur beside headers - position, date, contact, expertise - belong to the header."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.attribution.candidates import Candidate, Key
from analysis.attribution.credentials import SPLIT_COMMA
from analysis.attribution.names import Credentials, is_person, strip_titles, tidy
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.positions import has_role, is_organisation, read_position

DEEPEST = 6  # lines under a name


def find_ends(parts: Sequence[Part], heads: Mapping[int, Candidate]) -> dict[int, int]:
    """The last line of each header of its own line, by the header's first line."""
    slots: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    size: dict[Key, int] = defaultdict(int)
    runs: dict[int, list[int]] = {}
    for index, head in heads.items():
        if head.shape != "line":
            continue
        size[head.key] += 1
        runs[index] = _run_of_lines(parts, head.last, heads)
        for offset in range(len(runs[index])):
            slots[head.key][offset] += 1
    ends = {}
    for index, run in runs.items():
        head, last = heads[index], heads[index].last
        for offset, line in enumerate(run):
            recurs = slots[head.key][offset] >= max(2, 0.5 * size[head.key])
            if not (recurs or parts[line].machinery or looks_like_position(parts[line])):
                break
            last = line
        ends[index] = last
    return ends


def _run_of_lines(parts: Sequence[Part], last: int, heads: Mapping[int, Candidate]) -> list[int]:
    """The short lines right below a name."""
    run: list[int] = []
    for index in range(last + 1, min(len(parts), last + 1 + DEEPEST)):
        part = parts[index]
        short = part.machinery or (
            part.words <= 20
            and not part.prose
            and part.kind != "heading"
            and part.text[:1] not in OPENING
            and not part.text.endswith(("?", "!", ":"))
            and (not part.finished or looks_like_position(part))
        )
        if index in heads or part.separator or not short or not part.words:
            break
        run.append(index)
    return run


def looks_like_position(part: Part) -> bool:
    """A short line that names a role or an organisation and nobody."""
    if part.words > 25 or part.text[:1] in OPENING or (part.finished and part.words > 6) or part.text[-1:] in "?!":
        return False
    first = SPLIT_COMMA.split(part.text)[0]
    if re.search(r":\s*\S", part.text) or (is_person(tidy(first)) and not is_organisation(first)):
        return False
    verb = r"\b(?:is|are|was|were|has|have|will|can|should|must)\b"
    return (has_role(part.text) or is_organisation(part.text)) and not re.search(verb, part.text)


def read_positions(
    parts: Sequence[Part], heads: Mapping[int, Candidate], ends: Mapping[int, int]
) -> dict[int, Credentials]:
    """Who each header names, with the positions that stand on the lines under the name.

    What a line holds is voted on by all headers of one type, so that a word no list knows is read like its neighbours.
    """
    votes: dict[tuple[Key, int], list[str]] = defaultdict(list)
    for index, head in heads.items():
        for offset, part in enumerate(_lines(parts, head, ends.get(index, head.last))):
            votes[head.key, offset].append(
                "role" if has_role(part.text) else "home" if is_organisation(part.text) else ""
            )
    read = {}
    for index, head in heads.items():
        if head.people is None:
            continue
        people = head.people
        lines = _lines(parts, head, ends.get(index, head.last))
        if head.shape == "line" and lines and not people.affiliation and (people.bare or not head.biography):
            title = strip_titles(tidy(parts[index].text))[1]
            people = _add_lines(people, title, lines, [votes[head.key, n] for n in range(len(lines))])
        read[index] = people
    return read


def unwrap(text: str) -> str:
    """`(role, organisation)` without its parentheses."""
    inner = re.fullmatch(r"\s*\(([^()]+)\)\s*", text)
    return inner[1] if inner else text


def drop_rivals(parts: Sequence[Part], heads: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Without a line that reads as a name but stands where other headers of this type have a position.

    Alike blocks are read alike: what lies two lines under a name is a name only where it mostly is one.
    """
    indices = sorted(i for i, h in heads.items() if h.shape == "line")
    places: dict[tuple[Key, int], list[bool]] = defaultdict(list)
    beside: dict[int, tuple[Key, int]] = {}
    for index in indices:
        head = heads[index]
        for offset in range(1, 4):
            line = head.last + offset
            if line >= len(parts) or parts[line].prose or parts[line].kind == "heading" or parts[line].separator:
                break
            places[head.key, offset].append(line in heads)
            if line in heads and line not in beside:
                beside[line] = (head.key, offset)
    dropped: set[int] = set()
    for line, place in beside.items():
        above = next(i for i in range(line - place[1], -1, -1) if i in heads)
        rare = sum(places[place]) < 0.5 * len(places[place])
        who = heads[above].people
        bare = who is not None and who.bare
        position = bare and looks_like_position(parts[line]) and heads[line].quality < 0.9
        if above not in dropped and ((rare and heads[line].side != "after") or position):
            dropped.add(line)
    return {i: h for i, h in heads.items() if i not in dropped}


def _lines(parts: Sequence[Part], head: Candidate, last: int) -> list[Part]:
    """The lines under the name that may hold a position."""
    return [p for p in parts[head.last + 1 : last + 1] if not p.machinery]


def _add_lines(people: Credentials, title: str, lines: Sequence[Part], votes: Sequence[Sequence[str]]) -> Credentials:
    """Role and affiliation from the lines; a line like no position, where others are none either, is a headline."""
    academic = "prof" in title.lower()
    roles: list[str] = [r for r in people.roles if not academic or r != title]
    homes: list[str] = []
    for part, vote in zip(lines, votes, strict=True):
        known = [v for v in vote if v]
        titled = all(t[0].isupper() for t in part.text.split() if len(t) > 3) and not part.styled
        if roles and not homes and titled and part.words <= 6 and not has_role(part.text):
            homes.append(tidy(part.text))  # the line under the role
            continue
        if len(known) < 0.5 * len(vote) or (not looks_like_position(part) and part.words > 8):
            continue
        elements = [e for e in (tidy(e) for e in SPLIT_COMMA.split(unwrap(part.text))) if e]
        unread = not has_role(part.text) and not is_organisation(part.text)
        if unread and len(elements) == 1 and known.count("role") > known.count("home"):
            roles.append(elements[0])
            continue
        role, home = read_position(elements)
        roles += [role] if role else []
        homes += [home] if home else []
    if academic and homes and not roles:
        roles = [title]  # a title is a role only where an organisation stands beside it and no other role
    return replace(people, roles=("; ".join(roles),) if roles else (), affiliation=", ".join(homes))
