"""Every format gives the same kind of page: clean text, blocks and runs with exact offsets."""

import pytest

from analysis.errors import InputError
from analysis.sources.documents import read_page
from analysis.sources.encodings import decode
from tests.pdf_files import draw_pdf, say, write_pdf


def show(raw: str | bytes, name: str) -> list[tuple[str, str]]:
    page = read_page(raw.encode() if isinstance(raw, str) else raw, name)
    return [(b.kind, page.text[b.start : b.end]) for b in page.blocks]


def test_markdown_keeps_bold_that_swallows_space_or_quotation_mark():
    page = read_page("**Ann Lee: **“Yes.”\n\n**Bo Lind: “**No.”\n".encode(), "p.md")
    assert [page.text[r.start : r.end] for b in page.blocks for r in b.runs] == ["Ann Lee:", "Bo Lind:"]
    assert page.text == "Ann Lee: “Yes.”\n\nBo Lind: “No.”"


def test_markdown_front_matter_is_read_and_is_no_text():
    page = read_page(b"---\ntitle: A page\ndate: 2024-01-02\n---\nText.\n", "p.md")
    assert (page.title, page.facts["date"], page.text) == ("A page", "2024-01-02", "Text.")


def test_html_keeps_all_text_and_marks_navigation_captions_and_footers_as_machinery():
    html = (
        "<html lang='en'><head><title>T</title><script>bad()</script></head><body><nav>Home</nav><main><h1>T</h1>"
        "<p>First <b>bold</b> line.<br><br>Second line.</p><figure><figcaption>Caption.</figcaption></figure>"
        "<ul><li>An item.</li></ul><blockquote>Quoted.</blockquote>"
        "<style>p{}</style></main><footer>Foot</footer></body></html>"
    )
    page = read_page(html.encode(), "p.html")
    machinery = [page.text[b.start : b.end] for b in page.blocks if "furniture" in b.hints]
    assert machinery == ["Home", "Caption.", "Foot"]
    assert [(k, t) for k, t in show(html, "p.html") if t not in machinery] == [
        ("heading", "T"),
        ("paragraph", "First bold line."),
        ("paragraph", "Second line."),
        ("item", "An item."),
        ("quote", "Quoted."),
    ]


def test_raised_marks_of_notes_go_and_powers_stay():
    raw = (
        "<p>The survey ran to 412 pages.<sup><a href='#n1'>1</a></sup> It covers 30 km<sup>2</sup> of sea,<sup>2</sup> "
        "and CO<sub>2</sub> as well; 10<sup>6</sup> tonnes<sup>[3]</sup> in all.</p>"
    )
    page = read_page(f"<html><body><article>{raw}</article></body></html>".encode(), "page.html")
    assert "pages. It covers 30 km2 of sea, and CO2 as well; 106 tonnes" in page.text
    page = read_page(b"A claim.[^1] Another.\n\n[^1]: The source of the claim.\n", "page.md")
    assert page.text.startswith("A claim. Another.")


def test_invisible_characters_go_and_letters_are_composed():
    page = read_page("O\u0308ber\u00adsicht\u200b\r\n\r\nZwei\ufeff\n".encode(), "p.txt")
    assert page.text == "Öbersicht\n\nZwei"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-15"])
def test_encodings_are_found(encoding):
    text = "Sveriges utrikespolitik är i förändring. Åsikterna går isär, säger många. " * 5
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_believed():
    html = "<html><head><meta charset='iso-8859-2'></head><body><p>Zażółć gęślą jaźń.</p></body></html>"
    assert "gęślą" in read_page(html.encode("iso-8859-2"), "p.html").text


CURLY = "The board’s view is “wait and see” – the levy is €5, a café owner said."


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO-8859-1", "latin1", "ascii", "us-ascii", "x-cp1252", "l1"])
def test_an_encoding_is_what_the_web_means_by_its_name(label):
    for head in (f"<meta charset={label}>", f"<meta http-equiv=Content-Type content='text/html; charset={label}'>"):
        html = f"<html><head>{head}</head><body><p>{CURLY}</p></body></html>"
        assert CURLY in read_page(html.encode("cp1252"), "p.html").text
    xml = f"<?xml version='1.0' encoding='{label}'?><html><body><p>{CURLY}</p></body></html>"
    assert CURLY in read_page(xml.encode("cp1252"), "p.html").text


@pytest.mark.parametrize(
    ("stray", "read"), [(b"\x92", "’"), (b"\x96", "–"), (b"\xe9", "é"), (b"\x93x\x94", "“x”"), (b"\xe2\x80", "\ufffd")]
)
@pytest.mark.parametrize("label", ["utf-8", "UTF8", ""])
def test_a_stray_byte_leaves_the_rest_of_a_page_as_it_is(stray, read, label):
    html = f"<html><head><meta charset='{label}'></head><body><p>{CURLY} A?B.</p></body></html>"
    page = read_page(html.encode().replace(b"A?B", b"A" + stray + b"B"), "p.html")
    assert f"{CURLY} A{read}B." in page.text


@pytest.mark.parametrize(
    "text",
    [
        CURLY,
        "Östergård bad om „mehr“ – så är det.",
        "L’œil du maître, déjà « reçu ».",
        "Hän sanoi, että yhtään ei jää.",
    ],
)
def test_a_page_that_is_not_the_utf_8_it_declares_is_windows_1252(text):
    html = f"<html><head><meta charset=utf-8></head><body><p>Plain words stand here.</p><p>{text}</p></body></html>"
    assert text in read_page(html.encode("cp1252"), "p.html").text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(encoding):
    assert decode(f"<html><p>{CURLY}</p></html>".encode(encoding), html=True) == f"<html><p>{CURLY}</p></html>"


def test_pdf_columns_are_read_one_after_the_other_and_hyphens_joined():
    left = [
        ("", "Left column goes on for a while and"),
        ("", "is broken in the mid-"),
        ("", "dle of a word here. It ends."),
    ]
    right = [
        ("2", "Right column begins here and it"),
        ("2", "ends in the same way as the"),
        ("2", "other one did. It ends too."),
    ]
    text = read_page(write_pdf([[*left * 3, *right * 3]]), "p.pdf").text
    assert "middle of a word" in text
    assert text.rindex("Left column") < text.index("Right column")


def list_machinery(page):
    return [page.text[b.start : b.end] for b in page.blocks if "furniture" in b.hints]


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3"), ("– i –", "– ii –", "– iii –"), ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")]
)
def test_running_heads_and_sheet_numbers_of_a_pdf_stand_once_and_part_no_sentence(numbers):
    said = ("The deal gives the port authority much, and", "the council will use it with care, while", "others wait.")
    sheets = [
        say(60, 800, f"A Review of Ports, 12 May 2024, sheet {n}")
        + say(60, 760, words)
        + say(280, 40, number)
        + say(60, 20, "Foot")
        for n, (words, number) in enumerate(zip(said, numbers, strict=True), 1)
    ]
    page = read_page(draw_pdf(sheets), "p.pdf")
    assert " ".join(said) in page.text
    assert list_machinery(page) == ["A Review of Ports, 12 May 2024, sheet 1", "Foot", " ".join(numbers)]


def test_a_number_on_a_line_of_its_own_amid_the_words_is_no_sheet_number_in_letters():
    page = read_page(
        write_pdf([[("", "Part one of what is said here."), ("", ""), ("", "I"), ("", ""), ("", "Part two.")]]), "p.pdf"
    )
    assert "I" in page.text.split()
    assert not list_machinery(page)


def test_three_columns_without_common_lines_are_read_one_after_the_other_below_their_headline():
    columns = [[f"{name} line {n:02} of this column." for n in range(20)] for name in ("First", "Second", "Third")]
    drawn = say(60, 800, "Experts on the corridor deal and on what it means for ports", size=14)
    for place, lines in enumerate(columns):
        drawn += b"".join(say(60 + 165 * place, 770 - 3 * place - 13 * n, line) for n, line in enumerate(lines))
    text = " ".join(read_page(draw_pdf([drawn]), "p.pdf").text.split())
    assert " ".join(line for lines in columns for line in lines) in text


def test_labels_beside_a_text_stay_with_the_lines_that_they_stand_beside():
    drawn = b""
    for number, name in enumerate(("Mara Lindqvist", "Tomas Okoye", "Ines Faraday")):
        top = 780 - 150 * number
        drawn += say(60, top, name) + say(60, top - 12, "Harbour Institute")
        drawn += b"".join(say(200, top - 12 * n, f"Line {n} of what {name} has to say on it.") for n in range(10))
    text = read_page(draw_pdf([drawn]), "p.pdf").text
    places = [
        text.index(words) for name in ("Mara", "Tomas", "Ines") for words in (f"{name} ", f"Line 0 of what {name}")
    ]
    assert places == sorted(places)
    assert "Line 9 of what Mara Lindqvist has to say on it.\n\nTomas Okoye" in text


def test_a_word_in_another_type_stands_as_near_to_its_comma_as_it_is_printed():
    stream = say(60, 780, "Mara Lindqvist", font="F2") + say(131.2, 780, ", fellow, says so.")
    assert read_page(draw_pdf([stream]), "p.pdf").text == "Mara Lindqvist, fellow, says so."


def test_a_pdf_keeps_the_hyphen_of_a_compound_and_joins_a_broken_word():
    lines = [
        "It is a zero-",
        "sum game in the com-",
        "ing power-",
        "sharing talks, and decision-",
        "making in US-",
        "China talks",
    ]
    more = ["is re-", "opened by Lind-", "qvist, as is the Zusammen-", "arbeit of co-", "authors; a co-authors’ note."]
    text = read_page(write_pdf([[("", line) for line in [*lines, *more]]]), "p.pdf").text
    assert text == (
        "It is a zero-sum game in the coming power-sharing talks, and decision-making in US-China talks is reopened by "
        "Lindqvist, as is the Zusammenarbeit of co-authors; a co-authors’ note."
    )


def test_raised_letters_join_their_word_in_a_pdf_and_raised_marks_of_notes_go():
    stream = (
        say(60, 780, "The deal is the 20") + say(140.6, 784, "th", size=6) + say(148, 780, "of its kind,")
        + say(193.4, 784, "3", size=6) + say(199, 780, "over 30 km") + say(249, 784, "2", size=6)
        + say(255, 780, "of sea.")
    )  # fmt: skip
    assert read_page(draw_pdf([stream]), "p.pdf").text == "The deal is the 20th of its kind, over 30 km2 of sea."


def test_stamps_across_a_pdf_and_in_its_margin_part_no_words_and_letters_printed_twice_are_bold():
    stamp = b"BT /F1 70 Tf 0.7 0.7 -0.7 0.7 150 500 Tm (EMBARGOED) Tj ET\n"
    stamp += b"BT /F1 9 Tf 0 1 -1 0 30 300 Tm (arXiv 2301) Tj ET\n"
    head = say(60, 780, "Mara Lindqvist, fellow") + say(60.3, 780, "Mara Lindqvist, fellow")
    body = b"".join(say(60, 766 - 14 * n, f"Line {n} of what she has to say, which is long.") for n in range(30))
    page = read_page(draw_pdf([stamp + head + body]), "p.pdf")
    assert page.text.startswith("Mara Lindqvist, fellow\n\nLine 0 of what she has to say, which is long. Line 1")
    assert list_machinery(page) == ["EMBARGOED", "arXiv 2301"]
    assert page.text.endswith("\n\nEMBARGOED\n\narXiv 2301")
    assert [page.text[r.start : r.end] for r in page.blocks[0].runs if r.kind == "bold"] == ["Mara Lindqvist, fellow"]


def test_words_of_a_pdf_without_space_glyphs_are_told_apart_by_their_gaps():
    stream = b"BT /F1 10 Tf 60 780 Td [(The) -278 (corridor) -278 (deal) -278 (holds.)] TJ ET"
    assert read_page(draw_pdf([stream]), "p.pdf").text == "The corridor deal holds."


def test_a_sentence_runs_on_over_a_page_break_and_the_notes_at_the_foot_come_last():
    first = say(60, 780, "The deal gives the port authority much, and") + say(60, 60, "1 See the annex.", size=7)
    second = say(60, 780, "the council will use it with care.") + say(60, 60, "2 Ibid.", size=7)
    page = read_page(draw_pdf([first, second]), "p.pdf")
    assert page.text.startswith("The deal gives the port authority much, and the council will use it with care.\n\n")
    assert [page.text[b.start : b.end] for b in page.blocks if "furniture" in b.hints] == [
        "1 See the annex.",
        "2 Ibid.",
    ]


def test_a_title_that_a_program_gave_a_pdf_yields_to_the_visible_heading():
    stream = say(60, 780, "Experts react", size=16) + say(60, 750, "The deal holds, says everybody here today.")
    for title in ("Microsoft Word - draft_v3.docx", "Comments.indd", "untitled"):
        assert read_page(draw_pdf([stream], title=title), "p.pdf").title == "Experts react"


def test_a_scanned_pdf_says_so_also_where_a_stamp_is_text():
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    for stream in (picture, picture + say(60, 20, "Scanned by CamScanner")):
        with pytest.raises(InputError, match="it is scanned"):
            read_page(draw_pdf([stream]), "p.pdf")


def test_offsets_of_blocks_and_runs_fit_the_text_after_notes_are_taken_out():
    page = read_page("**Ann**: “A.” [Tweet, 1/2/23] “B.” and **bold** end.\n".encode(), "p.md")
    assert page.text == "Ann: “A.” “B.” and bold end."
    assert [page.text[r.start : r.end] for r in page.blocks[0].runs] == ["Ann", "bold"]
    assert [(a.text, page.text[: a.at]) for a in page.asides] == [("[Tweet, 1/2/23]", "Ann: “A.”")]


def test_an_error_opens_with_the_file_name():
    with pytest.raises(InputError, match=r"^p\.md: is empty"):
        read_page(b"", "/tmp/elsewhere/p.md")


@pytest.mark.parametrize(
    "attribute",
    [
        "class='expert no-sidebar'",
        "class='comment-body'",
        "hidden",
        "aria-hidden='true'",
        "style='display:none'",
        "class='related'",
    ],
)
def test_no_class_or_hidden_mark_takes_one_of_like_sections_for_machinery(attribute):
    said = "<h3>{}</h3><p>This is what the expert has to say on the matter today.</p>"
    sections = "".join(f"<section {attribute if n == 2 else ''}>{said.format(f'Name {n}')}</section>" for n in range(3))
    page = read_page(f"<html><body><main><h1>Views</h1>{sections}</main></body></html>".encode(), "p.html")
    assert not [b for b in page.blocks if "furniture" in b.hints]
    assert len({b.path for b in page.blocks if b.kind == "paragraph"}) == 1


def test_a_box_of_links_and_the_comments_of_readers_are_marked_as_machinery():
    prose = "<p>This is what the expert has to say on the matter, and it is not short.</p>" * 6
    html = (
        f"<html><body><main><h1>Views</h1><div>{prose}</div><div class='related'><h3>More</h3><ul><li>"
        "<a href='/1'>Treaty</a></li></ul></div><div id='comments'>"
        "<p>I think that all of them are wrong about all of this.</p></div>"
        "</main></body></html>"
    )
    page = read_page(html.encode(), "p.html")
    marked = [page.text[b.start : b.end] for b in page.blocks if "furniture" in b.hints]
    assert marked == ["More", "Treaty", "I think that all of them are wrong about all of this."]
