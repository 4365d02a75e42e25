"""What every line of a page looks like, as named features: the material from which a page is read as a whole."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median

from analysis.attribution.candidates import DASHED, READ, Candidate, Key
from analysis.attribution.parts import OPENING, OPENS, Part
from analysis.attribution.slots import looks_like_position
from analysis.attribution.words import FIRST_PERSON, FOR_GOOD, FURNITURE, INTRODUCTION, TELLS_OF_VOICES

CLOSING_MARKS = '”"»“'
MARKS = "“”„«»\"'‘’ "
SURE = 0.9
FULL = 0.75  # a name with its position in any order
CLEAR = 0.6  # from this quality on a candidate speaks for a header by itself
QUALITIES = (0.01, 0.3, READ, CLEAR, FULL)
NEAR = 8  # lines
BESIDE = 6  # lines between a name and its words, at most
TAIL = 4  # lines below the last header that may be its words
LENGTHS = (3, 6, 10, 15, 25, 40, 80)  # words
NOTHING = ("nothing",)
HEADS = ("name", "signature", "opened", "closed")  # labels
SAID = ("words", "signed", "opened", "closed")
Form = tuple[object, ...]


@dataclass(frozen=True)
class Best:
    """The best candidate of each shape in one line."""

    line: Candidate | None = None
    run_in: Candidate | None = None
    suffix: Candidate | None = None

    @cached_property
    def best(self) -> Candidate | None:
        """The likeliest of them."""
        found = [c for c in (self.line, self.run_in, self.suffix) if c]
        return max(found, key=lambda c: c.quality, default=None)

    @property
    def clear(self) -> bool:
        """One of them looks like a header by itself."""
        return bool(self.best and self.best.quality >= CLEAR)


def find_places(parts: Sequence[Part], candidates: Mapping[int, Sequence[Candidate]]) -> list[Best]:
    """The best candidates of each line."""
    places = []
    for index in range(len(parts)):
        best: dict[str, Candidate] = {}
        for candidate in candidates.get(index, ()):
            best.setdefault("run_in" if candidate.shape in ("run-in", "host") else candidate.shape, candidate)
        places.append(Best(**best))
    return places


def find_sides(parts: Sequence[Part], places: Sequence[Best]) -> tuple[bool, bool]:
    """Whether words stand above the first of the names that recur on lines of one form, and below the last of them."""
    lines = [
        (i, q.line.key) for i, q in enumerate(places) if q.line and q.line.quality >= READ and not q.line.biography
    ]
    keys = Counter(key for _, key in lines)
    recurring = [i for i, key in lines if keys[key] > 1]
    if not recurring:
        return True, True
    above, below = range(max(0, recurring[0] - BESIDE), recurring[0]), range(recurring[-1] + 1, len(parts))[:BESIDE]
    return any(_may_be_said(parts[i], places[i]) for i in above), any(_may_be_said(parts[i], places[i]) for i in below)


def _may_be_said(part: Part, place: Best) -> bool:
    """Whether somebody may say it: no heading, no furniture, nobody's name."""
    if part.kind == "heading" or part.machinery or part.separator:
        return False
    return part.quoted or part.prose or place.best is None or place.best.quality < READ


def describe(parts: Sequence[Part], places: Sequence[Best]) -> list[list[str]]:
    """The features of each line: its own, its neighbours’, and how it stands on the page."""
    page = _Page(parts, places)
    own = [tuple(page.describe(i)) for i in range(len(parts))]
    wide = [page.describe_place(i) for i in range(len(parts))]
    near = [(*o, *w[:3]) for o, w in zip(own, wide, strict=True)]
    described = []
    for i in range(len(parts)):
        features = [*own[i], *wide[i], "every line", *page.describe_joints(i)]
        features += _prefix("above", near[i - 1] if i else NOTHING)
        features += _prefix("below", near[i + 1] if i + 1 < len(parts) else NOTHING)
        features += _prefix("two above", own[i - 2][:5] if i > 1 else NOTHING)
        features += _prefix("two below", own[i + 2][:5] if i + 2 < len(parts) else NOTHING)
        described.append(features)
    return described


JOINTS = ("other", "alike", "clear", "heading", "quotation")  # how a line is joined to the one above


def describe_joints(parts: Sequence[Part], places: Sequence[Best]) -> list[int]:
    """How each line is joined to the one above: what may follow what depends on it."""
    joints = []
    last = max((i for i, place in enumerate(places) if place.clear), default=-1)
    for i, (part, place) in enumerate(zip(parts, places, strict=True)):
        within = 0 < i < last + TAIL and not part.closing
        above = parts[i - 1] if within else None
        alike = above and (above.kind, above.path, above.italic) == (part.kind, part.path, part.italic)
        if place.clear:
            joint = "clear"
        elif part.kind == "heading" or part.bold:
            joint = "heading"
        elif part.text[:1] in OPENING:
            joint = "quotation"
        elif alike and part.finished and above and not _closes_quotation(above):
            joint = "alike"
        else:
            joint = "other"
        joints.append(JOINTS.index(joint))
    return joints


def _closes_quotation(part: Part) -> bool:
    """It ends with a mark that closes most of it, or a quotation that began above it."""
    if part.text[-1:] not in CLOSING_MARKS:
        return False
    opens = next(i for i, c in enumerate(part.text) if c in OPENING + CLOSING_MARKS)
    return not len(part.text) / 2 < opens < len(part.text) - 1


def find_sure(parts: Sequence[Part], places: Sequence[Best]) -> list[tuple[int, int]]:
    """Lines that name somebody who is named in no other, with a position, above words or before them.

    With each the line of the position below it, or -1.
    """
    named = Counter(n.split()[-1] for p in places if p.best and p.best.people for n in p.best.people.names)
    sure: list[tuple[int, int]] = []
    for i, place in enumerate(places):
        best = place.best
        if not best or not best.people or best.biography:
            continue
        below = parts[best.last + 1 : best.last + 3]
        over = best.shape == "line" and best.quality >= CLEAR and bool(below) and looks_like_position(below[0])
        if not over and not _is_full(parts, i, best):
            continue
        said = best.shape != "line" or any(p.prose or (p.finished and not p.styled) for p in below[over : 1 + over])
        if said and all(named[n.split()[-1]] == 1 for n in best.people.names):
            sure.append((i, best.last + 1 if over else -1))
    return sure


def _is_full(parts: Sequence[Part], index: int, best: Candidate) -> bool:
    """A name with its role and organisation, a name that opens the words, or one in or under a heading."""
    part, people = parts[index], best.people
    if people is None or best.quality < FULL:
        return False
    if best.shape == "line" and part.kind == "heading":
        return part.level > 1
    headed = index > 1 and parts[index - 1].kind == "heading" and parts[index - 1].level > 1
    if people.bare:
        return best.shape != "line" and best.quality >= SURE
    return best.quality >= SURE or headed or bool(people.role and people.affiliation)


@lru_cache(maxsize=4096)
def _prefix(where: str, features: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{where} {f}" for f in features)


def describe_again(parts: Sequence[Part], places: Sequence[Best], labels: Sequence[str]) -> list[list[str]]:
    """Features from a first reading: how lines of the same markup were read, and what most headers are."""
    forms = [_form(p, bool(q.best and q.best.quality >= READ)) for p, q in zip(parts, places, strict=True)]
    alike, read_so, on_page = Counter(forms), Counter(zip(forms, labels, strict=True)), Counter(labels)
    heads = {label: on_page[label] for label in HEADS}
    most = max(heads, key=lambda label: heads[label])
    share = int(2.99 * heads[most] / max(1, sum(heads.values())))
    among, lengths = _compare_heads(parts, labels), _compare_lengths(parts, labels)
    described = []
    for i, (form, label) in enumerate(zip(forms, labels, strict=True)):
        name = _name(places[i].best)
        features = [f"most {most}{share}", f"read {label}", f"most {most}{share} {name}"]
        for other in ("name", "title", "words", "signed", "signature", "opened", "closed") if alike[form] > 1 else ():
            part = (read_so[form, other] - (label == other)) / (alike[form] - 1)
            features.append(f"alike {other}{int(3.99 * part)}{'many' if alike[form] > 3 else 'few'}")
        above, below = labels[i - 1] if i else "", labels[i + 1] if i + 1 < len(labels) else ""
        features += [f"between {above} and {below}", among[i], f"{among[i]} {name}", *lengths[i]]
        described.append(features)
    return described


def _compare_heads(parts: Sequence[Part], labels: Sequence[str]) -> list[str]:
    """Where each line stands among the headers of a first reading, and how many of the others are set like it."""
    markup = [_markup(p) for p in parts]
    heads = [i for i, label in enumerate(labels) if label in HEADS]
    set_so = Counter(markup[i] for i in heads)
    told = []
    for i, label in enumerate(labels):
        own = label in HEADS
        others = len(heads) - own
        where = "above" if not heads or i <= heads[0] else "below" if i >= heads[-1] else "amid"
        share = int(2.99 * (set_so[markup[i]] - own) / others) if others else "-"
        told.append(f"{where} heads set so{share} of{min(3, others)}")
    return told


def _compare_lengths(parts: Sequence[Part], labels: Sequence[str]) -> list[list[str]]:
    """How many paragraphs and words stand between each line and the header above it, beside what is usual."""
    runs: list[list[int]] = []
    at = []
    for part, label in zip(parts, labels, strict=True):
        if label in HEADS or not runs:
            runs.append([0, 0])
        run = runs[-1]
        if part.prose:
            at.append((len(runs), run[0] + 1, run[1] + part.words))
            if label in SAID:
                run[0], run[1] = run[0] + 1, run[1] + part.words
        else:
            at.append((len(runs), run[0], run[1]))
    said = [run for run in runs if run[0]]
    if len(said) < 3:
        return [[] for _ in parts]
    usual = median(n for n, _ in said), median(words for _, words in said)
    steady = int(2.99 * sum(n == usual[0] for n, _ in said) / len(said))
    return [
        [
            f"paragraph {_bin(n - usual[0], (-1, 0, 1, 2, 4))} steady{steady}",
            f"length {_bin(words / usual[1], (0.3, 0.7, 1.3, 2, 4))} steady{steady}",
        ]
        for _, n, words in at
    ]


def _form(part: Part, named: bool) -> Form:
    """How a line is set, how it ends, and whether a name was read in it."""
    return (*_markup(part), _ends_in_colon(part), named)


def _markup(part: Part) -> Form:
    """How a line is set."""
    return (part.kind, part.level, part.path, part.bold, part.link, part.italic, bool(part.bold_end))


def _ends_in_colon(part: Part) -> bool:
    return part.text.rstrip("*_ ")[-1:] == ":"


def _name(candidate: Candidate | None) -> str:
    return f"{candidate.shape}{_bin(candidate.quality, QUALITIES)}" if candidate else "-"


def _bin(value: float, limits: Sequence[float]) -> int:
    return bisect_right(limits, value)


class _Page:
    """What is counted once for the page."""

    def __init__(self, parts: Sequence[Part], places: Sequence[Best]) -> None:
        self.parts, self.places = parts, places
        self.markup = [_markup(p) for p in parts]
        self.marked = Counter(self.markup)
        self.marked_clear = Counter(m for m, q in zip(self.markup, places, strict=True) if q.clear)
        found = [c for q in places for c in (q.line, q.run_in, q.suffix) if c]
        self.keys: Counter[Key] = Counter(c.key for c in found)
        self.clear_keys: Counter[Key] = Counter(c.key for c in found if c.quality >= CLEAR)
        clear = [i for i, q in enumerate(places) if q.clear]
        self.first, self.last = (clear[0], clear[-1]) if clear else (len(parts), -1)
        said = [p for p in parts if p.prose]
        self.usual = median([p.words for p in said]) if said else 0
        by_shape: Counter[str] = Counter(q.best.shape for q in places if q.clear and q.best)
        self.shape = max(("run-in", "suffix", "line"), key=lambda s: by_shape[s])
        self.shape += str(min(4, int(4 * by_shape[self.shape] / max(1, len(said)))))
        self.quoted = "quoting" + str(int(3 * sum(p.quoted for p in said) / max(1, len(said))))
        self.sides, self.side = self._find_sides(), self._find_side()
        self.sections = self._find_sections()
        self.named = self._find_named()
        self.surnames = [
            {n.split()[-1] for n in q.best.people.names} if q.clear and q.best and q.best.people else set()
            for q in places
        ]

    def _find_sections(self) -> list[str]:
        """What sort of section each line stands in, by the last heading or line of furniture above."""
        sections, section = [], "none"
        for part in self.parts:
            sections.append(section)
            if FOR_GOOD.match(part.text) and part.words < LENGTHS[2]:
                section = "closing"
            elif FURNITURE.match(part.text) and part.words < LENGTHS[2]:
                section = "furniture"
            elif part.kind == "heading":
                section = "heading"
        return sections

    def _find_named(self) -> dict[str, list[int]]:
        """Where each family name stands in what may be a header."""
        named: dict[str, list[int]] = {}
        for i, place in enumerate(self.places):
            if place.best and place.best.people and place.best.quality >= 0.3:
                for name in {n.split()[-1].casefold() for n in place.best.people.names}:
                    named.setdefault(name, []).append(i)
        return named

    def _describe_people(self, index: int) -> list[str]:
        """Whether those named here are named elsewhere, above or below."""
        best = self.places[index].best
        if not best or not best.people:
            return []
        places = [self.named.get(n.split()[-1].casefold(), [index]) for n in best.people.names]
        above, below = any(p[0] < index for p in places), any(p[-1] > index for p in places)
        features = [f"{best.shape} named above {above} below {below}"]
        if len(places) > 1:
            features.append(f"several, all named elsewhere {all(len(p) > 1 for p in places)}")
        return features

    def _find_sides(self) -> dict[Key, list[str]]:
        """For each type of line of its own: whether words stand above the first, below the last, and beside most."""
        where: dict[Key, list[int]] = {}
        for i, place in enumerate(self.places):
            if place.line and place.line.quality >= READ:
                where.setdefault(place.line.key, []).append(i)
        parts, sides = self.parts, {}
        for key, lines in where.items():
            above = any(p.prose for p in parts[max(0, lines[0] - 3) : lines[0]])
            below = any(p.prose for p in parts[lines[-1] + 1 : lines[-1] + 6])
            quoted = parts[lines[-1] + 1 : lines[-1] + 2]
            said = (
                sum(parts[i - 1].prose for i in lines if i),
                sum(p.prose for i in lines for p in parts[i + 1 : i + 2]),
            )
            near = sum(
                (parts[i].step < parts[i + 1].step) - (parts[i].step > parts[i + 1].step)
                for i in lines
                if i + 1 < len(parts)
            )
            sides[key] = [
                f"type: words above its first {above}, below its last {below}",
                f"type: words above {int(2.99 * said[0] / len(lines))} below {int(2.99 * said[1] / len(lines))}",
                f"type: nearer {(near > 0) - (near < 0)}",
                f"type: quotation below its last {bool(quoted and quoted[0].quoted)} {self.quoted}",
            ]
        return sides

    def _find_side(self) -> list[str]:
        """Whether words stand above the page's first name on a line of its own and below its last, and of what sort."""
        lines = [i for i, place in enumerate(self.places) if place.line and place.line.quality >= READ]
        if len(lines) < 2:
            return ["page: no side"]
        said = [_may_be_said(p, q) for p, q in zip(self.parts, self.places, strict=True)]
        set_so = Counter(self._set_words(i) for i in range(lines[0], lines[-1]) if said[i])
        usual = set_so.most_common(1)[0][0] if set_so else None
        ends = range(max(0, lines[0] - 2), lines[0]), range(lines[-1] + 1, min(len(said), lines[-1] + 4))
        above, below = (
            "alike"
            if any(said[i] and self._set_words(i) == usual for i in end)
            else "other"
            if any(said[i] for i in end)
            else "no"
            for end in ends
        )
        before = sum(said[i - 1] for i in lines if i)
        after = sum(any(said[i + 1 : i + 3]) for i in lines)
        near = sum(
            (self.parts[i].step < self.parts[i + 1].step) - (self.parts[i].step > self.parts[i + 1].step)
            for i in lines[:-1]
        )
        more, near = (after > before) - (before > after), (near > 0) - (near < 0)
        return [
            f"page: {above} words above, {below} below",
            f"page: {above} above, {below} below, {more} {near} {self.quoted}",
        ]

    def _set_words(self, index: int) -> Form:
        """How a line of words is set."""
        part = self.parts[index]
        return part.path, part.kind, part.italic, part.quoted

    def describe(self, index: int) -> list[str]:
        """What a line looks like by itself."""
        part, place = self.parts[index], self.places[index]
        features = [f"line {_name(place.line)}", f"run-in {_name(place.run_in)}", f"suffix {_name(place.suffix)}"]
        features += [f"words{_bin(part.words, LENGTHS)}", self._kind(part), f"kind {part.kind}"]
        said = {
            "finished": part.finished,
            "unfinished": not part.finished,
            "styled": part.styled,
            "italic": part.italic,
            "opens quotation": part.text[:1] in OPENING,
            "closes quotation": part.text[-1:] in CLOSING_MARKS,
            "asks": part.text[-1:] == "?",
            "colon": _ends_in_colon(part),
            "dash": bool(DASHED.match(part.text)),
            "position": looks_like_position(part),
            "opens block": part.first,
            "starts page": index == 0,
            "in the first person": bool(FIRST_PERSON & part.vocabulary),
            "tells of voices": bool(TELLS_OF_VOICES & part.vocabulary),
        }
        features += [name for name, true in said.items() if true]
        if line := place.line:
            known = "bare" if line.people and line.people.bare else "full"
            features.append(f"line {line.side} {known}{' biography' * line.biography}")
        if place.run_in:
            features.append("host" if place.run_in.people is None else "person")
        for candidate in (place.line, place.run_in):
            if candidate:
                clear, alike = self.clear_keys[candidate.key], self.keys[candidate.key]
                features.append(f"{candidate.shape} type{min(4, clear)}{int(2.99 * clear / alike)}")
        clear, alike = self.marked_clear[self.markup[index]], self.marked[self.markup[index]]
        return [*features, f"markup{min(3, clear)}{int(2.99 * clear / alike)}"]

    def describe_place(self, index: int) -> list[str]:
        """How it stands on the page."""
        part, place, count = self.parts[index], self.places[index], len(self.parts)
        features = ["past" if index > self.last else "before" if index < self.first else "amid"]
        where = features[0]
        features += [f"{where} tells of voices"] * bool(TELLS_OF_VOICES & part.vocabulary)
        features += [f"{where} {self._kind(part)}"]
        features += [f"from end{min(3, count - 1 - index)}", f"from start{min(2, index)}"]
        patterns = {"furniture": FURNITURE, "for good": FOR_GOOD, "introduction": INTRODUCTION}
        features += ["closing"] * part.closing
        features += [name for name, pattern in patterns.items() if pattern.search(part.text[:OPENS])]
        for candidate in (place.line, place.run_in, place.suffix):
            if candidate:
                features.append(f"{_name(candidate)} of{min(3, self.keys[candidate.key])}")
                features.append(f"{candidate.shape} {candidate.why[:24]}")
                clear, alike = self.clear_keys[candidate.key], self.keys[candidate.key]
                features.append(f"{where} {_name(candidate)} type{min(3, clear)}{int(2.99 * clear / alike)}")
        features += [f"section {self.sections[index]}", f"section {self.sections[index]} {_name(place.best)}"]
        features += self._describe_people(index)
        words = part.text.strip(MARKS)
        near = [p for p in self.parts[max(0, index - NEAR) : index + NEAR] if p is not part]
        if 3 < part.words < LENGTHS[5] and any(words in p.text for p in near):
            features.append("said twice")
        if place.line:
            features += [*self.sides.get(place.line.key, ()), *self.side]
            features += [f"{side} {_name(place.line)}" for side in self.side]
        if any(
            name in part.text for i in (index - 1, index - 2, index + 1) if 0 <= i < count for name in self.surnames[i]
        ):
            features.append("names who stands beside it")
        long = "long" if part.words > 2 * self.usual else "short" if part.words < self.usual / 3 else "usual"
        return [*features, long]

    def describe_joints(self, index: int) -> list[str]:
        """How it goes with its neighbours and with the page's usual form."""
        parts, place = self.parts, self.places[index]
        part, kind = parts[index], self._kind(parts[index])
        features = []
        if index:
            features.append("path as above" if part.path == parts[index - 1].path else "path unlike above")
            features += ["block as above"] * (part.block == parts[index - 1].block)
            features += ["below a separator"] * parts[index - 1].separator
        if index + 1 < len(parts):
            above, below = part.step, parts[index + 1].step
            near = "above" if above < below else "below" if below < above else "both"
            features += [f"nearer {near}", f"nearer {near} {kind}", f"nearer {near} {_name(place.line)}"]
            features.append("path as below" if part.path == parts[index + 1].path else "path unlike below")
        core = f"{_name(place.line)} {_name(place.run_in)} {_name(place.suffix)}"
        features += [f"{self.shape} {core}", f"{self.quoted} {part.quoted} {core}", f"{self.shape} {kind}"]
        features.append(f"{core} {kind}")
        lines = self._has_line(index - 3, index), self._has_line(index + 1, index + 4)
        return [*features, f"name above {lines[0]} below {lines[1]} {kind} {self.shape[:3]}"]

    def _has_line(self, first: int, last: int) -> bool:
        """A clear line of its own among these."""
        near = self.places[max(0, first) : last]
        return any(q.line and q.line.quality >= CLEAR for q in near)

    @staticmethod
    def _kind(part: Part) -> str:
        if part.prose:
            return "prose"
        return "machinery" if part.machinery else "separator" if part.separator else "plain"
