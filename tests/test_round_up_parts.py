"""What belongs to a statement and what to the page: lists, questions, authors, lists of speakers, closings."""

from pathlib import Path

import pytest

from analysis.attribution import transcribe_page
from analysis.attribution.credentials import read_credentials
from analysis.attribution.words import CLOSING_LINE, DATE_LINE
from analysis.sources.documents import read_page

GOLD = Path(__file__).parent / "gold"
FIRST = "The harbour line is late because nobody paid for a second boat, and nobody will before the election."
SECOND = "I read the contract twice and found no clause that would make the company pay for a single lost hour."
THIRD = "Islanders have learned to plan around it, which is the saddest thing that I can say about a ferry."


def read(text, name="p.txt"):
    """Who says what on a page."""
    blocks = transcribe_page(read_page(text.encode(), name)).blocks
    return [(b.voice.expert, b.text) for b in blocks if b.voice], blocks


@pytest.mark.parametrize("mark", ["- ", "• ", "– ", "1) "])
@pytest.mark.parametrize("close", ["", "\n\nAll of that was known in May, and none of it was done."])
def test_a_list_that_a_line_opens_stays_with_its_words_in_plain_text(mark, close):
    points = "\n".join(mark + point for point in ("one boat more", "one fare for all", "one office that answers."))
    text = (
        f"The ferry: experts comment\n\nAnn Lee, analyst, Quay Institute\n\n{FIRST}\n\n"
        f"What is needed before the winter comes is short and dull:\n{points}{close}\n\n"
        f"Bo Lind, fellow, Shore University\n\n{SECOND}\n\nCy Holm, director, Island Council\n\n{THIRD}\n"
    )
    said, _ = read(text)
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind", "Cy Holm"]
    words = said[0][1]
    assert words.startswith("The harbour line")
    assert words.endswith(close.strip() or "one office that answers.")
    assert "one fare for all" in words


def test_a_list_right_below_a_header_is_what_the_expert_says():
    text = (
        "The ferry: experts comment\n\n"
        f"Ann Lee, analyst, Quay Institute, comments:\n{FIRST}\n\n"
        "Bo Lind, fellow, Shore University, comments:\nThree questions will keep the courts busy:\n"
        "- whether the fare can be appealed\n- who owes a duty to the tenants\n- and who pays for the lost hours.\n\n"
        "Otherwise it is a tidy piece of drafting. Tidy is not the same as fair.\n\n"
        f"Cy Holm, director, Island Council, comments:\n{THIRD}\n"
    )
    said, _ = read(text)
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind", "Cy Holm"]
    assert said[1][1].startswith("Three questions")
    assert said[1][1].endswith("Tidy is not the same as fair.")


def test_links_below_a_line_with_a_colon_are_no_points_of_a_statement():
    page = (
        "<html><body><main><h1>The ferry: experts comment</h1>"
        f"<h3>Ann Lee, analyst, Quay Institute</h3><p>{FIRST}</p>"
        f"<h3>Bo Lind, fellow, Shore University</h3><p>{SECOND}</p>"
        f"<h3>Cy Holm, director, Island Council</h3><p>{THIRD}</p>"
        "<p>Read more about this topic:</p><ul><li><a href='/a'>The price of a boat</a></li>"
        "<li><a href='/b'>Who owns the harbour</a></li></ul></main></body></html>"
    )
    said, _ = read(page, "p.html")
    assert [words for _, words in said] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("questions", [("Is it fair?", "What is missing?"), ("Rimligt?", "Vad saknas i förslaget?")])
def test_what_the_host_asks_every_expert_is_the_hosts_and_parts_the_answers(questions):
    sections = "".join(
        f"<section><h2>{name}</h2><p class='t'>{role}</p>"
        + "".join(
            f"<p><strong>{q}</strong></p><p>{answer} {name} says so here.</p>"
            for q, answer in zip(questions, (first, second), strict=True)
        )
        + "</section>"
        for name, role, first, second in (
            ("Ann Lee", "analyst at Quay Institute", FIRST, SECOND),
            ("Bo Lind", "professor at Shore University", SECOND, THIRD),
            ("Cy Holm", "director of the Island Council", THIRD, FIRST),
        )
    )
    said, blocks = read(
        f"<html><body><main><h1>Two questions about the ferry</h1>{sections}</main></body></html>", "p.html"
    )
    assert [name for name, _ in said] == ["Ann Lee", "Ann Lee", "Bo Lind", "Bo Lind", "Cy Holm", "Cy Holm"]
    assert not any(q in words for q in questions for _, words in said)
    assert sum(b.text.count(questions[1]) for b in blocks if b.owner == "host") == 3


@pytest.mark.parametrize(
    ("byline", "published"),
    [
        ("By Tess Moor", "Published 21 September 2026, 13.20. Updated 15.47."),
        ("Av Tess Moor", "Publicerad 21 september 2026, 13.20. Uppdaterad 15.47."),
        ("Von Tess Moor", "Veröffentlicht am 21. September 2026 um 13:20 Uhr"),
    ],
)
def test_who_wrote_the_page_says_nothing_of_what_it_reports(byline, published):
    text = (
        f"What they say of the ferry\n\n{byline}\n{published}\n\n"
        "The government gave its plan for the ferry on Monday. The largest sum goes to one boat and to the pier.\n\n"
        f"Ann Lee, analyst, Quay Institute:\n– {FIRST}\n\nBo Lind, fellow, Shore University:\n– {SECOND}\n\n"
        f"Cy Holm, director, Island Council:\n– {THIRD}\n"
    )
    said, _ = read(text)
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind", "Cy Holm"]


def test_a_list_of_who_takes_part_is_no_header_of_the_introduction():
    people = "".join(
        f"<li>{name}</li><li>{role}</li>"
        for name, role in (("Ann Lee", "Director, Africa Programme"), ("Bo Lind", "Senior Fellow, Energy"))
    )
    turns = "".join(
        f"<h3>{question}</h3><p><b>Ann Lee:</b> {first}</p><p><b>Bo Lind:</b> {second}</p>"
        for question, first, second in (("Was it a failure?", FIRST, SECOND), ("What comes next?", THIRD, FIRST))
    )
    page = (
        f"<html><body><main><h1>The ferry conference</h1><h4>Contributors</h4><ul>{people}</ul>"
        "<p>The first conference on the ferry ended on Monday without a treaty and with a promise to meet again.</p>"
        f"{turns}</main></body></html>"
    )
    said, _ = read(page, "p.html")
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind"] * 2


def test_the_last_heading_is_read_like_the_others_though_it_is_no_link():
    heads = [("<a href='/a'>Ann Lee</a>", "Lee", FIRST), ("<a href='/b'>Bo Lind</a>", "Lind", SECOND)]
    heads += [
        ("<a href='/c'>Cy Holm</a>", "Holm", THIRD),
        ("Robert E. Dahl Jr.", "Dahl", FIRST.replace("late", "slow")),
    ]
    page = "".join(
        f"<div class='x'><h3>{head}</h3><p><em>Topics: ferries, fares, piers</em></p><p>{family} is a professor of law."
        f"<br>Email: <a href='mailto:{family}@shore.example'>{family}@shore.example</a></p>"
        f"<blockquote><p>“{words}”</p></blockquote></div>"
        for head, family, words in heads
    )
    said, _ = read(f"<html><body><main><h1>Experts on the ferry</h1>{page}</main></body></html>", "p.html")
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind", "Cy Holm", "Robert E. Dahl Jr."]


@pytest.mark.parametrize("line", (GOLD / "closings.txt").read_text(encoding="utf-8").splitlines())
def test_a_line_that_says_whose_views_these_are_closes_a_page(line):
    assert CLOSING_LINE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "The commentary in Beijing does not say who will pay, and that is the point of the whole visit.",
        "Die Aussagen des Ministers sind klar, aber niemand weiß, wer das alles bezahlen soll.",
        "Les opinions publiques européennes ne suivent plus leurs gouvernements sur ce point.",
        "Texten speglar en oro som har vuxit länge, och som regeringen inte har svarat på.",
        "This article of the treaty is the one that nobody in the capital wants to read aloud.",
    ],
)
def test_a_sentence_about_views_is_no_closing(line):
    assert not CLOSING_LINE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "Publicerad 21 september 2026, 13.20. Uppdaterad 15.47.",
        "Publié le 12/10/2026 19:47",
        "Veröffentlicht am 2. Juli 2026 um 13:20 Uhr, aktualisiert um 15:47 Uhr",
        "Oppdatert 3. mai 2026 kl. 10.15",
        "Publicado el 3 de mayo de 2026 a las 10:15",
    ],
)
def test_a_line_of_publication_is_known_in_other_languages(line):
    assert DATE_LINE.match(line)
    assert not DATE_LINE.match(
        "Publié en 2019, le rapport disait déjà que le pont ne tiendrait pas trois hivers de plus."
    )


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Toby Marsh-Lee, Investment Director, Abbot & Lyle Wealth, Edinburgh", ("Toby Marsh-Lee",)),
        ("TOBY MARSH-LEE, INVESTMENT DIRECTOR, HOLT & LYLE WEALTH, EDINBURGH", ("Toby Marsh-Lee",)),
        ("Jane Roe, Director, & Max Poe, Fellow, Quay Institute", ("Jane Roe", "Max Poe")),
        ("JANE ROE AND MAX POE, FELLOWS, QUAY INSTITUTE", ("Jane Roe", "Max Poe")),
    ],
)
def test_a_firm_of_two_names_is_no_second_person(header, names):
    assert read_credentials(header).names == names


def test_headlines_in_quotation_marks_above_signed_words_are_nobodys():
    people = (
        "Ann Lee, analyst, Quay Institute",
        "Bo Lind, fellow, Shore University",
        "Cy Holm, director, Island Council",
    )
    heads = ("«Nobody paid for a boat»", "«A contract without a clause»", "«The saddest thing»")
    text = "The ferry: what they say\n\n21 September 2026\n\n" + "\n\n".join(
        f"{head}\n{words}\n({name})" for head, words, name in zip(heads, (FIRST, SECOND, THIRD), people, strict=True)
    )
    said, _ = read(text)
    assert said == [("Ann Lee", FIRST), ("Bo Lind", SECOND), ("Cy Holm", THIRD)]


def test_headings_that_come_again_under_each_name_part_no_statement():
    sections = "".join(
        f"<h3>{name}</h3><p>{role}</p><h4>Trend</h4><p>{first}</p><h4>Prediction</h4><p>{second}</p>"
        for name, role, first, second in (
            ("Ann Lee", "Analyst, Quay Institute", FIRST, SECOND),
            ("Bo Lind", "Professor, Shore University", SECOND, THIRD),
            ("Cy Holm", "Director, Island Council", THIRD, FIRST),
        )
    )
    said, _ = read(f"<html><body><main><h1>Three views of the ferry</h1>{sections}</main></body></html>", "p.html")
    assert [name for name, _ in said] == ["Ann Lee", "Bo Lind", "Cy Holm"]
    assert [words.startswith(first) for (_, words), first in zip(said, (FIRST, SECOND, THIRD), strict=True)] == [
        True
    ] * 3
    assert [words.endswith(last) for (_, words), last in zip(said, (SECOND, THIRD, FIRST), strict=True)] == [True] * 3
