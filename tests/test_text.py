"""One definition of a word: what counts, what matches and what is compared agree."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.matching.buffers import fold_texts
from analysis.matching.words import split_buffer
from analysis.measures.readability import count_ingredients
from analysis.measures.words import split_words
from analysis.text import count_words, find_words, fold_word, list_words

ONE_WORD = [
    "U.S.", "U.S.’s", "U.S.-led", "zero-sum", "zero‐sum", "zero‑sum", "Zürich", "Zu\u0308rich", "1,000", "3.5", "24/7",
    "it's", "it’s", "Russia`s", "won‛t", "M.-L.", "J.-Paul", "a.m.", "D.C.", "e-mail", "O’Brien", "COVID-19", "G7",
    "win-win-win", "1.000.000", "com\u00adpe\u00adti\u00adtion", "Αθήνα", "日本", "É.U.", "nai\u0308ve",
]  # fmt: skip


@pytest.mark.parametrize("word", ONE_WORD)
def test_it_is_one_word_wherever_words_are_counted(word):
    text = f"({word}) – “{word}” {word}, {word}"
    assert count_words(text) == len(find_words(text)) == len(split_words(text)) == 4
    assert len(split_buffer(fold_texts([text])).starts) == 4
    assert count_ingredients(text, sentences=1).words == 4
    assert len({folded for folded, _, _ in split_words(text)}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("war—peace", ["war", "peace"]),
        ("zero–sum", ["zero", "sum"]),
        ("and/or", ["and", "or"]),
        ("end.Next", ["end", "next"]),
        ("rock 'n' roll", ["rock", "n", "roll"]),
        ("the allies’ plan – 5%", ["the", "allies", "plan", "5"]),
        ("“twenty-one” -us- ‘us’", ["twenty-one", "us", "us"]),
        ("in the U.S. We", ["in", "the", "u.s.", "we"]),
        ("plan B. We", ["plan", "b", "we"]),
        ("… – —", []),
    ],
)
def test_words_begin_and_end_where_a_reader_sees_them(text, words):
    assert list_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("it's", "it’s"),
        ("Zürich", "Zu\u0308rich"),
        ("zero-sum", "Zero‑Sum"),
        ("naïve", "naı\u0308ve"),
        ("CAFÉ", "café"),
    ],
)
def test_two_spellings_of_one_word_are_one(one, other):
    assert fold_word(one) == fold_word(other)


def test_a_possessive_is_dropped_and_a_contraction_kept():
    text = "Russia’s and the U.S.’s view: it’s over, won't"
    found = split_words(text)
    assert [word for word, *_ in found] == ["russia", "and", "the", "u.s.", "view", "it's", "over", "won't"]
    assert [text[start:end] for _, start, end in found][:4] == ["Russia", "and", "the", "U.S."]


PIECES = [
    "a", "b", "ab", "É", "E\u0301", "日", "1", "23", "_", ".", ".", "'", "’", "-", "-", "‑", ",", ":", "/", " ", "\n",
    "—", "\u00ad", "“", "\0", "i", "ı\u0308", "(", "U.S.", "M.-L.",
]  # fmt: skip


@settings(max_examples=500, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=3))
@example(["1,000.a.b", "x.'s", "a.-b.", "a'.b"])
def test_matching_counts_the_words_that_all_others_count(texts):
    assert len(split_buffer(fold_texts(texts)).starts) == sum(map(count_words, texts))


@given(st.text())
def test_words_never_overlap_and_hold_no_white_space(text):
    spans = find_words(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    assert not any(char.isspace() for a, b in spans for char in text[a:b].strip())
