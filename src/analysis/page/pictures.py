"""The two figures that people put on slides, as files beside the page: SVG, and PNG where its font has all signs."""

import io
import json
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from analysis.page.drawing import PAPER, SETTINGS, draw_shares, draw_strip, find_strip, name_source, set_line

_ONE_AT_A_TIME = threading.Lock()  # reports are made in threads, and matplotlib's settings are the whole process's
FORMATS: Any = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}, "dpi": 150},
}


def name_pictures(exhibit: Mapping[str, Any]) -> list[str]:
    """The names of the files that `draw_pictures` makes of the exhibit."""
    return [f"{exhibit['name']}.{kind}" for kind in _list_kinds(exhibit)]


def _list_kinds(exhibit: Mapping[str, Any]) -> Iterator[str]:
    """SVG, whose reader has fonts of his own, and PNG where no sign would be an empty box."""
    if _has_figure(exhibit):
        yield "svg"
        if {ord(sign) for words in _list_words(exhibit) for sign in set_line(words)} <= _list_signs():
            yield "png"


def _list_words(exhibit: Mapping[str, Any]) -> Iterator[str]:
    """The words in the exhibit's figure but for numbers."""
    yield from (exhibit["title"], name_source(exhibit))
    if exhibit["name"] == "frames":
        for row in json.loads(exhibit["records"]["profile"]):
            yield from (row["expert"], row["frame"])
    else:
        strip = find_strip(exhibit)
        yield from (lane["name"] for lane in strip["lanes"])
        yield from (row["who"]["words"] for row in strip["rows"])


@cache
def _list_signs() -> frozenset[int]:
    """What the font has, as code points."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(SETTINGS["font.sans-serif"][0])).get_charmap())


def draw_pictures(exhibit: Mapping[str, Any]) -> dict[str, bytes]:
    """The exhibit's figure as SVG and as PNG, light and on its own; nothing for an exhibit that is not drawn.

    The same exhibit gives the same bytes. Experts keep the colour and marker of the page, frames the colour and a
    pattern.
    """
    kinds = tuple(_list_kinds(exhibit))
    return _draw_shown(json.dumps(_find_shown(exhibit)), kinds) if kinds else {}


def prepare_pictures() -> None:
    """Load what the first picture would wait for."""
    from matplotlib.backends import backend_agg, backend_svg  # noqa: F401

    _list_signs()


def _find_shown(exhibit: Mapping[str, Any]) -> dict[str, Any]:
    """Of the exhibit what its figure shows."""
    parts = [part for part in exhibit["parts"] if part["is"] == "Strip"]
    profile = {name: text for name, text in exhibit.get("records", {}).items() if name == "profile"}
    return {**{key: exhibit[key] for key in ("name", "title", "source")}, "parts": parts, "records": profile}


@lru_cache(maxsize=8)
def _draw_shown(shown: str, kinds: Sequence[str]) -> dict[str, bytes]:
    """The files; two reports of one event, made one after the other, show the same."""
    import matplotlib as mpl  # takes its time to load, and only a report with a figure needs it

    exhibit = json.loads(shown)
    with _ONE_AT_A_TIME, mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph ")  # words of an SVG are drawn by who reads it
        plate = draw_shares(exhibit) if exhibit["name"] == "frames" else draw_strip(exhibit)
        figure = plate.figure
        edges = plate.measure()  # once for both files, as laying words out takes as long as drawing them
        files = {f"{exhibit['name']}.{kind}": io.BytesIO() for kind in kinds}
        for kind, file in zip(kinds, files.values(), strict=True):
            figure.savefig(file, format=kind, bbox_inches=edges, facecolor=PAPER, **FORMATS[kind])
    return {name: file.getvalue() for name, file in files.items()}


def _has_figure(exhibit: Mapping[str, Any]) -> bool:
    """Whether the exhibit is one of the two, with something in it."""
    if exhibit["name"] == "frames":
        return len(exhibit.get("records", {}).get("profile", "")) > len("[]\n")
    return exhibit["name"] == "strip" and any(part["is"] == "Strip" and part["rows"] for part in exhibit["parts"])
