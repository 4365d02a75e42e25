"""Words that a line's end breaks keep the hyphens that they have elsewhere, and no others."""

import pytest

from analysis.sources.documents import read_page
from analysis.sources.hyphens import Hyphens

COMPOUNDS = """
    so-called two-thirds right-wing non-aligned short-lived hard-liners run-up follow-up well-being post-war pre-war
    cross-border mid-term part-time man-made long-standing anti-corruption co-operation re-elect self-styled
    face-to-face day-to-day US-China COVID-19 30-year 2015-2016 power-sharing zero-sum multi-billion trade-offs
"""
BROKEN = """
    govern-ment under-mine over-looking con-trolled mis-lead anti-dote non-sense counter-part pre-vent post-pone
    mid-dle cross-roads long-est well-come life-style world-wide in-to min-or rest-ore semi-nar multi-ply self-ish
"""


@pytest.mark.parametrize("word", COMPOUNDS.split())
def test_a_compound_keeps_its_hyphen_at_a_lines_end(word):
    first, _, second = word.rpartition("-")
    assert Hyphens([]).join(f"{first}-", second) == word


@pytest.mark.parametrize("word", BROKEN.split())
def test_a_broken_word_is_joined_without_a_hyphen(word):
    first, _, second = word.rpartition("-")
    assert Hyphens([]).join(f"{first}-", second) == f"{first}{second}"


@pytest.mark.parametrize(
    ("lines", "first", "second", "joined"),
    [
        ([["a", "postwar", "plan"]], "post-", "war", "postwar"),
        ([["the", "care-takers’", "hut"]], "care-", "taker", "care-taker"),
        ([["a", "long-term", "plan", "auto\u2010"]], "so-", "called", "so-called"),
        ([["a", "long-term", "plan", "auto\u2010"]], "cross\u2010", "border", "crossborder"),
        ([["Zusammenarbeit", "mit", "dem", "deutschen", "Landtag"]], "Bundes-", "tag", "Bundestag"),
        ([], "pre-", "and", None),
        ([], "Moscow–", "Beijing", "Moscow–Beijing"),
        ([], "accord—", "which", "accord—which"),
        ([], "Roe—", "The", None),
    ],
)
def test_the_words_and_signs_of_the_document_come_first(lines, first, second, joined):
    assert Hyphens(lines).join(first, second) == joined


def test_words_broken_at_the_wrap_of_a_plain_text_are_whole():
    lines = [
        "The so-",
        "called deal gives the com-",
        "mission a hold on the har-",
        "bours. It is pre-",
        "and post-war.",
    ]
    text = read_page("\n".join(["Views", "", *lines]).encode(), "p.txt").text
    assert " ".join(text.split()) == (
        "Views The so-called deal gives the commission a hold on the harbours. It is pre- and post-war."
    )
