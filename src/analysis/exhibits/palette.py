"""One colour and one marker per expert, the same in every exhibit, and the colours of the page in figures.

Figures are drawn with the light page's colours; each is then replaced by a CSS variable with that colour as its
default, so that one SVG fits light, dark and paper. The expert colours are spread in lightness as well as in hue and
never stand without a marker or a name, so that nobody has to tell them apart by hue.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# name: (on a light page, on a dark page); each reaches 4.5:1 against its page
COLOURS = {
    "ink": ("#1f1d1a", "#ece8e1"),
    "soft": ("#5f5a52", "#aca69b"),
    "rule": ("#d9d4ca", "#3d3a36"),
    "paper": ("#fdfcfa", "#191817"),
    "e1": ("#1d5c96", "#7db8ee"),
    "e2": ("#b2460f", "#f0995f"),
    "e3": ("#11735a", "#58c9a3"),
    "e4": ("#8a3a8f", "#d795db"),
    "e5": ("#7c6200", "#d8bd4d"),
    "e6": ("#a82a4c", "#f28aa5"),
    "e7": ("#4d5560", "#b4bcc8"),
    "e8": ("#3f4bb5", "#a3adf7"),
}
FRAME_COLOURS = {  # background of a mark, line under it
    "f1": (("#fdecc0", "#9a6200"), ("#453712", "#e3b04b")),
    "f2": (("#d6e9f8", "#1f659b"), ("#16344a", "#7dbbe8")),
    "f3": (("#f3dcee", "#8b3a80"), ("#452140", "#dd97d3")),
    "f4": (("#d9f0de", "#23703a"), ("#183c24", "#77cb92")),
    "f5": (("#fbdcd5", "#a43a22"), ("#4b241b", "#f09a84")),
    "f6": (("#e3e0f7", "#5346a8"), ("#2c2856", "#a9a0f0")),
}
MARKERS = "os^DvP*X"  # matplotlib's names
GLYPHS = "●■▲◆▼✚★✖"  # the same shapes as text
INK, SOFT, RULE, PAPER = (COLOURS[name][0] for name in ("ink", "soft", "rule", "paper"))


@dataclass(frozen=True)
class Style:
    """How one expert looks: the CSS class, the colour in figures, the marker in figures and as text."""

    css: str
    colour: str
    marker: str
    glyph: str


def assign_styles(experts: Iterable[str]) -> dict[str, Style]:
    """The style of each expert by the order given, which is that of the page; 64 experts all differ."""
    names = list(dict.fromkeys(experts))
    n = len(GLYPHS)
    return {
        name: Style(f"e{i % n + 1}", COLOURS[f"e{i % n + 1}"][0], MARKERS[(i + i // n) % n], GLYPHS[(i + i // n) % n])
        for i, name in enumerate(names)
    }


def assign_frames(frames: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The CSS class and the short mark of each frame, in the order of the codebook."""
    names = list(dict.fromkeys(frames))
    initials = ["".join(word[0] for word in name.replace("-", " ").split()).upper()[:3] for name in names]
    unique = len(set(initials)) == len(initials) and all(initials)
    return {
        name: (f"f{i % len(FRAME_COLOURS) + 1}", initials[i] if unique else f"F{i + 1}") for i, name in enumerate(names)
    }


def write_colours() -> str:
    """The colours as CSS variables: light, dark, and light again on paper."""
    light = "".join(f"--{name}:{pair[0]};" for name, pair in COLOURS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in COLOURS.items())
    light += "".join(f"--{name}:{pair[0][0]};--{name}l:{pair[0][1]};" for name, pair in FRAME_COLOURS.items())
    dark += "".join(f"--{name}:{pair[1][0]};--{name}l:{pair[1][1]};" for name, pair in FRAME_COLOURS.items())
    classes = "".join(f".{name}{{--c:var(--{name})}}" for name in COLOURS if name[0] == "e" and name[1:].isdigit())
    classes += "".join(f".{name}{{--tint:var(--{name});--line:var(--{name}l)}}" for name in FRAME_COLOURS)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{classes}"
