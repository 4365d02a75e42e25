"""What a page says of itself: title, date of publication, publisher, language."""

import datetime

import pytest

from analysis.adding.dates import find_date, read_date
from analysis.adding.languages import find_language
from analysis.sources.documents import read_page

SECTION = "<h3>Mara Lindqvist, fellow, Harbour Institute</h3><p>The deal opens the port. It binds nobody at all.</p>"
ENGLISH = "The deal opens the port, and it binds nobody at all. We shall see what the ministers make of it in May. " * 4
SWEDISH = (
    "Avtalet ger hamnmyndigheten inget verkligt inflytande. Det är en tydlig signal om att regeringarna inte vill ta "
    "strid om avgifterna, och därför lär frågan komma tillbaka redan i höst. "
    "Den som läser bilagan ser vem som bestämmer. "
    "Inget i texten ändrar på det, och parterna vet om det."
)


def read(head="", body="", html="html"):
    return read_page(f"<{html}><head>{head}</head><body>{body}<main>{SECTION}</main></body></html>".encode(), "p.html")


def date_of(page):
    return find_date(page, url="", name="p.html", slug="s")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='article:modified_time' content='2025-01-02'>"
         "<meta property='article:published_time' content='2024-05-14T09:00:00+00:00'>", ""),
        ("<meta name='date' content='2025-01-02'><meta name='DC.date.issued' content='2024-05-14'>", ""),
        ("<meta property='article:published_time' content='Tue, 05/14/2024 - 17:57'>", ""),
        ("""<script type="application/ld+json">{"@type":["NewsArticle"],"dateModified":"2025-01-02",
         "datePublished":"2024-05-14"}</script><meta name='date' content='2025-01-02'>""", ""),
        ("", "<time itemprop='dateModified' datetime='2025-01-02'>x</time><time class='entry-date published' "
             "datetime='2024-05-14'>x</time>"),
        ("", "<time class='event-start' datetime='2025-01-02'>x</time><time datetime='2024-05-14'>x</time>"),
        ("", "<time>9.15am</time><p>Updated 2 January 2025</p><p>Published: 14 May 2024</p>"),
        ("", "<p>Last updated January 2, 2025 | Published May 14, 2024</p>"),
        ("", "<p>The treaty was signed on 2 January 2025 after long years of talks, and three experts say why.</p>"
             "<p>14 May 2024</p>"),
        ("<meta name='pubdate' content='20240514'>", "<p>2 January 2025</p>"),
        ("", "<p>Modifié le <time datetime='2025-01-02'>2 janvier 2025</time></p><span itemprop='datePublished' "
             "content='2024-05-14T08:00'>14/05/2024</span>"),
        ("", "<p>Sist oppdatert 02.01.2025</p><p>Publisert 14.05.2024 kl. 09:15</p>"),
        ("", "<p>Zuletzt geändert am 2. Januar 2025</p><p>Erschienen am 14. Mai 2024</p>"),
        ("", "<p>Última actualización: 02/01/2025</p><p>14/05/2024</p>"),
        ("", "<p>Publié le 14 mai 2024 (mis à jour le 2 janvier 2025)</p>"),
        ("<link rel='canonical' href='https://harbour.example/2024/5/14/views'>", ""),
        ("<meta property='og:url' content='https://harbour.example/a/2024/05/14/views'>", ""),
    ],
)  # fmt: skip
def test_the_date_is_that_of_publication_and_not_of_a_change_or_an_event(head, body):
    assert date_of(read(head, body)) == datetime.date(2024, 5, 14)


@pytest.mark.parametrize(
    "text",
    ["14 maj 2024", "14. Mai 2024", "le 14 mai 2024", "14 de mayo de 2024", "14.05.2024", "14 maggio 2024",
     "May 14th, 2024", "14. toukokuuta 2024", "14 maja 2024"],
)  # fmt: skip
def test_dates_are_read_in_the_languages_of_europe(text):
    assert read_date(f"Text av {text} i dag") == datetime.date(2024, 5, 14)


def test_a_publisher_is_read_from_data_also_by_reference_and_from_the_site():
    graph = """<script type="application/ld+json">{"@graph":[
    {"@type":"Organization","@id":"#o","name":"Harbour Institute"},
    {"@type":"Article","headline":"T","publisher":{"@id":"#o"}}]}</script>"""
    assert read(graph).facts["publisher"] == "Harbour Institute"
    site = '<script type="application/ld+json">[{"@type":"WebSite","name":"Harbour Institute"}]</script>'
    assert read(site).facts["publisher"] == "Harbour Institute"
    assert read('<script type="application/ld+json">{"@type":"Article","publisher":[1]}</script>').facts == {}
    several = (
        '<script type="application/ld+json">{"@type":"Article","publisher":[{"name":"Harbour Institute"}]}</script>'
    )
    assert read(several).facts["publisher"] == "Harbour Institute"


def test_a_title_is_the_headline_and_never_the_logo_or_the_site():
    named = (
        "<title>Views on the deal | Harbour Institute</title><meta property='og:site_name' content='Harbour Institute'>"
    )
    logo = "<h1 class='site-title'>Harbour Institute</h1>"
    assert read(named, logo + "<h1>Views on the deal</h1>").title == "Views on the deal"
    assert read(named, logo).title == "Views on the deal"
    assert read(named).title == "Views on the deal"


@pytest.mark.parametrize(
    "logo",
    ["<h1 id='logo'>Harbour Institute</h1>", "<h1><a href='/'>Harbour Institute</a></h1>",
     "<div class='site-title'><h1>Harbour Institute</h1></div>",
     "<header class='masthead'><h1>Harbour Institute</h1></header>"],
)  # fmt: skip
def test_a_headline_that_is_the_site_names_the_publisher_and_not_the_page(logo):
    page = read(
        "<title>Harbour Institute | Seven takes on the accord</title>", f"{logo}<h2>Seven takes on the accord</h2>"
    )
    assert (page.title, page.facts["publisher"]) == ("Seven takes on the accord", "Harbour Institute")


@pytest.mark.parametrize("wrapper", ["site-content", "site-main", "brandenburg"])
def test_a_headline_in_the_content_of_a_site_is_no_logo(wrapper):
    page = read("", f"<div class='{wrapper}'><h1>Seven takes on the accord</h1></div>")
    assert (page.title, page.facts.get("publisher")) == ("Seven takes on the accord", None)


@pytest.mark.parametrize(
    "marked",
    ["<span itemprop='publisher' itemscope><meta itemprop='name' content='Harbour Institute'></span>",
     "<div itemprop='author publisher' itemscope><b itemprop='name'>Harbour Institute</b> <i>a centre</i></div>",
     "<p>By <span itemprop='publisher'>Harbour Institute</span></p>"],
)  # fmt: skip
def test_a_publisher_is_read_where_an_element_is_marked_as_it(marked):
    assert read("", f"<article>{marked}</article>").facts["publisher"] == "Harbour Institute"


@pytest.mark.parametrize(
    ("head", "html", "language"),
    [
        ("", "html lang='sv-SE'", "sv-SE"),
        ("<meta http-equiv='content-language' content='de'>", "html", "de"),
        ("<meta property='og:locale' content='fr_FR'>", "html", "fr_FR"),
        ('<script type="application/ld+json">{"@type":"Article","inLanguage":"nb-NO"}</script>', "html", "nb-NO"),
    ],
)
def test_a_page_says_its_language_in_several_ways(head, html, language):
    assert read(head, html=html).facts["language"] == language


def test_a_language_that_the_page_does_not_say_is_found_from_the_words_and_said():
    found = find_language(SWEDISH, "")
    assert (found.tag, found.doubt) == ("sv", "language: sv (Swedish), found from the words; the page does not say")
    assert find_language(ENGLISH, "").tag == "en"


def test_a_language_that_the_page_says_stands_unless_its_words_are_plainly_in_another():
    assert find_language(ENGLISH, "en_GB").tag == "en-GB"
    assert find_language("Ja. Nej.", "en").tag == "en"
    found = find_language(SWEDISH, "en-US")
    assert (found.tag, found.found) == ("sv", "found from the words; the page says en-US")


def test_too_few_words_tell_no_language():
    found = find_language("14 05 2024", "")
    assert found.tag == "en"
    assert "its words do not tell" in found.doubt
