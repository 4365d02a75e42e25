"""Which frame leads with each expert, and who uses a frame more than whom: every claim that a page could make."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import ceil

import numpy as np

from analysis.findings.rule.agreement import Agreement, find_ceiling, measure_agreements
from analysis.findings.rule.grades import CLEAR, Ceiling, Status, Strength, grade_claims, weakest
from analysis.findings.rule.page import CodedPage, Floats, Reported, find_reported
from analysis.measures.support import lead_tail, order_tail

MOST_PAIRED = 5  # up to so many experts every two are compared; beyond, each against all others
Counts = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Lead:
    """The frame counted most often with one expert, and whether it may be said to lead.

    `counts` holds each reported coder's own counts, one per frame of `frames`; `means` their means. `n` is the segments
    that all of them judged, `n_of` all that there are, `worth` how many independent ones `n` are worth. `p` is for
    "another frame is as frequent"; `gap` the difference of the two shares; `undone_by` how many segments wrongly read
    alike would undo the lead. `others` names coders beside the reported ones who have another frame ahead.
    `second` is empty where the codebook has one frame.
    """

    expert: str
    frame: str
    second: str
    frames: tuple[str, ...]
    counts: Counts
    means: tuple[float, ...]
    n: int
    n_of: int
    worth: float
    p: float
    gap: float
    undone_by: int
    tie: bool
    reported: Reported
    others: tuple[str, ...]
    ceiling: Ceiling
    support: Strength = "counted"

    @property
    def strength(self) -> Strength:
        """The lowest of support and ceiling."""
        return weakest(self.support, self.ceiling.strength)

    @property
    def status(self) -> Status:
        """Why the claim is as strong as it is, and not stronger."""
        if self.strength == "withheld":
            return self.ceiling.status
        if not any(self.means):
            return "no frame was found"
        if self.strength == "counted" and self.ceiling.strength != "counted":
            return _explain_counted(self.gap, tie=self.tie)
        return _explain(self.support, self.ceiling)


@dataclass(frozen=True)
class Contrast:
    """Two experts (or one and all others together, `below` or `above` empty) on one frame, the larger share first.

    `counts` are each reported coder's own: present and segments of `above`, present and segments of `below`; `means`
    their means. `above` and `below` are in the order of the page where `gap` is 0. `p` is two-sided.
    """

    frame: str
    above: str
    below: str
    counts: Counts
    means: tuple[float, float, float, float]
    p: float
    gap: float
    effects: tuple[tuple[float, float], ...]
    reported: Reported
    ceiling: Ceiling
    support: Strength = "counted"

    @property
    def strength(self) -> Strength:
        """The lowest of support and ceiling."""
        return weakest(self.support, self.ceiling.strength)

    @property
    def status(self) -> Status:
        """Why the claim is as strong as it is, and not stronger."""
        if self.strength == "withheld":
            return self.ceiling.status
        if self.strength == "counted" and self.ceiling.strength != "counted":
            return _explain_counted(self.gap, tie=self.gap == 0)
        return _explain(self.support, self.ceiling)


@dataclass(frozen=True, eq=False)
class PageVerdict:
    """What the rule says of a page: every lead and every contrast, in the order of experts and frames."""

    page: CodedPage
    agreements: tuple[Agreement, ...]
    leads: tuple[Lead, ...]
    contrasts: tuple[Contrast, ...]

    @property
    def claims(self) -> tuple[Lead | Contrast, ...]:
        """The one list: every lead, then every contrast."""
        return (*self.leads, *self.contrasts)

    @property
    def n_claims(self) -> int:
        """The length of the one list."""
        return len(self.claims)

    @cached_property
    def by_name(self) -> dict[str, Agreement]:
        """The agreement on each frame and code; a code of a frame's name stands as "frame: code"."""
        named: dict[str, Agreement] = {}
        for (frame, code), agreement in zip(self.page.columns, self.agreements, strict=True):
            named[frame if not code else code if code not in named else f"{frame}: {code}"] = agreement
        return named

    @property
    def strength(self) -> Strength:
        """The headline's: that of its weakest claim, where any is made; withheld where nothing else is left."""
        made = [lead.strength for lead in self.leads if lead.strength in ("tentative", "firm")]
        if made:
            return weakest(*made)
        held = bool(self.leads) and all(lead.strength == "withheld" for lead in self.leads)
        return "withheld" if held else "counted"


def judge_page(page: CodedPage) -> PageVerdict:
    """Every lead and every contrast on whole frames, each with its strength, corrected as one list."""
    agreements = measure_agreements(page)
    leads = [lead for expert in range(len(page.experts)) if (lead := find_lead(page, agreements, expert))]
    contrasts = [
        contrast for a, b in pair_experts(len(page.experts)) for contrast in find_contrasts(page, agreements, a, b)
    ]
    claims: list[Lead | Contrast] = [*leads, *contrasts]
    support = grade_claims([claim.p for claim in claims], [claim.gap for claim in claims])
    return PageVerdict(
        page,
        agreements,
        tuple(replace(lead, support=s) for lead, s in zip(leads, support[: len(leads)], strict=True)),
        tuple(replace(contrast, support=s) for contrast, s in zip(contrasts, support[len(leads) :], strict=True)),
    )


def pair_experts(n: int) -> list[tuple[int, int | None]]:
    """Which experts are compared: every two, or each with all others together (None)."""
    return list(combinations(range(n), 2)) if n <= MOST_PAIRED else [(expert, None) for expert in range(n)]


def find_lead(page: CodedPage, agreements: tuple[Agreement, ...], expert: int) -> Lead | None:
    """The lead of one expert before the list's correction; None where nobody judged any of his or her segments."""
    reported = find_reported(page, [expert])
    framed = reported.values[:, page.expert == expert][:, :, page.frames]
    framed = framed[:, ~np.isnan(framed).any(axis=(0, 2))]
    n = framed.shape[1]
    if n == 0 or framed.shape[0] == 0:
        return None
    counts = framed.sum(axis=1)
    means = counts.mean(axis=0)
    order = np.argsort(-means, kind="stable")
    top, second = int(order[0]), int(order[1]) if len(order) > 1 else None
    margin = float(means[top] - (means[second] if second is not None else 0))
    effects = np.array([effect.per_expert[expert] for effect in reported.effects])
    column, rivals = int(page.frames[top]), () if second is None else (int(page.frames[second]),)
    others = find_others(page, reported, expert, top)
    ceiling = find_ceiling(page, agreements, reported, [expert], column, rivals=rivals)
    if others and reported.basis == "machine" and ceiling.strength == "tentative":
        ceiling = Ceiling("counted", "another coder has another frame ahead")
    return Lead(
        expert=page.experts[expert],
        frame=page.name(column),
        second=page.name(rivals[0]) if rivals else "",
        frames=tuple(page.name(int(i)) for i in page.frames),
        counts={name: tuple(int(x) for x in row) for name, row in zip(reported.rows, counts, strict=True)},
        means=tuple(float(x) for x in means),
        n=n,
        n_of=int(page.sizes[expert]),
        worth=float(n / effects.mean()),
        p=1.0 if margin <= 0 else lead_p(framed == 1, top, effects),
        gap=margin / n,
        undone_by=ceil(margin / 2),
        tie=margin <= 0,
        reported=reported,
        others=others,
        ceiling=ceiling,
    )


def lead_p(found: np.ndarray, top: int, effects: Floats, *, times: float = 1.0) -> float:
    """Two-sided p that a frame is not ahead: coders × segments × frames, the strongest rival, the mean over coders.

    `times` multiplies all counts, for a text as many times as long.
    """
    only_top = (found[:, :, top, None] & ~found).sum(axis=1)
    only_rival = (~found[:, :, top, None] & found).sum(axis=1)
    tails = lead_tail(only_top * times, only_rival * times, effects[:, None])
    tails[:, top] = 0
    return float(min(1.0, 2 * tails.max(axis=1).mean()))


def find_others(page: CodedPage, reported: Reported, expert: int, top: int) -> tuple[str, ...]:
    """Coders who cover the expert, are not reported, and have another frame ahead of the one counted most often."""
    others = []
    for row, coder in enumerate(page.coders):
        if coder.name in reported.names or not page.covers[row, expert]:
            continue
        counts = np.nansum(page.final[row][page.expert == expert][:, page.frames], axis=0)
        if counts.max() > counts[top]:
            others.append(coder.name)
    return tuple(others)


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


def _explain_counted(gap: float, *, tie: bool) -> Status:
    """Why the numbers do not support a claim."""
    if tie:
        return "equally often"
    return "less than 20 points apart" if gap < CLEAR - 1e-9 else "the text is too short to be sure"


def _explain(support: Strength, ceiling: Ceiling) -> Status:
    """The ceiling where it limits the claim; else the text's length, unless nothing limits it."""
    if ceiling.strength == "firm" and support != "firm":
        return "the text is too short to be sure"
    return ceiling.status
