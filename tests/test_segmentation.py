import itertools
import time

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.segmentation import find_paragraphs, find_segments, find_sentences, segment_statements
from analysis.text import count_words
from tests.conftest import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "gold" / "sentences.yml").read_text(encoding="utf-8"))
CASES = CASES["cases"] if isinstance(CASES, dict) else CASES


def cut(text):
    return [text[start:end] for start, end in find_sentences(text, language="en")]


def test_the_gold_set_has_forty_cases_whose_sentences_stand_in_their_text_in_order():
    assert len(CASES) == 40
    for case in CASES:
        place = 0
        for sentence in case["sentences"]:
            place = case["text"].index(sentence, place) + len(sentence)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_gold_case_is_cut_as_a_careful_copy_editor_would(case):
    assert cut(case["text"]) == case["sentences"]


@pytest.mark.parametrize(
    "marked",  # a bar stands where a sentence ends
    [
        "The council signed, and – surprise! – the tolls fell. |Few noticed.",
        "The council signed, and -- surprise! -- the tolls fell. |Few noticed.",
        "The council signed, and—who would have guessed?—the tolls fell. |Few noticed.",
        "The file went to Com. & Adm. for signature. |Nobody signed.",
        "“Who pays?” Okoye asked. |Nobody answered.",
        "“Who pays?” |Few asked.",
        "The talks ended at 5 p.m. Friday after a walk-out. |They resume in May.",
        "Ships met at 3.30 p.m. Moscow time. |None turned back.",
        "The truce began at 6 a.m. |Shelling was heard at noon.",
        "Diplomacy is an art. |Few master it.",
        "It costs approx. 5 million a year. |Nobody pays.",
        "Gov. Ruiz and Amb. Faraday met Col. Abel. |They agreed.",
        "Lt. Gen. (ret.) Ana Orban spoke first. |M.-L. Osk came next.",
        "They left the U.S. |Millions attended the vigil.",
        "He cited the U.N. Charter and U.S. Senate rules. |None applied.",
        "It came after a consultation.11 12 |Take that away and it falls.",
        "The port closed.[4][5] |It reopened in May.²  |Nobody came.",
        "Three things matter: 1. Price. |2. Volume.",
        "1. The first item |2. The second item",
        "a) The first item. |b) The second item.",
        "• 9. The first item |• 10. The second item",
        "Plan A failed, as did plan B. |Then came Albert I. Jones.",
        "She asked: “Who gains? Who loses?” |No one replied.",
        "“This is a start. It is not an end,” Ms. Faraday said. |She left.",
        "“This is a start. |It is not an end.”",
        "He never meant that.... |She left.",
        "It is not . . . well, I see . . . what they mean.",
        "The firm broke its word. |[…] The others kept theirs.",
        "We will keep our word. |— We will not intervene.",
        "See p. 12 and vol. II. |The war began on Feb. 24.",
        "He was born c. 1950 and died in c. 1999. |She was not.",
        "The works on Elm Blvd. North go on. |Nobody minds.",
    ],
)
def test_a_sentence_ends_where_a_careful_copy_editor_would_end_it(marked):
    assert cut(marked.replace("|", "")) == [sentence.strip() for sentence in marked.split("|")]


@pytest.mark.parametrize(
    ("language", "marked"),  # a bar stands where a sentence ends
    [
        ("de", "Im 19. Jahrhundert und auf dem 20. Parteitag war es anders. |Heute nicht."),
        ("de", "Frau Abg. Weiß trank Tee, Kaffee usw. mit Gen. a. D. Olsen. |Die Sitzung begann um 15.30 Uhr."),
        ("de", "Es kamen nur 40. |Niemand blieb. |„Nein.“ |Dann ging sie. |Sie ging mit dir. |Max blieb."),
        ("de", "»Wer zahlt? Und wann?« fragte er. |Das ist eine Art. |Kunst ist es nicht."),
        ("fr", "M. Dupont, le Dr. Blanc et le Pr. Noir parlent, etc. |Elle aussi. |« Moi. » |Elle partit."),
        ("fr", "« Qui paie ? » demanda-t-elle. |Voir p. 5 et vol. IV. |M. Le Goff n’en dit rien."),
        ("es", "El Gral. López y el Cnel. Díaz hablaron. |EE. UU. no firmó. |—¿Quién? —preguntó. |Nadie."),
        ("it", "Il dott. Rossi e l’on. Verdi tacciono. |Comprò pane, vino, ecc. |Lei no. |Cfr. pag. 5."),
        ("pt", "O Dr. Reis e a Dra. Melo falaram. |«Quem paga?» perguntou ela. |Ver art. 4.º e n.º 3."),
        ("nl", "Dhr. Bakker en mevr. De Wit kwamen, d.w.z. allen. |Hij kocht brood, enz. |Zij niet."),
        ("sv", "”Vem betalar?” frågade hon. |Ingen svarade. |Det gäller t.ex. hamnarna, dvs. alla m.fl. därtill."),
        ("sv", "Mötet börjar kl. 15.30 och kostar 3,5 milj. kr. per år. |Boken är min. |Han vet det."),
        ("da", "Den 2. Verdenskrig og f.eks. det 19. århundrede er forbi. |Hr. Bak m.fl. kom. |De gik."),
        ("nb", "Møtet begynner 3. juni kl. 9 i St. Olavs gate. |«Hvem betaler?» spurte hun. |Ingen svarte."),
        ("fi", "Hinta on n. 3,5 milj. euroa, esim. Turussa. |”Kuka maksaa?” hän kysyi. |Kukaan ei vastannut."),
        ("pl", "Prof. Nowak i dr hab. Kowalski byli tu w 2025 r. w Gdyni. |To było w 2019 r. |Nikt nie przyszedł."),
        ("cs", "Ve 20. Století psal Ing. Novák, např. o Praze atd. |„Kdo platí?“ zeptala se. |Nikdo."),
        ("ru", "Он пришёл в 5 ч. утра. |Никто не ждал."),
        ("de", "alles klein geschrieben. |niemand achtet darauf."),
    ],
)
def test_a_sentence_in_another_language_goes_on_after_abbreviations_and_before_small_letters(language, marked):
    text = marked.replace("|", "")
    found = [text[start:end] for start, end in find_sentences(text, language=language)]
    assert found == [sentence.strip() for sentence in marked.split("|")]


@pytest.mark.parametrize("language", ["de", "fr", "sv"])
def test_a_long_paragraph_in_another_language_is_cut_in_time_that_grows_with_it(language):
    began = time.perf_counter()
    assert len(find_sentences("„Er (Dr. Ek) kam am 3. Mai. Ja.“ Es war so. " * 20_000, language=language)) > 20_000
    assert time.perf_counter() - began < 10


def test_a_quotation_that_is_never_closed_hides_no_sentence():
    assert cut("“One thing is sure. “Another is not.” A third is (so far. It holds.") == [
        "“One thing is sure.",
        "“Another is not.”",
        "A third is (so far.",
        "It holds.",
    ]


def test_a_long_paragraph_is_cut_in_time_that_grows_with_it():
    began = time.perf_counter()
    assert len(cut("“He (U.S. envoy) said at 5 p.m. that it holds. " * 20_000)) == 20_000
    assert time.perf_counter() - began < 10


def test_the_bundled_statements_have_seven_eight_and_eight_sentences(tables):
    assert tables["segments"].groupby("statement_id", sort=False).size().tolist() == [7, 8, 8]


def test_the_bundled_statements_have_three_three_and_four_paragraphs(tables):
    assert segment_statements(tables["statements"], unit="paragraph").groupby("expert", sort=False).size().tolist() == [
        3,
        3,
        4,
    ]
    assert tables["segments"].groupby("expert", sort=False)["paragraph"].max().tolist() == [3, 3, 4]


def test_a_sentence_never_crosses_a_blank_line():
    assert [s[0] for s in find_segments("One without a stop\n\nTwo. Three.", unit="sentence", language="en")] == [
        1,
        2,
        2,
    ]


def test_a_line_break_inside_a_paragraph_is_no_boundary():
    assert cut("A treaty\nwas signed. It holds.") == ["A treaty\nwas signed.", "It holds."]


def test_a_lone_dash_is_no_word():
    assert count_words("war – and peace, 3.5 % of it") == 6


paragraphs = st.text(st.sampled_from("aB.!?”“ \n\tÉ’…9"), max_size=80)


@given(paragraphs, st.sampled_from(["en", "de", "fr", "ru"]))
def test_segments_never_overlap_and_cover_every_letter(text, language):
    spans = [(a, b) for _, a, b in find_segments(text, unit="sentence", language=language)]
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    outside = "".join(text[b:c] for (_, b), (c, _) in zip([(0, 0), *spans], [*spans, (len(text),) * 2], strict=True))
    assert not outside.strip()


@given(paragraphs)
def test_paragraphs_hold_no_blank_line(text):
    assert all("\n\n" not in text[a:b] and text[a:b].strip() == text[a:b] for a, b in find_paragraphs(text))


def test_no_statements_give_an_empty_table(tables):
    empty = segment_statements(tables["statements"].head(0))
    assert empty.empty
    pd.testing.assert_series_equal(empty.dtypes, tables["segments"].dtypes)


def test_a_no_break_space_after_an_initial_is_survived():
    assert cut("He met J.\u00a0D. Vance. They spoke.") == ["He met J.\u00a0D. Vance.", "They spoke."]
