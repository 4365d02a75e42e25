"""The two figures that people put on slides, as SVG and PNG beside the page: shares of frames, and the strip."""

import io
import json
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.page.looks import EXPERTS, FRAMES, INKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DRAWN = ("frames", "strip")  # exhibits, by name
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = ("", "///", "..", "xxx", "\\\\\\", "+++")
LABELLED = 16  # experts whose counts stand beside their shares; of more, the axis alone
INK, MUTE, GRID, PAPER = (INKS[name][0] for name in ("ink", "mute", "grid", "paper"))
_ONE_AT_A_TIME = threading.Lock()  # reports are made in threads, and matplotlib's settings are the whole process's
SETTINGS: Any = {
    "svg.hashsalt": "framing-workbook",  # or each drawing would name its parts anew
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "text.color": INK,
    "axes.facecolor": PAPER,
    "axes.labelcolor": MUTE,
    "xtick.color": MUTE,
    "ytick.color": INK,
}


def name_pictures(exhibit: Mapping[str, Any]) -> list[str]:
    """The names of the files that `draw_pictures` makes of the exhibit."""
    return [f"{exhibit['name']}.{kind}" for kind in ("svg", "png")] if _has_figure(exhibit) else []


def draw_pictures(exhibit: Mapping[str, Any]) -> dict[str, bytes]:
    """The exhibit's figure as SVG and as PNG, light and on its own; nothing for an exhibit that is not drawn.

    The same exhibit gives the same bytes. Experts keep the colour and marker of the page, frames the colour and a
    pattern.
    """
    if not _has_figure(exhibit):
        return {}
    import matplotlib as mpl  # takes its time to load, and only a report with a figure needs it

    with _ONE_AT_A_TIME, mpl.rc_context(SETTINGS):
        figure = _draw_shares(exhibit) if exhibit["name"] == "frames" else _draw_strip(exhibit)
        _caption(figure, exhibit)
        edges = figure.get_tightbbox().padded(0.1)  # once for both files: laying out takes as long as drawing
        svg, png = io.BytesIO(), io.BytesIO()
        figure.savefig(svg, format="svg", bbox_inches=edges, facecolor=PAPER, metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", bbox_inches=edges, facecolor=PAPER, dpi=150, metadata={"Software": None})
    return {f"{exhibit['name']}.svg": svg.getvalue(), f"{exhibit['name']}.png": png.getvalue()}


def _has_figure(exhibit: Mapping[str, Any]) -> bool:
    """Whether the exhibit is one of the two, with something in it."""
    if exhibit["name"] == "frames":
        return len(exhibit.get("records", {}).get("profile", "")) > len("[]\n")
    return exhibit["name"] == "strip" and any(part["is"] == "Strip" and part["rows"] for part in exhibit["parts"])


def _start(width: float, height: float) -> "Figure":
    """A figure that no window shows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor=PAPER)
    figure.subplots_adjust(top=1 - 0.4 / height, bottom=0.35 / height)  # the same room however many rows there are
    FigureCanvasAgg(figure)
    return figure


def _caption(figure: "Figure", exhibit: Mapping[str, Any]) -> None:
    """The title above; the source below."""
    figure.suptitle(exhibit["title"], x=0.01, y=1.0, ha="left", va="bottom", fontsize=12, fontweight="bold")
    source = exhibit["source"] if isinstance(exhibit["source"], str) else ""
    if source:
        figure.text(0.01, 0.0, source, ha="left", va="top", fontsize=7.5, color=MUTE)


def _draw_shares(exhibit: Mapping[str, Any]) -> "Figure":
    """A panel for each frame, a row for each expert: the share with its 95 % interval."""
    rows = json.loads(exhibit["records"]["profile"])
    experts = list(dict.fromkeys(row["expert"] for row in rows))
    frames = list(dict.fromkeys(row["frame"] for row in rows))
    cells = {(row["expert"], row["frame"]): row for row in rows}
    figure = _start(3 + 2.2 * len(frames), 0.9 + 0.26 * len(experts))
    panels = figure.subplots(1, len(frames), sharey=True, squeeze=False)[0]
    for number, (panel, frame) in enumerate(zip(panels, frames, strict=True)):
        tint = FRAMES[f"f{number % len(FRAMES) + 1}"][0]
        panel.set_title(frame, loc="left", fontsize=9, color=tint[0], fontweight="bold")
        for place, expert in enumerate(experts):
            _draw_share(panel, cells[expert, frame], place, labelled=len(experts) <= LABELLED)
        panel.set(xlim=(0, 1), ylim=(len(experts) - 0.5, -0.5), xticks=(0, 0.5, 1), xticklabels=("0", "50", "100 %"))
        panel.set_yticks(range(len(experts)), experts)
        panel.grid(axis="x", color=GRID, linewidth=0.7, clip_on=False)
        panel.set_axisbelow(True)
        panel.tick_params(length=0)
        for side in panel.spines.values():
            side.set_visible(False)
    return figure


def _draw_share(panel: "Axes", row: Mapping[str, Any], place: int, *, labelled: bool) -> None:
    """One expert's share, or nothing where none was judged."""
    if row["prevalence"] is None:
        return
    look, marker = EXPERTS[f"e{place % len(EXPERTS) + 1}"][0], MARKERS[(place + place // len(EXPERTS)) % len(MARKERS)]
    panel.plot(
        [row["low"], row["high"]], [place, place], color=look, linewidth=1.6, alpha=0.55, zorder=2, clip_on=False
    )
    panel.plot([row["prevalence"]], [place], marker, color=look, markersize=6, zorder=3, clip_on=False)
    if labelled:
        left = row["prevalence"] > 0.75
        panel.annotate(
            f"{row['n_present']} of {row['n_segments']}",
            (row["prevalence"], place),
            xytext=(-7 if left else 7, 4),
            textcoords="offset points",
            ha="right" if left else "left",
            fontsize=6.5,
            color=INK,
        )


def _draw_strip(exhibit: Mapping[str, Any]) -> "Figure":
    """A band for each expert: a column for each segment as wide as it is long, a lane for each frame."""
    strip = next(part for part in exhibit["parts"] if part["is"] == "Strip")
    lanes = strip["lanes"]
    rows = strip["rows"]
    figure = _start(10, 0.8 + (0.13 * len(lanes) + 0.16) * len(rows))
    axes = figure.subplots()
    longest = max(sum(_widths(row["columns"])) for row in rows)
    for number, row in enumerate(rows):
        _draw_row(axes, row, number * (len(lanes) + 1), lanes)
    axes.set(xlim=(0, longest), ylim=((len(lanes) + 1) * len(rows), -1.4))
    middle = [number * (len(lanes) + 1) + len(lanes) / 2 for number in range(len(rows))]
    axes.set_yticks(middle, [row["who"]["words"] for row in rows])
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    _draw_key(axes, lanes)
    return figure


def _widths(columns: Sequence[Mapping[str, Any]]) -> list[float]:
    """How wide each column is, the gap before a paragraph included."""
    return [column["words"] + (6 if column["first"] else 1) for column in columns]


def _draw_row(axes: "Axes", row: Mapping[str, Any], top: float, lanes: Sequence[Mapping[str, Any]]) -> None:
    """One expert's segments from first to last."""
    from matplotlib.patches import Rectangle

    right = 0.0
    for column, width in zip(row["columns"], _widths(row["columns"]), strict=True):
        right += width
        left = right - column["words"]
        for lane, cell in enumerate(column["cells"]):
            place = (left, top + lane), column["words"], 0.9
            if not cell["state"]:
                axes.add_patch(Rectangle(*place, facecolor="none", edgecolor=GRID, linewidth=0.4, clip_on=False))
                continue
            shades = FRAMES[lanes[lane]["look"]][0]
            whole = cell["state"] == "full"
            axes.add_patch(
                Rectangle(
                    *place,
                    facecolor=shades[0] if whole else shades[2],
                    edgecolor=shades[1],
                    linestyle="--" if cell["state"] == "missed" else "-",
                    hatch=HATCHES[lane % len(HATCHES)] if whole else "",
                    linewidth=0.6,
                    clip_on=False,
                )
            )


def _draw_key(axes: "Axes", lanes: Sequence[Mapping[str, Any]]) -> None:
    """What each lane's colour and pattern stand for."""
    from matplotlib.patches import Patch

    keys = [
        Patch(
            facecolor=FRAMES[lane["look"]][0][0],
            edgecolor=FRAMES[lane["look"]][0][1],
            hatch=HATCHES[number % len(HATCHES)],
            label=lane["name"],
        )
        for number, lane in enumerate(lanes)
    ]
    axes.legend(
        handles=keys, loc="lower left", bbox_to_anchor=(0, 1), ncols=min(6, len(keys)), frameon=False, fontsize=8,
        borderaxespad=0.2,
    )  # fmt: skip
