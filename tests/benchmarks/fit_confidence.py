"""Fit the weights of `analysis/attribution/confidence.json`: `python -m tests.benchmarks.fit_confidence [FOLDER]`.

Pages with known answers: the gold pages, pages made from them, and those of FOLDER (`*.gold.yaml` beside their pages),
which need not be in the repository. scikit-learn is needed here only; the package applies the weights by itself.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.attribution.candidates import find_candidates
from analysis.attribution.choosing import choose_reading
from analysis.attribution.confidence import Signs
from analysis.attribution.parts import split_page
from analysis.attribution.statements import collect_statements, read_signs
from analysis.sources.documents import read_page
from tests.benchmarks.bench_attribution import BINS
from tests.benchmarks.derived_pages import derive_pages
from tests.conftest import ROOT
from tests.round_ups import GROUPS, Weighed, list_gold, load_gold, score_page

TO = ROOT / "src" / "analysis" / "attribution" / "confidence.json"
MORE = 4.0  # weight of a statement of a page that was not written for this project
WRONG = 2.5  # weight of a wrong one: on pages that nobody developed on, more statements are wrong than on these
SIDES = {
    "person": (
        "quality bare weak alone alike unread single collective signed inside margin doubtful beside_unread few "
        "outermost elsewhere"
    ),
    "edges": (
        "weak alone alike unread signed inside margin loose doubtful trimmed continued asking odd_end unquoted_tail "
        "quoted beside_unread outermost long short brief few"
    ),
    "position": "quality bare whole sole wordy lists elsewhere collective unread inside signed alike",
}


@dataclass(frozen=True)
class Example:
    """A statement that was read: its signs, and what of it is right."""

    group: str  # pages made from one page stay together
    signs: Signs
    weighed: Weighed
    weight: float


def main(folder: Path | None) -> None:
    """Fit on all pages and write the weights, with how such weights do on pages that they were not fitted on."""
    examples = list(_collect(folder))
    weights = {side: _fit(examples, side) for side in SIDES}
    table = _tabulate(examples, {side: _cross_validate(examples, side) for side in SIDES})
    note = "Fitted by python -m tests.benchmarks.fit_confidence; see tests/benchmarks/README.md."
    pages = len({e.group for e in examples})
    fitted = {"note": note, "pages": pages, "statements": len(examples), "weights": weights, "cross-validated": table}
    TO.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _collect(folder: Path | None) -> Iterator[Example]:
    for gold in (gold for name in GROUPS for gold in list_gold(name)):
        path, expected = load_gold(gold)
        yield from _read(gold.name, path.read_bytes(), path.name, expected, 1.0)
        for _, blocks, name, derived in derive_pages(gold):
            yield from _read(gold.name, "\n\n".join(blocks).encode(), name, derived, 1.0)
    for gold in sorted(folder.glob("*.gold.yaml")) if folder else ():
        path, expected = load_gold(gold)
        yield from _read(gold.name, path.read_bytes(), path.name, expected, MORE)


def _read(group: str, raw: bytes, name: str, expected: Sequence[dict[str, Any]], weight: float) -> Iterator[Example]:
    """The statements of a page with their signs."""
    page = read_page(raw, name)
    parts = split_page(page)
    candidates = find_candidates(parts)
    if not candidates:
        return
    chosen = choose_reading(parts, candidates)
    spoken = collect_statements(page, parts, candidates, chosen)
    read = zip(spoken, read_signs(page, parts, chosen, spoken), strict=True)
    signs = {page.text[s.start : s.end].strip(): seen for s, seen in read}
    for weighed in score_page(raw, name, expected).weighed:
        if sign := signs.get(
            weighed.text
        ):  # where no name was read, the person is not known, whatever letters stand there
            weighed = replace(weighed, person=weighed.person and not sign.unread)
            yield Example(group, sign, weighed, weight * (1 if weighed.right else WRONG))


def _matrix(examples: Sequence[Example], side: str) -> tuple[Any, Any, Any]:
    """The signs of a side as numbers, whether it is right, and the weights of the examples."""
    names = SIDES[side].split()
    x = np.array([[float(getattr(e.signs, n)) for n in names] for e in examples])
    y = np.array([getattr(e.weighed, side) for e in examples])
    return x, y, np.array([e.weight for e in examples])


def _fit(examples: Sequence[Example], side: str) -> dict[str, float]:
    x, y, weight = _matrix(examples, side)
    model = LogisticRegression(C=0.5, max_iter=2000).fit(x, y, sample_weight=weight)
    assert set(SIDES[side].split()) <= {f.name for f in fields(Signs)}
    return {"all": round(float(model.intercept_[0]), 3)} | {
        name: round(float(w), 3) for name, w in zip(SIDES[side].split(), model.coef_[0], strict=True)
    }


def _cross_validate(examples: Sequence[Example], side: str) -> Any:
    """The chance of each example by weights that were fitted without its page."""
    x, y, weight = _matrix(examples, side)
    chances = np.zeros(len(examples))
    for train, test in GroupKFold(n_splits=10).split(x, y, [e.group for e in examples]):
        model = LogisticRegression(C=0.5, max_iter=2000).fit(x[train], y[train], sample_weight=weight[train])
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
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
