"""Small pieces that several tables share: an expert's name with its glyph, the place of a segment, a share."""

import math
from collections.abc import Iterable
from itertools import groupby

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


class Behind:
    """The segments behind a table's counts: each count becomes a link to its entry in a list under the table.

    `name` opens the ids of the entries and must differ from that of other tables of the page.
    """

    def __init__(self, name: str, *, places: Places, unit: str) -> None:
        self.name, self.places, self.unit = name, places, unit
        self.entries: list[str] = []

    def link(self, count: object, segments: Iterable[str], what: str, *, name_experts: bool = False) -> str:
        """The count as a link, where it counts any segment; `what` is counted, as HTML.

        With `name_experts` each expert's segments stand behind the name.
        """
        listed = list(dict.fromkeys(segments))
        if not listed:
            return write_text(str(count))
        name = f"{self.name}-{len(self.entries) + 1}"
        groups = [(e, list(ids)) for e, ids in groupby(listed[:LINKS], key=self.places.speakers.__getitem__)]
        shown = "; ".join(
            (f"{write_expert(expert, self.places)} " if name_experts else "")
            + ", ".join(write_where(segment_id, self.places, self.unit) for segment_id in ids)
            for expert, ids in groups
        )
        more = f" and {len(listed) - LINKS} more" if len(listed) > LINKS else ""
        self.entries.append(f'<li>{what}: <span id="{name}" tabindex="-1">{shown}{more}</span></li>')
        return f'<a href="#{name}">{write_text(str(count))}</a>'

    def write(self) -> str:
        """The list of all entries, folded."""
        return (
            f'<details class="data behind"><summary>The {self.unit}s behind these counts</summary>'
            f"<ul>{''.join(self.entries)}</ul></details>"
        )


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
