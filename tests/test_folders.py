"""Folders replaced as a whole: killed at any moment, the old one or the new one is there, whole."""

import shutil
import subprocess
import sys

import pytest

from analysis.files.folders import recover_folders, replace_folder

PROGRAM = """
import os, pathlib, shutil, sys, tempfile
from analysis.files.folders import replace_folder
left = int(sys.argv[2])
def count(function):
    def run(*args, **options):
        global left
        left -= 1
        if left == 0: os._exit(9)
        done = function(*args, **options)
        left -= 1
        if left == 0: os._exit(9)
        return done
    return run
tempfile.mkdtemp, shutil.copytree, shutil.rmtree = map(count, (tempfile.mkdtemp, shutil.copytree, shutil.rmtree))
pathlib.Path.rename = count(pathlib.Path.rename)
with replace_folder(pathlib.Path(sys.argv[1]) / "events" / "a") as draft:
    (draft / "one").write_text("new"); (draft / "two").write_text("new")
"""


def make(tmp_path):
    folder = tmp_path / "events" / "a"
    shutil.rmtree(tmp_path / "events", ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        (folder / name).write_text("old")
    return folder


@pytest.mark.parametrize("step", range(1, 16))
def test_a_kill_at_any_step_leaves_one_whole_folder_and_nothing_after_the_next_run(tmp_path, step):
    folder = make(tmp_path)
    done = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path, str(step)], capture_output=True, text=True)
    assert done.returncode in (0, 9), done.stderr
    recover_folders(folder.parent)
    assert {p.read_text() for p in folder.iterdir()} in ({"old"}, {"new"})
    assert len(list(folder.iterdir())) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["events"]
    with replace_folder(folder) as draft:
        (draft / "three").write_text("x")
    assert [p.name for p in tmp_path.iterdir()] == ["events"]


def test_what_raises_changes_nothing_and_leaves_nothing(tmp_path):
    folder = make(tmp_path)

    def fail():
        with replace_folder(folder) as draft:
            (draft / "one").write_text("new")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert (folder / "one").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["events"]


def test_a_new_folder_appears_whole(tmp_path):
    with replace_folder(tmp_path / "events" / "b") as draft:
        (draft / "one").write_text("new")
        assert not (tmp_path / "events" / "b").exists()
    assert (tmp_path / "events" / "b" / "one").read_text() == "new"
