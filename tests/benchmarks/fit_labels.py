"""Fit the weights of `analysis/attribution/labels.json`: `python -m tests.benchmarks.fit_labels [FOLDER …]`.

Pages with known answers: the gold pages, pages made from them, and those of each FOLDER (`*.gold.yaml` beside their
pages), which need not be in the repository. An averaged perceptron learns the sequence of labels; the second reading
learns from first readings by weights that did not see the page.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.attribution.candidates import find_candidates
from analysis.attribution.features import Best, describe, describe_again, find_places
from analysis.attribution.labels import LABELS, Weights, allow, decode, make_weights, score
from analysis.attribution.parts import Part, split_page
from analysis.sources.documents import read_page
from tests.benchmarks.derived_pages import derive_pages
from tests.benchmarks.gold_labels import label_gold
from tests.benchmarks.marked_forms import make_marked
from tests.conftest import ROOT
from tests.round_ups import GROUPS, list_gold, load_gold

TO = ROOT / "src" / "analysis" / "attribution" / "labels.json"
EPOCHS = 24
FOLDS = 4
WRITTEN = 8.0  # weight of a page that was written by hand, against one that was made from it
MADE = 6  # web pages made from one gold page
SEEN = 2  # times; a rarer feature is not kept
SCALE = 100
OUTSIDE = LABELS.index("outside")


@dataclass(frozen=True)
class Answered:
    """A page with known answers."""

    group: str  # pages made from one page stay together
    raw: bytes
    name: str
    expected: Sequence[dict[str, Any]]
    weight: float


@dataclass(frozen=True)
class Example:
    """A page with the label of each line."""

    group: str  # pages made from one page stay together
    parts: Sequence[Part]
    places: Sequence[Best]
    features: list[list[str]]
    labels: list[int]
    weight: float
    allowed: Any


def main(folders: Sequence[Path]) -> None:
    """Fit on all pages and write the weights."""
    examples = list(collect(list_pages(folders)))
    first, second = fit(examples)
    TO.write_text(_write({"first": first, "second": second}), encoding="utf-8")
    print(len(examples), "pages,", len(first["features"]), "and", len(second["features"]), "features")


def _write(fitted: dict[str, Any]) -> str:
    """JSON with one feature a line."""
    told = []
    for name, weights in fitted.items():
        lines = (f"  {json.dumps(f)}: {json.dumps(w)}" for f, w in weights["features"].items())
        told.append(f'"{name}": {{"joints": {weights["joints"]}, "features": {{\n' + ",\n".join(lines) + "\n}}")
    return "{\n" + ",\n".join(told) + "\n}\n"


def list_pages(folders: Sequence[Path]) -> Iterator[Answered]:
    """The gold pages, pages made from them, and those of the folders."""
    for gold in (gold for name in GROUPS for gold in list_gold(name)):
        path, expected = load_gold(gold)
        yield Answered(gold.name, path.read_bytes(), path.name, expected, WRITTEN)
        for _, blocks, name, derived in derive_pages(gold):
            yield Answered(gold.name, "\n\n".join(blocks).encode(), name, derived, 1.0)
        page = read_page(path.read_bytes(), path.name)
        for number in range(MADE):
            raw, found = make_marked(page, expected, f"{gold.name}{number}")
            if not found:
                continue
            yield Answered(gold.name, raw.encode(), "made.html", found, 1.0)
            if number % 2:
                made = read_page(raw.encode(), "made.html")
                text = "\n\n".join(made.text[b.start : b.end] for b in made.blocks)
                yield Answered(gold.name, text.encode(), "made.txt", found, 1.0)
    for folder in folders:
        for gold in sorted(folder.glob("*.gold.yaml")):
            path, expected = load_gold(gold)
            yield Answered(gold.name, path.read_bytes(), path.name, expected, WRITTEN)


def collect(pages: Iterable[Answered]) -> Iterator[Example]:
    """All pages whose answers give every line a label."""
    for answered in pages:
        page = read_page(answered.raw, answered.name)
        parts = split_page(page)
        places = find_places(parts, find_candidates(parts))
        if labels := label_gold(page, parts, places, answered.expected):
            numbers = [LABELS.index(label) for label in labels]
            features, allowed = describe(parts, places), allow(places)
            yield Example(answered.group, parts, places, features, numbers, answered.weight, allowed)


def divide(groups: Iterable[str], folds: int) -> dict[str, int]:
    """Each group's fold."""
    ordered = sorted(groups)
    random.Random(0).shuffle(ordered)
    return {group: i % folds for i, group in enumerate(ordered)}


def fit(examples: Sequence[Example], epochs: int = EPOCHS) -> tuple[dict[str, Any], dict[str, Any]]:
    """The weights of both readings; the second learns from first readings of pages that were not known to the first."""
    fold = divide({e.group for e in examples}, FOLDS)
    second: list[Example] = []
    for held in range(FOLDS):
        weights = make_weights(learn([e for e in examples if fold[e.group] != held], epochs))
        second += [_read_again(e, weights) for e in examples if fold[e.group] == held]
    first = learn(examples, epochs)
    weights = make_weights(first)
    second += [_read_again(e, weights) for e in examples if e.weight == WRITTEN]
    return first, learn(second, epochs)


def _read_again(example: Example, first: Weights) -> Example:
    """The page with the features that its first reading gives."""
    labels = decode(score(example.features, first) + example.allowed, first.joints).labels
    again = describe_again(example.parts, example.places, labels)
    return replace(example, features=[a + b for a, b in zip(example.features, again, strict=True)])


def _goes_wrong(example: Example, rows: Sequence[Any], values: Any, joints: Any) -> bool:
    scores = np.stack([values[r].sum(axis=0) for r in rows]) + example.allowed
    return [LABELS.index(label) for label in decode(scores, joints).labels] != example.labels


def learn(examples: Sequence[Example], epochs: int) -> dict[str, Any]:
    """Averaged weights of a perceptron whose wrong labels cost one each."""
    index: dict[str, int] = {}
    times: dict[str, int] = {}
    for e in examples:
        for f in (f for line in e.features for f in line):
            times[f] = times.get(f, 0) + 1
    for f in sorted(f for f, n in times.items() if n >= SEEN):
        index[f] = len(index)
    rows = [[np.array([index[f] for f in line if f in index]) for line in e.features] for e in examples]
    values, joints = np.zeros((len(index), len(LABELS))), np.zeros((len(LABELS), len(LABELS)))
    value_sum, joint_sum, step = np.zeros_like(values), np.zeros_like(joints), 1
    order = list(range(len(examples)))
    choose = random.Random(0)
    weight = [e.weight for e in examples]
    for epoch in range(epochs):
        choose.shuffle(order)
        if epoch > epochs // 2:  # written pages that go wrong count more
            averaged, steps = values - value_sum / step, joints - joint_sum / step
            for n, e in enumerate(examples):
                if e.weight == WRITTEN and _goes_wrong(e, rows[n], averaged, steps):
                    weight[n] *= 1.5
        for n in order:
            e, lines = examples[n], rows[n]
            scores = np.stack([values[r].sum(axis=0) for r in lines]) + e.allowed + 1.0
            scores[np.arange(len(lines)), e.labels] -= 1.0
            read = [LABELS.index(label) for label in decode(scores, joints).labels]
            before = (OUTSIDE, OUTSIDE)
            for i, (mine, right) in enumerate(zip(read, e.labels, strict=True)):
                if mine != right:
                    for label, sign in ((right, weight[n]), (mine, -weight[n])):
                        values[lines[i], label] += sign
                        value_sum[lines[i], label] += sign * step
                if (before[0], mine) != (before[1], right):
                    for joint, sign in (((before[1], right), weight[n]), ((before[0], mine), -weight[n])):
                        joints[joint] += sign
                        joint_sum[joint] += sign * step
                before = (mine, right)
            step += 1
    values, joints = values - value_sum / step, joints - joint_sum / step
    written = {
        f: {LABELS[k]: int(w) for k, w in enumerate(np.rint(SCALE * values[i])) if w} for f, i in index.items()
    }
    return {
        "joints": [[int(w) for w in row] for row in np.rint(SCALE * joints)],
        "features": {f: weights for f, weights in written.items() if weights},
    }


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
