"""What a page or a codebook holds is text in a report, whatever it looks like; and a large one still works."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from analysis.exhibits.parts import Exhibit, Text
from analysis.page.rendering import render_exhibit
from analysis.page.showing import describe_exhibit
from tests.browser import show_page
from tests.conftest import ROOT
from tests.hostile import write_hostile_event, write_large_event
from tests.inprocess import render_cells
from tests.pages import check_in_browser, find_markup_problems
from tests.render import write_files

NOTEBOOK = ROOT / "notebooks" / "01_framing.ipynb"


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_hostile_event(tmp_path_factory.mktemp("hostile"))
    return write_files(render_cells(NOTEBOOK, root=root, event="hostile"), root / "reports" / "hostile" / "01_framing")


def test_attacks_are_text(hostile_page: Path) -> None:
    html = hostile_page.read_text(encoding="utf-8")
    assert find_markup_problems(html) == []
    assert html.count("<script") == 1
    for unwanted in ("<img", "onerror=alert(1)>", 'href="javascript', "\u202e", "\ufffe", "\x07"):
        assert unwanted not in html, unwanted
    assert "&lt;script&gt;document.title" in html


@pytest.mark.browser
def test_attacks_do_nothing_in_the_browser(browser: Chrome, hostile_page: Path) -> None:
    assert check_in_browser(browser, hostile_page, widths=[360], schemes=["dark"], axe=False) == []
    assert browser.title != "owned"


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_of_attacks_stays_accessible(browser: Chrome, hostile_page: Path) -> None:
    assert check_in_browser(browser, hostile_page) == []


@pytest.mark.browser
@pytest.mark.slow
def test_forty_experts_with_four_thousand_segments_scroll(browser: Chrome, tmp_path: Path) -> None:
    root = write_large_event(tmp_path)
    page = write_files(render_cells(NOTEBOOK, root=root, event="large"), root / "reports" / "large")
    assert find_markup_problems(page.read_text(encoding="utf-8")) == []
    show_page(browser, page, width=1280)
    assert len(browser.find_elements("css selector", "main [id^=s-]")) >= 4000
    browser.execute_script("scrollTo(0, document.body.scrollHeight)")
    assert browser.execute_script("return document.elementFromPoint(640, 300) !== null")


def test_what_cannot_be_seen_is_shown_as_one_replacement_each() -> None:
    shown = str(render_exhibit(describe_exhibit(Exhibit("x", parts=(Text("a\u202eb\ud800c\x00"),)))))
    assert "a\ufffdb\ufffdc\ufffd" in shown
