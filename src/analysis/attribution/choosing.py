"""Which candidates are headers and on which side their words stand: the reading that explains most of the page."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.attribution.candidates import Candidate, Key, Side
from analysis.attribution.labelling import Labelled, label, score
from analysis.attribution.parts import Part
from analysis.attribution.slots import DEEPEST, drop_rivals, find_ends
from analysis.attribution.unread import find_alike
from analysis.attribution.words import HOSTED

ENOUGH = 0.6  # a candidate's quality with what speaks for it on the page
GROUPS = 8  # types of headers that are weighed against each other; rarer ones stay as they look
AUTHORS = re.compile(r"\b(?:editor|reporter|writer|journalist|correspondent|producer|author)\b", re.IGNORECASE)
SIDES: tuple[Side, ...] = ("before", "after", "off")


@dataclass(frozen=True)
class Chosen:
    """The reading that explains most, and what it was chosen from."""

    reading: Labelled
    heads: Mapping[int, Candidate]
    ends: Mapping[int, int]
    sides: Mapping[Key, Side]
    margin: float  # by how much it explains more than the next best, per statement


def choose_reading(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]]) -> Chosen:
    """Try each type of header with its words below, above and not at all; keep what explains more."""
    heads = _accept(parts, candidates)
    groups = [key for key, _ in Counter(c.key for c in heads.values() if c.people).most_common(GROUPS)]
    fixed = {c.key for c in heads.values() if c.shape != "line"} | {c.key for c in heads.values() if c.side}
    best: tuple[float, dict[Key, Side]] | None = None
    rival = -1e9
    for start in ("before", "after"):
        sides: dict[Key, Side] = dict.fromkeys(groups, start)
        value, _ = _try(parts, candidates, heads, sides)
        for _ in range(2):
            changed = False
            for key in groups:
                for side in ("before", "off") if key in fixed else SIDES:
                    if side == sides[key]:
                        continue
                    other, _ = _try(parts, candidates, heads, sides | {key: side})
                    if other > value + 1e-9:
                        value, sides, changed = other, sides | {key: side}, True
                    else:
                        rival = max(rival, other)
            if not changed:
                break
        if best is None or value > best[0] + 1e-9:
            rival = max(rival, best[0]) if best else rival
            best = (value, sides)
        else:
            rival = max(rival, value) if sides != best[1] else rival
    assert best is not None
    sides = best[1]
    kept = {i: c for i, c in heads.items() if sides.get(c.key, "before") != "off"}
    ends = find_ends(parts, kept)
    reading = label(parts, kept, sides, ends)
    spoken = max(1, sum(bool(t.body) for t in reading.turns))
    return Chosen(reading, kept, ends, sides, (best[0] - rival) / spoken)


def _try(
    parts: Sequence[Part],
    candidates: Mapping[int, Sequence[Candidate]],
    heads: Mapping[int, Candidate],
    sides: Mapping[Key, Side],
) -> tuple[float, Labelled]:
    """The score of one reading."""
    kept = {i: c for i, c in heads.items() if sides.get(c.key, "before") != "off"}
    reading = label(parts, kept, sides, find_ends(parts, kept))
    return score(parts, candidates, reading), reading


def _accept(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]]) -> dict[int, Candidate]:
    """One candidate for each place that looks like a header, by its words and by others of its type."""
    size = Counter(c.key for here in candidates.values() for c in here if c.quality >= 0.4)
    surnames = _collect_surnames(candidates)
    alike = find_alike(parts, candidates)
    accepted: dict[int, Candidate] = {}
    by_key: dict[Key, list[int]] = defaultdict(list)
    taken = -1
    for index in sorted(candidates):
        if index <= taken:
            continue
        weighed = [(_weigh(parts, c, size, surnames) + 0.4 * alike(c), -n, c) for n, c in enumerate(candidates[index])]
        value, _, candidate = max(weighed, key=lambda w: w[:2])
        if value >= ENOUGH:
            accepted[index] = candidate
            by_key[candidate.key].append(index)
            taken = candidate.last
    accepted = _without_list(parts, accepted)
    accepted = _without_repeated(parts, _without_closing_note(accepted, by_key), by_key)
    return drop_rivals(parts, _without_host(parts, _without_biographies(parts, accepted), by_key))


def _without_list(parts: Sequence[Part], accepted: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Without lines in a list of people who all speak below, in turns of another form."""
    speaking = {
        n.split()[-1].casefold() for c in accepted.values() if c.people and c.shape != "line" for n in c.people.names
    }
    listed: list[list[int]] = [[]]
    for index, head in accepted.items():
        last = accepted[listed[-1][-1]].last if listed[-1] else -9
        if head.shape != "line" or not head.people or head.people.names[0].split()[-1].casefold() not in speaking:
            continue
        if index - last > DEEPEST or any(p.prose for p in parts[last + 1 : index]):
            listed.append([])
        listed[-1].append(index)
    dropped = {i for run in listed if len(run) > 1 for i in run}
    return {i: c for i, c in accepted.items() if i not in dropped}


def _without_closing_note(
    accepted: Mapping[int, Candidate], by_key: Mapping[Key, Sequence[int]]
) -> dict[int, Candidate]:
    """Without a last line that says who somebody is, where no other header does: it is about the page's own author."""
    last = max(accepted, default=-1)
    people = accepted[last].people if len(accepted) > 2 and accepted[last].biography else None
    note = people and AUTHORS.search(people.role) and len(by_key[accepted[last].key]) == 1
    return {i: c for i, c in accepted.items() if not (note and i == last)}


def _without_repeated(
    parts: Sequence[Part], accepted: Mapping[int, Candidate], by_key: Mapping[Key, Sequence[int]]
) -> dict[int, Candidate]:
    """Without `Roe said:` right under the line that names Roe, where no other header is of its type."""
    kept: dict[int, Candidate] = {}
    for index, head in accepted.items():
        above = next(reversed(kept.values()), None)
        near = above and above.shape == "line" and all(p.machinery for p in parts[above.last + 1 : index])
        own = near and above and above.people and head.people and above.people.names == head.people.names
        if not (own and head.shape == "run-in" and len(by_key[head.key]) == 1):
            kept[index] = head
    return kept


def _weigh(parts: Sequence[Part], candidate: Candidate, size: Counter[Key], surnames: set[str]) -> float:
    """The candidate's quality with what the page says for it: others of its type, a known name, words beside it."""
    value = candidate.quality + 0.15 * (size[candidate.key] >= 2) + 0.1 * (size[candidate.key] >= 4)
    people = candidate.people
    if people and len(people.names) == 1 and " " not in people.names[0] and people.names[0].casefold() in surnames:
        value += 0.3
    if candidate.shape == "line":
        beside = [parts[i] for i in (candidate.index - 1, candidate.last + 1) if 0 <= i < len(parts)]
        value += 0.05 * any(p.prose for p in beside) - 0.2 * (not any(p.prose or p.words <= 20 for p in beside))
    return value


def _collect_surnames(candidates: Mapping[int, Sequence[Candidate]]) -> set[str]:
    """Family names of everybody whom the page names in full."""
    return {
        name.split()[-1].casefold()
        for here in candidates.values()
        for c in here
        if c.people and c.quality >= 0.45
        for name in c.people.names
        if " " in name
    }


def _without_biographies(parts: Sequence[Part], accepted: dict[int, Candidate]) -> dict[int, Candidate]:
    """Without notes about people whose words stand under a header of their own elsewhere."""
    voiced = {
        name
        for i, c in accepted.items()
        if c.people
        and not c.biography
        and (parts[i].prose if c.shape != "line" else _has_words(parts, c.last, accepted))
        for name in c.people.names
    }
    notes = {i: set(c.people.names) <= voiced for i, c in accepted.items() if c.biography and c.people}
    if sum(notes.values()) < 0.6 * len(notes):
        return accepted
    return {i: c for i, c in accepted.items() if not notes.get(i)}


def _has_words(parts: Sequence[Part], last: int, accepted: Mapping[int, Candidate]) -> bool:
    """Whether words follow the header before the next one, at most a few lines below."""
    for index in range(last + 1, min(len(parts), last + 5)):
        if index in accepted:
            return False
        if parts[index].prose:
            return True
    return False


def _without_host(
    parts: Sequence[Part], accepted: dict[int, Candidate], by_key: Mapping[Key, Sequence[int]]
) -> dict[int, Candidate]:
    """Without the page's own author: a bare name or byline at the top, set like no other header."""
    if len(accepted) < 3:
        return accepted
    named = Counter(n.casefold() for c in accepted.values() if c.people for n in c.people.names)
    several = [
        i
        for i, c in accepted.items()
        if c.shape == "line"
        and c.people
        and len(c.people.names) > 1
        and all(named[n.casefold()] > 1 for n in c.people.names)
    ]  # `By A, B and C` above texts that have a header each
    accepted = {i: c for i, c in accepted.items() if i not in several[:1]}
    for first in sorted(accepted)[:2]:  # the author's name at the top, and a signature under the introduction
        head = accepted[first]
        alone = len(by_key[head.key]) == 1 and head.shape == "line" and head.people and head.people.bare
        at_top = not any(p.prose for p in parts[:first])
        signs = head.side == "after" and head.people and " " not in head.people.names[0]
        if not (alone and (at_top or signs)):
            break
        accepted = {i: c for i, c in accepted.items() if i != first}
    hosts = " / ".join(p.text for p in parts if p.words < 15 and HOSTED.search(p.text))
    return {i: c for i, c in accepted.items() if not (c.people and all(n in hosts for n in c.people.names))}
