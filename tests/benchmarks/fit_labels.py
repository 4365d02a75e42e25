"""Fit the weights of `analysis/attribution/labels.json`: `python -m tests.benchmarks.fit_labels [FOLDER …]`.

Pages with known answers: the gold pages, pages made from them, those in many publishers' forms, and those of each
FOLDER (`*.gold.yaml` beside their pages), which need not be in the repository. An averaged perceptron learns the
sequence of labels; the second reading learns from first readings by weights that did not see the page. What is
written is a mean of these weights and of `earlier_labels.json`, which were fitted in the same way on the gold pages
and on 204 pages of other publishers that are not in the repository.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from analysis.attribution.candidates import find_candidates
from analysis.attribution.features import Described, describe
from analysis.attribution.labels import Weights, decode, list_steps, make_weights, score
from analysis.attribution.outline import find_outline
from analysis.attribution.parts import Part, split_page
from analysis.attribution.places import Best, find_places
from analysis.attribution.rereading import describe_again
from analysis.attribution.rules import LABELS, allow
from analysis.sources.documents import read_page
from tests.benchmarks.derived_pages import derive_pages
from tests.benchmarks.gold_labels import label_gold
from tests.benchmarks.marked_forms import make_marked
from tests.conftest import ROOT
from tests.round_ups import FORMS, GOLD, GROUPS, list_gold, load_gold

TO = ROOT / "src" / "analysis" / "attribution" / "labels.json"
EARLIER = Path(__file__).with_name("earlier_labels.json")
SHARE = 0.6  # of the earlier fit in the mean
EPOCHS = 14
FOLDS = 4
DERIVED = 0.5  # weight of a page that was made from another
WRITTEN = 4.0  # weight of a page that was written by hand, against one that was made from it
MADE = 2  # web pages made from one gold page
ORDERS = 5  # of the pages, whose weights are averaged
SEEN = 2  # times; a rarer feature is not kept
SCALE = 1000
MARGIN = 3.0
DROPPED = 0.25  # of a line's features at a time, so that no few of them decide alone
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
    features: list[Described]
    labels: list[int]
    weight: float
    allowed: Any


def main(folders: Sequence[Path]) -> None:
    """Fit on all pages and write the weights."""
    examples = list(collect(list_pages(folders)))
    first, second = fit(examples)
    earlier = json.loads(EARLIER.read_text(encoding="utf-8"))
    TO.write_text(_write(blend({"first": first, "second": second}, earlier)), encoding="utf-8")
    print(len(examples), "pages,", len(first["features"]), "and", len(second["features"]), "features")


def blend(fitted: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    """A mean of two fits."""
    return {
        name: {
            "joints": [
                [_mean(a, b) for a, b in zip(*rows, strict=True)]
                for rows in zip(fitted[name]["joints"], earlier[name]["joints"], strict=True)
            ],
            "features": dict(_blend_features(fitted[name]["features"], earlier[name]["features"])),
        }
        for name in fitted
    }


def _mean(fitted: int, earlier: int) -> int:
    return round((1 - SHARE) * fitted + SHARE * earlier)


def _blend_features(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Each feature of either with the mean of its weights, in alphabetical order."""
    for feature in sorted({*one, *other}):
        a, b = one.get(feature, {}), other.get(feature, {})
        mean = {label: w for label in LABELS if (w := _mean(a.get(label, 0), b.get(label, 0)))}
        if mean:
            yield feature, mean


def _write(fitted: dict[str, Any]) -> str:
    """JSON with one feature a line."""
    told = []
    for name, weights in fitted.items():
        lines = (f"  {json.dumps(f)}: {json.dumps(w)}" for f, w in weights["features"].items())
        told.append(
            f'"{name}": {{"joints": {json.dumps(weights["joints"])}, "features": {{\n' + ",\n".join(lines) + "\n}}"
        )
    return "{\n" + ",\n".join(told) + "\n}\n"


def list_pages(folders: Sequence[Path]) -> Iterator[Answered]:
    """The gold pages, pages made from them, those in many forms and those of the folders."""
    for gold in (gold for name in GROUPS for gold in list_gold(name)):
        path, expected = load_gold(gold)
        yield Answered(gold.name, path.read_bytes(), path.name, expected, WRITTEN)
        for _, blocks, name, derived in derive_pages(gold):
            yield Answered(gold.name, "\n\n".join(blocks).encode(), name, derived, DERIVED)
        yield from _make(gold, path, expected)
    for folder in [*(GOLD / name for name in FORMS), *folders]:
        for gold in sorted(folder.glob("*.gold.yaml")):
            path, expected = load_gold(gold)
            yield Answered(gold.name, path.read_bytes(), path.name, expected, WRITTEN)
            yield from _make(gold, path, expected)


def _make(gold: Path, path: Path, expected: Sequence[dict[str, Any]]) -> Iterator[Answered]:
    """Web pages with a page's statements in other markup."""
    page = read_page(path.read_bytes(), path.name)
    for number in range(MADE):
        raw, found = make_marked(page, expected, f"{gold.name}{number}")
        if not found:
            continue
        yield Answered(gold.name, raw.encode(), "made.html", found, DERIVED)
        if number % 2:
            made = read_page(raw.encode(), "made.html")
            text = "\n\n".join(made.text[b.start : b.end] for b in made.blocks)
            yield Answered(gold.name, text.encode(), "made.txt", found, DERIVED)


def collect(pages: Iterable[Answered]) -> Iterator[Example]:
    """All pages whose answers give every line a label."""
    for answered in pages:
        page = read_page(answered.raw, answered.name)
        parts = split_page(page)
        places = find_places(parts, find_candidates(parts))
        if labels := label_gold(page, parts, places, answered.expected):
            numbers = [LABELS.index(label) for label in labels]
            features, allowed = describe(parts, places), allow(parts, places, find_outline(parts, places))
            yield Example(
                answered.group,
                parts,
                places,
                features,
                numbers,
                answered.weight,
                allowed,
            )


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
    steps = list_steps(first.joints, [False] * len(example.parts))
    labels = decode(score(example.features, first) + example.allowed, steps).labels
    again = describe_again(example.parts, example.places, labels)
    return replace(example, features=[(*a, *b) for a, b in zip(example.features, again, strict=True)])


def learn(examples: Sequence[Example], epochs: int) -> dict[str, Any]:
    """The mean of weights that were learned from the pages in several orders."""
    index = _number_features(examples)
    rows = [
        [np.array([index[f] for f in chain.from_iterable(line) if f in index]) for line in e.features] for e in examples
    ]
    learned = [_learn_in_order(examples, rows, len(index), epochs, seed) for seed in range(ORDERS)]
    values, joints = (np.rint(SCALE * sum(tables) / ORDERS) for tables in zip(*learned, strict=True))
    written = {f: {LABELS[k]: int(w) for k, w in enumerate(values[i]) if w} for f, i in index.items()}
    return {
        "joints": [[int(w) for w in row] for row in joints],
        "features": {f: weights for f, weights in written.items() if weights},
    }


def _learn_in_order(examples: Sequence[Example], rows: Sequence[Any], count: int, epochs: int, seed: int) -> Any:
    """Weights of a perceptron with a margin and without some features at a time.

    Each weight moves less the more it has moved; they are averaged over the second half.
    """
    values, joints = np.zeros((count, len(LABELS))), np.zeros((len(LABELS), len(LABELS)))
    moved, joints_moved = np.ones_like(values), np.ones_like(joints)
    value_sum, joint_sum, kept = np.zeros_like(values), np.zeros_like(joints), 0
    order, choose, drop = list(range(len(examples))), random.Random(seed), np.random.default_rng(seed)
    for epoch in range(epochs):
        choose.shuffle(order)
        rate = 1.05 - epoch / epochs
        for n in order:
            kept_rows = [r[drop.random(len(r)) >= DROPPED] for r in rows[n]]
            step = _correct(examples[n], kept_rows, values, joints)
            if step:
                lines, change, joint_change = step
                moved[lines] += change**2
                values[lines] += rate * change / np.sqrt(moved[lines])
                joints_moved += joint_change**2
                joints += rate * joint_change / np.sqrt(joints_moved)
            if epoch >= epochs // 2:
                value_sum, joint_sum, kept = value_sum + values, joint_sum + joints, kept + 1
    return value_sum / kept, joint_sum / kept


def _number_features(examples: Sequence[Example]) -> dict[str, int]:
    times = Counter(f for e in examples for line in e.features for group in line for f in group)
    return {f: i for i, f in enumerate(sorted(f for f, n in times.items() if n >= SEEN))}


def _correct(e: Example, rows: Sequence[Any], values: Any, joints: Any) -> tuple[Any, Any, Any] | None:
    """Which rows to change, and by how much, so that the right labels explain more than others by a margin."""
    scores = np.stack([values[r].sum(axis=0) for r in rows]) + e.allowed + MARGIN
    scores[np.arange(len(rows)), e.labels] -= MARGIN
    read = [LABELS.index(label) for label in decode(scores, list_steps(joints, [False] * len(rows))).labels]
    if read == e.labels:
        return None
    change: dict[int, Any] = {}
    joint_change = np.zeros_like(joints)
    before = (OUTSIDE, OUTSIDE)
    for lines, mine, right in zip(rows, read, e.labels, strict=True):
        for row in lines if mine != right else ():
            one = change.setdefault(int(row), np.zeros(len(LABELS)))
            one[right] += e.weight
            one[mine] -= e.weight
        joint_change[before[1], right] += e.weight
        joint_change[before[0], mine] -= e.weight
        before = (mine, right)
    return np.array(list(change)), np.stack(list(change.values())), joint_change


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
