"""Shares corrected by a random sample: published formulas, coverage in simulation, the sample's design."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.corrected import choose_samples, correct_share, count_to_halve, measure_corrected
from analysis.measures.judgements import arrange_judgements
from analysis.measures.sampling import draw_sample
from tests.conftest import ROOT
from tests.measured import CODEBOOK, make_tables

EXAMPLES = {e["id"]: e for e in json.loads((ROOT / "tests/gold/rule/examples.json").read_text("utf-8"))}


def draw_page(rng, n_all, n_coded, share, sensitivity, specificity):
    truth = rng.random(n_all) < share
    found = np.where(truth, rng.random(n_all) < sensitivity, rng.random(n_all) > specificity)
    return truth, found, rng.permutation(n_all)[:n_coded]


def correct(truth, found, sample):
    true, seen = truth[sample], found[sample]
    return correct_share(
        int(found.sum()),
        len(found),
        n_missed=int((true & ~seen).sum()),
        n_false=int((~true & seen).sum()),
        n_hits=int((true & seen).sum()),
        n_coded=len(sample),
    )


def ppi_mean(labels, predictions, unlabelled):
    """Prediction-powered estimate of a mean (Angelopoulos et al. 2023, eq. 1; `ppi_mean_pointestimate`, λ = 1)."""
    return unlabelled.mean() + (labels - predictions).mean()


def dsl_mean(truth, predictions, sampled, probability):
    """Design-based supervised learning: mean of the design-adjusted outcome (Egami et al. 2023, eq. 3)."""
    return (predictions + sampled / probability * (truth - predictions)).mean()


@given(st.integers(0, 10_000), st.integers(20, 60), st.floats(0.05, 0.95))
def test_the_estimate_is_that_of_ppi_and_of_dsl(seed, n_coded, share):
    rng = np.random.default_rng(seed)
    truth, found, sample = draw_page(rng, 120, n_coded, share, 0.8, 0.9)
    sampled = np.zeros(120)
    sampled[sample] = 1
    ppi = ppi_mean(truth[sample].astype(float), found[sample].astype(float), found.astype(float))
    dsl = dsl_mean(truth.astype(float), found.astype(float), sampled, n_coded / 120)
    assert ppi == pytest.approx(dsl, abs=1e-12)
    assert correct(truth, found, sample).share == pytest.approx(min(max(ppi, 0), 1), abs=1e-9)


def test_the_estimate_is_the_written_rules():
    given = EXAMPLES["corrected-share"]["input"]
    fixed = correct_share(300, 1000, n_missed=8, n_false=3, n_hits=27, n_coded=100)
    assert (given["machine"], given["N"], given["missed"], given["false"]) == (300, 1000, 8, 3)
    assert fixed.share == pytest.approx(0.35)
    assert (fixed.low, fixed.high) == (pytest.approx(0.29, abs=0.02), pytest.approx(0.42, abs=0.02))


@pytest.mark.parametrize(
    ("n_all", "n_coded", "share", "sensitivity", "specificity", "naive_fails"),
    [
        (200, 60, 0.1, 0.8, 0.9, True),
        (200, 60, 0.3, 0.6, 0.95, True),
        (1000, 100, 0.1, 0.8, 0.9, True),
        (1000, 100, 0.3, 0.6, 0.95, True),
        (1000, 200, 0.3, 0.95, 0.98, False),
        (60, 25, 0.3, 0.8, 0.9, False),
    ],
)
def test_the_interval_covers_the_true_share(n_all, n_coded, share, sensitivity, specificity, naive_fails):
    rng = np.random.default_rng(1)
    inside = naive = 0
    for _ in range(600):
        truth, found, sample = draw_page(rng, n_all, n_coded, share, sensitivity, specificity)
        fixed = correct(truth, found, sample)
        inside += fixed.low <= truth.mean() <= fixed.high
        half = 1.96 * np.sqrt(found.mean() * (1 - found.mean()) / n_all)
        naive += abs(found.mean() - truth.mean()) <= half
    assert 0.925 <= inside / 600 <= 0.985
    assert not naive_fails or naive / 600 < 0.5


def test_the_interval_closes_when_people_coded_all_and_stays_open_when_no_error_was_seen():
    whole = correct_share(10, 40, n_missed=0, n_false=0, n_hits=10, n_coded=40)
    assert (whole.low, whole.share, whole.high, whole.n_to_halve) == (0.25, 0.25, 0.25, 0)
    some = correct_share(100, 400, n_missed=0, n_false=0, n_hits=10, n_coded=40)
    assert some.low < 0.25 < some.high


def test_so_many_more_codings_halve_the_interval():
    rng = np.random.default_rng(2)
    widths = []
    for n_coded in (60, 60 + count_to_halve(60, 2000)):
        fixed = [correct(*draw_page(rng, 2000, n_coded, 0.3, 0.8, 0.9)) for _ in range(60)]
        widths.append(np.mean([f.high - f.low for f in fixed]))
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.05)


def test_each_experts_shares_are_corrected_and_too_few_codings_are_said():
    said = {"Ada": ["need"] * 10 + [""] * 30, "Bo": ["threat"] * 30, "Cy": ["threat"] * 10}
    segments, machine = make_tables(said, per_paragraph=5)
    people = machine.assign(coder="p").loc[~machine["segment_id"].isin([f"d/2/{n}" for n in range(11, 31)])]
    missed = people["segment_id"].isin(["d/1/11", "d/1/12"]) & (people["code"] == "need")
    people.loc[missed, "present"] = True
    arranged = [
        arrange_judgements(table, segments, CODEBOOK, coder=coder) for table, coder in ((machine, "c"), (people, "p"))
    ]
    table = measure_corrected(*arranged, {"Ada": 40, "Bo": 10, "Cy": 10}).set_index(["expert", "frame", "code"])
    ada = table.loc[("Ada", "power", "need")]
    assert (ada["n_present"], ada["n_missed"], ada["n_coded"]) == (10, 2, 40)
    assert ada["corrected"] == pytest.approx(0.3)
    assert table.loc[("Bo", "rivalry", ""), "note"] == "uncorrected: people coded 10 segments, 20 are needed"
    assert np.isnan(table.loc[("Bo", "rivalry", ""), "corrected"])
    assert table.loc[("Cy", "rivalry", ""), ["low", "corrected", "high"]].tolist() == [1, 1, 1]  # all was coded


@settings(max_examples=50)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 80), st.integers(0, 5))
def test_a_sample_is_drawn_within_each_expert_and_knows_its_probabilities(sizes, n, seed):
    segments = pd.DataFrame(
        [{"segment_id": f"{e}/{i}", "expert": f"E{e}"} for e, size in enumerate(sizes) for i in range(size)]
    )
    sample = draw_sample(segments, n, seed=seed)
    assert sample.equals(draw_sample(segments, n, seed=seed))
    assert len(sample) == min(max(n, len(sizes)), len(segments))
    drawn = sample.groupby("expert").size()
    assert set(drawn.index) == set(segments["expert"])
    for expert, k in drawn.items():
        probability = sample.loc[sample["expert"] == expert, "probability"]
        assert probability.tolist() == pytest.approx([k / (segments["expert"] == expert).sum()] * k)


def test_every_segment_of_an_expert_is_as_likely_to_be_drawn():
    segments = pd.DataFrame({"segment_id": [f"s{i}" for i in range(10)], "expert": "A"})
    counts = pd.concat([draw_sample(segments, 3, seed=seed) for seed in range(800)])["segment_id"].value_counts()
    assert counts.min() > 0.8 * 240
    assert counts.max() < 1.2 * 240


def test_a_consensus_rests_on_a_sample_only_where_all_its_sources_do():
    samples = ["Ada 4 of 8; Bo 3 of 9", "Ada 4 of 8", ""]
    coders = pd.DataFrame(
        {
            "coder": ["anna", "berta", "both"],
            "sample": samples,
            "codebook_current": True,
            "sources": ["", "", "anna, berta"],
        }
    )
    drawn = choose_samples(coders, sizes={"Ada": 8, "Bo": 9})
    assert drawn["anna"] == {"Ada": 4, "Bo": 3}
    assert drawn["both"] == {"Ada": 4, "Bo": 0}
    assert choose_samples(coders, sizes={"Ada": 8, "Bo": 10})["anna"] == {"Ada": 4, "Bo": 0}
