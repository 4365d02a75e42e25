"""Round-ups in odd markup: every word that a browser would show is read once, and under the right name."""

import pytest

from analysis.adding.transcribing import read_transcript
from tests.test_saved_pages import HEADLINE, MARKUP, PEOPLE, TITLE, read, save

HEADS, SAID = list(PEOPLE), list(PEOPLE.values())
SECTIONS = [f"<h3>{head}</h3><p>{said}</p>" for head, said in PEOPLE.items()]
WHOLE = [(head.split(",")[0], said) for head, said in PEOPLE.items()]


def list_blocks(body, head=TITLE):
    """The transcript of a page with this body."""
    page = read(save(f"<h1>{HEADLINE}</h1>{body}", head))
    return read_transcript(page, "p.html", article=False).transcript.blocks


def list_said(blocks):
    """Names and words of the statements, on one line each."""
    return [(b.voice.expert, " ".join(b.text.split())) for b in blocks if b.voice]


def count(blocks, words):
    """How often the transcript holds these words."""
    return " ".join(" ".join(b.text for b in blocks).split()).count(words)


EARLY_ENDS = {
    "a body that ends early": f"{SECTIONS[0]}</body>{SECTIONS[1]}{SECTIONS[2]}",
    "an end amid a box": f"<div>{SECTIONS[0]}</body></html>{SECTIONS[1]}</div><div>{SECTIONS[2]}</div>",
    "two pages in one": f"{SECTIONS[0]}</body></html><html><head><title>Two</title></head><body class=x>"
    f"{SECTIONS[1]}{SECTIONS[2]}",
}


@pytest.mark.parametrize("body", EARLY_ENDS.values(), ids=EARLY_ENDS)
def test_a_page_goes_on_behind_an_early_end(body):
    blocks = list_blocks(body)
    assert list_said(blocks) == WHOLE
    assert not count(blocks, "Two")


def hide(words, markup):
    """All sections, with some words in other markup."""
    assert words in MARKUP
    return MARKUP.replace(words, markup)


REACHED = {
    "a hidden rest": hide(
        " They will wait for the autumn and then decide what it is worth to them.",
        "<span id=more style='display:none'>"
        " They will wait for the autumn and then decide what it is worth to them.</span>",
    ),
    "a hidden sentence": hide(
        "Courts will fill the gap slowly, and the smaller ports will pay for it.",
        "<em hidden>Courts will fill the gap slowly, and the smaller ports will pay for it.</em>",
    ),
    "words that are silent for readers aloud": hide("Nobody should", "<b aria-hidden=true>Nobody should</b>"),
    "words once for the ear and once for the eye": hide(
        "Shippers wanted",
        "<span class=visually-hidden>Shippers wanted</span><span aria-hidden=true><i>Ship</i><i>pers</i> wanted</span>",
    ),
    "heads once for the eye and once for the ear": "".join(
        f"<h3><span aria-hidden=true>{' '.join(f'<i>{w}</i>' for w in head.split())}</span>"
        f"<span class=sr-only>{head}</span></h3><p>{said}</p>"
        for head, said in PEOPLE.items()
    ),
}


@pytest.mark.parametrize("body", REACHED.values(), ids=REACHED)
def test_hidden_sentences_and_painted_words_are_read_once(body):
    assert list_said(list_blocks(body)) == WHOLE


SHEET = (
    "<style>/* .a{} */ .b, .kq7 { position: absolute; left: -999px } .tt{display:none} #gh{visibility:hidden}</style>"
)


@pytest.mark.parametrize(
    "mark",
    [
        "class=sr-only",
        "class=visuallyhidden",
        "class=u-hidden-visually",
        "class=screen-reader-text",
        "class=sronly-offscreen",
        "class=assistive-text",
        "class=element-invisible",
        "class=a11y-hidden",
        "class=kq7",
        "class=tt",
        "id=gh",
        "hidden",
        "aria-hidden=true class=material-icons",
    ],
)
def test_labels_that_no_eye_sees_stay_out(mark):
    body = hide("Shippers wanted", f"<span {mark}>expand more</span>Shippers wanted")
    blocks = list_blocks(body, TITLE + SHEET)
    assert list_said(blocks) == WHOLE
    assert not count(blocks, "expand")


def test_what_a_style_sheet_hides_on_small_windows_only_is_read():
    blocks = list_blocks(
        hide("Shippers wanted", "<span class=wide>Shippers wanted</span>"),
        TITLE + "<style>@media (max-width: 600px) { .wide { display: none } }</style>",
    )
    assert list_said(blocks) == WHOLE


def test_marks_of_the_direction_of_writing_are_no_part_of_a_name():
    blocks = list_blocks(hide("Ines Faraday", "\u202aInes\u2069 Faraday\u202c"))
    assert list_said(blocks) == WHOLE
