"""A judgement never stands on other words or another expert's, and none is gone without a word."""

import datetime

import pandas as pd
import pytest

from analysis.codebook import Codebook
from analysis.coding.judgement_log import read_judgement_log
from analysis.coding.writing import format_rows, make_row
from tests.following_oracle import Made, Page, is_part, is_typed, may_stand

BOOK = Codebook(
    name="two-codes",
    title="Two codes",
    language="en",
    frames=[{"frame": "power", "codes": [{"code": c, "indicators": [c]} for c in ("asymmetry", "rivalry")]}],
)
SENIOR = "China is the senior partner here."
QUOTED = "He said that China is the senior partner here and that nobody doubts it."


def lay_out(*said):
    """Segments of pairs of an expert and a sentence; neighbours of one expert are one statement."""
    rows, statement, n, at = [], 0, 0, 0
    for nth, (expert, text) in enumerate(said):
        if not nth or said[nth - 1][0] != expert:
            statement, n, at = statement + 1, 0, at + 20
        n += 1
        rows.append((f"d/{statement}/{n}", f"d/{statement}", expert, at, text))
        at += len(text) + 1
    return pd.DataFrame(rows, columns=["segment_id", "statement_id", "expert", "start", "text"])


def judge(path, segments, judged):
    """A file of judgements: of each sentence's number, whether asymmetry is present, and the evidence."""
    indexed = segments.set_index("segment_id")
    names = list(indexed.index)
    rows = [
        make_row(
            indexed,
            {
                "segment_id": names[number],
                "code": "asymmetry",
                "present": present,
                "evidence": evidence,
                "pass": "blind",
                "judged_at": "2026-01-01",
            },
        )
        for number, present, evidence in judged
    ]
    path.write_text(format_rows(rows), encoding="utf-8")
    return path


def follow(tmp_path, before, judged, after):
    """Who says what was judged, its words, whether it is present, and the evidence; what is lost; the notes."""
    path = judge(tmp_path / "anna.csv", lay_out(*before), judged)
    now = lay_out(*after)
    log = read_judgement_log(path, now, BOOK)
    placed = log.rows.merge(now[["segment_id", "expert", "text"]], on="segment_id")
    found = placed[["expert", "text", "present", "evidence"]].to_numpy().tolist()
    return [tuple(row) for row in found], [row["text"] for row in log.unplaced], log.notes


@pytest.mark.parametrize("judged", [[(0, True, "")], [(0, True, ""), (1, False, "")]], ids=["one", "both"])
@pytest.mark.parametrize(
    ("mine", "others"),
    [
        (SENIOR, QUOTED),
        (SENIOR, SENIOR),
        ("China welcomed the agreement in public.", "China welcomes the agreement in public."),
    ],
    ids=["contained", "equal", "nearly equal"],
)
def test_what_is_judged_of_a_sentence_that_is_gone_never_moves_to_another_expert(tmp_path, mine, others, judged):
    rest = [("Ann", "They hardly speak.")]
    found, lost, _ = follow(tmp_path, [("Mira", mine), ("Tobias", others), *rest], judged, [("Tobias", others), *rest])
    assert lost == [mine]
    assert found == [("Tobias", others, False, "")] * (len(judged) - 1)


def test_equal_sentences_keep_their_judgements_where_blocks_change_places(tmp_path):
    mira, tobias = ("Mira", "Nothing surprising happened."), ("Tobias", "Nothing surprising happened.")
    found, lost, _ = follow(tmp_path, [mira, tobias], [(0, True, ""), (1, False, "")], [tobias, mira])
    assert sorted(found) == [(*mira, True, ""), (*tobias, False, "")]
    assert lost == []


def test_a_judgement_follows_its_words_to_the_expert_whom_they_are_given(tmp_path):
    before = [("Mira", "One thing is sure."), ("Mira", SENIOR), ("Tobias", "Rivalry drives them.")]
    after = [before[0], ("Tobias", SENIOR), before[2]]
    assert follow(tmp_path, before, [(1, True, "")], after)[:2] == ([("Tobias", SENIOR, True, "")], [])


@pytest.mark.parametrize(
    ("old", "evidence", "new", "there"),
    [
        ("The Chinise side leads.", "Chinise side", ["The Chinese side leads."], "Chinese side"),
        (
            'They call it "great power" now.',
            '"great power" now',
            ["They call it “great power” now."],
            "great power” now",
        ),
        ("It gains, because banks pay it.", "because banks", ["It gains.", "Because banks pay it."], "Because banks"),
    ],
    ids=["spelling", "quotation marks", "capital"],
)
def test_evidence_follows_its_words(tmp_path, old, evidence, new, there):
    around = [("Mira", "One thing is sure."), ("Mira", "That is all there is to say.")]
    after = [around[0], *(("Mira", text) for text in new), around[1]]
    found, lost, notes = follow(tmp_path, [around[0], ("Mira", old), around[1]], [(1, True, evidence)], after)
    assert found == [("Mira", new[-1], True, there)]
    assert lost == []
    assert notes == []


def test_evidence_that_cannot_follow_is_named(tmp_path):
    after = [("Mira", "It is so; the banks pay.")]
    found, lost, notes = follow(tmp_path, [("Mira", "It is so, the banks pay.")], [(0, True, "s so, the")], after)
    assert found == [("Mira", after[0][1], True, "")]
    assert lost == []
    assert notes[0].startswith("anna.csv:2: evidence “s so, the” of segment d/1/1 is kept and not shown")


def test_a_file_keeps_scores_where_it_has_any(tmp_path):
    path = judge(tmp_path / "anna.csv", lay_out(("Mira", SENIOR)), [(0, True, "")])
    assert "score" not in path.read_text().splitlines()[0]
    header, row = path.read_text().splitlines()
    path.write_text(f"{header},score\n{row},0.25\n", encoding="utf-8")
    log = read_judgement_log(path, lay_out(("Mira", SENIOR)), BOOK)
    assert log.problems == []
    assert list(log.rows["score"]) == [0.25]
    path.write_text(f"{header},score\n{row},high\n", encoding="utf-8")
    assert read_judgement_log(path, lay_out(("Mira", SENIOR)), BOOK).problems == [
        'anna.csv:2: score is a number, or empty; found "high"'
    ]


def judge_at_random(page, path, who):
    """A coder's file, and the judgements in it by their time; the second person judged a sample."""
    table, units = page.tabulate()
    indexed, made, rows = table.set_index("segment_id"), {}, []
    firsts = {unit.key: unit for unit in reversed(units)}.values()
    for unit in units:
        if who == "ben" and unit not in firsts and page.random.random() < 0.7:
            continue
        for code in BOOK.codes:
            moment = datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=len(rows))
            stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            made[stamp] = Made(unit, code.code, page.random.random() < 0.5)
            given = {"segment_id": unit.segment_id, "code": code.code, "present": made[stamp].present, "pass": "blind"}
            rows.append(make_row(indexed, {**given, "judged_at": stamp}))
    path.write_text(format_rows(rows), encoding="utf-8")
    return made


def list_gone(made, log, units):
    """Judgements that neither stand somewhere, nor are named, nor are said by another row of the same words."""
    there = {row["judged_at"] for row in log.unplaced} | set(log.rows["judged_at"])
    rows = {(row.segment_id, row.code): row.present for row in log.rows.itertuples()}
    for stamp, one in made.items():
        says = [rows.get((u.segment_id, one.code)) for u in units if set(u.numbers) & set(one.unit.numbers)]
        if stamp not in there and True not in says and (one.present or False not in says):
            yield one


@pytest.mark.parametrize("seed", range(40))
def test_after_random_corrections_judgements_stand_on_their_words_or_are_named(tmp_path, seed):
    page = Page(seed)
    made = {who: judge_at_random(page, tmp_path / f"{who}.csv", who) for who in ("anna", "ben", "model")}
    typed_before = {number for unit in page.tabulate()[1] for number in unit.numbers}
    edits = [page.edit() for _ in range(page.random.randint(1, 4))]
    table, units = page.tabulate()
    by_id = {unit.segment_id: unit for unit in units}
    for who, its in made.items():
        log = read_judgement_log(tmp_path / f"{who}.csv", table, BOOK)
        assert log.problems == []
        named = {row["judged_at"] for row in log.unplaced}
        for row in log.rows.itertuples():
            one, now = its[row.judged_at], by_id[row.segment_id]
            absent = [a for s, a in its.items() if a.code == one.code and not a.present and s not in named]
            assert may_stand(one, now, absent) or is_typed(now, typed_before), (who, edits, one, now)
            assert row.present == one.present
        assert list(list_gone(its, log, units)) == [], (who, edits)


def test_the_oracle_tells_runs_of_words():
    assert is_part((2, 3), (1, 2, 3))
    assert not is_part((1, 3), (1, 2, 3))
