"""Tail probabilities and the posterior of α, against second implementations and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.exact import benjamini_hochberg, holm
from analysis.measures.judgements import arrange_judgements
from analysis.measures.posterior import Patterns, alpha_of_patterns, bound_alpha, count_patterns, probability_below
from analysis.measures.prevalence import count_judgements, estimate_design_effect
from analysis.measures.support import estimate_effects, lead_tail, order_tail, use_tail
from tests.benchmarks import bench_rule
from tests.measured import CODEBOOK, make_tables

counts = st.integers(0, 12)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_alpha_of_two_coders_is_krippendorffs(pairs):
    values = np.array(pairs, dtype=float).T
    ours, theirs = float(alpha_of_patterns(count_patterns(values))), krippendorff_alpha(values, level="nominal")
    assert ours == pytest.approx(theirs, abs=1e-12, nan_ok=True)


def test_a_segment_that_three_people_judged_weighs_one():
    patterns = count_patterns([[1, 0], [1, np.nan], [0, 0]])
    assert [float(part) for part in patterns] == pytest.approx([1 / 3, 1, 2 / 3])


@settings(max_examples=20)
@given(counts, counts, counts, st.sampled_from([0.5, 0.667, 0.8]))
def test_the_posterior_is_the_dirichlet_it_says(both, neither, differ, mark):
    patterns = Patterns(*map(np.float64, (both, neither, differ)))
    draws = np.random.default_rng(1).dirichlet(np.array([both, neither, differ]) + 0.5, 40_000)
    p = draws[:, 0] + draws[:, 2] / 2
    drawn = (1 - draws[:, 2] / (2 * p * (1 - p)) < mark).mean()
    assert float(probability_below(mark, patterns)) == pytest.approx(drawn, abs=0.015)


def test_the_interval_of_alpha_does_not_collapse_where_nobody_differs():
    low, high = bound_alpha(Patterns(*map(np.float64, (4, 4, 0))))
    assert 0.3 < float(low) < 0.8
    assert float(high) <= 1


@pytest.mark.parametrize("n", [8, 23, 60])
def test_the_interval_of_alpha_covers_it(n, monkeypatch):
    monkeypatch.setattr(bench_rule, "SIZES", {n: bench_rule.SIZES[n]})
    monkeypatch.setattr(bench_rule, "ICCS", (0.0,))
    covered = [row["cover"] for row in bench_rule.cover_alpha(0.2)]
    assert np.mean(covered) >= 0.92


@given(counts, counts, counts, counts)
def test_an_order_is_fishers_mid_p(x_a, more_a, x_b, more_b):
    n_a, n_b = x_a + more_a + 1, x_b + more_b + 1
    table = stats.hypergeom(n_a + n_b, x_a + x_b, n_a)
    assert float(order_tail(x_a, n_a, 1, x_b, n_b, 1)) == pytest.approx(table.sf(x_a) + table.pmf(x_a) / 2, abs=1e-10)


def test_a_design_effect_shrinks_what_an_order_rests_on():
    assert float(order_tail(8, 8, 2.0, 0, 8, 2.0)) == pytest.approx(float(order_tail(4, 4, 1, 0, 4, 1)))


@given(counts, counts)
def test_a_lead_turned_round_has_the_other_tail(first, other):
    assert float(lead_tail(first, other, 1.3)) == pytest.approx(1 - float(lead_tail(other, first, 1.3)))


def test_a_use_is_the_binomial_tail():
    e = (1 - np.sqrt(1 - 2 * 2.5 / 41)) / 2
    assert float(use_tail(20, 3, 2, 40)) == pytest.approx(stats.binom.sf(2, 20, e * e))
    assert float(use_tail(20, 0, 2, 40)) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_benjamini_hochberg_is_scipys_and_never_above_holm(p):
    ours = benjamini_hochberg(p)
    assert ours == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
    assert (ours <= holm(p) + 1e-12).all()


def test_design_effects_are_those_of_prevalence_and_assumed_where_paragraphs_are_few():
    said = {"Ada": ["need", "need", "", "", "need", "need", "", ""], "Bo": ["", "", "threat", "threat", "", ""]}
    segments, codings = make_tables(said)
    judged = arrange_judgements(codings, segments, CODEBOOK, coder="c")
    frames = np.flatnonzero(judged.columns["code"] == "")
    clusters = {"paragraph": judged.cluster, "document": judged.document}
    everything = np.ones(len(segments), bool)
    found = estimate_effects(judged.present[:, frames], everything, judged.expert, clusters, n_experts=2)
    theirs = estimate_design_effect(count_judgements(judged)).reshape(2, -1)[:, frames]
    assert found.per_expert == pytest.approx(theirs[:, 0])
    assert not found.assumed
    one = np.zeros(len(segments), np.intp)
    assumed = estimate_effects(
        judged.present[:, frames], everything, one, {"paragraph": one, "document": one}, n_experts=1
    )
    assert assumed.assumed
    assert assumed.per_expert[0] >= 1 + (len(segments) - 1) * 0.3
