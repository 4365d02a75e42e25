"""What is wrong with an event, a notebook or a value is told before a kernel starts, once, and stops nothing else."""

import json
import shutil

import pandas as pd
import pytest

from analysis.cli import main
from tests.conftest import EVENT, ROOT
from tests.workshop import notebook

READS = "from analysis.event import load_event\nload_event(event).slug"


@pytest.fixture
def project(tmp_path):
    """Two events and two notebooks that read one."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(tmp_path / "data/events" / EVENT, tmp_path / "data/events/other")
    (tmp_path / "notebooks").mkdir()
    parameters = f'event: str = "{EVENT}"\ncoder: str = ""\ncodebook: str = ""\nunit: str = "sentence"'
    for name in ("01_one", "02_two"):
        made = notebook(READS, parameters=parameters, inputs=["data/events/{event}/**", "data/codebooks/*"])
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(json.dumps(made))
    return tmp_path


def ask(project, capsys, *arguments):
    capsys.readouterr()
    code = main(["--root", str(project), *arguments])
    return code, capsys.readouterr().err.splitlines()


def spoil(project, name, old, new):
    path = project / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


BROKEN = [
    ("events/other/event.yml", "date:", "day:", 2),
    ("events/other/codings/coders.yml", "kind:", "sort:", None),
    ("events/other/transcripts", "", "", 1),
]


@pytest.mark.parametrize(("name", "old", "new", "lines"), BROKEN)
def test_a_broken_event_is_told_as_check_tells_it_and_nothing_is_written(project, capsys, name, old, new, lines):
    if old:
        spoil(project, name, old, new)
    else:
        shutil.rmtree(project / "data" / name)
    code, told = ask(project, capsys, "report", "other")
    assert code == 2
    assert told
    assert all(line.startswith(("workbook: other: ", "workbook: other/")) for line in told), told
    assert lines in (None, len(told)), told
    assert not (project / "reports").exists()
    checked = [line for line in ask(project, capsys, "check")[1] if not line.startswith("note: ")]
    assert checked == told


def test_a_fault_in_a_codebook_that_two_events_share_is_told_once(project, capsys):
    spoil(project, "codebooks/great-power-framing.yml", "definition:", "meaning:")
    code, told = ask(project, capsys, "report", "--all")
    assert code == 2
    assert told
    assert len(set(told)) == len(told)
    assert all(line.startswith("workbook: great-power-framing.yml:") for line in told)
    assert not (project / "reports").exists()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("coder=nobody", f'workbook: {EVENT}: there is no coder "nobody"; there is: dictionary, reader-a, reader-b'),
        ("codebook=nope", 'workbook: there is no codebook "nope"; there is: great-power-framing'),
        ("codebook=../events/x", 'workbook: there is no codebook "../events/x"; there is: great-power-framing'),
    ],
)
def test_a_value_that_is_not_there_is_told_once_before_anything_starts(project, capsys, setting, told):
    assert ask(project, capsys, "report", EVENT, "-p", setting) == (2, [told])
    assert not (project / "reports").exists()


@pytest.mark.kernel
def test_of_all_events_the_broken_one_is_refused_once_and_the_other_is_rendered(project, capsys):
    spoil(project, "events/other/event.yml", "publisher:", "publishers:")
    (project / "notebooks/03_three.ipynb").write_text("{}")
    code, told = ask(project, capsys, "report", "--all", "--jobs", "2")
    assert code == 1
    ours = [line for line in told if line.startswith("workbook: ")]
    assert sum("03_three.ipynb: is not a notebook" in line for line in ours) == 1
    assert sum(line.startswith("workbook: other: event.yml") for line in ours) == len(ours) - 1 > 0
    assert len(set(ours)) == len(ours)
    assert (project / f"reports/{EVENT}/01_one/index.html").is_file()
    assert not (project / "reports/other").exists()
    assert ask(project, capsys, "report", "--notebook", "01_one")[0] == 0
    code, told = ask(project, capsys, "report", "--notebook", "03_three")
    assert (code, len(told)) == (2, 1)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"nbformat": 3},
        {"cells": [{"cell_type": "code"}]},
        {"cells": ["x"]},
        {"cells": {"a": 1}},
        {"metadata": []},
        {"metadata": {"workbook": [1]}},
        {"metadata": {"workbook": {"inputs": "data"}}},
        {"metadata": {"workbook": {"choices": {"event": "data/events"}}}},
        {"metadata": {"workbook": {"title_parameter": 1}}},
        {"metadata": {"kernelspec": {"language": "R"}}},
        {"metadata": {"kernelspec": "python3"}},
    ],
    ids=str,
)
def test_what_is_no_notebook_is_refused_in_one_line(project, capsys, spoilt):
    path = project / "notebooks/01_one.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text()) | spoilt))
    code, told = ask(project, capsys, "report", "--notebook", "01_one")
    assert (code, len(told)) == (2, 1), told
    assert told[0].startswith("workbook: 01_one.ipynb: ")
    assert not (project / "reports").exists()


CODINGS = "events/other/codings/reader-a.csv"


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("format", "99", 'format is 1 or 2; found "99"'),
        ("judged_at", "2026-99-99", "judged_at is a date"),
        ("judged_at", "2026-01-31T25:00:00Z", "judged_at is a date"),
        ("start", "9" * 23, "start and end are offsets"),
        ("end", "1", "start and end are offsets"),
        ("start", "\u0661", "start and end are offsets"),
        ("text_sha256", "0" * 12, "text has not the hash"),
    ],
)
def test_a_value_that_cannot_be_stands_in_one_line_however_many_rows_have_it(project, capsys, column, value, told):
    path = project / "data" / CODINGS
    spoil(project, "events/other/stances/propositions.yml", EVENT, "other")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["text"].ne("") | (column != "text_sha256"), column] = value
    table.to_csv(path, index=False)
    code, lines = ask(project, capsys, "check", "other")
    faults = [line for line in lines if line.startswith("workbook")]
    assert code == 2
    assert faults[0].startswith("workbook: other: reader-a.csv:2: " if column != "end" else "workbook: other: reader-a")
    assert told in faults[0]
    assert "more such)" in faults[0] or column in ("start", "end")


@pytest.mark.parametrize("words", [["-p", "nope=1"], ["--notebook", "01_one", "--notebook", "02_two", "-p", "nope=1"]])
def test_a_parameter_that_no_notebook_has_is_told_once(project, capsys, words):
    code, (line,) = ask(project, capsys, "report", EVENT, *words)
    assert code == 2
    assert 'has no parameter "nope"; it has: event, coder, codebook, unit (1 more notebooks have none either)' in line


def test_aliases_are_told_once(project, capsys):
    (project / "p.yml").write_text("- &a {event: x}\n" + "- *a\n" * 7)
    code, (line,) = ask(project, capsys, "report", "--params", str(project / "p.yml"))
    assert (code, line) == (2, "workbook: p.yml:1: uses an alias (*name); write the value out (and 6 more such)")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("date: 2023-03-21", "date: 2023-13-45", "event.yml:{}: date looks like a date, but there is no such day"),
        ("date: 2023-03-21", "date: " + "1" * 5000, "event.yml:{}: date looks like a number, but is too long"),
        ("date: 2023-03-21", "date: yesterday", "event.yml:{}: the file: date must be a date such as 2024-05-14"),
        ("language: en", "language: 7", "event.yml:{}: the file: language must be text; found 7"),
        ("language: en", "language: E N", "event.yml:{}: the file: language must have the form"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_field_in_plain_words(project, capsys, old, new, told):
    path = project / "data/events/other/event.yml"
    old = next(line for line in path.read_text().splitlines() if line.startswith(old.split(":")[0] + ":"))
    spoil(project, "events/other/event.yml", old, new)
    number = path.read_text().splitlines().index(new) + 1
    code, lines = ask(project, capsys, "check", "other")
    (line,) = [line for line in lines if line.startswith("workbook")]
    assert code == 2
    assert told.format(number) in line
    assert len(line) < 200


@pytest.mark.parametrize(
    "words",
    [
        ["tables", EVENT, "--to", ""], ["tables", EVENT, "--to", "/dev/null"], ["tables", EVENT, "--to", "x" * 300],
        ["tables", EVENT, "--to", "{file}/x"], ["sheet", EVENT, "--coder", "A B"],
        ["sheet", EVENT, "--coder", "a", "--to", ""],
        ["sheet", EVENT, "--coder", "a", "--to", "x.pdf"], ["sheet", EVENT, "--coder", "a", "--sample", "99999"],
        ["report", EVENT, "--scheduler", ""], ["report", EVENT, "--scheduler", "nonsense"],
        ["corpus", "a.csv", "out", "--codebook", "x", "--scheduler", "nonsense"],
        ["codebook", "export", "great-power-framing", "--to", "/dev/full"], ["status", EVENT, "-p", "coder=nobody"],
    ],
)  # fmt: skip
def test_a_place_or_a_name_that_cannot_be_is_refused_before_anything_is_computed(project, capsys, words):
    (project / "file").write_text("")
    code, told = ask(project, capsys, *[word.format(file=project / "file") for word in words])
    assert (code, len(told)) == (2, 1), told
