"""Codings of invented people for the bundled event: what the rule makes of each, by way of the event's own tables."""

import json

import pytest

from analysis.findings.rule.needed import find_needs
from analysis.findings.rule.planning import find_enough, plan_page
from analysis.findings.rule.reported import find_reported
from analysis.findings.rule.tabulating import tabulate_agreement, tabulate_claims, tabulate_reported
from analysis.findings.rule.uses import find_users
from analysis.findings.rule.verdict import judge_page
from tests.conftest import ROOT
from tests.rule_pages import judge_event

PEOPLE = json.loads((ROOT / "tests/gold/rule/trust.json").read_text("utf-8"))
EXPECTED = {e["id"]: e["expect"] for e in json.loads((ROOT / "tests/gold/rule/examples.json").read_text("utf-8"))}
ESSEN, HSIUNG, ANDERSSON = "Hugo von Essen", "Christopher Weidacher Hsiung", "Patrik Andersson"


def judge(tables, case, *, people=None):
    return judge_page(judge_event(tables, PEOPLE[case] if people is None else people))


def leads(verdict):
    return {lead.expert: lead for lead in verdict.leads}


@pytest.mark.parametrize("case", PEOPLE)
def test_each_case_has_the_outcome_of_the_written_rule(tables, case):
    expected = EXPECTED[f"case-{case}"]
    verdict = judge(tables, case)
    assert [(x.expert, x.strength) for x in verdict.leads] == [(x["expert"], x["strength"]) for x in expected["leads"]]
    strengths = [x.strength for x in verdict.contrasts]
    assert {s: strengths.count(s) for s in expected["contrasts"]} == expected["contrasts"]
    assert verdict.strength == expected["headline"]["strength"]


def test_people_who_agree_are_reported_and_not_the_machine(tables):
    for lead in judge(tables, "A").leads:
        assert (lead.reported.basis, lead.reported.names) == ("people", ("anna", "ben"))
        assert lead.status != "only a machine counted it"


def test_what_people_disagree_on_is_withheld_and_needs_a_clearer_codebook(tables):
    verdict = judge(tables, "B")
    assert {lead.status for lead in verdict.leads} == {"people disagree"}
    assert {need.what for lead in verdict.leads for need in find_needs(verdict, lead)} >= {"a clearer codebook"}
    assert not {need.what for lead in verdict.leads for need in find_needs(verdict, lead)} & {"two people"}


def test_a_code_that_people_disagree_on_is_withheld_though_its_frame_is_not(tables):
    verdict = judge(tables, "C")
    assert verdict.by_name["deepening"].verdict == "disagree"
    assert "withheld" not in {lead.strength for lead in verdict.leads}


def test_two_people_with_another_leader_each_give_no_lead_and_each_ones_counts_stand(tables):
    lead = leads(judge(tables, "D2"))[ANDERSSON]
    assert lead.strength == "counted"
    assert len({counts.index(max(counts)) for counts in lead.counts.values()}) == 2
    assert all(isinstance(n, int) for counts in lead.counts.values() for n in counts)


def test_an_expert_whom_one_person_coded_is_reported_by_that_person_and_never_firm(tables):
    verdict = judge(tables, "E")
    assert leads(verdict)[ANDERSSON].reported.names == ("anna",)
    assert all(c.strength != "firm" for c in verdict.contrasts if ANDERSSON in (c.above, c.below))


def test_a_coder_of_one_segment_changes_nothing(tables):
    with_ben, alone = judge(tables, "F"), judge(tables, "", people=PEOPLE["F"][:1])
    seen = [[(x.p, x.strength, x.status, x.counts) for x in (*v.leads, *v.contrasts)] for v in (with_ben, alone)]
    assert seen[0] == seen[1]


def test_one_person_under_two_spellings_is_one(tables):
    verdict = judge(tables, "G")
    assert {a.verdict for a in verdict.agreements} == {"not measured"}
    assert {lead.reported.basis for lead in verdict.leads} == {"one person"}


def test_a_frame_that_nobody_uses_lowers_nothing(tables):
    verdict = judge(tables, "H")
    assert "unused" in {a.verdict for a in verdict.agreements}
    assert leads(verdict)[HSIUNG].strength == "tentative"


def test_a_tie_has_no_leader(tables):
    assert {lead.status for lead in judge(tables, "H").leads if lead.tie} == {"equally often"}


def test_judgements_by_other_instructions_make_nothing_firm_and_say_so(tables):
    page = judge_event(tables, PEOPLE["A"])
    old = [c if not c.person else type(c)(c.name, c.kind, c.person, c.decides, current=False) for c in page.coders]
    page = type(page)(**{**{f: getattr(page, f) for f in page.__dataclass_fields__}, "coders": tuple(old)})
    assert not page.people
    assert find_reported(page, [0]).names == ("anna",)
    verdict = judge_page(page)
    assert {x.strength for x in (*verdict.leads, *verdict.contrasts)} <= {"counted", "tentative"}
    assert "it was coded by other instructions than today's" in {lead.status for lead in verdict.leads}


def test_whose_counts_are_reported_can_be_chosen(tables):
    page = judge_event(tables, PEOPLE["A"])
    page = type(page)(**{**{f: getattr(page, f) for f in page.__dataclass_fields__}, "chosen": "dictionary"})
    assert {lead.reported.names for lead in judge_page(page).leads} == {("dictionary",)}


def test_the_bundled_event_by_machines_alone_is_never_more_than_tentative(tables):
    verdict = judge(tables, "", people=[])
    assert {lead.reported.basis for lead in verdict.leads} == {"machine"}
    assert {x.strength for x in (*verdict.leads, *verdict.contrasts)} <= {"counted", "tentative"}


def test_all_judges_must_find_a_code_before_an_expert_is_said_to_use_it(tables):
    page = judge_event(tables, PEOPLE["F"])
    assert set(find_users(page, page.find_column("deepening", of="code")).values()) <= {"once", "open"}


def test_a_plan_says_how_long_a_text_two_people_must_code(tables):
    plan = plan_page(judge(tables, "A"), n_coders=(2,), accuracy=0.98, seed=1, n_pages=40, times=(1, 5))
    firm = plan.set_index(["expert", "times"])["firm"]
    assert firm[ESSEN, 1] < 0.5 < firm[ESSEN, 5]
    assert find_enough(plan).set_index("expert").loc[HSIUNG, "n_segments"] > 8
    assert plan.equals(plan_page(judge(tables, "A"), n_coders=(2,), accuracy=0.98, seed=1, n_pages=40, times=(1, 5)))


def test_one_coder_never_makes_a_plan_firm(tables):
    plan = plan_page(judge(tables, "A"), n_coders=(1,), accuracy=1.0, seed=1, n_pages=10, times=(5,))
    assert not plan["firm"].any()
    assert find_enough(plan)["n_segments"].isna().all()


def test_the_verdict_as_tables_has_each_coders_own_counts_and_every_claim(tables):
    verdict = judge(tables, "D2")
    reported = tabulate_reported(verdict).set_index(["expert", "frame", "coder"])["n_present"]
    assert (reported[ANDERSSON, "strategic rivalry", "anna"], reported[ANDERSSON, "strategic rivalry", "ben"]) in [
        (3, 4),
        (4, 3),
    ]
    claims = tabulate_claims(verdict)
    assert len(claims) == verdict.n_claims == 3 + 9
    assert (claims["share"] >= claims["other_share"] - 1e-12).all()
    assert (claims["needed"] != "").all()
    agreement = tabulate_agreement(verdict)
    assert set(agreement.loc[agreement["code"] == "", "frame"]) == set(verdict.leads[0].frames)
    known = agreement.dropna(subset=["alpha"])
    assert ((known["low"] <= known["alpha"]) & (known["alpha"] <= 1)).all()


def test_a_coder_who_judged_part_of_an_expert_is_reported_with_x_of_y(tables):
    anna = {**PEOPLE["A"][0], "judgements": {c: f"-{m[1:]}" for c, m in PEOPLE["A"][0]["judgements"].items()}}
    lead = leads(judge(tables, "", people=[anna]))[ESSEN]
    assert (lead.reported.basis, lead.n, lead.n_of) == ("one person", 6, 7)


def test_people_who_cover_an_expert_only_together_count_as_one_person(tables):
    anna, ben = (p["judgements"] for p in PEOPLE["A"])
    halves = [{c: m[:4] + "-" * 19 for c, m in anna.items()}, {c: "-" * 4 + m[4:] for c, m in ben.items()}]
    people = [{**p, "judgements": half} for p, half in zip(PEOPLE["A"], halves, strict=True)]
    lead = leads(judge(tables, "", people=people))[ESSEN]
    assert (lead.reported.basis, lead.reported.rows) == ("one person", ("anna, ben",))
    assert lead.strength != "firm"
