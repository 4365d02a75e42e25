"""analysis.measures.prevalence and intervals: shares with intervals that do not collapse."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.intervals import wilson_interval
from analysis.measures.judgements import arrange_judgements
from analysis.measures.prevalence import (
    count_judgements,
    estimate_design_effect,
    find_dominant_frames,
    measure_prevalence,
)
from tests.measured import CODEBOOK, make_tables

CLUMPED = {"A": ["need", "need", "need", "need", "", "", "", ""], "B": ["", "", "", "", "threat", "threat", "", ""]}
SPREAD = {"A": ["need", "", "need", "", "need", "", "need", ""], "B": ["threat", "", "", "", "", "threat", "", ""]}


def measure(said, experts=None):
    segments, codings = make_tables(said)
    return measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c", experts=experts))


def find(table, expert, frame, code=""):
    return table[(table["expert"] == expert) & (table["frame"] == frame) & (table["code"] == code)].iloc[0]


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilson_agrees_with_scipy(present, n):
    present = min(present, n)
    theirs = stats.binomtest(present, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(present, n) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_of_newcombe_1998():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81/263, 15/148, 0/20, 1/29
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (present, n), bounds in published.items():
        assert wilson_interval(present, n) == pytest.approx(bounds, abs=5e-5)


def test_a_frame_is_present_where_any_of_its_codes_is():
    row = find(measure({"A": ["need", "praise", "need praise", ""], "B": [""]}), "A", "power")
    assert (row["n_segments"], row["n_present"], row["prevalence"]) == (4, 3, 0.75)


def test_intervals_do_not_collapse_at_none_and_all():
    table = measure({"A": ["need"] * 6, "B": [""] * 6})
    always, never = find(table, "A", "power"), find(table, "B", "power")
    assert always["high"] == 1
    assert always["low"] < 0.8
    assert never["low"] == 0
    assert never["high"] > 0.2


def test_sentences_that_hang_together_widen_the_interval():
    clumped, spread = find(measure(CLUMPED), "A", "power"), find(measure(SPREAD), "A", "power")
    assert clumped["prevalence"] == spread["prevalence"] == 0.5
    assert clumped["high"] - clumped["low"] > spread["high"] - spread["low"]
    assert clumped["n_effective"] == pytest.approx(4)  # paragraphs of two alike: each counts once
    assert clumped["low"] < clumped["low_independent"]


def find_effect(*paragraphs):
    """Design effect of one expert's frame, from (sentences, sentences with it) of each paragraph."""
    said = {"A": [code for n, y in paragraphs for code in ["need"] * y + [""] * (n - y)]}
    segments, codings = make_tables(said, per_paragraph=paragraphs[0][0])
    counts = count_judgements(arrange_judgements(codings, segments, CODEBOOK, coder="c"))
    frame = counts.loc[(counts["frame"] == "power") & (counts["code"] == "")].reset_index(drop=True)
    return estimate_design_effect(frame)[0]


def test_paragraphs_that_agree_within_count_once_and_mixed_ones_in_full():
    assert find_effect((2, 2), (2, 2), (2, 0), (2, 0)) == pytest.approx(2)
    assert find_effect((2, 1), (2, 1), (2, 1), (2, 1)) == 1


def test_design_effect_worked_by_hand():
    # 3 of 3 and 1 of 3: explained 10/3, expected 16/6, msb = 2/3, msw = (4 − 10/3)/4 = 1/6, n0 = 3;
    # icc = 0.5/(2/3 + 1/3) = 0.5, deff = 1 + (3 − 1) · 0.5
    assert find_effect((3, 3), (3, 1)) == pytest.approx(2)


def test_documents_that_agree_within_widen_the_interval_too():
    segments, codings = make_tables({"A": ["need"] * 4 + [""] * 4}, per_paragraph=1)
    alone = find(measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c")), "A", "power")
    segments = segments.assign(document_id=["d"] * 4 + ["e"] * 4)
    two = find(measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c")), "A", "power")
    assert alone["n_effective"] == 8
    assert two["n_effective"] == pytest.approx(2)


def test_shares_of_words_weigh_segments_by_their_length():
    segments, codings = make_tables({"A": ["need", ""]})
    segments["words"] = [30, 10]
    row = find(measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c")), "A", "power")
    assert (row["words"], row["words_present"], row["word_share"]) == (40, 30, 0.75)


def test_an_expert_without_segments_is_undefined_not_zero():
    row = find(measure({"A": ["need", ""]}, experts=("A", "B")), "B", "power")
    assert row["n_segments"] == 0
    assert math.isnan(row["prevalence"])
    assert math.isnan(row["low"])


def test_what_was_not_judged_does_not_count():
    segments, codings = make_tables({"A": ["need", "", "need"]})
    codings = codings[~((codings["segment_id"] == "d/1/3") & (codings["code"] == "need"))]
    table = measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c"))
    assert find(table, "A", "power", "need")["n_segments"] == 2
    assert find(table, "A", "power")["n_segments"] == 2
    assert find(table, "A", "power", "praise")["n_segments"] == 3


def test_one_expert_with_one_sentence_has_an_interval():
    row = find(measure({"A": ["need"]}), "A", "power")
    assert 0 < row["low"] < row["high"] == 1


def test_the_order_of_rows_does_not_matter():
    segments, codings = make_tables(CLUMPED)
    shuffled = codings.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c")),
        measure_prevalence(arrange_judgements(shuffled, segments, CODEBOOK, coder="c")),
    )


def test_no_frame_leads_where_two_tie():
    dominant = find_dominant_frames(measure({"A": ["need", "threat"], "B": ["need", ""]}))
    assert dominant["frame"].tolist() == ["", "power"]
    assert dominant["note"].tolist() == ["two frames are equally frequent", ""]


def test_no_frame_leads_where_nothing_was_judged():
    dominant = find_dominant_frames(measure({"A": ["need"]}, experts=("A", "B")))
    assert dominant["note"].tolist()[1] == "no frame was found in any segment"


def test_on_texts_whose_sentences_hang_together_the_interval_covers_more_often_than_one_that_ignores_it():
    rng = np.random.default_rng(4)
    covered, covered_independent, pages = 0, 0, 150
    for _ in range(pages):
        paragraphs = rng.random(12) < 0.4  # four sentences each, all with the frame or none
        said = {"A": ["need" if present else "" for present in np.repeat(paragraphs, 4)]}
        segments, codings = make_tables(said, per_paragraph=4)
        row = find(measure_prevalence(arrange_judgements(codings, segments, CODEBOOK, coder="c")), "A", "power")
        covered += row["low"] <= 0.4 <= row["high"]
        covered_independent += row["low_independent"] <= 0.4 <= row["high_independent"]
    assert covered / pages > 0.9
    assert covered_independent / pages < 0.75
