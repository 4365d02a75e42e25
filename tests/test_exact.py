"""analysis.measures.exact: exact tests, correction for their number, what could not have been seen."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.exact import first_significant, fisher_exact, holm, smallest_detectable

CELLS = st.integers(0, 40)


@given(CELLS, CELLS, CELLS, CELLS)
def test_fisher_agrees_with_scipy(a, b, c, d):
    assert fisher_exact(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


@given(CELLS, CELLS, CELLS, CELLS)
def test_fisher_does_not_depend_on_which_row_or_column_comes_first(a, b, c, d):
    p = fisher_exact(a, b, c, d)
    assert p == pytest.approx(fisher_exact(c, d, a, b)) == pytest.approx(fisher_exact(b, a, d, c))


def test_fisher_of_the_lady_tasting_tea():
    # Fisher (1935) The Design of Experiments, section 7: one table of 70 with all eight right
    assert fisher_exact(4, 0, 0, 4) == pytest.approx(2 / 70)


def test_fisher_of_large_counts_agrees_with_scipy():
    assert fisher_exact(900, 2100, 1000, 2000) == pytest.approx(
        stats.fisher_exact([[900, 2100], [1000, 2000]]).pvalue, rel=1e-7
    )


def test_holm_of_four_values_worked_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_leaves_out_what_is_undefined():
    corrected = holm([0.01, math.nan, 0.03])
    assert corrected[[0, 2]].tolist() == pytest.approx([0.02, 0.03])
    assert math.isnan(corrected[1])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_lowers_a_p_and_keeps_the_order(values):
    corrected = holm(values)
    assert (corrected >= np.array(values) - 1e-15).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(corrected[order]) >= -1e-15).all()


@given(st.integers(1, 30), st.integers(1, 30))
def test_the_first_significant_count_is_the_first(n, other):
    count = first_significant(n, other, 0.05)
    assert count == n + 1 or fisher_exact(count, n - count, 0, other) <= 0.05
    assert count == 0 or fisher_exact(count - 1, n - count + 1, 0, other) > 0.05


def test_with_three_sentences_each_nothing_could_have_been_found():
    assert math.isnan(smallest_detectable(3, 3, 0.05))  # 3 of 3 against 0 of 3 has p = 0.1


def test_with_four_sentences_each_only_all_against_none_could_have_been_found():
    assert smallest_detectable(4, 4, 0.05) == 1
