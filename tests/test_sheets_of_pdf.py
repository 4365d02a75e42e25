"""A printed sheet is read as it is laid out: large first letters, short paragraphs, tables, columns."""

import random

import pytest

from analysis.sources.documents import read_page
from tests.pdf_files import draw_pdf, say

NAMES = ("Mara Lindqvist", "Tomas Okoye", "Ines Faraday")


def read(drawn):
    return read_page(draw_pdf([drawn]), "p.pdf").text


def draw(x, top, lines, step=12, **more):
    return b"".join(say(x, top - step * n, line, **more) for n, line in enumerate(lines))


@pytest.mark.parametrize(("size", "drop"), [(34, 14), (22, 12), (50, 28)])
def test_a_large_first_letter_belongs_to_the_first_word_of_its_paragraph(size, drop):
    body = draw(60 + 0.75 * size, 700, ["he deal gives the port much", "that it had not asked for, and"], step=14)
    rest = draw(60, 672, ["so it will use it with care."])
    assert read(say(60, 700 - drop, "T", size=size) + body + rest) == (
        "The deal gives the port much that it had not asked for, and so it will use it with care."
    )


def test_a_letter_that_is_a_word_stays_one_and_a_letter_of_a_heading_is_no_first_letter():
    head = say(60, 740, "A", size=20) + say(79, 740, "deal", size=20)
    body = draw(76, 700, ["treaty gives the port much", "that it had not asked for."], step=14)
    assert read(head + say(60, 688, "A", size=24) + body) == (
        "A deal\n\nA treaty gives the port much that it had not asked for."
    )


def test_short_paragraphs_stay_apart_where_most_steps_are_between_paragraphs():
    texts = [
        "Mara Lindqvist, fellow",
        "It gives leverage.",
        "Tomas Okoye, analyst",
        "It does not, or not",
        "as much as said.",
    ]
    steps = [0, 20, 20, 20, 13]
    more = ["Ines Faraday, director", "Nobody can say that now,", "since nobody knows it."]
    tops = [780 - sum([*steps, 20, 20, 13][: n + 1]) for n in range(8)]
    drawn = b"".join(say(60, top, text) for top, text in zip(tops, [*texts, *more], strict=True))
    assert read(drawn).split("\n\n") == [
        *texts[:3],
        "It does not, or not as much as said.",
        more[0],
        "Nobody can say that now, since nobody knows it.",
    ]


def test_a_bold_name_stands_apart_from_its_text_whatever_number_is_before_it():
    drawn = b""
    for number, name in enumerate(NAMES, 1):
        top = 780 - 40 * number
        drawn += say(60, top, f"{number}.") + say(72, top, f"{name}, fellow", font="F2")
        drawn += draw(72, top - 12, ["It gives leverage to a port", "that had none of it before."])
    assert read(drawn).split("\n\n")[:2] == [
        "1. Mara Lindqvist, fellow",
        "It gives leverage to a port that had none of it before.",
    ]


@pytest.mark.parametrize("n_lines", [2, 5])
def test_a_table_of_names_and_texts_is_read_row_by_row(n_lines):
    drawn, read_as = b"", []
    for number, name in enumerate(NAMES):
        top = 780 - 80 * number
        lines = [f"Line {n} of what {name} has to say." for n in range(n_lines)]
        drawn += draw(60, top, [name, "fellow", "Harbour Institute of the North"]) + draw(200, top, lines)
        read_as += [name, "fellow", "Harbour Institute of the North", " ".join(lines)]
    assert read(drawn).split("\n\n") == read_as


def test_a_header_at_the_foot_of_a_sheet_does_not_run_on_into_the_text_of_the_next():
    first = draw(
        60, 780, ["It gives leverage to the port, and more of it than", "the council had asked for in its talks."]
    )
    first += draw(60, 740, ["Tomas Okoye", "analyst, Canal Trust"])
    second = draw(60, 780, ["It does not give much of it, or not as much as it"])
    text = read_page(draw_pdf([first, second]), "p.pdf").text
    assert text.endswith("analyst, Canal Trust\n\nIt does not give much of it, or not as much as it")


def test_three_justified_columns_are_read_one_after_the_other():
    drawn, firsts, draws = b"", [], random.Random(1)
    for place in range(3):
        for n in range(18):
            first, second = draws.sample(range(3, 8), 2)
            lengths = (first, second, 10 - first, 10 - second)
            firsts.append(f"{place}{n:02}")
            at = 60.0 + 165 * place
            for number, length in enumerate(lengths):  # digits are 5.56 points wide, the words end level
                drawn += say(round(at, 2), 770 - 13 * n, (firsts[-1] if number == 0 else "").ljust(length, "7"))
                at += 5.56 * length + (145 - 5.56 * 20) / 3
    words = read(drawn).split()
    assert [word[:3] for word in words if word[:3] in firsts] == firsts


def test_a_sheet_that_is_a_picture_is_named_and_one_with_a_picture_amid_its_words_is_not():
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    words = draw(60, 780, ["It gives leverage to the port, and more of it than asked for."] * 3)
    files = [words, picture], [words, picture, words, picture], [picture + words, words]
    pages = [read_page(draw_pdf(sheets), "p.pdf") for sheets in files]
    assert [page.notes for page in pages] == [
        ("sheet 2 is a picture; words there are not read; run text recognition (OCR) first to have them",),
        ("sheets 2, 4 are pictures; words there are not read; run text recognition (OCR) first to have them",),
        (),
    ]


def test_an_indent_opens_a_paragraph_where_no_gap_does():
    lines = [
        (60, "The port was late with its answer, and the islands"),
        (60, "had made other plans by the time that it came, which"),
        (60, "nobody in the capital had thought of in the spring."),
        (74, "That is the whole of the story, and it is not a new"),
        (60, "one: the same was said of the bridge, and of the road"),
        (60, "before it, by the same people in the same room."),
        (74, "It will be said again when the next boat is late, as"),
        (60, "it will be, for nobody has paid for another."),
    ]
    drawn = b"".join(say(x, 700 - 12 * n, words) for n, (x, words) in enumerate(lines))
    paragraphs = read(drawn).split("\n\n")
    assert [p.split()[0] for p in paragraphs] == ["The", "That", "It"]
    assert paragraphs[1].endswith("in the same room.")


def test_lines_set_in_the_middle_and_lines_behind_a_mark_are_no_paragraphs_of_their_own():
    middle = [
        (150, "What the experts of four houses say about"),
        (170, "the ferry and its long delay in the"),
        (190, "autumn of the year"),
    ]
    heading = b"".join(say(x, 740 - 12 * n, words) for n, (x, words) in enumerate(middle))
    hanging = [
        (60, "- one boat more on the line, which would cost what"),
        (74, "the pier did, and would be there in a year"),
        (74, "and a half at most"),
    ]
    points = b"".join(say(x, 640 - 12 * n, words) for n, (x, words) in enumerate(hanging))
    assert [len(p.split()) for p in read(heading + points).split("\n\n")] == [20, 26]
