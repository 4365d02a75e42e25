"""Who uses a frame more than whom."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.findings.rule.agreement import Agreement, find_ceiling
from analysis.findings.rule.grades import Ceiling, Graded, Strength
from analysis.findings.rule.page import CodedPage, Floats
from analysis.findings.rule.reported import Reported, find_reported
from analysis.measures.support import order_tail

MOST_PAIRED = 5  # up to so many experts every two are compared; beyond, each against all others


@dataclass(frozen=True)
class Contrast(Graded):
    """Two experts (or one and all others together, `below` or `above` empty) on one frame, the larger share first.

    `counts` are each reported coder's own: present and segments of `above`, present and segments of `below`; `means`
    their means. `above` and `below` are in the order of the page where `gap` is 0. `p` is two-sided.
    """

    frame: str
    above: str
    below: str
    counts: dict[str, tuple[int, ...]]
    means: tuple[float, float, float, float]
    p: float
    gap: float
    effects: tuple[tuple[float, float], ...]
    reported: Reported
    ceiling: Ceiling
    support: Strength = "counted"


def pair_experts(n: int) -> list[tuple[int, int | None]]:
    """Which experts are compared: every two, or each with all others together (None)."""
    return list(combinations(range(n), 2)) if n <= MOST_PAIRED else [(expert, None) for expert in range(n)]


def find_contrasts(page: CodedPage, agreements: tuple[Agreement, ...], a: int, b: int | None) -> list[Contrast]:
    """Expert `a` against `b` (None: all others) on every frame; none where nobody covers all of them."""
    rest = [i for i in range(len(page.experts)) if i != a and page.sizes[i]] if b is None else [b]
    concerned = sorted([a, *rest])
    reported = find_reported(page, concerned)
    framed = reported.values[:, :, page.frames]
    mine, theirs = page.expert == a, np.isin(page.expert, rest)
    x_a, x_b = np.nansum(framed[:, mine], axis=1), np.nansum(framed[:, theirs], axis=1)
    n_a, n_b = (~np.isnan(framed[:, mine])).sum(axis=1), (~np.isnan(framed[:, theirs])).sum(axis=1)
    if not len(framed) or not (n_a.all() and n_b.all()):
        return []
    effects = np.array([(e.per_expert[a], _pool_effect(page, e.per_expert, rest)) for e in reported.effects])
    tails = order_tail(x_a, n_a, effects[:, :1], x_b, n_b, effects[:, 1:]).mean(axis=0)
    gaps = (x_a / n_a - x_b / n_b).mean(axis=0)
    cells = np.stack([x_a, n_a, x_b, n_b], axis=-1)
    found = []
    for i, column in enumerate(page.frames):
        turned = int(gaps[i] < 0)
        row = cells[:, i, [2, 3, 0, 1]] if turned else cells[:, i]
        names = page.experts[a], page.experts[b] if b is not None else ""
        found.append(
            Contrast(
                frame=page.name(int(column)),
                above=names[turned],
                below=names[1 - turned],
                counts={k: tuple(int(x) for x in v) for k, v in zip(reported.rows, row, strict=True)},
                means=tuple(row.mean(axis=0).tolist()),
                p=float(min(1.0, 2 * min(tails[i], 1 - tails[i]))),
                gap=float(abs(gaps[i])),
                effects=tuple((float(d[turned]), float(d[1 - turned])) for d in effects),
                reported=reported,
                ceiling=find_ceiling(page, agreements, reported, concerned, int(column)),
            )
        )
    return found


def _pool_effect(page: CodedPage, effects: Floats, rest: list[int]) -> float:
    """The design effect of several experts together: their segments over the independent ones these are worth."""
    n = page.sizes[rest]
    return float(n.sum() / (n / effects[rest]).sum())
