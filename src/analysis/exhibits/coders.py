"""Every automatic coder side by side: against the same reference, chance and off-topic text; speed, cost, differences."""

import math

import pandas as pd

from analysis.exhibits.parts import Cell, Exhibit, Heading, Part, Quotations, Table, Text
from analysis.exhibits.passages import quote
from analysis.exhibits.pieces import Strong, Words
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings import coders as findings
from analysis.findings.folds import say_rest
from analysis.findings.words import join_words, write_number, write_share
from analysis.measures.reliability import choose_blind
from analysis.measures.side_by_side import (
    count_flips,
    gather_differences,
    lift_to_frames,
    list_automatic,
    measure_side_by_side,
    measure_work,
)
from analysis.tables.rows import each_row

MOST = 6  # quotations shown; the CSV holds all


def show_side_by_side(
    validity: pd.DataFrame,
    codings: pd.DataFrame,
    judgement_log: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    coder_pairs: pd.DataFrame,
    view: View,
) -> Exhibit:
    """Each automatic coder's F1 on the same segments beside chance, its alarms, its work, and where coders differ."""
    blind, about = choose_blind(codings, judgement_log), view.gate.coders
    compared = measure_side_by_side(blind, codebook, about)
    names = pd.DataFrame({"code": codebook["frame"].drop_duplicates()})
    frames = measure_side_by_side(lift_to_frames(blind, codebook), names, about)
    work = measure_work(blind, segments, codebook, about)
    found = gather_differences(blind, segments, codebook, about)
    flips = count_flips(coder_pairs)
    title = findings.title_side_by_side(frames, compared, view.gate)
    differing = findings.title_differences(found, list_automatic(about), view.gate)
    told = findings.say_flips(flips)
    parts: list[Part] = [*_tabulate_compared(frames, compared, validity, view)]
    parts += [Heading("What it took"), _tabulate_work(work)] if len(work) else []
    parts += [Text(told)] if told else []
    parts += [Heading(differing.sentence), *_quote_differences(found, view)]
    return Exhibit(
        "side_by_side",
        title.sentence,
        "F1 with its 95 % interval, per frame and code, over the segments that the reference and all these coders judged. Coin: "
        "says present as often as the reference. Bold: the lower bound is above a coin and above “everywhere”. "
        "Off topic: found in text about something else. A dictionary written with this page in view is not tested by it.",
        tuple(parts),
        [title, differing],
        tables={
            "side_by_side": compared.assign(beats_chance=findings.beats_chance(compared)),
            "side_by_side_frames": frames.rename(columns={"code": "frame"}).assign(
                beats_chance=findings.beats_chance(frames)
            ),
            "coders_work": work,
            "coders_differ": found,
            "coders_flips": flips,
        },
    )


def _tabulate_compared(frames: pd.DataFrame, compared: pd.DataFrame, validity: pd.DataFrame, view: View) -> list[Part]:
    """One table per reference: a row per frame or code, a column per coder; the first is open, the others folded."""
    alarms = validity.drop_duplicates(["code", "coder"]).set_index(["code", "coder"])["off_topic"].to_dict()
    tables = [
        _lay_out_reference(frames.loc[frames["reference"] == reference], part, alarms, view)
        for reference, part in compared.groupby("reference", sort=False)
    ]
    return [*tables[:1], *(fold_data(table.caption, table) for table in tables[1:])]


def _lay_out_reference(
    frames: pd.DataFrame, codes: pd.DataFrame, alarms: dict[tuple[str, str], float], view: View
) -> Table:
    """All coders against one reference: frames, then codes."""
    names = list(dict.fromkeys(codes["coder"]))
    head = (
        "Frame or code",
        "Segments",
        "In reference",
        *(f"F1 of {view.named(n)}" for n in names),
        "Coin",
        "Everywhere",
        "Off topic",
    )
    rows = (
        *(
            _lay_out_row((view.chip(str(f)), f" {f}, any code"), row, names, {})
            for f, row in frames.groupby("code", sort=False)
        ),
        *(
            _lay_out_row(
                (view.chip(view.frame_of[str(code)]), f" {code}"),
                row,
                names,
                {n: alarms.get((str(code), n), math.nan) for n in names},
            )
            for code, row in codes.groupby("code", sort=False)
        ),
    )
    caption = f"Coders against {codes['reference'].iloc[0]} ({codes['reference_kind'].iloc[0]})"
    return Table(caption, head, rows, show_caption=True, numeric=(False, *(True for _ in head[1:-1]), False))


def _lay_out_row(name: Words, compared: pd.DataFrame, coders: list[str], alarms: dict[str, float]) -> tuple[Cell, ...]:
    """One frame or code: every coder's F1 beside chance and alarms."""
    first, by_coder = compared.iloc[0], {r.coder: r for r in each_row(compared)}
    better = dict(zip(compared["coder"], findings.beats_chance(compared), strict=True))
    return (
        Cell(name, head=True),
        Cell(str(first["n_segments"]), numeric=True),
        Cell(str(first["n_reference"]), numeric=True),
        *(Cell(_say_f1(by_coder.get(n), bool(better.get(n))), numeric=True) for n in coders),
        Cell(write_number(round(float(first["coin_f1"]), 2)), numeric=True),
        Cell(write_number(round(float(first["everywhere_f1"]), 2)), numeric=True),
        Cell(_say_alarms(alarms)),
    )


def _say_alarms(alarms: dict[str, float]) -> str:
    """How often each coder that was asked finds it off topic, and how many were not asked."""
    asked = [f"{n} {write_share(x)}" for n, x in alarms.items() if not math.isnan(x)]
    rest = len(alarms) - len(asked)
    return join_words([*asked, *([f"{rest} not asked"] if rest and asked else [])]) or "–"


def _say_f1(row: object, better: bool) -> Words:
    """F1 with its interval, or why there is none."""
    if row is None:
        return "not judged"
    f1, low, high = (float(getattr(row, name)) for name in ("f1", "f1_low", "f1_high"))
    if f1 != f1:
        return "–"
    said = f"{f1:.2f} ({low:.2f}–{high:.2f})"
    return Strong(said) if better else said


def _tabulate_work(work: pd.DataFrame) -> Table:
    """What each coder judged, where it abstained, and what that took."""
    shown = work.assign(
        judged=[f"{r.n_judged} of {r.n_possible}" for r in each_row(work)],
        seconds=["not measured" if s != s else f"{s:.1f}" for s in work["seconds"]],
        per_second=["–" if s != s else f"{s:.1f}" for s in work["per_second"]],
        cost=[f"{r.cost:.4f}" if r.tokens and r.cost else "–" for r in each_row(work)],
    )
    headings = {
        "coder": "Coder", "kind": "Kind", "judged": "Judged", "n_present": "Present", "seconds": "Seconds",
        "per_second": "Segments a second", "tokens": "Tokens", "cost": "Cost",
    }  # fmt: skip
    return lay_out(
        shown, headings, caption="What each coder judged, and what it took, learning from the codebook included"
    )


def _quote_differences(found: pd.DataFrame, view: View) -> list[Part]:
    """The most evenly split judgements, quoted."""
    quotes = tuple(
        quote(
            r.segment_id,
            view,
            about=(
                view.chip(view.frame_of[r.code]),
                f" {findings.say_sides(r.code, r.yes, r.no, r.reference)}",
            ),
        )
        for r in each_row(found.head(MOST))
    )
    parts: list[Part] = [Quotations(quotes)] if quotes else []
    return [*parts, *([Text(say_rest(len(found) - MOST), "note")] if len(found) > MOST else [])]
