"""coding.stances and measures.stances: hand-made files named with their lines; silence is never disagreement."""

import math
import shutil

import pandas as pd
import pytest

from analysis.checks import check_project
from analysis.coding.stances import read_stances
from analysis.errors import InputError
from analysis.event import load_event
from analysis.measures.stances import compare_coders, judge_claim, measure_claims, measure_congruence
from analysis.pipeline import build_tables
from analysis.tables import fit_table, validate_table

HEAD = "proposition,expert,stance,segment_id,quote\n"
HUGO, WEIDACHER = "Hugo von Essen", "Christopher Weidacher Hsiung"


@pytest.fixture
def write(root, tmp_path):
    """Writes a coder's file into a copy of the bundled event and reads its stances."""
    shutil.copytree(root / "data", tmp_path / "data")
    event = load_event("2023-03-xi-moscow", root=tmp_path)
    for path in (event.folder / "stances").glob("*.csv"):
        path.unlink()

    def write_and_read(text, *, name="reader-a.csv", unit="sentence"):
        (event.folder / "stances" / name).write_text(text, encoding="utf-8")
        read = build_tables(event, unit=unit)
        return read_stances(event, read["statements"], read["segments"])["stances"], read["segments"]

    return write_and_read


def find_sentence(tables, words):
    segments = tables["segments"]
    return segments.loc[segments["text"].str.contains(words, regex=False), "segment_id"].iloc[0]


def test_a_stance_is_read_with_its_words(write, tables):
    sentence = find_sentence(tables, "vital support")
    stances, _ = write(
        HEAD + f"indispensable-supporter,{HUGO},asserts,{sentence},vital support\n"
        f"indispensable-supporter,{WEIDACHER},silent,,\n"
    )
    assert validate_table("stances", stances)["stance"].tolist() == ["asserts", "silent"]
    assert stances["coder"].tolist() == ["reader-a", "reader-a"]


def test_in_paragraphs_a_stance_is_given_the_paragraph_that_holds_its_sentence(write, tables):
    sentence = find_sentence(tables, "vital support")
    stances, segments = write(
        HEAD + f"indispensable-supporter,{HUGO},asserts,{sentence},vital support\n", unit="paragraph"
    )
    holder = segments.set_index("segment_id").loc[stances["segment_id"].iloc[0]]
    assert holder["unit"] == "paragraph"
    assert "vital support" in holder["text"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nothing,{h},silent,,", 'reader-a.csv:2: there is no proposition "nothing"'),
        ("changed-policy,{h},likes,{s},vital support", 'reader-a.csv:2: there is no stance "likes"'),
        ("changed-policy,{h},silent,{s},", "reader-a.csv:2: silent, yet it has a segment or a quote"),
        ("changed-policy,{h},asserts,{s},", "reader-a.csv:2: has no quote"),
        ("changed-policy,{h},silent", "reader-a.csv:2: has 3 cells; needs 5"),
    ],
)
def test_a_mistake_is_reported_with_its_file_and_line(write, tables, row, problem):
    sentence = find_sentence(tables, "vital support")
    with pytest.raises(InputError) as error:
        write(HEAD + row.format(h=HUGO, w=WEIDACHER, s=sentence) + "\n")
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ("changed-policy,Nobody,silent,,", 'there is no expert "Nobody"'),
        ("changed-policy,{h},asserts,{s},vital words", "the quote 'vital words' does not stand in"),
        ("changed-policy,{w},asserts,{s},vital support", f"is by {HUGO}, not by {WEIDACHER}"),
    ],
)
def test_a_stance_whose_words_or_expert_are_not_found_is_named_kept_and_not_counted(write, tables, tmp_path, row, note):
    stances, _ = write(HEAD + row.format(h=HUGO, w=WEIDACHER, s=find_sentence(tables, "vital support")) + "\n")
    assert stances.empty
    message = [n for n in check_project(tmp_path).doubts if "stances/reader-a.csv:2: " in n]
    assert len(message) == 1
    assert note in message[0]


@pytest.mark.parametrize(
    "row", ["changed-policy,{h},asserts,x/1,vital support", "changed-policy,{h},asserts,,VITAL support"]
)
def test_a_stance_follows_its_quote(write, tables, row):
    sentence = find_sentence(tables, "vital support")
    stances, _ = write(HEAD + row.format(h=HUGO) + "\n")
    assert stances[["segment_id", "quote"]].to_numpy().tolist() == [[sentence, "vital support"]]


def test_all_mistakes_are_reported_at_once_and_a_double_row_too(write):
    with pytest.raises(InputError) as error:
        write(HEAD + f"a,{HUGO},silent,,\nchanged-policy,{HUGO},silent,,\nchanged-policy,{HUGO},silent,,\n")
    assert len(error.value.problems) == 2
    assert "reader-a.csv:4: this proposition and expert stand in line 3 too" in error.value.problems[1]


def test_a_file_with_other_columns_is_refused(write):
    with pytest.raises(InputError, match=r"reader-a.csv:1: has the columns a, b; needs proposition"):
        write("a,b\n1,2\n")


def test_a_file_of_nobody_known_is_reported_by_check_and_shown_as_not_described(write, tmp_path):
    stances, _ = write(HEAD + f"changed-policy,{HUGO},silent,,\n", name="me.csv")
    assert stances["kind"].tolist() == ["not described"]
    assert check_project(tmp_path).problems == (
        "2023-03-xi-moscow: stances/me.csv: codings/coders.yml does not say who this is; add an entry coder: me",
    )


def make(stances):
    propositions = sorted({p for p, _, _ in stances})
    about = [{"proposition": p, "claim": p, "asserts_when": "", "denies_when": ""} for p in propositions]
    rows = [
        {"proposition": p, "expert": e, "coder": "me", "kind": "person", "stance": s, "segment_id": "", "quote": ""}
        for p, e, s in stances
    ]
    return fit_table("propositions", about), fit_table("stances", rows)


def test_silence_is_never_disagreement():
    propositions, stances = make([("p", "A", "asserts"), ("p", "B", "silent"), ("p", "C", "asserts")])
    claims = validate_table("claims", measure_claims(propositions, stances))
    assert claims["verdict"].tolist() == ["consensus"]
    assert claims["n_silent"].tolist() == [1]
    pairs = validate_table("congruence", measure_congruence(propositions, stances, experts=("A", "B", "C")))
    pairs = pairs.set_index(["expert", "other"])
    assert pairs.loc[("A", "B"), ["n_both", "n_disagree"]].tolist() == [0, 0]
    assert math.isnan(pairs.loc[("A", "B"), "agreement"])
    assert pairs.loc[("A", "B"), "note"].startswith("undefined: ")
    assert pairs.loc[("A", "C"), "agreement"] == 1


def test_attributing_a_claim_to_others_is_no_position():
    propositions, stances = make([("p", "A", "denies"), ("p", "B", "attributes")])
    assert measure_claims(propositions, stances)["verdict"].tolist() == ["one voice"]


def test_hedging_is_between_agreeing_and_disagreeing():
    propositions, stances = make(
        [("p", "A", "asserts"), ("p", "B", "hedges"), ("q", "A", "asserts"), ("q", "B", "denies")]
    )
    pair = measure_congruence(propositions, stances, experts=("A", "B")).iloc[0]
    assert (pair["n_both"], pair["n_agree"], pair["n_partly"], pair["n_disagree"]) == (2, 0, 1, 1)
    assert pair["disagree_on"] == "q"


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((0, 0, 0), "no position"),
        ((0, 1, 0), "one voice"),
        ((0, 2, 0), "qualified"),
        ((0, 0, 2), "consensus against"),
        ((2, 1, 1), "contested"),
        ((0, 1, 1), "qualified"),
    ],
)
def test_verdicts_on_claims(counts, verdict):
    assert judge_claim(*counts) == verdict


def test_agreement_of_two_coders_worked_by_hand():
    # Cohen (1960): 10 cells, 8 alike; marginals .5/.5 and .5/.5: kappa = (.8 − .5) / .5
    first = ["asserts"] * 5 + ["silent"] * 5
    second = ["asserts"] * 4 + ["silent"] + ["silent"] * 4 + ["asserts"]
    rows = [
        {
            "proposition": f"p{i}",
            "expert": "A",
            "coder": coder,
            "kind": "person",
            "stance": stance,
            "segment_id": "",
            "quote": "",
        }
        for coder, stances in (("x", first), ("y", second))
        for i, stance in enumerate(stances)
    ]
    row = validate_table("stance_agreement", compare_coders(fit_table("stances", rows))).iloc[0]
    assert (row["n"], row["n_agree"], row["agreement"]) == (10, 8, 0.8)
    assert row["kappa"] == pytest.approx(0.6)
    assert (row["n_positions"], row["agreement_positions"]) == (6, pytest.approx(4 / 6))


def test_an_event_without_propositions_has_empty_tables(write, root, tmp_path):
    event = load_event("2023-03-xi-moscow", root=tmp_path)
    (event.folder / "stances" / "propositions.yml").unlink()
    read = build_tables(event)
    found = read_stances(event, read["statements"], read["segments"])
    assert all(table.empty for table in found.values())
    assert measure_claims(**found).empty
    assert measure_congruence(**found, experts=("A", "B")).empty
    assert compare_coders(found["stances"]).empty


def test_stances_of_the_bundled_event_quote_its_sentences(tables):
    stances = tables["stances"]
    spoken = stances[stances["stance"] != "silent"].merge(tables["segments"], on="segment_id", validate="many_to_one")
    assert len(spoken) == (stances["stance"] != "silent").sum()
    assert all(row.quote in row.text and row.expert_x == row.expert_y for row in spoken.itertuples())
    assert isinstance(tables["claims"], pd.DataFrame)
