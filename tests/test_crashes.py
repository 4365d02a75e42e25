"""Killed at any change of a file: every command works afterwards, nothing is lost, nothing stays, no record lies."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT
from tests.crash_scenarios import SCENARIOS

KILLED = [  # scenario, every so many points, beginning here: one in ten of all
    ("add-first", 10, 7),
    ("add-second", 10, 9),
    ("import", 6, 3),
    ("sheet", 3, 3),
    ("codebook-new", 7, 6),
    ("corpus", 10, 4),
    ("desk", 12, 8),
    pytest.param("report-again", 12, 13, marks=pytest.mark.kernel),
]
needs_extra = pytest.mark.skipif(find_spec("sklearn") is None, reason="the extra [learned] is not installed")


def crash(name, *, every=1, first=1):
    command = [sys.executable, "-m", "tests.crashing", name, str(every), str(first)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800)


@pytest.mark.parametrize(("name", "every", "first"), KILLED)
def test_a_command_killed_at_one_change_in_ten_loses_nothing_and_leaves_nothing(name, every, first):
    done = crash(name, every=every, first=first)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["points"] >= first


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_extra if name == "learn" else ()) for name in SCENARIOS]
)
def test_a_command_killed_at_any_change_loses_nothing_and_leaves_nothing(name):
    done = crash(name)
    assert done.returncode == 0, done.stdout + done.stderr
