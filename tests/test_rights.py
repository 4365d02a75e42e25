"""What an event may ask for its reports: short quotations only, and letters instead of coders' names."""

import datetime

import pytest

from analysis.codebook import load_codebook
from analysis.coding.entries import CoderRecord
from analysis.coding.recording import record_codings
from analysis.event import load_event
from analysis.exhibits.opening import show_citation
from analysis.exhibits.view import View
from analysis.pipeline import build_tables
from tests.conftest import EVENT
from tests.exhibits import show_all, show_brief
from tests.test_exhibits import render

PERSON = "Zenobia Quartermain"


@pytest.fixture
def coded(event):
    """The event, coded by one person under two names."""
    tables, codebook = build_tables(event), load_codebook(event.codebook_path)
    judged = tables.codings.query("coder == 'dictionary'")[["segment_id", "code", "present"]].assign(memo="")
    for name, who in (("zenobia", PERSON), ("zq", PERSON.upper()), ("ben", "Ben Oduya")):
        about = {"coder": name, "kind": "person", "who": who, "made_on": datetime.date(2026, 1, 31), "blind": True}
        record = CoderRecord(
            **about, trained="read it", codebook_sha256=codebook.instructions_sha256, note=f"{who} says so"
        )
        record_codings(event, record, judged, tables.segments, codebook)
    return event


def ask(event, line):
    path = event.folder / "event.yml"
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    return load_event(event.slug, root=event.root)


def write_all(event):
    tables = build_tables(event)
    shown = [*show_all(tables, event, coder="").values(), *show_brief(tables, event, coder="").values()]
    data = [table.to_csv(index=False) for exhibit in shown for table in exhibit.tables.values()]
    return "\n".join([*(render(exhibit) for exhibit in shown), *data])


def test_people_go_by_letters_on_the_page_and_in_its_data(coded):
    names = ("zenobia", "Zenobia", "zq", "ZENOBIA", "Oduya")
    assert all(name in write_all(coded) for name in names)
    hidden = write_all(ask(coded, "coder_names: letters"))
    assert not [name for name in names if name.lower() in hidden.lower()]
    assert "coder-a" in hidden
    tables = build_tables(load_event(EVENT, root=coded.root))
    people = tables.coders.query("kind == 'person'")
    assert people["coder"].tolist() == ["coder-a", "coder-a-2", "coder-b"]
    assert people["who"].nunique() == 2
    assert {lead.reported.names for lead in View.of(tables).gate.leads} == {("coder-a", "coder-b")}


def test_short_quotations_never_hold_a_long_sentence_whole(event):
    segments = build_tables(event).segments
    long = segments.loc[segments["text"].str.len() > 130, "text"]
    full = write_all(event)
    assert any(text.replace("'", "&#39;")[:120] in full for text in long)
    short = write_all(ask(event, "quotations: short"))
    assert "Short quotations of the statements" in short
    assert not [text for text in long if text in short or text.replace("'", "&#39;") in short]


def test_the_version_of_a_report_changes_with_what_it_reads(event, tables):
    def cite(unit="sentence"):
        made = build_tables(load_event(EVENT, root=event.root), unit=unit)
        return show_citation(event, made.documents, View.of(made), notebook="n", question="q").text

    first = cite()
    assert first == cite()
    assert first.split("version ")[1][:12] != cite("paragraph").split("version ")[1][:12]
    (event.folder / "event.yml").write_text(
        (event.folder / "event.yml").read_text(encoding="utf-8") + "# more\n", encoding="utf-8"
    )
    assert first != cite()
