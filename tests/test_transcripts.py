"""Transcripts: a layout that survives any text, mistakes named by line, and corrections that survive a new reading."""

import itertools
import random
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.adding.differences import compare_transcripts
from analysis.attribution import transcribe_page
from analysis.checks import check_project
from analysis.errors import InputError
from analysis.exhibits.view import View
from analysis.measures.prevalence import find_dominant_frames
from analysis.pipeline import build_tables
from analysis.sources.documents import read_page
from analysis.transcripts import Block, Transcript, Voice
from analysis.transcripts.checking import are_alike, list_pairs
from analysis.transcripts.headers import find_mistyped
from analysis.transcripts.layout import parse_transcript, write_transcript
from analysis.transcripts.merging import merge_transcripts
from analysis.transcripts.tidying import tidy_text, tidy_transcript, tidy_value
from tests.conftest import ROOT, edit

ODD_LINES = (
    "==",
    "== host",
    "=== x",
    "  == host",
    "= expert: A",
    "\\ == left out",
    "#",
    "# a",
    "\\",
    "\\==",
    "\\\\",
    ">",
    " ",
    "",
    "\r",
    "a\r\nb",
    "\u2028",
    "e\u0301",
    "\ufeff",
)
lines = st.one_of(st.text(max_size=12), st.sampled_from(ODD_LINES))
texts = st.lists(lines, max_size=8).map("\n".join)
values = st.one_of(texts, st.sampled_from(["a | b", "\\", "\\|", "|", "sure: 1", "host", "C:\\x"]))
names = values.filter(tidy_value)
voices = st.builds(Voice, names, values, values, st.sampled_from(["person", "organisation", "several"]))
sure = st.floats(0, 1)
blocks = st.one_of(
    st.builds(Block, st.just("expert"), texts, voices, sure, values, st.booleans()),
    st.builds(Block, st.sampled_from(["host", "left out"]), texts.filter(tidy_text), st.none(), sure, values),
)


@given(st.lists(blocks, min_size=1, max_size=5), st.lists(values, max_size=2))
def test_what_is_written_is_read_back_and_written_as_the_same_bytes(some, comments):
    raw = write_transcript(Transcript("a.txt", tuple(some), tuple(comments)))
    read = parse_transcript(raw, "a.txt").transcript
    assert read == tidy_transcript(Transcript("a.txt", tuple(some), tuple(comments)))
    assert write_transcript(read) == raw


@given(st.lists(texts.filter(tidy_text), min_size=1, max_size=4))
def test_no_word_of_any_text_is_lost_or_added(some):
    raw = write_transcript(Transcript("a.txt", tuple(Block("host", text) for text in some)))
    read = parse_transcript(raw, "a.txt").transcript.blocks
    assert " ".join(b.text for b in read).split() == " ".join(map(tidy_text, some)).split()


def test_a_paragraph_keeps_its_own_line_breaks_and_every_file_its_windows_ones():
    raw = write_transcript(Transcript("a.txt", (Block("host", "One\n  two\n\n\n\nthree"),)))
    [block] = parse_transcript(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"), "a.txt").transcript.blocks
    assert block.text == "One\n  two\n\nthree"


def read(text):
    return parse_transcript(f"# transcript 1 of a.txt\n{text}".encode(), "e/transcripts/a.txt").transcript.blocks


def test_a_header_may_be_written_by_hand_in_few_words():
    expert, host, left = read("==expert:Ann Lee|affiliation: FOI\nHello.\n==  Host \nYes.\n== left out: a menu\nHome\n")
    assert (expert.voice, expert.confidence) == (Voice("Ann Lee", "", "FOI"), 1.0)
    assert (host.owner, left.owner, left.reason) == ("host", "left out", "a menu")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("== hsot\nx", ':2: "hsot" is no owner; write "expert: NAME", "host" or "left out"'),
        ("== expert:\nx", ":2: names no expert"),
        ("== expert: A | rolle: b\nx", ':2: "rolle: b" is no field; write one of role: …'),
        ("== expert: A | role: b | role: c\nx", ":2: has role twice"),
        ("== expert: A | sure: 95 %\nx", ":2: sure is a number from 0 to 1"),
        ("== expert: A | kind: cat\nx", ":2: kind is person, organisation or several"),
        ("== expert: A | reported: maybe\nx", ":2: reported is yes or no"),
        ("== host | role: x\nx", ':2: "host" has no role'),
        ("== host\nx\n=====\n", ':4: begins with "==" but names no owner'),
        ("== host\nx\n  == expert: A\ny", ":4: is almost a header"),
        ("== host\nx\n= left out | why: menu\ny", ":4: is almost a header"),
        ("== host\nx\n＝＝ Host\ny", ":4: is almost a header"),
        ("== host\nx\n> == left-out\ny", ":4: is almost a header"),
        (
            "== host\nx\n== A sentence of the page\ny",
            ':4: "A sentence of the page" is no owner; write "expert: NAME", '
            '"host" or "left out", or "\\" before a line of the page',
        ),
        ("== host\nx\nexpert: Tobias Ferrau | role: x\ny", ":4: is almost a header"),
        ("== host\nx\n–– expert: Tobias Ferrau\ny", ":4: is almost a header"),
        ("== host\nx\n＝＝ expert： Tobias Ferrau\ny", ":4: is almost a header"),
        ("== host\nx\n== expert: A | role: b\n| affiliation: c\ny", ":5: is the rest of a header; put it behind"),
        ("== host\nx\n<<<<<<< HEAD\ny", ":4: is left from a merge of two versions; keep the right one"),
        ("== host\nx\n=======\ny", ":4: is left from a merge of two versions"),
        ("== host\nx\n>>>>>>> b\ny", ":4: is left from a merge of two versions"),
        ("== host\nx\0y", ":3: holds a NUL character, which is no text; remove it"),
        ("Some words.\n== host\nx", ":2: is text above the first block"),
        ("", ":2: has no block"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(text, problem):
    with pytest.raises(InputError) as error:
        read(text)
    assert error.value.problems[0].startswith("e/transcripts/a.txt" + problem)


def test_all_mistakes_are_named_at_once():
    with pytest.raises(InputError) as error:
        read("== hsot\nx\n== expert:\ny\n")
    assert [p.split(":")[1] for p in error.value.problems] == ["2", "4"]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"== host\nx", "x.txt:1: does not say what it is; restore the first line"),
        (b"# transcript 2 of a.txt\n== host\nx", "x.txt:1: is a transcript of version 2"),
        (b"# transcript 1 of a.txt\n== host\n\xff", "x.txt:3: is not UTF-8 here"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(raw, problem):
    with pytest.raises(InputError) as error:
        parse_transcript(raw, "x.txt")
    assert error.value.problems[0].startswith(problem)


PAGES = [p for p in sorted((ROOT / "tests" / "gold").rglob("*")) if p.suffix in {".html", ".md", ".txt", ".docx"}]


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", PAGES[:: max(1, len(PAGES) // 25)], ids=lambda path: path.name)
def test_a_transcript_holds_all_text_of_its_page_in_order(path):
    page = read_page(path.read_bytes(), path.name)
    try:
        reading = transcribe_page(page)
    except InputError:
        reading = transcribe_page(page, article=True)
    raw = write_transcript(Transcript(path.name, reading.blocks))
    blocks = parse_transcript(raw, path.name).transcript.blocks
    whole, at = squeeze(page.text), 0
    assert Counter(squeeze("".join(b.text for b in blocks))) == Counter(whole)
    for line in (line for b in blocks if b.voice for line in b.text.split("\n")):
        at = whole.index(squeeze(line), at)  # what stands amid a statement stands behind it


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_line_of_a_real_page_is_taken_for_a_mistyped_header(path):
    text = read_page(path.read_bytes(), path.name).text
    assert [line for line in text.splitlines() if find_mistyped(line)] == []


def test_an_expert_without_words_and_a_missing_transcript_are_named(event):
    edit(event, "== expert: Patrik", "== expert: Ann Lee\n***\n\n== expert: Patrik")
    with pytest.raises(InputError, match=r"e595.txt:\d+: Ann Lee has no words below"):
        dict(build_tables(event))
    event.transcript_paths[0].unlink()
    with pytest.raises(InputError, match=r"there is no such file; read the page with: workbook add data/events/"):
        dict(build_tables(event))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hugo von Essen", "HUGO VON ESSEN", True),
        ("José Pérez", "Jose Perez", True),
        ("M.-L. Roe", "M L Roe", True),
        ("Jane A. Roe", "J. Roe", True),
        ("Jane Roe", "Roe", True),
        ("Jane Roe", "Jane Anna Roe", True),
        ("Patrik Andersson", "Patrick Anderson", True),
        ("Ana Ruiz", "Ana Riuz", True),
        ("Ana Ruiz", "Anna Ruiz", True),
        ("Tobias Ferrau", "Ferrau, Tobias", True),
        ("Tobias Ferrau", "Dr. Tobias Ferrau", True),
        ("Tobias Ferrau", "Tob Ferrau", True),
        ("Ana Ruiz", "Eva Ruiz", False),
        ("Jan Berg", "Jon Berg", False),
        ("Ann Lee", "Ann Lea", False),
        ("Jane Roe", "John Roe", False),
        ("Andersson", "Anderson", False),
        ("Maria Larsen", "Maria Larkin", False),
        ("Jane Roe", "Jane Lee", False),
        ("Roe", "***", False),
    ],
)
def test_spellings_of_one_name_are_reported_from_two_names(one, other, alike):
    assert are_alike(one, other) == are_alike(other, one) == alike


def test_a_name_spelled_two_ways_is_a_note_with_its_line(event):
    edit(event, "\n\nInterestingly,", "\n\n== expert: H. von Essen\nInterestingly,")
    [note] = [n for n in check_project(event.root).doubts if "spelled another way" in n]
    assert re.search(
        r"2023-03-xi-moscow/transcripts/000_c08222278913e595.txt:\d+: expert \"H. von Essen\" may be", note
    )


@pytest.mark.parametrize(
    ("header", "note"),
    [
        (
            "== expert: Hugo von Essen | role: director",
            'role of Hugo von Essen is "director", in a line before "analyst"',
        ),
        ("== expert: Ann Lee, role: analyst", '"Ann Lee, role: analyst" holds "role:"; put "|" before each field'),
        ("== expert: Ann Lee | role: boss / affiliation: X", '"boss / affiliation: X" holds "affiliation:"'),
    ],
)
def test_a_header_that_says_something_odd_is_a_note_with_its_line(event, header, note):
    edit(event, "\n\nInterestingly,", f"\n\n{header}\nInterestingly,")
    assert any(re.search(rf"e595.txt:\d+: {re.escape(note)}", n) for n in check_project(event.root).doubts)


def test_a_header_of_few_words_leaves_the_expert_a_role_in_the_report(event):
    edit(event, "\n== host", "\n== expert: Hugo von Essen")
    tables = build_tables(event)
    assert View.of(tables).roles["Hugo von Essen"] == "analyst, SCEEUS"


def test_words_that_are_not_the_pages_own_are_a_note_and_counted(event):
    assert build_tables(event)["documents"]["edits"][0] == 0
    edit(event, "existing polices", "existing policies")
    edit(event, "\n\nInterestingly,", "\n\n== expert: Ann Lee\nInterestingly,")
    assert build_tables(event)["documents"]["edits"][0] == 1
    checked = check_project(event.root)
    assert not checked.problems
    assert any("words that the page does not have: 1 (policies)" in n for n in checked.doubts)


def test_correcting_is_editing(event):
    edit(event, "== expert: Hugo von Essen | role: analyst", "== expert: Hugo Essen | role: senior analyst")
    edit(event, "\n\nInterestingly,", "\n\n== left out\nInterestingly,")
    edit(event, "\n== host", "\n== expert: The Editors | kind: organisation")
    statements = build_tables(event)["statements"]
    assert list(statements["expert"][:2]) == ["The Editors", "Hugo Essen"]
    assert list(statements["kind"][:2]) == ["organisation", "person"]
    assert statements["role"][1] == "senior analyst"
    assert not statements["text"].str.contains("Interestingly").any()


def said(name, text, role="", sure=0.7):
    return Block("expert", text, Voice(name, role), sure, "by its line")


MENU, TALK = (
    Block("left out", "Home / Talks", reason="menu"),
    said("Asha Rao", "Ports are the story. Truly.\n\nSo be it."),
)
LUND = said("Peter Lund", "Rail matters more to me.")
BASE = Transcript("a.txt", (MENU, TALK, LUND))


def merge(mine, theirs, base=BASE):
    merged = merge_transcripts(base, Transcript("a.txt", tuple(mine)), Transcript("a.txt", tuple(theirs)))
    return [(b.voice.expert if b.voice else b.owner, b.text) for b in merged.transcript.blocks], merged.notes


@given(
    st.lists(blocks.filter(lambda b: tidy_text(b.text)), max_size=4),
    st.lists(blocks.filter(lambda b: tidy_text(b.text)), max_size=4),
)
def test_where_one_side_changed_nothing_the_other_is_taken_whole(one, other):
    base, changed = Transcript("a", tuple(one)), Transcript("a", tuple(other))

    def words(transcript):
        return [(b.owner, b.voice, word) for b in tidy_transcript(transcript).blocks for word in b.text.split()]

    assert words(merge_transcripts(base, base, changed).transcript) == words(changed)
    assert words(merge_transcripts(base, changed, base).transcript) == words(changed)


def test_a_renamed_expert_keeps_the_name_where_the_page_changed():
    mine = [MENU, said("Asha M. Rao", TALK.text, "harbour master"), LUND]
    theirs = [MENU, said("Asha Rao", "Ports are the story. Truly so.\n\nSo be it.\n\nAnd more."), LUND]
    got, notes = merge(mine, theirs)
    assert got[1] == ("Asha M. Rao", "Ports are the story. Truly so.\n\nSo be it.\n\nAnd more.")
    assert not notes


def test_a_split_statement_a_dropped_one_and_an_edited_word_survive():
    mine = [
        MENU,
        said("Asha Rao", "Ports are the story. Truly."),
        Block("left out", "So be it."),
        said("Peter Lund", "Rail matters most to me."),
    ]
    theirs = [Block("left out", "Home / Talks / More", reason="menu"), TALK, LUND]
    got, notes = merge(mine, theirs)
    assert got == [
        ("left out", "Home / Talks / More"),
        ("Asha Rao", "Ports are the story. Truly."),
        ("left out", "So be it."),
        ("Peter Lund", "Rail matters most to me."),
    ]
    assert not notes


def test_a_conflict_is_named_and_loses_no_words():
    got, notes = merge(
        [MENU, TALK, said("Peter Lund", "Rail matters most to me.")],
        [MENU, TALK, said("Peter Lund", "Rail matters more to you.")],
    )
    assert got[-2:] == [("Peter Lund", "Rail matters most to me."), ("left out", "Rail matters more to you.")]
    assert notes == (
        "conflict: changed by hand and on the page, so it is left out for you to decide: “Rail matters more to you.”",
    )


def test_what_people_wrote_is_kept_where_the_page_lost_its_paragraph():
    got, notes = merge([MENU, TALK, said("Peter Lund", "Rail matters most to me.")], [MENU, TALK])
    assert got[-1] == ("left out", "Rail matters most to me.")
    assert "no longer on the page" in notes[0]


def test_a_paragraph_that_the_page_moved_keeps_its_correction():
    mine = [MENU, TALK, said("Petra Lund", LUND.text)]
    got, _ = merge(mine, [MENU, LUND, TALK])
    assert got[1:] == [("Petra Lund", LUND.text), ("Asha Rao", TALK.text)]


def test_comments_above_the_first_block_survive_a_merge():
    mine = Transcript("a.txt", BASE.blocks, ("# checked by Ann",))
    assert merge_transcripts(BASE, mine, BASE).transcript.comments == ("# checked by Ann",)


vocabulary = st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", "eight"])
paragraphs = st.lists(vocabulary, min_size=1, max_size=6).map(" ".join)
owners = st.sampled_from([MENU, TALK, LUND, Block("host", "")])
pages = st.lists(st.builds(lambda head, text: replace(head, text=text), owners, paragraphs), max_size=6)


def with_new_words(some, prefix, data):
    """The blocks, some of their words replaced by words that nobody else has; some blocks dropped or added."""
    changed = []
    for number, block in enumerate(some):
        what = data.draw(st.sampled_from(["keep", "keep", "drop", "change", "add", "give"]))
        words = block.text.split()
        if what == "change":
            words[data.draw(st.integers(0, len(words) - 1))] = f"{prefix}{number}"
        if what != "drop":
            head = data.draw(owners) if what == "give" else block
            changed.append(replace(head, text=" ".join(words)))
        if what == "add":
            changed.append(replace(LUND, text=f"{prefix}{number} {prefix}{number}new"))
    return tuple(changed)


@given(pages, st.data())
def test_no_new_word_of_either_side_is_lost_in_a_merge(some, data):
    mine, theirs = with_new_words(some, "m", data), with_new_words(some, "t", data)
    merged = merge_transcripts(*(Transcript("a.txt", tuple(side)) for side in (some, mine, theirs))).transcript
    kept = [word for block in merged.blocks for word in block.text.split()]
    new = [w for side in (mine, theirs) for b in side for w in b.text.split() if w[0] in "mt" and w[1].isdigit()]
    assert sorted(new) == sorted(w for w in kept if w in new)


def test_marks_around_words_are_no_other_words(event):
    edit(event, "existing polices", "“existing” polices,")
    assert build_tables(event)["documents"]["edits"][0] == 0


def test_the_first_line_names_the_events_page(event):
    edit(event, "# transcript 1 of 000_c08222278913e595.txt", "# transcript 1 of q.md")
    with pytest.raises(InputError, match=r'e595.txt:1: is the transcript of "q.md", and the page is 000_c08'):
        build_tables(event).statements  # noqa: B018


def test_an_event_without_any_expert_is_a_fault_with_its_remedy(event):
    path = event.transcript_paths[0]
    path.write_text(re.sub(r"(?m)^== expert.*$", "== left out", path.read_text("utf-8")), encoding="utf-8")
    [problem] = [p for p in check_project(event.root, [event.slug]).problems if "expert's" in p]
    assert problem.startswith("2023-03-xi-moscow/transcripts: no block is an expert's")
    assert 'change the header above what an expert says to "== expert: NAME"' in problem


def test_no_frame_is_dominant_in_no_rows(tables):
    assert list(find_dominant_frames(tables.prevalence.head(0)).columns) == list(tables.dominant.columns)


def test_sentences_that_change_their_owner_are_a_difference():
    one, other = said("Asha Rao", "China is strong today."), said("Peter Lund", "Russia is weak today.")
    swapped = replace(one, text=other.text), replace(other, text=one.text)
    lines = compare_transcripts(Transcript("a", (one, other)), Transcript("a", swapped), language="en")
    assert "+   Peter Lund: “China is strong today.”" in lines
    assert len(lines) == 4


def test_no_names_that_are_alike_are_missed_though_few_pairs_are_compared():
    drawn = random.Random(3)
    parts = ["ba", "be", "ko", "lu", "mi", "ran", "tor", "vel", "sto", "nik"]
    names = sorted(
        {" ".join("".join(drawn.choices(parts, k=2)).title() for _ in range(drawn.randint(1, 3))) for _ in range(150)}
    )
    pairs = list_pairs(names)
    assert len(pairs) < len(names) ** 2 / 4
    alike = [pair for pair in itertools.combinations(names, 2) if are_alike(*pair)]
    assert alike
    assert [pair for pair in pairs if are_alike(*pair)] == alike
    assert len(list_pairs([f"Anna Berg{n}" for n in range(3000)])) < 3000 * 30
