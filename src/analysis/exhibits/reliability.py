"""Whether the codings can be trusted: agreement, disagreements, validity, and how far findings move."""

import math

import pandas as pd

from analysis.coding.coders import PERSON, may
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.figures import house_style, new_figure, show_figure
from analysis.exhibits.markup import count_things, join_words, write_text
from analysis.exhibits.palette import INK, PAPER, RULE, SOFT
from analysis.exhibits.places import Places
from analysis.exhibits.tables import show_table, write_table, write_value
from analysis.measures import gates
from analysis.measures.gates import ACCEPTABLE, FIRM, list_independent, state_gate
from analysis.measures.reliability import choose_blind, choose_coders
from analysis.measures.validity import choose_references, find_errors

Tables = dict[str, pd.DataFrame]
MOST = 24  # quotations shown; the CSV holds all


def show_trust(tables: Tables) -> Exhibit:
    """The notebook's question answered: who coded, how far they agree, and what would be needed."""
    said = [state_gate(tables["coders"]), tell_agreement(tables)]
    people = list_independent(tables["coders"], right="counts_as_person")
    if len(people) < 2:
        said.append(
            f"Needed: {'two people' if not people else 'a second person'} who read the codebook, code all "
            f"{count_things(len(tables['segments']), 'segment')} independently and blind (in the coding desk or on a "
            "coding sheet), and agree on each code."
        )
    html = f'<div id="trust" class="answer"><p class="lead">{write_text(said[0])}</p><p>{write_text(" ".join(said[1:]))}</p></div>'
    counts = tables["reliability"]["verdict"].value_counts()
    summary = {"human coders": str(len(people)), "codes": ", ".join(f"{n} {v}" for v, n in counts.items())}
    return Exhibit("trust", "text", html, " ".join(said), summary=summary)


def tell_agreement(tables: Tables) -> str:
    """How many codes reach which α, in one sentence that names whose agreement it is."""
    table = tables["reliability"]
    judged = table.loc[table["n_coders"] >= 2]
    if judged.empty:
        return "No two coders judged the same segments, so there is no agreement to measure."
    whose = join_words(judged["coders"].iloc[0].split(", "))
    defined = judged["alpha"].notna()
    high = int((judged["alpha"] >= FIRM).sum())
    bounded = int(((judged["alpha"] >= FIRM) & (judged["low"] >= ACCEPTABLE)).sum())
    kind = judged["kind"].iloc[0]
    caution = (
        ""
        if kind == PERSON
        else f" Those are coders of the kind {kind}: what they agree on may be a mistake that they share."
    )
    return (
        f"{whose} reach α ≥ {FIRM:.3f} on {high} of {count_things(len(judged), 'code')}; on {bounded} of them the lower "
        f"bound is {ACCEPTABLE:.3f} or more, because a code that is rare among {judged['n_segments'].max()} segments "
        f"proves little; on {int((~defined).sum())} α is undefined.{caution}"
    )


def show_rule() -> Exhibit:
    """The rule of the gate, as it is applied."""
    html = f'<div id="rule" class="exhibit"><p>{write_text(gates.RULE)}</p></div>'
    return Exhibit("rule", "text", html, gates.RULE)


def show_agreement(tables: Tables) -> Exhibit:
    """α of every code with its interval, as a figure."""
    table = tables["reliability"]
    judged = table.loc[table["n_coders"] >= 2]
    if judged.empty:
        return show_table(
            table, name="agreement", title="No two coders judged the same segments", headings={"code": "Code"}
        )
    bounded = judged["low"].notna()
    title = (
        f"On {int(judged['alpha'].notna().sum())} of {count_things(len(judged), 'code')} agreement can be computed, "
        f"on {int(bounded.sum())} with a lower bound"
    )
    subtitle = (
        f"Krippendorff’s α (nominal) of {judged['coders'].iloc[0]}, {judged['n_segments'].max()} segments at most; line: "
        "95 % bootstrap over segments (1,000), broken where its lower end is undefined; hollow: α below .800. "
        "Dashed: .667 and .800."
    )
    with house_style():
        figure = new_figure(60 + 24 * len(judged))
        ax = figure.subplots()
        for threshold in (ACCEPTABLE, FIRM):
            ax.axvline(threshold, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        ax.axvline(0, color=RULE, linewidth=1.2)
        for y, row in enumerate(judged.to_dict("records")):
            if math.isnan(row["alpha"]):
                ax.text(0.02, y, "undefined: nothing varies", color=SOFT, va="center")
                continue
            open_end = math.isnan(row["low"])
            style = (0, (1, 2)) if open_end else "solid"
            ax.plot([0 if open_end else row["low"], row["high"]], [y, y], color=INK, linewidth=1.2, linestyle=style)
            ax.plot(
                row["alpha"], y, "o", color=INK, markerfacecolor=INK if row["alpha"] >= FIRM else PAPER, markersize=7
            )
        ax.set_yticks(range(len(judged)), judged["code"])
        ax.set_ylim(len(judged) - 0.4, -0.6)
        ax.set_xlim(min(-0.05, float(judged["low"].min(skipna=True)) - 0.05) if bounded.any() else -0.05, 1.05)
        ax.set_xlabel("Krippendorff’s α")
    alt = f"{title}. " + " ".join(
        f"{r['code']}: α {write_value(r['alpha'])}, from {write_value(r['low'])} to {write_value(r['high'])}."
        for r in judged.to_dict("records")
    )
    return show_figure(
        figure,
        name="agreement",
        title=title,
        subtitle=subtitle,
        alt=alt,
        tables={"agreement": judged.reset_index(drop=True)},
    )


def show_coefficients(tables: Tables) -> Exhibit:
    """Every coefficient of every code, side by side; why a code may say no more, once below."""
    table = tables["reliability"]
    headings = {
        "code": "Code",
        "n_present": "Found by any",
        "agreement": "Agree",
        "alpha": "α",
        "interval": "95 %",
        "p_below": "P(α < .667)",
        "kappa": "κ",
        "pi": "π",
        "ac1": "AC1",
        "fleiss": "Fleiss",
        "verdict": "At most",
    }
    sizes = join_words(sorted({f"{r['n_segments']} by {r['n_coders']}" for r in table.to_dict("records")}))
    exhibit = show_table(
        table.assign(interval=write_intervals(table["low"], table["high"])),
        name="reliability",
        title="No coefficient stands for all codes",
        subtitle=f"Segments by coders: {sizes}. κ: Cohen, π: Scott, AC1: Gwet, Fleiss: Fleiss’ κ. A dash is undefined: "
        "nothing varies, or there are not exactly two coders (κ, π).",
        headings=headings,
    )
    why = [(f"{v}: {n}", join_words(part["code"])) for (v, n), part in table.groupby(["verdict", "note"], sort=False)]
    return add_notes(exhibit, why, table)


def write_intervals(low: pd.Series, high: pd.Series) -> list[str]:
    """`.85 to 1`, a dash for what is undefined."""
    return [
        "–" if math.isnan(a) and math.isnan(b) else f"{write_value(round(a, 2))} to {write_value(round(b, 2))}"
        for a, b in zip(low.astype(float), high.astype(float), strict=True)
    ]


def add_notes(exhibit: Exhibit, notes: list[tuple[str, str]], table: pd.DataFrame) -> Exhibit:
    """The exhibit with a list of terms and what is said of each below its table; `table` is its data."""
    said = "".join(f"<dt>{write_text(term)}</dt><dd>{write_text(text)}</dd>" for term, text in notes if text)
    html = exhibit.html.removesuffix("</figure>") + (f'<dl class="notes">{said}</dl>' if said else "") + "</figure>"
    return Exhibit(exhibit.name, exhibit.kind, html, exhibit.text, tables={exhibit.name: table})


def show_evidence(tables: Tables) -> Exhibit:
    """Whether two coders who find a code point at the same words."""
    table = tables["span_overlap"]
    if table.empty:
        title = "No two coders selected words, so whether they point at the same ones cannot be told"
        html = f'<div id="evidence" class="exhibit"><p>{write_text(title)}.</p></div>'
        return Exhibit("evidence", "text", html, title)
    return show_table(
        table,
        name="evidence",
        title="Where two coders find the same code, do they point at the same words?",
        subtitle="Overlap: Dice of the characters, where both selected words; not corrected for chance. Unitizing α: selected "
        "words against the rest of every segment that both located, corrected for chance.",
        headings={
            "code": "Code",
            "coder": "Coder",
            "other": "Other coder",
            "n_segments": "Segments",
            "overlap": "Overlap",
            "length": "Code points",
            "alpha": "Unitizing α",
        },
    )


def gather_disagreements(tables: Tables) -> pd.DataFrame:
    """Every segment × code on which those whose agreement counts differ: code, expert, place, text, yes, no."""
    _, names = choose_coders(tables["coders"])
    judged = choose_blind(tables["codings"], tables["judgement_log"])
    judged = judged.loc[judged["coder"].isin(names)]
    key = ["segment_id", "code"]
    sides = judged.groupby([*key, "present"])["coder"].agg(", ".join).unstack("present")
    sides = sides.reindex(columns=[False, True]).dropna().set_axis(["no", "yes"], axis=1).reset_index()
    order = {code: i for i, code in enumerate(tables["codebook"]["code"])}
    texts = tables["segments"][["segment_id", "expert", "text"]]
    found = sides.merge(texts, on="segment_id", validate="many_to_one")
    return found.sort_values(["code", "segment_id"], key=lambda c: c.map(order) if c.name == "code" else c)[
        ["code", "expert", "segment_id", "text", "yes", "no"]
    ].reset_index(drop=True)


def show_disagreements(tables: Tables, *, unit: str) -> Exhibit:
    """Where the coders differ, quoted, with each side's memo."""
    found = gather_disagreements(tables)
    _, names = choose_coders(tables["coders"])
    whose = join_words(names) or "nobody"
    title = (
        f"{whose} differ on {count_things(len(found), 'judgement')}" if len(found) else f"No disagreement among {whose}"
    )
    memos = tables["judgement_log"].set_index(["segment_id", "code", "coder"])["memo"].groupby(level=[0, 1, 2]).last()
    places = Places.of(tables)
    quotes = "".join(
        f'<figure class="quotation"><p><strong>{write_text(r["code"])}</strong>: present for {write_text(r["yes"])}, '
        f'absent for {write_text(r["no"])}</p><blockquote class="passage"><p>{write_text(r["text"])}</p></blockquote>'
        f"{write_memos(r, memos)}<figcaption>{write_text(r['expert'])}, "
        f"{write_text(places.name_segment(r['segment_id'], unit))}</figcaption></figure>"
        for r in found.head(MOST).to_dict("records")
    )
    more = f'<p class="more">… and {len(found) - MOST} more in the data.</p>' if len(found) > MOST else ""
    html = f'<div id="disagreements" class="exhibit"><p class="title">{write_text(title)}</p>{quotes}{more}</div>'
    return Exhibit("disagreements", "quotations", html, title, tables={"disagreements": found})


def write_memos(row: dict[str, str], memos: pd.Series) -> str:
    """What the coders remarked on this code in this segment."""
    said = [
        (c, memos.get((row["segment_id"], row["code"], c), ""))
        for side in (row["yes"], row["no"])
        for c in side.split(", ")
    ]
    return "".join(f"<p>{write_text(coder)}: {write_text(memo)}</p>" for coder, memo in said if memo)


def show_validity(tables: Tables) -> Exhibit:
    """Precision, recall and F1 of every automatic coder per code and reference."""
    table = tables["validity"]
    references = choose_references(tables["coders"])
    human = bool(may(references["kind"], "decides").any())
    title = (
        "How the automatic coders fare against people, code by code"
        if human
        else "Validity cannot be stated: no person coded; this is agreement between machines"
    )
    subtitle = (
        "Segments that both judged; 95 % Wilson intervals; never averaged over codes. The codebook's indicators were "
        "written with this page in view, so a good fit here is not evidence for other pages."
    )
    html = f'<figure id="validity" class="exhibit"><figcaption><p class="title">{write_text(title)}</p>'
    html += f'<p class="subtitle">{write_text(subtitle)}</p></figcaption>'
    for (coder, reference), part in table.groupby(["coder", "reference"], sort=False):
        first = part.iloc[0]
        sizes = join_words(str(n) for n in sorted(set(part["n_segments"])))
        caption = f"{coder} against {reference} ({first['reference_kind']}), {sizes} segments"
        html += write_table(lay_out_validity(part), caption=caption)
    text = f"{title}\n{table.to_string(index=False)}"
    return Exhibit("validity", "table", f"{html}</figure>", text, tables={"validity": table})


def lay_out_validity(part: pd.DataFrame) -> pd.DataFrame:
    """One coder against one reference: counts, and each measure with its interval behind it."""
    measures = {
        heading: [
            f"{value:.2f} ({low:.2f}–{high:.2f})" if value == value else "–"
            for value, low, high in zip(part[name], part[f"{name}_low"], part[f"{name}_high"], strict=True)
        ]
        for name, heading in (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"))
    }
    counts = {"code": "Code", "n_reference": "In reference", "n_hits": "Hits", "n_false": "False", "n_missed": "Missed"}
    return part[list(counts)].rename(columns=counts).assign(**measures)


def show_errors(tables: Tables, *, coder: str, unit: str) -> Exhibit:
    """The false hits and the misses of one automatic coder against each reference, quoted."""
    references = [r for r in choose_references(tables["coders"])["coder"] if r != coder]
    blind = choose_blind(tables["codings"], tables["judgement_log"])
    parts = [find_errors(blind, tables["segments"], coder=coder, reference=r).assign(reference=r) for r in references]
    key = ["code", "error", "expert", "segment_id", "text"]
    found = pd.concat(parts) if parts else pd.DataFrame(columns=[*key, "reference"]).astype("str")
    found = found.groupby(key, sort=False)["reference"].agg(", ".join).reset_index()
    hits = int((found["error"] == "false hit").sum())
    title = (
        f"The coder “{coder}” finds {count_things(hits, 'judgement')} that a reference does not, and misses {len(found) - hits}"
        if references
        else f"There is nobody to hold the coder “{coder}” against"
    )
    places = Places.of(tables)
    quotes = "".join(
        f'<figure class="quotation"><p><strong>{write_text(r["code"])}</strong>: {r["error"]} against '
        f'{write_text(r["reference"])}</p><blockquote class="passage"><p>{write_text(r["text"])}</p></blockquote>'
        f"<figcaption>{write_text(r['expert'])}, {write_text(places.name_segment(r['segment_id'], unit))}</figcaption></figure>"
        for r in found.head(MOST).to_dict("records")
    )
    html = f'<div id="errors" class="exhibit"><p class="title">{write_text(title)}</p>{quotes}</div>'
    return Exhibit("errors", "quotations", html, title, tables={"errors": found})


def show_sensitivity(tables: Tables, *, unit: str) -> Exhibit:
    """Each expert's dominant frame if each coder in turn were right: how far the headline moves."""
    rows = tables["dominant"].copy()
    rows["finding"] = [
        f"{r['frame']} ({r['n_present']} of {r['n_segments']})" if r["frame"] else f"none: {r['note']}"
        for r in rows.to_dict("records")
    ]
    coders, experts = list(tables["coders"]["coder"]), list(tables["coverage"]["expert"])
    wide = rows.pivot(index="expert", columns="coder", values="finding").reindex(index=experts, columns=coders)
    frames = rows.pivot(index="expert", columns="coder", values="frame").reindex(index=experts, columns=coders)
    same = frames.nunique(axis=1) == 1
    margins = rows.pivot(index="expert", columns="coder", values="margin").reindex(experts)
    wide["margin"] = [
        write_value(float(low))
        if low == high or len(coders) == 1
        else f"{write_value(float(low))} to {write_value(float(high))}"
        for low, high in zip(margins.min(axis=1), margins.max(axis=1), strict=True)
    ]
    wide["same"] = same
    if len(coders) < 2:
        title = "One coder alone: whether the headline would move cannot be told"
    elif same.all():
        title = f"Every expert's dominant frame is the same whichever of {len(coders)} coders is right"
    else:
        moved = join_words(frames.index[~same])
        title = f"The dominant frame of {moved} depends on which of {len(coders)} coders is right"
    return show_table(
        wide.reset_index(),
        name="sensitivity",
        title=title,
        subtitle=f"Dominant frame with its {unit}s, by coder; margin: share of the dominant frame minus that of the second.",
        headings={"expert": "Expert", **{c: c for c in coders}, "margin": "Margin", "same": "Same frame"},
    )


def show_coders(tables: Tables) -> Exhibit:
    """Who judged, when, trained how, and blind or not."""
    headings = {
        "coder": "Coder",
        "kind": "Kind",
        "made_on": "Made on",
        "blind": "Blind",
        "codebook_current": "Codebook as it stands",
    }
    table = tables["coders"]
    n = len(table)
    people = len(list_independent(table, right="counts_as_person"))
    exhibit = show_table(
        table, name="coders", title=f"{count_things(n, 'coder')} judged, {people} of them people", headings=headings
    )
    notes = [
        (
            row["coder"] + (f": {row['who']}" if row["who"] not in ("", row["coder"]) else ""),
            " ".join(
                said
                for said in (f"Learned the codebook by: {row['trained']}." if row["trained"] else "", row["note"])
                if said
            ),
        )
        for row in table.to_dict("records")
    ]
    return add_notes(exhibit, notes, table)
