"""Which frame is counted most often with each expert, and whether it may be said to lead."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from analysis.findings.rule.agreement import Agreement, find_ceiling
from analysis.findings.rule.grades import Ceiling, Graded, Status, Strength
from analysis.findings.rule.page import CodedPage, Floats
from analysis.findings.rule.reported import Reported, find_reported
from analysis.measures.judgements import Flags
from analysis.measures.support import lead_tail


@dataclass(frozen=True)
class Lead(Graded):
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
    counts: dict[str, tuple[int, ...]]
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
    def status(self) -> Status:
        """Why the claim is as strong as it is, and not stronger."""
        if not any(self.means) and self.strength != "withheld":
            return "no frame was found"
        return super().status


def select_judged(page: CodedPage, reported: Reported, expert: int) -> tuple[Floats, Floats]:
    """Coders × segments × frames of one expert, of the segments that all judged; and each coder's design effect."""
    framed = reported.values[:, page.expert == expert][:, :, page.frames]
    judged = framed[:, ~np.isnan(framed).any(axis=(0, 2))]
    return judged, np.array([effect.per_expert[expert] for effect in reported.effects])


def find_lead(page: CodedPage, agreements: tuple[Agreement, ...], expert: int) -> Lead | None:
    """The lead of one expert before the list's correction; None where nobody judged any of his or her segments."""
    reported = find_reported(page, [expert])
    framed, effects = select_judged(page, reported, expert)
    n = framed.shape[1]
    if n == 0 or framed.shape[0] == 0:
        return None
    counts = framed.sum(axis=1)
    means = counts.mean(axis=0)
    order = np.argsort(-means, kind="stable")
    top, second = int(order[0]), int(order[1]) if len(order) > 1 else None
    margin = float(means[top] - (means[second] if second is not None else 0))
    column, rivals = int(page.frames[top]), () if second is None else (int(page.frames[second]),)
    others = _find_others(page, reported, expert, top)
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


def lead_p(found: Flags, top: int, effects: Floats, *, times: float = 1.0) -> float:
    """Two-sided p that a frame is not ahead: coders × segments × frames, the strongest rival, the mean over coders.

    `times` multiplies all counts, for a text as many times as long.
    """
    only_top = (found[:, :, top, None] & ~found).sum(axis=1)
    only_rival = (~found[:, :, top, None] & found).sum(axis=1)
    tails = lead_tail(only_top * times, only_rival * times, effects[:, None])
    tails[:, top] = 0
    return float(min(1.0, 2 * tails.max(axis=1).mean()))


def _find_others(page: CodedPage, reported: Reported, expert: int, top: int) -> tuple[str, ...]:
    """Coders who cover the expert, are not reported, and have another frame ahead of the one counted most often."""
    others = []
    for row, coder in enumerate(page.coders):
        if coder.name in reported.names or not page.covers[row, expert]:
            continue
        counts = np.nansum(page.final[row][page.expert == expert][:, page.frames], axis=0)
        if counts.max() > counts[top]:
            others.append(coder.name)
    return tuple(others)
