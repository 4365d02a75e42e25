"""The coding desk: every press as it was meant, on the disk, whatever happens between view and kernel."""

import ast
import csv
import datetime
import json
import random
import shutil
import subprocess
import sys

import nbformat
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analysis.coding.consensus import count_undecided, is_partial
from analysis.coding.human import read_coders
from analysis.coding.rows import read_lines
from analysis.desk import CodingDesk, open_adjudication, open_session, open_stances
from analysis.desk.adjudication import list_differences
from analysis.errors import InputError
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.desk_oracle import Oracle, choose_step, press_fast
from tests.desk_page import open_desk, serve_desk, wait_ready

AXE = ROOT / "tests" / "axe" / "axe.min.js"
TODAY = datetime.date(2026, 1, 31)


def begin(event, **changes):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 5, "today": TODAY}
    return open_session(event, **{**about, **changes})


def read_rows(event, coder="anna"):
    rows = (row for _, row in read_lines(event.folder / "codings" / f"{coder}.csv"))
    return {(row["segment_id"], row["code"]): (row["present"] == "True", row["evidence"]) for row in rows}


class Coder:
    """Somebody at the desk without a screen: says messages in order and keeps their number."""

    def __init__(self, event, *, client="one", **changes):
        self.desk, self.client, self.seq = CodingDesk(begin(event, **changes)), client, 0
        self.said = self.desk.receive({"do": "hello", "client": client, "view": client})

    @property
    def segment(self):
        return self.desk.session.order[0]

    def write(self, cell, *, seq=None, **fields):
        self.seq = seq or self.seq + 1
        change = {"cell": cell, "set": fields}
        return {
            "do": "put",
            "client": self.client,
            "view": self.client,
            "seq": self.seq,
            "have": 0,
            "at": "2026-01-31T12:00:00Z",
            "label": "x",
            "segment": self.segment,
            "cells": [change],
        }

    def put(self, cell, **fields):
        return self.desk.receive(self.write(cell, **fields))


def test_a_judgement_is_on_the_disk_before_it_is_acknowledged(event):
    coder = Coder(event)
    [ack] = coder.put(f"code|{coder.segment}|asymmetry", value="present", spans=[[0, 4]], memo="clear")
    text = coder.desk.session.tables.segments.set_index("segment_id")["text"][coder.segment]
    assert (ack["is"], ack["upto"], ack["refused"]) == ("ack", 1, [])
    assert read_rows(event) == {(coder.segment, "asymmetry"): (True, text[:4])}


def test_messages_are_applied_in_order_once_whatever_order_they_come_in(event):
    coder = Coder(event)
    cell = f"code|{coder.segment}|asymmetry"
    messages = [coder.write(cell, value=value) for value in ("present", "absent", "present", "absent")]
    answers = [coder.desk.receive(messages[i]) for i in (2, 1, 3, 0, 0, 2)]
    assert answers[:3] == [[], [], []]
    assert [answer[0]["upto"] for answer in answers[3:]] == [4, 4, 4]
    assert read_rows(event) == {(coder.segment, "asymmetry"): (False, "")}
    assert coder.desk.session.ledger.rev == 4


@pytest.mark.parametrize(
    ("cell", "fields", "why"),
    [
        ("code|{}|nonsense", {"value": "present"}, "nothing called"),
        ("code|nowhere|asymmetry", {"value": "present"}, "no segment"),
        ("code|{}|asymmetry", {"value": "maybe"}, "cannot be judged so"),
        ("code|{}|asymmetry", {"value": "present", "spans": [[0, 99_999]]}, "words do not stand"),
        ("code|{}|asymmetry", {"value": "present", "spans": [[True, 2]]}, "words do not stand"),
        ("code|{}|asymmetry", {"value": "absent", "spans": [[0, 4]]}, "has evidence"),
        ("adj|{}|asymmetry", {"decided": "present"}, "nothing called"),
        ("seg|{}", {"memo": "x" * 20_000}, "at most"),
        ("seg|{}", {"expert": "x"}, "has flag, skip and memo"),
    ],
)
def test_what_cannot_be_done_is_said_uses_its_number_up_and_changes_nothing(event, cell, fields, why):
    coder = Coder(event)
    [ack] = coder.put(cell.format(coder.segment), **fields)
    assert ack["upto"] == 1
    assert why in ack["refused"][0]["why"]
    assert read_rows(event) == {}
    [ack] = coder.put(f"code|{coder.segment}|asymmetry", value="present")
    assert ack["upto"] == 2
    assert len(read_rows(event)) == 1


@pytest.mark.parametrize("message", [{}, {"do": "explode"}, {"do": "put"}, {"do": "put", "seq": "x", "view": "one"}])
def test_what_is_no_message_is_answered_in_a_line(event, message):
    [answer] = Coder(event).desk.receive(message)
    assert answer["is"] in ("failed", "elsewhere")


def test_a_memo_is_the_segments_and_never_touches_evidence(event):
    coder = Coder(event)
    cell = f"code|{coder.segment}|asymmetry"
    coder.put(cell, value="present", spans=[[7, 9], [0, 4]])
    before = read_rows(event)
    coder.put(f"seg|{coder.segment}", memo="about the sentence")
    coder.put(cell, memo="about the code")
    assert read_rows(event) == before
    assert coder.desk.session.ledger.cells[cell]["spans"] == [[7, 9], [0, 4]]
    aside = event.folder / "codings" / "desk"
    marks = list(csv.reader((aside / "anna.marks.csv").read_text().splitlines()))
    assert marks[1] == [coder.segment, "", "memo", "about the sentence"]
    assert len((aside / "anna.evidence.csv").read_text().splitlines()) == 3


def test_in_doubt_is_not_judged(event):
    coder = Coder(event)
    coder.put(f"code|{coder.segment}|asymmetry", value="unsure")
    coder.put(f"code|{coder.segment}|dependence", value="absent")
    assert read_rows(event) == {(coder.segment, "dependence"): (False, "")}
    assert build_tables(event)["codings"].query("coder == 'anna'")["code"].tolist() == ["dependence"]


def test_work_is_taken_up_where_it_ended_with_everything_that_can_be_undone(event):
    first = Coder(event)
    first.put(f"code|{first.segment}|asymmetry", value="present")
    [welcome] = Coder(event, client="two", today=datetime.date(2026, 2, 1)).said
    assert welcome["cells"] == [{"cell": f"code|{first.segment}|asymmetry", "value": {"value": "present"}, "rev": 1}]
    assert welcome["journal"][0]["before"] == [{"cell": f"code|{first.segment}|asymmetry", "set": {"value": None}}]
    assert read_coders(event.folder / "codings")[-1].made_on == TODAY


def test_a_line_that_a_killed_kernel_could_not_finish_is_dropped(event):
    coder = Coder(event)
    coder.put(f"code|{coder.segment}|asymmetry", value="present")
    journal = event.folder / "codings" / "desk" / "anna.journal.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"client": "one", "seq": 2, "ce')
    again = Coder(event)
    assert again.said[0]["applied"] == 1
    again.seq = 1
    [ack] = again.put(f"code|{coder.segment}|dependence", value="present")
    assert ack["upto"] == 2
    assert len(read_rows(event)) == 2


def test_what_was_journalled_and_did_not_reach_the_file_is_brought_there(event):
    coder = Coder(event)
    coder.put(f"code|{coder.segment}|asymmetry", value="present")
    path = event.folder / "codings" / "anna.csv"
    before = path.read_bytes()
    coder.put(f"code|{coder.segment}|dependence", value="present")
    path.write_bytes(before)  # killed between the journal and the file
    Coder(event)
    assert len(read_rows(event)) == 2


def test_what_was_changed_in_the_file_by_other_means_is_taken_over(event):
    coder = Coder(event)
    coder.put(f"code|{coder.segment}|asymmetry", value="present")
    coder.put(f"code|{coder.segment}|dependence", value="present")
    path = event.folder / "codings" / "anna.csv"
    path.write_text(path.read_text().replace("asymmetry,True", "asymmetry,False"))
    cells = {c["cell"].split("|")[2]: c["value"]["value"] for c in Coder(event).said[0]["cells"]}
    assert cells == {"asymmetry": "absent", "dependence": "present"}


def test_a_coder_without_a_journal_is_read_from_the_file(event):
    coder = Coder(event)
    coder.put(f"code|{coder.segment}|asymmetry", value="present", spans=[[2, 9]], memo="m")
    shutil.rmtree(event.folder / "codings" / "desk")
    [cell] = Coder(event).said[0]["cells"]
    assert cell["value"] == {"value": "present", "spans": [[2, 9]], "memo": "m"}


def test_a_second_window_is_refused_in_a_line_until_the_first_is_closed(event):
    coder = Coder(event)
    hello = {"do": "hello", "client": "two", "view": "two"}
    asked, refused = coder.desk.receive(hello)
    assert (asked["is"], asked["view"], refused["is"], refused["view"]) == ("there?", "one", "elsewhere", "two")
    assert "open in another window" in refused["why"]
    coder.desk.receive({"do": "here", "view": "one"})
    [refused] = coder.desk.receive(coder.write("seg|x", flag=True) | {"client": "two", "view": "two"})
    assert refused["is"] == "elsewhere"
    coder.desk.receive({"do": "bye", "view": "one"})
    assert coder.desk.receive(hello)[0]["is"] == "welcome"


def test_a_window_that_answers_nothing_gives_way(event, monkeypatch):
    coder = Coder(event)
    hello = {"do": "hello", "client": "two", "view": "two"}
    assert coder.desk.receive(hello)[-1]["is"] == "elsewhere"
    monkeypatch.setattr("analysis.desk.windows.PATIENCE", -1)
    assert coder.desk.receive(hello)[0]["is"] == "welcome"


def test_another_notebook_is_refused_in_a_line(event):
    session = begin(event)
    code = f"""
from analysis.desk import open_session
from analysis.event import load_event
from pathlib import Path
from analysis.errors import InputError
try:
    open_session(load_event("{EVENT}", root=Path({str(event.root)!r})), coder="anna", who="Anna", trained="x", seed=5)
except InputError as error:
    print(error)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert session.record.coder == "anna"
    assert told.startswith('the desk of "anna" is open in another notebook')
    assert told.count("\n") == 1


def test_the_desk_is_blind_and_its_record_proves_what_was_shown(event):
    desk = CodingDesk(begin(event))
    sent = json.dumps(desk.desk)
    for statement in desk.session.tables.statements.itertuples():
        assert statement.expert not in sent
    assert not any(name in sent for name in ("reader-a", "imbalanc*", "indicators", "codings"))
    record = read_coders(event.folder / "codings")[-1]
    assert (record.seed, record.blind, len(record.shown_sha256)) == (5, True, 64)
    with pytest.raises(InputError, match="was shown something else"):
        begin(event, seed=6)
    with pytest.raises(InputError, match="choose another name"):
        begin(event, who="Berta")


def decide(event):
    session = open_adjudication(event, sources=("reader-a", "reader-b"), who="Anna and Berta", today=TODAY)
    return session, CodingDesk(session)


def test_adjudication_takes_over_agreement_shows_the_rest_and_leaves_the_sources(event):
    before = {p.name: p.read_bytes() for p in (event.folder / "codings").glob("reader-*.csv")}
    session, desk = decide(event)
    differing = list_differences(session)
    assert differing
    assert len(read_rows(event, "consensus")) + len(differing) == 23 * 15
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    first = differing[0]
    cell = f"adj|{first['segment']}|{first['code']}"
    common = {"do": "put", "client": "c", "view": "c", "have": 0, "at": "", "label": "", "segment": first["segment"]}
    desk.receive({**common, "seq": 1, "cells": [{"cell": cell, "set": {"decided": "discuss", "reason": "hm"}}]})
    assert (first["segment"], first["code"]) not in read_rows(event, "consensus")
    desk.receive({**common, "seq": 2, "cells": [{"cell": cell, "set": {"decided": "present", "by": "reader-a"}}]})
    assert read_rows(event, "consensus")[first["segment"], first["code"]][0]
    assert {p.name: p.read_bytes() for p in (event.folder / "codings").glob("reader-*.csv")} == before
    tables = build_tables(event)
    [counts] = count_undecided(tables.codings, tables.coders).to_dict("records")
    assert counts == {"coder": "consensus", "n_both": 23 * 15, "n_undecided": len(differing) - 1}
    assert is_partial("consensus", tables.codings, tables.coders) == (len(differing) > 1)
    coders = tables["coders"].set_index("coder")
    assert coders["sources"]["consensus"] == "reader-a, reader-b"


@pytest.mark.parametrize(("sources", "found"), [(("reader-a",), "1 of them"), (("reader-a", "x"), 'unknown coder "x"')])
def test_a_consensus_needs_two_known_coders(event, sources, found):
    with pytest.raises(InputError, match=found):
        open_adjudication(event, sources=sources, who="Anna", today=TODAY)


def test_a_stance_is_written_with_its_words_and_never_without(event):
    session = open_stances(event, coder="anna", who="Anna", trained="read the claims", today=TODAY)
    desk = CodingDesk(session)
    assert not any(expert in json.dumps(desk.desk) for expert in session.tables.segments["expert"])
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    claim, segment = desk.desk["propositions"][0]["proposition"], desk.desk["segments"][0]
    common = {"do": "put", "client": "c", "view": "c", "have": 0, "at": "", "label": "", "segment": "1"}
    cell = f"stance|1|{claim}"
    path = event.folder / "stances" / "anna.csv"
    desk.receive({**common, "seq": 1, "cells": [{"cell": cell, "set": {"stance": "hedges"}}]})
    assert len(path.read_text().splitlines()) == 1
    desk.receive({**common, "seq": 2, "cells": [{"cell": cell, "set": {"quote": [segment["id"], 0, 10]}}]})
    desk.receive({**common, "seq": 3, "cells": [{"cell": f"stance|2|{claim}", "set": {"stance": "silent"}}]})
    [ack] = desk.receive({**common, "seq": 4, "cells": [{"cell": f"stance|2|{claim}", "set": {"quote": ["x", 0, 1]}}]})
    assert ack["refused"][0]["seq"] == 4
    stances = build_tables(event)["stances"].query("coder == 'anna'")
    assert stances["stance"].tolist() == ["hedges", "silent"]
    assert stances["quote"].tolist() == [segment["text"][:10], ""]


LOST = "indispensable-supporter,Hugo von Essen,asserts,{},words that stand nowhere"
GONE = "changed-policy,Somebody Else,silent,,"


def begin_with_lost_rows(event):
    """The stance desk of somebody whose file has two rows that are not found; desk, file, claim and sentence."""
    path = event.folder / "stances" / "anna.csv"
    segment = build_tables(event).segments.iloc[0]
    assert segment["expert"] == "Hugo von Essen"
    lost = LOST.format(segment["segment_id"])
    path.write_text(f"proposition,expert,stance,segment_id,quote\n{lost}\n{GONE}\n", encoding="utf-8")
    desk = CodingDesk(open_stances(event, coder="anna", who="Anna", trained="read the claims", today=TODAY))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    return desk, path, lost, segment


def put_stance(desk, seq, cell, **fields):
    common = {"do": "put", "client": "c", "view": "c", "have": 0, "at": "", "label": "", "segment": "1"}
    return desk.receive({**common, "seq": seq, "cells": [{"cell": cell, "set": fields}]})


def test_a_stance_that_is_not_found_is_named_and_stays_in_its_file(event):
    desk, path, lost, _ = begin_with_lost_rows(event)
    assert len(desk.desk["lost"]) == 2
    assert "stances/anna.csv:2: the quote 'words that stand nowhere'" in desk.desk["lost"][0]
    assert 'stances/anna.csv:3: there is no expert "Somebody Else"' in desk.desk["lost"][1]
    put_stance(desk, 1, "stance|1|changed-policy", stance="silent")
    assert {lost, GONE} < set(path.read_text().splitlines())
    assert "changed-policy,Hugo von Essen,silent,," in path.read_text()
    put_stance(desk, 2, "stance|1|changed-policy", stance=None)
    assert path.read_text().splitlines()[1:] == [lost, GONE]


def test_a_stance_that_is_not_found_gives_way_to_a_new_one_and_comes_back_when_that_is_undone(event):
    desk, path, lost, segment = begin_with_lost_rows(event)
    cell = "stance|1|indispensable-supporter"
    put_stance(desk, 1, cell, stance="hedges")
    assert path.read_text().splitlines()[1:] == [lost, GONE]
    put_stance(desk, 2, cell, quote=[segment["segment_id"], 0, 10])
    judged = f"indispensable-supporter,Hugo von Essen,hedges,{segment['segment_id']},{segment['text'][:10]}"
    assert path.read_text().splitlines()[1:] == [judged, GONE]
    put_stance(desk, 3, cell, stance=None, quote=None)
    assert path.read_text().splitlines()[1:] == [lost, GONE]


def test_a_file_whose_rows_are_no_stances_is_not_opened_and_not_written(event):
    path = event.folder / "stances" / "anna.csv"
    content = "proposition,expert,stance,segment_id,quote\nnothing,Hugo von Essen,silent,,\n"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r'anna\.csv:2: there is no proposition "nothing"'):
        open_stances(event, coder="anna", who="Anna", trained="read the claims", today=TODAY)
    assert path.read_text(encoding="utf-8") == content


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
    given = {"coder": "anna", "who": "Anna", "sources": "reader-a reader-b", "claims": True}
    desks = [value for value in run_workshop(event, monkeypatch, **given) if isinstance(value, CodingDesk)]
    assert [desk.session.record.coder for desk in desks] == ["anna", "anna", "consensus"]


# --- the real browser, the real ledger, a slow line between them ------------------------------------------------------


def make_oracle(session):
    texts = dict(zip(session.tables.segments["segment_id"], session.tables.segments["text"], strict=True))
    return Oracle(session.order, [code.code for code in session.codebook.codes], texts)


SHOWN = """const t = node.desk.mode.test;
return [t.now, t.focused, t.chosen ? [t.chosen.start, t.chosen.end] : null]"""


def try_sequences(event, seeds, slow):
    """Press random keys fast; the view and then the disk must have exactly what they mean."""
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        oracle, line.slow = make_oracle(line.desk.session), slow
        for seed in seeds:
            rng = random.Random(seed)
            if rng.random() < 0.25:
                wait_ready(driver)
                line.open(begin(event))
                open_desk(driver, address)
                oracle.reopen()
            steps = [choose_step(rng, 15) for _ in range(rng.randint(8, 30))]
            press_fast(driver, steps)
            for step in steps:
                oracle.press(step)
            here = [oracle.segment, oracle.codes[oracle.focus], list(oracle.chosen) if oracle.chosen else None]
            assert driver.execute_script(SHOWN) == here, seed
            if seed % 5 == 0:
                check_saved(event, driver, line, oracle, seed)
        check_saved(event, driver, line, oracle, seed)


def check_saved(event, driver, line, oracle, seed):
    wait_ready(driver)
    ledger = line.desk.session.ledger
    cells = {cell: {k: v for k, v in value.items() if v} for cell, value in ledger.cells.items()}
    assert {cell: value for cell, value in cells.items() if value} == oracle.list_cells(), seed
    assert read_rows(event) == oracle.list_rows(), seed
    assert not any("refused" in entry for entry in ledger.journal), seed


@pytest.mark.browser
def test_ten_fast_sequences_over_a_slow_line_end_as_they_were_meant(event):
    try_sequences(event, range(10), 0.8)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("first", range(100, 400, 50))
def test_three_hundred_fast_sequences_over_a_slow_line_end_as_they_were_meant(event, first):
    try_sequences(event, range(first, first + 50), 0.8)


def find_barriers(driver):
    """What axe-core finds in the desk: rule and where."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script(
        "const done = arguments[0]; axe.run('.desk', {resultTypes: ['violations']}).then(r => done(r.violations))"
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


IN_VIEW = """const box = node.querySelector('.text').getBoundingClientRect();
const now = node.querySelector('.seg.now').getBoundingClientRect();
const all = now.height > box.height || (now.top >= box.top - 1 && now.bottom <= box.bottom + 1);
const codes = node.querySelector('.codes').getBoundingClientRect();
const cut = [...node.querySelectorAll('.code')].filter((c) => c.getBoundingClientRect().bottom > codes.bottom + 1);
return [all && box.bottom <= innerHeight, cut.length]"""


@pytest.mark.browser
def test_the_whole_of_each_judgement_is_in_view(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        for place in range(23):
            assert driver.execute_script(IN_VIEW) == [True, 0], place
            assert driver.find_element(By.CSS_SELECTOR, ".about .definition").is_displayed()
            ActionChains(driver, duration=0).send_keys(Keys.ARROW_RIGHT).perform()
        assert find_barriers(driver) == [], "in the light theme"
        driver.execute_script("document.body.dataset.jpThemeLight = 'false'")
        assert find_barriers(driver) == [], "in the dark theme"
        assert line.desk.session.ledger.rev == 0


@pytest.mark.browser
def test_a_press_shows_within_50_ms_while_the_kernel_lags(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        line.slow = 1.6
        shown = """const row = node.querySelector('[data-code=asymmetry]'), at = performance.now();
        row.click();
        return [row.getAttribute('aria-pressed'), performance.now() - at, node.dataset.pending]"""
        pressed, took, pending = driver.execute_script(shown)
        assert (pressed, pending) == ("true", "1")
        assert took < 50
        wait_ready(driver)
        assert list(read_rows(event).values()) == [(True, "")]


@pytest.mark.browser
def test_words_chosen_by_mouse_become_the_evidence_of_the_code_that_is_clicked(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        line.slow = 0.8
        text = make_oracle(line.desk.session).texts[line.desk.session.order[0]]
        now = driver.find_element(By.CSS_SELECTOR, ".seg.now span")
        mouse = ActionChains(driver, duration=0)
        mouse.move_to_element_with_offset(now, 0, 0).perform()
        place = driver.execute_script(
            """const r = document.createRange(), t = node.querySelector('.seg.now span').firstChild;
            r.setStart(t, arguments[0]); r.setEnd(t, arguments[1]);
            const b = r.getClientRects()[0]; return [b.left + 1, b.right - 1, b.top + b.height / 2]""",
            3,
            12,
        )
        left, right, y = (round(value) for value in place)
        drag = ActionChains(driver, duration=0)
        drag.w3c_actions.pointer_action.move_to_location(left, y).pointer_down().move_to_location(right, y).pointer_up()
        drag.perform()
        driver.find_element(By.CSS_SELECTOR, "[data-code=dependence]").click()
        wait_ready(driver)
        [(present, evidence)] = read_rows(event).values()
        assert present
        assert evidence
        assert evidence in text
