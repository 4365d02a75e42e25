"""One reading of a page: headers and sides are given, so each part has an owner. A score says how much it explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from analysis.attribution.candidates import NUMBER, Candidate, Key, Side
from analysis.attribution.parts import CAPTION, OPENING, Part
from analysis.attribution.words import BOX, CLOSING_LINE, FOR_GOOD, FURNITURE, INTRODUCTION

Owner = Literal["head", "body", "host", "left out", "loose"]
STRONG = 0.7  # a candidate of this quality inside somebody's words is a contradiction
READ = 0.45  # below this no name was read, and only its type speaks for a header
LONGEST_HEADING = 15  # words


@dataclass
class Turn:
    """A header and the parts that it claims."""

    head: Candidate
    level: int
    body: list[int] = field(default_factory=list)  # indices of parts; a run-in header's own part is among them
    continued: str = ""
    side: Side = "before"


@dataclass
class Labelled:
    """Every part's owner, and the turns in page order."""

    turns: list[Turn]
    owners: list[Owner]
    reasons: list[str]

    def give(self, index: int, owner: Owner, reason: str = "") -> None:
        """The part's owner."""
        self.owners[index], self.reasons[index] = owner, reason


def label(
    parts: Sequence[Part], chosen: Mapping[int, Candidate], sides: Mapping[Key, Side], ends: Mapping[int, int]
) -> Labelled:
    """Walk the page: each part belongs to the header before it, the one under it, or nobody.

    `ends` gives the last line of a header that goes on over lines of position, dates and contacts.
    """
    names = [(i, name) for i, c in chosen.items() if c.people for name in c.people.names]
    walk = _Walk(parts, Labelled([], ["loose"] * len(parts), [""] * len(parts)), max(chosen, default=-1), names)
    index = 0
    while index < len(parts) and not walk.ended:
        candidate = chosen.get(index)
        if candidate is None:
            walk.take_part(index, header_follows=index + 1 in chosen)
            index += 1
            continue
        last = max(candidate.last, ends.get(index, 0)) if candidate.shape == "line" else candidate.last
        walk.take_header(candidate, candidate.side or sides.get(candidate.key, "before"), last)
        index = last + 1
    for rest in range(index, len(parts)):
        walk.out.give(rest, "left out", "below the statements")
    return walk.out


@dataclass
class _Walk:
    """Where the walk through the page stands."""

    parts: Sequence[Part]
    out: Labelled
    last_header: int
    names: Sequence[tuple[int, str]]  # whom the headers name, and where
    current: Turn | None = None
    pending: list[int] = field(default_factory=list)
    asking: bool = False  # the host speaks
    ended: bool = False
    furniture: str = ""  # what stands here belongs to a box that this line opened

    def take_header(self, head: Candidate, side: Side, last: int) -> None:
        """A header ends what was open and opens, or signs, a turn."""
        part = self.parts[head.index]
        first = head.index if head.shape == "line" or head.body < 0 else head.index + 1
        if head.shape != "suffix":
            for index in range(first, last + 1):
                self.out.give(index, "head", "header")
        self.asking, self.furniture = head.people is None, ""
        if head.people is None:
            self.out.give(head.index, "host", "the host asks")
            self.current, self.pending = None, []
        elif head.shape == "suffix":
            self.current = None
            self._open(Turn(head, 0, [*_unclosed(self.parts, self.pending), head.index], side="after"))
            self.current, self.pending = None, []
        elif side == "after":
            if not self._signs_own(head):
                self._open(Turn(head, 0, self._signed(), side="after"))
            self.current, self.pending = None, []
        else:
            level = part.level if part.kind == "heading" else 7 if part.styled else 8
            self._open(Turn(head, level, [head.index] if head.shape == "run-in" else []))
            self.pending = []

    def take_part(self, index: int, *, header_follows: bool) -> None:
        """A part that is no header."""
        part = self.parts[index]
        if part.separator:
            self._separate(index)
        elif part.machinery:
            self._take_machinery(index)
        elif self._is_section(index, header_follows=header_follows):
            self._take_section(index)
        elif self.furniture and not self.current:
            self.out.give(index, "left out", f"below “{self.furniture}”")
        elif self.asking:
            self.out.give(index, "host")
        elif self.current:
            self.current.body.append(index)
            self.out.give(index, "body")
        else:
            self.pending.append(index)

    def _open(self, turn: Turn) -> None:
        self.out.turns.append(turn)
        self.current = turn
        for index in turn.body:
            self.out.give(index, "body")

    def _signs_own(self, head: Candidate) -> bool:
        """The line under the words names whoever opened them."""
        names = set(head.people.names) if head.people else set()
        return bool(
            self.current
            and self.current.body
            and self.current.head.people
            and names & set(self.current.head.people.names)
        )

    def _signed(self) -> list[int]:
        """What a signature signs: the quotation right above it, else all since the last heading or signature."""
        pending, parts = self.pending, self.parts
        if not pending:
            return []
        last = parts[pending[-1]]
        if last.kind == "quote":
            first = max((i for i, p in enumerate(pending) if parts[p].kind != "quote"), default=-1)
            return pending[first + 1 :]
        if last.text[-1:] in '”"»“' and any(parts[p].quoted for p in pending):
            first = len(pending) - 1
            while first > 0 and not parts[pending[first]].quoted:
                first -= 1
            while first > 0 and parts[pending[first - 1]].quoted and parts[pending[first - 1]].text[-1:] not in '”"»“':
                first -= 1
            return pending[first:]
        most = pending if not self.out.turns else pending[:-1]
        asked = (i for i, p in enumerate(most) if parts[p].words < 60 and INTRODUCTION.search(parts[p].text))
        rest = pending[max(asked, default=-1) + 1 :]
        longest = LONGEST_HEADING if self.out.turns else 2 * LONGEST_HEADING
        while len(rest) > 1 and (not parts[rest[0]].prose or _is_question(parts[rest[0]], longest)):
            rest = rest[1:]
        return rest

    def _separate(self, index: int) -> None:
        """A row of marks ends a statement, unless its words go on below."""
        self.out.give(index, "left out", "a separator")
        following = self.parts[index + 1] if index + 1 < len(self.parts) else None
        goes_on = following and following.prose and not following.italic and index < self.last_header
        if self.current and self.current.body and not goes_on:
            self.current = None
        self.pending = []

    def _take_machinery(self, index: int) -> None:
        part = self.parts[index]
        self.out.give(index, "left out", "the page’s machinery")
        if FOR_GOOD.match(part.text) and (part.styled or part.words < 6) and not self._somebody_new(index):
            self.ended = True
        if not self.out.turns and CAPTION.search(part.text):
            self.pending = []  # what stands above the picture at the top is no statement
        if FURNITURE.match(part.text) and (part.styled or BOX.match(part.text)):
            self.current, self.pending, self.furniture = None, [], part.text

    def _somebody_new(self, index: int) -> bool:
        """Whether a header below names somebody who has not spoken above."""
        voiced = {name for t in self.out.turns if t.head.people for name in t.head.people.names}
        return any(i > index and name not in voiced for i, name in self.names)

    def _is_section(self, index: int, *, header_follows: bool) -> bool:
        """A heading, by its markup, its bold type, or as a short line alone before the next header."""
        part = self.parts[index]
        if part.kind == "heading":
            return True
        if part.words > LONGEST_HEADING or part.quoted:
            return False
        if part.bold and (not part.finished or part.text.endswith("?")):
            return True
        if NUMBER.match(part.text) and _is_question(part):
            return True
        return header_follows and part.words <= 8 and not part.finished and part.first

    def _take_section(self, index: int) -> None:
        """A heading below the header's own level goes on with the statement, any other ends it."""
        part = self.parts[index]
        self.out.give(index, "left out", "a heading")
        self.furniture, self.asking = "", False
        if self.current and self.current.body:
            asked = part.kind != "heading" and part.text.endswith("?")
            deeper = asked or (part.kind == "heading" and part.level > self.current.level and self.current.level < 7)
            if deeper:
                self.current.continued = part.text
            else:
                self.current = None
        self.pending = []


def _is_question(part: Part, longest: int = LONGEST_HEADING) -> bool:
    """A short question in a paragraph of its own."""
    return part.words <= longest and part.text.endswith("?")


def _unclosed(parts: Sequence[Part], pending: Sequence[int]) -> list[int]:
    """Quoted paragraphs right above that nobody signs: the quotation goes on, or a second one is signed with it."""
    first = len(pending)
    while first and parts[pending[first - 1]].quoted and not parts[pending[first - 1]].aside:
        first -= 1
    return list(pending[first:])


def score(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]], reading: Labelled) -> float:
    """How much the reading explains: words with an owner, against empty headers, loose words and contradictions."""
    spoken = [t for t in reading.turns if not _is_empty(parts, t)]
    if not spoken:
        return -10.0
    voiced = {name for t in spoken if t.head.people for name in t.head.people.names}
    total = 0.0
    opened = [
        parts[t.body[0]].quoted or (t.head.body >= 0 and opens_quoted(parts[t.body[0]], t.head.body)) for t in spoken
    ]
    mostly_quoted = sum(opened) > 0.6 * len(spoken)
    for turn, quoted in zip(spoken, opened, strict=True):
        words = sum(parts[i].words for i in turn.body)
        near = parts[turn.body[0] if turn.side == "before" else turn.body[-1]]
        read = turn.head.quality >= READ
        total += 2 * read + min(words, 40) / 40 + turn.head.quality
        total += 0.3 * (near.block == parts[turn.head.index].block) + 0.6 * _names_own(near, turn.head)
        total -= 1.0 * (mostly_quoted and not quoted) + 0.4 * (not parts[turn.body[0]].prose and turn.head.body < 0)
        total -= sum(1.5 for i in turn.body if i != turn.head.index and _contradicts(candidates.get(i, ()), turn.head))
    for turn in reading.turns:
        if _is_empty(parts, turn):
            known = turn.head.people and set(turn.head.people.names) & voiced
            total -= 0.1 if known or turn.head.quality < READ else 1.0
    return total - _count_loose(parts, reading, spoken)


def _is_empty(parts: Sequence[Part], turn: Turn) -> bool:
    """It has no words, or only those that close a page."""
    closing = [bool(CLOSING_LINE.search(parts[i].text)) for i in turn.body]
    others = any(parts[i].prose for i, c in zip(turn.body, closing, strict=True) if not c)
    return not turn.body or (turn.head.body < 0 and any(closing) and not others)


def _names_own(near: Part, head: Candidate) -> bool:
    """The words nearest to a header of its own line name its expert, as in `Roe added`."""
    return bool(head.shape == "line" and head.people and any(n.split()[-1] in near.text for n in head.people.names))


def opens_quoted(part: Part, body: int) -> bool:
    """The words behind a run-in header open with a quotation mark."""
    return part.text[body - part.start :].lstrip(" *_")[:1] in tuple(OPENING)


def _contradicts(candidates: Sequence[Candidate], head: Candidate) -> bool:
    """Somebody else is named here as in a header."""
    own = head.people.names if head.people else ()
    return any(
        c.quality >= STRONG and c.shape != "suffix" and not (c.people and c.people.names == own) for c in candidates
    )


def _count_loose(parts: Sequence[Part], reading: Labelled, spoken: Sequence[Turn]) -> float:
    """What the reading leaves unexplained, dearest inside the statements."""
    first = min(min(t.head.index, t.body[0]) for t in spoken)
    last = max(max(t.head.last, t.body[-1]) for t in spoken)
    total, introduction, introduced = 0.0, 0, False
    for index, part in enumerate(parts):
        if reading.owners[index] != "loose" or not part.prose:
            continue
        if part.quoted:
            total += 1.5
        elif index < first:
            introduction += 1
            total += 0.5 * (introduction > 3 or introduced)
            introduced = introduced or bool(INTRODUCTION.search(part.text))
        else:
            ends = index > last and (part.words < LONGEST_HEADING or CLOSING_LINE.search(part.text))
            total += 0.5 if ends else 1.2
    return total
