"""What stands in `event.yml`: a new page's facts, and changes that leave the rest of the file as people wrote it."""

import datetime
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from analysis.adding.dates import find_date
from analysis.adding.languages import find_language
from analysis.adding.taking import Taken
from analysis.event import EventFile
from analysis.sources.page import Page, clean_line

RIGHTS = (
    "Text by its authors and {publisher}; kept unchanged for analysis and quotation. "
    "Check the rights before passing it on."
)
LONGEST_TITLE = 300


@dataclass(frozen=True)
class AddRequest:
    """What the analyst asked for; empty where the page shall say it."""

    slug: str
    codebook: str = ""
    title: str = ""
    date: datetime.date | None = None
    publisher: str = ""
    article: bool = False
    replace: bool = False
    another_page: bool = False

    @property
    def fields(self) -> dict[str, object]:
        """The fields of `event.yml` that were asked for."""
        asked = {"title": self.title, "date": self.date, "publisher": self.publisher, "codebook": self.codebook}
        return {name: value for name, value in asked.items() if value}


def describe_event(page: Page, taken: Taken, request: AddRequest, codebook: str, *, said: str) -> tuple[str, list[str]]:
    """The text of a new event's `event.yml`, and what it could only guess; `said` is what the experts say."""
    facts = page.facts
    doubts: list[str] = []
    heading = next((page.text[b.start : b.end] for b in page.blocks if b.kind == "heading"), "")
    title = request.title or page.title or clean_line(heading)
    if not title or len(title) > LONGEST_TITLE:
        title = request.slug
        doubts.append("title: the page gives none; correct title in event.yml")
    found = find_date(page, url=taken.url, name=taken.name, slug=request.slug)
    date = request.date or found.date or datetime.datetime.now(datetime.UTC).date()
    doubts += [found.doubt] if found.doubt and not request.date else []
    addresses = (taken.url, facts.get("source_url", ""), facts.get("url", ""))
    url = next((u for u in addresses if re.match(r"^https?://\S+$", u)), "")
    publisher = request.publisher or facts.get("publisher", "") or facts.get("site_name", "")
    publisher = publisher or urllib.parse.urlsplit(url).hostname or ""
    if not publisher:
        publisher = "unknown"
        doubts.append("publisher: the page gives none; correct publisher in event.yml or give --publisher")
    language = find_language(said, facts.get("language", "") or facts.get("lang", ""))
    file = EventFile.model_validate(
        {
            "title": title, "date": date, "publisher": publisher, "language": language.tag, "url": url,
            "rights": RIGHTS.format(publisher=publisher), "codebook": codebook,
            "sources": (_describe_source(taken, article=request.article),),
        }
    )  # fmt: skip
    text = _format_event(file)
    if language.found:
        text = re.sub(r"(?m)^(language: .*)$", rf"\1  # {language.found}", text, count=1)
    return text, [*doubts, *([language.doubt] if language.doubt else [])]


def _describe_source(taken: Taken, *, article: bool) -> dict[str, object]:
    """A page's entry among the event's sources."""
    entry: dict[str, object] = {"file": taken.name, "sha256": taken.sha256, "url": taken.url, "fetched": taken.fetched}
    return {name: value for name, value in (entry | {"article": article}).items() if value}


def _format_event(file: EventFile) -> str:
    """The text of a new `event.yml`."""
    fields = file.model_dump(mode="python", exclude_defaults=True, exclude_none=True)
    fields["sources"] = [dict(s) for s in fields["sources"]]
    return _dump(fields)


def change_event(text: str, taken: Taken, request: AddRequest, *, article: bool) -> str:
    """The text of `event.yml` with the page's new entry and the fields that were asked for; the rest as it was."""
    if request.codebook:
        text = change_codebook(text, request.codebook)
    fields = yaml.safe_load(text)
    fields |= request.fields
    entry = _describe_source(taken, article=article)
    known = taken.known
    if known is None:
        fields["sources"] = [*fields["sources"], entry]
        return change_text(text, text, fields)
    fields["sources"] = [entry if s["file"] == known.file else s for s in fields["sources"]]
    changed = text.replace(known.sha256, taken.sha256)
    if known.fetched and taken.fetched:
        changed = changed.replace(f"fetched: {known.fetched}", f"fetched: {taken.fetched}", 1)
    return change_text(text, changed, fields)


def change_codebook(text: str, name: str) -> str:
    """The text of `event.yml` with this codebook; the rest as it was, comments and all."""
    fields = yaml.safe_load(text) | {"codebook": name}
    return change_text(text, re.sub(r"(?m)^(codebook:[ \t]*)[^\s#]+", lambda found: found[1] + name, text), fields)


def change_text(text: str, changed: str, fields: Mapping[str, Any]) -> str:
    """`changed` where it says just `fields`, comments and all; else the fields written anew under the old heading."""
    try:
        if yaml.safe_load(changed) == fields:
            return changed
    except yaml.YAMLError:
        pass
    heading = re.match(r"(?:#.*\n)*", text)
    return (heading[0] if heading else "") + _dump(fields)


def _dump(fields: Mapping[str, Any]) -> str:
    """The fields as YAML."""
    written: str = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, width=110)
    return written
