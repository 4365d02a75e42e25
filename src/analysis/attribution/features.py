"""What every line of a page looks like, as named features: the material from which a page is read as a whole."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from analysis.attribution.lines import DASHED
from analysis.attribution.parts import OPENING, OPENS, Part
from analysis.attribution.places import CLEAR, READ, Best, Candidate, Key
from analysis.attribution.words import FIRST_PERSON, FOR_GOOD, FURNITURE, INTRODUCTION, TELLS_OF_VOICES

CLOSING_MARKS = '”"»“'
FULL = 0.75  # a name with its position in any order
QUALITIES = (0.01, 0.3, READ, CLEAR, FULL)
NEAR = 8  # lines
LENGTHS = (3, 6, 10, 15, 25, 40, 80)  # words
NOTHING = ("nothing",)
Form = tuple[object, ...]
Described = tuple[tuple[str, ...], ...]  # the features of a line, in groups that many lines have in common


def describe(parts: Sequence[Part], places: Sequence[Best]) -> list[Described]:
    """The features of each line: its own, how it stands on the page and by its neighbours, and its neighbours’."""
    page = _Page(parts, places)
    own = [tuple(page.describe(i)) for i in range(len(parts))]
    wide = [tuple(page.describe_place(i)) for i in range(len(parts))]
    near = [(*o, *w[:3]) for o, w in zip(own, wide, strict=True)]
    far = [o[:5] for o in own]
    return [
        (
            own[i],
            wide[i],
            ("every line",),
            tuple(page.describe_joints(i)),
            _prefix("above", near[i - 1] if i else NOTHING),
            _prefix("below", near[i + 1] if i + 1 < len(parts) else NOTHING),
            _prefix("two above", far[i - 2] if i > 1 else NOTHING),
            _prefix("two below", far[i + 2] if i + 2 < len(parts) else NOTHING),
        )
        for i in range(len(parts))
    ]


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
        by_shape: Counter[str] = Counter(q.best.shape for q in places if q.clear and q.best)
        self.shape = max(("run-in", "suffix", "line"), key=lambda s: by_shape[s])
        self.shape += str(min(4, int(4 * by_shape[self.shape] / max(1, len(said)))))
        self.quoted = "quoting" + str(int(3 * sum(p.quoted for p in said) / max(1, len(said))))
        self.marks_head = sum(q.clear if p.mark else 0.5 for p, q in zip(parts, places, strict=True)) > len(parts) / 2
        self.tells = [not TELLS_OF_VOICES.isdisjoint(p.vocabulary) for p in parts]
        self.kinds = [_name_kind(p) for p in parts]
        self.told = [tuple(map(name_place, (q.line, q.run_in, q.suffix, q.best))) for q in places]
        self.for_good = [bool(FOR_GOOD.match(p.text)) for p in parts]
        self.furniture = [bool(FURNITURE.match(p.text)) for p in parts]
        self.sections = self._find_sections()
        self.named = self._find_named()

    def _find_sections(self) -> list[str]:
        """What sort of section each line stands in, by the last heading or line of furniture above."""
        sections, section = [], "none"
        for part, for_good, furniture in zip(self.parts, self.for_good, self.furniture, strict=True):
            sections.append(section)
            if for_good and part.words < LENGTHS[2]:
                section = "closing"
            elif furniture and part.words < LENGTHS[2]:
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

    def describe(self, index: int) -> list[str]:
        """What a line looks like by itself."""
        part, place = self.parts[index], self.places[index]
        line, run_in, suffix, _ = self.told[index]
        features = [f"line {line}", f"run-in {run_in}", f"suffix {suffix}"]
        features += [f"words{bin_value(part.words, LENGTHS)}", self.kinds[index], f"kind {part.kind}"]
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
            f"mark {line} {run_in} {self.marks_head}": bool(part.mark),
            "in the first person": not FIRST_PERSON.isdisjoint(part.vocabulary),
            "tells of voices": self.tells[index],
        }
        features += [name for name, true in said.items() if true]
        if head := place.line:
            known = "bare" if head.people and head.people.bare else "full"
            features.append(f"line {head.side} {known}{' biography' * head.biography}")
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
        features += [f"{where} tells of voices"] * self.tells[index]
        features += [f"{where} {self.kinds[index]}"]
        features += [f"from end{min(3, count - 1 - index)}", f"from start{min(2, index)}"]
        features += ["closing"] * part.closing + ["furniture"] * self.furniture[index]
        features += ["for good"] * self.for_good[index]
        features += ["introduction"] * bool(where == "before" and INTRODUCTION.search(part.text[:OPENS]))
        *told, best = self.told[index]
        for candidate, name in zip((place.line, place.run_in, place.suffix), told, strict=True):
            if candidate:
                features.append(f"{name} of{min(3, self.keys[candidate.key])}")
                features.append(f"{candidate.shape} {candidate.reason[:24]}")
                clear, alike = self.clear_keys[candidate.key], self.keys[candidate.key]
                features.append(f"{where} {name} type{min(3, clear)}{int(2.99 * clear / alike)}")
        features += [f"section {self.sections[index]}", f"section {self.sections[index]} {best}"]
        features += self._describe_people(index)
        return features

    def describe_joints(self, index: int) -> list[str]:
        """How it goes with its neighbours and with the page's usual form."""
        parts, part, kind = self.parts, self.parts[index], self.kinds[index]
        line, run_in, suffix, _ = self.told[index]
        features = []
        if index:
            features.append("path as above" if part.path == parts[index - 1].path else "path unlike above")
            features += ["block as above"] * (part.block == parts[index - 1].block)
            features += ["below a separator"] * parts[index - 1].separator
        if index + 1 < len(parts):
            above, below = part.step, parts[index + 1].step
            near = "above" if above < below else "below" if below < above else "both"
            features += [f"nearer {near}", f"nearer {near} {kind}", f"nearer {near} {line}"]
            features.append("path as below" if part.path == parts[index + 1].path else "path unlike below")
        core = f"{line} {run_in} {suffix}"
        features += [f"{self.shape} {core}", f"{self.quoted} {part.quoted} {core}", f"{self.shape} {kind}"]
        features.append(f"{core} {kind}")
        lines = self._has_line(index - 3, index), self._has_line(index + 1, index + 4)
        return [*features, f"name above {lines[0]} below {lines[1]} {kind} {self.shape[:3]}"]

    def _has_line(self, first: int, last: int) -> bool:
        """A clear line of its own among these."""
        near = self.places[max(0, first) : last]
        return any(q.line and q.line.quality >= CLEAR for q in near)


def _name_kind(part: Part) -> str:
    """What sort of line it is by its words."""
    if part.prose:
        return "prose"
    return "machinery" if part.machinery else "separator" if part.separator else "plain"
