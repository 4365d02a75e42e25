"""How sure each expert sounds, every hit for checking, and how hard the texts are to read."""

from pathlib import Path

import pandas as pd

from analysis.exhibits.parts import Cell, Exhibit, Part, Table
from analysis.exhibits.passages import cut_quotes, words_in_place
from analysis.exhibits.pieces import Words
from analysis.exhibits.tables import fold_data, head_row, lay_out
from analysis.exhibits.view import View
from analysis.files import hash_file
from analysis.findings.folds import name_hits
from analysis.findings.subtitles import explain_certainty, explain_readability
from analysis.findings.wording import DEGREES, title_certainty, title_lexicons, title_outlook, title_readability
from analysis.findings.words import capitalise, write_share
from analysis.measures.lexicons import find_lexicon, load_lexicon
from analysis.tables.rows import each_row
from analysis.text.languages import is_same_language

HEADINGS = {"hedge": "Hedges", "booster": "Boosters", "obligation": "Obligations", "wish": "Wishes"}
LEXICONS = ("hedges", "boosters", "obligation", "wishes", "reporting")


def show_certainty(certainty: pd.DataFrame, hits: pd.DataFrame, view: View) -> Exhibit:
    """Segments of each expert with a hedge, booster, obligation or wish in the expert's own voice, with the way to them."""
    title = title_certainty(certainty, view.gate, language=view.language)
    if certainty.empty:
        return Exhibit("certainty", title.sentence, findings=[title], tables={"certainty": certainty})
    own = certainty.loc[certainty["voice"] == "own"]
    cells = {(r.expert, r.category): r for r in each_row(own)}
    headings = {c: heading for c, heading in HEADINGS.items() if c in set(certainty["category"])}
    places = hits.loc[hits["voice"] == "own"].groupby(["expert", "category"], sort=False)["segment_id"].unique()
    rows = tuple(
        (
            Cell(view.person(expert), head=True),
            *(_make_cell(cells.get((expert, c)), places.get((expert, c), ()), view) for c in headings),
        )
        for expert in view.experts
    )
    table = Table("Certainty", ("Expert", *headings.values()), rows)
    parts: list[Part] = [table]
    if len(hits):
        parts.append(fold_data(name_hits(len(hits)), _list_hits(hits, view)))
    return Exhibit(
        "certainty",
        title.sentence,
        explain_certainty(unit=view.unit),
        tuple(parts),
        [title],
        source="Word lists know no syntax. A low rate of hedges is not confidence and a high one is not caution; experts are not ranked by them.",
        tables={"certainty": certainty, "certainty_hits": cut_quotes(hits, view)},
        left_out=hits.empty,
    )


def _make_cell(r: object, segments: object, view: View) -> Cell:
    """One expert's hits of one category."""
    if r is None or not r.n_segments:  # type: ignore[attr-defined]  # a row of the table
        return Cell("–")
    share = write_share(r.share, r.low, r.high)  # type: ignore[attr-defined]
    count: Words = f"{r.n_present} of {r.n_segments}, {share}"  # type: ignore[attr-defined]
    return Cell((count, ": ", view.list_where(segments)) if len(segments) else count)  # type: ignore[arg-type]


def _list_hits(hits: pd.DataFrame, view: View) -> Table:
    """Every hit in its words."""
    rows = tuple(
        (
            Cell(view.person(r.expert), head=True), Cell(view.where(r.segment_id)), Cell(f"{r.category}, {r.voice}"),
            Cell(words_in_place(r.segment_id, r.start, r.end, view)),
        )
        for r in each_row(hits)
    )  # fmt: skip
    return Table("Hits", ("Expert", "Place", "Category, voice", "In its words"), rows)


def show_outlook(certainty: pd.DataFrame, hits: pd.DataFrame, view: View) -> Exhibit | None:
    """What is said to be certain, likely, possible, unlikely, open or hoped for, in the words of each expert.

    None where no word list is in the page's language: `show_certainty` says so.
    """
    if certainty.empty:
        return None
    hits = hits.loc[hits["outlook"] != ""].reset_index(drop=True)
    if hits.empty:
        return Exhibit(
            "outlook", "Nobody says what is certain, likely or hoped for", tables={"outlook": hits}, left_out=True
        )
    order = {degree: i for i, degree in enumerate(DEGREES)}
    hits = hits.sort_values(
        ["outlook", "start"], key=lambda c: c.map(order) if c.name == "outlook" else c, kind="stable"
    )
    title = title_outlook(hits, view.gate)
    rows: list[tuple[Cell, ...]] = []
    for degree, group in hits.groupby("outlook", sort=False):
        rows.append(head_row(capitalise(DEGREES[str(degree)]), 3))
        rows += [
            (
                Cell(view.person(r.expert), head=True), Cell(words_in_place(r.segment_id, r.start, r.end, view, around=110)),
                Cell(view.where(r.segment_id)),
            )
            for r in each_row(group.drop_duplicates("segment_id"))
        ]  # fmt: skip
    return Exhibit(
        "outlook",
        title.sentence,
        "By the words used; a word does not say what it is about, nor whose hope it is.",
        (Table("Outlook", ("Expert", "Words", "Place"), tuple(rows)),),
        [title],
        tables={"outlook": cut_quotes(hits, view)},
    )


def show_readability(readability: pd.DataFrame, view: View) -> Exhibit:
    """The formulas with their ingredients, the change under other sentence counts, and the warning."""
    title = title_readability(readability, view.gate)
    known = readability.dropna(subset="value")["formula"]
    shown = readability.loc[readability["formula"].isin(known)].reset_index(drop=True)
    headings = {
        "expert": "Expert", "formula": "Formula", "value": "Value", "value_split": "If ; : – ended sentences",
        "words": "Words", "sentences": "Sentences", "note": "Note",
    }  # fmt: skip
    table = lay_out(shown, headings, caption="Readability", cells={"expert": [view.person(e) for e in shown["expert"]]})
    return Exhibit(
        "readability",
        title.sentence,
        explain_readability(readability, language=view.language),
        (fold_data("The formulas, text by text", table),),
        [title],
        source="The formulas count lengths. They say nothing of quality, clarity of argument or expertise.",
        tables={"readability": readability},
    )


def show_lexicons(root: Path, view: View) -> Exhibit | None:
    """The word lists that were used, with their sources and the SHA-256 of each file; None where none was."""
    rows = []
    for name in LEXICONS:
        path, lexicon = find_lexicon(name, root), load_lexicon(name, root=root)
        if not is_same_language(lexicon.language, view.language):
            continue
        digest = hash_file(path)
        rows.append((name, lexicon.category, len(lexicon.entries), "; ".join(lexicon.sources), digest))
    if not rows:
        return None
    table = pd.DataFrame(rows, columns=["list", "category", "entries", "sources", "sha256"])
    headings = {"list": "List", "category": "Category", "entries": "Entries", "sources": "Sources", "sha256": "SHA-256"}
    made = lay_out(table, headings, caption="Word lists")
    return Exhibit(
        "lexicons",
        title_lexicons(table["entries"]),
        "Own lists, compiled by the categories of the sources; no published list was copied.",
        (fold_data("The lists with their sources", made),),
        tables={"lexicons": table},
    )
