"""A judgement follows its words: inserted, split, joined and renamed, it stands on the same words or is named."""

import datetime

import pandas as pd
import pytest

from analysis.checks import check_project
from analysis.codebook import load_codebook
from analysis.coding.amending import save_judgements
from analysis.coding.around import JudgedWords
from analysis.coding.entries import CoderRecord
from analysis.coding.finding import WordFinder, fold_tokens
from analysis.coding.following import follow_words
from analysis.coding.hashing import hash_text
from analysis.coding.recording import record_codings
from analysis.coding.writing import make_row
from analysis.pipeline import build_tables
from tests.conftest import edit

STICKING = "by sticking together. The war has put China"


def judged_words(tables, coder="reader-a"):
    """Every word of the page in its order, with what the coder judged of it."""
    codings = tables["codings"].query("coder == @coder")
    present = codings.pivot(index="segment_id", columns="code", values="present")
    rows = []
    for segment in tables["segments"].itertuples():
        if segment.segment_id in present.index:
            rows += [(word, *present.loc[segment.segment_id]) for word in fold_tokens(segment.text)]
    return rows


def lost(event):
    return [note for note in check_project(event.root).doubts if "/codings/" in note and "kept and not counted" in note]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("== expert: Hugo von Essen", "== expert: H. von Essen"),
        ("\n\nInterestingly,", "\n\n== expert: Ann Lee\nInterestingly,"),
        ("global stage, making", "global stage. Making"),
        ("For Russia, Xi’s visit", "FOR RUSSIA: Xi's visit"),
        (
            "bizarre inclusions, such as the statement",
            "bizarre inclusions\n\n== left out\n[3]\n\n== expert: Patrik Andersson\nsuch as the statement",
        ),
        ("war efforts. Putin might therefore", "war efforts; Putin might therefore"),
    ],
    ids=["renamed", "moved", "split", "case", "interrupted", "joined"],
)
def test_the_same_judgements_stand_on_the_same_words(event, tables, old, new):
    edit(event, old, new)
    made = build_tables(event)
    before, after = judged_words(tables), judged_words(made)
    if new.startswith("war efforts;"):  # joined: what is present in one part is present in the whole
        assert [row[0] for row in after] == [row[0] for row in before]
        assert all(
            now or not was for b, a in zip(before, after, strict=True) for was, now in zip(b[1:], a[1:], strict=True)
        )
    else:
        assert after == before
    assert lost(event) == []


def test_an_inserted_sentence_is_not_judged_and_moves_no_judgement(event, tables):
    edit(event, STICKING, STICKING.replace("The war", "A new sentence of ours. The war"))
    made = build_tables(event)
    assert judged_words(made) == judged_words(tables)
    judged = set(made["codings"].query("coder == 'reader-a'")["segment_id"])
    assert list(made["segments"].loc[~made["segments"]["segment_id"].isin(judged), "text"]) == [
        "A new sentence of ours."
    ]


def test_stances_follow_their_words_and_their_expert(event, tables):
    edit(event, "== expert: Hugo von Essen", "== expert: H. von Essen")
    edit(event, "For Russia, Xi", "Listen. For Russia, Xi")
    before, after = tables["stances"], build_tables(event)["stances"]
    assert list(after["quote"]) == list(before["quote"])
    assert list(after["expert"]) == [e.replace("Hugo", "H.") for e in before["expert"]]


def test_words_that_are_gone_are_named_for_every_coder_and_block_nothing(event, tables):
    edit(event, "Ultimately, the primary message from Xi and Putin was", "In the end they wanted")
    made = build_tables(event)
    assert {note.split(":")[0].split("/", 1)[1] for note in lost(event)} == {
        "codings/reader-a.csv",
        "codings/reader-b.csv",
    }
    assert len(judged_words(made)) < len(judged_words(tables))


def test_a_corrected_spelling_keeps_its_judgements_and_other_words_do_not(event, tables):
    edit(event, "existing polices", "existing policies")
    assert lost(event) == []
    edit(event, "did not present any significant", "did present any significant")
    assert len(lost(event)) == 2


def find(texts, old):
    segments = pd.DataFrame(
        {
            "segment_id": [f"s/{n}" for n, _ in enumerate(texts, 1)],
            "start": range(0, 100 * len(texts), 100),
            "text": texts,
        }
    )
    judged = JudgedWords("s/9", hash_text(old), old)
    place = follow_words([judged], WordFinder(segments))[judged.key]
    return place and [texts[n] for n in place.segments]


@pytest.mark.parametrize(
    ("texts", "old", "found"),
    [
        (["It rained.", "We left."], "We left.", ["We left."]),
        (["It rained; we left."], "It rained. We left.", ["It rained; we left."]),
        (["It rained.", "We left."], "It rained, we left.", ["It rained.", "We left."]),
        (["It did rain."], "It did not rain.", None),
        (["They can win."], "They can't win.", None),
        (["It would rain 15000 times."], "It would rain 16000 times.", None),
        (["They say the import is large."], "They say the export is large.", None),
        (["Yes it is; no.", "But yes it is, now."], "Yes it is", None),
        (["So yes it is; no.", "But yes it is, now."], "Yes it is", None),
        (["x"], "…", None),
        (["Indeed, it rained."], "Indeed.", None),
        (["No doubt; indeed."], "Indeed.", None),
        (["Indeed"], "Indeed.", ["Indeed"]),
    ],
)
def test_words_are_found_where_they_stand_and_nowhere_else(texts, old, found):
    assert find(texts, old) == found


def test_of_equal_sentences_each_keeps_its_place_among_them():
    texts = ["New.", "Yes.", "It is.", "Yes."]
    segments = pd.DataFrame({"segment_id": [f"s/{n}" for n in range(1, 5)], "start": [0, 5, 10, 20], "text": texts})
    finder, words = WordFinder(segments), hash_text("Yes.")
    old = [
        JudgedWords("s/1", words, "Yes.", 0, "Ann", "", "It is."),
        JudgedWords("s/3", words, "Yes.", 10, "Ann", "It is.", ""),
    ]
    segments["expert"] = "Ann"
    places = follow_words(old, WordFinder(segments))
    assert [places[one.key].segments for one in old] == [(1,), (3,)], "before “New.” was put in"
    bare = JudgedWords("s/9", words, "Yes.")
    assert follow_words([bare], finder)[bare.key] is None, "one of two, and nobody knows which"
    alone = follow_words(old, WordFinder(segments.drop(3)))
    assert [place and place.segments for place in alone.values()] == [(1,), None], "the other one is gone"


def record(event, tables, evidence="", *, everywhere=False):
    codebook = load_codebook(event.codebook_path)
    about = CoderRecord(
        coder="anna", kind="person", who="Anna", made_on=datetime.date(2026, 1, 31), trained="read it", blind=True,
        codebook_sha256=codebook.instructions_sha256,
    )  # fmt: skip
    segment = tables["segments"].query("text.str.contains('sole reliable')").iloc[0]
    given = [
        {"segment_id": segment["segment_id"], "code": c, "present": c == "asymmetry"} for c in ("asymmetry", "rivalry")
    ]
    given[0]["evidence"], given[1]["evidence"] = evidence, ""
    if everywhere:
        rest = [name for name in tables["segments"]["segment_id"] if name != segment["segment_id"]]
        given += [{"segment_id": name, "code": "deference", "present": False, "evidence": ""} for name in rest]
    return record_codings(event, about, pd.DataFrame(given), tables["segments"], codebook), segment


def test_evidence_says_which_part_of_a_split_sentence_is_meant(event, tables):
    record(event, tables, "sole reliable strategic partner")
    edit(event, "global stage, making", "global stage. Making")
    made = build_tables(event)
    mine = made["codings"].query("coder == 'anna'").merge(made["segments"], on="segment_id")
    shown = {(row.text.split()[0], row.code): row.present for row in mine.itertuples()}
    assert shown == {("China", "asymmetry"): True, ("China", "rivalry"): False, ("Making", "rivalry"): False}
    log = made["judgement_log"].query("coder == 'anna' and evidence != ''").iloc[0]
    assert made["documents"]["text"][0][log["start"] : log["end"]] == "sole reliable strategic partner"


def test_a_new_judgement_of_the_same_words_counts_and_undo_brings_the_older_one_back(event, tables):
    path, segment = record(event, tables, everywhere=True)
    edit(event, "For Russia, Xi", "Listen. For Russia, Xi")
    segments = build_tables(event)["segments"].set_index("segment_id")
    now = segments.index[segments["text"] == segment["text"]][0]
    assert now != segment["segment_id"]

    def judged():
        codings = build_tables(event)["codings"].query("coder == 'anna' and code != 'deference'")
        assert list(codings["segment_id"].unique()) == [now]
        return dict(zip(codings["code"], codings["present"], strict=True))

    assert judged() == {"asymmetry": True, "rivalry": False}
    again = {"segment_id": now, "code": "asymmetry", "present": False, "pass": "blind", "judged_at": "2026-02-01"}
    save_judgements(path, [make_row(segments, again)])
    assert judged() == {"asymmetry": False, "rivalry": False}
    save_judgements(path, [], remove=[(now, "asymmetry", "blind")])
    assert judged() == {"asymmetry": True, "rivalry": False}


def test_a_file_of_format_1_is_read_and_its_words_are_found_by_their_hash(event, tables):
    path = event.folder / "codings" / "reader-a.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=["text", "format"])
    rows.to_csv(path, index=False, lineterminator="\n")
    edit(event, STICKING, STICKING.replace("The war", "A new sentence. The war"))
    assert judged_words(build_tables(event)) == judged_words(tables)


def test_words_that_are_not_those_of_their_hash_are_a_fault(event):
    path = event.folder / "codings" / "reader-a.csv"
    path.write_text(path.read_text("utf-8").replace('"For Russia', '"For China'), encoding="utf-8")
    assert any("reader-a.csv:2: text has not the hash" in p for p in check_project(event.root).problems)
