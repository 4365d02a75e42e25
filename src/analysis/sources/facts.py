"""What a web page says of itself: title, date, publisher, address, language."""

import re
from collections.abc import Collection
from typing import Any

from analysis.sources.embedded import list_items
from analysis.sources.page import clean_line
from analysis.sources.publishers import PARTS, drop_publisher

NAMES = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title"),
    "url": ("og:url",),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name"),
    "language": ("content-language", "og:locale", "dc.language", "dcterms.language"),
    "date": (
        "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
        "rnews:datepublished", "citation_publication_date", "parsely-pub-date", "sailthru.date", "publish-date",
        "publish_date", "published_at", "publication_date", "publicationdate", "pubdate", "pub_date",
        "cxenseparse:recs:publishtime",
        "dc.date.issued", "dcterms.issued", "dc.date.published", "dcterms.date", "dc.date.created", "dcterms.created",
        "dc.date", "date",
    ),
}  # fmt: skip
ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
OTHER_TIME = re.compile(r"modif|updat|event|start|end|comment", re.IGNORECASE)
CHANGED = (  # words that name the date of a change
    r"(?:updated|modifi\w+|revised|reviewed|(?:last|latest) update|uppdater\w+|ändrad|aktualisier\w+|geändert|"
    r"mise?s? à jour|actualisé\w*|oppdatert|endret|opdateret|ændret|actualizad[oa]|actualización|modificad[oa]|"
    r"aggiorna\w+|atualiza\w+|bijgewerkt|gewijzigd|päivitetty|zaktualizowan[oa]|aktualizacja)"
)
OTHER_LABEL = re.compile(rf"\b(?:{CHANGED}|starts?|ends?)\b(?:\s+(?:on|at|am|den|le|el|il|em|op))?\W*$", re.IGNORECASE)
LOGO = re.compile(r"(?<![a-z])(?:logo|brand(?:ing)?|masthead|site(?:[_-]?(?:name|title))?)(?![a-z-])", re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?=T|$)")
LONGEST_TITLE = 300  # characters
AMERICAN = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")


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
        "publisher": ordered.get("publisher") or data.get("publisher") or _find_marked_publisher(tree),
        "url": ordered.get("url") or clean_line(link),
        "language": clean_line(tree.get("lang") or tree.get("xml:lang") or "")
        or ordered.get("language")
        or data.get("language"),
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
    items = list(list_items(tree))
    named = {str(i["@id"]): i for i in items if "@id" in i}
    found: dict[str, Any] = {}
    for item in sorted(items, key=lambda i: "webpage" in str(i.get("@type")).lower()):  # the article before its page
        if not ARTICLE.search(str(item.get("@type", ""))):
            continue
        publisher = item.get("publisher")
        if isinstance(publisher, list):
            publisher = next(iter(publisher), None)
        if isinstance(publisher, dict):
            publisher = publisher.get("name") or named.get(str(publisher.get("@id")), {}).get("name")
        date = item.get("datePublished") or item.get("dateCreated")
        said = {"title": item.get("headline") or item.get("name"), "date": date}
        for name, value in (said | {"publisher": publisher, "language": item.get("inLanguage")}).items():
            if isinstance(value, str) and value.strip():
                found.setdefault(name, clean_line(value))
    for kind in ("WebSite", "Organization"):
        named_so = (i.get("name") for i in items if kind in str(i.get("@type")))
        if isinstance(site := next(named_so, ""), str) and site.strip():
            found.setdefault("publisher", clean_line(site))
    return found


def _choose_date(meta: dict[str, str], data: dict[str, str], tree: Any) -> str:
    """The date of publication: what is named so comes before a mere date."""
    keys = NAMES["date"]
    plain = keys.index("dcterms.date")
    named = next((meta[key] for key in keys[:plain] if meta.get(key)), "")
    mere = next((meta[key] for key in keys[plain:] if meta.get(key)), "")
    marked = _find_time(tree, marked=True) or _find_marked_date(tree)
    date = named or data.get("date") or marked or mere or _find_time(tree, marked=False)
    if compact := COMPACT.match(date):
        return "-".join(compact.groups())
    if american := AMERICAN.search(date):  # as Drupal writes it
        month, day, year = (int(number) for number in american.groups())
        if month <= 12 < day:
            return f"{year}-{month:02}-{day:02}"
    return date


def _find_marked_date(tree: Any) -> str:
    """The date that an element other than `<time>` is marked as that of publication."""
    marked = (e for e in tree.iterfind(".//*[@itemprop]") if "datePublished" in e.get("itemprop").split())
    said = (clean_line(e.get("content") or e.get("datetime") or e.text_content()) for e in marked)
    return next((date for date in said if re.search(r"(?:19|20)\d\d", date)), "")


def _find_marked_publisher(tree: Any) -> str:
    """The name that an element is marked as the publisher's."""
    for element in tree.iterfind(".//*[@itemprop]"):
        if "publisher" in element.get("itemprop").split():
            names = [e for e in element.iterfind(".//*[@itemprop]") if "name" in e.get("itemprop").split()]
            said = (clean_line(e.get("content") or e.text_content()) for e in [*names, element])
            return next((name for name in said if name), "")
    return ""


def list_logos(tree: Any) -> list[str]:
    """The headlines that are the name of the site: called a logo, or no more than a link to its first page."""
    found = []
    for heading in tree.iter("h1"):
        around = [heading, *heading.iterancestors()][:2]
        named = " ".join(f"{e.get('id') or ''} {e.get('class') or ''}" for e in around if e.tag not in ("body", "html"))
        line = clean_line(heading.text_content())
        home = any(a.get("href") == "/" and clean_line(a.text_content()) == line for a in heading.iter("a"))
        if line and (home or LOGO.search(named)):
            found.append(line)
    return found


def choose_title(headlines: list[str], others: Collection[str], facts: dict[str, str]) -> str:
    """The headline that the page's own title repeats, else what of that title stands on the page by itself.

    `headlines` are headings of the first level and `others` all other short lines of the page: a logo may be the only
    headline. Where the title repeats nothing of the page, the first headline that is not the publisher's name.
    """
    said, publisher = facts.get("title", ""), facts.get("publisher", "").casefold()
    own = [h for h in headlines if h and h.casefold() != publisher]
    known = [h for h in own if h.casefold() in said.casefold()]
    folded = {line.casefold() for line in others} - {publisher}
    shown = [part for part in _list_parts(said) if part.casefold() in folded]
    if known or shown or own:
        return drop_publisher((known or shown or own)[0], publisher)
    *_, last = PARTS.split(said)
    if publisher:
        return drop_publisher(said, publisher)
    return said if said == last else said[: len(said) - len(last)].rstrip(" |–—·•«»:-")


def _list_parts(said: str) -> list[str]:
    """A title and all that remains of it without parts at its ends, the longest first; a name alone is none of them."""
    said = said[:LONGEST_TITLE]
    cuts = [0, *(place for found in PARTS.finditer(said) for place in found.span()), len(said)]
    parts = {said[a:b] for a in cuts[::2] for b in cuts[1::2] if a < b}
    return sorted((part for part in parts if len(part.split()) > 2), key=lambda part: (-len(part), part))


def _find_time(tree: Any, *, marked: bool) -> str:
    """The first `<time>` that is marked as that of publication, or the first without another meaning."""
    for time in tree.iter("time"):
        named = f"{time.get('itemprop') or ''} {time.get('class') or ''}"
        wanted = "publish" in named.lower() if marked else not OTHER_TIME.search(named)
        date = clean_line(time.get("datetime") or time.text_content())
        before = time.getprevious()
        label = (
            before.tail if before is not None else time.getparent().text if time.getparent() is not None else ""
        ) or ""
        wanted = wanted and not OTHER_LABEL.search(label[-30:])
        if wanted and re.search(r"(?:19|20)\d\d", date):
            return date
    return ""
