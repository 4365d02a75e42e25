"""analysis.measures.readability: formulas on our own sentences, without a network."""

import math
import socket
import subprocess
import sys

import pytest

from analysis.measures.readability import (
    Ingredients,
    count_ingredients,
    count_syllables,
    load_textstat,
    measure_readability,
    score,
)
from analysis.tables import validate_table
from analysis.text.pronunciations import load_syllables
from tests.conftest import make_statements

GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent a new nation, conceived in liberty, "
    "and dedicated to the proposition that all men are created equal."
)


def measure(texts, *, language="en", experts=None):
    table = measure_readability(make_statements(texts), language=language, experts=experts or tuple(texts))
    return validate_table("readability", table).set_index(["expert", "formula"])


def test_the_formulas_worked_by_hand():
    n = Ingredients(words=100, sentences=5, syllables=150, long_words=20)
    assert score("Flesch reading ease", n) == pytest.approx(206.835 - 20.3 - 126.9)
    assert score("Flesch-Kincaid grade", n) == pytest.approx(7.8 + 17.7 - 15.59)
    assert score("LIX", n) == pytest.approx(20 + 20)


def test_the_formulas_agree_with_textstats_own_where_syllables_and_sentences_are_counted_alike():
    textstat = load_textstat()
    n = count_ingredients(GETTYSBURG, sentences=1)._replace(syllables=textstat.syllable_count(GETTYSBURG))
    assert score("Flesch reading ease", n) == pytest.approx(textstat.flesch_reading_ease(GETTYSBURG))
    assert score("Flesch-Kincaid grade", n) == pytest.approx(textstat.flesch_kincaid_grade(GETTYSBURG))


def test_syllables_are_those_of_the_pronouncing_dictionary():
    counts = {"committee": 3, "deepened": 2, "war": 1, "ukraine": 2, "geopolitical": 6}
    assert {word: load_syllables()[word] for word in counts} == counts
    assert count_syllables("Committee, war.") == 4
    assert load_textstat().syllable_count("every") != count_syllables("every")  # or the dictionary would be idle


def test_a_word_outside_the_dictionary_is_hyphenated():
    assert "limitlessnesslike" not in load_syllables()
    assert count_syllables("limitlessnesslike") >= 3


def test_textstat_elsewhere_in_the_process_stays_as_it_is():
    import textstat

    before = dict(vars(textstat.textstat))
    load_textstat().syllable_count("war")
    assert vars(textstat.textstat) == before
    assert load_textstat() is not textstat.textstat


def test_it_runs_without_a_network():
    program = """
import socket
def refuse(*args, **kwargs): raise AssertionError("a network was asked for")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from analysis.measures.readability import count_ingredients
assert count_ingredients("The committee met in Ukraine.", sentences=1).syllables == 8
assert count_ingredients("The limitlessnesslike committee.", sentences=1).syllables > 6
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "", "HOME": "/nonexistent", "NLTK_DATA": "/nonexistent", "PYTHONPATH": ":".join(sys.path)},
    )
    assert run.returncode == 0, run.stderr
    assert "nltk_data" not in run.stderr
    assert socket.socket  # the patch stays in its process


def test_sentences_come_from_our_own_segments():
    row = measure({"A": "The U.S. and Gen. Smith met. They agreed."}).loc[("A", "Flesch reading ease")]
    assert row["sentences"] == 2
    assert row["value"] == pytest.approx(score("Flesch reading ease", Ingredients(8, 2, row["syllables"], 0)))


def test_the_change_under_another_segmentation_is_shown():
    row = measure({"A": "They met; they agreed – and they left."}).loc[("A", "Flesch-Kincaid grade")]
    assert (row["sentences"], row["sentences_split"]) == (1, 3)
    assert row["value_split"] < row["value"]


def test_a_short_text_is_warned_about():
    note = measure({"A": "They met."}).loc[("A", "LIX"), "note"]
    assert note == "few: 2 words, fewer than 100; 1 sentences, fewer than 30"


def test_an_empty_statement_is_undefined():
    row = measure({"A": "They met.", "B": ""}).loc[("B", "LIX")]
    assert math.isnan(row["value"])
    assert row["note"] == "undefined: no words"


def test_english_weights_are_not_given_to_other_languages():
    table = measure({"A": "De möttes i Moskva."}, language="sv")
    assert math.isnan(table.loc[("A", "Flesch reading ease"), "value"])
    assert table.loc[("A", "Flesch reading ease"), "note"].startswith("undefined: the formula is for English")
    assert table.loc[("A", "LIX"), "value"] > 0
