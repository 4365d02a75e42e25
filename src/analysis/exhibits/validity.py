"""Whether automatic coders say what people say: validity, shares corrected for errors, and the errors themselves."""

import math

import pandas as pd

from analysis.coding.coders import may
from analysis.event import Event
from analysis.exhibits.parts import Bullets, Exhibit, Part, Table, Text
from analysis.exhibits.passages import FOLDED, fold_quotations, quote
from analysis.exhibits.pieces import Mono, Words
from analysis.exhibits.shares import tabulate_corrected
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings import correction, trust
from analysis.findings.words import join_words
from analysis.measures.reliability import choose_blind
from analysis.measures.validity import choose_references, find_errors
from analysis.tables.rows import each_row

SAMPLE = 60  # segments, proposed for a random sample


def show_validity(validity: pd.DataFrame, alarms: pd.DataFrame, view: View) -> Exhibit:
    """F1 of every automatic coder beside chance, per code and reference, and its alarms on text about something else."""
    title = trust.title_validity(choose_references(view.gate.coders), view.gate)
    told = (*trust.say_chance(validity), trust.say_alarms(alarms, view.gate.coders))
    parts: list[Part] = [Bullets(told)]
    for (coder, reference), part in validity.groupby(["coder", "reference"], sort=False):
        kind = part.iloc[0]["reference_kind"]
        sizes = join_words(str(n) for n in sorted(set(part["n_segments"])))
        caption = f"{coder} against {reference} ({kind}), {sizes} segments"
        parts.append(fold_data(caption, _lay_out_validity(part, caption)))
    subtitle = (
        "Chance: the better of a coin that finds a code as often as the reference and of finding it everywhere. Segments "
        "that both judged; 95 % Wilson intervals; never averaged over codes. Where a codebook’s indicators were "
        "written with the page in view, a good fit is no evidence for other pages."
    )
    tables = {"validity": validity, "alarms": alarms}
    return Exhibit("validity", title.sentence, subtitle, tuple(parts), [title], tables=tables)


def _lay_out_validity(part: pd.DataFrame, caption: str) -> Table:
    """One coder against one reference: counts, each measure with its interval behind it, chance, and alarms."""
    cells: dict[str, list[Words]] = {
        name: [
            f"{value:.2f} ({low:.2f}–{high:.2f})" if value == value else "–"
            for value, low, high in zip(part[name], part[f"{name}_low"], part[f"{name}_high"], strict=True)
        ]
        for name in ("precision", "recall", "f1")
    }
    for name in ("coin_f1", "everywhere_f1"):
        cells[name] = ["–" if math.isnan(value) else f"{value:.2f}" for value in part[name]]
    cells["off_topic"] = ["not asked" if math.isnan(rate) else f"{100 * rate:.1f} %" for rate in part["off_topic"]]
    headings = {
        "code": "Code", "n_reference": "In reference", "n_hits": "Hits", "n_false": "False", "n_missed": "Missed",
        "precision": "Precision", "recall": "Recall", "f1": "F1", "coin_f1": "F1 of a coin",
        "everywhere_f1": "F1 of “everywhere”", "off_topic": "Alarms off topic",
    }  # fmt: skip
    return lay_out(part.reset_index(drop=True), headings, caption=caption, cells=cells)


def show_corrected(event: Event, corrected: pd.DataFrame, view: View) -> Exhibit:
    """Each expert's shares corrected for the coder's errors by a random sample that people coded; else that they are not."""
    coder = _choose_automatic(view)
    title = correction.title_corrected(corrected, view.gate, coder=coder)
    rows = correction.choose_corrected(corrected, coder=coder)
    if rows.empty:
        how = (
            "Have a random sample coded: ",
            Mono(f"workbook sheet {event.slug} --coder NAME --sample {SAMPLE} --seed 1"),
            ".",
        )
        return Exhibit(
            "corrected", title.sentence, parts=(Text(how),), findings=[title], tables={"corrected": corrected}
        )
    return Exhibit(
        "corrected",
        title.sentence,
        "Corrected: the coder’s share plus (missed − false) ÷ coded, with a 95 % interval for what people would code in "
        "all of the text. Design-based supervised learning, which for a random sample is prediction-powered inference.",
        (tabulate_corrected(rows, view), Text(correction.say_halving(rows, unit=view.unit))),
        [title],
        tables={"corrected": corrected},
    )


def _choose_automatic(view: View) -> str:
    """The coder counted here, or the first automatic one where people are counted."""
    coders = view.gate.coders
    automatic = list(coders.loc[may(coders["kind"], "is_automatic"), "coder"])
    return view.coder if view.coder in automatic or not automatic else automatic[0]


def show_errors(codings: pd.DataFrame, judgement_log: pd.DataFrame, segments: pd.DataFrame, view: View) -> Exhibit:
    """The false hits and the misses of the counted coder against each reference, quoted."""
    coder = view.coder
    references = [r for r in choose_references(view.gate.coders)["coder"] if r != coder]
    blind = choose_blind(codings, judgement_log)
    parts = [find_errors(blind, segments, coder=coder, reference=r).assign(reference=r) for r in references]
    key = ["code", "error", "expert", "segment_id"]
    found = pd.concat(parts) if parts else pd.DataFrame(columns=[*key, "reference"]).astype("str")
    found = found.groupby(key, sort=False)["reference"].agg(", ".join).reset_index()
    quotes = [
        quote(
            r.segment_id, view, about=(view.chip(view.frame_of[r.code]), f" {r.code}: {r.error} against {r.reference}")
        )
        for r in each_row(found.head(FOLDED))
    ]
    title = trust.title_errors(found, coder, view.gate, has_reference=bool(references))
    return Exhibit(
        "errors", title.sentence, parts=fold_quotations(quotes, len(found)), findings=[title], tables={"errors": found}
    )
