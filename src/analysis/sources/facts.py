"""What a web page says of itself: title, date, publisher, address, language; and text that stands in its data only."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.sources.page import clean_line

NAMES = {
    "og:title": "title", "og:url": "url", "og:site_name": "publisher", "article:published_time": "date", "date": "date",
    "dc.date": "date", "dc.date.issued": "date", "dcterms.issued": "date", "dcterms.date": "date",
    "datepublished": "date", "publish-date": "date", "pubdate": "date", "citation_publication_date": "date",
}  # fmt: skip
ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
AMERICAN = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
LONGEST_BODY = 50  # characters from which a string in a page's data may be its text


def read_facts(tree: Any) -> dict[str, str]:
    """Title, date of publication, address, language, publisher; a date of change is no date of publication."""
    facts: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in NAMES and meta.get("content"):
            facts.setdefault(NAMES[name], clean_line(meta.get("content")))
    for item in _list_items(tree):
        if not ARTICLE.search(str(item.get("@type", ""))):
            continue
        publisher = item.get("publisher")
        found = {"title": item.get("headline"), "date": item.get("datePublished")}
        found["publisher"] = publisher.get("name") if isinstance(publisher, dict) else publisher
        for name, value in found.items():
            if isinstance(value, str) and value.strip():
                facts.setdefault(name, clean_line(value))
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            facts.setdefault("url", clean_line(link.get("href")))
    if date := _find_time(tree):
        facts.setdefault("date", date)
    title = next((t.text_content() for t in tree.iter("title")), "")
    facts.setdefault("title", clean_line(title))
    if tree.get("lang"):
        facts["language"] = clean_line(tree.get("lang"))
    if american := AMERICAN.search(facts.get("date", "")):  # as Drupal writes it
        month, day, year = (int(number) for number in american.groups())
        if month <= 12 < day:
            facts["date"] = f"{year}-{month:02}-{day:02}"
    return {name: value for name, value in facts.items() if value}


def choose_title(headlines: list[str], facts: dict[str, str]) -> str:
    """The headline that the page's own title repeats, else the first that is not the publisher's name."""
    said, publisher = facts.get("title", ""), facts.get("publisher", "").casefold()
    known = [h for h in headlines if h and h.casefold() in said.casefold() and h.casefold() != publisher]
    other = [h for h in headlines if h and h.casefold() != publisher]
    if known or other:
        return (known or other)[0]
    site = re.search(r"\s+[|–—-]\s+([^|–—]+)$", said)
    return said[: site.start()] if site and (not publisher or site[1].casefold() == publisher) else said


def find_body(tree: Any) -> str:
    """The markup or text of a page that stands only in its data (`articleBody`, `__NEXT_DATA__`); else empty."""
    for item in _list_items(tree):
        if isinstance(body := item.get("articleBody"), str):
            paragraphs = [html.escape(p) for p in re.split(r"\n\s*\n", body)]
            return "".join(f"<p>{p}</p>" for p in paragraphs)
    for script in tree.iter("script"):
        if script.get("id") == "__NEXT_DATA__":
            texts = [t for t in _list_strings(_load(script.text)) if len(t) > LONGEST_BODY and re.search(r"<p\b", t)]
            return max(texts, key=len, default="")
    return ""


def _find_time(tree: Any) -> str:
    """The first `<time>` that is marked as that of publication, else the first without another meaning."""
    times = [t for t in tree.iter("time") if t.get("datetime")]
    marked = [t for t in times if "published" in (t.get("itemprop") or t.get("class") or "").lower()]
    plain = [
        t for t in times if not re.search(r"modif|updat|event|start", f"{t.get('itemprop')} {t.get('class')}", re.I)
    ]
    return next((clean_line(t.get("datetime")) for t in (*marked, *plain)), "")


def _list_items(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, those in a graph too."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            data = _load(script.text)
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict):
                    graph = item.get("@graph")
                    yield from (i for i in (graph if isinstance(graph, list) else [item]) if isinstance(i, dict))


def _load(text: str | None) -> Any:
    """A script's data; nothing where it is broken or too deep."""
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


def _list_strings(data: Any) -> Iterator[str]:
    """All strings in some data."""
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
