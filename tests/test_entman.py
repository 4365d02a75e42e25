"""analysis.measures.entman: what each expert calls problem, cause, evaluation and remedy; policy dimensions."""

import math
from typing import get_args

import pytest

from analysis import codebook
from analysis.measures.entman import DIMENSIONS, FUNCTIONS, measure_dimensions, measure_entman
from analysis.measures.judgements import arrange_judgements
from analysis.tables import validate_table
from tests.measured import CODEBOOK, make_tables


def grid(said, **options):
    segments, codings = make_tables(said)
    table = measure_entman(arrange_judgements(codings, segments, CODEBOOK, coder="c", **options), segments, CODEBOOK)
    return validate_table("entman", table).set_index(["expert", "function"])


def test_functions_and_dimensions_are_those_of_the_codebook():
    assert FUNCTIONS == codebook.FUNCTIONS
    assert get_args(codebook.PolicyFrame) == DIMENSIONS
    assert len(DIMENSIONS) == 15


def test_every_cell_has_its_segment_or_says_absent():
    table = grid({"A": ["need", "threat", "need threat"]})
    assert table.loc[("A", "problem"), "segment_id"] == "d/1/1"
    assert table.loc[("A", "problem"), "n_present"] == 2
    assert table.loc[("A", "evaluation"), ["segment_id", "quote", "note"]].tolist() == ["", "", "absent"]


def test_an_expert_without_segments_is_undefined_not_absent():
    row = grid({"A": ["need"]}, experts=("A", "B")).loc[("B", "problem")]
    assert row["note"] == "undefined: not judged"
    assert math.isnan(row["prevalence"])


def test_a_dimension_that_no_code_names_was_not_looked_for():
    segments, codings = make_tables({"A": ["praise", "outlook", "", "need"]})
    table = validate_table(
        "dimensions", measure_dimensions(arrange_judgements(codings, segments, CODEBOOK, coder="c"), CODEBOOK)
    )
    table = table.set_index("policy_frame")
    assert table.index.tolist() == list(DIMENSIONS)
    assert (table.loc["Political", "n_codes"], table.loc["Political", "n_present"]) == (2, 2)
    assert table.loc["Political", "frames"] == "power; rivalry"
    assert table.loc["Economic", "prevalence"] == pytest.approx(0.25)
    assert table.loc["Morality", "n_codes"] == 0
    assert math.isnan(table.loc["Morality", "prevalence"])


def test_quotations_of_the_bundled_page_are_segments_of_their_expert(tables):
    said = tables["segments"].set_index("segment_id")
    present = tables["entman"][tables["entman"]["n_present"] > 0]
    for cell in present.itertuples():
        assert said.loc[cell.segment_id, "text"] == cell.quote
        assert said.loc[cell.segment_id, "expert"] == cell.expert
