"""What a web page says of itself: title, date, publisher, address, language; and text that stands in its data only."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.sources.page import clean_line

NAMES = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title"),
    "url": ("og:url",),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher"),
    "language": ("content-language", "og:locale", "dc.language", "dcterms.language"),
    "date": (
        "article:published_time", "datepublished", "citation_publication_date", "publish-date", "pubdate",
        "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "date",
    ),
}  # fmt: skip
ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
OTHER_TIME = re.compile(r"modif|updat|event|start|end|comment", re.IGNORECASE)
AMERICAN = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
LONGEST_BODY = 50  # characters from which a string in a page's data may be its text


def read_facts(tree: Any) -> dict[str, str]:
    """Title, date of publication, address, language, publisher; a date of change is no date of publication."""
    meta = _read_meta(tree)
    data = _read_data(tree)
    own = next((clean_line(t.text_content()) for t in tree.iter("title")), "")
    link = next((x.get("href") for x in tree.iter("link") if x.get("rel") == "canonical" and x.get("href")), "")
    ordered = {name: meta.get(key, "") for name, keys in NAMES.items() for key in reversed(keys) if meta.get(key)}
    facts = {
        "title": ordered.get("title") or data.get("title") or own,
        "date": _choose_date(meta, data, tree),
        "publisher": ordered.get("publisher") or data.get("publisher"),
        "url": ordered.get("url") or clean_line(link),
        "language": clean_line(tree.get("lang") or "") or ordered.get("language") or data.get("language"),
    }
    return {name: value for name, value in facts.items() if value}


def _read_meta(tree: Any) -> dict[str, str]:
    """What the page's `meta` elements say, by name in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if meta.get("content"):
            found.setdefault(name.lower(), clean_line(meta.get("content")))
    return found


def _read_data(tree: Any) -> dict[str, str]:
    """What the page's JSON-LD says of the article; a publisher may be named by reference, or as the site."""
    items = list(_list_items(tree))
    named = {str(i["@id"]): i for i in items if "@id" in i}
    found: dict[str, Any] = {}
    for item in sorted(items, key=lambda i: "webpage" in str(i.get("@type")).lower()):  # the article before its page
        if not ARTICLE.search(str(item.get("@type", ""))):
            continue
        publisher = item.get("publisher")
        if isinstance(publisher, dict):
            publisher = publisher.get("name") or named.get(str(publisher.get("@id")), {}).get("name")
        said = {"title": item.get("headline") or item.get("name"), "date": item.get("datePublished")}
        for name, value in (said | {"publisher": publisher, "language": item.get("inLanguage")}).items():
            if isinstance(value, str) and value.strip():
                found.setdefault(name, clean_line(value))
    site = next((i.get("name") for i in items if "WebSite" in str(i.get("@type"))), "")
    if isinstance(site, str) and site.strip():
        found.setdefault("publisher", clean_line(site))
    return found


def _choose_date(meta: dict[str, str], data: dict[str, str], tree: Any) -> str:
    """The date of publication: what is named so comes before a mere date."""
    keys = NAMES["date"]
    plain = keys.index("dcterms.date")
    named = next((meta[key] for key in keys[:plain] if meta.get(key)), "")
    mere = next((meta[key] for key in keys[plain:] if meta.get(key)), "")
    date = named or data.get("date") or _find_time(tree, marked=True) or mere or _find_time(tree, marked=False)
    if american := AMERICAN.search(date):  # as Drupal writes it
        month, day, year = (int(number) for number in american.groups())
        if month <= 12 < day:
            return f"{year}-{month:02}-{day:02}"
    return date


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


def _find_time(tree: Any, *, marked: bool) -> str:
    """The first `<time>` that is marked as that of publication, or the first without another meaning."""
    for time in tree.iter("time"):
        named = f"{time.get('itemprop') or ''} {time.get('class') or ''}"
        wanted = "publish" in named.lower() if marked else not OTHER_TIME.search(named)
        date = clean_line(time.get("datetime") or time.text_content())
        if wanted and re.search(r"(?:19|20)\d\d", date):
            return date
    return ""


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
