"""A notebook's parameters as a form: read from the cell, chosen from what exists, kept in a cell behind it."""

import json
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from analysis.desk.form import describe_form, fill_form
from analysis.reports.notebooks import find_notebooks
from analysis.reports.parameters import read_parameters
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.lab import LOST, choose_dark, find_barriers, open_notebook, run_lab

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def read_cell(name):
    book = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    sources = [c.source for c in book.cells if "parameters" in c.metadata.get("tags", [])]
    return sources[0] if sources else "", book.metadata.get("workbook", {}).get("choices", {})


def describe(source, choices, tried=""):
    return describe_form(json.dumps({"source": source, "choices": choices, "tried": tried})).said


def fill(source, tried="", **values):
    return fill_form(json.dumps({"source": source, "tried": tried, "values": values})).said


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
    assert all(f["value"] in f["choices"] for f in fields if f["choices"] and not f["several"])
    assert choices, "a notebook with parameters says in its metadata what can be chosen"
    same = {f["name"]: str(f["value"]) for f in fields}
    assert fill(source, **same) == {"tried": ""}, "the defaults need no cell"


def test_choices_are_what_exists(here):
    fields = {f["name"]: f for f in describe(*read_cell("01_framing"))["fields"]}
    assert EVENT in fields["event"]["choices"]
    assert fields["event"]["choices"] == sorted(path.parent.name for path in ROOT.glob("data/events/*/event.yml"))
    assert fields["unit"]["choices"] == ["sentence", "paragraph"]
    assert fields["coder"]["choices"] == ["", "dictionary", "reader-a", "reader-b"]
    assert fields["codebook"]["choices"] == ["", "great-power-framing"]
    assert fields["coder"]["empty"] == "people where they coded enough, else the dictionary"


SOURCE = 'name: str = "a"  # who\nn: int = 3  # how many\nx = 0.5\nyes: bool = False  # really\n'


def test_what_is_chosen_is_kept_in_a_cell_of_its_own_with_its_types():
    first = fill(SOURCE, name='å "quoted"', n="4", x="0.25", yes="true")["tried"]
    assert first.splitlines()[1:] == ['name = "å \\"quoted\\""', "n = 4", "x = 0.25", "yes = True"]
    assert [f["value"] for f in describe(SOURCE, {}, first)["fields"]] == ['å "quoted"', 4, 0.25, True]
    second = fill(SOURCE, first, n="3", name="a", yes="false")["tried"]
    assert second.splitlines()[1:] == ["x = 0.25"], "what is the default again needs no line"
    assert fill(SOURCE, second, x="0.5")["tried"] == ""


def test_several_coders_are_chosen_from_those_who_judged_the_event(here):
    source, choices = read_cell("coding_desk")
    [sources] = [f for f in describe(source, choices)["fields"] if f["several"]]
    assert (sources["name"], sources["choices"]) == ("sources", ["reader-a", "reader-b"])


def write_book(folder, *, tried="", default="sentence"):
    """01_framing with the cell that the form keeps, or with another default in its parameters cell."""
    book = nbformat.read(ROOT / "notebooks" / "01_framing.ipynb", as_version=4)
    cell = next(c for c in book.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = cell.source.replace('"sentence"', f'"{default}"')
    if tried:
        kept = nbformat.v4.new_code_cell(tried, metadata={"tags": ["injected-parameters"]}, id="tried")
        book.cells.insert(book.cells.index(cell) + 1, kept)
    nbformat.write(book, folder / "01_framing.ipynb")


def test_what_was_tried_by_hand_is_no_default_of_a_report_and_a_changed_default_is(here):
    folder = here.root / "notebooks"

    def find():
        [notebook] = find_notebooks(folder, ["01_framing"])[0]
        return notebook.parameters["unit"].default, notebook.content

    write_book(folder)
    plain = find()
    write_book(folder, tried='unit = "paragraph"\ncoder = "nobody"')
    assert find() == plain
    write_book(folder, tried='unit = "paragraph"', default="paragraph")
    assert find()[0] == "paragraph"


def test_papermill_puts_its_values_in_the_place_of_what_was_tried(here):
    write_book(here.root / "notebooks", tried='unit = "paragraph"')
    book = load_notebook_node("01_framing.ipynb")
    filled = parameterize_notebook(book, {"coder": "reader-a"}, comment="")
    [cell] = [c for c in filled.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert "reader-a" in cell.source
    assert "paragraph" not in cell.source


@pytest.mark.parametrize(
    ("values", "told"),
    [({"n": "many"}, "n must be int"), ({"other": "1"}, "no parameter"), ({"n": "1; import os"}, "int")],
)
def test_what_does_not_fit_is_told_and_changes_nothing(values, told):
    said = fill("n: int = 3  # how many", **values)
    assert told in said["problem"]
    assert "tried" not in said


def test_a_cell_that_is_no_list_of_parameters_is_told():
    assert "line 2" in describe("n: int = 3\nimport os", {})["problem"]


@pytest.mark.kernel
def test_what_is_wrong_is_shown_in_the_cells_place_in_a_line_and_the_run_fails(here):
    source = 'from analysis.desk import open_session\nopen_session("nowhere", coder="a", who="A", trained="t", seed=1)'
    cells = [nbformat.v4.new_code_cell(source), nbformat.v4.new_code_cell("1")]
    book = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(CellExecutionError):
        NotebookClient(book, kernel_name="python3").execute()
    [shown] = book.cells[0].outputs
    assert (shown.output_type, len(shown.traceback)) == ("error", 1)
    assert 'there is no event "nowhere"' in shown.traceback[0]
    assert book.cells[1].execution_count is None


# --- the real JupyterLab ---------------------------------------------------------------------------------------------

SOURCES = "return [...document.querySelectorAll('.jp-CodeCell .cm-content')].map(n => n.textContent).join(' ')"
SHOWN = "return [...document.querySelectorAll('.jp-OutputArea-output')].map(n => n.textContent).join(' ')"


def choose(driver, name, value):
    Select(driver.find_element(By.CSS_SELECTOR, f".workbook-form select[name={name}]")).select_by_value(value)


def wait_until(driver, done, *, seconds=90):
    return WebDriverWait(driver, seconds, ignored_exceptions=LOST).until(done)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_the_form_keeps_the_choice_in_a_cell_and_runs_the_cells_below(event, tmp_path):
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
            wait_until(driver, lambda d: 'unit = "paragraph"' in d.execute_script(SOURCES))
            assert 'unit: str = "sentence"' in driver.execute_script(SOURCES)
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


IN_VIEW = """const notebook = document.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect();
const desk = document.querySelector('.desk').getBoundingClientRect();
return desk.top >= notebook.top - 2 && desk.top < notebook.top + 100"""
TYPED = """const [coder, who] = ['coder', 'who'].map(n => document.querySelector(`.workbook-form [name=${n}]`));
return [coder.value, who.value, document.activeElement.name, who.selectionStart]"""


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
        wait_until(driver, lambda d: d.execute_script(IN_VIEW))
        assert re.findall(r'(?:coder|who) = "(.+?)"', driver.execute_script(SOURCES)) == ["anna", "Anna Weber"]
