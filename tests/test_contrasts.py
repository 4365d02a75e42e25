"""analysis.measures.contrasts: where two experts differ, and what could not have been seen."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measures.contrasts import measure_contrasts
from analysis.measures.exact import holm
from analysis.measures.judgements import arrange_judgements
from analysis.tables import validate_table
from tests.measured import CODEBOOK, make_tables


def contrast(said, experts=None, **options):
    segments, codings = make_tables(said)
    table = measure_contrasts(
        arrange_judgements(codings, segments, CODEBOOK, coder="c", experts=experts), seed=1, **options
    )
    return validate_table("contrasts", table)


def find(table, frame="power", code=""):
    return table[(table["frame"] == frame) & (table["code"] == code)].iloc[0]


def test_the_test_and_the_effect_worked_by_hand():
    row = find(contrast({"A": ["need"] * 4, "B": [""] * 4}))
    assert row["p"] == pytest.approx(2 / 70)
    assert row["cohen_h"] == pytest.approx(math.pi)  # the largest there is
    assert row["difference"] == 1


def test_cohen_h_of_a_published_table():
    # Cohen (1988), Statistical Power Analysis, 2nd ed., table 6.2.2: φ(.50) = 1.571, φ(.25) = 1.047
    row = find(contrast({"A": ["need", "need", "", ""], "B": ["need", "", "", ""]}))
    assert row["cohen_h"] == pytest.approx(1.571 - 1.047, abs=1e-3)


def test_p_values_are_corrected_within_frames_and_within_codes():
    table = contrast({"A": ["need"] * 8, "B": ["threat"] * 8, "C": [""] * 8})
    frames = table[table["code"] == ""]
    assert (frames["n_tests"] == 6).all()
    assert (table.loc[table["code"] != "", "n_tests"] == 12).all()
    assert frames["p_holm"].tolist() == pytest.approx(holm(frames["p"]).tolist())


def test_an_order_is_named_only_where_the_resamples_bear_it():
    strong = find(contrast({"A": ["need"] * 8, "B": [""] * 8}))
    weak = find(contrast({"A": ["need", "need", *[""] * 6], "B": [""] * 8}))
    assert strong["above"] == "A"
    assert weak["above"] == ""
    assert weak["support"] > 0.5


def test_a_single_sentence_ranks_nobody():
    row = find(contrast({"A": ["need"], "B": [""] * 12}))
    assert row["above"] == ""


def test_one_expert_gives_an_empty_table():
    assert len(contrast({"A": ["need", ""]})) == 0


def test_two_experts_alike_do_not_differ():
    table = contrast({"A": ["need", "threat", ""], "B": ["need", "threat", ""]})
    assert (table["p_holm"] == 1).all()
    assert (table["cohen_h"] == 0).all()
    assert (table["above"] == "").all()


def test_a_code_nobody_uses_and_a_frame_everybody_always_uses_do_not_differ():
    table = contrast({"A": ["need"] * 8, "B": ["need"] * 8})
    for row in (find(table, code="praise"), find(table)):
        assert row["p"] == 1
        assert row["h_low"] < 0 < row["h_high"]
        assert row["above"] == ""


def test_an_expert_without_segments_is_undefined_and_not_tested():
    row = find(contrast({"A": ["need", ""]}, experts=("A", "B")))
    assert math.isnan(row["p"])
    assert math.isnan(row["cohen_h"])
    assert row["n_tests"] == 0


def test_forty_experts_are_compared_in_all_pairs():
    said = {f"E{i:02}": ["need" if i % 3 else "", "threat", "", "need"] for i in range(40)}
    table = contrast(said, resamples=100)
    assert len(table) == 780 * 6
    assert table["p_holm"].between(0, 1).all()


def test_the_same_seed_gives_the_same_numbers_and_rows_may_come_in_any_order():
    said = {"A": ["need", "", "need", ""], "B": ["", "threat", "", ""]}
    segments, codings = make_tables(said)
    shuffled = codings.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(
        contrast(said), measure_contrasts(arrange_judgements(shuffled, segments, CODEBOOK, coder="c"), seed=1)
    )


def test_names_of_experts_do_not_matter():
    first = contrast({"A": ["need", "", "need", ""], "B": ["", "threat", "", ""]})
    second = contrast({"Z": ["need", "", "need", ""], "Y": ["", "threat", "", ""]})
    assert np.array_equal(first["support"], second["support"])


def test_exchanging_two_experts_turns_the_sign():
    first = find(contrast({"A": ["need"] * 6, "B": ["need", *[""] * 5]}))
    second = find(contrast({"B": ["need", *[""] * 5], "A": ["need"] * 6}))
    assert first["cohen_h"] == pytest.approx(-second["cohen_h"])
    assert first["p"] == pytest.approx(second["p"])
    assert first["above"] == second["above"] == "A"


def test_four_sentences_rank_nobody_however_clear_the_order():
    row = find(contrast({"A": ["need"] * 4, "B": [""] * 12}))
    assert row["support"] > 0.95
    assert row["above"] == ""
    assert find(contrast({"A": ["need"] * 5, "B": [""] * 12}))["above"] == "A"
