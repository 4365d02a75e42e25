"""What README says can be done is done: its commands and its Python run as they stand."""

import re
import shlex
import shutil

import pytest

from analysis.cli import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "tests" / "gold" / "round-ups" / "wh07_nuclear_2025-05-23.md").read_bytes()


def read_commands():
    """Every `workbook …` line of README's blocks, without its comment."""
    blocks = re.findall(r"```\n(.*?)```", README, re.DOTALL)
    return [
        line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("workbook")
    ]


def test_the_page_is_short():
    assert len(README.split()) <= 900


@pytest.mark.kernel
def test_the_commands_for_an_own_page_run_in_their_order(tmp_path, monkeypatch):
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "PAGE.html").write_bytes(b"<html><body><h1>T</h1></body></html>")
    (tmp_path / "PAGE.md").write_bytes(PAGE)
    monkeypatch.chdir(tmp_path)
    commands = read_commands()
    assert [c.split()[1] for c in commands] == ["add", "check", "report", "sheet", "import"]
    for command in commands:
        words = shlex.split(command.replace("PAGE.html", "PAGE.md"))[1:]
        if words[0] == "import":  # as it was written: nothing is filled in yet
            words.append("--partial")
        assert main(words) == 0, command


def test_the_python_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    names = {}
    exec(compile(code, "README", "exec"), names)
    assert len(names["tables"].dominant) == 9


def test_every_link_leads_to_a_file():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
