"""The gate: what agreement allows a finding to be, and that nothing goes around it."""

import ast
import json
import math

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.event import load_event
from analysis.measures.gates import RULE, Finding, gate_finding, judge_agreement, state_gate
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT


def tables(kinds, *, alpha=0.9, low=0.8, n_coders=2, kind="person", sources="", who=None, blind=True):
    coders = pd.DataFrame({"coder": list(kinds), "kind": list(kinds.values()), "blind": blind, "sources": sources})
    coders["who"] = who or coders["coder"]
    row = {"n_coders": n_coders, "alpha": alpha, "low": low, "kind": kind, "coders": "a, b"}
    return {
        "coders": coders,
        "reliability": pd.DataFrame([{"code": "red", **row}]),
        "frame_reliability": pd.DataFrame([{"frame": "colour", **row}]),
    }


@pytest.mark.parametrize(
    ("kind", "n_coders", "alpha", "low", "strength"),
    [
        ("person", 2, 0.800, 0.667, "firm"),
        ("person", 2, 0.799, 0.700, "tentative"),
        ("person", 2, 0.900, 0.666, "tentative"),
        ("person", 2, 1.000, math.nan, "tentative"),
        ("person", 3, 0.667, 0.100, "tentative"),
        ("person", 2, 0.666, 0.600, "withheld"),
        ("person", 2, math.nan, math.nan, "withheld"),
        ("person", 1, math.nan, math.nan, "tentative"),
        ("language model", 2, 1.000, 1.000, "tentative"),
        ("language model", 2, 0.100, 0.000, "tentative"),
        ("person, language model", 2, 1.000, 1.000, "tentative"),
        ("", 0, math.nan, math.nan, "tentative"),
    ],
)
def test_the_rule_is_the_one_that_is_printed(kind, n_coders, alpha, low, strength):
    assert judge_agreement(kind, n_coders, alpha, low)[0] == strength
    assert "0.800" in RULE
    assert "0.667" in RULE


def test_a_finding_by_two_people_who_agree_is_firm():
    finding = gate_finding(
        "Red leads.", tables=tables({"a": "person", "b": "person"}), coders=["a", "b"], codes=["red"]
    )
    assert (finding.sentence, finding.strength, finding.needed) == ("Red leads.", "firm", "")


@pytest.mark.parametrize("kind", ["dictionary", "language model", "similarity", "learned"])
def test_machines_never_make_a_finding_firm(kind):
    given = tables({"m": kind, "n": kind}, kind=kind)
    finding = gate_finding("Red leads.", tables=given, coders=["m", "n"], codes=["red"])
    assert finding.strength == "tentative"
    assert "two people" in finding.needed


def test_what_people_agree_on_does_not_lend_strength_to_a_machine():
    given = tables({"a": "person", "b": "person", "dictionary": "dictionary"})
    assert gate_finding("Red leads.", tables=given, coders=["dictionary"], codes=["red"]).strength == "tentative"


def test_a_withheld_finding_says_what_would_be_needed_and_not_the_claim():
    given = tables({"a": "person", "b": "person"}, alpha=0.3, low=0.1)
    finding = gate_finding("Red leads.", tables=given, coders=["a"], frames=["colour"], counter_example="blue sky")
    assert finding.strength == "withheld"
    assert "Red leads" not in repr(finding)
    assert "two people who code the frame colour" in finding.sentence
    assert finding.counter_example == ""


def test_a_consensus_is_as_strong_as_the_people_it_was_made_from():
    given = tables({"a": "person", "b": "person", "c": "consensus"}, sources=["", "", "a, b"])
    assert gate_finding("Red leads.", tables=given, coders=["c"], codes=["red"]).strength == "firm"
    of_machines = tables({"m": "language model", "c": "consensus"}, sources=["", "m"], kind="language model")
    assert gate_finding("Red leads.", tables=of_machines, coders=["c"], codes=["red"]).strength == "tentative"


def test_a_finding_is_as_strong_as_the_weakest_thing_it_rests_on():
    given = tables({"a": "person", "b": "person"})
    given["frame_reliability"]["alpha"] = 0.5
    assert gate_finding("Red.", tables=given, coders=["a"], codes=["red"], frames=["colour"]).strength == "withheld"


def test_people_do_not_borrow_the_agreement_of_others():
    given = tables({"a": "person", "b": "person", "late": "person"})
    assert gate_finding("Red leads.", tables=given, coders=["late"], codes=["red"]).strength == "tentative"


def test_nobody_phrases_a_finding_by_hand():
    with pytest.raises(InputError, match="gate_finding"):
        Finding("Red leads.", "firm", (), (), "", "", "")


def test_no_source_and_no_notebook_makes_a_finding_outside_the_gate():
    sources = {p: p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py") if p.name != "gates.py"}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources[path] = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            names = {getattr(node, "id", ""), getattr(node, "attr", "")}
            assert "_PASSED" not in names, path
            if isinstance(node, ast.Call):
                assert "Finding" not in {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}, path


@pytest.mark.parametrize(("coder", "code", "what"), [("nobody", "red", "coder"), ("a", "green", "code")])
def test_an_unknown_name_is_refused(coder, code, what):
    with pytest.raises(InputError, match=f"unknown {what}"):
        gate_finding("Red.", tables=tables({"a": "person"}), coders=[coder], codes=[code])


def test_the_bundled_event_says_who_coded_it():
    said = state_gate(build_tables(load_event(EVENT, root=ROOT))["coders"])
    assert said.startswith("No person has coded this event.")
    assert "reader-a (language model)" in said
