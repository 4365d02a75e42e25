import subprocess
import sys

import pytest

from analysis.cli import COMMANDS, move_global_options
from tests.conftest import EVENT, ROOT


def workbook(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "analysis.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_reads_well(name):
    message = workbook(*name.split(), "--help")
    assert message.returncode == 0
    assert message.stdout.startswith("Usage: workbook")
    assert "Options:" in message.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tables", "nowhere", "--to", "x"], 'there is no event "nowhere"'),
        (["tables", EVENT], "Missing option '--to'"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["check", "--root", "/nowhere-at-all"], "has no data/ folder"),
    ],
)
def test_a_wrong_request_is_one_line_and_exit_code_2(arguments, message, tmp_path):
    result = workbook(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_tables_writes_one_csv_per_table(tmp_path, tables):
    result = workbook("tables", EVENT, "--to", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(tables)


def test_check_finds_the_bundled_files_in_order():
    result = workbook("check")
    assert result.returncode == 0, result.stderr


def test_global_options_may_stand_anywhere():
    assert move_global_options(["check", "--root", "a", "--debug"]) == ["--debug", "--root", "a", "check"]
    assert move_global_options(["lab", "--", "--debug"]) == ["lab", "--", "--debug"]


def test_help_loads_no_library_of_tables():
    asked = (
        "import sys; sys.argv = ['workbook', '--help']\n"
        "from analysis.cli import workbook\n"
        "workbook.main(standalone_mode=False)\n"
        "print(sorted({'numpy', 'pandas', 'pydantic', 'yaml', 'lxml', 'nbformat', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
