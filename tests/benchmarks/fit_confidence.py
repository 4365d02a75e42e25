"""Fit the weights of `analysis/attribution/confidence.json`: `python -m tests.benchmarks.fit_confidence [FOLDER …]`.

Pages with known answers: the gold pages and those of each FOLDER (`*.gold.yaml` beside their pages), which need not be
in the repository. Every page is read by labels whose weights did not see it, so that what
goes wrong goes wrong as on a new page. scikit-learn is needed here only; the package applies the weights by itself.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np

from analysis.attribution import Reading
from analysis.attribution.candidates import find_candidates
from analysis.attribution.confidence import Signs
from analysis.attribution.labels import Weights, label_parts, make_weights
from analysis.attribution.parts import split_page
from analysis.attribution.places import find_places
from analysis.attribution.statements import collect_statements, read_signs
from analysis.attribution.turns import find_turns
from analysis.sources.documents import read_page
from analysis.transcripts import Block, ExpertKind, Voice
from tests.benchmarks.bench_attribution import BINS
from tests.benchmarks.fit_labels import EARLIER, WRITTEN, Answered, blend, collect, divide, fit, list_pages
from tests.conftest import ROOT
from tests.round_ups import GROUPS, Score, Weighed, compare, list_gold

TO = ROOT / "src" / "analysis" / "attribution" / "confidence.json"
FOLDS = 4
SIDES = {
    "person": "quality unread collective alike clear within beside loose",
    "edges": "unread collective alike begins ends within beside asking odd_end long short loose",
    "position": "whole wordy lists alike",
}


@dataclass(frozen=True)
class Example:
    """A statement that was read: its signs, and what of it is right."""

    group: str  # the page
    signs: Signs
    weighed: Weighed


def main(folders: Sequence[Path]) -> None:
    """Fit on all pages and write the weights, with how such weights do on pages that they were not fitted on."""
    examples = _collect(folders)
    weights = {side: _fit(examples, side) for side in SIDES}
    table = _tabulate(examples, {side: _cross_validate(examples, side) for side in SIDES})
    note = "Fitted by python -m tests.benchmarks.fit_confidence; see tests/benchmarks/README.md."
    pages = len({e.group for e in examples})
    fitted = {"note": note, "pages": pages, "statements": len(examples), "weights": weights, "cross-validated": table}
    TO.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _collect(folders: Sequence[Path]) -> list[Example]:
    """The statements of all pages, each read by weights of labels that were fitted without it."""
    with ProcessPoolExecutor(2) as processes:
        return [example for part in processes.map(partial(_collect_fold, folders), range(FOLDS)) for example in part]


def _collect_fold(folders: Sequence[Path], held: int) -> list[Example]:
    """The statements of a quarter of the pages; the earlier fit, which knew the gold pages, reads the others only."""
    pages = list(list_pages(folders))
    fold = divide({p.group for p in pages}, FOLDS)
    known = {gold.name for name in GROUPS for gold in list_gold(name)}
    first, second = fit(list(collect(p for p in pages if fold[p.group] != held)))
    own = {"first": first, "second": second}
    both = blend(own, json.loads(EARLIER.read_text(encoding="utf-8")))
    weights = {
        seen: [make_weights(w[name]) for name in ("first", "second")] for seen, w in ((True, own), (False, both))
    }
    return [
        example
        for page in pages
        if fold[page.group] == held and page.weight == WRITTEN  # what is made goes wrong in other ways
        for example in _read(page, *weights[page.group in known])
    ]


def _read(answered: Answered, first: Weights, second: Weights) -> Iterator[Example]:
    """The statements of a page with their signs."""
    page = read_page(answered.raw, answered.name)
    parts = split_page(page)
    candidates = find_candidates(parts)
    if not candidates:
        return
    places = find_places(parts, candidates)
    labelled = label_parts(parts, places, first, second)
    spoken = collect_statements(page, parts, candidates, find_turns(parts, places, labelled))
    blocks, signs = [], {}
    for statement, seen in zip(spoken, read_signs(page, parts, labelled, spoken), strict=True):
        text, people = page.text[statement.start : statement.end], statement.people
        voice = Voice(people.expert, people.role, people.affiliation, cast("ExpertKind", people.kind))
        blocks.append(Block("expert", text, voice, 0.0))
        signs[text] = seen
    score = compare(Score(answered.name, len(answered.expected)), Reading(tuple(blocks)), answered.expected)
    for weighed in score.weighed:
        sign = signs[weighed.text]  # where no name was read, the person is not known, whatever letters stand there
        yield Example(answered.group, sign, replace(weighed, person=weighed.person and not sign.unread))


def _matrix(examples: Sequence[Example], side: str) -> tuple[Any, Any]:
    """The signs of a side as numbers, and whether it is right."""
    names = SIDES[side].split()
    x = np.array([[float(getattr(e.signs, n)) for n in names] for e in examples])
    y = np.array([getattr(e.weighed, side) for e in examples])
    return x, y


def _learn(x: Any, y: Any) -> Any:
    """A logistic model; scikit-learn is an extra, so it is asked for here and not by whoever collects the tests."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=2.0, max_iter=2000).fit(x, y)


def _fit(examples: Sequence[Example], side: str) -> dict[str, float]:
    x, y = _matrix(examples, side)
    model = _learn(x, y)
    assert set(SIDES[side].split()) <= {f.name for f in fields(Signs)}
    return {"all": round(float(model.intercept_[0]), 3)} | {
        name: round(float(w), 3) for name, w in zip(SIDES[side].split(), model.coef_[0], strict=True)
    }


def _cross_validate(examples: Sequence[Example], side: str) -> Any:
    """The chance of each example by weights that were fitted without its page."""
    x, y = _matrix(examples, side)
    chances = np.zeros(len(examples))
    from sklearn.model_selection import GroupKFold

    for train, test in GroupKFold(n_splits=10).split(x, y, [e.group for e in examples]):
        model = _learn(x[train], y[train])
        chances[test] = model.predict_proba(x[test])[:, 1]
    return chances


def _tabulate(examples: Sequence[Example], chances: dict[str, Any]) -> dict[str, Any]:
    """Of the statements at each chance, how many there are and what share is right."""
    right = np.array([e.weighed.right for e in examples])
    sides = {"statement": (chances["person"] * chances["edges"], right)}
    sides |= {side: (chances[side], np.array([getattr(e.weighed, side) for e in examples])) for side in SIDES}
    table: dict[str, Any] = {}
    for side, (chance, good) in sides.items():
        bins = [(low, high, (chance >= low) & (chance < high)) for low, high in BINS]
        table[side] = {
            "bins": [[low, int(here.sum()), round(float(good[here].mean()), 3)] for low, _, here in bins if here.any()],
            "right at .85": round(float((chance[good] >= 0.85).mean()), 3),
            "wrong at .85": round(float((chance[~good] >= 0.85).mean()), 3),
        }
    return table


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
