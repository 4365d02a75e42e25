"""A notebook's parameters as a form: read from the cell, chosen from what exists, written back into the same cell."""

import json
import re
import shutil

import nbformat
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from analysis.desk.form import describe_form, fill_form
from analysis.reports.parameters import read_parameters
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.lab import LOST, choose_dark, find_barriers, open_notebook, run_lab

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def read_cell(name):
    book = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    sources = [c.source for c in book.cells if "parameters" in c.metadata.get("tags", [])]
    return sources[0] if sources else "", book.metadata.get("workbook", {}).get("choices", {})


def describe(source, choices):
    return describe_form(json.dumps({"source": source, "choices": choices})).said


def fill(source, **values):
    return fill_form(json.dumps({"source": source, "values": values})).said


@pytest.fixture
def here(event, monkeypatch):
    (event.root / "notebooks").mkdir()
    monkeypatch.chdir(event.root / "notebooks")
    return event


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_with_parameters_has_a_form(here, name):
    source, choices = read_cell(name)
    if not source:
        return
    fields = describe(source, choices)["fields"]
    assert [f["name"] for f in fields] == list(read_parameters(name, source))
    assert all(f["comment"] for f in fields)
    assert all(f["value"] in f["choices"] for f in fields if f["choices"])
    assert choices, "a notebook with parameters says in its metadata what can be chosen"
    same = {f["name"]: str(f["value"]) for f in fields}
    assert fill(source, **same)["source"] == source


def test_choices_are_what_exists(here):
    fields = {f["name"]: f for f in describe(*read_cell("01_framing"))["fields"]}
    assert EVENT in fields["event"]["choices"]
    assert fields["event"]["choices"] == sorted(path.parent.name for path in ROOT.glob("data/events/*/event.yml"))
    assert fields["unit"]["choices"] == ["sentence", "paragraph"]
    assert fields["coder"]["choices"] == ["", "dictionary", "reader-a", "reader-b"]
    assert fields["codebook"]["choices"] == ["", "great-power-framing"]
    assert fields["coder"]["empty"] == "people where they coded enough, else the dictionary"


def test_the_cell_keeps_types_comments_and_order():
    source = 'name: str = "a"  # who\nn: int = 3  # how many\nx = 0.5\nyes: bool = False  # really\n'
    filled = fill(source, name='å "quoted"', n="4", x="0.25", yes="true")["source"]
    assert (
        filled == 'name: str = "å \\"quoted\\""  # who\nn: int = 4  # how many\nx = 0.25\nyes: bool = True  # really\n'
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [({"n": "many"}, "n must be int"), ({"other": "1"}, "no parameter"), ({"n": "1; import os"}, "int")],
)
def test_what_does_not_fit_is_told_and_changes_nothing(values, told):
    said = fill("n: int = 3  # how many", **values)
    assert told in said["problem"]
    assert "source" not in said


def test_a_cell_that_is_no_list_of_parameters_is_told():
    assert "line 2" in describe("n: int = 3\nimport os", {})["problem"]


# --- the real JupyterLab ---------------------------------------------------------------------------------------------

CELL = """return [...document.querySelectorAll('.jp-CodeCell .cm-content')].map(
  n => n.textContent).find(t => t.startsWith('event: str'))"""
SHOWN = "return [...document.querySelectorAll('.jp-OutputArea-output')].map(n => n.textContent).join(' ')"


def choose(driver, name, value):
    Select(driver.find_element(By.CSS_SELECTOR, f".workbook-form select[name={name}]")).select_by_value(value)


def wait_until(driver, done, *, seconds=90):
    return WebDriverWait(driver, seconds, ignored_exceptions=LOST).until(done)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_the_form_fills_the_parameters_cell_and_runs_the_cells_below(event, tmp_path):
    folder, home = event.root / "notebooks", tmp_path / "home"
    shutil.copytree(ROOT / "notebooks", folder)
    home.mkdir()
    with run_lab(folder, home) as address:
        with open_browser() as driver:
            driver.set_window_size(1300, 1000)
            open_notebook(driver, address, "01_framing.ipynb")
            wait_until(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".workbook-form[data-ready] select"))
            assert find_barriers(driver, ".workbook-form") == [], "in the light theme"
            choose(driver, "unit", "paragraph")
            wait_until(driver, lambda d: 'unit: str = "paragraph"' in d.execute_script(CELL))
            wait_until(driver, lambda d: "Unit: paragraph" in d.execute_script(SHOWN))
            choose(driver, "coder", "reader-a")
            wait_until(driver, lambda d: "Counted by reader-a (" in d.execute_script(SHOWN))
        choose_dark(home)
        with open_browser() as driver:
            open_notebook(driver, address, "02_reliability.ipynb")
            wait_until(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".workbook-form[data-ready] select"))
            assert find_barriers(driver, ".workbook-form") == [], "in the dark theme"


def type_slowly(driver, text):
    """At 80 ms a key, so that answers to what was typed before come in between."""
    chain = ActionChains(driver)
    for key in text:
        chain.send_keys(key).pause(0.08)
    chain.perform()


TYPED = """const [coder, who] = ['coder', 'who'].map(n => document.querySelector(`.workbook-form [name=${n}]`));
return [coder.value, who.value, document.activeElement.name, who.selectionStart]"""
SOURCES = "return [...document.querySelectorAll('.jp-CodeCell .cm-content')].map(n => n.textContent).join(' ')"


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_what_is_typed_into_the_form_survives_the_answers_to_what_was_typed_before(event, tmp_path):
    folder, home = event.root / "notebooks", tmp_path / "home"
    shutil.copytree(ROOT / "notebooks", folder)
    home.mkdir()
    with run_lab(folder, home) as address, open_browser() as driver:
        driver.set_window_size(1280, 800)
        open_notebook(driver, address, "coding_desk.ipynb")
        wait_until(
            driver, lambda d: d.find_element(By.CSS_SELECTOR, ".workbook-form[data-ready] [name=coder]").click() or 1
        )
        type_slowly(driver, f"anna{Keys.TAB}Anna Weber")
        assert driver.execute_script(TYPED) == ["anna", "Anna Weber", "who", 10]
        type_slowly(driver, Keys.ENTER)
        wait_until(driver, lambda d: d.find_element(By.CSS_SELECTOR, ".desk[data-ready=true]"))
        assert re.findall(r'(?:coder|who)\b[^=]*= "(.+?)"', driver.execute_script(SOURCES)) == ["anna", "Anna Weber"]
