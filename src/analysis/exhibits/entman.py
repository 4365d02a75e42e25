"""What each expert calls problem, cause, evaluation and remedy or outlook, with the words; policy dimensions."""

from typing import Any

import pandas as pd

from analysis.exhibits.cells import Behind, write_expert, write_where
from analysis.exhibits.evidence import gather_present
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import write_data
from analysis.exhibits.markup import count_things, make_id, write_text
from analysis.exhibits.passages import clip_passage
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import gate_title
from analysis.exhibits.tables import write_scroll, write_table

NAMES = {"problem": "Problem", "cause": "Cause", "evaluation": "Evaluation", "remedy": "Remedy or outlook"}


def show_entman(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """The grid of functions × experts: each cell its codes and the segment that carries most of them, or "absent"."""
    places = Places.of(tables)
    rows = tables["entman"].query("coder == @coder").reset_index(drop=True)
    absent = rows.loc[rows["note"] == "absent"]
    title = (
        "Every expert fills all four functions of a frame"
        if absent.empty
        else f"Absent: {'; '.join(f'{NAMES[r.function].lower()} ({r.expert})' for r in absent.head(4).itertuples())}"
        + (f" and {len(absent) - 4} more" if len(absent) > 4 else "")
    )
    subtitle = (
        f"Number of {unit}s with a code of the function, of {unit}s judged (coder “{coder}”); the {unit} that carries most of "
        "its codes. Absent is said of the text as this coder read it."
    )
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=list(places.frames))
    cells = {(r.expert, r.function): write_cell(r, places, unit) for r in rows.itertuples()}
    head = "".join(f'<th scope="col">{NAMES[function]}</th>' for function in NAMES)
    body = "".join(
        f'<tr><th scope="row">{write_expert(expert, places)}</th>'
        + "".join(f"<td>{cells[expert, function]}</td>" for function in NAMES)
        + "</tr>"
        for expert in places.experts
    )
    grid = write_scroll(
        f'<table class="entman"><caption class="hidden">{write_text(title)}</caption>'
        f'<thead><tr><th scope="col">Expert</th>{head}</tr></thead><tbody>{body}</tbody></table>',
        "Entman grid",
    )
    return frame_exhibit("entman", title, subtitle, grid, rows)


def write_cell(row: Any, places: Places, unit: str) -> str:
    """One cell: count, codes, quotation and its place."""
    n, present = row.n_segments, row.n_present
    if not present:
        return f"<b>{write_text(row.note)}</b>" + (f" in {count_things(n, unit)}" if n else "")
    quote, _ = clip_passage(row.quote, [], around=90)
    where = write_where(row.segment_id, places, unit)
    language = places.lang(row.segment_id)
    return (
        f"<b>{present} of {n}</b>: {write_text(row.codes)}"
        f'<blockquote lang="{language}"><p>“{write_text(quote)}”</p></blockquote>{where}'
    )


def show_dimensions(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """Each expert on the fifteen dimensions of the Policy Frames Codebook, by which events can be compared."""
    rows = tables["dimensions"].query("coder == @coder").reset_index(drop=True)
    sought = rows.loc[rows["n_codes"] > 0]
    found = sought.groupby("policy_frame", sort=False)["n_present"].sum().sort_values(ascending=False, kind="stable")
    missing = rows.loc[rows["n_codes"] == 0, "policy_frame"].nunique()
    title = (
        f"The dimension met most often is {found.index[0]}" if len(found) and found.iloc[0] else "No dimension was met"
    )
    subtitle = (
        f"Number of {unit}s with a code of the dimension, of {unit}s judged (coder “{coder}”). {missing} of 15 dimensions have "
        "no code in this codebook: they were not looked for."
    )
    top = list(dict.fromkeys("; ".join(sought.loc[sought["policy_frame"].isin(found.index[:1]), "frames"]).split("; ")))
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=[f for f in top if f])
    cells, behind = write_dimensions(sought, tables, coder, unit)
    wide = sought.assign(cell=cells).pivot(index=["policy_frame", "frames"], columns="expert", values="cell")
    experts = list(rows["expert"].drop_duplicates())
    shown = (
        wide.reindex(columns=experts).reset_index().rename(columns={"policy_frame": "Dimension", "frames": "Frames"})
    )
    inner = write_table(shown, caption=title, hide_caption=True, raw=experts) + behind
    return frame_exhibit("dimensions", title, subtitle, inner, rows)


def write_dimensions(
    sought: pd.DataFrame, tables: dict[str, pd.DataFrame], coder: str, unit: str
) -> tuple[list[str], str]:
    """Each row's count as a link to its segments, and the list of these segments."""
    places = Places.of(tables)
    of = tables["codebook"].set_index("code")["policy_frame"]
    present = gather_present(tables, coder).assign(policy_frame=lambda t: t["code"].map(of))
    found = present.groupby(["expert", "policy_frame"])["segment_id"].unique().to_dict()
    behind = Behind("dimension", places=places, unit=unit)
    cells = [
        behind.link(
            f"{r.n_present} of {r.n_segments}",
            found.get((r.expert, r.policy_frame), []) if r.n_present else [],
            f"{write_expert(r.expert, places)}, {write_text(r.policy_frame)}",
        )
        for r in sought.itertuples()
    ]
    return cells, behind.write()


def frame_exhibit(name: str, title: str, subtitle: str, inner: str, table: pd.DataFrame, source: str = "") -> Exhibit:
    """A table of the reader's own making, with its numbers in place."""
    note = f'<p class="source">{write_text(source)}</p>' if source else ""
    html = (
        f'<figure id="{make_id(name)}" class="exhibit"><figcaption><p class="title">{write_text(title)}</p>'
        f'<p class="subtitle">{write_text(subtitle)}</p></figcaption>{inner}{note}{write_data(name, table)}</figure>'
    )
    return Exhibit(name, "table", html, f"{title}\n{table.to_string(index=False)}", tables={name: table})
