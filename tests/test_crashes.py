"""Killed at any change of a file: every command works afterwards, nothing is lost, nothing stays, no record lies."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT
from tests.crash_scenarios import SCENARIOS
from tests.crashing import AT_RANDOM

KILLED = [  # scenario, every so many points, beginning here: one in ten of all
    ("add-first", 10, 7),
    ("add-second", 10, 9),
    ("import", 6, 3),
    ("sheet", 3, 3),
    ("codebook-new", 7, 6),
    ("corpus", 10, 4),
    ("desk", 12, 8),
    ("desk-stances", 12, 5),
    ("new", 40, 20),
    ("new-here", 40, 39),
    pytest.param("report-again", 12, 13, marks=pytest.mark.kernel),
]
EVERY = {"new": 2, "new-here": 2, "tables": 2}  # many like changes
needs_extra = pytest.mark.skipif(find_spec("sklearn") is None, reason="the extra [learned] is not installed")


MOMENTS = 6  # kills of each command at random moments
made: list[int] = []


def crash(name, *how):
    command = [sys.executable, "-m", "tests.crashing", name, *map(str, how)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("name", "every", "first"), KILLED)
def test_a_command_killed_at_one_change_in_ten_loses_nothing_and_leaves_nothing(name, every, first):
    assert crash(name, every, first)["points"] >= first


ALL = [pytest.param(name, marks=needs_extra if name == "learn" else ()) for name in SCENARIOS]


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_command_killed_at_any_change_loses_nothing_and_leaves_nothing(name):
    made.append(crash(name, EVERY.get(name, 1))["kills"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_command_killed_at_a_random_moment_loses_nothing_and_leaves_nothing(name):
    made.append(crash(name, AT_RANDOM, MOMENTS)["kills"])


@pytest.mark.slow
def test_five_hundred_kills_were_made():
    if len(made) >= 2 * len(SCENARIOS) - 2:  # else only some of the tests above were asked for
        assert sum(made) >= 500
