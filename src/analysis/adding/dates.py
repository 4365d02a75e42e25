"""The date of a page, from what it says of itself."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.adding.months import number_month
from analysis.sources.facts import CHANGED as CHANGED_WORDS
from analysis.sources.page import Page

YEAR = r"(?P<year>20\d\d|19\d\d)(?!\d)"
MONTH = r"(?P<month>[^\W\d_]{3,})"
DAY = r"(?P<day>\d{1,2})"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>20\d\d|19\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b{MONTH}\.? {DAY}(?:st|nd|rd|th)?,? {YEAR}",
        rf"\b{DAY}(?:\.|st|nd|rd|th|er|º)?(?: |[-/]|(?<=\.))(?:de |of )?{MONTH}(?:\.?,? |[-/])(?:de )?{YEAR}",
        rf"(?<!\d){YEAR}\.?(?:,| m\.| gada)? {DAY}\. {MONTH}",  # 2024. gada 14. maijs
        rf"(?<!\d){YEAR}(?:\.|,| m\.)? {MONTH} {DAY}(?!\d)",  # 2024. május 14.
        rf"(?<!\d){YEAR}\s?[年년]\s?(?P<number>\d{{1,2}})\s?[月월]\s?{DAY}\s?[日일]",
        rf"(?<!\d){YEAR}\. ?(?P<number>\d{{1,2}})\. ?{DAY}(?!\d)",
        r"(?<![\d/.])(?P<year>20\d\d|19\d\d)([/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})(?![\d/])",
        rf"(?<![\d.]){DAY}\.\s?(?P<number>\d{{1,2}})\.\s?{YEAR}",
        rf"(?<![\d/-])(?P<one>\d{{1,2}})([/-])(?P<other>\d{{1,2}})\2{YEAR}",
    )
)
SHORT_YEAR = re.compile(r"(?<![\d./-])(\d\d)([./-])(\d\d)\2(\d\d)(?![\d./-])")  # 14.05.24
IN_MONTH = re.compile(rf"\b{MONTH}\.? (?:de )?{YEAR}")
MONTH_FIRST = frozenset(
    ("AS", "GU", "MH", "MP", "PA", "PH", "PR", "UM", "US", "VI")
)  # they write May 14 as 5/14 (CLDR)
EITHER = frozenset({"", "en", "en-ca"})  # languages that do not say which number is the month


OPENING = 1500  # characters of the page in which its own date may stand
FEW_AT_FOOT = 5  # words of a line at the foot that is a date with a place or a day of the week
FEW = 12  # words; a line of no more is no sentence about something that happened on a day
PUBLISHED = re.compile(  # words that only a label opens with do not count within a line
    r"(?i)\b(?:published|posted|publicera[dt]|veröffentlicht|erschienen|publiée?|publisert|publiceret|publicad[oa]|"
    r"pubblicat[oa]|gepubliceerd|julkaistu|opublikowan[oa]|publikacji|publikován[oa]|megjelent|yayın|опубликовано|"
    r"публикации|опубліковано|publicat|δημοσ\w+)\b|[发發]布|公開|게시|"
    r"^\W*(?:(?:publication |issue )?date|datum|data|fecha|дата|tarih|ημερομηνία|released|issued)\b"
)
CHANGED = re.compile(rf"(?i)\b{CHANGED_WORDS}\b.*?(?:19|20)\d\d(?:-\d\d-\d\d)?")
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d)")


@dataclass(frozen=True)
class Dated:
    """A page's date, none where nothing gives it, and what the analyst has to look at."""

    date: datetime.date | None
    doubt: str = ""


def find_date(page: Page, *, url: str, name: str, slug: str) -> Dated:
    """The date that the page says of itself, else the first in its opening, at its foot, in its address, name or slug.

    A date that is labelled as that of publication counts wherever it stands.
    """
    facts = page.facts
    language = (facts.get("language", "") or facts.get("lang", "")).replace("_", "-")
    said = next((text for key in ("date", "published_time") if (text := facts.get(key)) and read_date(text)), "")
    places = (
        said, facts.get("published", ""), *_list_lines(page), *_list_addresses(url, facts.get("url", "")), name,
        *_list_foot(page), slug, f"{slug[:7]}-01" if re.match(r"\d{4}-\d\d(?!\d)", slug) else "",
    )  # fmt: skip
    for place in places:
        if date := read_date(place, language):
            sure = place == said and not _is_ambiguous(place, language)
            told = f"date: {date.isoformat()} is the first date that the page, its name or the slug gives; check it"
            return Dated(date, "" if sure else told)
    return Dated(None, _tell_missing(page, language))


def _tell_missing(page: Page, language: str) -> str:
    """What to tell where no date of publication was found: whether the page has any date at all."""
    named = next((date for line in page.text.split("\n") if (date := read_date(line, language))), None)
    months = (found for found in IN_MONTH.finditer(page.text) if number_month(found["month"], language[:2].lower()))
    month = next((found[0] for found in months), "")
    what = (
        f"names {named.isoformat()}, but not as its own" if named else f"names only a month ({month})" if month else ""
    )
    what = what or "gives none"
    return f"date: the page {what}, so today’s stands in event.yml; correct it there or give --date"


def _list_addresses(*urls: str) -> Iterator[str]:
    """Addresses as texts with dates in them: `/2024/05/14/` and `/2024/5/14/` alike."""
    for url in urls:
        yield IN_ADDRESS.sub(lambda m: f" {m[1]}-{m[2]:0>2}-{m[3]:0>2} ", url).replace("/", "-")


def _list_lines(page: Page) -> Iterator[str]:
    """The page's lines in the order in which their dates count: labelled as that of publication, short, a sentence."""
    opening = [CHANGED.sub("", line) for line in page.text[:OPENING].split("\n")]
    short = [line for line in opening if len(line.split()) <= FEW]
    rest = (CHANGED.sub("", line) for line in page.text[OPENING:].split("\n") if len(line.split()) <= FEW)
    yield from (line[found.end() :] for line in opening if (found := PUBLISHED.search(line)))
    yield from (_widen(line) for line in short)
    yield from (_widen(line[found.end() :]) for line in rest if (found := PUBLISHED.search(line)))
    yield from opening


def _list_foot(page: Page) -> Iterator[str]:
    """The lines below the opening that are hardly more than a date, from the last."""
    lines = page.text[OPENING:].split("\n")
    yield from (line for line in reversed(lines) if len(line.split()) <= FEW_AT_FOOT and not CHANGED.search(line))


def _widen(line: str) -> str:
    """A short line with years of two digits in full: such a number in a sentence may be anything."""
    return SHORT_YEAR.sub(r"\1\g<2>\3\g<2>20\4", line)


def read_date(text: str, language: str = "") -> datetime.date | None:
    """The first date of a text; of two numbers the region in `language`, a tag, says which is the month.

    >>> read_date("05/06/2024", "en-US"), read_date("05/06/2024", "en-GB")
    (datetime.date(2024, 5, 6), datetime.date(2024, 6, 5))
    """
    for pattern in DATES:
        for found in pattern.finditer(text):
            for year, month, day in _list_readings(found.groupdict(), language):
                try:
                    return datetime.date(year, month, day)
                except ValueError:
                    continue
    return None


def _list_readings(named: Mapping[str, str], language: str) -> list[tuple[int, int, int]]:
    """Year, month and day of what was found, in the orders in which they may be meant."""
    year = int(named["year"])
    if "one" not in named:
        month = int(named.get("number") or number_month(named["month"], language[:2].lower()))
        return [(year, month, int(named["day"]))]
    one, other = int(named["one"]), int(named["other"])
    orders = [(year, other, one), (year, one, other)]
    return orders[::-1] if _list_regions(language) & MONTH_FIRST else orders


def _list_regions(language: str) -> set[str]:
    """The region of a tag such as `en-US`."""
    return {part.upper() for part in language.split("-")[1:] if len(part) == 2}


def _is_ambiguous(text: str, language: str) -> bool:
    """Whether nothing says which of two numbers of a date is its month."""
    if language.lower() not in EITHER:
        return False
    numbers = [(found["one"], found["other"]) for found in DATES[-1].finditer(text)]
    return any(one != other and max(int(one), int(other)) <= 12 for one, other in numbers)
