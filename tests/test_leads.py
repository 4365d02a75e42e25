"""Sentences that lead up to somebody's words, and what else stands around statements on think tanks' pages."""

import csv

import pytest

from analysis.attribution import transcribe_page
from analysis.sources.documents import read_page
from tests.conftest import ROOT

WORDS = (
    "The plan is better than nothing, but the money for it stops in two years. Nobody has said what comes after that.",
    "We asked for this for ten years. It is a pity that it took a flood, and that it took one in the capital.",
    "People forget how quickly this happens. In my own town it took four months from the first letter to the gate.",
)
OTHERS = (
    "Ruth Abelson, chair of the Builders’ Association, says:",
    "Ellen Vroom, chief economist at Tarn Bank, says:",
)
GOLD = (ROOT / "tests" / "gold" / "leads.tsv").read_text(encoding="utf-8")
LEADS = list(csv.DictReader(GOLD.splitlines(), delimiter="\t"))
CAPTION = "<figcaption class='wp-caption-text'>{text}</figcaption></figure>"


def read_html(body: str):
    return transcribe_page(read_page(f"<html><body><main>{body}</main></body></html>".encode(), "p.html")).blocks


def list_voices(body: str) -> list[tuple[str, str, str]]:
    return [(b.voice.expert, b.voice.role or "", b.voice.affiliation or "") for b in read_html(body) if b.voice]


@pytest.mark.parametrize("form", ["<p>{lead} “{words}”</p>", "<p>{lead}</p><p>“{words}”</p>"], ids=["before", "above"])
@pytest.mark.parametrize("row", LEADS, ids=[row["name"] for row in LEADS])
def test_a_sentence_leads_up_to_words(row: dict[str, str], form: str):
    leads = (OTHERS[0], row["lead"], OTHERS[1])
    body = "".join(form.format(lead=one, words=words) for one, words in zip(leads, WORDS, strict=True))
    voices = list_voices(f"<h1>Experts on the plan</h1>{body}")
    assert voices[1:2] == [(row["name"], row["role"], row["organisation"])]


def test_captions_below_portraits_name_who_speaks_beside_them():
    people = (
        "Ann Lee, former inspector, Reactor Board",
        "Bo Ek, professor of law, Oxley College",
        "Cy Roe, retired officer",
    )
    body = f"<figure class='featured'><img src='a'>{CAPTION.format(text='A ship, adrift.')}"
    for person, words in zip(people, WORDS, strict=True):
        body += f"<figure class='wp-caption'><img src='b'>{CAPTION.format(text=person)}"
        body += f"<p>{words}</p><p>{words.replace('The', 'This').replace('We', 'They')}</p>"
    voices = list_voices(f"<h1>Three experts on a ship</h1><p>We asked three experts what they make of it.</p>{body}")
    assert [name for name, _, _ in voices] == ["Ann Lee", "Bo Ek", "Cy Roe"]


def test_a_pull_quote_neither_ends_a_statement_nor_counts_twice():
    body = f"<h3>Ann Lee, fellow, FOI</h3><p>{WORDS[0]} Insurers have left, and few will come back to the coast.</p>"
    body += "<blockquote class='pq'>“Insurers have left, and few will come back.”</blockquote>".replace(
        " back", " back"
    )
    body += f"<p>{WORDS[1]}</p><h3>Bo Ek, fellow, FOI</h3><p>{WORDS[2]}</p>"
    said = [b.text for b in read_html(body) if b.voice]
    assert len(said) == 2
    assert said[0].count("Insurers have left") == 1
    assert said[0].endswith(WORDS[1])


@pytest.mark.parametrize(
    "line",
    [
        "The Policy Circle does not take collective positions. Its papers only represent the views of their authors.",
        "This summary was prepared by Cecily Norquist. The series is made possible through a gift of the Roe family.",
        "Ann Lee is a fellow at FOI. Bo Ek is a fellow at FOI and the author of two books about the coast.",
        "Ann Lee has received research funding from the Water Fund. Bo Ek has declared no relevant affiliations.",
    ],
)
def test_what_closes_a_page_is_nobodys(line: str):
    heads = "".join(f"<h3>{n}, fellow, FOI</h3><p>{w}</p>" for n, w in zip(("Ann Lee", "Bo Ek"), WORDS, strict=False))
    assert [b.text for b in read_html(f"{heads}<p>{line}</p>") if b.voice] == list(WORDS[:2])


def test_the_authors_of_a_page_say_none_of_it_together():
    names = ("Ann Lee", "Bo Ek", "Cy Roe")
    body = (
        "<h1>Three views</h1><p>by Ann Lee, Bo Ek and Cy Roe</p><p>The court gave its opinion on Monday. We asked.</p>"
    )
    body += "".join(f"<p><b>{n}, fellow, FOI:</b></p><p>{w}</p>" for n, w in zip(names, WORDS, strict=True))
    assert [name for name, _, _ in list_voices(body)] == list(names)


def test_a_sentence_that_quotes_a_judgment_is_the_experts():
    body = "<p><b>Ann Lee, fellow, FOI:</b></p><p>Paragraph nine deserves to be read twice. There, the Court says:</p>"
    body += f"<blockquote>{WORDS[0]}</blockquote><p>{WORDS[1]}</p><p><b>Bo Ek, fellow, FOI:</b></p><p>{WORDS[2]}</p>"
    assert next(b.text for b in read_html(body) if b.voice).startswith("Paragraph nine")


def test_points_of_a_list_belong_to_the_name_below_them():
    heads = ("A train leaves", "A border opens", "A line is short")
    points = (
        "<ul><li><b>Capacity:</b> a second crane would double it.</li><li><b>Paper:</b> two fax machines.</li></ul>"
    )
    body = "".join(
        f"<h3>{head}</h3><p>{words}</p>{points if n == 2 else ''}<p>{words.upper().capitalize()}</p>"
        f"<p><em>—<b>{name}</b> is a fellow at FOI.</em></p>"
        for n, (head, words, name) in enumerate(zip(heads, WORDS, ("Ann Lee", "Bo Ek", "Cy Roe"), strict=True))
    )
    said = [b.text for b in read_html(f"<h1>Experts react</h1><p>We asked.</p>{body}") if b.voice]
    assert len(said) == 3
    assert "a second crane" in said[2]


def test_a_topic_before_a_dash_is_no_organisation():
    topics = ("Own resources", "Cohesion", "The size of it")
    people = ("Ann Lee, Director", "Bo Ek, Research Fellow", "Cy Roe, Head of the Migration unit")
    body = "".join(f"<h3>{t} – {p}</h3><p>{w}</p>" for t, p, w in zip(topics, people, WORDS, strict=True))
    assert list_voices(body) == [
        ("Ann Lee", "Director", ""),
        ("Bo Ek", "Research Fellow", ""),
        ("Cy Roe", "Head", "Migration unit"),
    ]


@pytest.mark.parametrize(
    ("told", "role", "home"),
    [
        ("Ann Lee, professor of law at Oxley College, is an expert on floods.", "professor of law", "Oxley College"),
        ("Ann Lee, professor emerita of history, is the author of “White Water”.", "professor emerita of history", ""),
        ("The forum heard Ann Lee. Lee is an assistant at Oxley College.", "assistant", "Oxley College"),
    ],
)  # fmt: skip
def test_a_page_tells_elsewhere_who_somebody_is(told: str, role: str, home: str):
    body = f"<h1>Floods</h1><p>{told}</p><h3>Ann Lee</h3><p>{WORDS[0]}</p><h3>Bo Ek</h3><p>{WORDS[1]}</p>"
    assert list_voices(body)[0] == ("Ann Lee", role, home)
