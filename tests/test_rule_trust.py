"""Codings of invented people for the bundled event: what the rule makes of each, by way of the event's own tables."""

import json

import pytest

from analysis.findings.rule.claims import judge_page
from analysis.findings.rule.needed import find_needs
from analysis.findings.rule.page import find_reported
from analysis.findings.rule.uses import find_users
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
