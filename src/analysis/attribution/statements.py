"""Turns of a reading to statements: their exact edges, full positions, and how sure each is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.attribution.biographies import read_biographies, read_biography
from analysis.attribution.candidates import Candidate
from analysis.attribution.choosing import Chosen
from analysis.attribution.confidence import Signs, describe_doubts, estimate_confidence
from analysis.attribution.found import Found
from analysis.attribution.labelling import Labelled, Turn
from analysis.attribution.names import Credentials
from analysis.attribution.parts import Part
from analysis.attribution.positions import has_role
from analysis.attribution.quotations import strip_quotation
from analysis.attribution.slots import read_positions
from analysis.attribution.words import CLOSING_LINE
from analysis.segmentation import strip_span
from analysis.sources.asides import NOTE
from analysis.sources.page import Page
from analysis.text import count_words


@dataclass(frozen=True)
class Spoken:
    """A statement before it is weighed: whose, from where to where, and the turn it comes from."""

    people: Credentials
    start: int
    end: int
    turn: Turn
    trimmed: tuple[int, ...]  # parts at its end that are not its words
    biography: bool = False


def collect_statements(
    page: Page, parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]], chosen: Chosen
) -> list[Spoken]:
    """All statements in page order, with the positions that the page gives anywhere."""
    people = read_positions(parts, chosen.heads, chosen.ends)
    spoken = [s for turn in chosen.reading.turns if (s := _cut(page, parts, turn, people[turn.head.index]))]
    listed = {
        c.people.names[0].casefold(): c.people
        for here in candidates.values()
        for c in here
        if c.people and c.people.affiliation and len(c.people.names) == 1 and c.shape == "line"
    }
    kept = _drop_strays(page, parts, _drop_jump_list(page, spoken))
    return _fill_positions(kept, {**listed, **read_biographies(parts)})


def _cut(page: Page, parts: Sequence[Part], turn: Turn, people: Credentials) -> Spoken | None:
    """The statement of a turn without what closes it: source notes, strays, furniture, marks around it."""
    body = list(turn.body)
    own = turn.head.body if turn.head.shape == "run-in" else -1
    plain = any(not parts[i].italic for i in body)
    trimmed: list[int] = []
    while len(body) > (1 if own >= 0 else 0) and _closes(parts, body[-1], turn, people, plain=plain):
        trimmed.append(body.pop())
    if not body:
        return None
    start = own if own >= 0 else parts[body[0]].start
    end = turn.head.cut if turn.head.cut >= 0 else parts[body[-1]].end
    start, end = strip_span(page.text, start, end)
    while note := re.search(rf"(?:{NOTE.pattern}|{ODD_NOTE})\s*$", page.text[max(start, end - 200) : end]):
        start, end = strip_span(page.text, start, max(start, end - 200) + note.start())
        if start >= end:
            return None
    start, end = strip_span(page.text, *strip_quotation(page.text, start, end))
    return Spoken(people, start, end, turn, tuple(trimmed)) if start < end else None


STRAY = 15  # words
ODD_NOTE = r"\s*\[[A-Z][\w .&’'-]{1,30},? \d[\d/.,-]{2,12}\]"


def _closes(parts: Sequence[Part], index: int, turn: Turn, people: Credentials, *, plain: bool) -> bool:
    """A line at the end of a statement that is not its expert's: a stray, a biography, an editor's line."""
    part = parts[index]
    if part.kind != "quote" and turn.head.shape != "suffix" and not part.finished and part.words < 25:
        return turn.side == "before" or not part.prose
    if part.words >= 90:
        return False
    about = read_biography(part.text)
    if about and set(about.names) & set(people.names):
        return True
    return bool(CLOSING_LINE.search(part.text)) or (plain and part.italic and part.words < 60)


def _drop_jump_list(page: Page, spoken: Sequence[Spoken]) -> list[Spoken]:
    """Without short entries at the top whose expert has a real statement further down."""
    longest: dict[tuple[str, ...], int] = {}
    kept = []
    for statement in reversed(spoken):
        words = count_words(page.text[statement.start : statement.end])
        if (
            words >= 8
            or longest.get(statement.people.names, 0) <= 3 * max(words, 5)
            or statement.turn.head.shape != "line"
        ):
            kept.append(statement)
        longest[statement.people.names] = max(words, longest.get(statement.people.names, 0))
    return kept[::-1]


def _drop_strays(page: Page, parts: Sequence[Part], spoken: Sequence[Spoken]) -> list[Spoken]:
    """Without a few words under a bare name, such as a newsletter's, where all who say more have a position."""
    counts = [count_words(page.text[s.start : s.end]) for s in spoken]
    said = [s for s, words in zip(spoken, counts, strict=True) if words >= STRAY]
    if len(said) < 2 or any(s.people.bare for s in said):
        return list(spoken)
    return [
        s
        for s, words in zip(spoken, counts, strict=True)
        if words >= STRAY
        or not s.people.bare
        or s.turn.head.shape != "line"
        or s.people.names[0] in {n for o in said for n in o.people.names}
    ]


def _fill_positions(spoken: Sequence[Spoken], known: Mapping[str, Credentials]) -> list[Spoken]:
    """Where a header gives no position, that of a biography or a list of speakers elsewhere on the page."""
    filled = []
    for statement in spoken:
        people = statement.people
        bios = [known.get(name.casefold()) for name in people.names]
        if people.affiliation or not all(bios):
            filled.append(statement)
            continue
        roles = tuple(bio.role for bio in bios if bio and bio.role)
        if people.role and len(bios) == 1:
            told = "; ".join([*people.roles, *roles]).split("; ")
            roles = ("; ".join({role.casefold(): role for role in told}.values()),)
        home = "; ".join(dict.fromkeys(bio.affiliation for bio in bios if bio and bio.affiliation))
        filled.append(replace(statement, people=replace(people, roles=roles, affiliation=home), biography=True))
    return filled


def weigh_statements(
    page: Page,
    parts: Sequence[Part],
    candidates: Mapping[int, Sequence[Candidate]],
    chosen: Chosen,
    spoken: Sequence[Spoken],
) -> list[Found]:
    """Each statement with how sure it is, and why."""
    full = list(dict.fromkeys(n for s in spoken for n in s.people.names if " " in n))
    named = [n for here in candidates.values() for c in here if c.people and c.quality >= 0.7 for n in c.people.names]
    full += [n for n in dict.fromkeys(named) if " " in n and n not in full]
    longer: dict[str, list[str]] = {}
    for one in full:
        longer.setdefault(_list_names(one)[-1], []).append(one)
    heads = Counter(s.turn.head.key for s in spoken)
    found = []
    for number, statement in enumerate(spoken):
        signs = _read_signs(page, parts, chosen, spoken, number, alike=heads[statement.turn.head.key])
        sure = estimate_confidence(signs)
        reason = "; ".join([_describe(statement), *describe_doubts(signs)])
        name = statement.people.names[0]
        others = longer.get(_list_names(name)[-1], ()) if len(statement.people.names) == 1 else ()
        same = [n for n in others if n != name and _is_short_for(name, n)]
        if same:
            sure, reason = min(sure, 0.6), f"{reason}; {name} is probably the same person as {same[0]}"
        words = count_words(page.text[statement.start : statement.end])
        found.append(Found(statement.people, statement.start, statement.end, round(sure, 2), reason, words))
    return found


def _describe(statement: Spoken) -> str:
    """What kind of header names the expert, and on which side of the words."""
    turn = statement.turn
    reason = turn.head.why + (", under the words" if turn.side == "after" and turn.head.shape == "line" else "")
    reason += f", continued under the heading “{turn.continued}”" if turn.continued else ""
    return reason + ("; the position stands in a biography on the page" if statement.biography else "")


def _read_signs(
    page: Page, parts: Sequence[Part], chosen: Chosen, spoken: Sequence[Spoken], number: int, *, alike: int
) -> Signs:
    """What speaks for and against a statement."""
    statement = spoken[number]
    turn = statement.turn
    text = page.text[statement.start : statement.end]
    after = spoken[number + 1].turn.head.index if number + 1 < len(spoken) else len(parts)
    before = spoken[number - 1].turn.body[-1] if number else -1
    reach = range(max(0, before + 1), min(after, len(parts)))
    return Signs(
        quality=turn.head.quality,
        weak=alike < 3 and turn.head.quality < 0.6,
        alone=alike == 1 and len(spoken) > 2,
        margin=chosen.margin,
        loose=sum(
            parts[i].words
            for i in reach
            if _is_loose(chosen.reading, parts, i) and i > min(turn.body[0], turn.head.index)
        ),
        doubtful=_has_doubtful_line(parts, chosen, turn),
        trimmed=sum(parts[i].words for i in statement.trimmed if parts[i].finished),
        continued=bool(turn.continued),
        odd_end=not re.search(r"[.!?…][”\"’»)\]*“]*$|[”\"»]$", text.rstrip())
        and not text.rstrip().endswith(("”", '"')),
        unquoted_tail=_goes_on_after_quotation(parts, turn),
        unread=turn.head.quality < 0.45,
        last=number == len(spoken) - 1,
        words=count_words(text),
        position=""
        if statement.people.bare
        else "whole"
        if statement.people.role and statement.people.affiliation
        else "part",
    )


def _has_doubtful_line(parts: Sequence[Part], chosen: Chosen, turn: Turn) -> bool:
    """A short line or a second quotation inside the words, where a header could stand that was not read."""
    quoted = [parts[i] for i in turn.body if parts[i].quoted and parts[i].kind != "quote"]
    closed = sum(p.text[-1:] in '”"»“' for p in quoted)
    if turn.head.shape != "suffix" and turn.side == "before" and closed > 1 and len(quoted) < len(turn.body):
        return True
    inner = [i for i in turn.body if i != turn.head.index]
    for index in inner:
        part = parts[index]
        head = part.text[:160].partition(": “")[0] if ": “" in part.text[:160] else ""
        short = not part.prose and part.kind == "paragraph" and part.words <= 12 and part.text[-1:] not in ":.!?…”"
        if (short and index != inner[-1]) or (head and has_role(head)):
            return True
    return False


def _is_loose(reading: Labelled, parts: Sequence[Part], index: int) -> bool:
    return reading.owners[index] == "loose" and parts[index].prose


def _goes_on_after_quotation(parts: Sequence[Part], turn: Turn) -> bool:
    """A statement that opens as a quotation and ends with words outside of it."""
    if len(turn.body) < 2:
        return False
    first, last = parts[turn.body[0]], parts[turn.body[-1]]
    opened = first.quoted and first.text[-1:] in '”"»“'
    return opened and not last.quoted


def _list_names(name: str) -> list[str]:
    """The names of a person in small letters, initials without their stop."""
    return name.lower().replace(".", "").split() or [""]


def _is_short_for(short: str, full: str) -> bool:
    """`Roe`, `J. Roe` or `Jane Roe` for `Jane A. Roe`."""
    few, many = _list_names(short), _list_names(full)
    if few[-1] != many[-1] or len(few) > len(many) or few == many:
        return False
    return len(few) == 1 or many[0].startswith(few[0]) or few[0].startswith(many[0])
