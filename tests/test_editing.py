"""A codebook's file is changed where it was changed, and stays as people wrote it everywhere else."""

import difflib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.codebook.drafting import CandidateWord, draft_codebook
from analysis.codebook.editing import (
    Edit,
    edit_codebook,
    read_indicators,
    save_codebook,
    show_difference,
    write_indicator,
)
from analysis.errors import InputError
from tests.conftest import ROOT

BUNDLED = ROOT / "data" / "codebooks" / "great-power-framing.yml"
TEXT = """\
# why this codebook
name: mine
title: "Mine"
language: en
frames:
  - frame: one   # the first
    codes:
      - code: a
        when: ""   # say when
        indicators:   # signs
          - alpha   # the plain word
          # of the second year
          - beta
          - gamma
          # below the last
      # between two codes
      - code: b
        definition: >
          Some words that are
          folded.
        indicators: [delta*, "epsilon"]  # in a row
# the end
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text(TEXT, "utf-8")
    return file


def changed_lines(before, after):
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith(("+ ", "- "))]


def edit(path, *edits):
    before, after = edit_codebook(path, edits)
    save_codebook(path, after)
    return changed_lines(before, after)


def signs(code, *lines):
    return Edit(code, read_indicators(code, lines))


def test_an_edit_that_changes_nothing_changes_no_byte(path):
    for file in (path, BUNDLED):
        codes = load_codebook(file).codes
        same = [Edit(c.code, c.indicators, {"definition": c.definition, "when": c.when}) for c in codes]
        assert edit_codebook(file, same) == (file.read_text("utf-8"), file.read_text("utf-8"))


def test_indicators_that_stay_keep_their_comments_and_lines_of_comment_outlive_what_goes(path):
    assert edit(path, signs("a", "alpha", "gamma", "new sign")) == ["-           - beta", "+           - new sign"]
    edit(path, signs("a", "first", "gamma"))
    for comment in ("# signs", "# of the second year", "# below the last", "# between two codes", "# the end"):
        assert comment in path.read_text("utf-8")


def test_what_yaml_would_read_otherwise_is_quoted(path):
    lines = ["*ism", "=US", "zero: sum", "no #more", "yes", "{match: rival*, but_not: [sibling rival*], weight: 0.5}"]
    edit(path, signs("a", *lines), signs("b", *lines))
    book = load_codebook(path)
    for code in book.codes:
        assert [write_indicator(i) for i in code.indicators] == lines
    assert "# in a row" in path.read_text("utf-8")


def test_a_text_stands_as_the_field_stood(path):
    lines = edit(path, Edit("a", None, {"when": "It is: so # really"}), Edit("b", None, {"definition": "word " * 40}))
    (when,) = [line for line in lines if line.startswith("+         when")]
    assert when.startswith('+         when: "It is: so # really"')
    assert when.endswith("# say when")
    assert len([li for li in lines if li.startswith("+           word")]) == 2
    assert load_codebook(path).codes[1].definition.split() == ["word"] * 40


def test_a_new_code_stands_at_the_end_of_its_frame_and_a_new_frame_at_the_end(path):
    new = Edit("c", read_indicators("c", ["zeta"]), {"definition": "The third."}, "one")
    other = Edit("d", read_indicators("d", ["eta"]), {}, "two")
    lines = edit(path, new, other)
    assert all(line.startswith("+") for line in lines), lines
    book = load_codebook(path)
    assert [(f.frame, [c.code for c in f.codes]) for f in book.frames] == [("one", ["a", "b", "c"]), ("two", ["d"])]
    assert path.read_text("utf-8").endswith("- eta\n# the end\n")


def test_a_first_codebook_with_candidates_keeps_its_comments_below_a_new_code(tmp_path):
    path = tmp_path / "first.yml"
    path.write_text(draft_codebook("first", candidates=[CandidateWord("fee", ("fee",), "", ("A fee.",))]), "utf-8")
    lines = edit(path, Edit("prices", read_indicators("prices", ["price*"]), {}, "efficiency"))
    assert all(line.startswith("+") for line in lines)
    assert path.read_text("utf-8").endswith("#       A fee.\n")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Edit("nothing", None, {"when": "x"}), "no code"),
        (Edit("a", (), {}, "one"), "already"),
        (Edit("a", None, {"colour": "x"}), "no field"),
    ],
)
def test_what_cannot_be_changed_is_told_and_nothing_is_written(path, wrong, told):
    with pytest.raises(InputError, match=told):
        edit(path, wrong)
    assert path.read_text("utf-8") == TEXT


def test_a_text_that_is_no_codebook_is_not_saved(path):
    with pytest.raises(InputError):
        save_codebook(path, "name: [\n")
    assert path.read_text("utf-8") == TEXT
    assert [p.name for p in path.parent.iterdir()] == ["mine.yml"]


def test_a_difference_shows_both_sides():
    assert show_difference("a\nb\n", "a\nc\n").splitlines()[-2:] == ["-b", "+c"]
    assert show_difference("a\n", "a\n") == ""


@settings(max_examples=60)  # each one writes a file
@given(st.lists(st.from_regex(r"[a-z=*]{1,5}( [a-z]{1,4}\*?)?", fullmatch=True), min_size=1, max_size=6))
def test_any_indicators_are_read_back_as_they_were_written(tmp_path_factory, lines):
    try:
        wanted = read_indicators("a", lines)
    except InputError:
        return
    path = tmp_path_factory.mktemp("books") / "mine.yml"
    path.write_text(TEXT, "utf-8")
    edit(path, Edit("a", wanted))
    assert load_codebook(path).codes[0].indicators == wanted
    assert yaml.safe_load(path.read_text("utf-8"))["frames"][0]["codes"][1]["code"] == "b"
