"""Equal inputs give equal bytes: in another folder, for another user, with warm and with cold kernels."""

import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import distributions

import pytest

from tests.conftest import ROOT
from tests.test_layers import LOCKS, locked_versions

ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "de_DE.UTF-8",
    "PYTHONHASHSEED": "4711",
    "COLUMNS": "50",
}


def render_copy(folder, *options, environment):
    """All reports of a copy of the project's data and notebooks."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    command = [sys.executable, "-m", "analysis.cli", "--root", str(folder), "report", "--all", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, env=os.environ | environment)
    assert result.returncode == 0, result.stderr
    return read_reports(folder / "reports")


def read_reports(folder):
    """Every page and table below a reports folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in {".html", ".csv"} and path.name != "failure.html"
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The reports as another user on a machine set up otherwise gets them, each kernel started anew."""
    folder = tmp_path_factory.mktemp("another folder")
    home = folder / "home"
    home.mkdir()
    environment = ELSEWHERE | {"HOME": str(home), "MPLCONFIGDIR": str(folder / "mpl")}
    return render_copy(folder / "päth with späces", "--cold", "--jobs", "1", environment=environment)


def is_locked():
    """Whether this is the environment of requirements.lock, on Linux x86-64."""
    installed = {(d.name or "").lower().replace("_", "-"): d.version for d in distributions()}
    locked = {n.replace("_", "-"): v for lock in LOCKS for n, v in locked_versions(lock).items()}
    same = all(locked.get(name, version) == version for name, version in installed.items())
    return same and sys.platform == "linux" and platform.machine() == "x86_64"


def name_differing(first, second):
    """Only the names: two pages are no message to read."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


@pytest.mark.kernel
def test_folder_user_time_zone_locale_hash_seed_and_kernel_change_no_byte(elsewhere, tmp_path):
    here = render_copy(tmp_path / "here", "--jobs", "2", environment={"PYTHONHASHSEED": "1"})
    assert name_differing(here, elsewhere) == []
    assert any(name.endswith("index.html") for name in here)


@pytest.mark.kernel
@pytest.mark.skipif(
    not is_locked(), reason="the committed reports were rendered with requirements.lock on Linux x86-64"
)
def test_the_committed_reports_are_what_is_rendered_today(elsewhere):
    differing = name_differing(read_reports(ROOT / "reports"), elsewhere)
    assert differing == [], "render them again with `workbook report --all --force` and look at `git diff reports`"
