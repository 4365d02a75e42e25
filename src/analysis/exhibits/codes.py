"""Which codes make up the frames, and which of Entman's functions they fill, expert by expert."""

from typing import Any

import pandas as pd

from analysis.exhibits.parts import Bullets, Cell, Columns, Exhibit, Part, Table, Text
from analysis.exhibits.passages import clip, cut_quotes, foreign
from analysis.exhibits.pieces import Link, Sign, Words
from analysis.exhibits.saying import write_said
from analysis.exhibits.tables import fold_data, head_row, lay_out_people, list_by_expert
from analysis.exhibits.view import View
from analysis.findings.codes import (
    FUNCTIONS,
    count_users,
    name_users,
    say_missing_dimensions,
    say_unused,
    title_codes,
    title_dimensions,
    title_functions,
)
from analysis.findings.folds import name_bearing
from analysis.findings.leads import list_present
from analysis.findings.subtitles import explain_codes, explain_functions
from analysis.findings.uses import say_uses
from analysis.tables.rows import each_row

SIGNED = 6  # experts whose counts stand in discs, a column each; of more, those who use a code are listed


def show_codes(prevalence: pd.DataFrame, codings: pd.DataFrame, codebook: pd.DataFrame, view: View) -> Exhibit:
    """Every code by how many experts use it; a number in a disc: their segments with it."""
    rows = prevalence.loc[(prevalence["coder"] == view.coder) & (prevalence["code"] != "")].reset_index(drop=True)
    title = title_codes(prevalence, view.gate, coder=view.coder, n_experts=len(view.experts))
    users = count_users(prevalence, coder=view.coder)
    doubtful = _find_doubtful(codings, view)
    cells = {(r.expert, r.code): r for r in each_row(rows)}
    groups = [
        (name_users(n, len(view.experts), n_codes=int((users == n).sum())), [str(c) for c in users.index[users == n]])
        for n in range(len(view.experts), 0, -1)
        if (users == n).any()
    ]
    tables: tuple[tuple[Table, ...], ...] = ((_list_by_code(groups, cells, doubtful, view),),)
    if len(view.experts) <= SIGNED:
        tables = tuple((_make_grid(side, cells, doubtful, view),) for side in _split(groups) if side)
    unused = [str(code) for code in users.index[users == 0]]
    told = say_uses(view.gate)
    parts: list[Part] = [Bullets(tuple(write_said(found.said, view) for found in told))] if told else []
    parts += [Columns(tables)] if len(tables) > 1 else [grid for side in tables for grid in side]
    if unused:
        parts.append(Text(say_unused(unused), "note"))
    subtitle = explain_codes(unit=view.unit, counted=view.counted, doubtful=bool(doubtful))
    return Exhibit(
        "codes", title.sentence, subtitle, tuple(parts), [title, *told], tables={"codes": rows}, left_out=view.bare
    )


def _find_doubtful(codings: pd.DataFrame, view: View) -> set[tuple[str, str]]:
    """(expert, code) where another coder judged absent what the counted one judged present."""
    key = ["segment_id", "code"]
    mine = codings.loc[(codings["coder"] == view.coder) & codings["present"], key]
    others = codings.loc[(codings["coder"] != view.coder) & ~codings["present"], key]
    both = mine.merge(others.drop_duplicates(), on=key)
    return {
        (view.places[s].expert, c) for s, c in zip(both["segment_id"], both["code"], strict=True) if s in view.places
    }


def _split(groups: list[tuple[str, list[str]]]) -> list[list[tuple[str, list[str]]]]:
    """Groups in two columns of about the same length."""
    total, first = sum(len(codes) for _, codes in groups), 0
    sides: list[list[tuple[str, list[str]]]] = [[], []]
    for group in groups:
        left = not sides[0] or first + len(group[1]) <= (total + 1) / 2
        sides[0 if left and not sides[1] else 1].append(group)
        first += len(group[1])
    return sides


def _make_grid(
    groups: list[tuple[str, list[str]]], cells: dict[tuple[str, str], Any], doubtful: set[tuple[str, str]], view: View
) -> Table:
    """Codes × experts."""
    rows: list[tuple[Cell, ...]] = []
    for heading, codes in groups:
        rows.append(head_row(heading, len(view.experts) + 1))
        for code in codes:
            name: Words = (view.chip(view.frame_of[code]), " ", Link(f"#code-{view.codes[code]}", code, style="quiet"))
            counts = (_make_count(cells[expert, code], (expert, code) in doubtful, view) for expert in view.experts)
            rows.append((Cell(name, head=True), *counts))
    head: tuple[Words, ...] = ("Code", *(view.person(expert) for expert in view.experts))
    return Table("Codes by expert", head, tuple(rows), style="grid")


def _list_by_code(
    groups: list[tuple[str, list[str]]], cells: dict[tuple[str, str], Any], doubtful: set[tuple[str, str]], view: View
) -> Table:
    """Every code with those who use it, each with the count."""
    rows = []
    for code in (code for _, codes in groups for code in codes):
        name: Words = (view.chip(view.frame_of[code]), " ", Link(f"#code-{view.codes[code]}", code, style="quiet"))
        users = {e: cells[e, code] for e in view.experts if cells[e, code].n_present}
        counts = {
            e: view.link(f"{r.n_present}{'?' if (e, code) in doubtful else ''}", e, r.frame, code)
            for e, r in users.items()
        }
        rows.append((Cell(name, head=True), Cell(str(len(users)), numeric=True), Cell(list_by_expert(counts, view))))
    return Table("Codes by expert", ("Code", "Experts", "By whom"), tuple(rows), numeric=(False, True, False))


def _make_count(r: Any, doubtful: bool, view: View) -> Cell:
    """One expert's count of a code."""
    if not r.n_segments:
        return Cell("–")
    if not r.n_present:
        return Cell(Sign("silent", "·", f"{r.expert}: not found", ""))
    look = view.person(r.expert).look
    name = f"{view.short(r.expert)}, {r.code}: {r.n_present} of {r.n_segments}"
    to = view.to_evidence(r.expert, r.frame, r.code)
    return Cell(Sign("doubtful" if doubtful else "count", f"{r.n_present}{'?' if doubtful else ''}", name, look, to))


def show_functions(
    entman: pd.DataFrame, dimensions: pd.DataFrame, codings: pd.DataFrame, segments: pd.DataFrame,
    codebook: pd.DataFrame, view: View,
) -> Exhibit:  # fmt: skip
    """What each expert calls problem, cause, evaluation and remedy or outlook, with the segment that bears it."""
    rows = entman.loc[entman["coder"] == view.coder].reset_index(drop=True)
    rows = cut_quotes(rows, view)
    reported = list(dict.fromkeys(name for lead in view.gate.leads for name in lead.reported.names)) or [view.coder]
    present = {c: list_present(codings, segments, codebook, coder=c) for c in {view.coder, *reported}}
    title = title_functions([present[c] for c in reported], codebook, list(view.experts), view.gate, coder=view.coder)
    cells = {(r.expert, r.function): r for r in each_row(rows)}
    lines = tuple(
        (Cell(view.person(expert), head=True), *(Cell(_say_function(cells[expert, f])) for f in FUNCTIONS))
        for expert in view.experts
    )
    table = Table("Entman’s functions", ("Expert", *FUNCTIONS.values()), lines)
    quoted = tuple(
        (
            Cell(view.person(r.expert), head=True),
            Cell(FUNCTIONS[r.function]),
            Cell(foreign(clip(r.quote, [], around=90)[0], r.segment_id, view)),
            Cell(view.where(r.segment_id)),
        )
        for r in each_row(rows)
        if r.n_present
    )
    fold = fold_data(
        name_bearing(unit=view.unit),
        Table("Words of the functions", ("Expert", "Function", "Words", "Place"), quoted),
    )
    found = dimensions.loc[dimensions["coder"] == view.coder].reset_index(drop=True)
    return Exhibit(
        "functions",
        title.sentence,
        explain_functions(unit=view.unit, counted=view.counted),
        (table, fold, _fold_dimensions(found, present[view.coder], codebook, view)),
        [title],
        tables={"entman": rows, "dimensions": found},
        left_out=view.bare or not codebook["function"].any(),
    )


def _say_function(r: Any) -> str:
    """One function of one expert."""
    if not r.n_present:
        return r.note or "not found"
    return f"{r.n_present} of {r.n_segments}: {r.codes}"


def _fold_dimensions(rows: pd.DataFrame, present: pd.DataFrame, codebook: pd.DataFrame, view: View) -> Part:
    """Each expert on the dimensions of the Policy Frames Codebook, by which events can be compared."""
    sought = rows.loc[rows["n_codes"] > 0]
    of = codebook.set_index("code")["policy_frame"]
    places = (
        present.assign(policy_frame=present["code"].map(of)).groupby(["expert", "policy_frame"])["segment_id"].unique()
    )
    cells = {
        str(name): {
            r.expert: (_say_dimension(r, places.get((r.expert, name), ()), view), r.n_present > 0)
            for r in each_row(group)
        }
        for name, group in sought.groupby("policy_frame", sort=False)
    }
    title = title_dimensions(rows, view.gate, coder=view.coder)
    note = Text(f"{title.sentence}. {say_missing_dimensions(rows)}", "note")
    table = lay_out_people("Dimensions", "Dimension", cells, view)
    return fold_data("The dimensions of the Policy Frames Codebook", note, table)


def _say_dimension(r: Any, segments: Any, view: View) -> Words:
    """A count with the way to its segments."""
    count = f"{r.n_present} of {r.n_segments}"
    return (f"{count}: ", view.list_where(segments)) if r.n_present and len(segments) else count
