"""The coding desk: every press as it was meant, on the disk, whatever happens between view and kernel."""

import ast
import csv
import datetime
import json
import random
import shutil
import subprocess
import sys
import time
from functools import partial

import nbformat
import pytest
import yaml
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analysis.codebook import load_codebook
from analysis.coding.consensus import count_undecided
from analysis.coding.entries import make_record, read_coders
from analysis.coding.recording import record_codings
from analysis.coding.rows import read_judgement_rows
from analysis.coding.stances import find_lost_stances
from analysis.desk import CodingDesk, open_adjudication, open_session, open_stances
from analysis.desk.adjudication import list_differences
from analysis.errors import InputError
from analysis.event import load_event
from analysis.measures.reliability import krippendorff_alpha
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import EVENT, ROOT
from tests.desk_oracle import Oracle, choose_step, press_fast, press_keys
from tests.desk_page import count_elements, open_desk, serve_desk, type_keys, wait_for, wait_ready

AXE = ROOT / "tests" / "axe" / "axe.min.js"
TODAY = datetime.date(2026, 1, 31)


def begin(event, **changes):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 5, "today": TODAY}
    return open_session(event, **{**about, **changes})


def read_rows(event, coder="anna"):
    rows = (row for _, row in read_judgement_rows(event.folder / "codings" / f"{coder}.csv"))
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


def test_a_change_of_no_cell_uses_its_number_up_and_the_next_one_is_made(event):
    coder = Coder(event)
    [ack] = coder.desk.receive(coder.write("x") | {"cells": [{"set": {"value": "present"}}]})
    assert "no change of a cell" in ack["refused"][0]["why"]
    assert coder.put(f"code|{coder.segment}|asymmetry", value="present")[0]["upto"] == 2


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


def begin_stances(event):
    return open_stances(event, coder="anna", who="Anna", trained="read the claims", today=TODAY)


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
    coders = tables["coders"].set_index("coder")
    assert coders["undecided"].to_dict() == {**dict.fromkeys(coders.index, 0), "consensus": len(differing) - 1}
    assert coders["sources"]["consensus"] == "reader-a, reader-b"


def add_third(event):
    """A third coder, who judged the first ten segments and saw `asymmetry` in each; all three by segment and code."""
    tables = build_tables(event)
    judged = tables.codings.query("coder == 'reader-a'")[["segment_id", "code", "present"]]
    judged = judged.loc[judged["segment_id"].isin(tables.segments["segment_id"].head(10))]
    judged = judged.assign(present=judged["present"] | judged["code"].eq("asymmetry"), memo="")
    codebook = load_codebook(event.codebook_path)
    about = {"coder": "carl", "kind": "person", "who": "Carl", "made_on": TODAY, "trained": "read it", "blind": True}
    record = make_record(**about, codebook_sha256=codebook.instructions_sha256)
    record_codings(event, record, judged, tables.segments, codebook)
    names = ["reader-a", "reader-b", "carl"]
    codings = build_tables(event).codings
    return codings.loc[codings["coder"].isin(names)].pivot(
        index=["segment_id", "code"], columns="coder", values="present"
    )[names]


def test_a_consensus_of_three_takes_over_what_two_or_more_judged_alike_and_shows_the_rest(event):
    sides = add_third(event)
    session = open_adjudication(event, sources=tuple(sides.columns), who="Anna", today=TODAY)
    differing = sides.loc[sides.nunique(axis=1) > 1]
    assert {(d["segment"], d["code"]) for d in list_differences(session)} == set(differing.index)
    taken = read_rows(event, "consensus")
    assert len(taken) == len(sides) - len(differing) == 23 * 15 - len(differing)
    assert {pair: given for pair, (given, _) in taken.items()} == {
        pair: bool(row.dropna().iloc[0]) for pair, row in sides.drop(differing.index).iterrows()
    }
    [counts] = count_undecided(build_tables(event).codings, build_tables(event).coders).to_dict("records")
    assert counts == {"coder": "consensus", "n_both": 23 * 15, "n_undecided": len(differing)}


@pytest.mark.browser
def test_three_coders_are_decided_between_by_keys_and_their_agreement_is_krippendorffs(event):
    sides = add_third(event)
    alpha = krippendorff_alpha(sides.astype(float).to_numpy().T, level="nominal")
    session = open_adjudication(event, sources=tuple(sides.columns), who="Anna", today=TODAY)
    with serve_desk(session) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        assert len(driver.find_elements(By.CSS_SELECTOR, ".side")) == 3
        assert f"α {alpha:.2f} before" in driver.find_element(By.CSS_SELECTOR, ".stats").text
        first, second = list_differences(session)[:2]
        type_keys(driver, "3", "r", "why 1", Keys.ESCAPE, Keys.ENTER, "1")
        wait_ready(driver)
        decided = line.desk.session.ledger.cells
        assert decided[f"adj|{first['segment']}|{first['code']}"]["by"] == "carl"
        assert decided[f"adj|{first['segment']}|{first['code']}"]["reason"] == "why 1"
        assert decided[f"adj|{second['segment']}|{second['code']}"]["by"] == "reader-a"
        rows = read_rows(event, "consensus")
        for difference, who in ((first, "carl"), (second, "reader-a")):
            key = difference["segment"], difference["code"]
            assert rows[key][0] == sides.loc[key, who]
        press_keys(driver, [("key", "Enter"), ("words", (1, 1)), ("key", "4")])
        wait_ready(driver)
        assert "other words" in {cell.get("by") for cell in line.desk.session.ledger.cells.values()}
        assert find_barriers(driver) == []


@pytest.mark.parametrize(("sources", "found"), [(("reader-a",), "1 of them"), (("reader-a", "x"), 'unknown coder "x"')])
def test_a_consensus_needs_two_known_coders(event, sources, found):
    with pytest.raises(InputError, match=found):
        open_adjudication(event, sources=sources, who="Anna", today=TODAY)


def test_a_stance_is_written_with_its_words_and_never_without(event):
    session = begin_stances(event)
    desk = CodingDesk(session)
    assert not any(expert in json.dumps(desk.desk) for expert in session.tables.segments["expert"])
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    claim, segment = desk.desk["claims"][0], desk.desk["segments"][0]
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
    desk = CodingDesk(begin_stances(event))
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
        begin_stances(event)
    assert path.read_text(encoding="utf-8") == content


def test_who_began_with_the_claims_codes_under_the_same_name(event):
    path = event.folder / "codings" / "coders.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# the end\n", encoding="utf-8")
    before = read_coders(event.folder / "codings")
    begin_stances(event)
    add_third(event)
    session = begin(event)
    *others, anna, carl = read_coders(event.folder / "codings")
    assert others == list(before)
    assert (anna.coder, anna.seed, len(anna.shown_sha256)) == ("anna", 5, 64)
    assert carl.coder == "carl"
    assert session.record == anna
    assert "# the end" in path.read_text(encoding="utf-8")
    assert begin_stances(event).record == anna
    with pytest.raises(InputError, match="was shown something else"):
        begin(event, seed=6)


ABOUT = {"asserts_when": "says so", "denies_when": "says not"}


def name_claim(desk, words):
    [answer] = desk.receive({"do": "name", "view": "c", "claim": words})
    return answer


def test_a_claim_is_added_at_the_desk_and_is_nobodys_stance(event):
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    assert desk.receive({"do": "name", "view": "other", "claim": "x"})[0]["is"] == "elsewhere"
    named = name_claim(desk, "It all ends well.")
    assert (named["is"], named["name"], named["known"]) == ("named", "all-ends-well", False)
    put_stance(desk, 1, "claim|-|all-ends-well", claim="It all ends well.", **ABOUT)
    assert name_claim(desk, "It all ends well.")["known"]
    assert "all-ends-well" in set(build_tables(event).propositions["proposition"])
    assert "all-ends-well" not in set(build_tables(event).stances["proposition"])
    for seq, words in ((2, ""), (3, "x" * 501), (4, "bell\x07"), (5, " blank "), (6, "It all ends well.")):
        [ack] = put_stance(desk, seq, "claim|-|another", claim=words, **ABOUT)
        assert ack["refused"][-1]["seq"] == seq
    put_stance(desk, 7, "stance|2|all-ends-well", stance="silent")
    assert build_tables(event).stances.query("coder == 'anna'")["proposition"].tolist() == ["all-ends-well"]


def test_a_claim_that_is_added_is_undone_to_the_byte_unless_somebody_has_a_stance_on_it(event):
    path = event.folder / "stances" / "propositions.yml"
    before = path.read_bytes()
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    gone = dict.fromkeys(("claim", *ABOUT))
    put_stance(desk, 1, "claim|-|rain", claim="It rains.", **ABOUT)
    put_stance(desk, 2, "stance|1|rain", stance="silent")
    [ack] = put_stance(desk, 3, "claim|-|rain", **gone)
    assert "there are stances on the claim" in ack["refused"][0]["why"]
    put_stance(desk, 4, "stance|1|rain", stance=None)
    put_stance(desk, 5, "claim|-|rain", **gone)
    assert path.read_bytes() == before
    assert CodingDesk(begin_stances(event)).session.ledger.cells["claim|-|rain"] == {}


def test_a_claim_in_other_words_keeps_its_stances(event):
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    before = build_tables(event).stances
    put_stance(desk, 1, "claim|-|changed-policy", claim="The policy is another one now.")
    tables = build_tables(event)
    assert tables.propositions.set_index("proposition")["claim"]["changed-policy"] == "The policy is another one now."
    assert tables.stances.equals(before)


def test_a_claim_that_is_removed_keeps_its_stances_and_gives_them_back(event):
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    put_stance(desk, 1, "stance|1|changed-policy", stance="silent")
    before = [set(build_tables(event)[name]["proposition"]) for name in ("propositions", "stances")]
    files = {p: p.read_bytes() for p in (event.folder / "stances").iterdir()}
    put_stance(desk, 2, "claim|-|changed-policy", withdrawn=True)
    after = build_tables(event)
    there = [set(after[name]["proposition"]) for name in ("propositions", "stances")]
    assert [b - a for b, a in zip(before, there, strict=True)] == [{"changed-policy"}, {"changed-policy"}]
    assert [p for p, was in files.items() if p.read_bytes() != was] == [event.folder / "stances" / "propositions.yml"]
    notes = find_lost_stances(event, after.statements)
    assert [note.split(":")[0] for note in notes] == [
        f"stances/{name}.csv" for name in ("anna", "reader-a", "reader-b")
    ]
    assert '"changed-policy", which is withdrawn: 1; they are kept and not counted' in notes[0]
    put_stance(desk, 3, "claim|-|changed-policy", withdrawn=None)
    assert {p: p.read_bytes() for p in files} == files


def test_what_another_coder_did_to_a_claim_is_not_written_over(event):
    path = event.folder / "stances" / "propositions.yml"
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    put_stance(desk, 1, "cand|-|x", refused=True)
    path.write_text(
        path.read_text(encoding="utf-8").replace("claim: China is", "claim: Today China is"), encoding="utf-8"
    )
    [ack] = put_stance(desk, 2, "claim|-|indispensable-supporter", claim="Mine")
    assert "was changed elsewhere meanwhile" in ack["refused"][0]["why"]
    [ack] = put_stance(desk, 3, "claim|-|changed-policy", claim="Mine")
    again = CodingDesk(begin_stances(event)).session.ledger.cells
    assert again["claim|-|indispensable-supporter"]["claim"].startswith("Today China is")
    assert again["claim|-|changed-policy"]["claim"] == "Mine"
    assert "claim: Today China is" in path.read_text(encoding="utf-8")


def test_a_claim_that_was_journalled_and_did_not_reach_its_file_is_brought_there(event):
    path = event.folder / "stances" / "propositions.yml"
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    before = path.read_bytes()
    put_stance(desk, 1, "claim|-|rain", claim="It rains.", **ABOUT)
    path.write_bytes(before)  # killed between the journal and the file
    begin_stances(event)
    assert "rain" in set(build_tables(event).propositions["proposition"])


def test_an_event_without_claims_gets_its_first_at_the_desk(event):
    shutil.rmtree(event.folder / "stances")
    desk = CodingDesk(begin_stances(event))
    assert desk.desk["claims"] == []
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    put_stance(desk, 1, "claim|-|first", claim="First", **ABOUT)
    put_stance(desk, 2, "stance|1|first", stance="silent")
    assert build_tables(event).stances["coder"].tolist() == ["anna"]


def test_the_desk_says_which_word_lists_its_candidates_are_found_without(event):
    assert "word list" not in CodingDesk(begin_stances(event)).desk["found_how"]
    path = event.folder / "event.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("language: en", "language: fi"), encoding="utf-8")
    desk = CodingDesk(begin_stances(load_event(EVENT, root=event.root))).desk
    assert "No word list of certainty in Finnish" in desk["found_how"]
    assert "No list of function words in Finnish" in desk["found_how"]
    assert all(len(candidate["segments"]) > 1 and not candidate["marks"] for candidate in desk["candidates"])


def test_what_is_decided_about_a_candidate_stays_in_the_journal_and_is_no_stance(event):
    desk = CodingDesk(begin_stances(event))
    desk.receive({"do": "hello", "client": "c", "view": "c"})
    texts = dict(zip(desk.session.tables.segments["segment_id"], desk.session.tables.segments["text"], strict=True))
    candidates = desk.desk["candidates"]
    assert candidates
    assert all(set(candidate["segments"]) <= set(texts) for candidate in candidates)
    cell = f"cand|-|{candidates[0]['id']}"
    assert put_stance(desk, 1, cell, refused=True)[0]["refused"] == []
    [ack] = put_stance(desk, 2, cell, refused=None, claim="no-such-claim")
    assert "is refused or not" in ack["refused"][0]["why"]
    assert (event.folder / "stances" / "anna.csv").read_text().count("\n") == 1
    again = CodingDesk(begin_stances(event))
    assert again.session.ledger.cells[cell] == {"refused": True}


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
    """Press random keys and buttons fast; the view and then the disk must have exactly what they mean."""
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
            press_fast(driver, steps, oracle)
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


SENTENCE = """const box = node.querySelector('.text').getBoundingClientRect();
const now = node.querySelector('.seg.now').getBoundingClientRect();
const all = now.height > box.height || (now.top >= box.top - 1 && now.bottom <= box.bottom + 1);
"""
IN_VIEW = f"""{SENTENCE}const codes = node.querySelector('.codes').getBoundingClientRect();
const cut = [...node.querySelectorAll('.code')].filter((c) => c.getBoundingClientRect().bottom > codes.bottom + 1);
return [all && box.bottom <= innerHeight, cut.length]"""


@pytest.mark.browser
def test_the_whole_of_each_judgement_is_in_view(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        for place in range(23):
            assert driver.execute_script(IN_VIEW) == [True, 0], place
            assert driver.find_element(By.CSS_SELECTOR, ".about .definition").is_displayed()
            type_keys(driver, Keys.ARROW_RIGHT)
        assert find_barriers(driver) == [], "in the light theme"
        driver.execute_script("document.body.dataset.jpThemeLight = 'false'")
        assert find_barriers(driver) == [], "in the dark theme"
        assert line.desk.session.ledger.rev == 0


@pytest.mark.browser
def test_a_press_shows_before_its_click_has_ended_while_the_kernel_lags(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        line.slow = 1.6
        shown = """const row = node.querySelector('[data-code=asymmetry]');
        row.click();
        return [row.getAttribute('aria-pressed'), node.dataset.pending]"""
        assert driver.execute_script(shown) == ["true", "1"]
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


ASTRAY = """const now = node.querySelector('.seg.now'), astray = [];
for (const line of now.getClientRects()) for (let x = line.left + 1; x < line.right - 1; x += 1) {
  const at = document.caretPositionFromPoint(x, (line.top + line.bottom) / 2).offsetNode;
  if (!now.contains(at)) astray.push([x, line.top]);
}
return [node.querySelector('.text').scrollTop, astray]"""


@pytest.mark.browser
def test_every_place_in_the_sentence_is_in_the_sentence_also_between_words_of_a_scrolled_statement(event):
    with serve_desk(begin(event)) as (address, _), open_browser() as driver:
        open_desk(driver, address)
        scrolled = 0
        for place in range(8):
            press_keys(driver, [("words", (1, 1))] * 3)  # chosen words are a box of their own
            top, astray = driver.execute_script(ASTRAY)
            assert astray == [], place
            scrolled += top > 0
            press_keys(driver, [("key", "right")])
        assert scrolled > 3


@pytest.mark.browser
def test_claims_are_made_by_keys_and_from_candidates_and_never_become_stances_by_themselves(event):
    shutil.rmtree(event.folder / "stances")
    path = event.folder / "stances" / "propositions.yml"
    with serve_desk(begin_stances(event)) as (address, _), open_browser() as driver:
        open_desk(driver, address)
        press, count = partial(type_keys, driver), partial(count_elements, driver)
        n = count(".proposed li")
        assert n > 3
        press("1", Keys.ENTER, "n", "a", "The 1st claim z", Keys.ENTER)
        wait_for(driver, lambda: count(".claim") == 1)
        wait_ready(driver)
        assert "The 1st claim z" in path.read_text()
        first = driver.find_element(By.CSS_SELECTOR, ".proposed li")
        words = first.find_element(By.CSS_SELECTOR, ".said-so").text
        first.find_element(By.XPATH, ".//button[contains(., 'Make a claim')]").click()
        press(Keys.ENTER)
        wait_for(driver, lambda: count(".claim") == 2)
        wait_ready(driver)
        assert words.split("“")[1].rstrip("”") in build_tables(event).propositions["claim"].tolist()
        assert count(".proposed li") == n - 1
        driver.find_element(By.XPATH, "//button[contains(., 'No claim')]").click()
        assert count(".proposed li") == n - 2
        press("z")
        assert count(".proposed li") == n - 1
        assert (event.folder / "stances" / "anna.csv").read_text().count("\n") == 1
        driver.find_element(By.CSS_SELECTOR, ".proposed .said-so").click()
        press("2")
        wait_ready(driver)
        assert build_tables(event).stances["stance"].tolist() == ["hedges"]
        assert find_barriers(driver) == []


@pytest.mark.browser
def test_claims_get_other_words_and_are_removed_and_brought_back_by_keys_and_by_mouse(event):
    path = event.folder / "stances" / "propositions.yml"
    before = path.read_bytes()
    with serve_desk(begin_stances(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        line.slow = 0.5
        press, count = partial(type_keys, driver), partial(count_elements, driver)
        n = count(".claim")
        press("5", "e")
        assert (
            "1 of your stances and stances of 2 other coders" in driver.find_element(By.CSS_SELECTOR, ".new-claim").text
        )
        press(" 1e", Keys.ENTER)
        assert driver.find_element(By.CSS_SELECTOR, ".claim.focused .claim-head").text.endswith("1e")
        press("r")
        assert count(".claim") == n - 1
        assert "1 of your stances and stances of 2 other coders" in driver.find_element(
            By.CSS_SELECTOR, ".proposed:not([hidden])"
        ).get_attribute("textContent")
        wait_ready(driver)
        assert len(build_tables(event).propositions) == n - 1
        press("z", "z")
        wait_ready(driver)
        assert (count(".claim"), path.read_bytes()) == (n, before)
        driver.find_element(By.XPATH, "//button[contains(., 'Remove')]").click()
        driver.find_element(By.XPATH, "//summary[contains(., 'Removed claims: 1')]").click()
        driver.find_element(By.XPATH, "//button[contains(., 'Bring back')]").click()
        wait_ready(driver)
        assert (count(".claim"), path.read_bytes()) == (n, before)
        driver.find_element(By.XPATH, "//button[contains(., 'Other words')]").click()
        press(" by mouse")
        driver.find_element(By.XPATH, "//button[contains(., 'Keep the claim')]").click()
        wait_ready(driver)
        assert b"by mouse" in path.read_bytes()
        assert find_barriers(driver) == []


STANCE_KEYS = ["1", "2", "3", "4", "5", "5", "r", "z", "z", "Z", Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.PAGE_DOWN, " "]


def work_on_claims(driver, rng, n):
    """Random stances, and claims that are added, changed and removed, as fast as keys can come."""
    press = partial(type_keys, driver)
    for _ in range(n):
        step = rng.random()
        if step < 0.1:
            press("a", f"A claim {rng.randrange(10**6)}", Keys.ENTER)
            wait_for(driver, lambda: not driver.find_element(By.CSS_SELECTOR, ".new-claim").is_displayed())
        elif step < 0.25:
            press("e", f" {rng.randrange(10**6)}", Keys.ENTER, Keys.ESCAPE)
        elif step < 0.45:
            press_keys(driver, [("words", rng.choice([(1, 1), (0, 1), (1, -1)]))])
        else:
            press(rng.choice(STANCE_KEYS))


def try_claims(event, seeds):
    """Whatever is done to claims and stances, view and files say the same, and undoing all brings every byte back."""
    folder = event.folder / "stances"
    with serve_desk(begin_stances(event)) as (address, line), open_browser() as driver:
        line.slow = 0.4
        before = {path: path.read_bytes() for path in folder.iterdir()}
        open_desk(driver, address)
        for seed in seeds:
            work_on_claims(driver, random.Random(seed), 25)
            wait_ready(driver)
            cells = {cell: value for cell, value in line.desk.session.ledger.cells.items() if value}
            view = driver.execute_script(
                "return Object.fromEntries([...node.desk.store.base].map(([c, v]) => [c, v.value]))"
            )
            assert {cell: value for cell, value in view.items() if value} == cells, seed
            book = line.desk.session.book
            assert book.tell(cells) == book.read(), seed
            assert [entry["refused"] for entry in line.desk.session.ledger.journal if "refused" in entry] == [], seed
            n = driver.execute_script("return node.desk.store.undoable.length")
            type_keys(driver, "z" * n)
            wait_ready(driver)
            assert {path: path.read_bytes() for path in folder.iterdir()} == before, seed


@pytest.mark.browser
def test_claims_and_stances_over_a_slow_line_are_what_the_files_say_and_are_undone_to_the_byte(event):
    try_claims(event, range(2))


@pytest.mark.slow
@pytest.mark.browser
def test_thirty_sequences_of_claims_and_stances_are_what_the_files_say_and_are_undone_to_the_byte(event):
    try_claims(event, range(100, 130))


NARROW = """const cut = (n) => n.offsetParent && n.getBoundingClientRect().right > innerWidth + 1;
const wide = [...node.querySelectorAll('*')].filter(cut);
const out = [...node.querySelectorAll('.foot button, .bar button')].filter((b) => {
  const box = b.getBoundingClientRect();
  return box.bottom > innerHeight + 1 || box.top < -1 || box.height < 24;
});
return [document.documentElement.scrollWidth, wide.length, out.map((b) => b.textContent)]"""


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["code", "stance", "adjudicate"])
def test_at_200_percent_zoom_nothing_is_cut_off_and_the_sentence_stays_in_view(event, kind):
    start = {
        "code": lambda: begin(event),
        "stance": lambda: begin_stances(event),
        "adjudicate": lambda: open_adjudication(event, sources=("reader-a", "reader-b"), who="Anna", today=TODAY),
    }[kind]
    with serve_desk(start()) as (address, _), open_browser() as driver:
        open_desk(driver, address, width=640, height=400)  # 1280 × 800 at 200 %
        for place in range(5):
            assert driver.execute_script(NARROW) == [640, 0, []], place
            assert driver.execute_script(SENTENCE + "return all && box.bottom <= innerHeight"), place
            type_keys(driver, Keys.ARROW_RIGHT)
        if kind == "code":
            last = driver.find_elements(By.CSS_SELECTOR, ".code")[-1]
            last.click()
            wait_ready(driver)
            assert [code for _, code in read_rows(event)] == [last.get_attribute("data-code")]
            assert driver.execute_script(SENTENCE + "return all && box.bottom <= innerHeight"), "after a click below"
        assert find_barriers(driver) == []


@pytest.mark.browser
def test_everything_is_judged_by_mouse_alone(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        line.slow = 0.4
        first, second, third = line.desk.session.order[:3]

        def click(text, within=".foot"):
            driver.find_element(By.XPATH, f"//*[@class='{within[1:]}']//button[span='{text}']").click()

        def click_code(code):
            driver.find_element(By.CSS_SELECTOR, f"[data-code={code}]").click()

        click_code("asymmetry")
        click_code("dependence")
        click("in doubt", ".three")
        click_code("isolation")
        click("absent", ".three")
        click("Flag")
        click("Rest absent, next")
        click("Skip")
        click("None of these")
        click("Undo", ".tools")
        click("Redo", ".tools")
        click("in doubt", ".chips")
        [item] = driver.find_elements(By.CSS_SELECTOR, ".item")
        item.click()
        wait_ready(driver)
        codes = [code.code for code in line.desk.session.codebook.codes]
        assert {key: present for key, (present, _) in read_rows(event).items()} == {
            **{(first, code): code == "asymmetry" for code in codes if code != "dependence"},
            **{(third, code): False for code in codes},
        }
        cells = line.desk.session.ledger.cells
        assert cells[f"code|{first}|dependence"]["value"] == "unsure"
        assert (cells[f"seg|{first}"], cells[f"seg|{second}"]) == ({"flag": True}, {"skip": True})
        assert driver.execute_script("return node.desk.mode.test.now") == first


def give_codes(event, n):
    """The event with a codebook of `n` invented codes that have a definition and nothing else but an indicator."""
    path = event.codebook_path
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    per_frame = -(-n // len(written["frames"]))
    for number, frame in enumerate(written["frames"]):
        frame["codes"] = [
            {"code": f"invented {i}", "definition": f"Invented code {i}.", "indicators": [{"match": f"word{i}"}]}
            for i in range(number * per_frame, min(n, (number + 1) * per_frame))
        ]
    path.write_text(yaml.safe_dump(written, sort_keys=False), encoding="utf-8")
    for recorded in (event.folder / "codings").iterdir():
        recorded.unlink()


@pytest.mark.browser
def test_of_sixty_codes_each_is_found_by_typing_its_name(event):
    give_codes(event, 60)
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        assert len(line.desk.session.codebook.codes) == 60
        press = ActionChains(driver, duration=0)
        press.send_keys("k", "invented 57", Keys.ENTER, "/", "ented 42", Keys.ENTER, "k", "invented 3")
        press.send_keys(Keys.ESCAPE, "1", "k", "invented 41", Keys.ARROW_DOWN, Keys.ESCAPE)
        press.key_down(Keys.SHIFT).send_keys("2").key_up(Keys.SHIFT).perform()
        wait_ready(driver)
        segment = line.desk.session.order[0]
        values = {cell.split("|")[2]: fields["value"] for cell, fields in line.desk.session.ledger.cells.items()}
        assert values == {
            **dict.fromkeys(["invented 57", "invented 42", "invented 0"], "present"),
            "invented 1": "unsure",
        }
        assert set(read_rows(event)) == {(segment, c) for c, v in values.items() if v == "present"}
        driver.find_element(By.CSS_SELECTOR, ".code-search").send_keys("57")
        shown = [row.text for row in driver.find_elements(By.CSS_SELECTOR, ".code") if row.is_displayed()]
        assert len(shown) == 1
        assert "invented 57" in shown[0]
        assert "When not" not in driver.find_element(By.CSS_SELECTOR, ".about").text, "an empty field has no heading"
        assert find_barriers(driver) == []


@pytest.mark.browser
def test_what_a_slow_kernel_has_not_answered_yet_is_not_said_again_and_what_is_lost_is(event):
    with serve_desk(begin(event)) as (address, line), open_browser() as driver:
        open_desk(driver, address)
        receive, heard = line.desk.receive, []

        def answer_slowly(message):
            time.sleep(0.25)
            heard.append(message.get("seq"))
            return receive(message)

        def lose_one(message):
            heard.append(message.get("seq"))
            return [] if heard.count(15) == 1 and message.get("seq") == 15 else receive(message)

        line.desk.receive = answer_slowly
        type_keys(driver, "123456789qwert")
        wait_ready(driver)
        time.sleep(2)  # what had been said twice would be heard by now
        assert sorted(seq for seq in heard if seq) == list(range(1, 15)), "the server answers several at once"
        line.desk.receive = lose_one
        type_keys(driver, "12")
        wait_ready(driver)
        assert heard.count(15) == 2
        assert read_rows(event)[line.desk.session.order[0], "asymmetry"] == (False, "")
