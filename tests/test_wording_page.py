"""The report of 03_wording in the real browser: valid, nothing violated, nothing fetched."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.conftest import EVENT
from tests.pages import check_in_browser, find_markup_problems
from tests.render import render_notebook, write_files

pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.slow]


@pytest.fixture(scope="module")
def wording_page(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = render_notebook(root / "notebooks" / "03_wording.ipynb", root=root / "notebooks", title="Wording")
    return write_files(report, tmp_path_factory.mktemp("reports") / EVENT / "03_wording")


def test_the_report_is_valid_html(wording_page: Path) -> None:
    assert find_markup_problems(wording_page.read_text(encoding="utf-8")) == []


def test_the_report_has_no_violation_no_console_message_and_no_request(browser: Chrome, wording_page: Path) -> None:
    assert check_in_browser(browser, wording_page) == []
