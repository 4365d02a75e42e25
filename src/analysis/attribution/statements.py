"""Turns to statements: their exact edges, full positions, and how sure each is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from math import log1p, log2
from statistics import median

from analysis.attribution.biographies import read_biographies, read_biography, read_introductions
from analysis.attribution.completing import complete_people
from analysis.attribution.confidence import Signs, describe_doubts, estimate_chances
from analysis.attribution.found import Found
from analysis.attribution.labels import Labelled
from analysis.attribution.names import Credentials
from analysis.attribution.parts import SENTENCE_END, Part
from analysis.attribution.places import READ, Candidate
from analysis.attribution.quotations import strip_quotation
from analysis.attribution.short_names import INITIALS, is_cut_short
from analysis.attribution.slots import read_positions
from analysis.attribution.turns import Turn, Turns
from analysis.attribution.words import CONTACT, FURNITURE, INTERESTS
from analysis.segmentation import strip_span
from analysis.sources.asides import NOTE
from analysis.sources.page import Page
from analysis.text import count_words
from analysis.text.quotations import SAYING

UNIT = 1000.0  # of weights
CLEAR_END = 4.0  # an end that is no doubt, as a logarithm of margins
MARKS = "“”„«»\"'‘’ "
FEWEST = 5  # words that are not said again by chance
REMARK = re.compile(r"^(?:\([^()]*\)|\[[^\[\]]*\])$")  # `(Applause)`, `[The prepared statement follows:]`
ABOUT = re.compile(  # behind a family name: `, professor of law, is …`, ` teaches …`
    r"(?:,[^.]{3,90},| \([^()]{1,40}\))? (?:is|was|has been|serves|works|leads|teaches|studies)\b"
)
TITLE = re.compile(r"(?:Dr|Prof(?:essor)?|Mr|Mrs|Ms)\.? ")
LAST_NOTE = re.compile(  # a source behind the last words, or where they were written: `[Post, 1/2/31]`, `(Twitter)`
    rf"(?:{NOTE.pattern}|\s*\[[\w .&’',-]{{0,40}} \d[\d/.,-]{{2,12}}\]"
    r"|\s*\((?:Applause|Laughter|Interruption|Interjection|Beifall|Heiterkeit|Zwischenruf|Applaudissements|Rires)[^()]{0,40}\)"
    rf"|(?<=[”\"»’])(?:\.?\s*\([^\W\d_][^()]{{1,160}}\)|\s*,?\s*(?:(?:he|she|they) {SAYING}|{SAYING} (?:he|she|they)"
    r"|[^\W\d_]+(?:-t-(?:il|elle)| (?:er|sie|han|hon))))\.?)\s*$"
)


@dataclass(frozen=True)
class Spoken:
    """A statement before it is weighed: whose, from where to where, and the turn it comes from."""

    people: Credentials
    start: int
    end: int
    turn: Turn
    words: int
    biography: bool = False


def collect_statements(
    page: Page, parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]], read: Turns
) -> list[Spoken]:
    """All statements in page order, with the positions that the page gives anywhere."""
    people = read_positions(parts, {t.head.index: (t.head, t.last) for t in read.turns})
    spoken = [
        s for turn in read.turns if turn.body and (s := _cut(page, parts, turn, people[turn.head.index], candidates))
    ]
    known = _read_known(parts, candidates, spoken, [page.text[b.start : b.end] for b in page.blocks])
    return _complete(spoken, known)


def _read_known(
    parts: Sequence[Part],
    candidates: Mapping[int, Sequence[Candidate]],
    spoken: Sequence[Spoken],
    blocks: Sequence[str],
) -> dict[str, Credentials]:
    """Who is told of in biographies and lists of speakers, where a header gives no organisation; by the name."""
    wanted = {n for s in spoken if not (s.people.role and s.people.affiliation) for n in s.people.names}
    if not wanted:
        return {}
    families = {n.split()[-1].casefold() for n in wanted}
    initials = [n for n in wanted if INITIALS.match(n)]
    lines = {}
    for index, here in candidates.items():
        for line in [c for c in here[:1] if c.shape == "line" and c.people]:
            full = line.people.names[0] if line.people else ""
            if full.split()[-1].casefold() in families or any(is_cut_short(n, full) for n in initials):
                below = takewhile(lambda p: p.position, parts[line.last + 1 : line.last + 4])
                lines[index] = (line, line.last + len(list(below)))
    listed = {
        people.names[0].casefold(): people
        for people in read_positions(parts, lines).values()
        if people.affiliation and len(people.names) == 1
    }
    whole = {" ".join(n.split()[-many:]): n for many in (1, 2) for n in wanted if n.count(" ") >= many}
    sources = (read_biographies(parts, whole), read_introductions(parts, blocks), listed)
    known = {name: one for source in reversed(sources) for name, one in source.items()}
    return {**known, **{n: one for source in reversed(sources) for n, one in source.items() if one.affiliation}}


def _cut(
    page: Page, parts: Sequence[Part], turn: Turn, people: Credentials, candidates: Mapping[int, Sequence[Candidate]]
) -> Spoken | None:
    """The statement of a turn without source notes, the marks around it and who said it at the end once more."""
    lines = [parts[i] for i in turn.body]
    said = [i for i in turn.body if i == turn.head.index or not _is_no_edge(parts[i], lines, people)]
    if not said:
        return None
    own = turn.head.body if turn.head.shape == "run-in" else _find_second_head(people, candidates.get(said[0], ()))
    start = own if own >= 0 else parts[said[0]].start
    again = [c.cut for c in candidates.get(turn.body[-1], ()) if c.cut >= 0]
    end = next(iter([turn.head.cut] * (turn.head.cut >= 0) + again), parts[said[-1]].end)
    start, end = strip_span(page.text, start, end)
    while note := LAST_NOTE.search(page.text[max(start, end - 200) : end]):
        start, end = strip_span(page.text, start, max(start, end - 200) + note.start())
    start, end = strip_span(page.text, *strip_quotation(page.text, start, end))
    words = count_words(page.text[start:end])
    return Spoken(people, start, end, turn, words) if words else None


def _is_no_edge(part: Part, lines: Sequence[Part], people: Credentials) -> bool:
    """What no statement begins or ends with: a heading, a remark, interests declared, words of its own shown once more.

    Nor with a sentence that says who the speaker is.
    """
    aside = CONTACT.match(part.text) or REMARK.match(part.text) or INTERESTS.match(part.text)
    if part.kind == "heading" or aside or any(_tells_of(part.text, name) for name in people.names):
        return True
    words = part.text.strip(MARKS)
    return part.quoted and part.words >= FEWEST and any(words in p.text for p in lines if p is not part)


def _tells_of(text: str, name: str) -> bool:
    """Whether it opens with what somebody of this family name is."""
    opens = title.end() if (title := TITLE.match(text)) else 0
    tokens = name.split()
    families = (" ".join(tokens[i:]) for i in range(len(tokens)))
    return any(text.startswith(f, opens) and ABOUT.match(text, opens + len(f)) for f in families)


def _find_second_head(people: Credentials, opens: Sequence[Candidate]) -> int:
    """Where the words begin behind `Dr. Roe.`, under a header with the whole name, or -1."""
    family = people.names[0].split()[-1:]
    return next((c.body for c in opens if c.body >= 0 and c.people and c.people.names[0].split() == family), -1)


def _complete(spoken: Sequence[Spoken], known: Mapping[str, Credentials]) -> list[Spoken]:
    """A name cut short, and a header without a position, from a biography, a list of speakers or another header."""
    told = complete_people([s.people for s in spoken], known)
    return [replace(s, people=one, biography=known_so) for s, (one, known_so) in zip(spoken, told, strict=True)]


def weigh_statements(
    page: Page,
    parts: Sequence[Part],
    candidates: Mapping[int, Sequence[Candidate]],
    labelled: Labelled,
    spoken: Sequence[Spoken],
) -> list[Found]:
    """Each statement with how sure it is, and why."""
    named = [c.people for here in candidates.values() for c in here if c.people and c.quality >= 0.7]
    full = [name for people in [*(s.people for s in spoken), *named] for name in people.names]
    longer: dict[str, list[str]] = {}
    for one in dict.fromkeys(full):
        longer.setdefault(_list_names(one)[-1], []).append(one)
    found = []
    for statement, signs in zip(spoken, read_signs(page, parts, labelled, spoken), strict=True):
        chances = estimate_chances(signs)
        sure = chances.statement
        reason = "; ".join([_describe(statement), *describe_doubts(signs, chances)])
        name = statement.people.names[0]
        others = longer.get(_list_names(name)[-1], ()) if len(statement.people.names) == 1 else ()
        same = [n for n in others if n != name and _is_short_for(name, n)]
        if same:
            sure, reason = min(sure, 0.6), f"{reason}; {name} is probably the same person as {same[0]}"
        found.append(Found(statement.people, statement.start, statement.end, round(sure, 2), reason, statement.words))
    return found


def _describe(statement: Spoken) -> str:
    """What kind of header names the expert, and on which side of the words."""
    turn = statement.turn
    reason = turn.head.reason + (", under the words" if turn.side == "after" and turn.head.shape == "line" else "")
    return reason + ("; the position stands elsewhere on the page" if statement.biography else "")


def read_signs(page: Page, parts: Sequence[Part], labelled: Labelled, spoken: Sequence[Spoken]) -> list[Signs]:
    """What speaks for and against each statement."""
    usual = median(s.words for s in spoken) if spoken else 1
    alike = Counter(s.turn.head.key for s in spoken)
    margins = [log1p(m / UNIT) for m in labelled.margins]
    heads = [margins[s.turn.head.index] for s in spoken]
    signs = []
    loose = _find_unexplained(parts, labelled, spoken)
    for number, statement in enumerate(spoken):
        people, turn, head = statement.people, statement.turn, statement.turn.head
        first, last = turn.body[0], turn.body[-1]
        closes = number == len(spoken) - 1 and _closes_page(parts, last)
        ratio = log2(statement.words / usual)
        signs.append(
            Signs(
                quality=head.quality,
                bare=people.bare,
                unread=head.quality < READ,
                collective=people.kind != "person",
                alike=alike[head.key] / len(spoken),
                clear=heads[number],
                begins=min(margins[max(0, first - 1) : first + 1]),
                ends=CLEAR_END if closes else min(margins[last : last + 2]),
                within=min(margins[first : last + (not closes)], default=CLEAR_END),
                beside=min(heads[max(0, number - 1) : number + 2]),
                asking=any(parts[i].text.endswith("?") and parts[i].words <= 12 for i in turn.body[1:]),
                odd_end=not SENTENCE_END.search(page.text[statement.start : statement.end]),
                long=min(3.0, max(0.0, ratio)),
                short=min(3.0, max(0.0, -ratio)),
                loose=loose,
                whole=bool(people.role and people.affiliation),
                wordy=count_words(f"{people.role} {people.affiliation}") > 10,
                lists="," in people.affiliation,
            )
        )
    return signs


def _find_unexplained(parts: Sequence[Part], labelled: Labelled, spoken: Sequence[Spoken]) -> float:
    """How many words below the first statement were read as nobody’s, as a share of those that are somebody’s."""
    first = min((s.turn.body[0] for s in spoken), default=0)
    outside = [
        p
        for p, label in zip(parts, labelled.labels, strict=True)
        if label == "outside" and p.start > parts[first].start
    ]
    loose = sum(p.words for p in outside if p.prose and not p.closing)
    return min(1.0, loose / max(1, sum(parts[i].words for s in spoken for i in s.turn.body)))


def _closes_page(parts: Sequence[Part], last: int) -> bool:
    """Whether nothing but furniture stands below a line that goes on as the one above."""
    if last == 0 or not _is_alike(parts[last - 1], parts[last]):
        return False
    lines = (parts[i] for i in range(last + 1, len(parts)))
    below = takewhile(lambda p: not FURNITURE.match(p.text), lines)
    return all(not p.prose or p.closing or read_biography(p.text) for p in below)


def _is_alike(above: Part, part: Part) -> bool:
    """Two paragraphs that are set alike."""
    return part.prose and above.prose and (above.path, above.kind, above.italic) == (part.path, part.kind, part.italic)


def _list_names(name: str) -> list[str]:
    """The names of a person in small letters, initials without their stop."""
    return name.lower().replace(".", "").split() or [""]


def _is_short_for(short: str, full: str) -> bool:
    """`Roe`, `J. Roe` or `Jane Roe` for `Jane A. Roe`."""
    few, many = _list_names(short), _list_names(full)
    if len(few) > len(many) or few == many:
        return False
    return len(few) == 1 or many[0].startswith(few[0]) or few[0].startswith(many[0])
