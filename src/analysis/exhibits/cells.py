"""Small pieces that several tables share: an expert's name with its glyph, the place of a segment, a share."""

import math
from collections.abc import Sequence

from analysis.exhibits.markup import write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.places import Places

LINKS = 60  # segments linked from one count


def write_expert(expert: str, places: Places) -> str:
    """The expert's glyph and name."""
    style = assign_styles(places.experts)[expert]
    return f'<span class="glyph {style.css}" aria-hidden="true">{style.glyph}</span>{write_text(expert)}'


def write_where(segment_id: str, places: Places, unit: str) -> str:
    """Where the segment stands, as a link into the annotated text."""
    return f'<a href="#{places.segment(segment_id)}">{write_text(places.name_segment(segment_id, unit))}</a>'


def write_counted(name: str, count: str, segments: Sequence[str], *, places: Places, unit: str) -> tuple[str, str]:
    """(the count as a link, the place it leads to with a link to every segment it counts); no link for none."""
    if not segments:
        return write_text(count), ""
    shown = ", ".join(write_where(segment_id, places, unit) for segment_id in segments[:LINKS])
    more = f" and {len(segments) - LINKS} more" if len(segments) > LINKS else ""
    return f'<a href="#{name}">{write_text(count)}</a>', f'<span id="{name}" tabindex="-1">{shown}{more}</span>'


def write_behind(entries: Sequence[tuple[str, str]], *, unit: str) -> str:
    """The segments behind a table's counts: (what is counted, as HTML; its segments, as HTML)."""
    lines = "".join(f"<li>{what}: {segments}</li>" for what, segments in entries if segments)
    return f'<details class="data behind"><summary>The {unit}s behind these counts</summary><ul>{lines}</ul></details>'


def write_share(share: float, low: float = math.nan, high: float = math.nan) -> str:
    """`43 % (16–75)`, or `undefined`."""
    if math.isnan(share):
        return "undefined"
    return f"{100 * share:.0f} %" + ("" if math.isnan(low) else f" ({100 * low:.0f}–{100 * high:.0f})")


def write_p(p: float) -> str:
    """A p-value to two significant places, never as 0."""
    if math.isnan(p):
        return "undefined"
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
