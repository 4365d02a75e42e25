"""How many points more often one expert uses a frame than another, and how near their mixes of frames are."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.exhibits.parts import Exhibit, Panel, Panels, Part, Text, Track
from analysis.exhibits.pieces import Words
from analysis.exhibits.saying import write_said
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings.alts import describe_distances, describe_gaps
from analysis.findings.contrasts import CENSUS, list_gaps, say_orders, title_distances, title_gaps
from analysis.findings.folds import name_comparisons
from analysis.findings.subtitles import explain_gaps
from analysis.findings.words import write_p
from analysis.measures.intervals import newcombe_interval
from analysis.tables.rows import each_row

ALL = 4  # experts whose gaps are all drawn; of more, only those that hold
PAIRS = 12  # whose distances are drawn; the CSV holds all
TICKS = ((-0.5, "−50"), (0.0, "0 = alike"), (0.5, "+50"), (1.0, "+100 points"))


def show_gaps(contrasts: pd.DataFrame, prevalence: pd.DataFrame, view: View) -> Exhibit:
    """Every gap between two experts on a frame with its interval, the larger share first."""
    gaps = _add_interval(list_gaps(contrasts, view.gate.verdict, coder=view.coder), prevalence, coder=view.coder)
    title = title_gaps(gaps, view.gate, coder=view.coder, n_experts=len(view.experts))
    orders = say_orders(view.gate, unit=view.unit)
    drawn = gaps if len(view.experts) <= ALL else gaps.loc[gaps["holds"]]
    parts: list[Part] = [Text(write_said(found.said, view)) for found in orders]
    if len(drawn):
        parts.append(_draw(drawn, view, title.sentence))
    if len(drawn) < len(gaps):
        parts.append(fold_data(name_comparisons(len(gaps)), _tabulate(gaps)))
    return Exhibit(
        "gaps",
        title.sentence,
        explain_gaps(gaps, contrasts, coder=view.coder, unit=view.unit),
        tuple(parts),
        [title, *orders],
        source=CENSUS if len(gaps) else "",
        tables={"contrasts": contrasts.loc[contrasts["coder"] == view.coder].reset_index(drop=True), "gaps": gaps},
        left_out=view.bare,
    )


def _add_interval(gaps: pd.DataFrame, prevalence: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """The gaps with Newcombe's interval from the limits of both shares: low and high, from -1 to 1."""
    shares = prevalence.loc[(prevalence["coder"] == coder) & (prevalence["code"] == "")]
    limits = shares.set_index(["expert", "frame"])[["prevalence", "low", "high"]]

    def look_up(who: str) -> "NDArray[np.float64]":
        """Share, low and high, each an array over the gaps."""
        keys = pd.MultiIndex.from_frame(gaps[[who, "frame"]])
        found: NDArray[np.float64] = limits.loc[keys].to_numpy(dtype=float).T
        return found

    low, high = newcombe_interval(look_up("more"), look_up("less"))
    return gaps.assign(low=low, high=high)


def _draw(gaps: pd.DataFrame, view: View, title: str) -> Panels:
    """A panel for each frame."""
    panels = tuple(
        Panel(
            (view.chip(str(frame)), f" {frame}"),
            "",
            tuple(_draw_gap(r, view) for r in each_row(group)),
            -0.6,
            1,
            TICKS,
        )
        for frame, group in gaps.groupby("frame", sort=False)
    )
    return Panels(panels, describe_gaps(gaps, title))


def _draw_gap(r: Any, view: View) -> Track:
    """One gap: who over whom, by how many points, and whether it holds."""
    label: Words = (
        view.person(r.more), " ", view.link(f"{r.n_more} of {r.of_more}", r.more, r.frame), " over ",
        view.person(r.less), " ", _count(r.n_less, r.of_less, r.less, r.frame, view),
    )  # fmt: skip
    said = r.strength if r.holds else write_p(r.p_holm)
    return Track(
        label, f"+{r.points:.0f} points · {said}", r.points / 100, float(r.low), float(r.high), filled=bool(r.holds)
    )


def _count(n: int, of: int, expert: str, frame: str, view: View) -> Words:
    """A count that leads to its segments, where there are any."""
    return view.link(f"{n} of {of}", expert, frame) if n else f"{n} of {of}"


def _tabulate(gaps: pd.DataFrame) -> Any:
    """All gaps as a table."""
    shown = gaps.assign(
        counts=[f"{r.n_more} of {r.of_more} – {r.n_less} of {r.of_less}" for r in each_row(gaps)],
        by=[f"{p:.0f}" for p in gaps["points"]],
        p=[write_p(p) for p in gaps["p_holm"]],
    )
    headings = {"frame": "Frame", "more": "More", "less": "Less", "counts": "Counts", "by": "Points", "p": "Corrected"}
    return lay_out(shown, headings, caption="Gaps")


def show_distances(distances: pd.DataFrame, view: View) -> Exhibit:
    """How far apart two experts' mixes of frames are, each pair once, beside what chance gives."""
    rows = distances.loc[distances["coder"] == view.coder].reset_index(drop=True)
    title = title_distances(rows, view.gate, coder=view.coder, frames=list(view.frames))
    order = view.experts
    once = rows.loc[rows["expert"].map(order) < rows["other"].map(order)].reset_index(drop=True)
    drawn = once.head(PAIRS)
    tracks = tuple(
        Track(
            (view.person(r.expert), " and ", view.person(r.other)),
            f"{r.distance:.2f} · {write_p(r.p_holm)}" if pd.notna(r.distance) else "undefined",
            float(r.distance) if pd.notna(r.distance) else None,
            float(r.reference) if pd.notna(r.reference) else None,
            float(r.reference_high) if pd.notna(r.reference_high) else None,
            filled=bool(r.p_holm <= 0.05),
        )
        for r in each_row(drawn)
    )
    ticks = ((0.0, "0 = same mix"), (0.5, "0.5"), (1.0, "1 = nothing shared"))
    alt = describe_distances(drawn, title.sentence)
    part: tuple[Part, ...] = (Panels((Panel("", "", tracks, 0, 1, ticks),), alt),) if tracks else ()
    subtitle = (
        "Jensen–Shannon distance of the proportions in which frames are used. Line: median to 95th percentile when the "
        "page’s paragraphs are dealt to the experts at random; filled: further apart than that, corrected by Holm."
    )
    return Exhibit(
        "distances",
        title.sentence,
        subtitle if tracks else "",
        part,
        [title],
        source="Near is not agreed: a mix says how often frames are used, not to what end.",
        tables={"distances": rows},
        left_out=view.bare,
    )
