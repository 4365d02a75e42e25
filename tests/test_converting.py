"""Events made by version 0.1.0: converted by the first command, with their corrections and codings."""

import shutil

import pytest
import yaml

from analysis.cli import main
from analysis.coding.rows import BESIDE, COLUMNS, read_judgement_rows
from analysis.errors import InputError
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT

OLD = ROOT / "tests" / "gold" / "event-0.1.0"
HUGO = {
    "expert": "Hugo von Essen", "role": "analyst", "affiliation": "SCEEUS", "kind": "person",
    "first": "For Russia, Xi’s visit plays a crucial", "last": "of Russia’s Far East and High North.",
}  # fmt: skip


@pytest.fixture
def project(tmp_path):
    shutil.copytree(
        ROOT / "data",
        tmp_path / "data",
        ignore=shutil.ignore_patterns("transcripts", "codings", "event.yml", "reader-b.csv", "made-up-*"),
    )
    shutil.copytree(OLD, tmp_path / "data" / "events" / EVENT, dirs_exist_ok=True)
    return tmp_path


def correct(project, *entries):
    path = project / "data" / "events" / EVENT / "statements.yml"
    path.write_text(yaml.safe_dump({"statements": list(entries)}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_library_says_which_command_converts_an_old_event(project):
    with pytest.raises(InputError, match=f"was made by version 0.1.0; convert it with: workbook check {EVENT}"):
        load_event(EVENT, root=project)


def test_the_first_command_converts_and_nothing_that_was_measured_changes(project, tables, capsys):
    assert main(["--root", str(project), "check"]) == 0
    assert "converted from version 0.1.0" in capsys.readouterr().err
    event = load_event(EVENT, root=project)
    made = build_tables(event)
    doubts = ["confidence", "reason"]  # those of today's reader
    assert made["statements"].drop(columns=doubts).equals(tables["statements"].drop(columns=doubts))
    ours = made["prevalence"].query("coder == 'reader-a'").reset_index(drop=True)
    assert ours.equals(tables["prevalence"].query("coder == 'reader-a'").reset_index(drop=True))
    text = (event.folder / "event.yml").read_text(encoding="utf-8")
    assert text == (OLD / "event.yml").read_text(encoding="utf-8").split("experts:")[0], "comments stay"
    rows = [row for _, row in read_judgement_rows(event.folder / "codings" / "reader-a.csv")]
    assert all(row["text"] for row in rows)
    assert set(rows[0]) == {*COLUMNS, *BESIDE}
    assert main(["--root", str(project), "check"]) == 0
    assert "converted" not in capsys.readouterr().err


def test_corrections_are_taken_along(project):
    last = {**HUGO, "expert": "Patrik Andersson", "affiliation": "NKK"}
    last |= {
        "first": "The joint statements between China and Russia did",
        "last": "to facilitate the Russian war efforts.",
    }
    path = correct(
        project,
        {
            **HUGO,
            "expert": "H. v. Essen",
            "last": "sanction-stricken Russian defense industry.",
            "keep": True,
            "found": HUGO,
        },
        {**last, "keep": False, "found": last},
        {
            "expert": "The Editors",
            "kind": "organisation",
            "first": "What do these developments signify?",
            "last": "FOI explain.",
        },
    )
    assert main(["--root", str(project), "check"]) == 0
    statements = build_tables(load_event(EVENT, root=project))["statements"]
    assert list(statements["expert"]) == ["The Editors", "H. v. Essen", "Christopher Weidacher Hsiung"]
    assert statements["text"][0] == "What do these developments signify? Experts from SCEEUS, NKK and FOI explain."
    assert statements["text"][1].endswith("Russian defense industry.")
    assert list(statements["confidence"][:2]) == [1.0, 1.0]
    text = build_tables(load_event(EVENT, root=project))["documents"]["text"][0]
    assert "".join(text.split()) == "".join(
        (project / "data" / "events" / EVENT / "sources" / "000_c08222278913e595.txt").read_text("utf-8").split()
    )
    assert not path.exists()


def test_a_correction_that_fits_nowhere_is_named_and_kept(project, capsys):
    path = correct(project, {**HUGO, "expert": "Nobody", "first": "Words that are not there", "last": "at all"})
    assert main(["--root", str(project), "check"]) == 0
    assert "the correction of Nobody (“Words that are not there”) fits nowhere" in capsys.readouterr().err
    assert "Words that are not there" in path.with_name("statements-0.1.0.yml").read_text(encoding="utf-8")


def test_an_event_that_cannot_be_converted_stays_as_it_was(project, capsys):
    folder = project / "data" / "events" / EVENT
    next((folder / "sources").iterdir()).write_text("other words")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert main(["--root", str(project), "check"]) == 2
    assert "not converted from version 0.1.0" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_adding_the_page_again_converts_too(project):
    folder = project / "data" / "events" / EVENT
    page = next((folder / "sources").iterdir())
    changed = project / page.name
    changed.write_text(page.read_text("utf-8").replace("Relaterade inlägg", "Relaterat"), encoding="utf-8")
    correct(project, {**HUGO, "expert": "H. v. Essen", "keep": True, "found": HUGO})
    assert main(["--root", str(project), "add", str(changed), "--event", EVENT]) == 0
    made = build_tables(load_event(EVENT, root=project))
    assert made["statements"]["expert"][0] == "H. v. Essen"
    assert "reader-a" in set(made["codings"]["coder"]), "judgements found on a page of another hash"


def test_adding_a_changed_page_names_the_judgements_whose_words_it_does_not_have_any_more(project, capsys):
    page = next((project / "data" / "events" / EVENT / "sources").iterdir())
    changed = project / page.name
    text = page.read_text("utf-8").replace("Moreover, China has provided", "By now, China gave")
    changed.write_text(text, encoding="utf-8")
    assert main(["--root", str(project), "add", str(changed), "--event", EVENT]) == 0
    message = [line for line in capsys.readouterr().out.splitlines() if "kept and not counted" in line]
    assert message[0].startswith("note: codings/reader-a.csv:")
    assert "15 judgements" in message[0]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_statement_that_was_split_is_taken_along_in_either_order(project, order):
    half = "struggling, sanction-stricken Russian defense industry."
    split = (
        {"expert": "Eva Hed", "role": "fellow", "first": HUGO["first"], "last": half},
        {**HUGO, "first": "Interestingly, both in his pre-meeting article", "found": HUGO},
    )
    correct(project, *(split[n] for n in order))
    assert main(["--root", str(project), "check"]) == 0
    statements = build_tables(load_event(EVENT, root=project))["statements"]
    assert list(statements["expert"][:2]) == ["Eva Hed", "Hugo von Essen"]
    assert statements["text"][0].endswith(half)
    assert statements["text"][1].startswith("Interestingly, both")


def test_two_corrections_of_the_same_words_are_not_both_said_to_be_taken_along(project, capsys):
    correct(project, {**HUGO, "expert": "Eva Hed"}, {**HUGO, "expert": "Hugo Essen", "found": HUGO})
    assert main(["--root", str(project), "check"]) == 0
    said = capsys.readouterr().err
    assert "1 of 2 corrections were taken along" in said
    assert "the correction of Hugo Essen" in said
    assert build_tables(load_event(EVENT, root=project))["statements"]["expert"][0] == "Eva Hed"


def test_a_role_changed_in_the_list_of_experts_is_taken_along_and_an_expert_without_words_is_named(project, capsys):
    path = project / "data" / "events" / EVENT / "event.yml"
    text = path.read_text("utf-8").replace("role: China analyst", "role: senior China analyst")
    path.write_text(text.replace("name: Patrik Andersson", "name: Pat Andersson"), encoding="utf-8")
    assert main(["--root", str(project), "check"]) == 0
    said = capsys.readouterr().err
    assert "event.yml: Pat Andersson, analyst, NKK was among its experts and is not so in the transcript" in said
    assert "Hsiung" not in said
    assert build_tables(load_event(EVENT, root=project))["statements"]["role"][1] == "senior China analyst"
