"""How sure each expert sounds, every hit for checking, and how hard the texts are to read."""

import hashlib
from pathlib import Path

import pandas as pd

from analysis.exhibits.cells import Behind, write_expert, write_where
from analysis.exhibits.contrasts import shorten, show_nothing
from analysis.exhibits.entman import frame_exhibit
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import INK, PAPER, assign_styles
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import gate_title
from analysis.exhibits.tables import show_table, write_scroll
from analysis.measures.lexicons import find_lexicon, load_lexicon

HEADINGS = {"hedge": "Hedges", "booster": "Boosters", "obligation": "Obligations", "wish": "Wishes"}
DEGREES = {
    "certain": "said to be certain",
    "likely": "likely",
    "possible": "possible",
    "unlikely": "unlikely",
    "open": "left open",
    "hoped": "hoped for or wished",
}
LEXICONS = ("hedges", "boosters", "obligation", "wishes", "reporting")
EXPERTS = 12


def show_certainty(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Share of each expert's segments with a hedge, and with a booster, in the expert's own voice, with intervals."""
    rows = tables["certainty"]
    experts = list(tables["coverage"]["expert"])[:EXPERTS]
    own = rows.loc[(rows["voice"] == "own") & rows["category"].isin(["hedge", "booster"])]
    drawn = own.loc[own["expert"].isin(experts)]
    title = title_certainty(own)
    styles = assign_styles(tables["coverage"]["expert"])
    with house_style():
        figure = new_figure(80 + 44 * len(experts))
        ax = figure.subplots()
        for y, row in enumerate(drawn.itertuples()):
            if pd.isna(row.share):
                continue
            style = styles[row.expert]
            ax.plot([100 * row.low, 100 * row.high], [y, y], color=style.colour, linewidth=1.2)
            face = style.colour if row.category == "hedge" else PAPER
            ax.plot(100 * row.share, y, style.marker, color=style.colour, markerfacecolor=face, markersize=7)
            ax.text(102, y, f"{row.n_hits}", va="center", color=INK)
        ax.set_yticks(
            range(len(drawn)), [f"{shorten(r.expert)}: {HEADINGS[r.category].lower()}" for r in drawn.itertuples()]
        )
        ax.set_ylim(len(drawn) - 0.4, -0.6)
        ax.set_xlim(-3, 112)
        ax.set_xlabel(f"% of {unit}s")
    sizes = join_words(
        f"{r.expert} {r.n_segments} {unit}s, {r.words} words" for r in drawn.drop_duplicates("expert").itertuples()
    )
    subtitle = (
        f"Share of the expert’s {unit}s with at least one, own voice only, with Wilson’s 95 % interval; at the right the number "
        f"of hits. Filled: hedges; hollow: boosters. n: {sizes}."
    )
    title, subtitle = gate_title(title, subtitle, tables=tables)
    alt = f"{title}. " + "; ".join(
        f"{r.expert}: {HEADINGS[r.category].lower()} in {r.n_present} of {r.n_segments}" for r in drawn.itertuples()
    )
    return show_figure(
        figure,
        name="certainty",
        title=title,
        subtitle=subtitle,
        alt=f"{alt}.",
        tables={"certainty": rows},
        source="A low rate of hedges is not confidence and a high one is not caution; the intervals overlap widely on texts this short.",
    )


def title_certainty(own: pd.DataFrame) -> str:
    """Whether any two experts' intervals of hedging stand clear of each other."""
    hedges = own.loc[(own["category"] == "hedge")].dropna(subset="share")
    if len(hedges) < 2:
        return "How sure an expert sounds has nothing to be compared with"
    top, bottom = hedges.loc[hedges["share"].idxmax()], hedges.loc[hedges["share"].idxmin()]
    if top["low"] > bottom["high"]:
        return f"{top['expert']} hedges in more of the text than {bottom['expert']}"
    return "No expert hedges clearly more than another"


def show_rates(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Hits per 100 words by category and voice, with their counts."""
    rows = tables["certainty"]
    used = rows.loc[rows["n_hits"] > 0]
    title = f"{count_things(int(rows['n_hits'].sum()), 'hit')} in {count_things(int(tables['coverage']['words'].sum()), 'word')}"
    places = Places.of(tables)
    behind = Behind("hit", places=places, unit=unit)
    found = dict(list(tables["certainty_hits"].groupby(["category", "expert", "voice"])["segment_id"]))
    table = used.assign(
        what=[HEADINGS[c] for c in used["category"]],
        linked=[
            behind.link(
                r.n_hits,
                found[r.category, r.expert, r.voice],
                f"{HEADINGS[r.category]}, {write_expert(r.expert, places)}, {r.voice}",
            )
            for r in used.itertuples()
        ],
    )
    headings = {
        "what": "Category",
        "expert": "Expert",
        "voice": "Voice",
        "linked": "Hits",
        "words": "Words",
        "per_100_words": "Per 100 words",
        "n_present": "Segments with one",
        "n_segments": "Segments",
    }
    made = show_table(
        table,
        name="certainty-rates",
        title=title,
        subtitle=(
            "Hedges and boosters say how sure something is (epistemic), obligations what ought to be (deontic), wishes what "
            "is wanted; attributed hits stand in quotations or after a reporting word. Rows without hits are left out."
        ),
        headings=headings,
        raw=["linked"],
        below=behind.write(),
    )
    return Exhibit(made.name, "table", made.html, made.text, tables={"certainty_rates": rows})


def show_hits(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Every hit in its segment, for checking."""
    hits = tables["certainty_hits"]
    if hits.empty:
        return show_nothing("hits", "No hedge, booster, obligation or wish was found", "nothing to check", hits)
    places = Places.of(tables)
    starts = dict(zip(tables["segments"]["segment_id"], tables["segments"]["start"], strict=True))
    body = "".join(
        f'<tr><th scope="row">{write_expert(r.expert, places)}</th><td>{write_where(r.segment_id, places, unit)}</td>'
        f"<td>{r.category}</td><td>{r.voice}</td><td lang='{places.lang(r.segment_id)}'>{write_marked(r.quote, r.start - starts[r.segment_id], r.end - starts[r.segment_id])}</td></tr>"
        for r in hits.itertuples()
    )
    title = f"All {count_things(len(hits), 'hit')}, to be checked"
    grid = write_scroll(
        f'<table class="hits"><caption class="hidden">{title}</caption><thead><tr><th scope="col">Expert</th><th scope="col">Place</th>'
        f'<th scope="col">Category</th><th scope="col">Voice</th><th scope="col">In its words</th></tr></thead><tbody>{body}</tbody></table>',
        "Hits",
    )
    subtitle = (
        "Found by word lists that know no syntax: what is not meant as a hedge or booster shows here, and nowhere else."
    )
    return frame_exhibit("hits", title, subtitle, grid, hits)


def write_marked(text: str, start: int, end: int, *, around: int = 60) -> str:
    """The hit in bold with what stands around it."""
    first, last = max(0, start - around), min(len(text), end + around)
    return (
        f"{'… ' if first else ''}{write_text(text[first:start])}<b>{write_text(text[start:end])}</b>"
        f"{write_text(text[end:last])}{' …' if last < len(text) else ''}"
    )


def show_outlook(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """What is said to be certain, likely, possible, unlikely, open or hoped for, in the words of each expert."""
    hits = tables["certainty_hits"]
    hits = hits.loc[hits["outlook"] != ""].reset_index(drop=True)
    if hits.empty:
        return show_nothing("outlook", "Nobody says what is certain, likely, possible or hoped for", "absent", hits)
    places = Places.of(tables)
    order = {degree: i for i, degree in enumerate(DEGREES)}
    hits = hits.sort_values(
        ["outlook", "start"], key=lambda c: c.map(order) if c.name == "outlook" else c, kind="stable"
    )
    bodies = "".join(
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="3">{DEGREES[str(degree)].capitalize()}</th></tr>'
        + "".join(
            f'<tr><th scope="row">{write_expert(r.expert, places)}</th><td lang="{places.lang(r.segment_id)}">{write_text(r.quote)}</td>'
            f"<td>{write_where(r.segment_id, places, unit)}</td></tr>"
            for r in group.drop_duplicates("segment_id").itertuples()
        )
        + "</tbody>"
        for degree, group in hits.groupby("outlook", sort=False)
    )
    counts = hits.groupby("outlook", sort=False).size()
    title = f"Things to come: {join_words(f'{n} {DEGREES[str(degree)]}' for degree, n in counts.items())}"
    subtitle = f"By the words used; the whole {unit} is given because a word does not say what it is about, nor whose hope it is."
    title, subtitle = gate_title(title, subtitle, tables=tables)
    grid = write_scroll(
        f'<table class="outlook"><caption class="hidden">{write_text(title)}</caption><thead><tr><th scope="col">Expert</th>'
        f'<th scope="col">{unit.capitalize()}</th><th scope="col">Place</th></tr></thead>{bodies}</table>',
        "Outlook",
    )
    return frame_exhibit("outlook", title, subtitle, grid, hits)


def show_readability(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """The formulas with their ingredients, the change under other sentence counts, and the warning."""
    rows = tables["readability"]
    short = rows.loc[rows["note"].str.startswith("few"), "expert"].nunique()
    title = f"{short} of {count_things(rows['expert'].nunique(), 'text')} are too short for these formulas; read them as description"
    known = rows.dropna(subset="value")
    moved = (known["value_split"] - known["value"]).abs().groupby(known["formula"], sort=False).max()
    change = join_words(f"{formula} {value:.1f}" for formula, value in moved.items())
    headings = {
        "expert": "Expert",
        "formula": "Formula",
        "value": "Value",
        "value_split": "If ; : – ended sentences",
        "words": "Words",
        "sentences": "Sentences",
        "sentences_split": "… if cut further",
        "syllables": "Syllables",
        "long_words": "Long words",
        "note": "Note",
    }
    made = show_table(
        rows,
        name="readability",
        title=title,
        subtitle=(
            "Flesch reading ease (higher: easier), Flesch–Kincaid grade and LIX (higher: harder), on this workbook’s sentences; "
            f"largest change when sentences are cut further: {change or 'undefined'}."
        ),
        headings=headings,
        source="The formulas count lengths. They say nothing of quality, clarity of argument or expertise.",
    )
    return Exhibit(made.name, "table", made.html, made.text, tables={"readability": rows})


def show_lexicons(root: Path) -> Exhibit:
    """The word lists that were used, with their sources and the SHA-256 of each file."""
    rows = []
    for name in LEXICONS:
        path, lexicon = find_lexicon(name, root), load_lexicon(name, root=root)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        rows.append((name, lexicon.category, len(lexicon.entries), "; ".join(lexicon.sources), digest))
    table = pd.DataFrame(rows, columns=["List", "Category", "Entries", "Sources", "SHA-256 of the file"])
    return show_table(
        table,
        name="lexicons",
        title=f"{count_things(int(table['Entries'].sum()), 'entry', 'entries')} in {count_things(len(table), 'list')}",
        subtitle="Own lists, compiled by the categories of the sources; no published list was copied.",
    )
