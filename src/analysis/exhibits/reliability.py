"""Whether the codings can be trusted: agreement, disagreements, and how far the answer depends on the coder."""

import math

import pandas as pd

from analysis.coding.consensus import name_kinds
from analysis.exhibits.parts import Cell, Exhibit, Panel, Panels, Table, Terms, Text, Track
from analysis.exhibits.passages import FOLDED, fold_quotations, quote
from analysis.exhibits.pieces import Words
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings import trust
from analysis.findings.alts import describe_alphas
from analysis.findings.coders import say_sides
from analysis.findings.rule.tabulating import tabulate_agreement
from analysis.findings.subtitles import explain_alphas, explain_sensitivity
from analysis.findings.words import write_number
from analysis.measures.independence import ACCEPTABLE, FIRM
from analysis.measures.reliability import choose_blind, choose_coders
from analysis.tables.rows import each_row


def show_trust(codings: pd.DataFrame, validity: pd.DataFrame, n_segments: int, view: View, *, codebook: str) -> Exhibit:
    """The notebook's question answered: who coded, how far they agree, how the coder fares, what would be needed."""
    lead, rest = trust.answer_trust(view.gate, n_segments=n_segments)
    misfit = trust.say_misfit(codings, coder=view.coder, codebook=codebook, unit=view.unit)
    chance = trust.say_chance(validity.loc[validity["coder"] == view.coder])[:1]
    counts = view.gate.reliability["verdict"].value_counts()
    people = sum(bool(view.gate.page.covers[row].any()) for row in view.gate.page.people)
    return Exhibit(
        "answer",
        parts=(*((Text(misfit, "warn"),) if misfit else ()), Text(lead, "lead"), *map(Text, (*chance, rest))),
        kind="answer",
        summary={"human coders": str(people), "codes": ", ".join(f"{n} {v}" for v, n in counts.items())},
    )


def show_sensitivity(dominant: pd.DataFrame, view: View) -> Exhibit:
    """Each expert's dominant frame by each coder: whether the answer would change if another coder were right."""
    coders = list(view.gate.coders["coder"])
    title = trust.title_sensitivity(dominant, coders, view.gate)
    return Exhibit(
        "sensitivity",
        title.sentence,
        explain_sensitivity(unit=view.unit),
        (tabulate_dominant(dominant, view),),
        [title],
        tables={"sensitivity": dominant},
    )


def tabulate_dominant(dominant: pd.DataFrame, view: View) -> Table:
    """Each expert's dominant frame with its count, by each coder."""
    coders = list(view.gate.coders["coder"])
    cells = {(r.expert, r.coder): r for r in each_row(dominant)}
    rows = tuple(
        (Cell(view.person(expert), head=True), *(Cell(_say_dominant(cells.get((expert, c)), view)) for c in coders))
        for expert in view.experts
    )
    return Table("Dominant frames by coder", ("Expert", *map(view.named, coders)), rows)


def _say_dominant(r: object, view: View) -> Words:
    """A frame with its count, or why there is none."""
    if r is None:
        return "not judged"
    if not r.frame:  # type: ignore[attr-defined]  # a row of the table
        return f"none: {r.note}"  # type: ignore[attr-defined]
    frame, count = r.frame, f"{r.n_present} of {r.n_segments}"  # type: ignore[attr-defined]
    return (view.chip(frame), " ", view.link(count, r.expert, frame, coder=r.coder))  # type: ignore[attr-defined]


def show_agreement(view: View) -> Exhibit:
    """α of every code with its interval, and every other coefficient folded."""
    table = view.gate.reliability
    title = trust.title_agreement(table, view.gate)
    judged = table.loc[table["n_coders"] >= 2].reset_index(drop=True)
    if judged.empty:
        return Exhibit("agreement", title.sentence, findings=[title], tables={"reliability": table})
    low = min(0.0, float(judged["low"].min(skipna=True)) if judged["low"].notna().any() else 0.0)
    tracks = tuple(
        Track(
            (view.chip(view.frame_of[r.code]), f" {r.code}"),
            f"{r.alpha:.2f}" if not math.isnan(r.alpha) else "undefined: nothing varies",
            None if math.isnan(r.alpha) else float(r.alpha),
            None if math.isnan(r.low) else float(r.low),
            None if math.isnan(r.high) else float(r.high),
            filled=bool(r.alpha >= FIRM),
        )
        for r in each_row(judged)
    )
    ticks = ((0.0, "0"), (ACCEPTABLE, ".667"), (FIRM, ".800"), (1.0, "1"))
    return Exhibit(
        "agreement",
        title.sentence,
        explain_alphas(judged),
        (
            Panels((Panel("", "", tracks, low, 1, ticks),), describe_alphas(judged, title.sentence)),
            fold_data("Every coefficient of every code", _list_coefficients(table)),
        ),
        [title],
        source="No coefficient stands for all codes, and none is averaged over codes.",
        tables={"reliability": table, "frame_reliability": view.gate.frame_reliability}
        | ({"agreement_of_people": tabulate_agreement(view.gate.verdict)} if view.gate.verdict else {}),
    )


def _list_coefficients(table: pd.DataFrame) -> Table:
    """All coefficients side by side, with what each code's agreement allows."""
    shown = table.assign(
        interval=[
            "–" if math.isnan(a) and math.isnan(b) else f"{write_number(round(a, 2))} to {write_number(round(b, 2))}"
            for a, b in zip(table["low"].astype(float), table["high"].astype(float), strict=True)
        ]
    )
    headings = {
        "code": "Code", "n_segments": "Segments", "n_present": "Found by any", "agreement": "Agree", "alpha": "α",
        "interval": "95 %", "kappa": "κ", "pi": "π", "ac1": "AC1", "fleiss": "Fleiss", "verdict": "At most", "note": "Why",
    }  # fmt: skip
    return lay_out(shown, headings, caption="Coefficients")


def show_overlap(span_overlap: pd.DataFrame) -> Exhibit:
    """Whether two coders who find a code point at the same words."""
    if span_overlap.empty:
        title = "No two coders selected words, so whether they point at the same ones cannot be said"
        return Exhibit("overlap", title, tables={"span_overlap": span_overlap})
    headings = {
        "code": "Code", "coder": "Coder", "other": "Other coder", "n_segments": "Segments", "overlap": "Overlap",
        "alpha": "Unitizing α",
    }  # fmt: skip
    return Exhibit(
        "overlap",
        "Where two coders find the same code, do they point at the same words?",
        "Overlap: Dice of the characters, where both selected words. Unitizing α: selected words against the rest of every "
        "segment that both located, corrected for chance.",
        (lay_out(span_overlap, headings, caption="Overlap of evidence"),),
        tables={"span_overlap": span_overlap},
    )


def _gather_disagreements(
    codings: pd.DataFrame,
    judgement_log: pd.DataFrame,
    coders: pd.DataFrame,
    codebook: pd.DataFrame,
    segments: pd.DataFrame,
) -> pd.DataFrame:
    """Every segment × code on which those whose agreement counts differ: code, expert, segment_id, yes, no."""
    _, names = choose_coders(coders)
    judged = choose_blind(codings, judgement_log)
    judged = judged.loc[judged["coder"].isin(names)]
    key = ["segment_id", "code"]
    sides = judged.groupby([*key, "present"])["coder"].agg(", ".join).unstack("present")
    sides = sides.reindex(columns=[False, True]).dropna().set_axis(["no", "yes"], axis=1).reset_index()
    order = {code: i for i, code in enumerate(codebook["code"])}
    found = sides.merge(segments[["segment_id", "expert"]], on="segment_id", validate="many_to_one")
    ranked = found.sort_values(["code", "segment_id"], key=lambda c: c.map(order) if c.name == "code" else c)
    return ranked[["code", "expert", "segment_id", "yes", "no"]].reset_index(drop=True)


def show_disagreements(
    codings: pd.DataFrame, judgement_log: pd.DataFrame, codebook: pd.DataFrame, segments: pd.DataFrame, view: View
) -> Exhibit:
    """Where the coders differ, quoted, with each side's memo."""
    found = _gather_disagreements(codings, judgement_log, view.gate.coders, codebook, segments)
    _, names = choose_coders(view.gate.coders)
    memos = judgement_log.groupby(["segment_id", "code", "coder"], sort=False)["memo"].last()
    quotes = [
        quote(r.segment_id, view, about=_say_sides(r.code, r.segment_id, r.yes, r.no, memos, view))
        for r in each_row(found.head(FOLDED))
    ]
    title = trust.title_disagreements(found, names, view.gate)
    return Exhibit(
        "disagreements",
        title.sentence,
        parts=fold_quotations(quotes, len(found)),
        findings=[title],
        tables={"disagreements": found},
    )


def _say_sides(code: str, segment_id: str, yes: str, no: str, memos: pd.Series, view: View) -> Words:
    """Who judged the code present, who absent, and what they remarked."""
    remarks = [
        f" {coder}: {memo}"
        for side in (yes, no)
        for coder in side.split(", ")
        if (memo := memos.get((segment_id, code, coder), ""))
    ]
    return (view.chip(view.frame_of[code]), f" {say_sides(code, yes, no)}", *remarks)


def show_coders(view: View) -> Exhibit:
    """Who judged, when, trained how, and blind or not."""
    table = view.gate.coders
    yes_no = {True: "yes", False: "no"}
    shown = table.assign(
        kind=name_kinds(table), blind=table["blind"].map(yes_no), codebook_current=table["codebook_current"].map(yes_no)
    )
    headings = {
        "coder": "Coder", "kind": "Kind", "made_on": "Made on", "blind": "Blind", "codebook_current": "Codebook as it stands",
    }  # fmt: skip
    notes = tuple(
        (
            row["coder"] + (f": {row['who']}" if row["who"] not in ("", row["coder"]) else ""),
            " ".join(
                said for said in (trust.say_training(row["trained"]) if row["trained"] else "", row["note"]) if said
            ),
        )
        for row in table.to_dict("records")
    )
    parts = (
        lay_out(shown, headings, caption="Coders"),
        fold_data("How each of them judged", Terms(tuple(n for n in notes if n[1]))),
    )
    return Exhibit("coders", trust.title_coders(table), parts=parts, tables={"coders": table})
