"""Automatic coders side by side: on the same segments, against chance, with what they took and where they part."""

import json
import math
import shutil

import pandas as pd
import pytest

from analysis.cli import main
from analysis.coding.consensus import name_kinds
from analysis.coding.entries import make_record
from analysis.coding.recording import record_codings
from analysis.event import load_event
from analysis.exhibits.coders import _say_alarms
from analysis.findings.coders import say_flips
from analysis.findings.gate import name_coder
from analysis.measures.side_by_side import (
    count_flips,
    gather_differences,
    lift_to_frames,
    list_automatic,
    measure_side_by_side,
    measure_work,
)
from analysis.pipeline import build_tables
from tests.chat_server import answer, serve
from tests.conftest import EVENT, ROOT
from tests.exhibits import show_all

CODEBOOK = pd.DataFrame({"code": ["a", "b"], "frame": ["f", "f"]})
SEGMENTS = pd.DataFrame({"segment_id": [f"p/1/{n}" for n in range(1, 7)], "expert": "E", "text": "t"})
KINDS = {"anna": "person", "quick": "dictionary", "shy": "ranked"}


def make_coders(kinds=KINDS):
    return pd.DataFrame(
        {
            "coder": list(kinds),
            "kind": list(kinds.values()),
            "seconds": [math.nan, math.nan, 2.0][: len(kinds)],
            "tokens": 0,
            "cost": 0.0,
        }
    )


def make_codings(coder, code, judged):
    """`judged`: 1 present, 0 absent, "-" not judged, for segments 1 to 6."""
    return pd.DataFrame(
        [
            {"segment_id": f"p/1/{n}", "code": code, "coder": coder, "present": x == "1"}
            for n, x in enumerate(judged, 1)
            if x != "-"
        ]
    )


BLIND = pd.concat(
    [
        make_codings("anna", "a", "110100"),
        make_codings("quick", "a", "100011"),
        make_codings("shy", "a", "11-10-"),
        make_codings("anna", "b", "000001"),
        make_codings("quick", "b", "000001"),
    ],
    ignore_index=True,
)


def test_every_coder_is_held_against_the_segments_that_all_of_them_judged():
    table = measure_side_by_side(BLIND, CODEBOOK, make_coders()).set_index(["code", "coder"])
    assert table["n_segments"].to_dict() == {("a", "quick"): 4, ("a", "shy"): 4, ("b", "quick"): 6}
    counts = table[["n_reference", "n_hits", "n_false", "n_missed"]].apply(tuple, axis=1)
    assert counts["a", "quick"] == (3, 1, 1, 2)
    assert counts["a", "shy"] == (3, 3, 0, 0)
    assert table["f1"]["a", "quick"] == pytest.approx(2 / 5)
    assert table["coin_f1"]["a", "shy"] == pytest.approx(3 / 4)
    assert table["everywhere_f1"]["a", "shy"] == pytest.approx(6 / 7)


def test_a_coder_that_judges_a_code_nowhere_does_not_narrow_the_segments():
    table = measure_side_by_side(BLIND, CODEBOOK, make_coders())
    assert set(table.loc[table["code"] == "b", "coder"]) == {"quick"}


def test_a_frame_is_present_where_any_code_is_and_judged_where_all_are():
    lifted = lift_to_frames(BLIND, CODEBOOK)
    assert lifted.loc[lifted["coder"] == "anna", "present"].tolist() == [True, True, False, True, False, True]
    assert "shy" not in set(lifted["coder"])
    table = measure_side_by_side(lifted, pd.DataFrame({"code": ["f"]}), make_coders())
    assert table[["code", "coder", "n_segments", "n_reference", "n_hits"]].values.tolist() == [["f", "quick", 6, 4, 2]]


def test_without_a_reference_there_is_nothing_to_compare():
    coders = make_coders({"quick": "dictionary"})
    assert measure_side_by_side(BLIND.loc[BLIND["coder"] == "quick"], CODEBOOK, coders).empty


def test_what_a_coder_left_open_and_how_fast_it_was_is_counted():
    work = measure_work(BLIND, SEGMENTS, CODEBOOK, make_coders()).set_index("coder")
    assert work.loc["shy", ["n_codes", "n_judged", "n_possible", "n_present"]].tolist() == [1, 4, 6, 3]
    assert work["per_second"]["shy"] == 3.0
    assert math.isnan(work["per_second"]["quick"])


def test_differences_name_both_sides_and_what_the_reference_says():
    found = gather_differences(BLIND, SEGMENTS, CODEBOOK, make_coders())
    assert found[["segment_id", "code", "yes", "no", "reference"]].apply(tuple, axis=1).tolist() == [
        ("p/1/2", "a", "shy", "quick", "anna: present"),
        ("p/1/4", "a", "shy", "quick", "anna: present"),
        ("p/1/5", "a", "quick", "shy", "anna: absent"),
    ]


def test_language_models_are_held_against_people_where_there_are_any_and_are_the_reference_where_not():
    kinds = {"anna": "person", "machine": "language model", "quick": "dictionary"}
    assert list_automatic(make_coders(kinds)) == ["machine", "quick"]
    del kinds["anna"]
    assert list_automatic(make_coders(kinds)) == ["quick"]


def test_flips_are_counted_between_runs_of_the_same_only():
    pairs = pd.DataFrame(
        {
            "code": ["a", "b", "a"],
            "coder": ["m-1", "m-1", "m-1"],
            "other": ["m-2", "m-2", "quick"],
            "relation": ["stability", "stability", "agreement"],
            "n_segments": [6, 6, 6],
            "n_one": [1, 0, 5],
            "n_other": [0, 2, 0],
            "n_both": [1, 2, 0],
        }
    )
    flips = count_flips(pairs)
    assert flips[["n_present", "share_present"]].values.tolist() == [[6, 0.5]]
    assert "3 of 12 judgements (25 %), which is 3 of the 6 that either finds present" in say_flips(flips)
    assert flips[["coder", "other", "n_judged", "n_flips", "share"]].values.tolist() == [["m-1", "m-2", 12, 3, 0.25]]


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """The event with a person's codings and two runs of a scripted model of which the second flips a judgement."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", root / "data")
    event = load_event(EVENT, root=root)
    tables = build_tables(event)
    about = {"coder": "anna", "kind": "person", "who": "Anna", "made_on": "2026-01-31", "trained": "read it"}
    record = make_record(**about, blind=True, codebook_sha256=tables.codebook_file.instructions_sha256)
    given = tables.codings.loc[lambda t: t["coder"] == "reader-a", ["segment_id", "code", "present"]]
    record_codings(event, record, given, tables.segments, tables.codebook_file)

    def script(number, body):
        segment = json.loads(body["messages"][1]["content"])["segment"]
        present = [] if number == 25 else [{"code": "rivalry", "quote": segment.split(" ")[0]}]
        return answer(json.dumps({"present": present}))

    with serve(script) as (endpoint, _):
        for run in ("1", "2"):
            command = ["--root", str(root), "code", EVENT, "--model", "m", "--jobs", "1", "--price-in", "1"]
            assert main([*command, "--endpoint", endpoint, "--coder", f"machine-{run}", "--run", run]) == 0
    return build_tables(load_event(EVENT, root=root)), event


def test_the_exhibit_sets_every_coder_beside_chance_with_work_flips_and_quotations(coded):
    tables, event = coded
    exhibit = show_all(tables, event)["side_by_side"]
    head = next(part for part in exhibit.parts if getattr(part, "caption", "").startswith("Coders against anna")).head
    named = ["dictionary", "reader-a", "reader-b", "machine-1", "machine-2"]
    assert head[3:] == (*(f"F1 of {name}" for name in named), "Coin", "Everywhere", "Off topic")
    assert "machine-1 and machine-2 are two runs of the same and differ on 1 of 345 judgements" in exhibit.text
    assert "Two runs are never two people." in exhibit.text
    work = exhibit.tables["coders_work"].set_index("coder")
    assert work["tokens"]["machine-1"] == 23 * 110
    assert work["cost"]["machine-1"] == pytest.approx(23 * 100 / 1e6)
    assert work["seconds"]["machine-1"] > 0
    assert "reader-a on " in exhibit.title
    quoted = next(part for part in exhibit.parts if type(part).__name__ == "Quotations").quotes
    assert 1 <= len(quoted) <= 6


def test_a_coder_that_says_what_the_reference_says_is_surely_better_than_chance_somewhere(coded):
    tables, event = coded
    compared = show_all(tables, event)["side_by_side"].tables["side_by_side"]
    same = compared.loc[compared["coder"] == "reader-a"]
    assert (same["f1"].dropna() == 1).all()
    assert same["beats_chance"].any()
    assert not compared.loc[(compared["coder"] == "machine-1") & (compared["code"] == "rivalry"), "beats_chance"].any()


def test_without_people_the_title_says_that_it_is_agreement_between_machines(tables, root):
    exhibit = show_all(tables, load_event(EVENT, root=root))["side_by_side"]
    assert "(a machine too: agreement, not validity)" in exhibit.title


def test_coders_that_were_not_asked_about_other_text_are_counted_and_not_listed():
    assert _say_alarms({"a": float("nan"), "dictionary": 0.02, "b": float("nan")}) == "dictionary 2 % and 2 not asked"
    assert _say_alarms({"a": float("nan")}) == "–"


def test_a_coder_that_is_not_validated_is_called_so():
    coders = pd.DataFrame({"kind": ["ranked", "person"], "note": ["not validated: …", ""], "undecided": [0, 0]})
    assert list(name_kinds(coders)) == ["ranked, not validated", "person"]
    assert name_coder("ranked", "ranked, not validated") == "ranked (not validated)"
