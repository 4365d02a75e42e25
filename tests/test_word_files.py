"""RTF and ODT pages say what a reader of them sees: as much as the same page in Word, and no more."""

import time

import pytest

from analysis.adding import AddRequest, add_event
from analysis.errors import InputError
from analysis.sources.documents import read_page
from tests.word_files import write_odt, write_rtf

TEXTEDIT = rb"""{\rtf1\ansi\ansicpg1252\cocoartf2639
\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Helvetica-Bold;\f1\fswiss\fcharset0 Helvetica;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\pard\tx566\pardirnatural\partightenfactor0

\f0\b\fs48 \cf0 Experts react: the ferry strike
\f1\b0\fs24 \
\
\f0\b Henrik Aalto, Professor of Labour Law, University of Vaasa
\f1\b0 \
The strike will not end soon. I expect \uc0\u8220 quiet\u8221  talks, and it\'92s no surprise.\
}"""


def list_blocks(page):
    return [(block.kind, block.level, page.text[block.start : block.end]) for block in page.blocks]


def list_runs(page):
    return [(run.kind, page.text[run.start : run.end]) for block in page.blocks for run in block.runs]


def test_an_rtf_of_a_word_processor_is_read_with_headings_emphasis_lists_tables_and_letters_of_all_alphabets():
    page = read_page(
        write_rtf(
            r"{\info{\title Views on the lock}}{\header\pard Running head\par}"
            r"\pard\plain \s1\b\fs32 Experts on the \'d6stby lock\par"
            r"\pard\plain \s2\b\fs26 Tom\u225\'e1s Ruiz, Fellow, {\f1 \'a3\'f3d\'9f}\par"
            r"\pard\plain\fs22 Nobody will {\i ever} call it {\b bold}.\line A second line.\tab It\'92s na\u239?ve "
            r"\emdash  so."
            r" {\field{\*\fldinst HYPERLINK https://example.org}{\fldrslt {\ul a link}}}"
            r" and {\f2 \'cc\'ee\'f1\'ea\'e2\'e0}.\par"
            r"{\listtext\pard\plain \f3 \'b7\tab}\pard\plain A point of his.\par"
            r"\trowd\cellx3000\cellx6000\pard\intbl One\cell Two\cell\row"
            r"\pard\plain {\*\shppict{\pict\pngblip 8950}}{\nonshppict{\pict\wmetafile8 0100}}It ends."
            r"{\*\annotation a remark of the editor}\par"
        ),
        "p.rtf",
    )
    assert list_blocks(page) == [
        ("paragraph", 0, "Running head"),
        ("heading", 1, "Experts on the Östby lock"),
        ("heading", 2, "Tomás Ruiz, Fellow, Łódź"),
        ("paragraph", 0, "Nobody will ever call it bold.\nA second line. It’s naïve — so. a link and Москва."),
        ("item", 0, "A point of his."),
        ("paragraph", 0, "One"),
        ("paragraph", 0, "Two"),
        ("paragraph", 0, "It ends."),
    ]
    assert list_runs(page) == [("italic", "ever"), ("bold", "bold"), ("link", "a link")]
    assert (page.title, page.facts) == ("Experts on the Östby lock", {"title": "Views on the lock"})


def test_an_rtf_without_headings_keeps_its_bold_lines_and_takes_its_short_first_line_for_the_title():
    page = read_page(TEXTEDIT, "p.rtf")
    name = "Henrik Aalto, Professor of Labour Law, University of Vaasa"
    said = "The strike will not end soon. I expect “quiet” talks, and it’s no surprise."
    assert page.text == f"Experts react: the ferry strike\n\n{name}\n\n{said}"
    assert list_runs(page) == [("bold", "Experts react: the ferry strike"), ("bold", name)]
    assert page.title == "Experts react: the ferry strike"


@pytest.mark.parametrize("head", [rb"{\rtf1\ansi\ansicpg10000", rb"{\rtf1\mac"])
def test_letters_of_a_macintosh_are_read_as_its_own(head):
    raw = head + rb"\uc0{\fonttbl\f0\fnil\fcharset0 Geneva;}\f0 Ana\'95s says \'d2no\'d3 \'c9 }"
    assert read_page(raw, "p.rtf").text == "Anaïs says “no” …"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (rb"{\rtf1\ansi\ansicpg1250 Tom\'e1\'9a \'a3\'f3d\'9f\par}", "Tomáš Łódź"),
        (rb"{\rtf1\ansi\uc2 Tom\u225 aas{\uc0\u353 }{\uc1\u353\'9a}\par}", "Tomásšš"),
        (rb"{\rtf1\pc Tom\'a0s\par}", "Tomás"),
        (rb"{\rtf1\pca Tom\'a0s W\'94rn\par}", "Tomás Wörn"),
        (rb"{\rtf1\ansi\ansicpg852 Tom\'a0\'e7\par}", "Tomáš"),
        (rb"{\rtf1\ansi\ansicpg65001 Tom\'c3\'a1s \'e2\'82\'ac\par}", "Tomás €"),
        ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 A;}} Tomás – “x” 𝒜\\par}".encode(), "Tomás – “x” 𝒜"),
        ("{\\rtf1\\ansi\\ansicpg1252 Tomás\\par}".encode("cp1252"), "Tomás"),
        (rb"{\rtf1\mac Tom\u225\'87s\par}", "Tomás"),
        (rb"{\rtf1\pca a\\'a0 b\par}", "a\\'a0 b"),
    ],
)
def test_a_letter_of_an_rtf_is_read_however_it_is_written(raw, read):
    assert read_page(raw, "p.rtf").text == read


def test_the_title_of_an_rtf_is_read_in_the_letters_of_the_file():
    said = "It rained here for all of the day, and nobody minded that at all, so we all went out. It rained on."
    raw = b"{\\rtf1\\pca{\\info{\\title Views on {\\i W}\\'94rn}}" + said.encode() + b"\\par}"
    assert read_page(raw, "p.rtf").title == "Views on Wörn"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"It gives {\revised\revauth1 no }{\deleted\revauthdel1 some }leverage.", "It gives no leverage."),
        (r"It gives \deleted some \deleted0 no leverage.", "It gives no leverage."),
        (r"It gives {\v\'92hidden\u8217?\par words}no leverage.", "It gives no leverage."),
        (r"{\v {\b bold and} hidden \plain It} gives no leverage.", "It gives no leverage."),
        (r"It gives no leverage.{\super 12} {\super 3}", "It gives no leverage."),
        (
            r"The treaty{\super 3} covers 10{\super 6} m{\super 2} of \'93sea\'94{\super 4}.",
            "The treaty covers 106 m2 of “sea”.",
        ),
        (r"It gives {\*\shppict{\pict\pngblip " + "89ab" * 1_000_000 + "}}no leverage.", "It gives no leverage."),
        (r"The 20{\super th} of 5 m{\sub 2}.", "The 20th of 5 m2."),
        (r"It gives \{no\} back\\slash.{\bin4 {{{{}", r"It gives {no} back\slash."),
    ],
)
def test_deleted_and_hidden_words_of_an_rtf_are_not_read_and_inserted_ones_are(written, read):
    assert read_page(write_rtf(rf"\pard\plain {written}\par"), "p.rtf").text == read


def test_a_note_of_an_rtf_is_a_note_and_a_text_box_is_read_once():
    box = r"{\shp{\*\shpinst{\shptxt \pard Boxed.\par}}{\shprslt{\*\do\dobxpage{\dptxbxtext\pard Boxed.\par}}}}"
    note = r"{\super\chftn{\footnote\pard {\super\chftn } A source.}}"
    page = read_page(write_rtf(rf"\pard It ends.{note}\par{box}\par"), "p.rtf")
    assert page.text == "It ends.\n\nBoxed.\n\nA source."
    assert "note" in page.blocks[-1].hints


def test_an_odt_is_read_with_headings_emphasis_lists_tables_and_notes():
    page = read_page(
        write_odt(
            '<text:p text:style-name="P2">Experts on the lock</text:p>'
            '<text:h text:outline-level="2">Mirja Halvorsen, Director, Canal Trust</text:h>'
            "<text:p>It costs<text:s/><text:s text:c='2'/>much<text:tab/>now.<text:line-break/>It <text:span "
            'text:style-name="T1">is</text:span> <text:span text:style-name="T2">so</text:span>.<text:note '
            'text:id="n" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>'
            "A source.</text:p></text:note-body></text:note> <text:a xlink:href='https://e.org'>A link</text:a>"
            "<text:soft-page-break/> ends.</text:p>"
            '<text:p text:style-name="P1">Tom Ruiz, Fellow, Institute of Ports</text:p>'
            "<text:list><text:list-item><text:p>A point.</text:p><text:list><text:list-item><text:p>One below.</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>"
            "<table:table><table:table-row><table:table-cell><text:p>One</text:p></table:table-cell><table:table-cell>"
            "<text:p>Two</text:p></table:table-cell></table:table-row></table:table>"
            "<text:p><draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame></text:p>",
            title="Views",
        ),
        "p.odt",
    )
    assert list_blocks(page) == [
        ("heading", 1, "Experts on the lock"),
        ("heading", 2, "Mirja Halvorsen, Director, Canal Trust"),
        ("paragraph", 0, "It costs much now.\nIt is so. A link ends."),
        ("paragraph", 0, "Tom Ruiz, Fellow, Institute of Ports"),
        ("item", 0, "A point."),
        ("item", 0, "One below."),
        ("paragraph", 0, "One"),
        ("paragraph", 0, "Two"),
        ("paragraph", 0, "Boxed."),
        ("paragraph", 0, "A source."),
    ]
    assert "note" in page.blocks[-1].hints
    assert list_runs(page) == [
        ("bold", "is"),
        ("italic", "so"),
        ("link", "A link"),
        ("bold", "Tom Ruiz, Fellow, Institute of Ports"),
    ]
    assert (page.title, page.facts) == ("Experts on the lock", {"title": "Views"})


CHANGED = (
    "<text:tracked-changes><text:changed-region text:id='c'><text:deletion><text:p>some</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
)


@pytest.mark.parametrize(
    "written",
    [
        f"{CHANGED}<text:p>It gives <text:change text:change-id='c'/><text:change-start text:change-id='d'/>no"
        "<text:change-end text:change-id='d'/> leverage.</text:p>",
        "<text:p>It gives <text:span text:style-name='T3'>some </text:span>no leverage.</text:p>",
        "<text:p text:style-name='P3'>A hidden line.</text:p><text:p>It gives no leverage.</text:p>",
        "<text:section text:display='none'><text:p>Hidden.</text:p></text:section>"
        "<text:p>It gives no leverage.</text:p>",
        "<text:p>It gives <office:annotation><dc:creator>R</dc:creator><text:p>Why?</text:p></office:annotation>no "
        "leverage.<text:span text:style-name='T4'>2</text:span></text:p>",
        "<text:p>It gives <text:hidden-text text:is-hidden='true'>some </text:hidden-text>no leverage.</text:p>",
    ],
)
def test_deleted_and_hidden_words_and_remarks_of_an_odt_are_not_read(written):
    assert read_page(write_odt(written), "p.odt").text == "It gives no leverage."


def test_powers_of_an_odt_and_words_with_their_sound_above_are_read_as_written():
    raised = "<text:span text:style-name='T4'>{}</text:span>"
    ruby = "<text:ruby><text:ruby-base>tea</text:ruby-base><text:ruby-text>cha</text:ruby-text></text:ruby>"
    body = (
        f"<text:p>The <text:span>treaty{raised.format(3)}</text:span> covers 10{raised.format(6)} m{raised.format(2)}"
    )
    page = read_page(write_odt(f"{body} of {ruby}.{raised.format(4)}</text:p>"), "p.odt")
    assert page.text == "The treaty covers 106 m2 of tea."


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("p.rtf", b"{\\rtf1" + b"{\\b x" * 50_000, "is nested deeper than 220 groups"),
        ("p.rtf", b"{\\rtf1" + b"\\par a" * 600_000, "has more than 3 MB of text"),
        ("p.odt", write_odt("<text:p>x</text:p>" * 200_000), "has more than 3 MB of text"),
        ("p.odt", write_odt("<text:p>x</text:p>")[:400], "is not an ODT file"),
        ("p.odt", b"PK\x03\x04", "is not an ODT file"),
        ("p.odt", write_odt("<text:p>x"), "is not an ODT file that can be read"),
        (
            "p.odt",
            write_odt("<text:p>x", manifest="<file-entry full-path='content.xml'><encryption-data/></file-entry>"),
            "is protected by a password|is not a file that can be read",
        ),
        ("p.odt", b"{\\rtf1 x}", "is an RTF file by its content"),
        ("p.rtf", b"Only words.", "is not an RTF file by its content"),
    ],
)
def test_an_rtf_or_odt_that_cannot_be_read_is_refused_in_one_line(name, raw, said):
    with pytest.raises(InputError, match=said) as refused:
        read_page(raw, name)
    assert len(refused.value.problems) == 1


def test_an_odt_brings_in_no_other_file_and_grows_to_no_monster():
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    for inner in ("&a;", "&b;"):
        assert (
            read_page(write_odt(f"<text:p>It {inner}ends.</text:p>", opening=entity), "p.odt").text
            == f"It {inner}ends."
        )
    began = time.monotonic()
    cell = "<table:table-cell table:number-columns-repeated='100000000'><text:p>x</text:p></table:table-cell>"
    with pytest.raises(InputError, match="is larger than any published page"):
        read_page(write_odt(f"<table:table><table:table-row>{cell}</table:table-row></table:table>"), "p.odt")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("ending", ["rtf", "odt"])
def test_a_round_up_in_rtf_or_odt_becomes_an_event(event, tmp_path, ending):
    people = {
        "Mirja Halvorsen, Director, Canal Trust": "The lock gives the town no leverage, and the council knows it well.",
        "Tom Ruiz, Fellow, Institute of Ports": "Nobody will ever call it a bold move, for nobody was asked about it.",
    }
    if ending == "rtf":
        said = "".join(rf"\pard\plain\b {name}\par\pard\plain {words}\par" for name, words in people.items())
        raw = write_rtf(rf"\pard\plain \s1\b Experts on the lock\par{said}")
    else:
        said = "".join(f'<text:p text:style-name="P1">{n}</text:p><text:p>{w}</text:p>' for n, w in people.items())
        raw = write_odt(f'<text:p text:style-name="P2">Experts on the lock</text:p>{said}')
    path = tmp_path / f"page.{ending}"
    path.write_bytes(raw)
    added = add_event(event.root, str(path), AddRequest("2024-05-lock", codebook="great-power-framing"))
    assert [(b.voice.expert, b.voice.role, b.text) for b in added.statements] == [
        (name.split(", ")[0], name.split(", ")[1], words) for name, words in people.items()
    ]
