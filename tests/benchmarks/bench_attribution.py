"""Who said what on gold pages and pages made from them: found, names, edges, positions, and if confidence holds."""

import json
from collections.abc import Sequence
from importlib.resources import files

from tests.benchmarks.derived_pages import score_derived
from tests.round_ups import FORMS, GROUPS, Score, Weighed, list_gold, score_all

BINS = ((0.95, 1.01), (0.9, 0.95), (0.85, 0.9), (0.7, 0.85), (0.5, 0.7), (0.0, 0.5))
HEAD = (
    "pages",
    "whole",
    "complete",
    "refused",
    "statements",
    "found",
    "name",
    "edges",
    "role",
    "affil.",
    "wrong",
    "wrong ≥ .85",
)


def main() -> str:
    """One row per group of pages, what was missed, and two reliability diagrams."""
    groups = {name: list(score_all(name)) for name in (*GROUPS, *FORMS)}
    derived: dict[str, list[Score]] = {}
    for gold in (gold for name in GROUPS for gold in list_gold(name)):
        for how, score in score_derived(gold):
            derived.setdefault(how, []).append(score)
    rows = [f"{'':24}" + "".join(f"{h:>12}" for h in HEAD)]
    rows += [_row(name, scores) for name, scores in groups.items()]
    rows += [_row(how, scores) for how, scores in derived.items()]
    rows += [f"-- {name}: {what}" for name, what in (GROUPS | FORMS).items()]
    rows += [f"{s.page}: {miss}" for name in GROUPS for s in groups[name] for miss in s.misses]
    rows += _cross_validated()
    own = [w for name in ("independent", "kept", "layouts") for s in groups[name] for w in s.weighed]
    made = [w for scores in derived.values() for s in scores for w in s.weighed]
    rows += _diagram("pages whose gold was written first", own) + _diagram("pages made from gold pages", made)
    return "\n".join(rows)


def _cross_validated() -> list[str]:
    """The reliability diagram made when the weights were fitted: each page weighed by weights fitted without it."""
    fitted = json.loads(files("analysis.attribution").joinpath("confidence.json").read_text(encoding="utf-8"))
    rows = [f"-- chances cross-validated over {fitted['pages']} pages as they were published, "]
    rows[0] += f"{fitted['statements']} statements, each page read by labels that were fitted without it"
    for side, table in fitted["cross-validated"].items():
        right, wrong = table["right at .85"], table["wrong at .85"]
        rows.append(f"{side}: of the right ones {right:.2f} stand at ≥ .85, of the wrong ones {wrong:.2f}")
        rows += [
            f"{f'≥ {low:.2f}':>12}{n:>6}{share:>8.3f}  {'#' * round(20 * share)}" for low, n, share in table["bins"]
        ]
    return rows


def _row(name: str, scores: Sequence[Score]) -> str:
    """Counts of one group."""
    wrong = [w for s in scores for w in s.weighed if not w.right]
    cells = [
        len(scores), sum(s.whole for s in scores), sum(s.complete for s in scores),
        sum(bool(s.refused) for s in scores), sum(s.expected for s in scores), sum(s.found for s in scores),
        *(sum(s.exact[f] for s in scores) for f in ("name", "edges", "role", "affiliation")),
        len(wrong), sum(w.confidence >= 0.85 for w in wrong),
    ]  # fmt: skip
    return f"{name:24}" + "".join(f"{cell:>12}" for cell in cells)


def _diagram(what: str, weighed: Sequence[Weighed]) -> list[str]:
    """Of the statements at each confidence, how many are right: in person and edges, in each, and in position."""
    rows = [
        f"-- confidence on {what}",
        f"{'confidence':>12}{'n':>6}{'right':>8}{'person':>8}{'edges':>8}{'position':>10}",
    ]
    for low, high in BINS:
        here = [w for w in weighed if low <= w.confidence < high]
        if here:
            shares = [sum(getattr(w, f) for w in here) / len(here) for f in ("right", "person", "edges", "position")]
            right, person, edges, position = shares
            rows.append(
                f"{f'{low:.2f}–{min(high, 1):.2f}':>12}{len(here):>6}"
                f"{right:>8.2f}{person:>8.2f}{edges:>8.2f}{position:>10.2f}"
                f"  {'#' * round(20 * right)}"
            )
    return rows
