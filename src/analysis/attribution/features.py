"""What every line of a page looks like, as named features: the material from which a page is read as a whole."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from statistics import median

from analysis.attribution.lines import DASHED
from analysis.attribution.parts import OPENING, OPENS, Part
from analysis.attribution.places import CLEAR, READ, Best, Candidate, Key, may_be_said
from analysis.attribution.words import FIRST_PERSON, FOR_GOOD, FURNITURE, INTRODUCTION, TELLS_OF_VOICES

CLOSING_MARKS = '”"»“'
MARKS = "“”„«»\"'‘’ "
FULL = 0.75  # a name with its position in any order
QUALITIES = (0.01, 0.3, READ, CLEAR, FULL)
NEAR = 8  # lines
LENGTHS = (3, 6, 10, 15, 25, 40, 80)  # words
NOTHING = ("nothing",)
Form = tuple[object, ...]


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


@lru_cache(maxsize=4096)
def _prefix(where: str, features: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{where} {f}" for f in features)


def describe_markup(part: Part) -> Form:
    """How a line is set."""
    return (part.kind, part.level, part.path, part.bold, part.link, part.italic, bool(part.bold_end))


def ends_in_colon(part: Part) -> bool:
    """Whether words are announced, marks of emphasis aside."""
    return part.text.rstrip("*_ ")[-1:] == ":"


def name_place(candidate: Candidate | None) -> str:
    """A candidate's shape and about how likely it is."""
    return f"{candidate.shape}{bin_value(candidate.quality, QUALITIES)}" if candidate else "-"


def bin_value(value: float, limits: Sequence[float]) -> int:
    """How many of the limits a value reaches."""
    return bisect_right(limits, value)


class _Page:
    """What is counted once for the page."""

    def __init__(self, parts: Sequence[Part], places: Sequence[Best]) -> None:
        self.parts, self.places = parts, places
        self.markup = [describe_markup(p) for p in parts]
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
        said = [may_be_said(p, q) for p, q in zip(self.parts, self.places, strict=True)]
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
        features = [
            f"line {name_place(place.line)}",
            f"run-in {name_place(place.run_in)}",
            f"suffix {name_place(place.suffix)}",
        ]
        features += [f"words{bin_value(part.words, LENGTHS)}", self._kind(part), f"kind {part.kind}"]
        said = {
            "finished": part.finished,
            "unfinished": not part.finished,
            "styled": part.styled,
            "italic": part.italic,
            "opens quotation": part.text[:1] in OPENING,
            "closes quotation": part.text[-1:] in CLOSING_MARKS,
            "asks": part.text[-1:] == "?",
            "colon": ends_in_colon(part),
            "dash": bool(DASHED.match(part.text)),
            "position": part.position,
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
                features.append(f"{name_place(candidate)} of{min(3, self.keys[candidate.key])}")
                features.append(f"{candidate.shape} {candidate.why[:24]}")
                clear, alike = self.clear_keys[candidate.key], self.keys[candidate.key]
                features.append(f"{where} {name_place(candidate)} type{min(3, clear)}{int(2.99 * clear / alike)}")
        features += [f"section {self.sections[index]}", f"section {self.sections[index]} {name_place(place.best)}"]
        features += self._describe_people(index)
        words = part.text.strip(MARKS)
        near = [p for p in self.parts[max(0, index - NEAR) : index + NEAR] if p is not part]
        if 3 < part.words < LENGTHS[5] and any(words in p.text for p in near):
            features.append("said twice")
        if place.line:
            features += [*self.sides.get(place.line.key, ()), *self.side]
            features += [f"{side} {name_place(place.line)}" for side in self.side]
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
            features += [f"nearer {near}", f"nearer {near} {kind}", f"nearer {near} {name_place(place.line)}"]
            features.append("path as below" if part.path == parts[index + 1].path else "path unlike below")
        core = f"{name_place(place.line)} {name_place(place.run_in)} {name_place(place.suffix)}"
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
