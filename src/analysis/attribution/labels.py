"""What every line of a page is: the sequence of labels that explains the page best, by weights fitted on gold pages.

The weights are data, `labels.json`, fitted by `python -m tests.benchmarks.fit_labels`. A page is read twice: the
second reading also knows how the first one read lines of the same markup, so that alike blocks are read alike.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from analysis.attribution.captions import find_captions
from analysis.attribution.features import Described, describe
from analysis.attribution.outline import find_outline
from analysis.attribution.parts import Part
from analysis.attribution.places import Best
from analysis.attribution.rereading import describe_again
from analysis.attribution.rules import FOLLOWS, LABELS, MUCH, UNLIKELY, allow, expect, join_sentences

AFTER = np.array([[0 if b in FOLLOWS[a].split() else UNLIKELY for b in LABELS] for a in LABELS])
GOES_ON = np.zeros_like(AFTER)  # a sentence set like the words above it is hardly nobody's
GOES_ON[[LABELS.index("words"), LABELS.index("opened")], LABELS.index("outside")] = -MUCH
GOES_ON[LABELS.index("words"), LABELS.index("signed")] = -MUCH  # nor does it begin another’s
LAST = np.array([UNLIKELY if label in ("name", "title", "signed") else 0 for label in LABELS])


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
    captions = [*find_captions(parts, places)]
    kinds = find_outline(parts, places)
    allowed = allow(parts, places, kinds) + expect(parts, places, kinds)
    goes_on = join_sentences(parts, places, kinds)
    labels = decode(score(features, first) + allowed, list_steps(first.joints, goes_on), captions).labels
    again = [(*a, *b) for a, b in zip(features, describe_again(parts, places, labels), strict=True)]
    steps = list_steps(second.joints, goes_on)
    labelled = decode(score(again, second) + allowed, steps, captions)
    return replace(labelled, margins=tuple(_measure_margins(labelled, steps)))


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


def decode(scores: Any, steps: Sequence[Any], captions: Sequence[int] = ()) -> Labelled:
    """The best sequence of labels where all names on lines of their own stand above their words, or all below.

    Captions of quotations stand below theirs on either page.
    """
    sides = np.stack([scores, scores])
    for side, other in zip(sides, ("signature", "name"), strict=True):
        side[:, LABELS.index(other)] = UNLIKELY
    sides[0, captions, LABELS.index("signature")] = scores[captions, LABELS.index("signature")]
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


def _measure_margins(labelled: Labelled, steps: Sequence[Any]) -> list[float]:
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
