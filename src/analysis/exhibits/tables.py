"""Tables for readers: caption, scopes, a scroll region that the keyboard reaches."""

import math
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.markup import make_id, write_text

NUMBER = re.compile(r"[−+-]?[\d.,\s]*\d\s?%?|–")
LINK = re.compile(r"</?a\b[^>]*>")


def show_table(
    table: pd.DataFrame,
    *,
    name: str,
    title: str,
    subtitle: str = "",
    headings: Mapping[str, str] | None = None,
    source: str = "",
    raw: Sequence[str] = (),
    below: str = "",
) -> Exhibit:
    """The table as an exhibit, its first column as row headers; the CSV keeps all columns and their names.

    `headings` renames columns for the reader and keeps only those it names. `raw` names columns that hold HTML which
    the caller has escaped, as is `below`, which stands under the table.
    """
    shown = table[list(headings)].rename(columns=dict(headings)) if headings else table
    raw = [headings[c] if headings else c for c in raw]
    note = f'<p class="source">{write_text(source)}</p>' if source else ""
    under = f'<p class="subtitle">{write_text(subtitle)}</p>' if subtitle else ""
    html = (
        f'<figure id="{make_id(name)}" class="exhibit"><figcaption><p class="title">{write_text(title)}</p>{under}'
        f"</figcaption>{write_table(shown, caption=title, hide_caption=True, raw=raw)}{below}{note}</figure>"
    )
    csv = table.drop(columns=[c for c in table if headings and headings.get(str(c)) in raw])
    return Exhibit(name, "table", html, f"{title}\n{csv.to_string(index=False)}", tables={name: csv})


def write_table(table: pd.DataFrame, *, caption: str, hide_caption: bool = False, raw: Sequence[str] = ()) -> str:
    """The table as HTML; numbers to the right, the first column as row headers."""
    numeric = [holds_numbers(table.iloc[:, i]) for i in range(table.shape[1])]
    head = "".join(
        f'<th scope="col"{" class=n" if n else ""}>{write_text(c)}</th>' for c, n in zip(table, numeric, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            write_cell(value, first=i == 0, numeric=numeric[i], raw=str(table.columns[i]) in raw)
            for i, value in enumerate(row)
        )
        + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    hidden = ' class="hidden"' if hide_caption else ""
    return write_scroll(
        f"<table><caption{hidden}>{write_text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>",
        caption,
    )


def holds_numbers(column: pd.Series) -> bool:
    """Whether the column reads as numbers, also where they are written with a sign or in per cent."""
    if pd.api.types.is_numeric_dtype(column):
        return bool(column.dtype != bool)
    return len(column) > 0 and all(NUMBER.fullmatch(LINK.sub("", str(value))) for value in column)


def write_scroll(html: str, name: str) -> str:
    """What may be wider than a phone, in a region that scrolls by itself and that the keyboard reaches."""
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{write_text(name)}">{html}</div>'


def write_cell(value: object, *, first: bool, numeric: bool, raw: bool) -> str:
    """One cell; a row header where it is the first."""
    written = str(value) if raw else write_text(write_value(value))
    css = " class=n" if numeric else ""
    return f'<th scope="row"{css}>{written}</th>' if first else f"<td{css}>{written}</td>"


def write_value(value: object) -> str:
    """A number to three decimals, nothing for what is undefined, yes and no for flags."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.3f}".rstrip("0").rstrip(".").replace("-", "−")
    return str(value)
