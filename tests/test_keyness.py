"""analysis.measures.keyness: published tables, closed forms, and what small counts can bear."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.keyness import estimate_log_odds, g2, log_odds, log_ratio, measure_keyness, select_shown
from analysis.measures.words import find_concordance, split_words, tabulate_words
from analysis.tables import validate_table
from analysis.text import fold_word
from tests.measured import write_segments

# Dunning (1993), Computational Linguistics 19(1), 61-74, table 1 (Union Bank of Switzerland text)
DUNNING = {
    "the swiss": (110, 2442, 111, 29114, 270.72),
    "can be": (29, 13, 123, 31612, 263.90),
    "previous year": (31, 23, 139, 31584, 256.84),
    "mineral water": (10, 0, 3, 31764, 167.23),
    "at the": (76, 104, 2476, 29121, 157.21),
    "real terms": (16, 16, 51, 31694, 157.03),
    "natural gas": (9, 0, 5, 31763, 146.80),
    "owing to": (16, 0, 865, 30896, 115.02),
    "health insurance": (10, 9, 41, 31717, 104.53),
    "stiff competition": (8, 2, 27, 31740, 100.96),
    "is likely": (12, 111, 14, 31640, 98.72),
}
# Apache Mahout's LogLikelihoodTest and Commons Math's GTest
MAHOUT = {
    (1, 0, 0, 1): 2.772589,
    (10, 0, 0, 10): 27.72589,
    (5, 1995, 0, 100000): 39.33052,
    (1000, 1995, 1000, 100000): 4730.737,
    (1000, 1000, 1000, 100000): 5734.343,
    (1000, 1000, 1000, 99000): 5714.932,
}
# quanteda.textstats, tests/testthat/test-textstat_keyness.R: the two texts, and the published orders by G²
QUANTEDA = {"d1": "a a a b b c c c c c c d e f g h h", "d2": "a a b c c d d d d e f h"}
ORDERS = {"d1": ["c", "g", "b", "h", "a", "e", "f", "d"], "d2": ["d", "e", "f", "a", "b", "h", "g", "c"]}
SIGNED = {"a": 0.004751408706, "b": 0.091241894136, "c": 1.274238009553, "d": -3.779440532859, "g": 1.093290983166}
COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30), min_size=2)


@pytest.mark.parametrize("bigram", DUNNING)
def test_g2_reproduces_dunnings_table(bigram):
    *cells, published = DUNNING[bigram]
    assert g2(*cells) == pytest.approx(published, abs=0.011)


@pytest.mark.parametrize("cells", MAHOUT)
def test_g2_reproduces_mahouts_values(cells):
    assert g2(*cells) == pytest.approx(MAHOUT[cells], rel=1e-6)


@given(*[st.integers(1, 60)] * 4)
def test_g2_agrees_with_scipy(a, b, c, d):
    theirs = stats.chi2_contingency([[a, b], [c, d]], correction=False, lambda_="log-likelihood").statistic
    assert g2(a, b, c, d) == pytest.approx(theirs, abs=1e-8)


def test_g2_of_quantedas_two_texts():
    assert g2(7, 2, 3, 7) == pytest.approx(4.534939, abs=1e-6)


def test_g2_takes_arrays_and_gives_zero_for_empty_cells():
    assert g2(np.array([1, 0]), np.array([0, 0]), np.array([0, 0]), np.array([1, 0])).tolist() == pytest.approx(
        [2.772589, 0], abs=1e-6
    )


@pytest.mark.parametrize("target", ORDERS)
def test_the_signed_g2_reproduces_quantedas_order_and_values(target):
    table = keyness({name: [text] for name, text in QUANTEDA.items()})
    own = table[table["expert"] == target].set_index("word")
    listed = own["g2"].reindex(list("abcdefgh"))
    order = listed.sort_values(ascending=False, kind="stable").index.tolist()
    assert order == ORDERS[target]
    if target == "d1":
        assert listed[list(SIGNED)].to_dict() == pytest.approx(SIGNED)


def closed_form(y_t, y_r, alpha):
    """Monroe, Colaresi & Quinn (2008), eqs. 16, 20 and 22, written out a second time with plain numbers."""
    n_t, n_r, a_0 = sum(y_t.values()), sum(y_r.values()), sum(alpha.values())
    z = {}
    for word, a in alpha.items():
        t, r = y_t.get(word, 0), y_r.get(word, 0)
        delta = math.log((t + a) / (n_t + a_0 - t - a)) - math.log((r + a) / (n_r + a_0 - r - a))
        z[word] = delta / math.sqrt(1 / (t + a) + 1 / (r + a))
    return z


@given(COUNTS, COUNTS)
def test_log_odds_follow_equation_22(target, reference):
    prior = {word: 0.5 + ord(word) % 7 for word in "abcdefgh"}
    z = log_odds(target, reference, prior=prior)
    assert z.to_dict() == pytest.approx(closed_form(target, reference, prior))


@given(COUNTS, COUNTS)
def test_log_odds_change_sign_when_the_texts_change_places(target, reference):
    forth, back = log_odds(target, reference, prior=0.1), log_odds(reference, target, prior=0.1)
    assert forth.to_dict() == pytest.approx((-back).to_dict())


def test_one_number_is_an_uninformative_prior_on_every_word():
    z = log_odds({"a": 3, "b": 1}, {"b": 4}, prior=0.01)
    assert z.to_dict() == pytest.approx(closed_form({"a": 3, "b": 1}, {"b": 4}, {"a": 0.01, "b": 0.01}))


def test_series_and_mappings_give_the_same():
    counts = ({"a": 3, "b": 1}, {"a": 1, "b": 4}, {"a": 2.0, "b": 2.0})
    series = [pd.Series(c) for c in counts]
    assert log_odds(counts[0], counts[1], prior=counts[2]).equals(log_odds(series[0], series[1], prior=series[2]))


def test_a_stronger_prior_draws_rare_words_together():
    counts, rest = {"a": 2, "b": 50}, {"b": 50}
    weak, strong = (estimate_log_odds(counts, rest, prior={"a": k, "b": 25 * k})[0]["a"] for k in (0.01, 10))
    assert weak > 5
    assert strong < 0.2


def test_a_word_without_prior_weight_is_refused():
    with pytest.raises(ValueError, match="no prior weight for 'b'"):
        log_odds({"a": 1, "b": 1}, {"a": 2}, prior={"a": 1.0})


def test_log_ratio_is_the_binary_log_of_the_ratio_of_rates():
    assert log_ratio(8, 1, 92, 99) == pytest.approx(3)
    assert log_ratio(4, 0, 96, 100) == pytest.approx(3)  # none counts as half


def test_words_keep_hyphens_and_lose_the_possessive():
    assert [w for w, *_ in split_words("Xi’s “well-balanced” visit, the two sides' U.S. aid")] == [
        "xi", "well-balanced", "visit", "the", "two", "sides", "u.s.", "aid",
    ]  # fmt: skip


@given(st.text())
def test_offsets_of_words_lead_back_to_them(text):
    for word, start, end in split_words(text):
        assert fold_word(text[start:end]) == word


def keyness(texts, experts=None):
    table = measure_keyness(tabulate_words(write_segments(texts)), experts=experts or tuple(texts))
    return validate_table("keyness", table)


def test_a_word_from_one_segment_is_flagged_and_never_distinctive():
    many = " ".join(["tiger"] * 12)
    table = keyness({"A": [many, "we see it"], "B": ["we see it and it is so and so it goes on and on"] * 3})
    row = table[(table["expert"] == "A") & (table["word"] == "tiger")].iloc[0]
    assert row["p_holm"] < 0.001
    assert row["one_segment"]
    assert not row["distinctive"]


def test_a_word_from_several_segments_can_be_distinctive():
    table = keyness({"A": ["tiger tiger tiger we see"] * 4, "B": ["we see it and it is so"] * 4})
    row = table[(table["expert"] == "A") & (table["word"] == "tiger")].iloc[0]
    assert row["distinctive"]
    assert row["n_target"] >= row["smallest"] > 0


def test_a_word_that_occurs_once_is_not_tested():
    table = keyness({"A": ["one apple"], "B": ["one pear"]})
    assert table.loc[table["word"].isin(["apple", "pear"]), "p_holm"].isna().all()


def test_one_expert_has_nobody_to_be_compared_with():
    assert len(keyness({"A": ["words and words"]})) == 0


def test_two_experts_with_identical_text_have_no_distinctive_word():
    table = keyness({"A": ["the very same words"], "B": ["the very same words"]})
    assert table["z"].abs().max() < 1e-12
    assert not table["distinctive"].any()


def test_an_expert_without_words_has_no_rows():
    table = keyness({"A": ["words and words"], "B": ["more words"]}, experts=("A", "B", "C"))
    assert set(table["expert"]) == {"A", "B"}


def test_no_page_of_this_length_sets_a_word_apart_without_saying_what_could_have(tables):
    shown = tables["keyness"]
    assert (shown["smallest"] >= 3).all()
    assert (shown.loc[shown["distinctive"], "segments_target"] >= 2).all()


def test_every_shown_word_comes_with_every_one_of_its_places(tables):
    shown = select_shown(tables["keyness"])
    places = tables["concordance"].groupby(["expert", "word"]).size()
    assert places.sum() == shown["n_target"].sum()
    text = tables["documents"]["text"].iloc[0]
    for place in tables["concordance"].itertuples():
        assert text[place.start : place.end] == place.match
        assert place.left + place.match + place.right in text


def test_contexts_stay_inside_their_segment():
    segments = write_segments({"A": ["a tiger came"], "B": ["no tiger here"]})
    shown = pd.DataFrame({"expert": ["A"], "word": ["tiger"]})
    concordance = find_concordance(tabulate_words(segments), segments, shown)
    assert concordance[["left", "match", "right"]].to_numpy().tolist() == [["a ", "tiger", " came"]]
