"""What every line of a page is: the sequence of labels that explains the page best, by weights fitted on gold pages.

The weights are data, `labels.json`, fitted by `python -m tests.benchmarks.fit_labels`. A page is read twice: the
second reading also knows how the first one read lines of the same markup, so that alike blocks are read alike.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

import numpy as np

from analysis.attribution.features import CLOSING_MARKS, NEAR, Described, describe, ends_in_colon
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import CLEAR, READ, Best, Candidate, Key, find_sides
from analysis.attribution.rereading import describe_again

FOLLOWS = {  # which labels may stand below a label: a name and its title above words, words above their signature, …
    "outside": "outside name signed opened closed",
    "name": "title words",
    "title": "title words",
    "words": "words outside name signed opened closed",
    "signed": "signed more signature closed outside",
    "signature": "more outside name signed opened closed",
    "more": "more outside name signed opened closed signature",
    "opened": "words outside name signed opened closed",
    "closed": "outside name signed opened closed",
}
LABELS = tuple(FOLLOWS)
UNLIKELY = -(10**9)
AFTER = np.array([[0 if b in FOLLOWS[a].split() else UNLIKELY for b in LABELS] for a in LABELS])
HEADLINE = re.compile(r"^[“„«»\"][^“”„«»\"]{4,90}(?<![.!…])[”“»«\"]$")
SURE = 0.9
SEVERAL = 3  # names set alike
VAGUE = 0.15  # a line that names nobody
MUCH = 50_000
TAIL = 4  # lines below the last header that may be its words
GOES_ON = np.zeros_like(AFTER)  # a sentence set like the words above it is hardly nobody's
GOES_ON[[LABELS.index("words"), LABELS.index("opened")], LABELS.index("outside")] = -MUCH
LAST = np.array([UNLIKELY if label in ("name", "title", "signed") else 0 for label in LABELS])
SHAPES = {"name": "line", "signature": "line", "opened": "run_in", "closed": "suffix"}


@dataclass(frozen=True)
class Weights:
    """How much each feature speaks for each label, and each label for the next."""

    features: Mapping[str, int]
    values: Any  # one row a feature, one column a label
    joints: Any  # a table: a label above and one below


@dataclass(frozen=True)
class Labelled:
    """A label for each line, and what it was read from."""

    labels: tuple[str, ...]
    scores: Any  # how much each line speaks for each label, with the names on the chosen side
    forward: Any  # how much the best labels up to each line explain
    margins: tuple[float, ...] = ()  # by how much it explains more than the best one with another label there


def label_parts(parts: Sequence[Part], places: Sequence[Best], first: Weights, second: Weights) -> Labelled:
    """The reading of a page that explains it best."""
    features = describe(parts, places)
    allowed, goes_on = allow(parts, places) + expect(parts, places), join_sentences(parts, places)
    labels = decode(score(features, first) + allowed, list_steps(first.joints, goes_on)).labels
    again = [(*a, *b) for a, b in zip(features, describe_again(parts, places, labels), strict=True)]
    steps = list_steps(second.joints, goes_on)
    labelled = decode(score(again, second) + allowed, steps)
    return replace(labelled, margins=tuple(measure_margins(labelled, steps)))


def allow(parts: Sequence[Part], places: Sequence[Best]) -> Any:
    """Only what could be a header may be labelled as one, and no heading holds words that somebody says."""
    allowed = np.zeros((len(places), len(LABELS)), dtype=np.int64)
    for index, (part, place) in enumerate(zip(parts, places, strict=True)):
        for label, shape in SHAPES.items():
            candidate = getattr(place, shape)
            if candidate is None or candidate.people is None or _is_elsewhere(part, candidate, label):
                allowed[index, LABELS.index(label)] = UNLIKELY
    return allowed


def _is_elsewhere(part: Part, candidate: Candidate, label: str) -> bool:
    """A line that says itself on which side its words stand, and a heading, which is only a name above them."""
    if candidate.shape == "line" and candidate.side:
        return candidate.side != ("before" if label == "name" else "after")
    return part.kind == "heading" and label != "name"


def expect(parts: Sequence[Part], places: Sequence[Best]) -> Any:
    """Names on the side without words need much to be read as headers, and full ones with words to be read as none.

    The weights are fitted without this.
    """
    expected = np.zeros((len(places), len(LABELS)), dtype=np.int64)
    for label, words in zip(("signature", "name"), find_sides(parts, places), strict=True):
        expected[:, LABELS.index(label)] = 0 if words else -2 * MUCH
    expected[[i for i, p in enumerate(places) if _is_sure(p.best, parts[i : i + 2])], LABELS.index("outside")] = -MUCH
    signed = [i for i, p in enumerate(places) if p.suffix and p.suffix.people and p.suffix.quality >= SURE]
    expected[np.ix_(signed, [LABELS.index(label) for label in ("outside", "signed")])] = -MUCH
    clear = Counter(p.line.key for p in places if p.line and p.line.quality >= CLEAR)
    named = [i for i, p in enumerate(parts) if p.kind == "heading" and _tops_words(parts, places, i, clear)]
    expected[named, LABELS.index("outside")] = -MUCH
    alike = [i for i, p in enumerate(places) if p.line and clear[p.line.key] > 1 and _holds_position(parts[i], p.line)]
    posts = [i for i in range(1, len(parts)) if _is_post(parts[i], places[i - 1].line)]
    expected[
        [*alike, *posts, *_find_headlines(parts, places)], LABELS.index("words")
    ] = -MUCH  # an unread name set like those that were read
    expected[
        [i for i in range(len(parts) - 1) if _repeats(places[i].line, places[i + 1].line)], LABELS.index("words")
    ] = -MUCH
    if sum(place.clear for place in places) > 1:
        read = {c.key for place in places for c in (place.line, place.run_in) if c and c.quality >= CLEAR}
        vague = [i for i, q in enumerate(places) if q.line and q.line.quality < VAGUE and q.line.key not in read]
        expected[vague, LABELS.index("name")] = -MUCH
        points = [i for i, q in enumerate(places) if parts[i].kind == "item" and q.run_in]
        points = [i for i in points if (c := places[i].run_in) and c.quality < READ and c.key not in read]
        expected[points, LABELS.index("opened")] = -MUCH  # `Breaks: none after midnight`
    return expected


def _find_headlines(parts: Sequence[Part], places: Sequence[Best]) -> list[int]:
    """Quoted headlines between several headers and their words."""
    found = [
        i
        for i in range(1, len(parts) - 1)
        if HEADLINE.match(parts[i].text) and places[i - 1].clear and parts[i + 1].prose and not parts[i + 1].quoted
    ]
    return found if len(found) >= SEVERAL else []


def _tops_words(parts: Sequence[Part], places: Sequence[Best], index: int, clear: Mapping[Key, int]) -> bool:
    """One of several names set alike, with words before the next of them."""
    line = places[index].line
    if not line or line.quality < CLEAR or clear[line.key] < SEVERAL:
        return False
    near = zip(parts[index + 1 : index + NEAR], places[index + 1 : index + NEAR], strict=True)
    return any(p.prose for p, _ in takewhile(lambda n: not n[1].line or n[1].line.key != line.key, near))


def _repeats(line: Candidate | None, below: Candidate | None) -> bool:
    """A title with a name above the same name."""
    if not line or not below or not line.people or not below.people:
        return False
    return line.quality >= READ and line.people.names == below.people.names


def _is_post(part: Part, above: Candidate | None) -> bool:
    """A position on the line below what may be a name."""
    named = above is not None and above.people is not None and above.quality >= READ
    return named and part.position and not part.finished and not ends_in_colon(part)


def _holds_position(part: Part, line: Candidate) -> bool:
    """A short line of a role or an organisation behind what may be a name."""
    return line.people is not None and not line.people.bare and not part.finished and not part.prose


def _is_sure(best: Candidate | None, parts: Sequence[Part]) -> bool:
    """A name with its position before words, or in a heading above them."""
    if best is None or best.people is None or best.biography or best.quality < SURE:
        return False
    return best.shape == "run-in" or (parts[0].kind == "heading" and parts[-1].prose)


def join_sentences(parts: Sequence[Part], places: Sequence[Best]) -> list[bool]:
    """Whether each line, up to the last headers, is a sentence set like the words above it."""
    joined = [False] * len(parts)
    last = max((i for i, place in enumerate(places) if place.clear), default=-TAIL)
    for i in range(1, min(len(parts), last + TAIL)):
        above, part = parts[i - 1], parts[i]
        alike = (above.kind, above.path, above.italic) == (part.kind, part.path, part.italic)
        plain = part.finished and part.text[-1:] != "?" and not (part.styled or part.closing or places[i].clear)
        joined[i] = (
            alike and plain and not part.mark and part.text[:1] not in OPENING and above.text[-1:] not in CLOSING_MARKS
        )
    return joined


def list_steps(joints: Any, goes_on: Sequence[bool]) -> list[Any]:
    """For each line, how much each label above it speaks for each label there."""
    tables = (joints + AFTER, joints + AFTER + GOES_ON)
    return [tables[joined] for joined in goes_on]


def score(features: Sequence[Described], weights: Weights) -> Any:
    """How much the features of each line speak for each label."""
    numbers: dict[tuple[str, ...], int] = {}
    rows = [[numbers.setdefault(group, len(numbers)) for group in line] for line in features]
    known = ([weights.features[f] for f in group if f in weights.features] for group in numbers)
    table = np.array([weights.values[group].sum(axis=0) for group in known])
    return table[np.array(rows)].sum(axis=1)


def decode(scores: Any, steps: Sequence[Any]) -> Labelled:
    """The best sequence of labels where all names on lines of their own stand above their words, or all below."""
    sides = np.stack([scores, scores])
    for side, other in zip(sides, ("signature", "name"), strict=True):
        side[:, LABELS.index(other)] = UNLIKELY
    both = _look_forward(sides, steps)
    values = (both[:, -1] + LAST).max(axis=1)
    best = int(values[1] > values[0])
    scores, forward = sides[best], both[best]
    path = [int((forward[-1] + LAST).argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int((forward[i - 1] + steps[i][:, path[-1]]).argmax()))
    path.reverse()
    return Labelled(tuple(LABELS[k] for k in path), scores, forward)


def _look_forward(sides: Any, steps: Sequence[Any]) -> Any:
    """On each side, for each line and label, how much the best labels up to there explain."""
    forward = np.array(sides)
    forward[:, 0] += steps[0][0]
    for i in range(1, len(steps)):
        forward[:, i] += (forward[:, i - 1, :, None] + steps[i]).max(axis=1)
    return forward


def measure_margins(labelled: Labelled, steps: Sequence[Any]) -> list[float]:
    """For each line, by how much the reading explains more than the best one with another label there."""
    scores, backward = labelled.scores, np.zeros_like(labelled.scores)
    backward[-1] = LAST
    for i in range(len(scores) - 2, -1, -1):
        backward[i] = (steps[i + 1] + (scores[i + 1] + backward[i + 1])[None, :]).max(axis=1)
    total = labelled.forward + backward
    others = np.array(total)
    others[np.arange(len(total)), [LABELS.index(label) for label in labelled.labels]] = UNLIKELY * 10
    return [float(m) for m in total.max(axis=1) - others.max(axis=1)]


@cache
def load_weights() -> tuple[Weights, Weights]:
    """The weights of both readings."""
    fitted = json.loads(files("analysis.attribution").joinpath("labels.json").read_text(encoding="utf-8"))
    first, second = (make_weights(fitted[name]) for name in ("first", "second"))
    return first, second


def make_weights(fitted: Mapping[str, Any]) -> Weights:
    """Weights as they stand in the file: of each feature, those that are not zero."""
    values = np.zeros((len(fitted["features"]), len(LABELS)), dtype=np.int64)
    for row, weights in enumerate(fitted["features"].values()):
        for label, weight in weights.items():
            values[row, LABELS.index(label)] = weight
    return Weights(
        {f: i for i, f in enumerate(fitted["features"])},
        values,
        np.array(fitted["joints"], dtype=np.int64),
    )
