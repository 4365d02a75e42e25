"""The coding desk: its session without a screen, then the real JupyterLab in headless Chromium."""

import ast
import datetime
import json
import os
import signal

import nbformat
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from analysis.coding.human import read_coders
from analysis.desk import CodingDesk, open_adjudication, open_session
from analysis.desk.adjudication import list_disagreements
from analysis.desk.session import read_judged
from analysis.errors import InputError
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.lab import open_notebook, run_lab, run_until

AXE = ROOT / "tests" / "axe" / "axe.min.js"
TODAY = datetime.date(2026, 1, 31)


def begin(event, **changes):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 5, "today": TODAY}
    return open_session(event, **{**about, **changes})


def saved(event, coder="anna"):
    return read_judged(event, coder)


def test_every_click_is_on_the_disk_before_the_desk_says_so(event):
    desk = CodingDesk(begin(event))
    desk.receive({"do": "judge", "code": "asymmetry", "present": True, "memo": "clear", "number": 1})
    row = saved(event)[desk.segment_id, "asymmetry", "blind"]
    assert (row["present"], row["memo"]) == (True, "clear")
    assert desk.view["said"] == "asymmetry: present, saved"
    desk.receive({"do": "finish"})
    assert len(saved(event)) == 15
    assert desk.view["place"] == 1
    desk.receive({"do": "finish"})
    assert "none applies" in desk.view["said"]


def test_work_is_taken_up_where_it_ended_in_the_same_order(event):
    first = CodingDesk(begin(event))
    first.receive({"do": "finish"})
    first.receive({"do": "finish"})
    again = CodingDesk(begin(event, today=datetime.date(2026, 2, 1)))
    assert again.session.order == first.session.order
    assert (again.view["place"], again.view["done"]) == (2, 2)
    assert again.session.record.made_on == TODAY
    assert again.session.order != tuple(again.session.tables["segments"]["segment_id"])


def test_undo_takes_back_what_was_changed_and_saves_that(event):
    desk = CodingDesk(begin(event))
    place = desk.segment_id
    desk.receive({"do": "judge", "code": "asymmetry", "present": True})
    desk.receive({"do": "judge", "code": "asymmetry", "present": False})
    desk.receive({"do": "undo"})
    assert saved(event)[place, "asymmetry", "blind"]["present"]
    desk.receive({"do": "finish"})
    desk.receive({"do": "undo"})
    assert (len(saved(event)), desk.segment_id) == (1, place)
    desk.receive({"do": "undo"})
    desk.receive({"do": "undo"})
    assert desk.view["said"] == "nothing to take back in this sitting"


def test_two_desks_of_one_coder_do_not_undo_each_other(event):
    one, two = CodingDesk(begin(event)), CodingDesk(begin(event))
    one.receive({"do": "judge", "code": "asymmetry", "present": True})
    two.receive({"do": "judge", "code": "dependence", "present": True})
    assert {code for _, code, _ in saved(event)} == {"asymmetry", "dependence"}


def test_the_desk_is_blind_and_its_record_proves_what_was_shown(event):
    desk = CodingDesk(begin(event))
    sent = json.dumps([desk.view, desk.codebook])
    assert "SCEEUS" not in sent.replace(desk.view["before"] + desk.view["text"] + desk.view["after"], "")
    assert "Hugo von Essen" not in sent
    assert "reader-a" not in sent
    assert "imbalanc*" not in sent
    record = read_coders(event.folder / "codings")[-1]
    assert (record.seed, record.blind, len(record.shown_sha256)) == (5, True, 64)
    with pytest.raises(InputError, match="was shown something else"):
        begin(event, seed=6)
    with pytest.raises(InputError, match="choose another name"):
        begin(event, who="Berta")


def test_the_dictionary_is_shown_only_after_the_blind_pass_and_recorded_apart(event):
    desk = CodingDesk(begin(event))
    desk.receive({"do": "phase", "phase": "after suggestions"})
    assert desk.view["failed"]
    assert desk.view["phase"] == "blind"
    for _ in desk.session.order:
        desk.receive({"do": "finish"})
    desk.receive({"do": "phase", "phase": "after suggestions"})
    place = next(i for i in range(23) if desk.receive({"do": "go", "place": i}) or desk.view["suggestions"])
    suggestion = desk.view["suggestions"][0]
    start = desk.view["text"].index(suggestion["match"])
    message = {"code": suggestion["code"], "present": True, "evidence": suggestion["match"], "evidence_start": start}
    desk.receive({"do": "judge", **message})
    assert not desk.view["failed"], desk.view["said"]
    key = desk.session.order[place], suggestion["code"]
    assert not saved(event)[*key, "blind"]["present"]
    assert saved(event)[*key, "after suggestions"]["present"]
    tables = build_tables(event)
    final = tables["codings"].set_index(["segment_id", "code", "coder"])["present"]
    assert final[*key, "anna"]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "judge", "code": "nonsense", "present": True},
        {"do": "judge", "code": "asymmetry", "present": True, "evidence": "not there", "evidence_start": 0},
        {"do": "explode"},
        {"do": "judge"},
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(event, message):
    desk = CodingDesk(begin(event))
    desk.receive(message)
    assert desk.view["failed"]
    assert saved(event) == {}


def test_adjudication_takes_over_agreement_shows_the_rest_and_leaves_the_sources(event):
    before = {p.name: p.read_bytes() for p in (event.folder / "codings").glob("reader-*.csv")}
    session = open_adjudication(event, sources=("reader-a", "reader-b"), who="Anna and Berta", today=TODAY)
    differing = list_disagreements(session)
    assert len(session.judged) + len(differing) == 23 * 15
    desk = CodingDesk(session)
    assert {side["coder"] for side in desk.view["item"]["sides"]} == {"reader-a", "reader-b"}
    first = desk.view["item"]
    desk.receive({"do": "judge", "code": first["code"], "present": True})
    assert saved(event, "consensus")[first["segment_id"], first["code"], "adjudication"]["present"]
    assert {p.name: p.read_bytes() for p in (event.folder / "codings").glob("reader-*.csv")} == before
    assert build_tables(event)["coders"].set_index("coder")["sources"]["consensus"] == "reader-a, reader-b"


@pytest.mark.parametrize(("sources", "found"), [(("reader-a",), "1 of them"), (("reader-a", "x"), 'unknown coder "x"')])
def test_a_consensus_needs_two_known_coders(event, sources, found):
    with pytest.raises(InputError, match=found):
        open_adjudication(event, sources=sources, who="Anna", today=TODAY)


def run_workshop(event, monkeypatch, **parameters):
    """What the cells of the workshop notebook show, with these parameters."""
    (event.root / "notebooks").mkdir()
    monkeypatch.chdir(event.root / "notebooks")
    cells = nbformat.read(ROOT / "notebooks" / "coding_desk.ipynb", as_version=4).cells
    names: dict = {"display": print}
    shown = []
    for cell in (c for c in cells if c.cell_type == "code"):
        *body, last = ast.parse(cell.source).body
        exec(compile(ast.Module([*body], []), cell.id, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), cell.id, "eval"), names))
        else:
            exec(compile(ast.Module([last], []), cell.id, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
    return shown


def test_the_workshop_writes_nothing_until_somebody_gives_a_name(event, monkeypatch):
    before = sorted(path.name for path in (event.folder / "codings").iterdir())
    shown = run_workshop(event, monkeypatch)
    assert not any(isinstance(value, CodingDesk) for value in shown)
    assert sorted(path.name for path in (event.folder / "codings").iterdir()) == before


def test_the_workshop_opens_the_desk_and_the_consensus(event, monkeypatch):
    given = {"coder": "anna", "who": "Anna", "sources": "reader-a reader-b"}
    desks = [value for value in run_workshop(event, monkeypatch, **given) if isinstance(value, CodingDesk)]
    assert [desk.session.record.coder for desk in desks] == ["anna", "consensus"]


# --- the real JupyterLab ---------------------------------------------------------------------------------------------

CELL = f"""import os, pathlib
from analysis.desk import CodingDesk, open_session
session = open_session("{EVENT}", coder="anna", who="Anna", trained="read the codebook", seed=5)
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
CodingDesk(session)"""


@pytest.fixture
def lab(event, tmp_path):
    """JupyterLab on a copy of the project with one notebook that opens the desk; its address."""
    folder = event.root / "notebooks"
    folder.mkdir()
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL, id="desk")])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "desk.ipynb")
    with run_lab(folder, tmp_path) as address:
        yield address


def open_desk(driver, address):
    open_notebook(driver, address, "desk.ipynb")
    return run_until(driver, "runmenu:run-all", lambda d: d.find_element(By.CSS_SELECTOR, ".desk"), seconds=10)


def find_barriers(driver):
    """What axe-core finds in the desk: rule and where."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script(
        "const done = arguments[0]; axe.run('.desk', {resultTypes: ['violations']}).then(r => done(r.violations))"
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def choose_dark(home):
    """JupyterLab's dark theme from the next page on."""
    folder = home / "settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    (folder / "themes.jupyterlab-settings").write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")


def wait_until_done(driver, n):
    WebDriverWait(driver, 20).until(lambda d: f"{n} judged" in d.find_element(By.CSS_SELECTOR, ".desk .where").text)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_ten_segments_coded_in_the_real_jupyterlab_survive_a_killed_kernel(event, lab, tmp_path):
    with open_browser() as driver:
        driver.set_window_size(1400, 1000)
        desk = open_desk(driver, lab)
        driver.execute_script("arguments[0].focus()", desk)
        for n in range(1, 11):
            desk.send_keys("1")  # JupyterLab would turn the cell into a heading
            WebDriverWait(driver, 20).until(
                lambda d: (
                    d.find_element(By.CSS_SELECTOR, "[data-code=asymmetry]").get_attribute("aria-pressed") == "true"
                )
            )
            desk.send_keys(Keys.ENTER)
            wait_until_done(driver, n)
        assert find_barriers(driver) == [], "in the light theme"
        on_disk = saved(event)
        assert len(on_disk) == 150
        assert sum(row["present"] for row in on_disk.values()) == 10
        choose_dark(tmp_path)
        os.kill(int((event.root / "notebooks" / "kernel.pid").read_text()), signal.SIGKILL)
    with open_browser() as driver:
        driver.set_window_size(1400, 1000)
        desk = open_desk(driver, lab)
        wait_until_done(driver, 10)
        assert saved(event) == on_disk
        assert find_barriers(driver) == [], "in the dark theme"
        driver.execute_script("arguments[0].focus()", desk)
        desk.send_keys(Keys.SHIFT, Keys.ARROW_RIGHT)
        WebDriverWait(driver, 10).until(lambda d: "Words chosen" in d.find_element(By.CSS_SELECTOR, ".chosen").text)
        driver.find_element(By.CSS_SELECTOR, "[data-code=dependence]").click()
        WebDriverWait(driver, 20).until(lambda d: len(saved(event)) == 151)
        assert next(row["evidence"] for row in saved(event).values() if row["evidence"])
