"""Small pieces that several tables share: an expert's name with its glyph, the place of a segment, a share."""

import math

from analysis.exhibits.markup import write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.places import Places


def write_expert(expert: str, places: Places) -> str:
    """The expert's glyph and name."""
    style = assign_styles(places.experts)[expert]
    return f'<span class="glyph {style.css}" aria-hidden="true">{style.glyph}</span>{write_text(expert)}'


def write_where(segment_id: str, places: Places, unit: str) -> str:
    """Where the segment stands, as a link into the annotated text."""
    return f'<a href="#{places.segment(segment_id)}">{write_text(places.name_segment(segment_id, unit))}</a>'


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
