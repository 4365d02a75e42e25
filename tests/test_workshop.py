"""The codebook workshop: its answers without a screen, then the real JupyterLab in headless Chromium."""

import shutil
import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from analysis.codebook import load_codebook
from analysis.desk import CodebookWorkshop, open_workshop
from analysis.errors import InputError
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.desk_people import code_page
from tests.lab import choose_dark, find_barriers, open_notebook, run_lab, run_until

CODE = "asymmetry"
NAME = "great-power-framing"


def ask(shop, do, **message):
    return shop.answer({"do": do, "n": 1, **message})


def type_in(shop, *lines, code=CODE, **texts):
    return ask(shop, "try", code=code, indicators="\n".join(lines), texts=texts)


def own_lines(shop):
    return next(c for c in shop.shop["codes"] if c["code"] == CODE)["indicators"].splitlines()


@pytest.fixture
def shop(event):
    return open_workshop(NAME, root=event.root)


def test_a_keystroke_is_answered_with_sentences_and_writes_nothing(shop):
    before = shop.path.read_bytes()
    answer = type_in(shop, *own_lines(shop), "visit*")
    assert answer["totals"]["gained"] == len(answer["gained"]) > 0
    assert all(hit["pieces"][1].lower().startswith("visit") for hit in answer["gained"])
    assert answer["unsaved"] == [CODE]
    assert type_in(shop, *own_lines(shop))["unsaved"] == []
    assert shop.path.read_bytes() == before


def test_a_mistake_is_told_and_what_was_typed_is_kept(shop):
    answer = type_in(shop, "imbalanc*", "aid (0-3")
    assert "aid (0-3" in answer["failed"]
    assert answer["unsaved"] == [CODE]
    assert "aid (0-3" in ask(shop, "save")["failed"]
    for message in ({"do": "explode"}, {"do": "try"}, {"do": "try", "code": "nothing", "indicators": "a"}):
        assert "failed" in shop.answer(message)


def test_save_writes_the_file_shows_what_was_changed_and_keeps_comments(shop):
    shop.path.write_text(shop.path.read_text("utf-8") + "# the end\n", "utf-8")
    type_in(shop, *own_lines(shop), "visit*", definition="One is above the other.")
    shown = ask(shop, "changes")["difference"]
    assert "+          - visit*" in shown
    assert "visit*" not in shop.path.read_text("utf-8")
    answer = ask(shop, "save")
    assert (answer["saved"], answer["difference"], answer["unsaved"]) == (True, shown, [])
    code = next(c for c in load_codebook(shop.path).codes if c.code == CODE)
    assert (code.indicators[-1].match, code.definition.strip()) == ("visit*", "One is above the other.")
    assert shop.path.read_text("utf-8").endswith("# the end\n")
    assert not ask(shop, "save")["saved"]


def test_what_somebody_else_changed_meanwhile_is_not_written_over(shop):
    type_in(shop, "visit*")
    text = shop.path.read_text("utf-8")
    shop.path.write_text(text.replace("- imbalanc*", "- imbalance*"), "utf-8")
    assert "meanwhile" in ask(shop, "save")["failed"]
    shop.path.write_text(text.replace("- upper hand", "- upper hands").replace("# words", "# more words"), "utf-8")
    assert "meanwhile" in ask(shop, "save")["failed"]
    shop.path.write_text(text.replace("title: Framing", "title: The framing"), "utf-8")
    assert ask(shop, "save")["saved"]
    assert "title: The framing" in shop.path.read_text("utf-8")


def test_a_new_code_is_made_from_a_word_of_the_text(shop):
    words = ask(shop, "candidates", event=EVENT)
    assert len(words["candidates"]) > 10
    one = words["candidates"][0]
    assert one["places"]
    assert "failed" in ask(shop, "new", code=CODE, frame="x")
    assert "failed" in ask(shop, "new", code=" ", frame="x")
    assert ask(shop, "new", code="own code", frame="own frame")["unsaved"] == ["own code"]
    answer = type_in(shop, one["indicator"], code="own code")
    assert 0 < answer["totals"]["gained"] <= one["n_segments"]  # negated and quoted words do not count
    assert ask(shop, "save")["saved"]
    frame = load_codebook(shop.path).frames[-1]
    assert (frame.frame, [c.code for c in frame.codes]) == ("own frame", ["own code"])


def test_a_new_code_can_be_given_up(shop):
    ask(shop, "new", code="own code", frame="own frame")
    type_in(shop, "visit*", code="own code")
    answer = ask(shop, "drop", code="own code")
    assert answer["unsaved"] == []
    assert "own code" not in answer["counts"]


def code_one(event, segment):
    code_page(event, "anna", "Anna", lambda code, text: True, only=(segment,))


def test_a_new_definition_says_whose_judgements_it_makes_old(event):
    segment = build_tables(event).segments.iloc[-1]
    code_one(event, segment["segment_id"])
    shop = open_workshop(NAME, root=event.root)
    assert type_in(shop, *own_lines(shop), "x")["stale"] == []
    answer = type_in(shop, *own_lines(shop), definition="Another.")
    assert answer["stale"] == [f"anna ({EVENT})"]
    assert answer["agreement"]["n"] == 1
    assert [hit["pieces"][0] for hit in type_in(shop, "xylophone")["missed"]] == [segment["text"]]


def test_what_to_code_next_leaves_out_what_people_judged(event):
    first = ask(open_workshop(NAME, root=event.root), "next", event=EVENT)["next"][0]["segment_id"]
    code_one(event, first)
    ranked = ask(open_workshop(NAME, root=event.root), "next", event=EVENT)["next"]
    assert first not in [one["segment_id"] for one in ranked]
    assert ranked[0]["why"].startswith("doubt 0.")


def test_without_the_ranker_the_order_is_the_dictionarys_and_says_so(event, monkeypatch):
    monkeypatch.setattr("analysis.coding.embedding.NEEDED", ("no_such_package",))
    shop = open_workshop(NAME, root=event.root)
    useful = ask(shop, "next", event=EVENT)
    likely = ask(shop, "next", event=EVENT, order="likely", code=CODE)
    found = (
        build_tables(event).codings.query("coder == 'dictionary' and code == @CODE").set_index("segment_id")["score"]
    )
    assert [found[one["segment_id"]] for one in likely["next"]] == sorted(found, reverse=True)[:12]
    surprising = ask(shop, "next", event=EVENT, order="surprising", code=CODE)
    assert surprising["next"] == useful["next"]
    for answer in (likely, surprising):
        assert answer["by"].startswith("The order is the dictionary's")
        assert "pip install 'framing-workbook[learned]'" in answer["by"]
    assert "pip install" in ask(shop, "suggest", code=CODE)["without"]
    for wrong, told in (({"order": "best"}, "there is no order"), ({"order": "likely", "code": "x"}, "save it first")):
        assert told in ask(shop, "next", event=EVENT, **wrong)["failed"]


def test_events_in_another_language_are_not_looked_at_and_broken_ones_are_named(event):
    copy = event.folder.with_name("broken")
    shutil.copytree(event.folder, copy)
    (copy / "transcripts" / event.transcript_paths[0].name).write_text("== nobody\n", "utf-8")
    shown = open_workshop(NAME, root=event.root).shop["events"]
    assert EVENT in shown
    assert "broken" not in shown
    assert "broken is left out" in open_workshop(NAME, root=event.root).shop["notes"][0]
    shutil.rmtree(copy)
    text = (event.root / f"data/codebooks/{NAME}.yml").read_text("utf-8")
    swedish = event.root / "data/codebooks/svensk.yml"
    swedish.write_text(text.replace("language: en", "language: sv").replace(f"name: {NAME}", "name: svensk"), "utf-8")
    with pytest.raises(InputError, match='language "sv"'):
        open_workshop("svensk", root=event.root)


def test_a_keystroke_over_fifty_events_takes_less_than_a_tenth_of_a_second(tmp_path):
    from tests.benchmarks.bench_workshop import open_large, press

    shop = open_large(tmp_path, events=5)  # ten times the sentences by repeating them
    took = []
    for line in ("v", "vi", "visit*"):
        start = time.process_time()
        press(shop, line)
        took.append(time.process_time() - start)
    assert min(took) < 0.1


# --- the real JupyterLab ---------------------------------------------------------------------------------------------


def find(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, f".shop {selector}")


def wait_for(driver, found):
    return WebDriverWait(driver, 20).until(lambda _: found())


def look_at_the_workshop(driver, address):
    """Open it, type an indicator, and ask for everything that it can suggest."""
    driver.set_window_size(1500, 1100)
    open_notebook(driver, address, "codebook_workshop.ipynb")
    run_until(driver, "runmenu:run-all", lambda d: find(d, ".sum b"), seconds=40)
    for details in driver.find_elements(By.CSS_SELECTOR, ".shop .editor details, .shop .what-next"):
        driver.execute_script("arguments[0].open = true", details)
    find(driver, "textarea.indicators").send_keys("\nvisit*")
    wait_for(driver, lambda: find(driver, ".sum b").text.startswith("6 gained"))
    assert find(driver, ".gained mark").text.lower().startswith("visit")
    assert "1 code changed" in find(driver, ".unsaved").text
    for button, shown in (("suggest", ".offers button"), ("list", "[data-candidate]"), ("rank", ".next li")):
        driver.execute_script("arguments[0].click()", find(driver, f"button.{button}"))
        WebDriverWait(driver, 20).until(lambda d, shown=shown: d.find_elements(By.CSS_SELECTOR, f".shop {shown}"))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.kernel
def test_the_workshop_answers_suggests_and_saves_in_the_real_jupyterlab(event, tmp_path):
    folder, home = event.root / "notebooks", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    shutil.copyfile(ROOT / "notebooks" / "codebook_workshop.ipynb", folder / "codebook_workshop.ipynb")
    path = event.root / "data" / "codebooks" / f"{NAME}.yml"
    before = path.read_text("utf-8")
    with run_lab(folder, home) as address:
        with open_browser() as driver:
            look_at_the_workshop(driver, address)
            assert find_barriers(driver, ".shop") == [], "in the light theme"
        choose_dark(home)
        with open_browser() as driver:
            look_at_the_workshop(driver, address)
            assert find_barriers(driver, ".shop") == [], "in the dark theme"
            assert path.read_text("utf-8") == before
            word = find(driver, "[data-candidate]").get_attribute("data-candidate")
            driver.execute_script("arguments[0].click()", find(driver, "[data-candidate]"))
            lines = find(driver, "textarea.indicators").get_attribute("value").splitlines()
            assert lines[-2:] == ["visit*", word]
            driver.execute_script("arguments[0].click()", find(driver, "button.save"))
            wait_for(driver, lambda: "Saved in" in find(driver, ".difference").text)
            assert "nothing to save" in find(driver, ".unsaved").text
    added = [line.strip() for line in path.read_text("utf-8").splitlines() if line not in before.splitlines()]
    assert added == ["- visit*", f"- {word}"]


def test_the_notebook_opens_the_workshop(event, monkeypatch):
    import nbformat

    (event.root / "notebooks").mkdir()
    monkeypatch.chdir(event.root / "notebooks")
    cells = nbformat.read(ROOT / "notebooks" / "codebook_workshop.ipynb", as_version=4).cells
    names: dict = {}
    *body, last = [cell.source for cell in cells if cell.cell_type == "code"]
    for source in body:
        exec(source, names)
    assert isinstance(eval(last, names), CodebookWorkshop)
