"""Agreement: published values, closed forms, invariances; reliability and validity tables.

`gold/agreement.json` holds published worked examples with their citations. What the sources themselves leave open:
for two coders irrCAC divides the variance by n, for more by n − 1; it cuts intervals off at 1 and prints some values to
three, some to seven digits. Its file of four raters gives the lone judgement of unit 12 to the third rater, where
Krippendorff and the gold file have the second: only Conger's κ heeds who judged. Not reproduced are the standard errors
of Conger's κ and of α for three or more coders (α has a bootstrap here) and the z values that test against no agreement
at all. Randolph's calculator takes 6.99 coders per unit: Fleiss' κ is defined for it by the formula alone.
"""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Indicator
from analysis.errors import InputError
from analysis.exhibits.validity import show_validity
from analysis.exhibits.view import View
from analysis.findings import trust
from analysis.measures import agreement
from analysis.measures.alarms import load_off_topic_sample, measure_alarms
from analysis.measures.reliability import (
    choose_blind,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    measure_coder_pairs,
    measure_frame_reliability,
    measure_reliability,
    measure_span_overlap,
    scott_pi,
)
from analysis.measures.unitizing import unitizing_alpha
from analysis.measures.validity import find_errors, measure_validity, rate_chance
from analysis.tables import TABLES, validate_table
from tests.conftest import ROOT

GOLD = json.loads((ROOT / "tests" / "gold" / "agreement.json").read_text(encoding="utf-8"))
NO_ALARMS = TABLES["alarms"].empty()
CODEBOOK = pd.DataFrame({"code": ["red", "blue"], "frame": ["colour", "colour"]})
SEGMENTS = pd.DataFrame({"segment_id": list("abcdef"), "expert": "Ann", "text": list("ABCDEF")}).assign(
    statement_id="d/1", document_id="d", paragraph=range(6)
)


def number(matrix):
    values = sorted({str(v) for row in matrix for v in row if v is not None})
    return [
        [math.nan if v is None else values.index(str(v)) if isinstance(v, str) else v for v in row] for row in matrix
    ]


def count(units, values):
    return np.array([[unit.count(v) for v in values] for unit in units], dtype=float)


def untabulate(table):
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return tuple(zip(*cells, strict=True))


def digits(value):
    return len(f"{value!r}".partition(".")[2])


@pytest.mark.parametrize("case", GOLD["krippendorff"], ids=lambda c: c["id"])
def test_alpha_has_its_published_value(case):
    for level, published in case["expected_alpha"].items():
        found = krippendorff_alpha(number(case["matrix"]), level=level)
        assert round(found, digits(published)) == published


def test_two_coders_have_gwets_published_values():
    case = GOLD["gwet"][0]
    a, b = untabulate(case["table"])
    found = {
        "cohen_kappa": cohen_kappa(a, b),
        "scott_pi": scott_pi(a, b),
        "gwet_ac1": gwet_ac1(a, b),
        "krippendorff_alpha": krippendorff_alpha([a, b], level="nominal"),
    }
    for name, value in found.items():
        assert round(value, digits(case["expected"][name]["est"])) == case["expected"][name]["est"], name
    table = count(list(zip(a, b, strict=True)), [0, 1, 2])
    assert round(agreement.percent_agreement(table), 2) == case["expected"]["percent_agreement"]["est"]
    assert round(agreement.brennan_prediger(table), 3) == case["expected"]["brennan_prediger"]["est"]


@pytest.mark.parametrize("case", GOLD["gwet"][1:], ids=lambda c: c["id"])
def test_many_coders_have_gwets_published_values(case):
    table = case.get("table") or count(list(zip(*case["matrix"], strict=True)), [1, 2, 3, 4, 5])
    functions = {
        "gwet_ac1": agreement.gwet_ac1_of_counts,
        "fleiss_kappa": agreement.fleiss_kappa,
        "brennan_prediger": agreement.brennan_prediger,
        "percent_agreement": agreement.percent_agreement,
        "krippendorff_alpha": alpha_of_counts,
    }
    for name in functions.keys() & case["expected"].keys():
        published = case["expected"][name]["est"]
        assert round(functions[name](table), digits(published)) == published, name


def alpha_of_counts(table):
    counts = np.array(table, dtype=float)
    pairable = counts[counts.sum(axis=1) >= 2]
    domain = np.arange(counts.shape[1])
    return float(agreement.alpha_of_coincidences(agreement.sum_coincidences(pairable), domain, level="nominal"))


@pytest.mark.parametrize("case", GOLD["fleiss_cohen"][:-1], ids=lambda c: c["id"])
def test_fleiss_kappa_has_its_published_value(case):
    table = case.get("table") or count(case["matrix"], [1, 2, 3, 4, 5])
    assert agreement.fleiss_kappa(table) == pytest.approx(case["expected"]["fleiss_kappa"], abs=case["tol"])
    if "randolph_free_marginal" in case["expected"]:
        free = case["expected"]["randolph_free_marginal"]
        assert agreement.brennan_prediger(table) == pytest.approx(free, abs=case["tol"])


def test_kappa_has_the_value_that_sas_prints():
    case = GOLD["fleiss_cohen"][-1]
    assert round(cohen_kappa(*untabulate(case["table"])), 4) == case["expected"]["cohen_kappa"]


@pytest.mark.parametrize("weights", ["identity", "linear"])
def test_weighted_kappa_and_its_interval_are_those_that_sas_prints(weights):
    case = GOLD["fleiss_cohen"][-1]
    a, b = untabulate(case["table"])
    names = {"identity": ("cohen_kappa", "ase", "ci95"), "linear": ("weighted_linear_kappa", "w_ase", "w_ci95")}
    value, error, interval = (case["expected"][name] for name in names[weights])
    kappa = agreement.weighted_kappa(a, b, weights=weights)
    spread = agreement.weighted_kappa_error(a, b, weights=weights)
    assert round(kappa, 4) == value
    assert round(spread, 4) == error
    assert [kappa - 1.959964 * spread, kappa + 1.959964 * spread] == pytest.approx(interval, abs=6e-5)


def test_unweighted_is_cohens_and_quadratic_is_the_correlation_where_margins_are_equal():
    a, b = [0, 1, 2, 2, 1, 0], [0, 2, 1, 2, 1, 0]
    assert agreement.weighted_kappa(a, b, weights="identity") == pytest.approx(cohen_kappa(a, b))
    assert agreement.weighted_kappa(a, b, weights="quadratic") == pytest.approx(np.corrcoef(a, b)[0, 1])


def test_congers_kappa_has_its_published_value():
    case = GOLD["gwet"][2]
    values = np.array(case["matrix"], dtype=float)
    values[[1, 2], 11] = values[[2, 1], 11]  # as in irrCAC's own file
    assert round(agreement.conger_kappa(values), 5) == case["expected"]["conger_kappa"]["est"]


def test_congers_kappa_of_two_coders_is_cohens():
    pair = [[0, 1, 1, 0, 2], [0, 1, 0, 0, 2]]
    assert agreement.conger_kappa(pair) == pytest.approx(cohen_kappa(*pair))


ERRORS = {
    "percent_agreement": "agreement",
    "gwet_ac1": "ac1",
    "fleiss_kappa": "fleiss",
    "scott_pi": "fleiss",
    "brennan_prediger": "brennan",
}


@pytest.mark.parametrize("case", GOLD["gwet"][:3], ids=lambda c: c["id"])
def test_standard_errors_are_gwets(case):
    two = case["kind"].startswith("contingency")
    if two:
        table = count(list(zip(*untabulate(case["table"]), strict=True)), [0, 1, 2])
    else:
        table = case.get("table") or count(list(zip(*case["matrix"], strict=True)), [1, 2, 3, 4, 5])
    shrink = math.sqrt(1 - 1 / len(table)) if two else 1  # for two coders irrCAC divides by n
    for name in ERRORS.keys() & case["expected"].keys():
        published = case["expected"][name]["se"]
        found = shrink * agreement.standard_error(table, coefficient=ERRORS[name])
        assert round(found, digits(published)) == published, name
    if two:
        found = agreement.weighted_kappa_error(*untabulate(case["table"]), weights="identity")
        assert round(found, 8) == case["expected"]["cohen_kappa"]["se"]


def test_unitizing_alpha_worked_by_hand():
    assert unitizing_alpha([[(0, 4)], [(2, 6)]], 10) == pytest.approx(1 - 4 * (400 - 32 - 12) / (20 * 8 * 12))
    assert unitizing_alpha([[(0, 4)], [(0, 4)], [(0, 4)]], 10) == 1
    assert unitizing_alpha([[(0, 5)], [(5, 10)]], 10) == pytest.approx(1 - 10 * (400 - 50 - 10) / (20 * 10 * 10))
    assert math.isnan(unitizing_alpha([[], []], 10))
    assert math.isnan(unitizing_alpha([[(0, 10)], [(0, 10)]], 10))


POINTS = st.lists(st.lists(st.booleans(), min_size=12, max_size=12), min_size=2, max_size=4)


@settings(max_examples=60)
@given(POINTS, st.randoms())
def test_unitizing_alpha_of_single_points_is_nominal_alpha_in_any_order_and_direction(points, random):
    units = [[(i, i + 1) for i, marked in enumerate(row) if marked] for row in points]
    found = unitizing_alpha(units, 12)
    assert found == pytest.approx(krippendorff_alpha(np.array(points, dtype=float), level="nominal"), nan_ok=True)
    turned = [[(12 - end, 12 - start) for start, end in row] for row in random.sample(units, len(units))]
    assert unitizing_alpha(turned, 12) == pytest.approx(found, nan_ok=True)


def test_the_measure_of_length_matters_only_through_the_gaps():
    one, fine = (unitizing_alpha([[(0, 4 * k)], [(2 * k, 6 * k)]], 10 * k) for k in (1, 1000))
    assert fine == pytest.approx(1 - 4 * (400 - 32) / 1920, abs=1e-4)
    assert one - fine == pytest.approx(4 * 12 / 1920, abs=1e-4)


def test_alpha_is_undefined_when_only_one_value_occurs():
    assert math.isnan(krippendorff_alpha([[1, 1, 1], [1, 1, 1]], level="nominal"))
    assert math.isnan(cohen_kappa([0, 0], [0, 0]))
    assert math.isnan(gwet_ac1([0, 0], [0, 0]))
    assert gwet_ac1([0, 0], [0, 0], categories=[0, 1]) == 1


def test_coders_of_unequal_units_are_refused():
    with pytest.raises(InputError, match="found 2 and 3; align them"):
        cohen_kappa([0, 1], [0, 1, 1])


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, math.nan]), min_size=3, max_size=3), min_size=2, max_size=9),
    st.randoms(),
)
def test_alpha_heeds_neither_the_order_of_units_nor_of_coders(units, random):
    values = np.array(units).T
    shuffled = values[random.sample(range(3), 3)][:, random.sample(range(len(units)), len(units))]
    first, second = (krippendorff_alpha(v, level="nominal") for v in (values, shuffled))
    assert first == pytest.approx(second, nan_ok=True)
    assert math.isnan(first) or first <= 1 + 1e-12


def make(judgements, kinds, *, who=None, records=()):
    """Blind judgements from {coder: (red, blue)}, each a string over the segments: 1, 0 or . for not judged."""
    rows = [
        {"segment_id": s, "code": c, "coder": coder, "present": p == "1", "score": math.nan}
        for coder, given in judgements.items()
        for c, text in zip(("red", "blue"), given, strict=False)
        for s, p in zip("abcdef", text, strict=True)
        if p != "."
    ]
    coders = pd.DataFrame(
        {
            "coder": list(judgements),
            "kind": kinds,
            "blind": True,
            "sources": "",
            "codebook_current": True,
            "undecided": 0,
            "note": "",
        }
    )
    coders["who"] = who or coders["coder"]
    columns = {c.name: c.dtype for c in TABLES["judgement_log"].columns}
    log = pd.DataFrame(list(records), columns=list(columns)).astype(columns)
    return choose_blind(pd.DataFrame(rows), log), SEGMENTS, CODEBOOK, coders


def test_reliability_is_measured_per_code_among_people_alone():
    judged = {"ann": ("110000", "000000"), "ben": ("110001", "000000"), "model": ("001110", "111111")}
    given = make(judged, ["person", "person", "language model"])
    table = measure_reliability(*given).set_index("code")
    validate_table("reliability", table.reset_index())
    red, blue = table.loc["red"], table.loc["blue"]
    assert (red["coders"], red["kind"], red["n_coders"], red["n_present"]) == ("ann, ben", "person", 2, 3)
    assert red["alpha"] == pytest.approx(krippendorff_alpha([[1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 1]], level="nominal"))
    assert red["kappa"] == pytest.approx(cohen_kappa([1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 1]))
    assert math.isnan(blue["alpha"])
    assert blue["verdict"] == "tentative"  # nobody ever marked it: that shows neither skill nor disagreement
    assert "undefined: all judgements are absent" in blue["note"]


def test_a_frame_is_judged_only_where_all_its_codes_are():
    given = make({"ann": ("1100..", "00000."), "ben": ("1000.1", "010000")}, ["person", "person"])
    row = measure_frame_reliability(*given).iloc[0]
    assert (row["frame"], row["n_segments"], row["agreement"]) == ("colour", 4, 1.0)


def test_the_same_person_twice_is_stability_and_no_second_coder():
    given = make({"ann": ("110000", "000000"), "ann-2": ("110001", "000000")}, ["person"] * 2, who=["Ann", "Ann"])
    assert measure_reliability(*given)["n_coders"].max() <= 1
    pairs = measure_coder_pairs(*given)
    assert set(pairs["relation"]) == {"stability"}


def test_pairs_are_counted_over_what_both_judged_and_agree_with_the_single_functions():
    given = make({"ann": ("11000.", "101010"), "ben": (".10011", "100110"), "cid": ("101100",)}, ["person"] * 3)
    pairs = measure_coder_pairs(*given)
    validate_table("coder_pairs", pairs)
    row = pairs.set_index(["code", "coder", "other"]).loc[("red", "ann", "ben")]
    a, b = [1, 0, 0, 0], [1, 0, 0, 1]
    assert row["n_segments"] == 4
    assert row["kappa"] == pytest.approx(cohen_kappa(a, b))
    assert row["pi"] == pytest.approx(scott_pi(a, b))
    assert row["ac1"] == pytest.approx(gwet_ac1(a, b))
    assert row["alpha"] == pytest.approx(krippendorff_alpha([a, b], level="nominal"))
    assert len(pairs) == 4


def test_a_segment_judged_twice_for_one_code_is_refused_with_a_hint():
    codings, *rest = make({"ann": ("110000", "000000"), "ben": ("110001", "000000")}, ["person", "person"])
    with pytest.raises(InputError, match="ann judged a twice for the same code; keep one, or name a second coder"):
        measure_reliability(pd.concat([codings, codings.head(1)]), *rest)


def remember(coder, segment, *, kept="blind", present=True, start=0, end=0):
    row = {"segment_id": segment, "code": "red", "coder": coder, "pass": kept, "present": present}
    return row | {"judged_at": "2026-01-01", "memo": "", "start": start, "end": end, "evidence": "x" * (end - start)}


def test_only_the_blind_pass_counts_for_agreement():
    records = [remember("ann", "a", present=False), remember("ann", "a", kept="after suggestions")]
    given = make({"ann": ("1.....",), "ben": ("1.....",)}, ["person", "person"], records=records)
    assert measure_reliability(*given)["agreement"][0] == 0


def test_overlap_of_evidence_is_dice_of_its_characters():
    records = [
        remember("ann", "a", start=0, end=10),
        remember("ben", "a", start=5, end=15),
        remember("ann", "b", start=21, end=25),
    ]
    segments = SEGMENTS.assign(text="x" * 20, start=[0, 21, 42, 63, 84, 105])
    table = measure_span_overlap(pd.DataFrame(records), segments)
    validate_table("span_overlap", table)
    row = table.iloc[0]
    assert (row["n_segments"], row["overlap"], row["length"]) == (1, 0.5, 20)
    assert row["alpha"] == pytest.approx(unitizing_alpha([[(0, 10)], [(5, 15)]], 20))


def test_what_is_absent_is_blank_and_what_is_present_without_words_is_left_out():
    records = [
        remember("ann", "a", start=0, end=10),
        remember("ben", "a", present=False),
        remember("ann", "b", start=21, end=25),
        remember("ben", "b"),
        remember("ann", "c", present=False),
        remember("ben", "c", present=False),
    ]
    row = measure_span_overlap(
        pd.DataFrame(records), SEGMENTS.assign(text="x" * 20, start=[0, 21, 42, 63, 84, 105])
    ).iloc[0]
    assert (row["n_segments"], row["length"]) == (0, 40)
    assert math.isnan(row["overlap"])
    assert row["alpha"] == pytest.approx(unitizing_alpha([[(0, 10)], []], 40))


def test_places_in_the_document_are_laid_end_to_end():
    records = [remember("ann", "c", start=42, end=52), remember("ben", "c", start=47, end=57)]
    records += [remember("ann", "f", start=105, end=125), remember("ben", "f", start=105, end=125)]
    table = measure_span_overlap(pd.DataFrame(records), SEGMENTS.assign(text="x" * 20, start=[0, 21, 42, 63, 84, 105]))
    assert table["alpha"][0] == pytest.approx(unitizing_alpha([[(0, 10), (20, 40)], [(5, 15), (20, 40)]], 40))
    assert table["overlap"][0] == 2 * 25 / 60


def test_validity_counts_hits_false_hits_and_misses_per_code():
    given = make({"dictionary": ("111000", "000000"), "ann": ("011100", "000000")}, ["dictionary", "person"])
    table = measure_validity(*given, NO_ALARMS)
    validate_table("validity", table)
    red = table.set_index("code").loc["red"]
    assert (red["n_hits"], red["n_false"], red["n_missed"]) == (2, 1, 1)
    assert red[["precision", "recall", "f1"]].tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3])
    assert red["f1_low"] < red["f1"] < red["f1_high"]
    assert math.isnan(table.set_index("code").loc["blue", "recall"])
    blind, segments, *_ = given
    errors = find_errors(blind, segments, coder="dictionary", reference="ann")
    assert errors[["error", "text"]].values.tolist() == [["false hit", "A"], ["miss", "D"]]


def test_language_models_are_held_against_people_and_are_the_reference_only_without_them():
    kinds = ["dictionary", "language model", "person"]
    judged = {"dictionary": ("111000",), "model": ("110000",), "ann": ("011100",)}
    assert set(measure_validity(*make(judged, kinds), NO_ALARMS)["reference"]) == {"ann"}
    without = measure_validity(*make({k: judged[k] for k in ("dictionary", "model")}, kinds[:2]), NO_ALARMS)
    assert set(without["reference_kind"]) == {"language model"}


def test_chance_has_the_f1_that_its_definition_gives():
    counts = pd.DataFrame({"n_segments": [40, 10], "n_reference": [10, 0]})
    table = rate_chance(counts)
    assert table["coin_f1"].tolist() == pytest.approx([0.25, float("nan")], nan_ok=True)
    assert table["everywhere_f1"].tolist() == pytest.approx([2 * 10 / (2 * 10 + 30), float("nan")], nan_ok=True)


def test_a_coin_reaches_coin_f1():
    rng = np.random.default_rng(1)
    true, said = rng.random((2, 200_000)) < 0.2
    f1 = 2 * (true & said).sum() / (true.sum() + said.sum())
    assert f1 == pytest.approx(0.2, abs=0.01)


def test_the_dictionary_seldom_finds_great_powers_in_farming_and_post_offices(tables):
    assert len(load_off_topic_sample(ROOT)) == 300
    alarms = measure_alarms(tables.codebook_file, root=ROOT, language="en")
    assert set(alarms["n_segments"]) == {300}
    assert (alarms["off_topic"] < 0.02).all()


def test_a_word_that_stands_everywhere_is_an_alarm_everywhere(tables):
    frame = tables.codebook_file.frames[0]
    codes = [frame.codes[0].model_copy(update={"indicators": (Indicator(match="the"),)})]
    codebook = tables.codebook_file.model_copy(update={"frames": (frame.model_copy(update={"codes": tuple(codes)}),)})
    assert measure_alarms(codebook, root=ROOT, language="en-GB")["off_topic"].item() > 0.7


def test_validity_says_what_chance_gives_and_how_often_the_coder_alarms(tables):
    given = tables._blind, tables.segments, tables.codebook, tables.coders
    table = measure_validity(*given, measure_alarms(tables.codebook_file, root=ROOT, language="en"))
    dictionary = table.loc[table["coder"] == "dictionary"]
    assert dictionary["off_topic"].notna().all()
    assert (dictionary["everywhere_f1"].dropna() >= dictionary["coin_f1"].dropna()).all()
    assert measure_validity(*given, NO_ALARMS)["off_topic"].isna().all()


def test_a_page_in_another_language_is_not_measured_by_english_sentences(tables):
    alarms = measure_alarms(tables.codebook_file, root=ROOT, language="sv")
    assert alarms.empty
    assert "not measured" in trust.say_alarms(alarms, tables.coders)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("000001", "dictionary does no better than chance: its F1 is above chance on 0 of the 1 code"),
        ("111111", "dictionary does no better than chance: its F1 is above chance on 0 of the 1 code"),
        ("110000", "the F1 of dictionary is above chance on 1 of the 1 code"),
    ],
)
def test_a_coder_that_does_no_better_than_chance_is_told_so(found, said):
    given = make({"dictionary": (found, "000000"), "ann": ("111000", "000000")}, ["dictionary", "person"])
    [told] = trust.say_chance(measure_validity(*given, NO_ALARMS))
    assert said in told


def test_the_page_shows_f1_beside_chance_and_the_rate_of_alarms(tables):
    shown = show_validity(tables.validity, tables.alarms, View.of(tables, coder="dictionary"))
    n_alarms = int(tables.alarms["n_alarms"].sum())
    assert f"dictionary finds a code {n_alarms} times in 300 sentences about something else" in shown.text
    assert "above chance on" in shown.text
    assert "F1 of a coin" in shown.text
    assert "Alarms off topic" in shown.text
    row = tables.validity.loc[tables.validity["code"] == "dependence"].iloc[0]
    assert f"{100 * n_alarms_of(tables, 'dependence') / 300:.1f} %" in shown.text
    assert row["off_topic"] == n_alarms_of(tables, "dependence") / 300


def n_alarms_of(tables, code):
    return int(tables.alarms.set_index("code").loc[code, "n_alarms"])


def test_the_interval_of_alpha_stays_open_where_two_people_agree_on_everything():
    given = make({"ann": ("110010", "000000"), "ben": ("110010", "000000")}, ["person", "person"])
    row = measure_reliability(*given).set_index("code").loc["red"]
    assert row["alpha"] == 1
    assert 0 < row["low"] < 0.9
    assert 0 < row["p_below"] < 0.5


def test_agreement_is_high_where_alpha_is_and_surely_so_where_its_lower_bound_holds(tables):
    gate = View.of(tables).gate

    def title(alpha, low):
        rows = tables.reliability.assign(n_coders=2, alpha=alpha, low=low)
        return trust.title_agreement(rows, gate).sentence

    assert title(0.9, 0.7) == "Agreement is high on 15 of 15 codes, and surely so on 15"
    assert title(0.9, 0.6) == "Agreement is high on 15 of 15 codes, and surely so on none"
    assert title(0.7, 0.69) == "Agreement is high on 0 of 15 codes, and surely so on none"


def test_a_coder_whose_codings_are_kept_as_files_is_said_not_to_be_asked(tables):
    said = trust.say_alarms(tables.alarms, tables.coders)
    assert said.endswith("Not asked about them, as their codings are kept as files: reader-a and reader-b.")
    asked = pd.concat([tables.alarms.assign(coder=c) for c in ("dictionary", "reader-a", "reader-b")])
    assert "Not asked" not in trust.say_alarms(asked, tables.coders)


def test_one_coder_alone_is_not_said_to_agree_with_itself(tables):
    gate = View.of(tables).gate
    none = pd.DataFrame({"segment_id": []})
    assert trust.title_disagreements(none, ["ann"], gate).sentence.startswith("There are no two coders")
    assert trust.title_disagreements(none, ["ann", "ben"], gate).sentence == "ann and ben do not differ anywhere"


@pytest.mark.parametrize(
    ("alpha", "low", "said"),
    [
        (0.5, 0.1, "agree well (α ≥ 0.800) on none of 15 codes."),
        (0.9, 0.1, "on 15 of 15 codes, and surely so (lower bound ≥ 0.667) on 0: a code that is rare"),
        (0.9, 0.7, "on 15 of 15 codes, and surely so (lower bound ≥ 0.667) on 15."),
        (math.nan, math.nan, "On 15 α is undefined."),
    ],
)
def test_agreement_is_told_with_its_reason_only_where_that_is_the_reason(tables, alpha, low, said):
    told = trust.say_reliability(tables.reliability.assign(n_coders=2, alpha=alpha, low=low))
    assert said in told
    assert ("rare" in told) == (said.endswith("rare"))
