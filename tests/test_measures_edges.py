"""Every measure and its exhibits on the cases where a number would lie: each gives a defined answer."""

import math

import pandas as pd
import pytest

from analysis.event import load_event
from analysis.page.rendering import render_exhibit
from analysis.page.showing import describe_exhibit
from analysis.pipeline import EventTables
from analysis.tables import TABLES, fit_table, validate_table
from tests.conftest import make_statements
from tests.exhibits import show_all

SAME = "China will keep supporting Russia, its junior partner. They may deepen ties, but it remains to be seen."
CASES = {
    "one expert": {"Ann Lee": SAME},
    "two experts with identical text": {"Ann Lee": SAME, "Bo Ek": SAME},
    "an expert with one sentence": {"Ann Lee": SAME, "Bo Ek": "Moscow is isolated."},
    "an empty statement": {"Ann Lee": SAME, "Bo Ek": ""},
    "nothing of the codebook": {"Ann Lee": "The weather was fine.", "Bo Ek": "Rain fell."},
    "nobody says anything": {"Ann Lee": "", "Bo Ek": ""},
    "forty experts": {f"Expert {chr(65 + i // 26)}{chr(65 + i % 26)}": f"{SAME} No surprise {i}." for i in range(40)},
}


@pytest.fixture(scope="module", params=CASES)
def built(request, root):
    event = load_event("2023-03-xi-moscow", root=root)
    statements = make_statements(CASES[request.param])
    document = {c.name: "" for c in TABLES["documents"].columns} | {"document_id": "d", "language": "en", "edits": 0}
    documents = fit_table("documents", [document])
    tables = {
        "documents": documents,
        "statements": statements,
        "propositions": fit_table("propositions", []),
        "stances": fit_table("stances", []),
        "judgement_log": fit_table("judgement_log", []),
    }
    from analysis.coding import running

    bare = EventTables(event).replace(**tables)
    coded = running.code_segments(bare.segments, bare.codebook_file)
    return request.param, bare.replace(**tables, matches=coded.matches, codings=coded.codings, coders=coded.coders)


def test_every_table_keeps_its_schema(built):
    _, tables = built
    for name in (TABLES.keys() & tables.keys()) - {"documents"}:
        validate_table(name, tables[name])


def test_every_exhibit_says_something_of_every_case(built, root):
    case, tables = built
    shown = show_all(tables, load_event("2023-03-xi-moscow", root=root))
    for exhibit in shown.values():
        assert exhibit.text, exhibit.name
        html = str(render_exhibit(describe_exhibit(exhibit)))
        assert "nan" not in html.replace("finance", "").lower().split(), exhibit.name
        assert "nan" not in exhibit.text.split(), exhibit.name
    if case == "one expert":
        assert "nobody to compare with" in shown["gaps"].text
        assert "nobody to compare with" in shown["words"].text


def test_experts_alike_are_reported_alike(built):
    case, tables = built
    if case == "two experts with identical text":
        assert (tables["distances"]["distance"] == 0).all()
        assert (tables["contrasts"]["difference"] == 0).all()
        assert not tables["keyness"]["distinctive"].any()


def test_an_empty_statement_is_undefined_in_every_rate(built):
    case, tables = built
    if case != "an empty statement":
        return
    for name, column in (
        ("prevalence", "prevalence"),
        ("entman", "prevalence"),
        ("certainty", "share"),
        ("actors", "share"),
        ("readability", "value"),
    ):
        theirs = tables[name].loc[tables[name]["expert"] == "Bo Ek", column]
        assert len(theirs)
        assert theirs.isna().all(), name
    assert tables["distances"]["note"].eq("undefined: Bo Ek uses no frame").all()
    assert tables["contrasts"]["p"].isna().all()


def test_a_frame_that_everybody_always_uses_has_an_interval_below_one(built):
    _, tables = built
    rows = tables["prevalence"]
    always = rows.loc[(rows["prevalence"] == 1) & (rows["n_segments"] > 0)]
    assert (always["low"] < 1).all()
    never = rows.loc[rows["prevalence"] == 0]
    assert (never["high"] > 0).all()
    assert not math.isnan(tables["coverage"]["words"].sum())
    assert isinstance(tables["dominant"], pd.DataFrame)
