"""The index after a run."""

import json
from pathlib import Path

import pytest

from analysis.reports.notebooks import list_notebooks
from analysis.reports.overview import write_overview
from tests.conftest import EVENT, ROOT


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


def test_a_failed_report_leads_to_its_failure_page(tmp_path: Path, folder: Path) -> None:
    record(folder, "failed at cell 5")
    (folder / "failure.html").write_text("<h1>It failed</h1>")
    index = write_overview(tmp_path, list_notebooks(ROOT / "notebooks")).read_text(encoding="utf-8")
    assert f'<a href="{EVENT}/{folder.name}/failure.html">failed at cell 5</a>' in index


def test_a_report_made_from_other_inputs_is_stale(tmp_path: Path, folder: Path) -> None:
    record(folder, "ok")
    (folder / "index.html").write_text("<h1>Q</h1>")
    index = write_overview(tmp_path, list_notebooks(ROOT / "notebooks")).read_text(encoding="utf-8")
    assert 'class="state stale"' in index


def test_a_report_about_no_event_is_known_by_its_folder() -> None:
    index = (ROOT / "reports" / "index.html").read_text(encoding="utf-8")
    assert "its notebook is not here" not in index
