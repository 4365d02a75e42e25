"""The dictionary coder: fixtures that must come out right, and the fast path held to a slow one."""

import time
from dataclasses import fields
from unittest import mock

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, Indicator
from analysis.coding.dictionary import code_segments
from analysis.errors import InputError
from analysis.matching import automaton
from analysis.matching.matcher import Matcher, Matches
from tests.reference_coder import code_text


def find_both_ways(
    signs: list[tuple[int, Indicator]], texts: list[str] | pa.Array, contexts: list[int] | None = None
) -> Matches:
    """The matches, found as in few texts and as in many, slice by slice, which must be the same."""
    few = Matcher(signs).find(texts, contexts)
    with mock.patch.object(automaton, "SLICE", 1):
        many = Matcher(signs).find(texts, contexts)
    for column in fields(Matches):
        assert getattr(few, column.name).tolist() == getattr(many, column.name).tolist()
    return few


def find(text: str, *indicators: str | dict) -> list[tuple[str, bool, bool]]:
    """(matched words, quoted, negated) of indicators of one code."""
    signs = [(0, Indicator.model_validate(i)) for i in indicators]
    m = find_both_ways(signs, [text])
    plain = zip(m.start.tolist(), m.end.tolist(), m.quoted.tolist(), m.negated.tolist(), strict=True)
    found = [(text[a:b], quoted, negated) for a, b, quoted, negated in plain]
    assert {(text[a:b], q, n) for _, a, b, q, n in code_text(text, signs)} == set(found)
    return found


def words(text: str, *indicators: str | dict) -> list[str]:
    return [match for match, _, _ in find(text, *indicators)]


@pytest.mark.parametrize(
    ("text", "indicator", "negated"),
    [
        ("This is no equal partnership.", "equal partner*", True),
        ("It is not a client state.", "client state*", True),
        ("It isn’t a client state.", "client state*", True),
        ("A partner rather than a client state.", "client state*", True),
        ("Russia is far from isolated.", "isolat*", True),
        ("Hardly a rivalry, this.", "rivalr*", True),
        ("Not surprised, but isolated.", "isolat*", False),
        ("Although not rich, isolated.", "isolat*", False),
        ("It will not only endure but also deepen.", "endure*", False),
        ("No doubt a client state.", "client state*", False),
        ("Not without leverage over its partner.", "leverage", False),
        ("They saw no sign that the rivalry had ended.", "rivalr*", False),
        ("They made no references to it.", "no reference*", False),
        ("They did not present any significant surprises.", "not (0-4) surprise*", False),
        ("It never was, in all those years, a client state.", "client state*", False),
        ("It was not a U.S. client state.", "client state*", True),
        ("It is not one. A client state obeys.", "client state*", False),
    ],
)
def test_negation_stays_in_its_clause(text: str, indicator: str, negated: bool) -> None:
    assert [n for _, _, n in find(text, indicator)] == [negated]


def test_case_sensitive_words_tell_the_country_from_the_pronoun() -> None:
    assert words("They told us that the US and the U.S. left us.", "=US") == ["US"]
    assert words("In May 2023 it may rain.", "=may") == ["may"]
    assert words("In May 2023 it may rain. May I?", {"match": "may", "but_not": "=May 20*"}) == ["may", "May"]


def test_united_states_is_not_the_united_states_of_mind() -> None:
    country = {"match": "united states", "but_not": "united states of mind"}
    assert words("The United States, not united states of mind.", country) == ["United States"]


def test_an_exclusion_takes_out_only_what_it_overlaps() -> None:
    rivalry = {"match": "rivalr*", "but_not": ["sibling rivalr*", "friendly (0-1) rivalr*"]}
    assert words("Sibling rivalry, friendly old rivalries and rivalry.", rivalry) == ["rivalry"]


def test_wildcards_stand_at_the_end_inside_and_at_the_beginning() -> None:
    assert words("Women and a woman of Berlin's wombats", "wom*n") == ["Women", "woman"]
    assert words("imbalances, balance", "imbalanc*") == ["imbalances"]
    assert words("capitalism, realist isms", "*ism") == ["capitalism"]
    assert words("sticking together; stick to gether", "stick* together") == ["sticking together"]


def test_short_beginnings_stand_at_any_edge_of_a_word() -> None:
    text = "us (us us) -us, it’s us. “us” x\tus\x06us bus usual—us\n\nus,us/us_ use"
    assert words(text, "us") == ["us"] * 11
    assert words("steam, a-team (tem) teams: them", "te*m") == ["team", "tem"]
    assert find_both_ways([(0, Indicator(match="us"))], ["", "us", "", "bus", "us"]).row.tolist() == [1, 4]
    assert not len(Matcher([], negation=False).find(["", "us\x06", ""]).row)
    assert not len(find_both_ways([], ["", "us", ""]).row)


def test_texts_longer_than_a_slice_lose_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "SLICE", 7)
    texts = ["us", "", "no team of us at all", "us us", "", "team"]
    found = find_both_ways([(0, Indicator(match="us")), (0, Indicator(match="te*m"))], texts)
    assert list(zip(found.row.tolist(), found.start.tolist(), strict=True)) == [
        (0, 0), (2, 3), (2, 11), (3, 0), (3, 3), (5, 0),
    ]  # fmt: skip


def test_matches_at_every_letter_are_all_found() -> None:
    signs = [(n, Indicator(match="a" * n + "*")) for n in range(1, 30)]
    found = find_both_ways(signs, ["a a " * 3000, "", "aa " * 9, "aaaaaaaaa " * 2000])
    assert len(found.row) == 6000 + 2 * 9 + 9 * 2000


def test_gaps_near_and_groups() -> None:
    assert words("depends very much on aid", "depend* (0-3) on") == ["depends very much on"]
    assert words("depends. On aid", "depend* (0-3) on") == []
    assert words("depends in all and every way on", "depend* (0-3) on") == []
    assert words("promotes China’s peacemaker image", "promot* (0-2) image") == ["promotes China’s peacemaker image"]
    assert words("alliance tensions", "tension* (near 5) alliance*") == ["alliance tensions"]
    assert words("tensions in the alliance", "tension* (near 5) alliance*") == ["tensions in the alliance"]
    assert words("weaker partner, smaller partners", "(weaker | smaller) partner*") == [
        "weaker partner",
        "smaller partners",
    ]
    assert words("a b c", "a (1-1) c") == ["a b c"]


def test_nested_phrases_count_once_in_a_code_and_codes_may_overlap() -> None:
    assert words("the great power competition", "power*", "great power*", "great power competition") == [
        "great power competition"
    ]
    signs = [(0, Indicator(match="great power*")), (1, Indicator(match="power*"))]
    assert Matcher(signs).find(["the great powers"]).indicator.tolist() == [0, 1]


def test_typography_does_not_matter() -> None:
    assert words("a zero‑sum game, zero-sum, zero\nsum, zero\n  sum", "zero sum") == [
        "zero‑sum",
        "zero-sum",
        "zero\nsum",
        "zero\n  sum",
    ]
    assert words("zero\n\nsum, zero -- sum, zero—sum", "zero sum") == []
    assert words("war—peace and rivalry—now", "rivalr*", "peace") == ["peace", "rivalry"]
    assert words("Naïveté, NAÏVETÉ, nai\u0308vete\u0301", "naïveté") == ["Naïveté", "NAÏVETÉ", "nai\u0308vete\u0301"]
    assert words("China’s and China's", "china's") == ["China’s", "China's"]
    assert words("com\u00adpe\u00adti\u00adtion", "competition") == ["com\u00adpe\u00adti\u00adtion"]


@pytest.mark.parametrize(
    "word", ["U.S.", "U.S.’s", "zero‑sum", "zero‐sum", "Zu\u0308rich", "1,000", "3.5", "it’s", "M.-L."]
)
def test_what_is_one_word_is_one_word_in_a_gap(word: str) -> None:
    assert words(f"rivalry {word} now", "rivalr* (1-1) now") == [f"rivalry {word} now"]
    assert words(f"rivalry {word} now", "rivalr* (0-0) now") == words(f"rivalry {word} now", "rivalr* (2-2) now") == []
    far = f"no {' '.join([word] * 6)} rivalry"
    assert find(far, "rivalr*") == [("rivalry", False, word not in ("M.-L.",))]  # a hyphen after a stop ends a clause
    assert find(f"no {' '.join([word] * 7)} rivalry", "rivalr*") == [("rivalry", False, False)]


def test_a_word_that_a_match_begins_or_ends_in_is_not_in_between() -> None:
    assert words("power-sharing agreements", "power (0-0) agreement*") == ["power-sharing agreements"]
    assert words("rival zero-sum views", "rival (0-0) sum") == ["rival zero-sum"]
    assert words("a-b-c", "a (0-0) c") == ["a-b-c"]


def test_hostile_texts_and_indicators_come_to_an_end():
    text = "a" * 300_000 + " " + "a b " * 20_000 + '"' * 1000
    signs = ["a*", "*a*a*b", "a*b*c*", "a* a*b", "a (0-30) b", "a (near 30) c", "a (0-9) a (0-9) c"]
    for sign in signs:
        assert Matcher([(0, Indicator(match=sign))]).find([text]) is not None  # exponential search would hang here


@pytest.mark.parametrize(
    ("sign", "piece"),
    [
        ("a (0-30) a (0-30) a (0-30) a", "a "),
        ("a (near 30) a", "a "),
        ("a (30-30) a (20-30) a", "a "),
        ("a (0-30) a", "a-"),
        ("(a | a a | a a a) (0-30) a", "é a "),
        ({"match": "a a", "but_not": ["a (0-30) b", "b"]}, "a "),
        ("a", "not a-a-a-a-"),
        ("a", "a\u0301\u0316"),
        ("a*a*a*a a*a*a*a a*a*a*a z", "aaaaaaaaaa "),
        ("a*a*a*a " * 30 + "z", "aaaaaaaaaaaa "),
        ("*a*a*a", "a"),
        ("=*a*a*a", "a"),
        ("*'*a*b", "a'"),
        ("a*b*c*", "abc"),
    ],
)
def test_the_cost_grows_with_the_text_and_not_with_its_square(sign: str | dict, piece: str) -> None:
    text = piece * (300_000 // len(piece.encode()))
    begun = time.process_time()
    Matcher([(0, Indicator.model_validate(sign if isinstance(sign, dict) else {"match": sign}))]).find([text])
    assert time.process_time() - begun < 5  # takes about a quarter of a second; the square took minutes


def test_phrases_that_hold_each_other_are_bounded() -> None:
    signs = [(0, Indicator(match=" ".join(["a"] * n))) for n in range(1, 60)]
    assert len(Matcher(signs).find(["a " * 2000] * 40).row) == 40 * 34  # in smaller chunks
    with pytest.raises(InputError, match=r"the indicators match in more than 2,000,000 places of 195 kB of text"):
        Matcher(signs).find(["a " * 100_000])
    nears = [(n, Indicator(match="(a | a a | a a a) (0-30) (a | a a)")) for n in range(20)]
    with pytest.raises(InputError, match="more than 2,000,000 places"):
        Matcher(nears).find(["a " * 300_000])


def test_quotations_are_marked_and_run_on_through_the_sentences_of_a_paragraph() -> None:
    assert [q for _, q, _ in find("a “new rivalry” and rivalry", "rivalr*")] == [True, False]
    assert [q for _, q, _ in find('a "new rivalry" and rivalry "', "rivalr*")] == [True, False]
    m = Matcher([(0, Indicator(match="rivalr*"))]).find(
        ["“A rivalry.", "Rivalry again,” he said.", "Rivalry"], [1, 1, 2]
    )
    assert m.quoted.tolist() == [True, True, False]
    m = Matcher([(0, Indicator(match="rivalr*"))]).find(
        ["“A rivalry.", "Rivalry again,” he said.", "Rivalry"], [1, 2, 3]
    )
    assert m.quoted.tolist() == [False, False, False]


def make_codebook(*indicators: str | dict, **rules: str) -> Codebook:
    fields = dict.fromkeys(("definition", "when", "when_not", "typical", "borderline", "near_miss"), "x")
    code = {"code": "c", "function": "problem", "policy_frame": "Other", **fields, "indicators": indicators, **rules}
    return Codebook.model_validate(
        {
            "name": "n",
            "title": "t",
            "language": "en",
            "about": "a",
            "instructions": "i",
            "frames": [{"frame": "f", "definition": "d", "codes": [code]}],
        }
    )


def make_segments(*texts: str) -> pd.DataFrame:
    ids = [f"d/1/{n}" for n in range(1, len(texts) + 1)]
    return pd.DataFrame(
        {"segment_id": ids, "statement_id": "d/1", "document_id": "d", "paragraph": 1, "start": 10, "text": texts}
    )


def code(codebook: Codebook, *texts: str) -> tuple[list[bool], list[float], list[bool]]:
    matches, codings = code_segments(make_segments(*texts), codebook)
    return codings["present"].tolist(), codings["score"].tolist(), matches["negated"].tolist()


def test_a_negated_match_is_kept_and_counts_only_if_the_codebook_says_so() -> None:
    assert code(make_codebook("isolat*"), "It is not isolated.") == ([False], [0.0], [True])
    assert code(make_codebook("isolat*", negated="counts"), "It is not isolated.") == ([True], [1.0], [True])
    nearest = make_codebook({"match": "isolat*", "negated": "does not count"}, negated="counts")
    assert code(nearest, "It is not isolated.") == ([False], [0.0], [True])


def test_weights_add_up_and_scope_leaves_matches_out() -> None:
    weighted = make_codebook({"match": "rivalr*", "weight": 0.5}, "contest")
    assert code(weighted, "Rivalry, rivalry, contest.")[1] == [2.0]
    assert code(make_codebook("rivalr*", quoted="does not count"), "A “rivalry”.")[0] == [False]
    later = make_codebook("rivalr*", first_sentence="does not count")
    assert code(later, "Rivalry.", "Rivalry.")[0] == [False, True]
    assert code(later, "Rivalry. More rivalry.")[1] == [1.0]


def test_no_segment_and_no_match_give_the_same_columns() -> None:
    matches, codings = code_segments(make_segments("Nothing here."), make_codebook("rivalr*"))
    assert (len(matches), len(codings)) == (0, 1)
    none, nothing = code_segments(make_segments("x").iloc[:0], make_codebook("rivalr*"))
    assert (len(none), len(nothing), list(none), list(nothing)) == (0, 0, list(matches), list(codings))


WORDS = [
    "a", "not", "no", "ab", "abc", "Ab", "AB", "naïve", "nai\u0308ve", "x", "y", "but", "only", "rivalry", "rather",
    "than", "without", "isn’t", "isn't", "US", "us", "é", "E\u0301", "ü", "Mr", "U.S.", "1,000",
    "that", "ﬁ", "ß", "ẞ", "İ", "日本", "nai\u0308ve".replace("i", "ı"),
    "M.-L.", "a.m.", "U.S.’s", "3.5", "24/7", "x-y", "aab", "abab", "abba's", "AxB",
]  # fmt: skip
JOINTS = [
    " ", " ", " ", " ", " ", "\n", "  ", "\n\n", "-", "‑", "—", " – ", ". ", ", ", "’s ", "'", " “", "” ", ' "',
    '" ', "\u00a0", "\u00ad", "--", " - ", "(", ") ", "\t", "\r\n", "; ", "\0", "...", "\u200b",
    "`", "/", ":", ".", ".-", ".’",
]  # fmt: skip
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=14).map(
    lambda parts: "".join(w + j for w, j in parts)
)
PATTERN_WORDS = [
    "a", "ab", "ab*", "a*", "abc", "=AB", "=us", "us", "naïve", "n*ve", "*ve", "x", "y", "x*", "rivalr*", "é", "ß",
    "isn't", "no", "not", "u.s.", "(x | a ab)", "(é|y*)", "1,000", "日*", "x-y", "a*a*b", "*a*b*", "*b*b", "a*'s",
    "*'*t", "u.*", "*.s.*", "=A*B", "=*s*'s", "n*ï*e", "i*'*", "1*0",
]  # fmt: skip
pattern_words = st.sampled_from(PATTERN_WORDS)
links = st.sampled_from([" ", " ", " (0-2) ", " (1-3) ", " (0-1) "])
phrases = st.lists(st.tuples(pattern_words, links), min_size=1, max_size=3).map(
    lambda parts: "".join(w + link for w, link in parts[:-1]) + parts[-1][0]
)
nears = st.tuples(pattern_words, pattern_words).map(lambda pair: f"{pair[0]} (near 2) {pair[1]}")
patterns = st.one_of(phrases, phrases, nears)
signs = st.tuples(
    st.integers(0, 2),
    st.builds(
        lambda match, but_not: Indicator(match=match, but_not=tuple(but_not)), patterns, st.lists(phrases, max_size=1)
    ),
)


both = given(st.lists(texts, min_size=1, max_size=4), st.lists(signs, min_size=1, max_size=5))


@settings(max_examples=250, derandomize=True)
@both
def test_the_fast_path_equals_the_slow_coder(texts: list[str], signs: list[tuple[int, Indicator]]) -> None:
    compare_both(texts, signs)


@pytest.mark.slow
@settings(max_examples=500)
@both
def test_the_fast_path_equals_the_slow_coder_on_other_texts_each_time(
    texts: list[str], signs: list[tuple[int, Indicator]]
) -> None:
    compare_both(texts, signs)


def compare_both(texts: list[str], signs: list[tuple[int, Indicator]]) -> None:
    signs = sorted(signs, key=lambda s: s[0])
    fast = find_both_ways(signs, texts)
    assert Matcher(signs).find(pa.array(texts)).start.tolist() == fast.start.tolist()
    got: list[set] = [set() for _ in texts]
    for row, *match in zip(
        *(c.tolist() for c in (fast.row, fast.indicator, fast.start, fast.end, fast.quoted, fast.negated)), strict=True
    ):
        got[row].add(tuple(match))
    assert got == [code_text(text, signs) for text in texts]
