"""Judgements by people and readers: how they are written, read, and refused."""

import datetime
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.checks import check_project
from analysis.codebook import load_codebook
from analysis.coding.amending import save_judgements
from analysis.coding.entries import CoderRecord, read_coders
from analysis.coding.recording import record_codings
from analysis.coding.writing import make_row
from analysis.errors import InputError
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT


@pytest.fixture
def event(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("codings", "reader-*"))
    return load_event(EVENT, root=tmp_path)


@pytest.fixture
def codebook(event):
    return load_codebook(event.codebook_path)


@pytest.fixture
def segments(tables):
    return tables["segments"]


def describe(codebook, **changes):
    about = {
        "coder": "anna",
        "kind": "person",
        "who": "Anna Example",
        "made_on": datetime.date(2026, 1, 31),
        "trained": "read the codebook",
        "blind": True,
        "codebook_sha256": codebook.instructions_sha256,
    }
    return CoderRecord(**{**about, **changes})


def judge(segments, codebook, *, present=("asymmetry",)):
    pairs = [(s, c.code) for s in segments["segment_id"] for c in codebook.codes]
    return pd.DataFrame([{"segment_id": s, "code": c, "present": c in present} for s, c in pairs])


def test_recorded_judgements_come_back_as_codings_beside_an_unchanged_dictionary(event, codebook, tables, segments):
    before = build_tables(event)["codings"]
    record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    after = build_tables(event)
    theirs = after["codings"].loc[after["codings"]["coder"] == "anna"]
    pd.testing.assert_frame_equal(after["codings"].iloc[: len(before)], before)
    assert len(theirs) == len(segments) * len(codebook.codes)
    assert set(theirs.loc[theirs["present"], "code"]) == {"asymmetry"}
    coder = after["coders"].set_index("coder").loc["anna"]
    assert (coder["kind"], coder["who"], coder["blind"], coder["codebook_current"]) == (
        "person",
        "Anna Example",
        True,
        True,
    )
    assert set(after["prevalence"]["coder"]) == {"dictionary", "anna"}


def test_sentences_judged_stand_for_their_paragraph(event, codebook, segments):
    record_codings(event, describe(codebook), judge(segments.head(8), codebook), segments, codebook)
    tables = build_tables(event, unit="paragraph")
    theirs = tables["codings"].loc[lambda t: t["coder"] == "anna"]
    first_expert = tables["segments"].loc[lambda t: t["expert"] == "Hugo von Essen", "segment_id"]
    next_paragraph = tables["segments"]["segment_id"][3]  # one of its sentences was judged, the others were not
    assert set(theirs.loc[~theirs["present"], "segment_id"]) == set(first_expert)
    assert set(theirs.loc[theirs["segment_id"] == next_paragraph, "code"]) == {"asymmetry"}


def spoil(event, old, new):
    path = event.folder / "codings" / "anna.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("/1/1,asymmetry", "/1/1,symmetry", r'anna.csv:2: the codebook has no code "symmetry"'),
        ("True,blind", "yes,blind", r'anna.csv:2: present is True or False; found "yes"'),
        (",blind,", ",once,", r'anna.csv:2: pass is blind, .*; found "once"'),
        ("2026-01-31", "31.1.2026", r"anna.csv:2: judged_at is a date"),
        (
            "/1/1,dependence",
            "/1/1,asymmetry",
            r'anna.csv:3: "asymmetry" is judged for .* a second time \(first in line 2\)',
        ),
        ("segment_id,code", "code,segment_id", r"anna.csv:1: the columns are not segment_id,code"),
    ],
)
def test_a_problem_in_a_file_is_reported_by_its_line(event, codebook, old, new, problem, segments):
    record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    spoil(event, old, new)
    with pytest.raises(InputError, match=problem):
        dict(build_tables(event))


def test_a_judgement_of_words_that_have_changed_is_named_kept_and_not_counted(event, codebook, segments):
    path = record_codings(event, describe(codebook), judge(segments.head(1), codebook), segments, codebook)
    before = path.read_bytes()
    transcript = event.transcript_paths[0]
    text = transcript.read_text(encoding="utf-8")
    transcript.write_text(text.replace(segments["text"][0], "Other words."), encoding="utf-8")
    assert "anna" not in set(build_tables(event)["codings"]["coder"])
    assert path.read_bytes() == before
    notes = check_project(event.root).doubts
    assert any(
        re.search(r"codings/anna.csv:2: 15 judgements of segment \S+/1/1 .* kept and not counted", n) for n in notes
    )


def test_a_segment_that_was_numbered_anew_is_found_by_its_words(event, codebook, segments):
    renumbered = segments.assign(segment_id=segments["segment_id"] + "0")
    record_codings(event, describe(codebook), judge(renumbered.head(2), codebook), renumbered, codebook)
    found = build_tables(event)["judgement_log"]
    assert list(found["segment_id"].drop_duplicates()) == list(segments["segment_id"].head(2))


def test_evidence_keeps_its_place(event, codebook, segments):
    given = judge(segments.head(1), codebook).assign(evidence="")
    given.loc[0, "evidence"] = "crucial role"
    record_codings(event, describe(codebook), given, segments, codebook)
    tables = build_tables(event)
    first = tables["judgement_log"].iloc[0]
    assert tables["documents"]["text"][0][first["start"] : first["end"]] == "crucial role" == first["evidence"]


def test_nothing_is_written_when_one_judgement_is_wrong(event, codebook, segments):
    given = judge(segments.head(1), codebook)
    wrong = pd.concat([given, given.head(1), given.head(1).assign(code="nonsense")])
    with pytest.raises(InputError) as error:
        record_codings(event, describe(codebook), wrong, segments, codebook)
    assert len(error.value.problems) == 2
    assert not list((event.folder / "codings").glob("*.*[vl]"))


def test_a_coder_who_has_judged_is_never_overwritten(event, codebook, segments):
    record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    with pytest.raises(InputError, match='"anna" has judged already'):
        record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)


def test_a_later_pass_overrules_and_the_blind_one_stays(event, codebook, segments):
    path = record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    again = {"segment_id": segments["segment_id"][0], "code": "asymmetry", "present": False}
    again |= {"pass": "after suggestions", "judged_at": "2026-02-01T10:00:00Z"}
    save_judgements(path, [make_row(segments.set_index("segment_id"), again)])
    tables = build_tables(event)
    mine = tables["codings"].loc[lambda t: (t["coder"] == "anna") & (t["code"] == "asymmetry")]
    assert mine.set_index("segment_id")["present"].to_dict() == {
        s: s != segments["segment_id"][0] for s in segments["segment_id"]
    }
    kept = tables["judgement_log"].loc[
        lambda t: (t["code"] == "asymmetry") & (t["segment_id"] == segments["segment_id"][0])
    ]
    assert dict(zip(kept["pass"], kept["present"], strict=True)) == {"blind": True, "after suggestions": False}


def test_coders_and_files_must_name_each_other(event, codebook, segments):
    path = record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    path.rename(path.with_name("berta.csv"))
    with pytest.raises(InputError) as error:
        dict(build_tables(event))
    assert [p.split(":")[0] for p in error.value.problems] == ["codings/berta.csv", "codings/coders.yml"]


def test_an_entry_is_appended_and_comments_stay(event, codebook, segments):
    record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    path = event.folder / "codings" / "coders.yml"
    path.write_text(path.read_text(encoding="utf-8") + "  # she was on the train\n", encoding="utf-8")
    both = describe(codebook, coder="consensus", kind="consensus", who="Anna, Berta", sources=("anna",), seed=3)
    record_codings(event, both, judge(segments, codebook), segments, codebook, pass_="adjudication")
    assert "# she was on the train" in path.read_text(encoding="utf-8")
    assert read_coders(path.parent) == (describe(codebook), both)


@pytest.mark.parametrize("name", ["dictionary", "Anna", "../anna", "con", ""])
def test_a_coder_takes_no_name_that_is_reserved_or_no_file_name(codebook, name):
    with pytest.raises(ValueError, match="coder"):
        describe(codebook, coder=name)


def test_an_import_that_was_killed_before_its_file_took_its_place_is_ended(event, codebook, segments, monkeypatch):
    def stop(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        replace = Path.replace
        patch.setattr(
            Path, "replace", lambda self, to: stop(self, to) if self.suffix == ".draft" else replace(self, to)
        )
        with pytest.raises(KeyboardInterrupt):
            record_codings(event, describe(codebook), judge(segments, codebook), segments, codebook)
    assert not (event.folder / "codings" / "anna.csv").exists()
    assert "anna" in set(build_tables(event)["codings"]["coder"])
    assert (event.folder / "codings" / "anna.csv").exists()
