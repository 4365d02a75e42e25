"""Saved web pages of many makes: what a reader can reach is read, what is no page is named, facts are found."""

import datetime
import gzip
import html
import json
import re

import pytest

from analysis.adding.dates import find_date
from analysis.adding.transcribing import read_transcript
from analysis.errors import InputError
from analysis.sources import fetch
from analysis.sources.documents import read_page
from analysis.sources.walls import name_wall

PEOPLE = {
    "Mara Lindqvist, Senior Fellow, Harbour Institute": "The corridor deal gives the port authority no real leverage "
    "over the shippers. They will wait for the autumn and then decide what it is worth to them.",
    "Tomas Okoye, Professor of Law, University of Quillon": "Nobody should call this a victory, because the text is "
    "silent on salvage. Courts will fill the gap slowly, and the smaller ports will pay for it.",
    "Ines Faraday, Director, Freight Council": "Shippers wanted certainty and got a calendar instead of it. My members "
    "will reroute half of their winter traffic before the first inspections.",
}
HEADLINE = "Experts react: the corridor deal"
MARKUP = "".join(f"<h3>{head}</h3><p>{said}</p>" for head, said in PEOPLE.items())
TEXT = "\n\n".join(f"{head}\n\n{said}" for head, said in PEOPLE.items())
AROUND = "<nav><a href=/>Home</a></nav><footer><p>© 2024 Harbour Institute. All rights reserved.</p></footer>"
TITLE = f"<title>{HEADLINE} | Harbour Institute</title>"


def save(body, head=TITLE, language="en"):
    return f"<!doctype html><html lang={language}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def read(page):
    return read_page(page.encode(), "p.html")


def wrap(form):
    """Each person in this form."""
    return "".join(form.format(head=head, said=said) for head, said in PEOPLE.items())


def data(**said):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


IN_PLACES = {
    "a tab's button and its hidden panel": wrap(
        "<div class=tab><button>{head}</button><div hidden class=panel><p>{said}</p></div></div>"
    ),
    "boxes that are called comments": wrap(
        "<div class=comment><h3>{head}</h3><div class=comment-body><p>{said}</p></div></div>"
    ),
    "dialogs": wrap("<dialog><h3>{head}</h3><p>{said}</p></dialog>"),
    "side boxes": wrap("<aside class='sidebar widget'><h3>{head}</h3><p>{said}</p></aside>"),
    "a component's own tree": f"<my-article><template shadowrootmode=open><div>{MARKUP}</div></template></my-article>",
    "what browsers without scripts show": f"<div id=app></div><noscript>{MARKUP}</noscript>",
    "what shows where an object cannot": f"<object data=x.swf>{MARKUP}</object>",
    "several frames' own markup": "".join(
        f'<iframe srcdoc="{html.escape(f"<h3>{head}</h3><p>{said}</p>")}"></iframe>' for head, said in PEOPLE.items()
    ),
    "a frame's own markup": f'<iframe srcdoc="{html.escape(MARKUP)}"></iframe>',
}
IN_DATA = {
    "text": data(articleBody=TEXT),
    "text of single lines": data(articleBody=TEXT.replace("\n\n", "\n")),
    "markup": data(articleBody=MARKUP),
    "a live page's entries": data(
        liveBlogUpdate=[{"headline": head, "articleBody": said} for head, said in PEOPLE.items()]
    ),
    "a framework's page": '<script id="__NEXT_DATA__" type="application/json">'
    f"{json.dumps({'props': {'pageProps': {'post': {'title': 'x', 'content': MARKUP}}}})}</script>",
    "a framework's stream": f"<script>self.__next_f.push([1,{json.dumps(json.dumps({'c': MARKUP}))}])</script>",
    "a framework's state": f"<script>window.__NUXT__={json.dumps({'data': [{'body': MARKUP}]})}</script>".replace(
        "</p", "<\\/p"
    ),
    "a teaser and the whole in its data": f"<p>{next(iter(PEOPLE.values()))}</p>{data(articleBody=MARKUP)}",
}


@pytest.mark.parametrize(
    "body",
    [*(f"<h1>{HEADLINE}</h1>{body}" for body in IN_PLACES.values()), *(AROUND + body for body in IN_DATA.values())],
    ids=[*IN_PLACES, *IN_DATA],
)
def test_a_statement_is_read_wherever_a_page_keeps_it_and_once(body):
    page = read(save(body))
    found = [b for b in read_transcript(page, "p.html", article=False).transcript.blocks if b.voice]
    assert [(b.voice.expert, b.text) for b in found] == [(h.split(",")[0], said) for h, said in PEOPLE.items()]
    assert page.title == HEADLINE


def test_a_page_that_shows_its_words_is_not_read_from_its_data_again():
    page = read(save(f"<h1>{HEADLINE}</h1>{MARKUP}{data(articleBody=TEXT)}<noscript>{MARKUP}</noscript>"))
    assert all(page.text.count(said) == 1 for said in PEOPLE.values())


def test_like_boxes_that_say_the_same_everywhere_are_machinery():
    letter = "<div class=newsletter><p>Subscribe to our letter and read what we write every single week.</p></div>"
    page = read(
        save(f"<h1>{HEADLINE}</h1><main>" + wrap("<section><h3>{head}</h3><p>{said}</p>" + letter + "</section>"))
    )
    assert [page.text[b.start : b.end][:9] for b in page.blocks if "furniture" in b.hints] == ["Subscribe"] * 3


@pytest.mark.parametrize(
    "body",
    [
        "<div id=root><p>Loading…</p></div><script src=x.js></script>",
        "<div id=root><p>Please wait while the page loads.</p></div><script src=x.js></script>",
        "<div id=root></div><script src=x.js></script><script type=application/json>"
        f"{json.dumps([f'<p>{said}</p>' for said in PEOPLE.values()])}</script>",
        "<div id=root></div><noscript>This app works best with its scripts on.</noscript><script src=x.js></script>",
        '<div id=__next></div><script id="__NEXT_DATA__" type="application/json">'
        f"{json.dumps([{'type': 'paragraph', 'text': said} for said in [*PEOPLE.values()] * 2])}</script>",
    ],
)
def test_a_page_that_its_scripts_would_show_names_them(body):
    with pytest.raises(InputError, match="holds no text without its scripts; open it in a browser"):
        read(save(AROUND + body))


@pytest.mark.parametrize("frames", ["<frameset><frame src=a.html></frameset>", "<h1>Views</h1><iframe src=a></iframe>"])
def test_a_page_that_only_shows_another_in_a_frame_says_so(frames):
    with pytest.raises(InputError, match="shows another page in a frame; open that page by its own address"):
        read(f"<html><head><title>x</title></head>{frames}</html>")


@pytest.mark.parametrize("cut", ["<p>The corridor deal gives", "<p>The deal</p><a href='htt", "<div><p>It is.</p>"])
def test_a_page_that_is_cut_off_says_so(cut):
    whole = save(f"<h1>{HEADLINE}</h1><div>{MARKUP}</div>")
    with pytest.raises(InputError, match="is cut off before its end"):
        read(whole.removesuffix("</body></html>") + cut)
    assert read(whole.removesuffix("</html>")).text.endswith("first inspections.")  # this one end may be left away


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"Harbour Institute – {HEADLINE}", f"<h2>{HEADLINE}</h2>"),
        (f"{HEADLINE} | Commentary | Harbour Institute", f"<div>{HEADLINE}</div>"),
        (f"{HEADLINE} « Harbour Institute", "<div>x</div>"),
        (f"{HEADLINE} · Harbour", f"<header><h1>Harbour Institute for Sea Trade</h1></header><h2>{HEADLINE}</h2>"),
        ("Views", f"<h1>{HEADLINE}</h1>"),
        (f"Opinion: {HEADLINE} - Harbour", f"<h1>{HEADLINE}</h1>"),
    ],
)
def test_a_title_is_what_the_page_shows_of_it_without_site_and_section(title, body):
    assert read(save(body + MARKUP, f"<title>{title}</title>")).title == HEADLINE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (TITLE, f"<h1>{HEADLINE}</h1>"),
        (f"<title>Harbour Institute – {HEADLINE}</title>", f"<h1>{HEADLINE}</h1>"),
        ("", "<footer>© 2019–2024 Harbour Institute. All rights reserved.</footer>"),
        ("", '<script type="application/ld+json">{"@type": "Organization", "name": "Harbour Institute"}</script>'),
        ('<meta name="application-name" content="Harbour Institute">', ""),
    ],
)
def test_a_publisher_is_named_beside_the_title_in_the_data_or_below_the_page(head, body):
    assert read(save(body + MARKUP, head)).facts["publisher"] == "Harbour Institute"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<p>Updated <time datetime=2024-06-01>1 June</time></p><p><time datetime=2024-05-14>14 May</time></p>"),
        ("", "<p>14/05/2024</p>"),
        ("", "<p>05/14/2024</p>"),
        ("", "<p>2024/05/14</p>"),
        ('<meta name="parsely-pub-date" content="2024-05-14T00:00:00Z">', ""),
        ('<meta name="sailthru.date" content="2024-05-14 10:00">', "<p>1 June 2023</p>"),
        ('<script type="application/ld+json">{"@type": "Article", "dateCreated": "2024-05-14"}</script>', ""),
    ],
)
def test_a_date_is_read_in_the_ways_in_which_pages_write_it(head, body):
    page = read(save(f"<h1>{HEADLINE}</h1>{body}{MARKUP}", head))
    assert find_date(page, url="", name="p.html", slug="x").date == datetime.date(2024, 5, 14)


WALLS = {
    "not found": (
        "Die angeforderte Seite konnte leider nicht gefunden werden.",
        "Sidan du söker kunde inte hittas.",
        "Page introuvable",
        "Oops! We can’t find the page you’re looking for.",
        "The Wayback Machine has not archived that URL.",
    ),
    "access denied": ("Sorry, you have been blocked.", "This is not available in your region.", "Zugriff verweigert"),
    "error page of the server": ("429 Too Many Requests", "The site is down for maintenance.", "An unexpected error."),
    "check for robots": ("Just a moment...", "Request failed. Incapsula incident ID: 1"),
    "consent": (
        "Wir verwenden Cookies auf dieser Seite.",
        "Vi använder kakor för att förbättra din upplevelse.",
        "Nous utilisons des cookies. Tout accepter.",
    ),
    "login": (
        "Passwort vergessen?",
        "Artikeln är endast för prenumeranter.",
        "Cet article est réservé aux abonnés.",
        "To continue reading, start your free trial.",
    ),
    "scripts": ("Bitte aktivieren Sie JavaScript.", "You are being redirected to the page."),
    "age": ("Confirm that you are over 18 years old to enter.",),
}


@pytest.mark.parametrize(("said", "told"), [(said, told) for told, lines in WALLS.items() for said in lines])
def test_a_page_in_the_place_of_the_page_is_named_in_four_languages(said, told):
    assert told in name_wall(read(save(f"<p>{said}</p>", "")))


MORE_WALLS = {
    "not found": (
        "Página no encontrada", "La página que busca no existe.", "Strona nie istnieje.",
        "Nie znaleziono strony", "Błąd 404",
        "Pagina non trovata", "Sidan du söker finns inte längre.",
        "Pagina niet gevonden", "Fehler 404", "Page non trouvée",
        "The requested URL was not found on this server.",
    ),
    "of the server": (
        "504 Gateway Time-out", "503 Service Temporarily Unavailable", "Interner Serverfehler", "Site en maintenance",
        "Error interno del servidor", "Sito in manutenzione", "Błąd serwera", "Internt serverfel", "Interne serverfout",
    ),
    "cookies": (
        "Utilizamos cookies propias y de terceros. Aceptar todas. Rechazar.", "Questo sito usa cookie. Accetta tutto.",
        "Używamy plików cookie. Akceptuj wszystkie.", "Deze website gebruikt cookies. Accepteren",
        "Diese Website nutzt Cookies. Zustimmen und weiter.", "Ce site utilise des cookies. Tout refuser.",
    ),
    "login": (
        "You have reached your article limit. Choose a plan.", "You’ve read your last free article.",
        "Sie haben Ihr Artikellimit erreicht.", "Abonnez-vous pour lire la suite", "Suscríbete para seguir leyendo",
        "Abbonati per continuare a leggere", "Zaloguj się, aby czytać dalej", "Bli prenumerant och läs vidare",
        "Alleen voor abonnees",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "told"), [(said, told) for told, lines in MORE_WALLS.items() for said in lines])
def test_a_page_in_the_place_of_the_page_is_named_in_eight_languages(said, told):
    assert told in name_wall(read(save(f"<p>{said}</p>", "")))


@pytest.mark.parametrize(
    "said",
    ["500 tonnes of cod were landed, and the page on cookies was turned.", "Das Limit für Artikel 5 ist erreicht.",
     "La página más triste de la historia se cerró ayer, y el límite queda.", "Il limite è stato raggiunto.",
     "You have reached the limit of what a port can bear, and members only nod."],
)  # fmt: skip
def test_words_of_walls_in_a_sentence_about_something_else_are_no_wall(said):
    assert not name_wall(read(save(f"<p>{said}</p>", "")))


def test_no_page_of_words_is_taken_for_another_because_it_speaks_of_cookies():
    assert not name_wall(
        read(save(f"<h1>{HEADLINE}</h1>{MARKUP * 3}<footer>We use cookies. Log in to read on.</footer>"))
    )


def test_an_answer_that_came_packed_is_unpacked_within_bounds():
    assert fetch._unpack(gzip.compress(b"<p>x</p>"), "gzip", "http://x") == b"<p>x</p>"
    assert len(fetch._unpack(gzip.compress(bytes(60 << 20)), "gzip", "http://x")) == fetch.LARGEST + 1
    for raw, packed, told in (
        (gzip.compress(b"x" * 99)[:-9], "gzip", "came only in part"),
        (b"no gzip", "gzip", "is packed and cannot be read"),
        (b"x", "br", r"is packed \(br\)"),
    ):
        with pytest.raises(InputError, match=told) as refused:
            fetch._unpack(raw, packed, "http://x")
        assert re.match(r"http://x: ", refused.value.problems[0])
