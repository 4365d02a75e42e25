"""What sets each expert's words apart, every word with the places where it stands."""

import pandas as pd

from analysis.exhibits.cells import write_expert, write_p, write_where
from analysis.exhibits.contrasts import show_nothing
from analysis.exhibits.entman import frame_exhibit
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import INK, PAPER, RULE, assign_styles
from analysis.exhibits.places import Places
from analysis.exhibits.tables import show_table, write_scroll
from analysis.measures.keyness import select_shown

ALONE = "undefined: with one expert there is nobody to compare with"
PER_EXPERT = 6  # words drawn for each expert
EXPERTS = 8  # experts drawn; the table holds all


def tell_wording(tables: dict[str, pd.DataFrame]) -> str:
    """The answer in one paragraph: whose words stand apart after correction, and what could have."""
    keyness = tables["keyness"]
    experts = list(tables["coverage"]["expert"])
    if keyness.empty:
        return "With fewer than two experts who say something, what sets an expert’s words apart is undefined."
    distinctive = keyness.loc[keyness["distinctive"]]
    told = [
        f"**{expert}** by {join_words(f'“{word}”' for word in words['word'])}"
        for expert, words in distinctive.groupby("expert", sort=False)
    ]
    without = [expert for expert in experts if expert not in set(distinctive["expert"])]
    smallest = keyness.groupby("expert", sort=False)["smallest"].first()
    possible = smallest.loc[smallest > 0]
    floor = (
        f"On texts of this length a word that nobody else uses would have to occur at least {int(possible.min())} times"
        if len(possible)
        else "On texts of this length no word, however often used, could have stood apart"
    )
    told_all = f"Set apart: {'; '.join(told)}. " if told else ""
    rest = (
        f"No single word sets {join_words(without, last='or')} apart once the number of words tested is allowed for. "
        if without
        else ""
    )
    return f"{told_all}{rest}{floor}; the words below are a reading aid, each with every place where it stands."


def show_keyness(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """Each expert's words with the highest z, and how many of them hold after correction."""
    keyness = tables["keyness"]
    if keyness.empty:
        return show_nothing("keyness", "Nobody to compare with", ALONE, keyness)
    shown = select_shown(keyness, most=PER_EXPERT)
    experts = list(tables["coverage"]["expert"])
    drawn = shown.loc[shown["expert"].isin(experts[:EXPERTS])].reset_index(drop=True)
    n_holds = int(keyness["distinctive"].sum())
    title = (
        "No word is distinctive after correction; these come nearest"
        if n_holds == 0
        else f"{count_things(n_holds, 'word')} {'is' if n_holds == 1 else 'are'} distinctive after correction"
    )
    tests = int(keyness["n_tests"].max())
    words = join_words(f"{n}" for n in keyness.groupby("expert", sort=False)["words_target"].first().head(EXPERTS))
    subtitle = (
        "z of the log-odds ratio with an informative Dirichlet prior, expert against all others; the line at 1.96 is no test. "
        f"Filled: Fisher’s exact test holds at 5 % after Holm’s correction for {tests} words, in at least two segments. "
        f"Beside each word its count; † all in one segment. n = {words} words."
    )
    styles = assign_styles(experts)
    with house_style():
        figure = new_figure(50 + 21 * max(len(drawn), 1))
        ax = figure.subplots()
        ax.axvline(1.96, color=RULE, linewidth=1.5)
        for y, row in enumerate(drawn.itertuples()):
            style = styles[row.expert]
            ax.plot([0, row.z], [y, y], color=RULE, linewidth=1)
            ax.plot(
                row.z,
                y,
                style.marker,
                color=style.colour,
                markerfacecolor=style.colour if row.distinctive else PAPER,
                markersize=7,
            )
            ax.text(row.z + 0.09, y, f"{row.n_target}{'†' if row.one_segment else ''}", va="center", color=INK)
        ax.set_yticks(range(len(drawn)), list(drawn["word"]))
        ax.set_ylim(max(len(drawn), 1) - 0.4, -0.6)
        ax.set_xlim(0, max([2.4, *drawn["z"] + 0.4]))
        ax.set_xlabel("z")
        for expert, group in drawn.groupby("expert", sort=False):
            ax.annotate(
                f"{expert}",
                (0.99, group.index[-1] + 0.45),
                xycoords=("axes fraction", "data"),
                ha="right",
                va="bottom",
                color=styles[str(expert)].colour,
            )
    alt = f"{title}. " + ". ".join(
        f"{expert}: " + ", ".join(f"{r.word} {r.n_target} against {r.n_reference}" for r in group.itertuples())
        for expert, group in drawn.groupby("expert", sort=False)
    )
    return show_figure(figure, name="keyness", title=title, subtitle=subtitle, alt=f"{alt}.", tables={"keyness": shown})


def show_words(tables: dict[str, pd.DataFrame]) -> Exhibit:
    """The numbers of the words shown: raw counts, segments, three measures of keyness and the exact test."""
    keyness = tables["keyness"]
    if keyness.empty:
        return show_nothing("words", "Nobody to compare with", ALONE, keyness)
    shown = select_shown(keyness)
    table = shown.assign(
        own=[f"{r.n_target} of {r.words_target}" for r in shown.itertuples()],
        others=[f"{r.n_reference} of {r.words_reference}" for r in shown.itertuples()],
        where=[f"{r.segments_target}; {r.segments_reference}" for r in shown.itertuples()],
        corrected=[write_p(p) for p in shown["p_holm"]],
        warning=["one segment only" if flag else "" for flag in shown["one_segment"]],
    )
    headings = {
        "word": "Word",
        "expert": "Expert",
        "own": "Expert’s words",
        "others": "Others’ words",
        "where": "Segments (own; others)",
        "log_odds": "Log odds",
        "z": "z",
        "g2": "G²",
        "log_ratio": "Log ratio",
        "corrected": "Exact test, Holm",
        "warning": "Mind",
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
        subtitle="Words used at least twice, highest z first. G² is Dunning’s (four cells); log ratio is binary (Hardie).",
        headings=headings,
        source=f"Count at which a word that nobody else uses would have been distinctive: {smallest}.",
    )
    return Exhibit(made.name, "table", made.html, made.text, tables={"words": shown})


def show_contexts(tables: dict[str, pd.DataFrame], *, unit: str) -> Exhibit:
    """Every place of every word shown, in its line (KWIC)."""
    contexts = tables["contexts"]
    if contexts.empty:
        return show_nothing("contexts", "No word to show in its places", ALONE, contexts)
    places = Places.of(tables)
    bodies = "".join(
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="4">{write_expert(str(expert), places)}: '
        f"“{write_text(word)}”</th></tr>"
        + "".join(
            f'<tr><th scope="row">{write_where(r.segment_id, places, unit)}</th><td class="n">{write_text(r.left)}</td>'
            f"<td><b>{write_text(r.match)}</b></td><td>{write_text(r.right)}</td></tr>"
            for r in group.itertuples()
        )
        + "</tbody>"
        for expert, words in contexts.groupby("expert", sort=False)
        for word, group in words.groupby("word", sort=False)
    )
    title = f"{count_things(len(contexts), 'place')} of {count_things(len(contexts[['expert', 'word']].drop_duplicates()), 'word')}"
    grid = write_scroll(
        f'<table class="kwic"><caption class="hidden">{write_text(title)}</caption><thead><tr><th scope="col">Place</th>'
        f'<th scope="col" class="n">Before</th><th scope="col">Word</th><th scope="col">After</th></tr></thead>{bodies}</table>',
        "Words in their places",
    )
    subtitle = f"Each word of the list above in its {unit}. What it is used for stands here, not in the numbers."
    return frame_exhibit("contexts", title, subtitle, grid, contexts)


def tell_counter_examples(tables: dict[str, pd.DataFrame]) -> str:
    """For each expert's foremost word, who else uses it: what speaks against taking it for his or her own."""
    keyness = tables["keyness"]
    if keyness.empty:
        return f"{ALONE}."
    first = select_shown(keyness, most=1)
    told = []
    for row in first.itertuples():
        others = keyness.loc[
            (keyness["word"] == row.word) & (keyness["expert"] != row.expert) & (keyness["n_target"] > 0)
        ]
        used = join_words(f"{other.expert} ({other.n_target})" for other in others.itertuples())
        told.append(
            f"“{row.word}” of {row.expert} ({row.n_target}) is also used by {used}"
            if used
            else f"“{row.word}” of {row.expert} ({row.n_target}) is used by nobody else, "
            f"in {count_things(row.segments_target, 'segment')}"
        )
    return "; ".join(told) + "."
