"""A wrong request is told in plain lines with exit code 2, and nothing is written; bad content of all kinds too."""

import os
from collections import Counter

import pytest

from analysis.cli import COMMANDS, main
from tests.wrong_requests import WRONG, make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = make_project(tmp_path_factory.mktemp("wrong") / "root")
    (root / "bare/data/events").mkdir(parents=True)
    before = os.getcwd()  # noqa: PTH109
    os.chdir(root)
    yield root
    os.chdir(before)


def list_files(root):
    """What is there; the locks are no work of anybody's."""
    found = {}
    for place, _, names in os.walk(root):
        for name in names:
            about = os.lstat(os.path.join(place, name))  # noqa: PTH118
            found[os.path.join(place, name)] = about.st_size, about.st_mtime_ns  # noqa: PTH118
    return {name: about for name, about in found.items() if not name.endswith("/.lock")}


def test_there_are_two_hundred_and_ten_for_each_subcommand():
    of = Counter(next((word for word in words if word in COMMANDS), "") for words in WRONG)
    assert len(WRONG) >= 200
    assert all(of[name] >= 10 for name in COMMANDS), of


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:80].replace("\0", "0") or "nothing")
def test_a_wrong_request_is_told_in_lines_and_nothing_is_written(project, capsys, words):
    before = list_files(project)
    given = words if "--root" in words else ["--root", str(project), *words]
    code = main(list(given))
    told = capsys.readouterr()
    lines = told.err.splitlines()
    assert code == 2, (code, told.err)
    assert lines
    assert all(line.startswith(("workbook", "note: ")) for line in lines), told.err
    assert all(len(line) < 1000 for line in lines)
    assert "Traceback" not in told.err
    assert list_files(project) == before
