"""Whose codings a report counts, and what it then says: invented coders of the bundled event."""

import datetime
import shutil

import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.coding.entries import CoderRecord
from analysis.coding.recording import record_codings
from analysis.event import load_event
from analysis.exhibits.parts import Panels
from analysis.exhibits.view import View
from analysis.findings.gate import state_gate
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT
from tests.exhibits import show_all, show_brief


def code(tmp_path, **judges):
    """The event's tables once each of `judges` (a function of the dictionary's codings) has coded it as a person."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("reader-*", "codings"))
    event = load_event(EVENT, root=tmp_path)
    codebook, alone = load_codebook(event.codebook_path), build_tables(event)
    for name, judge in judges.items():
        given = judge(alone.codings[["segment_id", "code", "present"]].copy()).assign(memo="")
        about = {"coder": name, "kind": "person", "who": name, "made_on": datetime.date(2026, 1, 31), "blind": True}
        record = CoderRecord(**about, trained="read it", codebook_sha256=codebook.instructions_sha256)
        record_codings(event, record, given, alone.segments, codebook)
    return event, build_tables(event)


def same(given):
    return given


def swap(given):
    """Everything present is absent and the reverse."""
    return given.assign(present=~given["present"])


def test_two_people_who_agree_are_counted_and_not_the_dictionary(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=same)
    view = View.of(tables)
    assert view.coder == "anna"
    answer = show_all(tables, event, coder="")["answer"]
    assert "only a machine counted it" not in answer.text
    assert "Counted by anna and ben (people)" in answer.text
    assert {lead.reported.names for lead in view.gate.verdict.leads} == {("anna", "ben")}


def test_people_who_contradict_each_other_withhold_every_lead(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=swap)
    answer = show_all(tables, event, coder="")["answer"]
    assert answer.findings[0].strength == "withheld"
    assert answer.text.count("No leading frame is named for") == 3
    assert show_brief(tables, event, coder="")["answer"].text.startswith("Three experts, and coders who disagree")
    assert "make the definitions clearer" in show_all(tables, event, coder="")["next"].text
    assert "anna: power imbalance 6" in answer.text
    assert show_all(tables, event, coder="")["gaps"].title == "No gap of nine can be claimed beyond the counts"
    [panels] = [part for part in show_all(tables, event, coder="")["frames"].parts if isinstance(part, Panels)]
    assert not any(track.lead for panel in panels.panels for track in panel.tracks)


def test_a_coder_of_one_segment_changes_nothing(tmp_path):
    _, tables = code(tmp_path, anna=lambda given: given.head(15))
    view = View.of(tables)
    assert view.coder == "dictionary"
    assert {lead.reported.basis for lead in view.gate.verdict.leads} == {"machine"}


def test_a_second_coder_of_one_segment_is_told_to_be_too_few_and_takes_nothing_away(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=lambda given: swap(given.head(15)))
    shown = show_all(tables, event, coder="")
    assert "ben (person) judged 1 of 23 segments, too few to count" in shown["answer"].text
    assert "Give a second person beside anna" in shown["next"].text
    assert "people disagree" not in shown["answer"].text + shown["next"].text + shown["limits"].text
    assert "One person, anna, has coded this event" in shown["method"].text
    assert "Withheld" not in shown["codes"].text + shown["gaps"].text


def test_codings_by_other_instructions_are_shown_as_such_and_make_nothing_firm(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=same)
    old = tables.replace(coders=tables.coders.assign(codebook_current=~tables.coders["coder"].isin(["anna", "ben"])))
    answer = show_all(old, event, coder="")["answer"]
    assert (
        "By other instructions than today’s, so that they make nothing firm: the codings of anna and ben."
        in answer.text
    )
    assert {lead.strength for lead in View.of(old).gate.leads} <= {"counted", "tentative"}
    assert old.reliability["kind"].eq("person").sum() == 0


def test_each_coders_own_count_stands_where_they_differ(tmp_path):
    def miss_one(given):
        found = given.loc[given["present"] & (given["segment_id"].str.contains("/1/"))]
        return given.assign(present=given["present"] & (given["segment_id"] != found["segment_id"].iloc[-1]))

    event, tables = code(tmp_path, anna=same, ben=miss_one)
    text = show_all(tables, event, coder="")["answer"].text
    assert "power imbalance (anna 6, ben 5 of 7 sentences)" in text


def test_one_person_under_two_spellings_is_one(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=same)
    twice = tables.coders.assign(who=tables.coders["who"].replace({"anna": "Zoë Ek", "ben": "zoe  ek"}))
    found = show_all(tables.replace(coders=twice), event, coder="")
    assert "One person, anna, has coded this event" in found["method"].text
    assert "a second person" in found["answer"].text


def test_a_coder_may_be_chosen_and_is_named(tmp_path):
    event, tables = code(tmp_path, anna=same, ben=same)
    answer = show_all(tables, event, coder="dictionary")["answer"]
    assert "Counted by the coder dictionary" in answer.text
    assert answer.findings[0].strength == "counted"


@pytest.mark.parametrize("coder", ["", "dictionary"])
def test_the_bundled_event_is_described_and_marked_counted(tables, coder):
    answer = show_all(tables, load_event(EVENT, root=ROOT), coder=coder)["answer"]
    assert answer.findings[0].strength == "counted"
    assert answer.text.startswith("Hugo von Essen’s sentences most often carry power imbalance (6 of 7 sentences)")


def decide_some(event, tables, *, left):
    """A consensus of anna and ben that decides all but `left` of what they judged otherwise."""
    sides = tables.codings.pivot_table(index=["segment_id", "code"], columns="coder", values="present", aggfunc="first")
    differing = sides.index[sides["anna"] != sides["ben"]][:left]
    given = sides.drop(differing)["anna"].rename("present").reset_index().assign(memo="")
    codebook = load_codebook(event.codebook_path)
    about = {"coder": "both", "kind": "consensus", "who": "A", "made_on": datetime.date(2026, 1, 31), "blind": False}
    record = CoderRecord(
        **about, trained="decided", codebook_sha256=codebook.instructions_sha256, sources=("anna", "ben")
    )
    record_codings(event, record, given, tables.segments, codebook)
    return build_tables(event)


@pytest.mark.parametrize("left", [0, 1, 3])
def test_a_partial_consensus_is_marked_wherever_it_is_shown(tmp_path, capsys, left):
    event, tables = code(tmp_path, anna=same, ben=lambda given: given.assign(present=given.index % 9 == 0))
    tables = decide_some(event, tables, left=left)
    exhibits = show_all(tables, event, coder="both")
    said = {name: exhibits[name].text for name in ("answer", "method", "frames", "codes", "sensitivity", "coders")}
    said["method"] += " ".join(state_gate(View.of(tables).gate).split())
    assert {name for name, text in said.items() if "partial" in text} == (set(said) if left else set())
    assert ("Counted by both (partial consensus)" in said["answer"]) == bool(left)
    assert set(tables.validity.query("reference == 'both'")["reference_kind"]) == {
        "partial consensus" if left else "consensus"
    }
    for command in ("check", "status"):
        assert main(["--root", str(tmp_path), command, EVENT]) == 0
        told = "".join(capsys.readouterr())
        assert ("the consensus both is partial" in told) == bool(left), command
        assert (f"{left} judgement" in told) == bool(left)
