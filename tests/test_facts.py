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
    return find_date(page, url="", name="p.html", slug="s").date


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("14-May-2024", "en"), ("14.05.24", "de"), ("14-05-2024", "nl"), ("14 févr. 2024", "fr"), ("14 мая 2024", "ru"),
        ("14 травня 2024 року", "uk"), ("14. května 2024", "cs"), ("14. mája 2024", "sk"), ("2024. május 14.", "hu"),
        ("14 Mayıs 2024", "tr"), ("14 Μαΐου 2024", "el"), ("14. svibnja 2024.", "hr"), ("2024. gada 14. maijs", "lv"),
        ("2024 m. gegužės 14 d.", "lt"), ("2024年5月14日", "zh"), ("2024년 5월 14일", "ko"), ("2024. 05. 14.", "hu"),
        ("14 listopada 2024", "hr"), ("14 listopadu 2024", "cs"), ("14. Sept. 2024", "de"),
    ],
)  # fmt: skip
def test_a_line_that_is_a_date_is_read_in_its_language(text, language):
    month = {"févr.": 2, "Sept.": 9, "listopada": 10, "listopadu": 11}
    page = read("", f"<p>{text}</p>", f'html lang="{language}"')
    assert date_of(page) == datetime.date(2024, next((n for m, n in month.items() if m in text), 5), 14)


LONG = f"<p>On 3 June 2023 the two governments signed after long talks, as three experts say.</p><p>{ENGLISH * 5}</p>"


@pytest.mark.parametrize(
    "label",
    ["Published: 14 May 2024", "Date: May 14, 2024", "Veröffentlicht: 14.05.24", "Дата публикации: 14.05.2024",
     "Fecha: 14/05/2024", "Data publikacji: 14.05.2024", "Publikováno 14. 5. 2024", "发布日期：2024年5月14日"],
)  # fmt: skip
def test_a_date_that_is_labelled_counts_wherever_it_stands(label):
    assert date_of(read("", f"{LONG}<p>{label}</p>")) == datetime.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("foot", "told"),
    [
        ("", "gives none"), ("<p>Version 2.0.11 of rule 1.2.10</p>", "gives none"),
        ("<p>May 2024</p>", "names only a month (May 2024)"),
        ("<p>Last updated: 14 May 2024</p>", "names 2024-05-14, but not as its own"),
        ("<p>The board met on 14 May 2024 to settle what had been left open.</p>", "names 2024-05-14, but not"),
    ],
)  # fmt: skip
def test_that_a_page_gives_no_date_is_said_only_where_it_is_so(foot, told):
    found = find_date(read("", f"<p>{ENGLISH * 5}</p>{foot}"), url="", name="p.html", slug="s")
    assert found.date is None
    assert f"date: the page {told}" in found.doubt


@pytest.mark.parametrize(
    ("language", "month", "sure"),
    [
        ("en-US", 5, True),
        ("es_US", 5, True),
        ("en-GB", 6, True),
        ("de", 6, True),
        ("en", 6, False),
        ("en-CA", 6, False),
    ],
)
def test_of_two_numbers_the_region_says_which_is_the_month(language, month, sure):
    page = read("<meta name='date' content='05/06/2024'>", "", f'html lang="{language}"')
    found = find_date(page, url="", name="p.html", slug="s")
    assert found.date == datetime.date(2024, month, 5 if month == 6 else 6)
    assert (found.doubt == "") == sure


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
    "line",
    ["Copyright © Harbour Institute 2025", "© Harbour Institute (2025)", "© 2025 by Harbour Institute",
     "Copyright © 2001 - 2025. Harbour Institute. All rights reserved.", "Harbour Institute © 2025",
     "© 2025 - Harbour Institute",
     "© 2001-present Harbour Institute | Terms", "© Copyright Harbour Institute 2019–2025 – Alle Rechte vorbehalten"],
)  # fmt: skip
def test_a_line_on_rights_names_the_publisher_without_its_years(line):
    assert read("", f"<footer><p>{line}</p></footer>").facts["publisher"] == "Harbour Institute"


@pytest.mark.parametrize("line", ["© 2025 All rights reserved", "Photo: © Jane Roe", "© 2025 Privacy | Terms"])
def test_a_line_on_rights_that_names_nobody_or_a_photographer_names_no_publisher(line):
    assert "publisher" not in read("", f"<footer><p>{line}</p></footer>").facts


@pytest.mark.parametrize("form", ["{0}: {1}", "The {0}: {1}", "{0} | {1}", "{0} – {1}", "{1} - {0}", "{1} : {0}"])
def test_a_title_does_not_open_or_end_with_its_publisher(form):
    title = form.format("Harbour Institute", "Experts react: the deal")
    named = "<meta property='og:site_name' content='Harbour Institute'>"
    assert read(f"<title>{title}</title>{named}").title == "Experts react: the deal"
    assert read(f"<title>{title}</title>{named}", f"<h1>{title}</h1>").title == "Experts react: the deal"
    assert read("<title>Harbour: who gains from it</title>" + named).title == "Harbour: who gains from it"


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
