"""The date of a page, from what it says of itself."""

import datetime
import re

from analysis.sources.page import Page

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH = "(?P<month>" + "|".join(f"{m}|{m[:3]}\\.?" for m in MONTHS) + ")"
DATES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d|19\d\d)", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (?P<year>20\d\d|19\d\d)", re.IGNORECASE),
)


def find_date(page: Page, *, url: str, name: str, slug: str) -> datetime.date | None:
    """The date that the page says of itself, else the first in its opening, its address, its name or the slug."""
    facts = page.facts
    places = (
        facts.get("date", ""), facts.get("published_time", ""), facts.get("published", ""), page.text[:1500],
        url.replace("/", "-"), name, slug,
        f"{slug[:7]}-01" if re.match(r"\d{4}-\d\d(?!\d)", slug) else "",
    )  # fmt: skip
    return next((d for place in places if (d := read_date(place))), None)


def read_date(text: str) -> datetime.date | None:
    """The first date of a text."""
    for pattern in DATES:
        for found in pattern.finditer(text):
            named = found.groupdict()
            month = int(named["number"]) if named.get("number") else 0
            if not month:
                month = 1 + next(i for i, m in enumerate(MONTHS) if m.startswith(named["month"].lower().strip(".")[:3]))
            try:
                return datetime.date(int(named["year"]), month, int(named["day"]))
            except ValueError:
                continue
    return None
