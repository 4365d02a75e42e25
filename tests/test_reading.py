"""The reports as a reader holds them: how tall they are, how many sheets they take, whether a phone shows them."""

import base64
import re

import pytest

from tests.browser import show_page

EVENT = "2023-03-xi-moscow"
SCREEN = 2000  # pixels of the brief at 1280


def measure(browser, page, *, width=1280):
    """The page's height at this width."""
    show_page(browser, page, width=width)
    return browser.execute_script("return document.documentElement.scrollHeight")


@pytest.fixture(scope="module")
def reports(root):
    return {path.parent.name: path for path in (root / "reports" / EVENT).glob("*/index.html")}


def test_the_brief_is_about_one_screen_and_one_printed_sheet(browser, reports):
    assert measure(browser, reports["brief"]) <= SCREEN
    a4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True, "printBackground": True}
    printed = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", a4)["data"])
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


def test_three_reports_are_short_closed_and_bounded_open(browser, reports):
    closed, opened = [], []
    for name in ("01_framing", "02_reliability", "03_wording"):
        closed.append(measure(browser, reports[name]))
        browser.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        opened.append(browser.execute_script("return document.documentElement.scrollHeight"))
    assert closed[0] <= 10_000
    assert sum(closed) <= 18_000
    assert max(opened) <= 20_000


@pytest.mark.parametrize("name", ["brief", "01_framing", "02_reliability"])
def test_on_a_phone_no_word_of_a_claim_or_code_is_cut_into_letters(browser, reports, name):
    measure(browser, reports[name], width=360)
    narrow = browser.execute_script(
        "return [...document.querySelectorAll('.claims tbody th, .grid tbody th')]"
        ".filter((e) => e.offsetParent && e.clientWidth < 90).map((e) => e.textContent)"
    )
    assert narrow == []


def test_on_a_phone_nothing_on_any_page_scrolls_sideways(browser, root):
    pages = sorted((root / "reports").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        measure(browser, page, width=360)
        browser.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        wide = browser.execute_script(
            "return [document.documentElement, ...document.querySelectorAll('*')].filter((e) => e.clientWidth"
            " && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'"
            " && getComputedStyle(e).overflowX !== 'hidden').map((e) => `${e.tagName} ${e.className}`)"
        )
        assert wide == [], page
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 360, page
