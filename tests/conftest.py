"""What several test files share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.pipeline import Tables, build_tables

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parents[1]
EVENT = "2023-03-xi-moscow"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> Tables:
    """All tables of the bundled event; tests must not change them."""
    from analysis.event import load_event

    return build_tables(load_event(EVENT, root=ROOT))


@pytest.fixture(scope="session")
def browser() -> Iterator["Chrome"]:
    """One headless Chromium for all tests; see `tests/browser.py`."""
    from tests.browser import open_browser

    with open_browser() as driver:
        yield driver


@pytest.fixture(scope="session")
def framing_page(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The framing report of the bundled event, rendered once."""
    from tests.render import render_notebook, write_files

    report = render_notebook(root / "notebooks" / "01_framing.ipynb", root=root / "notebooks", title="Framing")
    return write_files(report, tmp_path_factory.mktemp("reports") / EVENT / "01_framing")
