"""A Word document says what its reader sees: no more than that, and no less."""

import io
import zipfile

import pytest

from analysis.errors import InputError
from analysis.sources.documents import read_page
from tests.word_files import run, write_docx

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RAISED = "<w:vertAlign w:val='superscript'/>"


def read(body, **more):
    return read_page(write_docx(body, **more), "p.docx")


def test_a_heading_style_whose_number_is_none_is_a_heading_all_the_same():
    style = "<w:pPr><w:pStyle w:val='Heading²'/></w:pPr>"
    page = read_page(write_docx(f"<w:p>{style}{run('Views')}</w:p><w:p>{run('It gives leverage.')}</w:p>"), "p.docx")
    assert [(b.kind, b.level) for b in page.blocks] == [("heading", 1), ("paragraph", 0)]


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        (f"<w:ins w:id='1'>{run('no ')}</w:ins>", True),
        (f"<w:moveTo w:id='1'>{run('no ')}</w:moveTo>", True),
        (f"<w:sdt><w:sdtContent>{run('no ')}</w:sdtContent></w:sdt>", True),
        (f"<w:smartTag>{run('no ')}</w:smartTag>", True),
        (f"<w:fldSimple w:instr='X'>{run('no ')}</w:fldSimple>", True),
        (f"<w:hyperlink w:anchor='x'><w:ins w:id='2'>{run('no ')}</w:ins></w:hyperlink>", True),
        ("<w:del w:id='1'><w:r><w:delText>no </w:delText></w:r></w:del>", False),
        (f"<w:moveFrom w:id='1'>{run('no ')}</w:moveFrom>", False),
        (run("no ", "<w:vanish/>"), False),
    ],
)
def test_a_word_file_is_read_as_it_shows(inner, read):
    page = read_page(write_docx(f"<w:p>{run('It gives ')}{inner}{run('leverage.')}</w:p>"), "p.docx")
    assert page.text == ("It gives no leverage." if read else "It gives leverage.")


def test_a_word_file_that_unpacks_to_very_much_text_is_refused():
    with pytest.raises(InputError, match="MB of text once unpacked"):
        read_page(write_docx("<w:p/>" * 3_000_000), "p.docx")


def style(name, kind, said, above=""):
    return (
        f"<w:style w:type='{kind}' w:styleId='{name}'><w:name w:val='{name}'/>"
        f"{above and f'<w:basedOn w:val={above!r}/>'}<w:rPr>{said}</w:rPr></w:style>"
    )


HIDES = style("Hid", "character", "<w:vanish/>") + style("HidP", "paragraph", "<w:vanish/>")


@pytest.mark.parametrize(
    ("paragraph", "said", "text"),
    [
        ("", "<w:rStyle w:val='Hid'/>", "It gives leverage."),
        ("", "<w:rStyle w:val='Below'/>", "It gives leverage."),
        ("", "<w:rStyle w:val='Shown'/>", "It gives no leverage."),
        ("", "<w:rStyle w:val='Hid'/><w:vanish w:val='0'/>", "It gives no leverage."),
        ("HidP", "", ""),
        ("BelowP", "", ""),
        ("HidP", "<w:rStyle w:val='Hid'/>", "no "),
        ("Round", "", "It gives no leverage."),
    ],
)
def test_words_that_a_style_hides_are_not_read(paragraph, said, text):
    more = style("Below", "character", "", "Hid") + style("Shown", "character", "<w:vanish w:val='0'/>", "Hid")
    more += style("BelowP", "paragraph", "", "HidP") + style("Round", "paragraph", "", "Round")
    chosen = f"<w:pPr><w:pStyle w:val='{paragraph}'/></w:pPr>" if paragraph else ""
    body = f"<w:p>{chosen}{run('It gives ')}{run('no ', said)}{run('leverage.')}</w:p>"
    assert read(body, styles=HIDES + more).text == text.strip()


def test_a_field_that_asks_for_its_words_says_nothing_and_one_that_a_program_filled_does():
    asks = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    empty = run("Click here to enter text.", "<w:rStyle w:val='PlaceholderText'/>")
    body = f"<w:p>{run('It holds')}{asks.format(empty)}{asks.format(run(' today.'))}</w:p>"
    assert read(body + asks.format(f"<w:p>{empty}</w:p>")).text == "It holds today."


@pytest.mark.parametrize("mark", ["<w:del w:id='1'/>", "<w:moveFrom w:id='1'/>"])
def test_paragraphs_whose_parting_was_deleted_are_one(mark):
    first = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{run('It gives no lev')}</w:p>"
    middle = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{run('er')}</w:p>"
    table = f"<w:tbl><w:tr><w:tc>{first}</w:tc><w:tc><w:p>{run('erage.')}</w:p></w:tc></w:tr></w:tbl>"
    assert (
        read(f"{first}{middle}<w:p>{run('age.')}</w:p><w:p>{run('End.')}</w:p>").text == "It gives no leverage.\n\nEnd."
    )
    assert read(table).text == "It gives no lev\n\nerage."


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<m:oMath xmlns:m='{MATH}'><m:r><m:t>x=3</m:t></m:r></m:oMath>", "It is x=3 now."),
        (
            f"<m:oMath xmlns:m='{MATH}'><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "It is 1/2 now.",
        ),
        ("<w:r><w:sym w:font='Symbol' w:char='F0AE'/></w:r>", "It is → now."),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>", "It is → now."),
        ("<w:r><w:sym w:font='Arial' w:char='00BD'/></w:r>", "It is ½ now."),
        ("<w:r><w:sym w:font='Webdings' w:char='x'/></w:r>", "It is now."),
        (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('cha')}</w:rt><w:rubyBase>{run('tea')}</w:rubyBase></w:ruby></w:r>",
            "It is tea now.",
        ),
    ],
)
def test_formulas_letters_of_other_fonts_and_words_with_their_sound_above_are_read(inner, text):
    assert read(f"<w:p>{run('It is ')}{inner}{run(' now.')}</w:p>").text == text


@pytest.mark.parametrize(
    ("before", "number", "text"),
    [
        ("It ends.", "3", "It ends."),
        ("It ends,", "3,4", "It ends,"),
        ("the treaty", "12", "the treaty"),
        ("10", "6", "106"),
        ("5 km", "2", "5 km2"),
        ("40 miles", "2", "40 miles2"),
        ("The 20", "th", "The 20th"),
    ],
)
def test_raised_marks_of_notes_go_and_powers_stay(before, number, text):
    assert read(f"<w:p>{run(before)}{run(number, RAISED)}</w:p>").text == text


WEB = b"<html><body><h2>Ann Lee, fellow</h2><p>It gives no leverage.</p></body></html>"
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n" + WEB + b"\r\n--b--\r\n"
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("text/html; charset=utf-8", WEB),
        ("application/xhtml+xml", WEB),
        ("message/rfc822", MHTML),
        ("text/plain", b"Ann Lee, fellow\n\nIt gives no\nleverage."),
        (DOCX, write_docx(f"<w:p>{run('Ann Lee, fellow')}</w:p><w:p>{run('It gives no leverage.')}</w:p>")),
    ],
)
def test_another_file_amid_a_documents_text_is_read_where_it_stands(kind, held):
    page = read(
        f"<w:p>{run('Before.')}</w:p><w:altChunk r:id='rIdX0'/><w:p>{run('Behind.')}</w:p>", parts={"c": (kind, held)}
    )
    assert page.text.replace("no\n", "no ") == "Before.\n\nAnn Lee, fellow\n\nIt gives no leverage.\n\nBehind."


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("rIdX0", "application/x-unknown", r"is not read \(word/c, application/x-unknown\)"),
        ("rIdY", "text/html", "that it does not hold"),
    ],
)
def test_another_file_that_cannot_be_read_is_named(name, kind, said):
    with pytest.raises(InputError, match=said):
        read(f"<w:altChunk r:id='{name}'/>", parts={"c": (kind, b"x")})


def test_a_document_in_the_strict_form_is_read():
    written = io.BytesIO()
    usual = zipfile.ZipFile(
        io.BytesIO(write_docx(f"<w:p>{run('It gives no ')}{run('lev', '<w:b/>')}{run('erage.')}</w:p>"))
    )
    with zipfile.ZipFile(written, "w") as strict:
        for name in usual.namelist():
            part = usual.read(name)
            for kind in (b"wordprocessingml", b"officeDocument", b"drawingml"):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/%s/2006/" % kind, b"http://purl.oclc.org/ooxml/%s/" % kind
                )
            strict.writestr(name, part)
    page = read_page(written.getvalue(), "p.docx")
    assert page.text == "It gives no leverage."
    assert [page.text[r.start : r.end] for r in page.blocks[0].runs] == ["lev"]
