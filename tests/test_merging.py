"""Merges: what only one side changed is taken from it, wherever the page moved it; no statement is split by nobody."""

import pytest

from analysis.transcripts import Block, Transcript, Voice
from analysis.transcripts.merging import merge_transcripts
from tests.merges import draw_sides, find_faults

ANN, BO = Voice("Ann Lee"), Voice("Bo Ek")
FERRY = "The ferry left at noon and came back at fife in the rain."
QUAY = "Nobody at the quay had seen the harbour master since Monday."


def page(*blocks):
    """A transcript of (voice or reason, text)."""
    return Transcript(
        "p.md",
        tuple(Block("left out", t, reason=v) if isinstance(v, str) else Block("expert", t, v) for v, t in blocks),
    )


def merge(base, mine, theirs):
    merged = merge_transcripts(base, mine, theirs)
    return [(b.voice or b.reason, b.text) for b in merged.transcript.blocks], merged.notes


BASE, SWAPPED = page((ANN, FERRY), (BO, QUAY)), page((BO, QUAY), (ANN, FERRY))


@pytest.mark.parametrize(
    "text", [FERRY.replace("fife", "five"), FERRY.replace("and ", "and\n\n"), FERRY.replace("and came", "and\n\nCame")]
)
@pytest.mark.parametrize("theirs", [SWAPPED, page((BO, QUAY), (ANN, f"More words of hers.\n\n{FERRY}"))])
def test_a_correction_of_a_paragraph_that_the_page_moved_is_kept(text, theirs):
    got, notes = merge(BASE, page((ANN, text), (BO, QUAY)), theirs)
    assert [b for b, _ in got] == [BO, ANN]
    assert got[1][1].endswith(text)
    assert not notes


def test_paragraphs_joined_by_hand_go_where_the_page_moved_them():
    base = page((ANN, FERRY), (BO, f"{QUAY}\n\nIt rained all day."))
    mine = page((ANN, FERRY), (BO, f"{QUAY} It rained all day."))
    theirs = page((BO, f"{QUAY}\n\nIt rained all day."), (ANN, FERRY))
    assert merge(base, mine, theirs) == ([(BO, f"{QUAY} It rained all day."), (ANN, FERRY)], ())


@pytest.mark.parametrize("voice", [Voice("Anna Lee"), Voice("Ann Lee", "pilot")])
@pytest.mark.parametrize("text", [f"New words at the top.\n\n{FERRY}", f"{FERRY}\n\nNew words below."])
def test_a_statement_that_only_was_renamed_stays_one_where_the_page_adds_to_it(voice, text):
    got, _ = merge(BASE, page((voice, FERRY), (BO, QUAY)), page((ANN, text), (BO, QUAY)))
    assert got == [(voice, text), (BO, QUAY)]


def test_a_statement_split_by_hand_stays_split_where_the_page_adds_words_between_or_joins_its_paragraphs():
    base, mine = page((ANN, f"{FERRY}\n\n{QUAY}")), page((ANN, FERRY), (ANN, QUAY))
    assert merge(base, mine, page((ANN, f"{FERRY}\n\nNew words.\n\n{QUAY}")))[0] == [
        (ANN, f"{FERRY}\n\nNew words."), (ANN, QUAY),
    ]  # fmt: skip
    assert merge(base, mine, page((ANN, f"{FERRY} {QUAY}")))[0] == [(ANN, FERRY), (ANN, QUAY)]


def test_half_of_a_paragraph_that_the_page_changed_is_not_doubled():
    whole = f"{FERRY} {QUAY}"
    got, notes = merge(page((ANN, whole)), page((ANN, FERRY), (BO, QUAY)), page((ANN, whole.replace("noon", "one"))))
    assert got[:2] == [(ANN, FERRY), (BO, QUAY)]
    assert got[2] == ("changed by hand and on the page", whole.replace("noon", "one"))
    assert len(notes) == 1


def test_a_paragraph_added_by_hand_and_by_the_page_stands_once():
    new = f"{FERRY}\n\nA new paragraph that stands there."
    assert merge(BASE, page((ANN, new), (BO, QUAY)), page((ANN, new), (BO, QUAY)))[0] == [(ANN, new), (BO, QUAY)]


def test_a_role_that_the_page_changed_is_that_of_words_added_by_hand():
    got, _ = merge(
        page((ANN, FERRY)), page((ANN, f"{FERRY}\n\nAdded by hand.")), page((Voice("Ann Lee", "pilot"), FERRY))
    )
    assert got == [(Voice("Ann Lee", "pilot"), f"{FERRY}\n\nAdded by hand.")]


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_random_corrections_and_changes_lose_and_double_and_split_nothing(start):
    faults = {seed: found for seed in range(start, start + 50) if (found := list(find_faults(*draw_sides(seed))))}
    assert not faults
