"""The rule: whose counts, agreement, support, ceilings; the examples that it was written with."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.findings.rule.agreement import Agreement
from analysis.findings.rule.leads import lead_p
from analysis.findings.rule.needed import TIMES, count_judgements_needed, find_needs
from analysis.findings.rule.positions import judge_stances
from analysis.findings.rule.tabulating import tabulate_claims
from analysis.findings.rule.uses import judge_all_use, judge_every, judge_only
from analysis.findings.rule.verdict import judge_page
from analysis.measures.posterior import Patterns
from tests.benchmarks import bench_rule
from tests.conftest import ROOT
from tests.rule_pages import read_page

EXAMPLES = {e["id"]: e for e in json.loads((ROOT / "tests/gold/rule/examples.json").read_text("utf-8"))}
PAGES = {name: example for name, example in EXAMPLES.items() if example["kind"] == "page"}


@pytest.mark.parametrize("name", PAGES)
def test_leads_contrasts_and_agreement_are_those_of_the_written_rule(name):
    expected = PAGES[name]["expect"]
    verdict = judge_page(read_page(PAGES[name]["input"]["page"]))
    assert [(x.expert, x.strength, round(1 - x.p / 2, 4)) for x in verdict.leads] == [
        (x["expert"], x["strength"], x["P(lead)"]) for x in expected["leads"]
    ]
    strengths = [x.strength for x in verdict.contrasts]
    assert {s: strengths.count(s) for s in expected["contrasts"]} == expected["contrasts"]
    for contrast in verdict.contrasts:
        said = f"{contrast.above} uses {contrast.frame} more than {contrast.below or 'the others'} ("
        rows = [row["strength"] for row in expected["contrasts told"] if row["sentence"].startswith(said)]
        assert rows == ([contrast.strength] if contrast.strength in ("firm", "tentative") else [])
    assert verdict.strength == expected["headline"]["strength"]
    got = {name: a.verdict for name, a in verdict.by_name.items()}
    assert {name: got.get(name, "not measured") for name in expected["agreement"]} == expected["agreement"]


USES = {name: e for name, e in PAGES.items() if e["input"].get("codes") or e["input"].get("only")}


@pytest.mark.parametrize("name", USES)
def test_who_uses_a_code_is_as_in_the_written_rule(name):
    given, expected = USES[name]["input"], USES[name]["expect"]
    page = read_page(given["page"])
    verdict = judge_page(page)
    for kind, judge, codes in (
        ("all use", judge_all_use, given.get("codes") or []),
        ("only", judge_only, given.get("only") or []),
    ):
        for code in codes:
            column = page.find_column(code, of="frame" if code in given["page"]["frames"] else "code")
            claim = judge(page, verdict.agreements[column], column)
            assert claim.strength == expected[f"{kind}: {code}"]["strength"]
            sentence = expected[f"{kind}: {code}"]["sentence"]
            assert claim.n == 0 or claim.alone or str(claim.n) in sentence or sentence.startswith("Both")


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if e["kind"] == "stances"])
def test_consensus_needs_speakers_and_nobody_who_denies(name):
    given, expected = EXAMPLES[name]["input"], EXAMPLES[name]["expect"]
    patterns = given.get("patterns")
    claim = judge_stances(
        given["stances"],
        n_experts=given["n_experts"],
        patterns=Patterns(*map(np.float64, patterns)) if patterns else None,
    )
    # "Most hold it" by a binomial bound is left out; what it would call firm is tentative here
    assert claim.strength == ("tentative" if expected["strength"] == "firm" else expected["strength"])
    assert (claim.standing == "contested") == expected["sentence"].startswith("Contested")
    assert (claim.standing == "too few") == ("too few" in expected["sentence"])


def test_two_of_forty_are_no_consensus():
    stances = {"A": ["asserts"], "B": ["asserts"], **{f"S{i}": ["silent"] for i in range(38)}}
    assert judge_stances(stances, n_experts=40).standing == "too few"


def test_attributing_a_claim_is_no_position():
    assert judge_stances({e: ["attributes", "attributes"] for e in "ABC"}, n_experts=3).n_speak == 0


def test_every_is_never_pooled_over_frames():
    given = EXAMPLES["case-K-every"]["input"]
    claim = judge_every(given["found"], given["needed"])
    assert (claim.strength, claim.n_full, claim.most) == ("counted", 0, 2)
    assert judge_every({"A": {"F": 4}, "B": {"G": 4}}, 4).strength == "tentative"


def test_what_is_needed_is_as_in_the_written_rule():
    given, expected = EXAMPLES["needed"]["input"], EXAMPLES["needed"]["expect"]
    found = np.array([[[1, 0]] * given["f_only"] + [[0, 1]] * given["g_only"] + [[1, 1]] * 2], dtype=bool)
    effects = np.array([given["deff"]])
    times = next(t for t in TIMES if lead_p(found, 0, effects, times=t) <= given["threshold"])
    assert math.ceil(given["n"] * (times - 1)) == expected["further segments of this expert"]
    agreement = Agreement("open", 0.905, 0.06, Patterns(*map(np.float64, (7, 15, 1))), 1.0, 2)
    assert count_judgements_needed(agreement) == 5


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("case-A", {"more sentences"}),
        ("case-B", {"a clearer codebook"}),
        ("case-F", {"a second person", "more sentences"}),
        ("machine-only", {"two people"}),
        ("firm-lead", set()),
        ("case-K", {"a second person", "another page"}),
    ],
)
def test_what_is_needed_follows_from_the_rule(name, what):
    verdict = judge_page(read_page(PAGES[name]["input"]["page"]))
    needs = {need.what for lead in verdict.leads[:2] for need in find_needs(verdict, lead)}
    assert needs >= what
    assert "two people" not in needs or name == "machine-only"


def test_alike_experts_seldom_get_a_false_claim():
    rows = bench_rule.simulate_nothing(0.02)
    assert np.mean([row["firm"] for row in rows]) <= 0.05
    assert np.mean([row["claimed"] for row in rows]) <= 0.16


def test_power_is_that_of_the_written_rule_draw_by_draw(monkeypatch):
    monkeypatch.setattr(bench_rule, "SIZES", {23: bench_rule.SIZES[23]})
    monkeypatch.setattr(bench_rule, "ICCS", (0.0,))
    monkeypatch.setattr(bench_rule, "ACCURACIES", (0.98,))
    monkeypatch.setattr(bench_rule, "SHARED", (0.0,))
    rows = bench_rule.simulate_power(1.0, experts=(3,))
    with (ROOT / "tests/gold/rule/power.csv").open(encoding="utf-8", newline="") as file:
        gold = [
            r
            for r in csv.DictReader(file)
            if all(float(r[k]) == rows[0][k] for k in ("E", "n", "icc", "acc", "shared"))
        ]
    for name in bench_rule.POWER:
        assert rows[0][name] == pytest.approx(float(gold[0][name]), abs=0.01)


@st.composite
def coded_pages(draw):
    paragraphs = st.lists(st.integers(1, 4), min_size=1, max_size=3)
    sizes = {f"E{i}": draw(paragraphs) for i in range(draw(st.integers(1, 7)))}
    frames = [f"F{i}" for i in range(draw(st.integers(1, 3)))]
    coders = []
    for i, kind in enumerate(draw(st.lists(st.sampled_from(["person", "consensus", "dictionary"]), max_size=3))):
        marks = draw(st.sampled_from(["10", "1110", "111110-", "10-"]))
        texts = {
            e: {f: draw(st.text(marks, min_size=sum(n), max_size=sum(n))) for f in frames} for e, n in sizes.items()
        }
        coders.append({"coder": f"{kind} {i}", "kind": kind, "judgements": texts})
    return {"experts": sizes, "frames": frames, "coders": coders, "machine": "dictionary 0"}


@settings(max_examples=100)
@given(coded_pages())
def test_any_page_gets_a_verdict_and_nothing_that_people_did_not_code_is_firm(page):
    people = [coder for coder in page["coders"] if coder["kind"] == "person"]
    verdict = judge_page(read_page(page))
    for claim in verdict.claims:
        assert 0 <= claim.p <= 1
        assert claim.strength != "firm" or len(people) >= 2
        assert claim.strength == "firm" or find_needs(verdict, claim)
    assert len(tabulate_claims(verdict)) == verdict.n_claims
