"""The rule: whose counts, agreement, support, ceilings; the examples that it was written with."""

import json

import pytest

from analysis.findings.rule.claims import judge_page
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
