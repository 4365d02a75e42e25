"""What several test files share."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from analysis.pipeline import EventTables, build_tables

if TYPE_CHECKING:
    import pandas as pd
    from selenium.webdriver import Chrome

    from analysis.event import Event

ROOT = Path(__file__).parents[1]
EVENT = "2023-03-xi-moscow"
settings.register_profile("untimed", deadline=None)  # no test asserts a time
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> EventTables:
    """All tables of the bundled event; tests must not change them."""
    from analysis.event import load_event

    return build_tables(load_event(EVENT, root=ROOT))


@pytest.fixture
def event(tmp_path: Path) -> "Event":
    """The bundled event in a folder of its own, for tests that change it."""
    from analysis.event import load_event

    shutil.copytree(ROOT / "data", tmp_path / "data")
    return load_event(EVENT, root=tmp_path)


def edit(event: "Event", old: str, new: str) -> None:
    """Change words of the event's first transcript, where they first stand."""
    path = event.transcript_paths[0]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def make_statements(texts: Mapping[str, str]) -> "pd.DataFrame":
    """The `statements` of one page on which each expert says one text."""
    from analysis.tables import fit_table

    rows, start = [], 0
    same = {"document_id": "d", "role": "", "affiliation": "", "kind": "person"}
    same |= {"confidence": 1.0, "reason": "", "reported": False}
    for number, (expert, text) in enumerate(texts.items(), 1):
        place = {"start": start, "end": start + len(text), "text": text}
        rows.append({**same, "statement_id": f"d/{number}", "expert": expert, **place})
        start += len(text) + 2
    return fit_table("statements", rows)


@pytest.fixture(scope="session")
def browser() -> Iterator["Chrome"]:
    """One headless Chromium for all tests; see `tests/browser.py`."""
    from tests.browser import open_browser

    with open_browser() as driver:
        yield driver


@pytest.fixture(scope="session")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundled event's report by every numbered notebook, each rendered once in a real kernel."""
    from analysis.reports.notebooks import list_notebooks
    from tests.render import render_notebook, write_files

    folder = tmp_path_factory.mktemp("reports") / EVENT
    return {
        book.name: write_files(render_notebook(book.path, root=book.path.parent), folder / book.name)
        for book in list_notebooks(root / "notebooks")
    }


@pytest.fixture(scope="session")
def framing_page(pages: dict[str, Path]) -> Path:
    """The framing report of the bundled event."""
    return pages["01_framing"]
