"""What sets each expert's words apart, every word with the places where it stands, and how much each says."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Cell, Exhibit, Part, Table
from analysis.exhibits.passages import clip, cut_quotes, foreign, words_in_place
from analysis.exhibits.pieces import Words
from analysis.exhibits.tables import fold_data, head_row, lay_out
from analysis.exhibits.view import View
from analysis.findings.folds import name_nearest_words
from analysis.findings.wording import (
    find_spellings,
    say_attribution,
    say_key_of_words,
    say_nearest,
    title_coverage,
    title_words,
)
from analysis.findings.words import write_p
from analysis.measures.function_words import is_function
from analysis.measures.keyness import select_shown
from analysis.tables.rows import each_row


def show_words(keyness: pd.DataFrame, concordance: pd.DataFrame, view: View) -> Exhibit:
    """Whose words stand apart after correction; the nearest ones folded, each in its places."""
    title = title_words(keyness, list(view.experts), view.gate)
    if keyness.empty:
        return Exhibit("words", title.sentence, findings=[title], tables={"keyness": keyness})
    shown = select_shown(keyness).reset_index(drop=True)
    distinctive = shown.loc[shown["distinctive"]].reset_index(drop=True)
    written = find_spellings(concordance)
    parts: list[Part] = [_tabulate(distinctive, written, view)] if len(distinctive) else []
    parts += [
        fold_data(name_nearest_words(len(shown)), _tabulate(shown, written, view)),
        fold_data("These words in their places", _list_places(concordance, written, view)),
    ]
    return Exhibit(
        "words",
        title.sentence,
        say_nearest(keyness, concordance, language=view.language),
        tuple(parts),
        [title],
        source=say_key_of_words(view.language),
        tables={"keyness": shown, "concordance": cut_quotes(concordance, view)},
    )


def _tabulate(rows: pd.DataFrame, written: dict[tuple[str, str], str], view: View) -> Table:
    """Counts and measures of some words."""
    function = is_function(rows["word"], language=view.language)
    cells: dict[str, list[Words]] = {
        "word": [
            f"{written.get((r.expert, r.word), r.word)}{'†' if r.one_segment else ''}{'‡' if f else ''}"
            for r, f in zip(each_row(rows), function, strict=True)
        ],
        "expert": [view.person(e) for e in rows["expert"]],
        "own": [f"{r.n_target} of {r.words_target}" for r in each_row(rows)],
        "others": [f"{r.n_reference} of {r.words_reference}" for r in each_row(rows)],
        "p": [write_p(p) for p in rows["p_holm"]],
        "odds": [f"{value:.2f}".replace("-", "−") for value in rows["log_odds"]],
        "z": [f"{value:.2f}".replace("-", "−") for value in rows["z"]],
        "g2": [f"{value:.2f}".replace("-", "−") for value in rows["g2"]],
    }
    headings = {
        "word": "Word", "expert": "Expert", "own": "Own words", "others": "Others’", "odds": "Log odds", "z": "z",
        "g2": "G²", "p": "Corrected",
    }  # fmt: skip
    return lay_out(rows, headings, caption="Words", cells=cells)


def _list_places(concordance: pd.DataFrame, written: dict[tuple[str, str], str], view: View) -> Table:
    """Every place of every word shown, in its line."""
    rows: list[tuple[Cell, ...]] = []
    for (expert, word), group in concordance.loc[~is_function(concordance["word"], language=view.language)].groupby(
        ["expert", "word"], sort=False
    ):
        spelling = written[str(expert), str(word)]
        rows.append(head_row((view.person(str(expert)), f": “{spelling}”"), 2))
        rows += [
            (Cell(view.where(r.segment_id), head=True), Cell(words_in_place(r.segment_id, r.start, r.end, view)))
            for r in each_row(group)
        ]
    return Table("Words in their places", ("Place", "Words"), tuple(rows))


def show_coverage(
    coverage: pd.DataFrame, voice_shares: pd.DataFrame, voices: pd.DataFrame, statements: pd.DataFrame,
    segments: pd.DataFrame, view: View,
) -> Exhibit:  # fmt: skip
    """How much each expert says, and how much of it is quoted or attributed to others."""
    title = title_coverage(coverage, view.gate)
    shares = voice_shares.groupby("expert")[["words", "n_quoted", "n_other"]].sum()
    shares = shares.reindex(list(coverage["expert"]), fill_value=0)
    cells: dict[str, list[Words]] = {
        "expert": [view.person(e, role=True) for e in coverage["expert"]],
        "share": [f"{100 * s:.0f} %" if s == s else "–" for s in coverage["share"]],
        "quoted": [_say_part(shares.loc[e, "n_quoted"], shares.loc[e, "words"]) for e in shares.index],
        "other": [_say_part(shares.loc[e, "n_other"], shares.loc[e, "words"]) for e in shares.index],
    }
    headings = {
        "expert": "Expert", "words": "Words", "n_paragraphs": "Paragraphs", "n_segments": f"{view.unit.capitalize()}s",
        "share": "Share of words", "quoted": "In quotation marks", "other": "Quoted or attributed",
    }  # fmt: skip
    passages = _find_passages(voices, statements, segments)
    parts: list[Part] = [lay_out(coverage, headings, caption="Coverage", cells=cells)]
    if len(passages):
        parts.append(fold_data("The words of others", _list_passages(passages, view)))
    return Exhibit(
        "coverage",
        title.sentence,
        "",
        tuple(parts),
        [title],
        source=say_attribution(view.language),
        tables={"coverage": coverage, "voice_shares": voice_shares},
    )


def _say_part(n: Any, words: Any) -> str:
    """`29 (14 %)`."""
    return f"{n} ({100 * n / words:.0f} %)" if words else "–"


def _find_passages(voices: pd.DataFrame, statements: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Every span of another voice with its expert and the segment in which it begins."""
    found = voices.merge(statements[["statement_id", "expert"]], on="statement_id", how="left", validate="many_to_one")
    ends = {s: group[["segment_id", "end"]] for s, group in segments.groupby("statement_id", sort=False)}
    firsts = [
        next((i for i, end in each_row(ends[v.statement_id]) if end > v.start), "") if v.statement_id in ends else ""
        for v in each_row(found)
    ]
    return found.assign(segment_id=pd.Series(firsts, index=found.index, dtype="str"))


def _list_passages(passages: pd.DataFrame, view: View) -> Table:
    """The passages of other voices, by expert."""
    rows = tuple(
        (
            Cell(view.person(r.expert), head=True), Cell(view.where(r.segment_id) if r.segment_id in view.places else "–"),
            Cell(f"{r.kind}{f', {r.source}' if r.source else ''}"), Cell(foreign(clip(r.text, [], around=60)[0], r.segment_id, view)),
        )
        for r in each_row(passages)
    )  # fmt: skip
    return Table("Words of others", ("Expert", "Place", "How", "Words"), rows)
