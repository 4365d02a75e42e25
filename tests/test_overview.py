"""After a run: the index, and a page for each report that failed."""

import json
from pathlib import Path

import pytest

from analysis.reports.notebooks import list_notebooks
from analysis.reports.overview import write_overview
from tests.conftest import EVENT, ROOT
from tests.pages import find_markup_problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports" / EVENT / "01_framing--unit=paragraph"


def record(folder: Path, state: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "report": f"{EVENT}/{folder.name}",
        "parameters": {"event": EVENT, "unit": "paragraph"},
        "state": state,
        "error": "KeyError: 'x'",
        "detail": "Traceback\nKeyError: 'x'",
    }
    (folder / "run.json").write_text(json.dumps(said))


def test_a_failed_report_gets_a_page_that_goes_when_it_succeeds(tmp_path: Path, folder: Path) -> None:
    notebooks = list_notebooks(ROOT / "notebooks")
    record(folder, "failed at cell 5")
    index = write_overview(tmp_path, notebooks).read_text(encoding="utf-8")
    page = (folder / "failure.html").read_text(encoding="utf-8")
    assert find_markup_problems(page) == []
    for wanted in ("at cell 5", "KeyError", "unit", f"workbook report {EVENT} --notebook 01_framing"):
        assert wanted in page, wanted
    assert f"{EVENT}/{folder.name}/failure.html" in index
    record(folder, "ok")
    write_overview(tmp_path, notebooks)
    assert not (folder / "failure.html").exists()


def test_a_report_made_from_other_inputs_is_stale(tmp_path: Path, folder: Path) -> None:
    record(folder, "ok")
    (folder / "index.html").write_text("<h1>Q</h1>")
    index = write_overview(tmp_path, list_notebooks(ROOT / "notebooks")).read_text(encoding="utf-8")
    assert 'class="state stale"' in index
