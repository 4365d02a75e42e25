"""Each statement from its first segment to its last, in the colours of the frames found in it."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Exhibit, Strip, StripCell, StripColumn, StripRow
from analysis.exhibits.passages import cut_words
from analysis.exhibits.pieces import Chip
from analysis.exhibits.view import View
from analysis.findings.subtitles import explain_strip
from analysis.tables.rows import each_row

MANY = 16  # segments of one expert; above, columns are equal and carry no letters


def show_strip(codings: pd.DataFrame, codebook: pd.DataFrame, view: View) -> Exhibit:
    """A column for each segment and a lane for each frame: where in a statement a frame stands, and who finds it."""
    found = _mark_frames(codings, codebook)
    coders = list(dict.fromkeys(codings["coder"]))
    agreed, cells = _count_agreed(found, coders)
    rows = []
    for expert in view.experts:
        mine = [s for s, place in view.places.items() if place.expert == expert]
        if mine:
            rows.append(StripRow(view.person(expert), tuple(_make_columns(mine, found, coders, view))))
    many = max((len(row.columns) for row in rows), default=0) > MANY
    subtitle = explain_strip(unit=view.unit, many=many, n_coders=len(coders), agreed=agreed, cells=cells)
    key: list[tuple[StripCell, str]] = []
    first = view.chip(next(iter(view.frames)))
    if len(coders) > 1:
        key = [
            (StripCell(first.look, first.letters, "full"), "every coder finds the frame"),
            (StripCell(first.look, f"{first.letters}?", "doubtful"), f"{view.counted} does, another does not"),
            (StripCell(first.look, first.letters, "missed"), f"others do, {view.counted} does not"),
        ]
    lanes: tuple[Chip, ...] = tuple(view.chip(frame, named=True) for frame in view.frames)
    return Exhibit(
        "strip",
        "Where the frames stand in each statement",
        subtitle,
        (Strip(lanes, tuple(rows), tuple(key), many),),
        tables={"frames_by_segment": found.reset_index(drop=True)},
    )


def _mark_frames(codings: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """segment_id, frame, coder, present: a frame is present where any of its codes is."""
    framed = codings.merge(codebook[["code", "frame"]], on="code", validate="many_to_one")
    return framed.groupby(["segment_id", "frame", "coder"], sort=False)["present"].any().reset_index()


def _count_agreed(found: pd.DataFrame, coders: list[str]) -> tuple[int, int]:
    """(cells on which all coders say the same, cells that all judged)."""
    sides = found.groupby(["segment_id", "frame"], sort=False)["present"].agg(["sum", "size"])
    both = sides.loc[sides["size"] == len(coders)]
    return int(((both["sum"] == 0) | (both["sum"] == both["size"])).sum()), len(both)


def _make_columns(mine: list[str], found: pd.DataFrame, coders: list[str], view: View) -> list[StripColumn]:
    """One expert's segments."""
    here = found.loc[found["segment_id"].isin(mine)]
    who: dict[tuple[str, str], set[str]] = {}
    judged: dict[str, set[str]] = {}
    for r in each_row(here):
        judged.setdefault(r.segment_id, set()).add(r.coder)
        if r.present:
            who.setdefault((r.segment_id, r.frame), set()).add(r.coder)
    columns, before = [], None
    for segment_id in mine:
        place = view.places[segment_id]
        cells = [
            _make_cell(who.get((segment_id, f), set()), judged.get(segment_id, set()), f, view) for f in view.frames
        ]
        frames = ", ".join(
            _say(cell, frame, view) for cell, frame in zip(cells, view.frames, strict=True) if cell.state
        )
        start = (place.statement, place.paragraph)
        columns.append(
            StripColumn(
                view.to_segment(segment_id),
                view.number(segment_id),
                max(4, min(80, len(place.text.split()))),
                cut_words(place.text, view),
                f"{view.name_segment(segment_id)}: {frames or 'no frame'}",
                tuple(cells),
                before is not None and start != before,
            )
        )
        before = start
    return columns


def _make_cell(coders: set[str], judged: set[str], frame: str, view: View) -> StripCell:
    """Whether all coders who judged the segment find the frame, the counted one among others, or others only."""
    if not coders:
        return StripCell()
    chip = view.chip(frame)
    if view.coder not in coders:
        return StripCell(chip.look, chip.letters, "missed")
    whole = coders >= judged
    return StripCell(chip.look, chip.letters + ("" if whole else "?"), "full" if whole else "doubtful")


def _say(cell: Any, frame: str, view: View) -> str:
    """What a cell shows, in words."""
    return {"full": frame, "doubtful": f"{frame} (not every coder)", "missed": f"{frame} (not {view.counted})"}[
        cell.state
    ]
