"""The report in the real browser: nothing fetched, nothing violated, everything reached by keyboard."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analysis.reports.notebooks import list_notebooks
from tests.browser import show_page
from tests.conftest import ROOT
from tests.pages import check_in_browser, find_markup_problems

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


NOTEBOOKS = [notebook.name for notebook in list_notebooks(ROOT / "notebooks")]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_report_is_valid_html_and_under_its_size(pages: dict[str, Path], name: str) -> None:
    assert find_markup_problems(pages[name].read_text(encoding="utf-8")) == []
    assert pages[name].stat().st_size < 500_000


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_report_has_no_violation_no_console_message_and_no_request(
    browser: Chrome, pages: dict[str, Path], name: str
) -> None:
    assert check_in_browser(browser, pages[name]) == []


def test_a_bar_leads_to_its_segments_by_keyboard_and_back(browser: Chrome, framing_page: Path) -> None:
    show_page(browser, framing_page, width=1280)
    bar = browser.find_element(By.CSS_SELECTOR, ".row.first .val a")
    target = str(bar.get_attribute("href")).partition("#")[2]
    bar.send_keys(Keys.ENTER)
    assert browser.execute_script("return location.hash") == f"#{target}"
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    assert browser.switch_to.active_element.get_attribute("id") == target
    browser.find_element(By.CSS_SELECTOR, ".back-here").send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("href").endswith(f"#{target}")  # type: ignore[union-attr]


def test_filters_work_by_keyboard(browser: Chrome, framing_page: Path) -> None:
    show_page(browser, framing_page, width=1280)
    count = "return document.querySelectorAll('.stm .kx[data-frame]:not(.off)').length"
    before = browser.execute_script(count)
    box = browser.find_element(By.CSS_SELECTOR, ".filters input")
    box.send_keys(Keys.SPACE)
    after = browser.execute_script(count)
    assert 0 < after < before
    assert f"{after} of " in browser.find_element(By.CSS_SELECTOR, ".found").text
    select = browser.find_element(By.CSS_SELECTOR, ".filters select[data-by=code]")
    select.send_keys("deepening")
    assert 0 < browser.execute_script(count) < after


def test_the_first_tab_reaches_the_skip_link(browser: Chrome, framing_page: Path) -> None:
    show_page(browser, framing_page, width=360)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"


def test_without_a_script_all_marks_are_shown_and_links_work(browser: Chrome, framing_page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show_page(browser, framing_page, width=1280)
        assert not browser.find_element(By.CSS_SELECTOR, ".filters").is_displayed()
        assert browser.find_element(By.CSS_SELECTOR, ".stm mark").is_displayed()
        browser.find_element(By.CSS_SELECTOR, ".row.first .val a").send_keys(Keys.ENTER)
        assert "#e1-f1" in browser.current_url
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_every_mark_has_a_line_and_letters_besides_its_colour(framing_page: Path, browser: Chrome) -> None:
    show_page(browser, framing_page, width=1280)
    found = browser.find_elements(By.CSS_SELECTOR, ".stm mark:not(.negated)")
    marks = {mark.get_attribute("class"): mark for mark in found}
    lines = [mark.value_of_css_property("border-bottom-style") for mark in marks.values()]
    letters = {e.get_attribute("class"): e.text for e in browser.find_elements(By.CSS_SELECTOR, ".stm .kx")}
    assert len(set(lines)) == len(lines) == 3
    assert len(set(letters.values())) == 3
