"""analysis.measures.distances: how far apart frame profiles are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from analysis.measures.distances import count_deals, jensen_shannon, list_deals, measure_distances
from analysis.measures.judgements import arrange_judgements
from analysis.tables import validate_table
from tests.measured import CODEBOOK, make_tables

PROFILE = st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any)


def measure(said, **options):
    segments, codings = make_tables(said)
    table = measure_distances(arrange_judgements(codings, segments, CODEBOOK, coder="c"), seed=1, **options)
    return validate_table("distances", table).set_index(["expert", "other"])


@given(PROFILE, PROFILE)
def test_the_distance_agrees_with_scipy(p, q):
    assert jensen_shannon(np.array(p, float), np.array(q, float)) == pytest.approx(
        jensenshannon(p, q, base=2), abs=1e-7
    )


@given(PROFILE, PROFILE, PROFILE)
def test_the_distance_is_a_metric(p, q, r):
    p, q, r = (np.array(x, float) for x in (p, q, r))
    assert jensen_shannon(p, q) == pytest.approx(jensen_shannon(q, p))
    assert jensen_shannon(p, r) <= jensen_shannon(p, q) + jensen_shannon(q, r) + 1e-9
    assert jensen_shannon(p, 3 * p) == pytest.approx(0, abs=1e-7)


def test_nothing_in_common_is_one_and_far_from_chance():
    table = measure({"A": ["need"] * 12, "B": ["threat"] * 12})
    row = table.loc[("A", "B")]
    assert row["distance"] == 1
    assert row["p"] < 0.01
    assert row["reference_high"] < 1


def test_identical_texts_are_zero_apart():
    row = measure({"A": ["need", "threat"], "B": ["need", "threat"]}).loc[("A", "B")]
    assert row["distance"] == 0
    assert row["p"] == 1


def test_an_expert_without_frames_has_no_distance():
    row = measure({"A": ["need", "threat"], "B": ["", ""]}).loc[("A", "B")]
    assert math.isnan(row["distance"])
    assert math.isnan(row["p"])
    assert row["note"] == "undefined: B uses no frame"
    assert not row["nearest"]


def test_the_nearest_is_the_nearest():
    table = measure({"A": ["need"] * 4, "B": ["need", "need", "need", "threat"], "C": ["threat"] * 4})
    assert table.loc[("A", "B"), "nearest"]
    assert not table.loc[("A", "C"), "nearest"]
    assert table.loc[("C", "B"), "nearest"]


def test_one_expert_gives_an_empty_table():
    segments, codings = make_tables({"A": ["need"]})
    assert len(measure_distances(arrange_judgements(codings, segments, CODEBOOK, coder="c"), seed=1)) == 0


def test_distances_are_the_same_in_both_directions():
    table = measure({"A": ["need"] * 4, "B": ["need", "threat", "", ""], "C": ["threat"] * 4}).drop(
        columns=["nearest", "n_expert", "n_other"]
    )
    for first, second in (("A", "B"), ("A", "C"), ("B", "C")):
        assert table.loc[(first, second)].equals(table.loc[(second, first)])


def test_the_permutation_p_is_exact_where_all_deals_can_be_counted():
    # two paragraphs of two sentences each: one deal in two is the real one or its mirror, so p is near 1
    table = measure({"A": ["need", "need"], "B": ["threat", "threat"]}, resamples=500)
    assert table.loc[("A", "B"), "p"] == 1


def test_p_counts_every_deal_where_there_are_few():
    row = measure({"A": ["need"] * 4, "B": ["threat"] * 4}).loc[("A", "B")]
    assert row["exact"]
    assert row["n_deals"] == 6
    assert row["p"] == pytest.approx(2 / 6)  # as it is, and with the two experts' paragraphs exchanged


def test_p_rests_on_draws_where_the_deals_are_too_many():
    row = measure({"A": ["need"] * 20, "B": ["threat"] * 20}, resamples=200).loc[("A", "B")]
    assert not row["exact"]
    assert row["n_deals"] == 200


@given(st.lists(st.integers(0, 2), min_size=1, max_size=4))
def test_deals_are_all_different_and_all_there(sizes):
    ends = np.cumsum(sizes)
    hands = [
        tuple(frozenset(d[e - n : e].tolist()) for e, n in zip(ends, sizes, strict=True)) for d in list_deals(sizes)
    ]
    assert len(set(hands)) == len(hands) == count_deals(sizes)
