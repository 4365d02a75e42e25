"""Coders of other packages: a package that pip really installs is seen in codings, validity and a report."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.coding import finding_coders
from analysis.coding.coders import KINDS
from analysis.coding.running import code_segments, judge_segments
from analysis.errors import InputError
from tests.conftest import EVENT, ROOT

PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "toy-coder"
version = "1.0"

[project.entry-points."framing_workbook.coders"]
toy = "toy_coder:code_segments"

[tool.setuptools]
py-modules = ["toy_coder"]
"""
MODULE = '''
"""A coder of its own package."""

import pandas as pd


def code_segments(segments, codebook):
    """Present where the segment names the code's longest word."""
    rows = []
    for segment in segments.itertuples():
        for code in codebook.codes:
            longest = max(code.code.split("-"), key=len)[:6]
            rows.append((segment.segment_id, code.code, longest in segment.text.lower(), 1.0))
    return pd.DataFrame(rows, columns=["segment_id", "code", "present", "score"])
'''
LOOK = """
import json, sys
from analysis.event import load_event
from analysis.pipeline import build_tables
from pathlib import Path
tables = build_tables(load_event(sys.argv[1], root=Path(sys.argv[2])))
print(json.dumps({
    "codings": int((tables.codings["coder"] == "toy").sum()),
    "judgeable": len(tables.segments) * len(tables.codebook),
    "validity": sorted(tables.validity.loc[tables.validity["coder"] == "toy", "reference"].unique()),
    "coders": tables.coders.set_index("coder").loc["toy", ["kind", "who", "note"]].to_dict(),
}))
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """A workbook whose event names the toy coder, and the environment in which its package is installed."""
    home = tmp_path_factory.mktemp("toy")
    source, target, root = home / "source", home / "target", home / "root"
    source.mkdir()
    (source / "pyproject.toml").write_text(PROJECT)
    (source / "toy_coder.py").write_text(MODULE)
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-build-isolation"]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    event = root / "data" / "events" / EVENT / "event.yml"
    event.write_text(event.read_text(encoding="utf-8") + "coders: [toy]\n", encoding="utf-8")
    return root, environment | {"PYTHONPATH": os.pathsep.join([str(target), str(ROOT / "src")])}


def test_an_installed_coder_is_seen_in_codings_and_validity(workbook):
    root, environment = workbook
    command = [sys.executable, "-c", LOOK, EVENT, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["codings"] == found["judgeable"] > 0
    assert found["validity"] == ["reader-a", "reader-b"]
    assert found["coders"] == {
        "kind": "learned",
        "who": "toy_coder.code_segments",
        "note": "Present where the segment names the code's longest word.",
    }


@pytest.mark.kernel
def test_an_installed_coder_is_seen_in_a_report(workbook):
    root, environment = workbook
    command = [
        sys.executable,
        "-m",
        "analysis.cli",
        "--root",
        str(root),
        "report",
        EVENT,
        "--notebook",
        "02_reliability",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root)
    assert done.returncode == 0, done.stderr
    (page,) = (root / "reports").glob("*/02_reliability/index.html")
    text = page.read_text(encoding="utf-8")
    assert "toy_coder.code_segments" in text
    assert "Present where the segment names" in text


def test_an_event_that_names_a_coder_that_is_not_installed_is_refused_in_one_line(workbook):
    root, environment = workbook
    without = environment | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "analysis.cli", "--root", str(root), "check", EVENT]
    done = subprocess.run(command, capture_output=True, text=True, env=without, cwd=root)
    assert done.returncode == 2
    assert 'there is no coder "toy"; there is: dictionary' in done.stderr
    assert "Traceback" not in done.stderr


def list_texts(path: Path) -> set[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


SAYS_MORE = {"person", "consensus", "dictionary"}  # a kind of expert, and the names of two coders


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - SAYS_MORE))
def test_a_kind_of_coder_stands_in_three_files_at_most(kind):
    files = [path for path in sorted((ROOT / "src").rglob("*.py")) if kind in list_texts(path)]
    assert len(files) <= 3, files


@pytest.fixture
def install(monkeypatch):
    """A function that takes the place of an installed package's coder called toy."""

    def put(coder):
        point = SimpleNamespace(name="toy", value="toy:code", load=lambda: coder)

        class Points(tuple):
            names = frozenset({"toy"})

        monkeypatch.setattr(finding_coders, "entry_points", lambda *, group: Points([point]))

    return put


def answer(segments, codebook, **columns):
    """A right answer, with some columns in another way."""
    ids = [segment for segment in segments["segment_id"] for _ in codebook.codes]
    codes = [code.code for code in codebook.codes] * len(segments)
    found = pd.DataFrame({"segment_id": ids, "code": codes, "present": False})
    return found.assign(**columns)


@pytest.mark.parametrize("kind", ["person", "consensus", "robot"])
def test_a_package_is_no_person(install, tables, kind):
    def coder(segments, codebook):
        return answer(segments, codebook)

    coder.kind = kind
    install(coder)
    said = rf"coder \"toy\": toy:code calls itself '{kind}'; its kind is one of .*learned"
    with pytest.raises(InputError, match=said):
        code_segments(tables.segments, tables.codebook_file, names=["toy"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.assign(present="yes"), r"row 1 \(segment .*\): present is True or False; found 'yes'"),
        (lambda found: found.assign(present=None), "present is True or False; found None; leave out the row"),
        (lambda found: pd.concat([found, found.head(1)]), "is judged in row 1 already; keep one"),
        (lambda found: found.assign(score="high"), "score is a number, or empty; found 'high'"),
        (lambda found: found.drop(columns="code"), 'its answer has no column "code"; add it'),
        (lambda found: found.assign(code="none"), "the codebook has no such code; there is: "),
        (lambda found: found.assign(segment_id=7), "the event has no such segment"),
        (lambda found: None, "answered with NoneType; return a DataFrame"),
    ],
)
def test_an_answer_that_is_no_judgement_is_refused_by_its_row(tables, change, said):
    with pytest.raises(InputError, match=f'coder "toy": .*{said}'):
        judge_segments("toy", lambda s, c: change(answer(s, c)), tables.segments, tables.codebook_file)


def test_a_coder_may_leave_out_scores_and_rows_and_changes_no_table_of_the_event(tables):
    before = tables.segments.copy()

    def coder(segments, codebook):
        segments["text"] = "spoilt"
        return answer(segments, codebook).head(3)

    found = judge_segments("toy", coder, tables.segments, tables.codebook_file)
    assert len(found) == 3
    assert found["score"].isna().all()
    assert tables.segments.equals(before)
