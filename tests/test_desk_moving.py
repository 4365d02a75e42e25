"""The desk after a correction of the page: a coder goes on, and what was judged and marked follows its words."""

import csv
import datetime

import pytest

from analysis.codebook import load_codebook
from analysis.coding.entries import read_coders
from analysis.coding.rows import read_judgement_rows
from analysis.coding.writing import format_rows
from analysis.desk import CodingDesk, open_adjudication, open_session
from analysis.desk.adjudication import list_differences
from analysis.desk.books import split_cell
from analysis.errors import InputError
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.browser import open_browser
from tests.conftest import edit
from tests.desk_page import open_desk, serve_desk

TODAY = datetime.date(2026, 1, 31)
LATER = datetime.date(2026, 2, 28)


def begin(event, **changes):
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 5, "today": TODAY}
    return open_session(load_event(event.slug, root=event.root), **{**about, **changes})


def put(session, client, *cells):
    """Say what cells become, at a desk that is opened on the session."""
    desk = CodingDesk(session)
    desk.receive({"do": "hello", "client": client, "view": client})
    for seq, (cell, fields) in enumerate(cells, 1):
        change = {"cell": cell, "set": fields}
        about = {"client": client, "view": client, "have": 0, "at": "2026-01-31T12:00:00Z", "label": "x", "segment": ""}
        [ack] = desk.receive({"do": "put", "seq": seq, "cells": [change], **about})
        assert ack["refused"] == []


def find(session, words):
    """The one segment that holds the words."""
    held = session.tables.segments
    [found] = held.loc[held["text"].str.contains(words, regex=False), "segment_id"]
    return found


def name_by_words(session, cells):
    """Cells by the words of their segments instead of their numbers."""
    texts = dict(zip(session.tables.segments["segment_id"], session.tables.segments["text"], strict=True))
    named = {split_cell(cell): fields for cell, fields in cells.items()}
    return {(kind, texts[number], code): fields for (kind, number, code), fields in named.items()}


@pytest.fixture
def codes(event):
    return [code.code for code in load_codebook(event.codebook_path).codes]


@pytest.fixture
def sentences(event):
    """The first four sentences of the second expert, none of which is said twice."""
    segments = build_tables(event).segments
    expert = list(dict.fromkeys(segments["expert"]))[1]
    return list(segments.loc[segments["expert"] == expert, "text"])[:4]


@pytest.fixture
def judged(event, codes, sentences):
    """A sitting before the correction: two judgements, a doubt, a flag, a memo, evidence in two pieces."""
    session = begin(event)
    first, second, third, fourth = (find(session, words) for words in sentences)
    put(
        session,
        "one",
        (f"code|{first}|{codes[0]}", {"value": "absent", "memo": "not here"}),
        (f"code|{second}|{codes[0]}", {"value": "present", "spans": [[0, 4], [6, 10]]}),
        (f"code|{third}|{codes[1]}", {"value": "unsure", "memo": "is it?"}),
        (f"seg|{third}", {"flag": True, "memo": "ask Berta"}),
        (f"code|{fourth}|{codes[0]}", {"value": "present"}),
    )
    return name_by_words(session, session.ledger.cells)


def insert(event, sentence):
    """A sentence before this one: every later number becomes another's."""
    edit(event, sentence, f"A sentence that was left out came first here. {sentence}")


def read_marks(event):
    with (event.folder / "codings" / "desk" / "anna.marks.csv").open(newline="", encoding="utf-8") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def test_all_that_was_judged_and_marked_stands_at_its_words(event, judged, sentences):
    insert(event, sentences[0])
    session = begin(event, today=LATER)
    assert session.news == "After the page was corrected: 3 judgements at their words as they stand now"
    assert name_by_words(session, session.ledger.cells) == judged
    assert begin(event).news == ""
    third = find(session, sentences[2])
    assert {(row[0], row[2]) for row in read_marks(event)} == {(third, "unsure"), (third, "flag"), (third, "memo")}
    rows = [row for _, row in read_judgement_rows(event.folder / "codings" / "anna.csv")]
    texts = session.tables.segments.set_index("segment_id")["text"]
    assert all(texts[row["segment_id"]] == row["text"] for row in rows)
    assert sorted(row["text"] for row in rows) == sorted([sentences[0], sentences[1], sentences[3]])


def test_what_is_taken_back_after_the_correction_does_not_come_again(event, judged, codes, sentences):
    insert(event, sentences[0])
    session = begin(event)
    put(session, "two", (f"code|{find(session, sentences[0])}|{codes[0]}", {"value": None, "memo": None}))
    session = begin(event)
    left = {key: fields for key, fields in name_by_words(session, session.ledger.cells).items() if fields}
    assert left == {key: fields for key, fields in judged.items() if key[1:] != (sentences[0], codes[0])}


def test_a_judgement_of_what_took_an_old_number_leaves_the_old_one(event, judged, codes, sentences):
    insert(event, sentences[0])
    session = begin(event)
    put(session, "two", (f"code|{find(session, 'left out came first')}|{codes[0]}", {"value": "present"}))
    put(begin(event), "three", (f"code|{find(session, 'left out came first')}|{codes[0]}", {"value": None}))
    codings = build_tables(load_event(event.slug, root=event.root)).codings.query("coder == 'anna'")
    texts = build_tables(load_event(event.slug, root=event.root)).segments.set_index("segment_id")["text"]
    assert {texts[s] for s in codings["segment_id"]} == {sentences[0], sentences[1], sentences[3]}


def test_what_has_no_place_any_more_is_kept_and_not_counted(event, judged, sentences):
    edit(event, sentences[1], "Here stands something else entirely, as nobody had written it.")
    session = begin(event)
    kept = name_by_words(session, session.ledger.cells)
    assert kept == {key: fields for key, fields in judged.items() if key[1] != sentences[1]}
    assert session.news == (
        "After the page was corrected: 2 judgements at their words as they stand now; "
        "1 judgement kept and not counted, for the words are there no more"
    )
    rows = [row for _, row in read_judgement_rows(event.folder / "codings" / "anna.csv")]
    assert sentences[1] in {row["text"] for row in rows}
    edit(event, "Here stands something else entirely, as nobody had written it.", sentences[1])
    session = begin(event)
    again = name_by_words(session, session.ledger.cells)
    assert {key: fields.get("value") for key, fields in again.items()} == {
        key: fields.get("value") for key, fields in judged.items()
    }


def test_the_entry_says_what_was_shown_before_and_the_files_as_they_were_are_kept(event, judged, sentences):
    folder = event.folder / "codings"
    [before] = [record for record in read_coders(folder) if record.coder == "anna"]
    file, journal = (folder / "anna.csv").read_bytes(), (folder / "desk" / "anna.journal.jsonl").read_bytes()
    insert(event, sentences[0])
    begin(event, today=LATER)
    [after] = [record for record in read_coders(folder) if record.coder == "anna"]
    assert after.shown_sha256 != before.shown_sha256
    assert after.note == f"shown until 2026-02-28 as {before.shown_sha256[:12]}, then the page was corrected"
    assert after.model_copy(update={"shown_sha256": before.shown_sha256, "note": ""}) == before
    [kept_file], [kept] = (list((folder / "desk").glob(f"anna.before-*.{kind}")) for kind in ("csv", "journal.jsonl"))
    assert (kept_file.read_bytes(), kept.read_bytes()) == (file, journal)


@pytest.mark.parametrize("other", [{"seed": 6}, {"hide_names": False}])
def test_another_order_or_names_that_show_are_refused_on_the_same_page(event, judged, other):
    with pytest.raises(InputError, match="was shown something else"):
        begin(event, **other)


def test_paragraphs_that_became_one_change_no_judgement(event, judged):
    edit(event, "\n\nChina has indicated", " China has indicated")
    session = begin(event)
    assert name_by_words(session, session.ledger.cells) == judged


def test_another_order_is_refused_after_a_correction_too(event, judged, sentences):
    insert(event, sentences[0])
    before = read_files(event)
    with pytest.raises(InputError, match="was shown something else"):
        begin(event, seed=6)
    assert read_files(event) == before


def read_files(event):
    return {path: path.read_bytes() for path in (event.folder / "codings").rglob("*.*") if path.suffix != ".lock"}


@pytest.mark.parametrize("step", ["marks", "journal", "entry"])
def test_who_was_stopped_in_between_begins_again(event, judged, sentences, monkeypatch, step):
    insert(event, sentences[0])
    stopped = {"marks": "analysis.desk.books.JudgementBook.save", "journal": "analysis.desk.moving.begin_journal"}
    with monkeypatch.context() as patch:
        patch.setattr(stopped.get(step, "analysis.desk.session.bring_over"), stop)
        with pytest.raises(KeyboardInterrupt):
            begin(event)
    session = begin(event)
    assert name_by_words(session, session.ledger.cells) == judged


@pytest.mark.parametrize("value", ["absent", None])
def test_what_a_killed_desk_had_in_its_journal_only_counts(event, judged, codes, sentences, value):
    session = begin(event)
    cell = f"code|{find(session, sentences[3])}|{codes[0]}"
    file = session.book.path.read_bytes()
    put(session, "two", (cell, {"value": value}))
    session.book.path.write_bytes(file)  # as if it had been killed before it wrote the file
    insert(event, sentences[0])
    session = begin(event)
    named = name_by_words(session, session.ledger.cells)
    assert named.get(("code", sentences[3], codes[0]), {}) == ({"value": value} if value else {})
    rows = {(row["text"], row["present"]) for _, row in read_judgement_rows(session.book.path)}
    before = {(sentences[0], "False"), (sentences[1], "True")}
    assert rows == (before | {(sentences[3], "False")} if value else before)


def test_what_was_taken_out_of_the_file_by_hand_stays_out(event, judged, codes, sentences):
    session = begin(event)
    kept = [row for _, row in read_judgement_rows(session.book.path) if row["text"] != sentences[1]]
    session.book.path.write_text(format_rows(kept), encoding="utf-8")
    insert(event, sentences[0])
    session = begin(event)
    assert ("code", sentences[1], codes[0]) not in name_by_words(session, session.ledger.cells)


def stop(*args, **kwargs):
    raise KeyboardInterrupt


def test_a_journal_whose_words_nobody_kept_is_no_ground_to_go_on(event, judged, sentences):
    for path in (event.folder / "codings" / "desk").glob("shown-*"):
        path.unlink()
    insert(event, sentences[0])
    with pytest.raises(InputError, match="was shown something else"):
        begin(event)


@pytest.mark.parametrize(
    "decision", [{"decided": "discuss", "reason": "see the memo"}, {"decided": "present", "spans": [[0, 4], [6, 9]]}]
)
def test_a_consensus_follows_its_words(event, decision):
    def consent():
        about = load_event(event.slug, root=event.root)
        return open_adjudication(about, sources=("reader-a", "reader-b"), who="Anna and Berta", today=TODAY)

    session = consent()
    [differs] = list_differences(session)
    put(session, "one", (f"adj|{differs['segment']}|{differs['code']}", decision))
    before = name_by_words(session, session.ledger.cells)
    insert(event, session.tables.segments["text"].iloc[0])
    session = consent()
    assert name_by_words(session, session.ledger.cells) == before


@pytest.mark.browser
def test_the_desk_says_what_the_correction_did(event, judged, sentences):
    insert(event, sentences[0])
    session = begin(event)
    with serve_desk(session) as (address, _), open_browser() as driver:
        open_desk(driver, address)
        said = driver.find_element("css selector", ".said")
        assert (said.text, said.get_attribute("role")) == (session.news, "status")
        [flagged] = [
            item.get_attribute("title") for item in driver.find_elements("css selector", ".item") if "⚑" in item.text
        ]
        assert flagged == sentences[2]
