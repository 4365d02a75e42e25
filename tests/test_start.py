"""Where each event stands, adding a page and correcting who says what: without a screen, then in JupyterLab."""

import re
import shutil
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from analysis.cli import main
from analysis.desk import add_page, list_states, show_states, show_transcript
from analysis.errors import InputError
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT, edit
from tests.desk_people import code_page
from tests.lab import LOST, choose_dark, find_barriers, open_notebook, run_lab, run_until

PAGE = Path(__file__).parent / "pages_newcomer" / "velmora.html"
SEEN = "<h1>React</h1><script>document.title = 'ran'</script>"


def code_all(event, coder, who):
    code_page(event, coder, who, lambda code, text: False)


def doubt(event):
    path = event.transcript_paths[0]
    head = "== expert: Hugo von Essen | sure: 0.40 | why: a test"
    path.write_text(re.sub("(?m)^== expert: Hugo von Essen.*$", head, path.read_text("utf-8")), "utf-8")


def test_an_event_says_where_it_stands_and_what_is_next(event):
    shutil.copytree(ROOT / "notebooks", event.root / "notebooks")
    row = list_states(event.root).loc[EVENT]
    assert (row["page"], row["corrected"]) == ("3 statements by 3 experts", "no")
    assert row["coded by"] == "dictionary, reader-a (language model), reader-b (language model)"
    assert (row["reports"], row["next step"]) == ("0 current, 4 to render", f"workbook report {EVENT}")
    code_all(event, "anna", "Anna")
    assert "anna 23 of 23" in list_states(event.root).loc[EVENT, "coded by"]
    edit(event, "For Russia", "For  Russia")
    assert list_states(event.root).loc[EVENT, "corrected"] == "yes"


def test_the_next_step_follows_the_work(event, monkeypatch):
    monkeypatch.setattr("analysis.desk.overview._count_reports", lambda root, slug: (0, 4))
    steps = [list_states(event.root).loc[EVENT, "next step"]]
    for coder, who in (("anna", "Anna"), ("berta", "Berta")):
        code_all(event, coder, who)
        steps.append(list_states(event.root).loc[EVENT, "next step"])
    assert steps[0].startswith("a person codes: coding_desk")
    assert steps[1].startswith("another person codes")
    assert steps[2] == "decide where people differ: the second part of coding_desk"


def test_an_event_with_problems_is_a_row_that_says_how_to_see_them(event):
    (event.folder / "event.yml").write_text("title: x\n", "utf-8")
    row = list_states(event.root).loc[EVENT]
    assert "event.yml" in row["page"]
    assert row["next step"] == f"workbook check {EVENT}"


def test_the_states_are_a_table_of_few_columns_whose_words_stand_left(event):
    (event.folder / "event.yml").write_text((event.folder / "event.yml").read_text("utf-8").replace("Xi", "<b>Xi"))
    html = show_states(list_states(event.root)).to_html()
    assert re.findall(r"<th [^>]*>([^<]+)</th>", html) == ["event", "title", "where it stands", "next step"]
    assert "3 statements by 3 experts; codebook great-power-framing; coded by dictionary, reader-a" in html
    assert "text-align: left" in html
    assert "<b>" not in html


def test_a_workbook_without_events_is_an_empty_table(tmp_path):
    (tmp_path / "data" / "events").mkdir(parents=True)
    assert list_states(tmp_path).empty


@pytest.mark.parametrize("how", ["path", "file"])
def test_a_page_is_added_and_who_said_what_is_told(event, how):
    form = add_page(root=event.root)
    assert form.codebooks == ["great-power-framing"]
    about = {
        "do": "add",
        "slug": "velmora",
        "codebook": "",
        "source": str(PAGE) if how == "path" else "",
        "name": PAGE.name,
    }
    answer = form.answer(about, [PAGE.read_bytes()] if how == "file" else [])
    assert (answer["is"], len(answer["statements"])) == ("added", 4)
    assert "Maren Okafor" in [row["expert"] for row in answer["statements"]]
    assert load_event("velmora", root=event.root).file.sources[0].file == PAGE.name


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"source": "", "slug": "x"}, "no page"),
        ({"source": "nowhere.html", "slug": "x"}, "nowhere.html"),
        ({"source": str(PAGE), "slug": "Not a slug"}, 'Name of the event: "Not a slug" is none'),
        ({"source": str(PAGE), "slug": ""}, "the event has no name; write one"),
        ({"source": str(PAGE), "slug": EVENT}, f"there is an event {EVENT} already; write another name"),
        ({"source": str(PAGE), "slug": "x", "codebook": "none"}, "none"),
    ],
)
def test_a_page_that_cannot_be_added_is_told_and_nothing_is_written(event, about, told):
    before = sorted(event.folder.parent.iterdir())
    answer = add_page(root=event.root).answer({"do": "add", **about})
    assert answer["is"] == "failed"
    assert told in answer["said"]
    assert "--" not in answer["said"], "the form has no options"
    assert sorted(event.folder.parent.iterdir()) == before


def test_a_file_and_a_path_at_once_are_refused(event):
    about = {"do": "add", "slug": "x", "source": str(PAGE), "name": PAGE.name}
    assert "keep only one" in add_page(root=event.root).answer(about, [PAGE.read_bytes()])["said"]
    assert not (event.folder.parent / "x").exists()


def test_a_name_from_the_browser_stays_in_its_folder(event):
    for name in ("../../evil.html", "..\\evil.html", ".html", ""):
        answer = add_page(root=event.root).answer({"slug": "x", "name": name}, [SEEN.encode()])
        assert answer["is"] == "failed"
    assert not list(event.root.parent.glob("evil*"))


def test_doubts_come_with_their_reason_and_a_click_settles_them(event):
    doubt(event)
    desk = show_transcript(EVENT, root=event.root)
    at = next(n for n, block in enumerate(desk.page["blocks"]) if block["doubtful"])
    block = desk.page["blocks"][at]
    assert (block["expert"], block["reason"]) == ("Hugo von Essen", "a test")
    change = {"block": at, "owner": "expert", "expert": "Hugo  Essen", "role": "head", "affiliation": ""}
    answer = desk.answer({"do": "save", "changes": [change]})
    assert (answer["is"], answer["lost"]) == ("saved", [])
    statements = build_tables(event).statements
    assert statements["expert"].iloc[0] == "Hugo Essen"
    assert statements["confidence"].iloc[0] == 1
    assert not any(block["doubtful"] for block in desk.page["blocks"])


def test_words_can_be_given_to_the_host_and_left_out_words_to_an_expert(event):
    desk = show_transcript(EVENT, root=event.root)
    owners = [block["owner"] for block in desk.page["blocks"]]
    first = owners.index("expert")
    aside = next(n for n, block in enumerate(desk.page["blocks"]) if block["owner"] != "expert" and block["text"])
    changes = [
        {"block": first, "owner": "host", "expert": "", "role": "", "affiliation": ""},
        {"block": aside, "owner": "expert", "expert": "Ann Other", "role": "", "affiliation": ""},
    ]
    answer = desk.answer({"do": "save", "changes": changes})
    assert answer["is"] == "saved"
    assert answer["lost"], "the readers' judgements of that statement are named"
    assert "Ann Other" in set(build_tables(event).statements["expert"])


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"do": "save", "changes": [{"block": 0, "owner": "nobody"}]}, "no owner"),
        ({"do": "save", "changes": [{"block": 0, "owner": "expert", "expert": " "}]}, "needs a name"),
        ({"do": "save", "changes": [{"block": 999, "owner": "host"}]}, "not saved"),
        ({"do": "save text", "text": "== nobody\n"}, "first line"),
        ({"do": "explode"}, "explode"),
    ],
)
def test_a_correction_that_cannot_be_read_is_told_and_nothing_is_written(event, message, told):
    before = event.transcript_paths[0].read_bytes()
    answer = show_transcript(EVENT, root=event.root).answer(message)
    assert answer["is"] == "failed"
    assert told in answer["said"]
    assert event.transcript_paths[0].read_bytes() == before


def test_the_text_itself_can_be_edited_unless_somebody_else_did_meanwhile(event):
    desk = show_transcript(EVENT, root=event.root)
    text = desk.page["text"].replace("For Russia", "\n\nFor Russia")
    edit(event, "Putin", "Mr Putin")
    assert "meanwhile" in desk.answer({"do": "save text", "text": text})["said"]
    assert desk.answer({"do": "save", "changes": []})["is"] == "failed"
    again = show_transcript(EVENT, root=event.root)
    assert again.answer({"do": "save text", "text": again.page["text"].replace("Mr Putin", "Putin")})["is"] == "saved"


def test_a_published_page_is_shown_shut_in(event):
    assert add_page(root=event.root).answer({"source": str(PAGE), "slug": "velmora"})["is"] == "added"
    html = show_transcript("velmora", root=event.root).page["html"]
    assert html.startswith('<meta http-equiv="Content-Security-Policy" content="default-src \'none\';')
    assert show_transcript(EVENT, root=event.root).page["plain"]
    with pytest.raises(InputError, match="1 pages; found page 2"):
        show_transcript(EVENT, page=2, root=event.root)


# --- the real JupyterLab ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_the_first_notebook_adds_a_page_and_corrects_it_in_the_real_jupyterlab(event, tmp_path):
    folder, home = event.root / "notebooks", tmp_path / "home"
    shutil.copytree(ROOT / "notebooks", folder)
    home.mkdir()
    doubt(event)
    with run_lab(folder, home) as address:
        for theme in ("light", "dark"):
            with open_browser() as driver:
                open_start(driver, address)
                step = "show_transcript" if theme == "light" else "codebook new NAME --for velmora"
                assert step in driver.find_element(By.CSS_SELECTOR, ".jp-RenderedHTML table").text
                for part in (".add-page", ".transcript"):
                    assert find_barriers(driver, f".start{part}") == [], theme
                look_through(driver) if theme == "light" else None
            choose_dark(home) if theme == "light" else None
    assert "Hugo Essen" in set(build_tables(event).statements["expert"])
    assert len(build_tables(load_event("velmora", root=event.root)).statements) == 4


def open_start(driver, address):
    driver.set_window_size(1400, 1000)
    open_notebook(driver, address, "00_start.ipynb")
    run_until(driver, "runmenu:run-all", lambda d: d.find_element(By.CSS_SELECTOR, ".transcript li"), seconds=40)


def click(driver, selector):
    driver.execute_script("arguments[0].click()", driver.find_element(By.CSS_SELECTOR, selector))


def look_through(driver):
    """Settle the doubt and add a page."""
    wait = WebDriverWait(driver, 30, ignored_exceptions=LOST)
    name = driver.find_element(By.CSS_SELECTOR, ".transcript li.doubtful input[name=expert]")
    name.clear()
    name.send_keys("Hugo Essen")
    driver.execute_script(
        "arguments[0].click()", driver.find_element(By.CSS_SELECTOR, ".transcript li.doubtful [name=right]")
    )
    driver.execute_script("arguments[0].click()", driver.find_element(By.CSS_SELECTOR, ".transcript .save"))
    wait.until(lambda d: "saved: 3 statements" in d.find_element(By.CSS_SELECTOR, ".transcript .said").text)
    driver.find_element(By.CSS_SELECTOR, ".add-page [name=file]").send_keys(str(PAGE))
    driver.find_element(By.CSS_SELECTOR, ".add-page [name=slug]").send_keys("velmora")
    click(driver, ".add-page button.main")
    wait.until(lambda d: "Maren Okafor" in d.find_element(By.CSS_SELECTOR, ".add-page table").text)
    fields = driver.find_elements(By.CSS_SELECTOR, ".add-page input")
    assert [field.get_attribute("value") for field in fields] == ["", "", ""], "the next page starts from nothing"


def test_the_notebook_runs_with_and_without_events(event, monkeypatch):
    import nbformat

    monkeypatch.chdir(event.folder)
    cells = nbformat.read(ROOT / "notebooks" / "00_start.ipynb", as_version=4).cells
    *body, last = [cell.source for cell in cells if cell.cell_type == "code"]
    names: dict = {}
    for source in body:
        exec(source, names)
    assert eval(last.splitlines()[-1], names | {"chosen": EVENT}).page["title"]
    assert main(["--root", str(event.root), "check"]) == 0
