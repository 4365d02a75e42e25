"""The two figures that people put on slides, drawn: shares of frames, and the strip."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from analysis.page.looks import EXPERTS, FRAMES, INKS
from analysis.page.unseen import show_unseen

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import BboxBase, Transform

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = ("", "///", "..", "xxx", "\\\\\\", "+++")
LABELLED = 16  # experts whose counts stand beside their shares; of more, the axis alone
ROW, LANE = 0.26, 0.13  # inches down for an expert in the one figure, for a frame in the other
COLUMN, FULL, WIDE = 2.65, 2.2, 8.0  # inches across: a frame with the gap behind it, 100 %, the longest statement
LONGEST = 300  # signs of a line
EM = "—"  # as wide as the signs of Chinese, which the font that measures does not have
KEYS = 3  # frames explained in a row
SCALE = {0: "0", 0.5: "50", 1: "100 %"}
INK, MUTE, GRID, PAPER = (INKS[name][0] for name in ("ink", "mute", "grid", "paper"))
SETTINGS: Any = {
    "svg.hashsalt": "framing-workbook",  # or each drawing would name its parts anew
    "svg.fonttype": "none",  # words stay words, which a slide's author can change and a screen reader can read
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana"],  # the second, which more readers have, is about as wide
    "font.size": 9,
    "text.hinting": "no_hinting",  # letters keep their shapes, and take less time to draw
    "hatch.linewidth": 0.6,
    "text.color": INK,
    "text.parse_math": False,  # a dollar is a dollar
}


@dataclass(frozen=True)
class Plate:
    """A figure that is measured in inches, down from the top.

    There are no axes: those of matplotlib take longer to make than all that is drawn.
    """

    figure: "Figure"
    inches: "Transform"
    beyond: list["Text"] = field(default_factory=list)  # words that may reach over the plate's edges

    def write(self, x: float, y: float, words: str, *, inside: bool = False, **how: Any) -> None:
        """Words at a place, on one line; `inside` says that they surely end within the plate."""
        text = self.figure.text(x, y, set_line(words), transform=self.inches, **how)
        if not inside:
            self.beyond.append(text)

    def measure(self) -> "BboxBase":
        """What the plate covers with all words on it, in inches."""
        from matplotlib.transforms import Bbox

        written = [text.get_text() for text in self.beyond]
        for text, words in zip(self.beyond, written, strict=True):
            text.set_text("".join(EM if east_asian_width(sign) in "WF" else sign for sign in words))
        beyond = self.figure.get_tightbbox(bbox_extra_artists=self.beyond)
        for text, words in zip(self.beyond, written, strict=True):
            text.set_text(words)
        return Bbox.union([self.figure.bbox_inches, beyond]).padded(0.1)

    def add(self, artist: "Artist") -> None:
        """Something else, whose places are in inches."""
        artist.set_transform(self.inches)
        self.figure.add_artist(artist)


def set_line(words: str) -> str:
    """Words of any kind on one line, which has an end."""
    line = show_unseen(" ".join(words.split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _start_plate(exhibit: Mapping[str, Any], width: float, height: float, *, above: float) -> Plate:
    """A figure that no window shows, with its title `above` inches over it and its source below."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(width, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    plate = Plate(figure, Affine2D().scale(1 / width, -1 / height).translate(0, 1) + figure.transFigure)
    plate.write(0, -above, exhibit["title"], va="bottom", fontsize=12, fontweight="bold")
    plate.write(0, height + 0.1, name_source(exhibit), va="top", fontsize=7.5, color=MUTE)
    return plate


def name_source(exhibit: Mapping[str, Any]) -> str:
    """The line below the figure."""
    return exhibit["source"] if isinstance(exhibit["source"], str) else ""


def find_strip(exhibit: Mapping[str, Any]) -> Any:
    """The part of the exhibit that the strip is drawn from."""
    return next(part for part in exhibit["parts"] if part["is"] == "Strip")


def draw_shares(exhibit: Mapping[str, Any]) -> Plate:
    """A column for each frame, a row for each expert: the share with its 95 % interval."""
    from matplotlib.collections import LineCollection

    rows = json.loads(exhibit["records"]["profile"])
    experts = list(dict.fromkeys(row["expert"] for row in rows))
    frames = list(dict.fromkeys(row["frame"] for row in rows))
    bottom = ROW * len(experts)
    plate = _start_plate(exhibit, COLUMN * len(frames), bottom + 0.2, above=0.35)
    lefts = {frame: COLUMN * number for number, frame in enumerate(frames)}
    for number, frame in enumerate(frames):
        tint = FRAMES[f"f{number % len(FRAMES) + 1}"][0]
        plate.write(lefts[frame], -0.06, frame, va="bottom", fontweight="bold", color=tint[0])
    scale = [(left + share * FULL, words) for left in lefts.values() for share, words in SCALE.items()]
    plate.add(LineCollection([[(x, 0), (x, bottom)] for x, _ in scale], colors=GRID, linewidths=0.7, zorder=1))
    for x, words in scale:
        plate.write(x, bottom + 0.05, words, inside=True, ha="center", va="top", color=MUTE)
    for place, expert in enumerate(experts):
        plate.write(-0.1, ROW * (place + 0.5), expert, ha="right", va="center")
        judged = [row for row in rows if row["expert"] == expert and row["prevalence"] is not None]
        _draw_expert(plate, judged, lefts, place, labelled=len(experts) <= LABELLED)
    return plate


def _draw_expert(
    plate: Plate, judged: Sequence[Mapping[str, Any]], lefts: Mapping[str, float], place: int, *, labelled: bool
) -> None:
    """One expert's shares in all frames; nothing where none was judged."""
    from matplotlib.collections import LineCollection
    from matplotlib.lines import Line2D

    look, marker = EXPERTS[f"e{place % len(EXPERTS) + 1}"][0], MARKERS[(place + place // len(EXPERTS)) % len(MARKERS)]
    y = ROW * (place + 0.5)
    points = [lefts[row["frame"]] + row["prevalence"] * FULL for row in judged]
    spans = [[(lefts[row["frame"]] + row[end] * FULL, y) for end in ("low", "high")] for row in judged]
    plate.add(LineCollection(spans, colors=look, linewidths=1.6, alpha=0.55, zorder=2))
    plate.add(Line2D(points, [y] * len(points), ls="", marker=marker, color=look, markersize=6, zorder=3))
    for row, x in zip(judged, points, strict=True) if labelled else ():
        side, gap = ("right", -0.09) if row["prevalence"] > 0.75 else ("left", 0.09)
        plate.write(x + gap, y - 0.05, f"{row['n_present']} of {row['n_segments']}", inside=True, ha=side, fontsize=6.5)


def draw_strip(exhibit: Mapping[str, Any]) -> Plate:
    """A band for each expert: a column for each segment as wide as it is long, a lane for each frame."""
    strip = find_strip(exhibit)
    lanes, rows = strip["lanes"], strip["rows"]
    band = LANE * len(lanes)
    key = 0.15 + 0.2 * -(-len(lanes) // KEYS)
    plate = _start_plate(exhibit, WIDE, key + (band + 0.13) * len(rows), above=0.15)
    cells: dict[tuple[int, str], list[Any]] = {}
    for lane, about in enumerate(lanes):
        x, y = WIDE / KEYS * (lane % KEYS), 0.2 * (lane // KEYS)
        cells[lane, "full"] = [_outline(x, x + 0.24, y)]
        plate.write(x + 0.32, y + LANE * 0.45, about["name"], va="center", fontsize=8)
    scale = WIDE / max(sum(_widths(row["columns"])) for row in rows)
    for number, row in enumerate(rows):
        top = key + (band + 0.13) * number
        plate.write(-0.1, top + band / 2, row["who"]["words"], ha="right", va="center")
        for lane, state, left, right in _place_cells(row["columns"], scale):
            cells.setdefault((lane if state else 0, state), []).append(_outline(left, right, top + LANE * lane))
    for (lane, state), shapes in cells.items():
        _draw_cells(plate, shapes, lanes[lane]["look"], HATCHES[lane % len(HATCHES)], state)
    return plate


def _widths(columns: Sequence[Mapping[str, Any]]) -> list[float]:
    """How wide each column is, the gap before a paragraph included."""
    return [column["words"] + (6 if column["first"] else 1) for column in columns]


def _place_cells(columns: Sequence[Mapping[str, Any]], scale: float) -> Iterator[tuple[int, str, float, float]]:
    """(lane, state, left, right) of one expert's cells from first to last."""
    right = 0.0
    for column, width in zip(columns, _widths(columns), strict=True):
        right += width
        for lane, cell in enumerate(column["cells"]):
            yield lane, cell["state"], (right - column["words"]) * scale, right * scale


def _outline(left: float, right: float, top: float) -> list[tuple[float, float]]:
    """The corners of a cell."""
    bottom = top + LANE * 0.9
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _draw_cells(plate: Plate, shapes: Sequence[Any], look: str, hatch: str, state: str) -> None:
    """All cells of one look at once: of nothing found, of all found, of some, of what was missed."""
    from matplotlib.collections import PolyCollection

    shades = FRAMES[look][0]
    how: dict[str, Any] = {"facecolors": "none", "edgecolors": GRID, "linewidths": 0.4}
    if state:
        whole = state == "full"
        how = {"facecolors": shades[0] if whole else shades[2], "edgecolors": shades[1], "linewidths": 0.6}
        how |= {"linestyles": "--" if state == "missed" else "-", "hatch": hatch if whole else None}
    plate.add(PolyCollection(shapes, **how))
