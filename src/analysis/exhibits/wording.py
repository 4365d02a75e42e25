"""What sets each expert's words apart, every word with the places where it stands."""

from typing import Any

import pandas as pd

from analysis.exhibits.cells import Behind, write_expert, write_p, write_where
from analysis.exhibits.contrasts import show_nothing
from analysis.exhibits.entman import frame_exhibit
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, join_words, make_id, write_text
from analysis.exhibits.palette import INK, PAPER, RULE, assign_styles
from analysis.exhibits.places import Places
from analysis.exhibits.sentences import Told, gate_title, show_told
from analysis.exhibits.tables import show_table, write_scroll
from analysis.measures.function_words import is_function
from analysis.measures.gates import gate_finding
from analysis.measures.keyness import select_shown
from analysis.measures.words import tabulate_words

ALONE = "undefined: with one expert there is nobody to compare with"
PER_EXPERT = 6  # words drawn for each expert
EXPERTS = 8  # experts drawn; the table holds all


def tell_wording(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """The answer: whose words stand apart after correction, and what could have."""
    keyness = tables["keyness"]
    experts = list(tables["coverage"]["expert"])
    if keyness.empty:
        none = "With fewer than two experts who say something, what sets an expert’s words apart is undefined."
        return show_told("told-wording", [Told(gate_finding(none, tables=tables, coders=[]))])
    distinctive = keyness.loc[keyness["distinctive"]]
    said = [
        f"{expert} is set apart by {join_words(f'“{word}”' for word in words['word'])}."
        for expert, words in distinctive.groupby("expert", sort=False)
    ]
    without = [expert for expert in experts if expert not in set(distinctive["expert"])]
    if without:
        said.append(
            f"No single word sets {join_words(without, last='or')} apart once the number of words tested is allowed for."
        )
    smallest = keyness.groupby("expert", sort=False)["smallest"].first()
    possible = smallest.loc[smallest > 0]
    floor = (
        f"On texts of this length a word that nobody else uses would have to occur at least {int(possible.min())} times"
        if len(possible)
        else "On texts of this length no word, however often used, could have stood apart"
    )
    links = (("words", "the counts"), ("concordance", "the places"))
    told = [Told(gate_finding(sentence, tables=tables, coders=[]), links) for sentence in said]
    return show_told("told-wording", told, note=f"{floor}; the words below are a reading aid.")


def show_keyness(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """Each expert's words with the highest z, and how many of them hold after correction."""
    keyness = tables["keyness"]
    if keyness.empty:
        return show_nothing("keyness", "Nobody to compare with", ALONE, keyness)
    shown = select_shown(keyness, most=PER_EXPERT)
    experts = list(tables["coverage"]["expert"])
    drawn = shown.loc[shown["expert"].isin(experts[:EXPERTS])].reset_index(drop=True)
    drawn = drawn.assign(function=is_function(drawn["word"]))
    n_holds = int(keyness["distinctive"].sum())
    title = (
        "No word is distinctive after correction; these come nearest"
        if n_holds == 0
        else f"{count_things(n_holds, 'word')} {'is' if n_holds == 1 else 'are'} distinctive after correction"
    )
    tests = int(keyness["n_tests"].max())
    words = join_words(str(n) for n in keyness.groupby("expert", sort=False)["words_target"].first().head(EXPERTS))
    subtitle = (
        "z of the log-odds ratio with an informative Dirichlet prior, expert against all others; the line at 1.96 is no test. "
        f"Filled: Fisher’s exact test holds at 5 % after Holm’s correction for {tests} words, in at least two segments. "
        f"Beside each word its count; † all in one segment; ‡ a function word. n = {words} words."
    )
    title, subtitle = gate_title(title, subtitle, tables=tables)
    styles, written = assign_styles(experts), find_spellings(tables["concordance"])
    labels: list[str] = []
    with house_style():
        figure = new_figure(50 + 21 * (len(drawn) + drawn["expert"].nunique()))
        ax = figure.subplots()
        ax.axvline(1.96, color=RULE, linewidth=1.5)
        for expert, words in drawn.groupby("expert", sort=False):
            style = styles[str(expert)]
            ax.text(0.03, len(labels), str(expert), va="center", color=style.colour)
            labels.append("")
            for row in words.itertuples():
                y, face = len(labels), style.colour if row.distinctive else PAPER
                ax.plot([0, row.z], [y, y], color=RULE, linewidth=1)
                ax.plot(row.z, y, style.marker, color=style.colour, markerfacecolor=face, markersize=7)
                ax.text(row.z + 0.09, y, f"{row.n_target}{'†' if row.one_segment else ''}", va="center", color=INK)
                labels.append(f"{written[row.expert, row.word]}{'‡' if row.function else ''}")
        ax.set_yticks(range(len(labels)), labels)
        ax.set_ylim(max(len(labels), 1) - 0.4, -0.6)
        ax.set_xlim(0, max([2.4, *drawn["z"] + 0.4]))
        ax.set_xlabel("z")
    alt = f"{title}. " + ". ".join(
        f"{expert}: "
        + ", ".join(f"{written[r.expert, r.word]} {r.n_target} against {r.n_reference}" for r in group.itertuples())
        for expert, group in drawn.groupby("expert", sort=False)
    )
    return show_figure(figure, name="keyness", title=title, subtitle=subtitle, alt=f"{alt}.", tables={"keyness": shown})


def show_words(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """The numbers of the words shown: raw counts, segments, three measures of keyness and the exact test."""
    keyness = tables["keyness"]
    if keyness.empty:
        return show_nothing("words", "Nobody to compare with", ALONE, keyness)
    shown = select_shown(keyness)
    written = find_spellings(tables["concordance"])
    behind = Behind("word", places=Places.of(tables), unit=unit)
    uses = dict(list(tabulate_words(tables["segments"]).groupby("word")))
    counts = [link_uses(r, uses[r.word], written[r.expert, r.word], behind) for r in shown.itertuples()]
    table = shown.assign(
        word=[
            f"{written[r.expert, r.word]}{'‡' if function else ''}"
            for r, function in zip(shown.itertuples(), is_function(shown["word"]), strict=True)
        ],
        own=[own for own, _ in counts],
        others=[others for _, others in counts],
        where=[f"{r.segments_target}; {r.segments_reference}" for r in shown.itertuples()],
        corrected=[write_p(p) for p in shown["p_holm"]],
        **{name: shown[name].round(2) for name in ("log_odds", "z", "g2", "log_ratio")},
    )
    headings = {
        "word": "Word",
        "expert": "Expert",
        "own": "Own words",
        "others": "Others’",
        "where": "Segments (own; others)",
        "log_odds": "Log odds",
        "z": "z",
        "g2": "G²",
        "log_ratio": "Log ratio",
        "corrected": "Exact test, Holm",
    }
    once = int(shown["one_segment"].sum())
    title = f"{once} of the {count_things(len(shown), 'word')} shown come from a single segment"
    smallest = "; ".join(
        f"{expert}: {n if n else 'none could'}"
        for expert, n in shown.groupby("expert", sort=False)["smallest"].first().items()
    )
    made = show_table(
        table,
        name="words",
        title=title,
        subtitle="Words used at least twice, highest z first; † all in one segment; ‡ a function word, whose places are in concordance.csv. G² is Dunning’s (four cells); log ratio is binary (Hardie).",
        headings=headings,
        raw=["own", "others"],
        below=behind.write(),
        source=f"Count at which a word that nobody else uses would have been distinctive: {smallest}.",
    )
    return Exhibit(made.name, "table", made.html, made.text, tables={"words": shown})


def link_uses(row: Any, uses: pd.DataFrame, word: str, behind: Behind) -> tuple[str, str]:
    """How often the expert and all others use a word, of how many words, each leading to its segments."""
    what = f"“{write_text(word)}”"
    own = uses["expert"] == row.expert
    return (
        behind.link(
            f"{row.n_target}{'†' if row.one_segment else ''} of {row.words_target}",
            uses.loc[own, "segment_id"],
            f"{what}, {write_expert(row.expert, behind.places)}",
        ),
        behind.link(f"{row.n_reference} of {row.words_reference}", uses.loc[~own, "segment_id"], f"{what}, all others"),
    )


def find_spellings(concordance: pd.DataFrame) -> dict[tuple[str, str], str]:
    """How each shown word is written most often: Russia, US."""
    return {
        (str(expert), str(word)): str(group["match"].mode().iloc[0])
        for (expert, word), group in concordance.groupby(["expert", "word"], sort=False)
    }


def show_concordance(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Every place of every word shown, in its line (KWIC)."""
    concordance = tables["concordance"]
    if concordance.empty:
        return show_nothing("concordance", "No word to show in its places", ALONE, concordance)
    places, written = Places.of(tables), find_spellings(concordance)
    told = concordance.loc[~is_function(concordance["word"])]
    left = join_words(dict.fromkeys(f"“{word}”" for word in concordance.loc[is_function(concordance["word"]), "word"]))
    bodies = "".join(
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="4">{write_expert(str(expert), places)}: '
        f"“{write_text(written[str(expert), str(word)])}”</th></tr>"
        + "".join(
            f'<tr><th scope="row">{write_where(r.segment_id, places, unit)}</th><td class="n" lang="{places.lang(r.segment_id)}">'
            f'{write_text(r.left)}</td><td lang="{places.lang(r.segment_id)}"><b>{write_text(r.match)}</b></td>'
            f'<td lang="{places.lang(r.segment_id)}">{write_text(r.right)}</td></tr>'
            for r in group.itertuples()
        )
        + "</tbody>"
        for expert, words in told.groupby("expert", sort=False)
        for word, group in words.groupby("word", sort=False)
    )
    title = (
        f"{count_things(len(told), 'place')} of {count_things(len(told[['expert', 'word']].drop_duplicates()), 'word')}"
    )
    grid = write_scroll(
        f'<table class="kwic"><caption class="hidden">{write_text(title)}</caption><thead><tr><th scope="col">Place</th>'
        f'<th scope="col" class="n">Before</th><th scope="col">Word</th><th scope="col">After</th></tr></thead>{bodies}</table>',
        "Words in their places",
    )
    subtitle = f"Each word of the list above in its {unit}. What it is used for stands here, not in the numbers."
    if left:
        subtitle += f" Function words lead by grammar more than by matter and are not listed here: {left}; concordance.csv has them."
    return frame_exhibit("concordance", title, subtitle, grid, concordance)


def tell_counter_examples(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """For each expert's foremost word, who else uses it: what speaks against taking it for his or her own."""
    keyness = tables["keyness"]
    if keyness.empty:
        return show_told("told-counter", [Told(gate_finding(f"{ALONE}.", tables=tables, coders=[]))])
    shown = select_shown(keyness)
    first = shown.loc[~is_function(shown["word"])].groupby("expert", sort=False).head(1)
    told, written = [], find_spellings(tables["concordance"])
    for row in first.itertuples():
        others = keyness.loc[
            (keyness["word"] == row.word) & (keyness["expert"] != row.expert) & (keyness["n_target"] > 0)
        ]
        used = join_words(f"{other.expert} ({other.n_target})" for other in others.itertuples())
        word = written[row.expert, row.word]
        sentence = (
            f"“{word}” of {row.expert} ({row.n_target}) is also used by {used}."
            if used
            else f"“{word}” of {row.expert} ({row.n_target}) is used by nobody else, "
            f"in {count_things(row.segments_target, 'segment')}."
        )
        told.append(Told(gate_finding(sentence, tables=tables, coders=[]), (("concordance", "its places"),)))
    none = "None of the words that lead is more than a function word."
    return show_told("told-counter", told or [Told(gate_finding(none, tables=tables, coders=[]))])


def show_text(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Every statement whole, each segment with its number, where the links of this page lead."""
    places = Places.of(tables)
    styles = assign_styles(places.experts)
    statements = []
    for statement_id, segments in tables["segments"].groupby("statement_id", sort=False):
        expert = str(segments["expert"].iloc[0])
        paragraphs = "".join(
            f'<p class="passage" lang="{places.lang(str(paragraph["segment_id"].iloc[0]))}">'
            + " ".join(
                f'<span class="segment" id="{places.segment(r.segment_id)}">{write_text(r.text)}</span>'
                for r in paragraph.itertuples()
            )
            + "</p>"
            for _, paragraph in segments.groupby("paragraph", sort=False)
        )
        statements.append(
            f'<section class="statement {styles[expert].css}" id="{make_id("statement", statement_id)}">'
            f"<h3>{write_expert(expert, places)}</h3>{paragraphs}</section>"
        )
    html = f'<div id="text" class="exhibit">{"".join(statements)}</div>'
    return Exhibit("text", "text", html, f"{count_things(len(statements), 'statement')} in {unit}s")
