"""The main figure: how often each expert uses each frame, side by side, with intervals and counts that lead on."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Cell, Exhibit, Panel, Panels, Part, Table, Text, Track
from analysis.exhibits.pieces import Unseen, Words
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings.alts import describe_shares
from analysis.findings.answer import title_shares
from analysis.findings.correction import choose_corrected, say_correction
from analysis.findings.subtitles import explain_shares
from analysis.findings.words import write_share
from analysis.tables.rows import each_row

SIDE_BY_SIDE = 3  # frames; of more, panels stand one below the other
ROWS = 12  # experts drawn as tracks; of more, counts stand in a table
TICKS = ((0.0, "0"), (0.5, "50"), (1.0, "100 %"))


def show_shares(prevalence: pd.DataFrame, dominant: pd.DataFrame, corrected: pd.DataFrame, view: View) -> Exhibit:
    """Each frame's share of each expert's segments, experts on one axis; every count leads to its segments.

    Where people coded a random sample, the shares corrected for the coder's errors stand below.
    """
    rows = prevalence.loc[(prevalence["coder"] == view.coder) & (prevalence["code"] == "")].reset_index(drop=True)
    held = [lead.expert for lead in view.gate.leads if lead.strength == "withheld"]
    ahead = dominant.loc[(dominant["coder"] == view.coder) & ~dominant["expert"].isin(held)]
    leads = ahead.set_index("expert")["frame"].to_dict()
    title = title_shares(view.gate, coder=view.coder)
    part: Part = (
        _draw_panels(rows, leads, view, title.sentence) if len(view.experts) <= ROWS else _tabulate(rows, leads, view)
    )
    table = lay_out(
        rows.assign(share=[write_share(r.prevalence, r.low, r.high) for r in each_row(rows)]),
        {"frame": "Frame", "expert": "Expert", "n_present": "With it", "n_segments": "Of", "share": "Share"},
        caption="Shares",
    )
    told = say_correction(corrected, view.gate, coder=view.coder, unit=view.unit)
    fixed = choose_corrected(corrected, coder=view.coder)
    return Exhibit(
        "frames",
        title.sentence,
        explain_shares(rows, unit=view.unit, counted=view.counted),
        (
            part,
            *((Text(told, "note"),) if told else ()),
            *((tabulate_corrected(fixed, view),) if len(fixed) else ()),
            fold_data("These counts and intervals as a table", table),
        ),
        [title],
        source=view.sources,
        tables={"profile": rows} | ({"corrected": fixed} if len(fixed) else {}),
    )


def tabulate_corrected(rows: pd.DataFrame, view: View) -> Table:
    """Each share as the coder counts it and as corrected, with what it rests on."""
    shown = rows.assign(
        counted=[write_share(share) for share in rows["prevalence"]],
        fixed=[write_share(r.corrected, r.low, r.high) for r in each_row(rows)],
    )
    headings = {
        "expert": "Expert", "frame": "Frame", "counted": f"By {rows['coder'].iloc[0]}", "fixed": "Corrected",
        "n_coded": "Coded", "n_missed": "Missed", "n_false": "False", "n_to_halve": "To halve",
    }  # fmt: skip
    people = [view.person(expert) for expert in rows["expert"]]
    return lay_out(shown, headings, caption="Shares corrected by a random sample", cells={"expert": people})


def _draw_panels(rows: pd.DataFrame, leads: dict[str, str], view: View, title: str) -> Panels:
    """One panel for each frame, experts in one order in all of them."""
    panels = tuple(
        Panel(
            (view.chip(str(frame)), f" {frame}"),
            "",
            tuple(_draw_track(r, leads.get(r.expert) == frame, view) for r in each_row(group)),
            0,
            1,
            TICKS,
            look=view.chip(str(frame)).look,
        )
        for frame, group in rows.groupby("frame", sort=False)
    )
    return Panels(panels, describe_shares(rows, title), columns=len(panels) <= SIDE_BY_SIDE)


def _draw_track(r: Any, lead: bool, view: View) -> Track:
    """One expert's share with its interval."""
    person = view.person(r.expert, role=True)
    n, present = int(r.n_segments), int(r.n_present)
    said = f"{view.unit}s, interval {100 * r.low:.0f} to {100 * r.high:.0f} %" if n else ""
    count: Words = (Unseen(f"{r.expert}, {r.frame}: "), f"{present} of {n}", Unseen(f" {said}")) if n else "not judged"
    return Track(
        person,
        view.link(count, r.expert, r.frame) if present else count,
        float(r.prevalence) if n else None,
        float(r.low) if n else None,
        float(r.high) if n else None,
        person.look,
        person.shape,
        lead=lead,
        said=said,
    )


def _tabulate(rows: pd.DataFrame, leads: dict[str, str], view: View) -> Table:
    """Counts on a ground that darkens with the share, experts sorted by leading frame, then share."""
    order = {frame: i for i, frame in enumerate(view.frames)}
    top = rows.groupby("expert", sort=False)["prevalence"].max().to_dict()
    experts = sorted(view.experts, key=lambda e: (order.get(leads.get(e, ""), len(order)), -(top.get(e) or 0)))
    cells = {(r.expert, r.frame): r for r in each_row(rows)}
    lines = tuple(
        (
            Cell(view.person(expert), head=True),
            *(_count_cell(cells[expert, frame], expert, frame, view) for frame in view.frames),
        )
        for expert in experts
    )
    head: tuple[Words, ...] = ("Expert", *((view.chip(frame), f" {frame}") for frame in view.frames))
    return Table(f"{view.unit.capitalize()}s with each frame", head, lines, style="grid")


def _count_cell(r: Any, expert: str, frame: str, view: View) -> Cell:
    """A count that leads to its segments, on a ground that darkens with the share."""
    n, present = int(r.n_segments), int(r.n_present)
    if not n:
        return Cell(("–", Unseen("not judged")))
    step = 0 if not present else min(5, 1 + int(5 * present / n))
    count = f"{present} of {n}"
    return Cell(view.link(count, expert, frame) if present else count, step=step)
