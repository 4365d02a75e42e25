"""The framing profile: every expert's frames at one glance."""

from typing import Any

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import write_figure
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import assign_styles
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import gate_title
from analysis.exhibits.tables import write_scroll

PANELS = 8  # experts; more become rows of a table


def show_profile(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """Small multiples, one per expert: how many segments carry each frame, with the 95 % interval.

    Every bar is a link to the segments that it counts. Above eight experts, a table of the same numbers.
    """
    places = Places.of(tables)
    rows = tables["prevalence"].query("coder == @coder and code == ''").reset_index(drop=True)
    dominant = tables["dominant"].query("coder == @coder").set_index("expert")["frame"].to_dict()
    title = title_profile(dominant)
    counts = sorted(set(rows["n_segments"]))
    sizes = join_words([str(n) for n in counts]) if len(counts) < 5 else f"{counts[0]} to {counts[-1]}"
    subtitle = (
        f"Share of each expert’s {unit}s in which the coder “{coder}” finds the frame; line: its 95 % interval; "
        f"n = {sizes} {unit}s. Each bar leads to its {unit}s."
    )
    led = [frame for frame in dict.fromkeys(dominant.values()) if frame]
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=led or list(places.frames))
    alt = f"{title}. " + ". ".join(
        f"{expert}: " + ", ".join(f"{r.frame} in {r.n_present} of {r.n_segments}" for r in group.itertuples())
        for expert, group in list(rows.groupby("expert", sort=False))[:40]
    )
    draw = draw_panels if len(places.experts) <= PANELS else draw_rows
    drawing = draw(rows, dominant, tables["statements"], places)
    html = write_figure(
        drawing, name="profile", title=title, subtitle=subtitle, tables={"profile": rows}, source=tell_source(tables)
    )
    return Exhibit("profile", "figure", html, f"{title}\n{alt}", alt=f"{alt}.", tables={"profile": rows})


def tell_source(tables: dict[str, pd.DataFrame]) -> str:
    """Where the words come from, for the line under an exhibit."""
    pages = tables["documents"].drop_duplicates(["publisher", "published"])
    return "Source: " + join_words(f"{page.publisher}, {page.published}" for page in pages.itertuples())


def title_profile(dominant: dict[str, str]) -> str:
    """What the profile shows, from the dominant frames alone."""
    n = len(dominant)
    led = [frame for frame in dominant.values() if frame]
    frames = list(dict.fromkeys(led))
    if not led:
        return "No frame leads for any expert"
    if len(led) < n:
        return f"For {len(led)} of {count_things(n, 'expert')} one frame leads"
    if n == 1:
        return f"The frame that leads is {frames[0]}"
    if len(frames) == 1:
        return f"All {n} experts lead with {frames[0]}"
    if len(frames) == n:
        return "Each expert leads with a different frame"
    most = max(frames, key=led.count)
    return f"{led.count(most)} of {n} experts lead with {most}"


def draw_panels(rows: pd.DataFrame, dominant: dict[str, str], statements: pd.DataFrame, places: Places) -> str:
    """One panel per expert."""
    styles = assign_styles(places.experts)
    roles = statements.drop_duplicates("expert").set_index("expert")
    panels = []
    for expert, group in rows.groupby("expert", sort=False):
        style = styles[str(expert)]
        role = ", ".join(part for part in (roles.loc[expert, "role"], roles.loc[expert, "affiliation"]) if part)
        bars = "".join(
            f"<li{' class=lead' if r.frame == dominant.get(str(expert)) else ''}>{draw_bar(r, places)}</li>"
            for r in group.itertuples()
        )
        panels.append(
            f'<div class="panel {style.css}"><p class="who"><a href="#{places.statement(str(expert))}">'
            f'<span class="glyph" aria-hidden="true">{style.glyph}</span>{write_text(expert)}</a>'
            f'<span class="role">{write_text(role)}</span></p><ul>{bars}</ul></div>'
        )
    return f'<div class="panels">{"".join(panels)}</div>'


def draw_bar(row: Any, places: Places) -> str:
    """A bar with its interval, in per cent of the room there is, so that its text keeps its size on any screen."""
    share, low, high = (100 * getattr(row, name) for name in ("prevalence", "low", "high"))
    expert, frame = row.expert, row.frame
    n, present = row.n_segments, row.n_present
    said = f"{share:.0f} %, interval {low:.0f} to {high:.0f} %" if n else "not judged"
    line = (
        f'<line x1="{low:.1f}%" x2="{high:.1f}%" y1="14" y2="14"/><line x1="{low:.1f}%" x2="{low:.1f}%" y1="11.5" y2="16.5"/>'
        f'<line x1="{high:.1f}%" x2="{high:.1f}%" y1="11.5" y2="16.5"/>'
    )
    bar = f'<rect class="fill" width="{share:.1f}%" height="10"/><g class="interval">{line}</g>' if n else ""
    count = f"<b>{present}</b> of {n}" if n else "not judged"
    return (
        f'<a class="barlink" href="#{places.evidence(expert, frame)}"><span class="what">{write_text(frame)}</span> '
        f'<span class="count">{count}</span> <svg class="bar" role="img" aria-label="{said}" width="100%" height="18">'
        f'<rect class="track" width="100%" height="10"/>{bar}</svg></a>'
    )


def draw_rows(rows: pd.DataFrame, dominant: dict[str, str], statements: pd.DataFrame, places: Places) -> str:
    """One row per expert: counts on a ground that darkens with the share."""
    styles = assign_styles(places.experts)
    head = "".join(f'<th scope="col">{write_text(frame)}</th>' for frame in places.frames)
    body = []
    for expert, group in rows.groupby("expert", sort=False):
        style = styles[str(expert)]
        cells = "".join(write_count(r, places.evidence(r.expert, r.frame)) for r in group.itertuples())
        name = f'<span class="glyph {style.css}" aria-hidden="true">{style.glyph}</span>{write_text(expert)}'
        link = f'<a href="#{places.statement(str(expert))}">{name}</a>'
        body.append(f'<tr><th scope="row">{link}</th>{cells}</tr>')
    return write_scroll(
        f'<table class="heat"><caption class="hidden">Segments with each frame, by expert</caption>'
        f'<thead><tr><th scope="col">Expert</th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>',
        "Framing profile",
    )


def write_count(row: Any, anchor: str) -> str:
    """A cell of a heat map: a count that leads to its segments, on one of five grounds."""
    n, present = row.n_segments, row.n_present
    if not n:
        return '<td class="q none">–</td>'
    step = 0 if not present else min(5, 1 + int(5 * present / n))
    written = (
        f'<a href="#{anchor}">{present}<span class="of"> of {n}</span></a>'
        if present
        else f"0<span class=of> of {n}</span>"
    )
    return f'<td class="q q{step}">{written}</td>'


def show_codes(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """A heat map of every code by expert; every count leads to its segments."""
    places = Places.of(tables)
    rows = tables["prevalence"].query("coder == @coder and code != ''").reset_index(drop=True)
    styles = assign_styles(places.experts)
    head = "".join(
        f'<th scope="col"><span class="glyph {styles[e].css}" aria-hidden="true">{styles[e].glyph}</span>{write_text(e)}</th>'
        for e in places.experts
    )
    shared = [str(code) for code, group in rows.groupby("code", sort=False) if (group["n_present"] > 0).all()]
    unused = [str(code) for code, group in rows.groupby("code", sort=False) if (group["n_present"] == 0).all()]
    title = title_codes(shared, len(places.experts), len(places.codes))
    subtitle = (
        f"Number of each expert’s {unit}s in which the coder “{coder}” finds the code, and of how many judged. "
        "The darker, the larger the share; each number leads to its quotations."
    )
    frames = list(tables["codebook"].loc[tables["codebook"]["code"].isin(shared), "frame"].drop_duplicates())
    title, subtitle = gate_title(
        title, subtitle, tables=tables, coders=[coder], codes=shared, frames=frames or list(places.frames)
    )
    bodies = []
    for frame, group in rows.groupby("frame", sort=False):
        lines = "".join(
            f'<tr><th scope="row"><a href="#{places.code(str(code))}">{write_text(code)}</a></th>'
            + "".join(write_count(r, places.evidence(r.expert, r.frame, r.code)) for r in cells.itertuples())
            + "</tr>"
            for code, cells in group.groupby("code", sort=False)
        )
        span = len(places.experts) + 1
        bodies.append(
            f'<tbody><tr class="group"><th scope="rowgroup" colspan="{span}">{write_text(frame)}</th></tr>{lines}</tbody>'
        )
    drawing = write_scroll(
        f'<table class="heat"><caption class="hidden">{write_text(title)}</caption><thead><tr><th scope="col">Code</th>{head}'
        f"</tr></thead>{''.join(bodies)}</table>",
        "Codes by expert",
    )
    alt = f"{title}. " + (f"No expert uses {join_words(unused)}." if unused else "Every code is used by somebody.")
    html = write_figure(
        drawing, name="codes", title=title, subtitle=subtitle, tables={"codes": rows}, source=tell_source(tables)
    )
    return Exhibit("codes", "figure", html, f"{title}\n{alt}", alt=alt, tables={"codes": rows})


def title_codes(shared: list[str], n_experts: int, n_codes: int) -> str:
    """Which codes everybody uses."""
    if n_experts == 1:
        return f"{len(shared)} of {n_codes} codes occur"
    if not shared:
        return f"No code is used by all {n_experts} experts"
    return f"{count_things(len(shared), 'code')} of {n_codes} {'is' if len(shared) == 1 else 'are'} used by all {n_experts} experts: {join_words(shared)}"
