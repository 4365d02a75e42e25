"""An event that people coded is given another codebook, and stances by somebody who coded nothing."""

import shutil

import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.desk.adjudication import read_sides
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT
from tests.exhibits import show_all

CODED = ("reader-a", "reader-b")


@pytest.fixture
def workbook(tmp_path):
    """The bundled event, which two readers coded."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(root, *words):
    return main(["--root", str(root), *words])


def read_codings(root):
    tables = build_tables(load_event(EVENT, root=root))
    return tables.codings.loc[tables.codings["coder"].isin(CODED)].reset_index(drop=True)


def test_judgements_of_another_codebook_are_kept_named_and_not_counted(workbook, capsys):
    folder = workbook / "data" / "events" / EVENT
    before, described = read_codings(workbook), (folder / "event.yml").read_bytes()
    files = {name: (folder / "codings" / f"{name}.csv").read_bytes() for name in CODED}
    assert len(before)
    assert run(workbook, "codebook", "new", "mine", "--for", EVENT) == 0
    named = capsys.readouterr().out
    assert run(workbook, "check") == 0
    told = capsys.readouterr().err
    for name in CODED:
        line = f"codings/{name}.csv:2: {len(files[name].splitlines()) - 1} judgements of codes that mine does not have"
        assert line in named
        assert line in told
    assert read_codings(workbook).empty
    assert {name: (folder / "codings" / f"{name}.csv").read_bytes() for name in CODED} == files
    event = load_event(EVENT, root=workbook)
    assert "No person has coded this page yet" in show_all(build_tables(event), event, coder="")["answer"].text
    (folder / "event.yml").write_bytes(described)
    assert read_codings(workbook).equals(before)


def test_codes_that_the_changed_codebook_still_has_are_counted(workbook, capsys):
    before = read_codings(workbook)
    path = workbook / "data" / "codebooks" / "great-power-framing.yml"
    text = path.read_text(encoding="utf-8")
    assert "code: isolation" in text
    path.write_text(text.replace("code: isolation", "code: loneliness"), encoding="utf-8")
    assert run(workbook, "check") == 0
    assert "codes that great-power-framing does not have (isolation)" in capsys.readouterr().err
    after = read_codings(workbook)
    assert after[["segment_id", "code", "present", "coder"]].equals(
        before.loc[before["code"] != "isolation", ["segment_id", "code", "present", "coder"]].reset_index(drop=True)
    )
    event = load_event(EVENT, root=workbook)
    codes = {code for _, code in read_sides(event, build_tables(event), CODED)}
    assert codes == set(after["code"])


def test_a_code_that_todays_codebook_never_had_is_a_problem(workbook, capsys):
    path = workbook / "data" / "events" / EVENT / "codings" / "reader-a.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",isolation,", ",isolatoin,", 1), encoding="utf-8")
    assert run(workbook, "check") == 2
    assert 'the codebook has no code "isolatoin"' in capsys.readouterr().err


def test_who_recorded_stances_alone_is_named_with_them(workbook):
    folder = workbook / "data" / "events" / EVENT
    shutil.copy(folder / "stances" / "reader-a.csv", folder / "stances" / "anna.csv")
    sha256 = load_codebook(ROOT / "data" / "codebooks" / "great-power-framing.yml").instructions_sha256
    entry = f"""  - coder: anna
    kind: person
    who: Anna Berg
    made_on: 2026-01-31
    trained: read the claims
    blind: true
    unit: sentence
    codebook_sha256: {sha256}
"""
    path = folder / "codings" / "coders.yml"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    event = load_event(EVENT, root=workbook)
    tables = build_tables(event)
    assert "anna" not in set(tables.coders["coder"])
    shown = show_all(tables, event, coder="")["claims"]
    assert "anna" in shown.text
    assert "anna" in shown.findings[0].coders
    assert shown.findings[0].status == "one person alone coded it"
