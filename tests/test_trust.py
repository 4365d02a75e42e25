"""What the notebook 02_reliability shows: without anybody, with machines, with people."""

import datetime
import shutil

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.coding.human import CoderRecord
from analysis.coding.recording import record_codings
from analysis.event import load_event
from analysis.exhibits import reliability
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT


def show_all(tables):
    shown = [
        reliability.show_trust(tables),
        reliability.show_coders(tables),
        reliability.show_agreement(tables),
        reliability.show_coefficients(tables),
        reliability.show_evidence(tables),
        reliability.show_disagreements(tables, unit="sentence"),
        reliability.show_validity(tables),
        reliability.show_errors(tables, coder="dictionary", unit="sentence"),
        reliability.show_sensitivity(tables, unit="sentence"),
        reliability.show_rule(),
    ]
    return {exhibit.name: exhibit for exhibit in shown}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("trust")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("codings", "reader-*"))
    return load_event(EVENT, root=root)


@pytest.fixture(scope="module")
def alone(copy):
    """The tables with nobody but the dictionary."""
    return build_tables(copy)


@pytest.fixture(scope="module")
def coded(copy, alone):
    """The tables with two people who differ once, and who see what the dictionary sees but for one code."""
    codebook = load_codebook(copy.codebook_path)
    for name in ("anna", "berta"):
        given = alone["codings"].loc[lambda t: t["coder"] == "dictionary", ["segment_id", "code", "present"]].copy()
        given.loc[given["code"] == "dependence", "present"] = False
        given["memo"] = ""
        if name == "berta":
            given.loc[given.index[0], ["present", "memo"]] = [not given["present"].iloc[0], "<b>not sure</b>"]
        about = {"coder": name, "kind": "person", "who": name, "made_on": datetime.date(2026, 1, 31), "blind": True}
        record = CoderRecord(**about, trained="read it", codebook_sha256=codebook.instructions_sha256)
        record_codings(copy, record, given, alone["segments"], codebook)
    return build_tables(copy)


def test_without_anybody_it_says_what_would_be_needed(alone):
    shown = show_all(alone)
    assert "No person has coded this event." in shown["trust"].text
    assert "No two coders judged the same segments" in shown["trust"].text
    assert "Needed: two people" in shown["trust"].text
    assert "nobody to hold" in shown["errors"].text
    assert "cannot be told" in shown["sensitivity"].text


def test_machines_are_called_machines(tables):
    shown = show_all(tables)
    assert "Needed: two people" in shown["trust"].text
    assert "language model" in shown["trust"].text
    assert "Validity cannot be stated" in shown["validity"].text
    assert "0 of them people" in shown["coders"].text


def test_with_two_people_the_trust_is_theirs(coded):
    shown = show_all(coded)
    assert "2 people have coded this event independently: anna, berta" in shown["trust"].text
    assert "Needed" not in shown["trust"].text
    assert shown["agreement"].alt
    assert "against people" in shown["validity"].text
    assert "anna and berta differ on 1 judgement" in shown["disagreements"].text
    assert "&lt;b&gt;not sure&lt;/b&gt;" in shown["disagreements"].html
    errors = shown["errors"].tables["errors"]
    assert set(errors["error"]) >= {"false hit"}
    assert "dependence" in set(errors["code"])


def test_evidence_is_compared_where_two_coders_selected_words(coded):
    assert "No two coders selected words" in show_all(coded)["evidence"].text
    row = {"code": "rivalry", "coder": "anna", "other": "berta", "n_segments": 2}
    given = pd.DataFrame([row | {"overlap": 0.5, "length": 400, "alpha": 0.437}])
    shown = reliability.show_evidence({**coded, "span_overlap": given})
    assert "Unitizing α" in shown.html
    assert "0.437" in shown.html


def test_what_is_said_of_a_coder_stands_below_the_table_and_in_the_data(coded):
    shown = show_all(coded)["coders"]
    assert "<dt>anna</dt><dd>Learned the codebook by: read it." in shown.html
    assert shown.tables["coders"].equals(coded["coders"])


def test_a_code_on_which_people_never_vary_is_withheld(coded):
    row = coded["reliability"].set_index("code").loc["dependence"]
    assert (row["verdict"], row["n_present"]) == ("withheld", 0)


def test_the_headline_moves_when_another_coder_is_right(tables):
    changed = tables["dominant"].copy()
    row = changed.index[(changed["coder"] == "reader-a")][0]
    changed.loc[row, "frame"] = "another frame"
    shown = reliability.show_sensitivity({**tables, "dominant": changed}, unit="sentence")
    assert f"The dominant frame of {changed.loc[row, 'expert']} depends" in shown.text
    assert isinstance(shown.tables["sensitivity"], pd.DataFrame)
