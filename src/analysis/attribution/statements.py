"""Turns of a reading to statements: their exact edges, full positions, and how sure each is."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from statistics import median

from analysis.attribution.biographies import read_biographies, read_biography
from analysis.attribution.candidates import Candidate
from analysis.attribution.choosing import Chosen
from analysis.attribution.confidence import Signs, describe_doubts, estimate_chances
from analysis.attribution.found import Found
from analysis.attribution.labelling import READ, Turn, opens_quoted
from analysis.attribution.names import Credentials
from analysis.attribution.parts import Part
from analysis.attribution.positions import has_role
from analysis.attribution.quotations import strip_quotation
from analysis.attribution.slots import find_ends, read_positions
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
    turns = [t for t in chosen.reading.turns if t.body]
    quoted = sum(_is_opened(parts, t) for t in turns) > max(1, 0.6 * len(turns))
    spoken = [s for turn in turns if (s := _cut(page, parts, turn, people[turn.head.index], quoted=quoted))]
    lines = {i: c for i, here in candidates.items() for c in here if c.shape == "line" and c.people and not c.biography}
    listed = {
        people.names[0].casefold(): people
        for people in read_positions(parts, lines, find_ends(parts, lines)).values()
        if people.affiliation and len(people.names) == 1
    }
    kept = _drop_strays(page, parts, _drop_jump_list(page, spoken))
    known = {**listed, **read_biographies(parts)}
    return _fill_positions(_complete_names(kept, known.values()), known)


def _is_opened(parts: Sequence[Part], turn: Turn) -> bool:
    """Its words open with a quotation mark."""
    first = parts[turn.body[0]]
    return first.quoted or (turn.head.body >= 0 and opens_quoted(first, turn.head.body))


def _leave_quotation(parts: Sequence[Part], turn: Turn) -> tuple[list[int], list[int]]:
    """The body up to where its quotation is closed and plain text follows, and the rest."""
    body = turn.body
    if turn.side == "after" or turn.head.shape == "suffix" or not _is_opened(parts, turn):
        return list(body), []
    for number, index in enumerate(body[:-1]):
        below = parts[body[number + 1]]
        if CLOSED.search(parts[index].text) and not below.quoted and below.kind != "item":
            return body[: number + 1], body[number + 1 :]
    return list(body), []


CLOSED = re.compile(r"[”\"»][.,]?$")


def _cut(page: Page, parts: Sequence[Part], turn: Turn, people: Credentials, *, quoted: bool) -> Spoken | None:
    """The statement of a turn without what closes it: source notes, strays, furniture, marks around it.

    Where the page quotes its experts, what stands behind a closed quotation is not theirs.
    """
    body, after = _leave_quotation(parts, turn) if quoted else (list(turn.body), [])
    own = turn.head.body if turn.head.shape == "run-in" else -1
    plain = any(not parts[i].italic for i in body)
    trimmed: list[int] = after[::-1]
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
    if about and (set(about.names) & set(people.names) or (about.role and part.words < 40)):
        return True  # of this expert, or of whoever wrote the page
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


def _complete_names(spoken: Sequence[Spoken], known: Collection[Credentials]) -> list[Spoken]:
    """A turn under a family name alone has the full name from the page's list of speakers, where it gives one such."""
    voiced = {name.casefold() for s in spoken for name in s.people.names}
    full = [p.names[0] for p in known if len(p.names) == 1 and p.names[0].casefold() not in voiced]
    completed = []
    for statement in spoken:
        names = statement.people.names
        same = [n for n in full if n.split()[-1].casefold() == names[0].casefold()] if len(names) == 1 else []
        people = replace(statement.people, names=(same[0],)) if len(same) == 1 else statement.people
        completed.append(replace(statement, people=people))
    return completed


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
    found = []
    for statement, signs in zip(spoken, read_signs(page, parts, chosen, spoken), strict=True):
        chances = estimate_chances(signs)
        sure = chances.statement
        reason = "; ".join([_describe(statement), *describe_doubts(signs, chances)])
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


def read_signs(page: Page, parts: Sequence[Part], chosen: Chosen, spoken: Sequence[Spoken]) -> list[Signs]:
    """What speaks for and against each statement."""
    heads = Counter(s.turn.head.key for s in spoken)
    lengths = [max(1, count_words(page.text[s.start : s.end])) for s in spoken]
    usual = median(lengths) if lengths else 1
    return [
        _read_signs(
            page, parts, chosen, spoken, number, alike=heads[s.turn.head.key], words=words, ratio=log2(words / usual)
        )
        for number, (s, words) in enumerate(zip(spoken, lengths, strict=True))
    ]


def _read_signs(
    page: Page,
    parts: Sequence[Part],
    chosen: Chosen,
    spoken: Sequence[Spoken],
    number: int,
    *,
    alike: int,
    words: int,
    ratio: float,
) -> Signs:
    """What speaks for and against one statement, given how many heads are of its kind, its words, and how many times
    (as a power of two) as long as the page's median statement it is."""
    statement, people = spoken[number], spoken[number].people
    turn, head = statement.turn, statement.turn.head
    text = page.text[statement.start : statement.end]
    signed = turn.side == "after"
    beside = [s.turn.head for s in (*spoken[max(0, number - 1) : number], *spoken[number + 1 : number + 2])]
    return Signs(
        quality=head.quality,
        bare=people.bare,
        weak=alike < 3 and head.quality < 0.6,
        alone=alike == 1 and len(spoken) > 2,
        alike=alike / len(spoken),
        unread=head.quality < READ,
        single=any(" " not in name for name in people.names),
        collective=people.kind != "person",
        signed=signed,
        inside=head.shape != "line",
        margin=min(1.0, max(0.0, chosen.margin)),
        loose=_has_loose_words(parts, chosen, spoken, number),
        doubtful=_has_doubtful_line(parts, chosen, turn),
        trimmed=any(parts[i].finished for i in statement.trimmed),
        continued=bool(turn.continued),
        odd_end=not re.search(r"[.!?…][”\"’»)\]*“]*$|[”\"»]$", text.rstrip()),
        asking=_holds_question(parts, turn),
        unquoted_tail=_goes_on_after_quotation(parts, turn),
        quoted=_is_opened(parts, turn),
        beside_unread=any(h.quality < READ for h in beside),
        outermost=number == (0 if signed else len(spoken) - 1),
        long=min(3.0, max(0.0, ratio)),
        short=min(3.0, max(0.0, -ratio)),
        brief=words < 8,
        few=len(spoken) < 3,
        whole=bool(people.role and people.affiliation),
        sole=bool(people.role) != bool(people.affiliation),
        wordy=count_words(f"{people.role} {people.affiliation}") > 10,
        lists="," in people.affiliation,
        elsewhere=statement.biography,
    )


def _has_loose_words(parts: Sequence[Part], chosen: Chosen, spoken: Sequence[Spoken], number: int) -> bool:
    """Words between the statement and its neighbours, below its header, that nobody has."""
    turn = spoken[number].turn
    after = spoken[number + 1].turn.head.index if number + 1 < len(spoken) else len(parts)
    before = spoken[number - 1].turn.body[-1] if number else -1
    reach = range(max(0, before + 1, min(turn.body[0], turn.head.index) + 1), min(after, len(parts)))
    return any(chosen.reading.owners[i] == "loose" and parts[i].prose for i in reach)


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


def _holds_question(parts: Sequence[Part], turn: Turn) -> bool:
    """A short question stands in a paragraph of its own behind its first one: it may be a heading."""
    return any(parts[i].text.endswith("?") and parts[i].words <= 12 for i in turn.body[1:])


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
