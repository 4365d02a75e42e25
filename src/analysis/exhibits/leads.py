"""What speaks most against each expert's leading frame, every claim of the page's one list, and what would make it firm."""

import pandas as pd

from analysis.exhibits.parts import Exhibit, Part, Text
from analysis.exhibits.passages import fold_quotations, quote
from analysis.exhibits.saying import write_said
from analysis.exhibits.tables import fold_data, lay_out
from analysis.exhibits.view import View
from analysis.findings import planned
from analysis.findings.folds import name_claims_of_rule
from analysis.findings.leads import find_against, list_present, say_counter_example, say_lead
from analysis.findings.rule.planning import find_enough
from analysis.findings.rule.tabulating import tabulate_claims, tabulate_reported
from analysis.findings.subtitles import explain_against
from analysis.findings.words import write_number, write_p


def show_against(codings: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, view: View) -> Exhibit:
    """One sentence for each expert, with the segment that speaks most against it; the rule's list of claims folded."""
    findings, quotes, bare = [], [], []
    coders = dict.fromkeys(lead.reported.names[0] for lead in view.gate.leads)
    present = {coder: list_present(codings, segments, codebook, coder=coder) for coder in coders}
    for lead in view.gate.leads:
        segment, why = find_against(lead, present[lead.reported.names[0]], segments)
        found = say_lead(lead, view.gate, unit=view.unit, counter_example=segment)
        findings.append(found)
        about = write_said(found.said, view)
        if segment:
            quotes.append(quote(segment, view, about=(about, say_counter_example(why))))
        else:
            bare.append(Text(about))
    claims = tabulate_claims(view.gate.verdict) if view.gate.verdict else pd.DataFrame()
    parts: list[Part] = [*fold_quotations(quotes, len(quotes)), *bare, *_fold_claims(claims)]
    return Exhibit(
        "against",
        "What speaks most against each of them?",
        explain_against(unit=view.unit),
        tuple(parts),
        findings,
        tables={"claims_of_the_rule": claims, "reported": tabulate_reported(view.gate.verdict)}
        if view.gate.verdict
        else {},
        left_out=view.bare,
    )


def _fold_claims(claims: pd.DataFrame) -> list[Part]:
    """Every lead and contrast with its p, strength, and what it needs."""
    if claims.empty:
        return []
    shown = claims.assign(points=[f"{100 * gap:.0f}" for gap in claims["gap"]], p=[write_p(p) for p in claims["p"]])
    headings = {
        "claim": "Claim", "expert": "Expert", "frame": "Frame", "other": "Over", "points": "Points", "p": "p",
        "strength": "Strength", "status": "Why", "needed": "To become firm",
    }  # fmt: skip
    return [fold_data(name_claims_of_rule(len(claims)), lay_out(shown, headings, caption="Claims"))]


def show_plan(plan: pd.DataFrame, view: View) -> Exhibit:
    """How much text and how many people would make today's leading frames firm, by a simulation of the rule."""
    enough = find_enough(plan)
    shown = plan.assign(firm=[f"{100 * share:.0f} %" for share in plan["firm"]])
    wide = shown.pivot(index=["expert", "frame", "coders"], columns="n_segments", values="firm").reset_index()
    order = {expert: number for number, expert in enumerate(view.experts)}
    wide = wide.sort_values(
        ["expert", "coders"], key=lambda c: c.map(order) if c.name == "expert" else c, ignore_index=True
    )
    sizes = [column for column in wide.columns if column not in ("expert", "frame", "coders")]
    wide.columns = [str(column) for column in wide.columns]
    headings = {"expert": "Expert", "frame": "Frame", "coders": "People"} | {
        str(n): f"{write_number(n)} {view.unit}s" for n in sizes
    }
    title = planned.title_plan(enough, view.gate, unit=view.unit)
    if plan.empty:
        return Exhibit("plan", title.sentence, findings=[title], tables={"plan": plan})
    return Exhibit(
        "plan",
        title.sentence,
        planned.say_plan(plan, unit=view.unit),
        (fold_data("How often each would be firm", lay_out(wide, headings, caption="Plan")),),
        [title],
        tables={"plan": plan},
        left_out=view.bare,
    )
