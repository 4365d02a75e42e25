"""How often the rule is wrong and how much it finds: simulated pages, judged by the code that judges reports.

`python -m tests.benchmarks rule` prints the goals and what was measured; `RULE_SHARE=0.1` runs a tenth of the pages.
Rows and seeds are those of the tables that the rule was written with (`tests/gold/rule/power.csv`), so that the power
of every row can be compared draw by draw.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.findings.rule.contrasts import pair_experts
from analysis.findings.rule.drawing import draw_coders, draw_presence, make_page
from analysis.findings.rule.grades import ORDER
from analysis.findings.rule.verdict import PageVerdict, judge_page
from analysis.measures.posterior import count_patterns, probability_below
from analysis.measures.support import estimate_effects
from tests.conftest import ROOT

SEED = 20261126
SIZES = {8: [3, 3, 2], 23: [5, 5, 5, 4, 4], 60: [10] * 6}  # sentences per paragraph
EXPERTS = (2, 3, 5, 10, 40)
ICCS = (0.0, 0.3)
TIED = np.array([0.4, 0.4, 0.15])
ACCURACIES, SHARED = (0.85, 0.9, 0.95, 0.98, 1.0), (0.0, 0.1, 0.2)
POWER = ("firm", "tentative", "con_firm", "con_tent")
Row = dict[str, float]


def start(*key: float) -> np.random.Generator:
    """The generator of one row."""
    return np.random.default_rng([SEED, *[int(1000 * part) for part in key]])


def draw_shares(rng: np.random.Generator, n_pages: int, n_experts: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """One frame at .5 to .85 with each expert, the others at .1 to .4; and which."""
    shares = rng.uniform(0.1, 0.4, (n_pages, n_experts, 3))
    lead = rng.integers(3, size=(n_pages, n_experts))
    np.put_along_axis(shares, lead[..., None], rng.uniform(0.5, 0.85, (n_pages, n_experts, 1)), -1)
    return shares, lead


def judge_pages(coded: Sequence[NDArray[np.bool_]], sizes: Sequence[int]) -> Iterator[PageVerdict]:
    """The verdict on every page of pages × experts × segments × frames by each coder."""
    for page in range(len(coded[0])):
        yield judge_page(make_page([found[page] for found in coded], sizes))


def simulate_nothing(share: float) -> list[Row]:
    """Pages on which two frames tie with everybody: share with a false claim, by support alone."""
    rows = []
    layouts = [(n, sizes, icc) for icc in ICCS for n, sizes in SIZES.items()]
    for (n, sizes, icc), experts in product(layouts, EXPERTS):
        n_pages = max(20, int((2000 if experts <= 10 else 500) * share))
        rng = start(1, icc, n, experts)
        tied = np.broadcast_to(TIED, (n_pages, experts, 3))
        verdicts = judge_pages([draw_presence(rng, tied, sizes, icc=icc)], sizes)
        grades = [{c.support for c in (*v.leads, *v.contrasts)} for v in verdicts]
        firm = np.mean(["firm" in g for g in grades])
        claimed = np.mean([bool(g & {"firm", "tentative"}) for g in grades])
        rows.append({"experts": experts, "n": n, "icc": icc, "firm": float(firm), "claimed": float(claimed)})
    return rows


def simulate_power(share: float, *, experts: Sequence[int] = EXPERTS) -> list[Row]:
    """Two people, one frame truly ahead: how many clear leads (≥ 25 points) and contrasts (≥ 40) are found."""
    rows = []
    for icc, (n, sizes), e, accuracy, shared in product(ICCS, SIZES.items(), experts, ACCURACIES, SHARED):
        whole = max(15, (600 if n < 60 else 300) // e)
        rng = start(2, icc, n, e, accuracy, shared)
        shares, lead = draw_shares(rng, whole, e)
        presence = draw_presence(rng, shares, sizes, icc=icc)
        coded = draw_coders(rng, presence, accuracy=accuracy, shared=shared, n_coders=2)
        n_pages = max(4, int(whole * share))
        verdicts = list(judge_pages([found[:n_pages] for found in coded], sizes))
        found = summarise(verdicts, shares[:n_pages], lead[:n_pages])
        rows.append({"E": e, "n": n, "icc": icc, "acc": accuracy, "shared": shared, **found})
    return rows


def summarise(verdicts: Sequence[PageVerdict], shares: NDArray[np.float64], lead: NDArray[np.intp]) -> Row:
    """Shares of true claims found, and of found claims that are false."""
    n_experts = shares.shape[1]
    strength = np.array([[ORDER.index(x.strength) for x in v.leads] for v in verdicts])
    top = np.array([[x.frames.index(x.frame) for x in v.leads] for v in verdicts])
    ordered = np.sort(shares, axis=-1)
    clear = ordered[..., -1] - ordered[..., -2] >= 0.25
    truth = np.stack([_differ(shares, a, b) for a, b in pair_experts(n_experts)], axis=1)
    contrast = np.array([[ORDER.index(x.strength) for x in v.contrasts] for v in verdicts]).reshape(truth.shape)
    first = [v.page.experts[a] for v in verdicts for a, _ in pair_experts(n_experts) for _ in range(3)]
    said = [x.above for v in verdicts for x in v.contrasts]
    sign = np.where(np.array(said) == np.array(first), 1, -1).reshape(truth.shape)
    big = np.abs(truth) >= 0.4
    return {
        "firm": _share(strength == 3, clear),
        "tentative": _share(strength == 2, clear),
        "con_firm": _share(contrast == 3, big),
        "con_tent": _share(contrast == 2, big),
        "n_firm": float((strength == 3).sum() + (contrast == 3).sum()),
        "n_wrong": float(((strength == 3) & (top != lead)).sum() + ((contrast == 3) & (sign != np.sign(truth))).sum()),
    }


def _differ(shares: NDArray[np.float64], a: int, b: int | None) -> NDArray[np.float64]:
    if b is not None:
        return shares[:, a] - shares[:, b]
    return shares[:, a] - (shares.sum(axis=1) - shares[:, a]) / (shares.shape[1] - 1)


def _share(flags: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    return float(flags[of].mean()) if of.any() else float("nan")


def cover_alpha(share: float) -> list[Row]:
    """How often the 95 % interval of α holds the true one, for two coders of 8 to 60 segments."""
    rows = []
    for icc, (n, sizes), p, accuracy in product(ICCS, SIZES.items(), (0.3, 0.5), (0.85, 0.9, 0.95, 0.98)):
        found_by_chance = p * accuracy + (1 - p) * (1 - accuracy)
        true = 1 - 2 * accuracy * (1 - accuracy) / (2 * found_by_chance * (1 - found_by_chance))
        rng = start(7, icc, n, p, accuracy)
        presence = draw_presence(rng, np.full((int(1500 * share), 1, 1), p), sizes, icc=icc)
        coded = draw_coders(rng, presence, accuracy=accuracy, shared=0.0, n_coders=2)
        inside = []
        cluster = np.repeat(np.arange(len(sizes)), sizes)
        clusters = {"paragraph": cluster, "document": np.zeros(n, np.intp)}
        for page in range(len(presence)):
            both = [found[page, 0] for found in coded]
            everything, owner = np.ones(n, bool), np.zeros(n, np.intp)
            effects = [estimate_effects(x, everything, owner, clusters, n_experts=1).per_expert[0] for x in both]
            below = probability_below(true, count_patterns([x[:, 0].astype(float) for x in both]), np.mean(effects))
            inside.append(0.025 <= below <= 0.975)
        rows.append({"n": n, "icc": icc, "alpha": true, "cover": float(np.mean(inside))})
    return rows


def compare_power(rows: Sequence[Row]) -> list[str]:
    """A line for each row of the rule's own table: power there and here; leads and contrasts, firm and tentative."""
    with (ROOT / "tests/gold/rule/power.csv").open(encoding="utf-8", newline="") as file:
        gold = {tuple(float(r[k]) for k in ("E", "n", "icc", "acc", "shared")): r for r in csv.DictReader(file)}
    pooled: defaultdict[tuple[float, ...], list[tuple[Row, dict[str, str]]]] = defaultdict(list)
    for row in rows:
        key = tuple(float(row[k]) for k in ("E", "n", "icc", "acc", "shared"))
        pooled[key[1:]].append((row, gold[key]))
    lines = []
    for key, pairs in pooled.items():
        cells = []
        for name in POWER:
            mine = np.nanmean([row[name] for row, _ in pairs])
            theirs = np.nanmean([float(there[name] or "nan") for _, there in pairs])
            cells.append(f"{100 * mine:.1f} ({100 * theirs:.1f})")
        lines.append(f"| {' | '.join(f'{part:g}' for part in key)} | {' | '.join(cells)} |")
    return lines


def main() -> str:
    """Everything, as Markdown."""
    share = float(os.environ.get("RULE_SHARE", "1"))
    nothing, power, alpha = simulate_nothing(share), simulate_power(share), cover_alpha(share)
    worst = {name: 100 * max(row[name] for row in nothing) for name in ("firm", "claimed")}
    n_firm, n_wrong = (sum(row[name] for row in power) for name in ("n_firm", "n_wrong"))
    return "\n".join(
        [
            "| goal | measured |",
            "|---|---|",
            f"| nothing to find: false firm claim on ≤ 5 % of pages | at most {worst['firm']:.1f} % |",
            f"| nothing to find: firm or tentative on ≤ 16 % | at most {worst['claimed']:.1f} % |",
            f"| α's 95 % interval covers ≥ .92 at 8 to 60 segments | at least {min(r['cover'] for r in alpha):.3f} |",
            f"| firm claims that are false where one frame is ahead | {n_wrong:.0f} of {n_firm:.0f} |",
            "",
            "Nothing to find, percent of pages:",
            "",
            "| experts | segments each | ICC | firm | firm or tentative |",
            "|---|---|---|---|---|",
            *(
                f"| {r['experts']:g} | {r['n']:g} | {r['icc']:g} | {100 * r['firm']:.1f} | {100 * r['claimed']:.1f} |"
                for r in nothing
            ),
            "",
            "Found, percent, here (and in the table that the rule was written with), 2 to 40 experts pooled:",
            "",
            "| segments | ICC | accuracy | misread alike | leads firm | tentative | contrasts firm | tentative |",
            "|---|---|---|---|---|---|---|---|",
            *compare_power(power),
        ]
    )
