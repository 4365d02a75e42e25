"""Figures: drawn by matplotlib in the house style, given to the page as SVG that follows its colours."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import InputError
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import make_id, write_text
from analysis.exhibits.palette import COLOURS, INK, RULE, SOFT
from analysis.exhibits.tables import write_table

WIDTH = 460  # units of the drawing; a text of 12.5 units is still 9 pixels high on a 360-pixel screen
TEXT = 12.5
STYLE: Any = {  # matplotlib types each key
    "svg.fonttype": "none",
    "font.size": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "savefig.transparent": True,
    "figure.constrained_layout.use": True,
}


@contextmanager
def house_style() -> Iterator[None]:
    """matplotlib draws in the house style; its own settings return afterwards."""
    with mpl.rc_context(STYLE):
        yield


def new_figure(height: float, *, width: float = WIDTH) -> Figure:
    """An empty figure of `width` × `height` units; make it and draw on it inside `house_style()`."""
    return Figure(figsize=(width / 72, height / 72))


def show_figure(
    figure: Figure,
    *,
    name: str,
    title: str,
    subtitle: str,
    alt: str,
    tables: Mapping[str, pd.DataFrame],
    source: str = "",
    below: str = "",
) -> Exhibit:
    """The drawing as an exhibit: takeaway `title`, `subtitle` with measure, unit, n and interval, data in place.

    `below` is HTML that stands under the drawing.
    `name` becomes the figure's id and must differ from that of other exhibits of the notebook.
    """
    if not alt.strip():
        raise InputError(f'figure "{name}" has no alternative text; say in alt what the figure shows')
    html = write_figure(
        write_svg(figure, name=name, alt=alt) + below,
        name=name,
        title=title,
        subtitle=subtitle,
        tables=tables,
        source=source,
    )
    return Exhibit(name, "figure", html, f"{title}\n{subtitle}\n[figure: {alt}]", alt=alt, tables=tables)


def write_figure(
    drawing: str, *, name: str, title: str, subtitle: str, tables: Mapping[str, pd.DataFrame], source: str = ""
) -> str:
    """The frame around a drawing: caption above, source and data below."""
    data = "".join(write_data(key, table) for key, table in tables.items())
    note = f'<p class="source">{write_text(source)}</p>' if source else ""
    return (
        f'<figure id="{make_id(name)}" class="exhibit"><figcaption><p class="title">{write_text(title)}</p>'
        f'<p class="subtitle">{write_text(subtitle)}</p></figcaption>{drawing}{note}{data}</figure>'
    )


def write_data(name: str, table: pd.DataFrame) -> str:
    """The numbers behind an exhibit, on demand, with the place of its files."""
    file = f"data/{write_text(name)}"
    return (
        f'<details class="data"><summary>The data of this exhibit: {write_text(name)}, {len(table)} rows</summary>'
        f"{write_table(table, caption=f'Table {name}')}"
        f'<p class="source">Beside this page as <a href="{file}.csv">{file}.csv</a> and <a href="{file}.json">{file}.json</a></p></details>'
    )


def write_svg(figure: Figure, *, name: str, alt: str) -> str:
    """The figure as inline SVG: no style attributes, no fixed fonts, the page's colours, ids of its own."""
    drawn = io.StringIO()
    with mpl.rc_context({**STYLE, "svg.hashsalt": name}):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r' style="([^"]*)"', lambda m: write_attributes(m[1]), svg)
    svg = keep_used_ids(svg, make_id(name)).replace("xlink:href", "href")
    for variable, (light, _) in COLOURS.items():
        svg = svg.replace(f'"{light}"', f'"var(--{variable},{light})"')
    box = re.search(r'viewBox="([^"]*)"', svg)
    width, height = box[1].split()[2:] if box else (str(WIDTH), "300")
    opening = (
        f'<svg class="drawing" role="img" aria-label="{write_text(alt)}" viewBox="0 0 {width} {height}" '
        f'width="{float(width):g}" height="{float(height):g}" stroke-linejoin="round">'
    )
    body = svg[svg.index(">") + 1 :].strip()
    return opening + re.sub(r"\s*\n\s*", "\n", body)


def write_attributes(style: str) -> str:
    """`fill: #000; font: 10px 'X'` as attributes, because the page's policy forbids style attributes."""
    attributes = []
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            size = re.search(r"([\d.]+)px", value)
            attributes.append(f'font-size="{size[1] if size else TEXT}"')
            if weight := re.search(r"\b(bold|[6-9]00)\b", value):
                attributes.append(f'font-weight="{weight[1]}"')
            if "italic" in value:
                attributes.append('font-style="italic"')
        elif key and key not in {"font-family", "white-space"}:
            attributes.append(f'{key}="{value}"')
    return "".join(f" {attribute}" for attribute in attributes)


def keep_used_ids(svg: str, prefix: str) -> str:
    """Only ids that the drawing itself refers to, under the exhibit's name so that two figures never clash."""
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", svg)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}-", svg)
