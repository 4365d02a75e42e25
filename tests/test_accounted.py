"""Every word of a page is in its transcript: also what is taken out of the words of those who speak."""

import io
import re
import time
from collections import Counter
from dataclasses import replace

import docx
import pytest

from analysis.adding.transcribing import add_asides, read_transcript
from analysis.attribution import transcribe_page
from analysis.sources.documents import read_page
from analysis.transcripts import Block, Transcript, Voice
from analysis.transcripts.layout import parse_transcript, write_transcript
from analysis.transcripts.merging import merge_transcripts
from tests.word_files import run, write_docx, write_odt, write_rtf

HEADS = ("Ann Lee, analyst, FOI", "Bo Lind, senior fellow, SCEEUS")
WHY = {"note": "note on a source", "said": "who said it, amid the words", "struck": "struck through"}


def read(raw: bytes | str, ending: str = "md", *, article: bool = False):
    """The transcript of a page, which reads back as it was written."""
    raw = raw.encode() if isinstance(raw, str) else raw
    made = read_transcript(read_page(raw, f"p.{ending}"), f"p.{ending}", article=article).transcript
    written = write_transcript(made)
    assert parse_transcript(written, "p.txt").transcript == made
    assert write_transcript(parse_transcript(written, "p.txt").transcript) == written
    return made.blocks


def list_blocks(blocks, owner):
    return [(b.text, b.reason) for b in blocks if b.owner == owner]


def test_a_note_amid_the_words_stands_behind_the_statement_as_left_out():
    blocks = read(
        f"# Views on the ferry\n\n**{HEADS[0]}**\n\nThe ferry is late again today. [Tweet, 1/2/23] Nobody is told why."
        f"\n\nIt will be late for years.\n\n**{HEADS[1]}**\n\nIt is on time, as it ever was. [Statement, 3/4/23]\n"
    )
    said = [b for b in blocks if b.voice]
    assert [b.text for b in said] == [
        "The ferry is late again today. Nobody is told why.\n\nIt will be late for years.",
        "It is on time, as it ever was.",
    ]
    behind = [blocks[blocks.index(b) + 1] for b in said]
    assert [b.text.split("\n\n")[0] for b in behind] == ["[Tweet, 1/2/23]", "[Statement, 3/4/23]"]
    assert all(b.owner == "left out" and WHY["note"] in b.reason.split("; ") for b in behind)


def test_a_note_behind_a_quotation_stands_before_the_next_header():
    blocks = read(
        f"# Views\n\n**{HEADS[0]}:** “It is late, and it will be late for years.” [Tweet, 1/2/23]\n\n"
        f"**{HEADS[1]}:** “It is on time, as it ever was in those years.” [Tweet, 3/4/23]\n"
    )
    whole = "\n\n".join(b.text for b in blocks)
    places = [
        whole.index(words) for words in ("It is late", "[Tweet, 1/2/23]", HEADS[1], "It is on time", "[Tweet, 3/4/23]")
    ]
    assert places == sorted(places)


def test_who_said_it_amid_a_quotation_stands_behind_it_as_left_out():
    blocks = read(
        "# Views on the ferry\n\n"
        "- “The ferry is late again, and nobody is told why,” said Harbour Line CEO Ann Lee. “It will stay so.”\n"
        "- “The ferry is on time, as it ever was in these years,” said Shore Watch President Bo Lind. “Trust it.”\n"
        "- “The ferry is a bridge between two shores of ours,” said Island Chair Cy Holm. “Keep it.”\n"
    )
    assert [b.voice.expert for b in blocks if b.voice] == ["Ann Lee", "Bo Lind", "Cy Holm"]
    left = [line for text, why in list_blocks(blocks, "left out") if WHY["said"] in why for line in text.split("\n\n")]
    assert [line for line in left if line not in "“”"] == [
        "said Harbour Line CEO Ann Lee.", "said Shore Watch President Bo Lind.", "said Island Chair Cy Holm.",
    ]  # fmt: skip


def test_a_line_that_is_a_note_alone_is_not_lost():
    blocks = read(
        f"# Views\n\n[Press Release, 5/3/24]\n\n**{HEADS[0]}**\n\nThe ferry is late again today.\n\n[Tweet, 1/2/23]\n\n"
        f"**{HEADS[1]}**\n\nThe ferry is on time.\n\n[^1] [Source]\n"
    )
    whole = "\n".join(b.text for b in blocks)
    for note in ("[Press Release, 5/3/24]", "[Tweet, 1/2/23]", "[^1]", "[Source]"):
        assert whole.count(note) == 1


STRUCK = {
    "html": "<html><body><h1>Views on the ferry</h1><p><b>{}</b></p><p>It gives {}real leverage. It stays.</p>"
    "<p><b>{}</b></p><p>The ferry is on time.</p></body></html>",
    "md": "# Views on the ferry\n\n**{}**\n\nIt gives {}real leverage. It stays.\n\n**{}**\n\nThe ferry is on time.\n",
}


def bold(words):
    return f"<w:p>{run(words, '<w:b/>')}</w:p>"


def write_struck(ending, struck):
    """A page in which `struck` stands before the word `real`."""
    if ending == "docx":
        said = f"<w:p>{run('It gives ')}{struck}{run('real leverage. It stays.')}</w:p>"
        return write_docx(
            bold("Views on the ferry")
            + bold(HEADS[0])
            + said
            + bold(HEADS[1])
            + f"<w:p>{run('The ferry is on time.')}</w:p>"
        )
    if ending == "rtf":
        lines = (r"\b Views on the ferry\b0", rf"\b {HEADS[0]}\b0", f"It gives {struck}real leverage. It stays.",
                 rf"\b {HEADS[1]}\b0", "The ferry is on time.")  # fmt: skip
        return write_rtf("".join(rf"\pard\plain {line}\par" for line in lines))
    if ending == "odt":
        gone = '<style:text-properties style:text-line-through-style="solid"/>'
        said = f"It gives {struck}real leverage. It stays."
        lines = ("Views on the ferry", HEADS[0], said, HEADS[1], "The ferry is on time.")
        body = "".join(
            f'<text:p text:style-name="{"P1" if n in (1, 3) else "Standard"}">{x}</text:p>' for n, x in enumerate(lines)
        )
        return write_odt(body, styles=f'<style:style style:name="S" style:family="text">{gone}</style:style>')
    return STRUCK[ending].format(HEADS[0], struck, HEADS[1]).encode()


@pytest.mark.parametrize(
    ("ending", "struck"),
    [
        ("html", "<s>no </s>"), ("html", "<del>no</del> "), ("html", "<strike>no</strike> "),
        ("html", "<span style='color:red; text-decoration: line-through'>no</span> "),
        ("md", "~~no~~ "), ("md", "<s>no</s> "), ("md", "<del>no</del> "),
        ("docx", run("no ", "<w:strike/>")), ("docx", run("no ", "<w:dstrike w:val='1'/>")),
        ("rtf", r"{\strike no }"), ("rtf", r"\strike no \strike0 "), ("rtf", r"{\striked1 no} "),
        ("odt", '<text:span text:style-name="S">no</text:span> '),
    ],
)  # fmt: skip
def test_words_that_are_struck_through_are_nobodys_and_stand_in_the_transcript(ending, struck):
    blocks = read(write_struck(ending, struck), ending)
    assert [b.text for b in blocks if b.voice] == ["It gives real leverage. It stays.", "The ferry is on time."]
    left = [(text, why) for text, why in list_blocks(blocks, "left out") if WHY["struck"] in why.split("; ")]
    assert len(left) == 1
    assert left[0][0].split("\n\n")[0] == "no"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It is late ~~and dear~~, as ever.", "It is late, as ever."),
        ("It is late ~~and dear~~.", "It is late."),
        ("~~Oh~~ It is ~~very~~ late.", "It is late."),
        ("~~Oh~~ ~~no,~~ it is late.", "it is late."),
        ("It is un~~like~~ly late.", "It is unly late."),
    ],
)
def test_what_is_struck_leaves_no_gap(written, said):
    assert read_page(written.encode(), "p.md").text == said


def test_a_struck_name_or_title_names_nobody():
    page = read_page(b"<h1><s>Old views</s> New views</h1><p>It rained here for all of the day.</p>", "p.html")
    assert page.title == "New views"
    blocks = read(
        "# Views on the ferry\n\n**~~Cy Holm~~ Ann Lee, analyst, FOI**\n\nThe ferry is late again today.\n\n"
        "~~The ferry was never late before.~~\n\n**Bo Lind, analyst, FOI**\n\nThe ferry is on time.\n"
    )
    assert [(b.voice.expert, b.text) for b in blocks if b.voice] == [
        ("Ann Lee", "The ferry is late again today."), ("Bo Lind", "The ferry is on time."),
    ]  # fmt: skip
    left = "\n\n".join(text for text, why in list_blocks(blocks, "left out") if WHY["struck"] in why).split("\n\n")
    assert {"Cy Holm", "The ferry was never late before."} <= set(left)


def test_the_words_of_a_page_with_many_notes_are_in_its_transcript_as_often_as_on_the_page():
    lines = [f"“Line {n} of the page is long enough.” [Tweet, {n % 12 + 1}/2/23] [{n}]" for n in range(300)]
    text = "# Views\n\n" + "\n\n".join(
        f"**{HEADS[n // 20 % 2]}**\n\n{line}" if n % 20 == 0 else line for n, line in enumerate(lines)
    )
    words = Counter(re.sub(r"[#*“”]", " ", text).split())
    assert Counter(word for block in read(text) for word in re.sub("[“”]", " ", block.text).split()) == words


def test_what_was_taken_out_comes_to_a_transcript_that_was_read_without_it_and_moves_no_correction():
    page = read_page(
        f"# Views\n\n**{HEADS[0]}**\n\nThe ferry is late. [Tweet, 1/2/23]\n\n**{HEADS[1]}**\n\nIt is not.\n".encode(),
        "p.md",
    )
    new = read_transcript(page, "p.md", article=False).transcript
    old = replace(new, blocks=transcribe_page(page).blocks)
    voices = [b.voice for b in old.blocks if b.voice]
    for base in (old, new):
        merged = merge_transcripts(base, give_all_to(voices[-1], base), new).transcript
        assert [(b.voice, b.text) for b in merged.blocks if b.voice] == [
            (voices[-1], "The ferry is late."), (voices[-1], "It is not."),
        ]  # fmt: skip
        assert Counter(w for b in merged.blocks for w in b.text.split()) == count_words_of(new)
        assert merge_transcripts(new, merged, new).transcript.blocks == merged.blocks


def give_all_to(voice, transcript):
    """The transcript with all statements given to one expert."""
    return replace(transcript, blocks=tuple(replace(b, voice=voice) if b.voice else b for b in transcript.blocks))


def count_words_of(transcript):
    return Counter(word for block in transcript.blocks for word in block.text.split())


def write_sheets(ending):
    """A page with running heads and feet on its sheets, some of them the same on all."""
    lines = ("Views on the ferry", HEADS[0], "It gives real leverage. It stays.", HEADS[1], "The ferry is on time.")
    if ending == "rtf":
        runs = (
            r"{\header\pard Harbour Brief \'d6st\par}{\headerf\pard {\b Harbour Brief \'d6st}\par}{\headerl\pard\par}"
            r"{\footerr\pard {\f1 \'a3\'f3d\'9f} office\tab Page {\field{\*\fldinst PAGE}{\fldrslt 3}}\par\pard 3\par}"
        )
        return write_rtf(runs + "".join(rf"\pard\plain {line}\par" for line in lines))
    if ending == "odt":
        head = "<text:p>Harbour <text:span>Brief</text:span> Öst</text:p>"
        foot = "<text:p>Łódź office<text:tab/>Page <text:page-number>3</text:page-number></text:p><text:p>3</text:p>"
        return write_odt(
            "".join(f"<text:p>{line}</text:p>" for line in lines),
            sheets=f"<style:header>{head}</style:header><style:header-first>{head}</style:header-first>"
            f"<style:footer>{foot}</style:footer><style:footer-left>{foot}</style:footer-left>",
        )
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header):
        part.paragraphs[0].add_run("Harbour Brief").bold = True
        part.paragraphs[0].add_run(" Öst")
    section.footer.paragraphs[0].text = "Łódź office\tPage 3"
    section.footer.add_paragraph("3")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf"])
def test_running_heads_and_feet_stand_once_as_left_out_and_are_not_the_title(ending):
    raw = write_sheets(ending)
    page = read_page(raw, f"p.{ending}")
    assert page.title == "Views on the ferry"
    assert page.text.split("\n\n")[0] == "Harbour Brief Öst"
    assert page.text.split("\n\n")[-1] == "Łódź office Page 3"
    blocks = read(raw, ending)
    assert [b.text for b in blocks if b.voice] == ["It gives real leverage. It stays.", "The ferry is on time."]
    assert (blocks[0].owner, blocks[-1].owner) == ("left out", "left out")
    assert all(b.reason for b in (blocks[0], blocks[-1]))
    assert (blocks[0].text.split("\n\n")[0], blocks[-1].text) == ("Harbour Brief Öst", "Łódź office Page 3")


def test_a_paragraph_that_is_set_in_and_the_links_of_a_menu_are_read():
    blocks = read(
        f"# Views\n\n**{HEADS[0]}**\n\n    The ferry is late.\n\n**{HEADS[1]}**\n\n```\nIt is *not* late.\n```\n"
    )
    assert [b.text for b in blocks if b.voice] == ["The ferry is late.", "It is *not* late."]
    menu = "<nav><a href='/'>Home</a><a href='/x'>Quick <b>links</b></a></nav><p>It rained here for all of the day.</p>"
    assert read_page(menu.encode(), "p.html").text.split("\n")[0] == "Home Quick links"


def test_nobody_is_given_marks_without_words():
    page = "A page\n\nAnn Lee, analyst, FOI\n\nIt is so.\n\n“\n\nBo Ek, analyst, FOI\n\nNo.\n\nJane Roe, analyst, FOI\n"
    assert all(re.search(r"\w", b.text) for b in read(page, "txt") if b.voice)


def test_a_page_of_very_many_notes_takes_time_as_its_length():
    began = time.monotonic()
    one = "<p>" + "yes <s>no</s> [1] " * 40_000 + "</p>"
    many = "<p>It is so. <s>No.</s> It is as it is. [Tweet, 1/2/23]</p>" * 8_000
    page = read_page(f"<html><body>{one}{many}</body></html>".encode(), "p.html")
    assert (
        sum(b.text.count("Tweet") for b in add_asides(page, transcribe_page(replace(page, asides=())).blocks)) == 8_000
    )
    assert time.monotonic() - began < 20


def test_what_was_taken_out_neither_follows_a_correction_nor_cuts_a_statement_in_two():
    page = read_page(
        f"# Views\n\n**{HEADS[0]}**\n\nThe ferry is late. [Tweet, 1/2/23]\n\n**{HEADS[1]}**\n\nIt is not.\n\n"
        "It keeps to its hours, and nobody waits for it.[1]\n\n[^1]: Said on a quay.\n".encode(),
        "p.md",
    )
    new = read_transcript(page, "p.md", article=False).transcript
    old = replace(new, blocks=transcribe_page(page).blocks)
    late, on_time = (b for b in old.blocks if b.voice)
    given = [replace(late, text=b.text) if b.owner == "left out" else b for b in old.blocks]
    joined = replace(late, text=f"{late.text}\n\n{HEADS[1]}\n\n{on_time.text}")
    for mine in (given, [old.blocks[0], joined, *old.blocks[old.blocks.index(on_time) + 1 :]]):
        merged = merge_transcripts(old, replace(old, blocks=tuple(mine)), new).transcript
        said = [(b.voice, b.text) for b in mine if b.voice]
        assert [(b.voice, b.text) for b in merged.blocks if b.voice] == said
        left = "\n\n".join(b.text for b in merged.blocks if b.owner == "left out").split("\n\n")
        assert {"[Tweet, 1/2/23]", "[1]"} <= set(left)


def test_words_changed_on_both_sides_and_new_ones_beside_a_corrected_heading_leave_statements_as_they_are():
    ann = Voice("Ann Lee", "analyst", "FOI")
    said = Block("expert", "The ferry is never late.\n\nIt stays so.", ann)
    old = Transcript("p.md", (Block("left out", "Views on the ferry", reason="a heading"), said))
    new = Transcript(
        "p.md",
        (
            Block("left out", "Harbour Brief\n\nViews on the ferry", reason="machinery of the page; a heading"),
            replace(said, text="The ferry is late.\n\nIt stays so."),
        ),
    )
    mine = (
        replace(said, text="Views on the ferry"),
        replace(said, text="The ferry is never late, she said.\n\nIt stays so."),
    )
    merge = merge_transcripts(old, replace(old, blocks=mine), new)
    assert [b.text for b in merge.transcript.blocks if b.voice] == [b.text for b in mine]
    assert [b.text for b in merge.transcript.blocks if not b.voice] == ["Harbour Brief", "The ferry is late."]
    assert len(merge.notes) == 1
