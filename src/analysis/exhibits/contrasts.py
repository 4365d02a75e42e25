"""Where experts differ on a frame, and how far apart their profiles are."""

from typing import Any

import pandas as pd

from analysis.exhibits.cells import write_expert, write_p
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import INK, PAPER, RULE
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import Told, gate_title, show_told
from analysis.exhibits.tables import show_table, write_scroll
from analysis.measures.gates import gate_finding

MOST = 12  # contrasts drawn; the table holds all
TOLD = 6  # orders told in words
COUNTED = 12  # experts whose counts stand under the figure; of more, the profile has them
CENSUS = (
    "The page is a census of what these experts wrote on it: tests and intervals speak of how it might have come out "
    "had the same experts written their texts a little differently, not of other analysts."
)


def show_contrasts(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """The largest differences between two experts on a frame, as effect sizes with their intervals."""
    rows = tables["contrasts"].query("coder == @coder and code == ''").reset_index(drop=True)
    title, n_tests = title_contrasts(rows), int(rows["n_tests"].max()) if len(rows) else 0
    if rows["cohen_h"].notna().sum() == 0:
        return show_nothing("contrasts", title, "undefined: there are no two experts with judged text to compare", rows)
    drawn = (
        rows.dropna(subset="cohen_h")
        .reindex(rows["cohen_h"].abs().sort_values(ascending=False).index)
        .dropna(subset="cohen_h")
    )
    drawn = drawn.head(MOST)
    subtitle = (
        f"Cohen’s h (difference of 2·asin√share of {unit}s; coder “{coder}”) with 95 % interval; filled: Fisher’s exact test "
        f"holds at 5 % after Holm’s correction for {count_things(n_tests, 'test')}. Right of 0: the expert named first uses "
        f"the frame more.{'' if len(drawn) == len(rows) else f' The {len(drawn)} largest of {len(rows)} are drawn.'}"
    )
    holds = rows.loc[rows["p_holm"] <= 0.05, "frame"].drop_duplicates()
    frames = list(holds) or list(rows["frame"].drop_duplicates())
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=frames)
    with house_style():
        figure = new_figure(46 + 44 * len(drawn))
        ax = figure.subplots()
        ax.axvline(0, color=RULE, linewidth=1.5)
        for y, row in enumerate(drawn.itertuples()):
            clear = row.p_holm <= 0.05
            ax.plot([row.h_low, row.h_high], [y, y], color=INK, linewidth=1.2)
            ax.plot(row.cohen_h, y, "o", color=INK, markerfacecolor=INK if clear else PAPER, markersize=7)
        ax.set_yticks(
            range(len(drawn)), [f"{r.frame}\n{shorten(r.expert_a)} – {shorten(r.expert_b)}" for r in drawn.itertuples()]
        )
        ax.set_ylim(len(drawn) - 0.4, -0.6)
        ax.set_xlabel("Cohen’s h")
    alt = f"{title}. " + " ".join(
        f"{r.frame}: {r.expert_a} {r.present_a} of {r.n_a}, {r.expert_b} {r.present_b} of {r.n_b}, {write_p(r.p_holm)}."
        for r in drawn.itertuples()
    )
    places = Places.of(tables)
    return show_figure(
        figure,
        below=write_counts(rows, places, unit) if len(places.experts) <= COUNTED else "",
        name="contrasts",
        title=title,
        subtitle=subtitle,
        alt=alt,
        tables={"contrasts": tables["contrasts"].query("coder == @coder").reset_index(drop=True)},
        source=CENSUS,
    )


def shorten(expert: str) -> str:
    """A name without its first word, or the last word of a long one: enough beside its full form."""
    words = expert.split()
    return " ".join(words[1:]) if len(words) in (2, 3) else words[-1]


def title_contrasts(rows: pd.DataFrame) -> str:
    """How many differences hold, from the table alone."""
    if len(rows) == 0:
        return "With one expert there is nobody to compare with"
    holds = rows.loc[rows["p_holm"] <= 0.05]
    tests = count_things(len(rows), "difference")
    if holds.empty:
        return f"None of {tests} between experts holds after correction"
    named = "; ".join(
        f"{a} uses {row.frame} more than {b}"
        for row in holds.head(3).itertuples()
        for a, b in [(row.expert_a, row.expert_b) if row.difference > 0 else (row.expert_b, row.expert_a)]
    )
    return f"{len(holds)} of {tests} {'holds' if len(holds) == 1 else 'hold'} after correction: {named}"


def tell_contrasts(tables: dict[str, pd.DataFrame], *, coder: str, unit: str) -> Exhibit:
    """What can be ranked, each order through the gate; what could have been found, and what intervals are about."""
    rows = tables["contrasts"].query("coder == @coder and code == ''")
    frames, places = list(tables["codebook"]["frame"].drop_duplicates()), Places.of(tables)
    if rows.empty:
        none = "With one expert there is nobody to compare with; contrasts are undefined."
        return show_told("told-contrasts", [Told(gate_finding(none, tables=tables, coders=[coder], frames=frames))])
    ranked = rows.loc[rows["above"] != ""]
    told = [tell_order(row, tables, coder, unit, places) for row in ranked.head(TOLD).to_dict("records")]
    if not told:
        none = "On no frame do 95 % of the resamples bear an order of two experts, so nobody is ranked above anybody."
        told = [Told(gate_finding(none, tables=tables, coders=[coder], frames=frames))]
    borne = (
        f"At least 95 % of the resamples bear an order for {count_things(len(ranked), 'contrast')} of {len(rows)}"
        f"{f', of which {TOLD} are told' if len(ranked) > TOLD else ''}; nowhere else are experts ranked. "
        if len(ranked)
        else ""
    )
    known = rows["detectable"].dropna()
    floor = (
        f"With texts this short, the smallest difference from 0 % that could have been found is {100 * known.min():.0f} "
        f"points (of 100); a smaller one that does not show is not likeness."
        if len(known)
        else f"With texts this short, no difference in shares of {unit}s could have been found, whatever the experts wrote."
    )
    return show_told("told-contrasts", told, note=f"{borne}{floor} {CENSUS}")


def tell_order(row: dict[str, Any], tables: dict[str, pd.DataFrame], coder: str, unit: str, places: Places) -> Told:
    """One order of two experts on a frame that the resamples bear, with the way to both experts' passages."""
    frame = str(row["frame"])
    a, b = ("a", "b") if row["above"] == row["expert_a"] else ("b", "a")
    sentence = (
        f"{row[f'expert_{a}']} uses {frame} more than {row[f'expert_{b}']}: in {row[f'present_{a}']} of {row[f'n_{a}']} "
        f"{unit}s against {row[f'present_{b}']} of {row[f'n_{b}']}."
    )
    finding = gate_finding(sentence, tables=tables, coders=[coder], frames=[frame])
    links = [(places.evidence(row[f"expert_{x}"], frame), f"{row[f'expert_{x}']}’s {unit}s") for x in (a, b)]
    return Told(finding, tuple(links))


def write_counts(rows: pd.DataFrame, places: Places, unit: str) -> str:
    """The counts that are compared, each with the way to its segments."""
    cells = [
        f"<tr><th scope=row>{write_text(frame)}</th>"
        + "".join(
            f'<td>{write_expert(expert, places)} <a href="#{places.evidence(expert, str(frame))}">{present}\u00a0of\u00a0{n}</a></td>'
            for expert, (present, n) in counts.items()
        )
        + "</tr>"
        for frame, group in rows.groupby("frame", sort=False)
        for counts in [
            {r.expert_a: (r.present_a, r.n_a) for r in group.itertuples()}
            | {r.expert_b: (r.present_b, r.n_b) for r in group.itertuples()}
        ]
    ]
    name = f"The {unit}s that are compared"
    return write_scroll(
        f'<table><caption>{name}</caption><thead><tr><th scope="col">Frame</th>'
        + f'<th scope="col" colspan="{len(set(rows["expert_a"]) | set(rows["expert_b"]))}">{unit.capitalize()}s with the frame</th>'
        + f"</tr></thead><tbody>{''.join(cells)}</tbody></table>",
        name,
    )


def show_distances(tables: dict[str, pd.DataFrame], *, coder: str) -> Exhibit:
    """Each expert's nearest by frame profile, with what random dealing of paragraphs would give."""
    rows = tables["distances"].query("coder == @coder").reset_index(drop=True)
    title = title_distances(rows)
    if rows.empty:
        return show_nothing("distances", title, "undefined: one expert only", rows)
    subtitle = (
        "Jensen–Shannon distance of frame profiles, 0 (same proportions) to 1 (no frame in common); by chance: median and 95th "
        "percentile when the page’s paragraphs are dealt to the experts at random; p corrected by Holm."
    )
    frames = list(tables["codebook"]["frame"].drop_duplicates())
    title, subtitle = gate_title(title, subtitle, tables=tables, coders=[coder], frames=frames)
    shown = rows.loc[rows["expert"] < rows["other"]] if len(rows) > 60 else rows
    table = shown.assign(
        chance=[
            "undefined" if pd.isna(r.reference) else f"{r.reference:.2f}; {r.reference_high:.2f}"
            for r in shown.itertuples()
        ],
        apart=["undefined" if pd.isna(d) else f"{d:.2f}" for d in shown["distance"]],
        corrected=[write_p(p) for p in shown["p_holm"]],
        is_nearest=["nearest" if near else "" for near in shown["nearest"]],
    )
    headings = {
        "expert": "Expert",
        "other": "Other",
        "apart": "Distance",
        "chance": "By chance",
        "corrected": "p",
        "is_nearest": "Nearest",
        "note": "Note",
    }
    if not rows["note"].any():
        del headings["note"]
    made = show_table(
        table,
        name="distances",
        title=title,
        subtitle=subtitle,
        headings=headings,
        source="A profile says in what proportions frames are used, not to what end: near is not agreed.",
    )
    return Exhibit(made.name, "table", made.html, made.text, tables={"distances": rows})


def title_distances(rows: pd.DataFrame) -> str:
    """The closest pair, from the table alone, and whether any distance is more than chance."""
    known = rows.dropna(subset="distance")
    if known.empty:
        return "Distances between profiles are undefined"
    closest = known.sort_values(["distance", "expert", "other"]).iloc[0]
    beyond = known.loc[(known["p_holm"] <= 0.05) & (known["expert"] < known["other"])]
    apart = (
        "no two are further apart than chance would put them"
        if beyond.empty
        else f"{count_things(len(beyond), 'pair')} further apart than chance would put them"
    )
    pair = join_words(sorted([closest["expert"], closest["other"]]))
    return f"{pair} have the nearest profiles; {apart}"


def show_nothing(name: str, title: str, why: str, table: pd.DataFrame) -> Exhibit:
    """What stands where a measure is undefined."""
    html = (
        f'<div id="{name}" class="exhibit"><p class="title">{write_text(title)}</p>'
        f'<p class="subtitle">{write_text(why)}</p></div>'
    )
    return Exhibit(name, "text", html, f"{title}\n{why}", tables={name: table})
