"""The index, the comparison and the failure page."""

import json
import shutil
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analysis.errors import InputError
from analysis.reports.index import render_failure, write_comparison, write_index
from tests.browser import show_page
from tests.conftest import EVENT, ROOT
from tests.inprocess import render_cells
from tests.pages import check_in_browser, find_markup_problems
from tests.render import write_files

NOTEBOOK = ROOT / "notebooks" / "01_framing.ipynb"
ONE, TWO = f"{EVENT}/01_framing", f"{EVENT}/01_framing/unit-paragraph"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two good reports, one of which is stale, and one that failed."""
    folder = tmp_path_factory.mktemp("index") / "reports"
    write_files(render_cells(NOTEBOOK, root=ROOT), folder / ONE)
    write_files(render_cells(NOTEBOOK, root=ROOT, unit="paragraph"), folder / TWO)
    for name in (ONE, TWO):
        (folder / name / "run.json").write_text('{"state": "ok"}')
    broken = folder / "broken" / "01_framing"
    broken.mkdir(parents=True)
    (broken / "run.json").write_text(json.dumps({"state": "failed at cell 4"}))
    write_comparison(folder, ONE, TWO)
    write_index(folder, explain=lambda path: "a parameter changed" if path == folder / TWO else "")
    return folder


def fail() -> str:
    return render_failure(
        name="broken/01_framing",
        error="KeyError: <script>",
        parameters={"event": "<b>", "unit": "sentence"},
        command="workbook report broken --notebook 01_framing",
        cell=4,
        source="tables['<script>']",
        traceback="\x1b[31mTraceback\x1b[0m\n" + "line\n" * 60 + "KeyError: <script>",
        last_good="index.html",
    )


def test_each_page_is_valid_html(reports: Path) -> None:
    for page in (*reports.glob("*.html"), *reports.glob("compare/*.html")):
        assert find_markup_problems(page.read_text(encoding="utf-8")) == [], page.name
    assert find_markup_problems(fail()) == []


def test_the_index_tells_each_state_and_why(reports: Path) -> None:
    index = (reports / "index.html").read_text(encoding="utf-8")
    assert 'class="state fresh"' in index
    assert "a parameter changed" in index
    assert "failed at cell 4" in index
    assert "power imbalance; strategic rivalry; restrained statements" in index
    strength = json.loads((reports / ONE / "report.json").read_text(encoding="utf-8"))["summary"]["strength"]
    assert strength in {"withheld", "counted", "tentative", "firm"}
    assert f">{strength}</td>" in index


def test_the_index_is_the_same_bytes_again(reports: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(reports, tmp_path / "elsewhere" / "reports"))
    write_index(copy, explain=lambda path: "a parameter changed" if path == copy / TWO else "")
    assert (copy / "index.html").read_bytes() == (reports / "index.html").read_bytes()


def test_a_comparison_shows_each_exhibit_of_both_and_links_into_the_reports(reports: Path) -> None:
    page = next(reports.glob("compare/*.html")).read_text(encoding="utf-8")
    assert 'id="a-frames"' in page
    assert 'id="b-frames"' in page
    assert f'href="../{ONE}/index.html#e1-f1"' in page
    assert f'href="../{TWO}/index.html#e1-f1"' in page


def test_a_comparison_with_a_report_that_is_not_there_is_refused(reports: Path) -> None:
    with pytest.raises(InputError, match="no such report"):
        write_comparison(reports, ONE, "nowhere/01_framing")


def test_a_failure_names_cell_parameters_last_lines_and_command() -> None:
    page = fail()
    for wanted in (
        "at cell 4",
        "KeyError: &lt;script&gt;",
        "&#39;&lt;b&gt;&#39;",
        "workbook report broken",
        "22 lines",
    ):
        assert wanted in page, wanted
    assert "\x1b" not in page


@pytest.mark.browser
def test_each_page_passes_in_the_browser(browser: Chrome, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "failure.html").write_text(fail(), encoding="utf-8")
    pages = (reports / "index.html", next(reports.glob("compare/*.html")), tmp_path / "failure.html")
    assert [problem for page in pages for problem in check_in_browser(browser, page)] == []


LAPPING = """return [...document.querySelectorAll('svg')].flatMap(s => {
  const boxes = [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect()).filter(b => b.width)
  return boxes.filter((a, i) => boxes.slice(0, i).some(b => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 2 && b.top < a.bottom - 2))}).length"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 800, 1024, 1280, 1600])
def test_a_comparison_fits_every_window_and_no_words_of_it_overlap(browser: Chrome, reports: Path, width: int) -> None:
    show_page(browser, next(reports.glob("compare/*.html")), width=width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.execute_script(LAPPING) == 0
    wide = "return [...document.querySelectorAll('.scroll,.tw')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert browser.execute_script(wide) == 0
    assert (
        browser.execute_script("return Math.min(...[...document.querySelectorAll('.tr')].map(e => e.clientWidth))") > 90
    )


@pytest.mark.browser
def test_the_index_searches_and_sorts_by_keyboard(browser: Chrome, reports: Path) -> None:
    show_page(browser, reports / "index.html", width=1280)
    rows = "return [...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].innerText)"
    assert len(browser.execute_script(rows)) == 3
    browser.find_element(By.CSS_SELECTOR, ".search input").send_keys("paragraph")
    assert len(browser.execute_script(rows)) == 1
    browser.find_element(By.CSS_SELECTOR, ".search input").send_keys(Keys.CONTROL + "a", Keys.DELETE)
    before = browser.execute_script(rows)
    button = browser.find_element(By.CSS_SELECTOR, "th .sort")
    button.send_keys(Keys.ENTER)
    button.send_keys(Keys.ENTER)
    assert browser.execute_script(rows) != before or browser.find_element(By.CSS_SELECTOR, "[aria-sort=descending]")
