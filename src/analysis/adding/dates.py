"""The date of a page, from what it says of itself."""

import datetime
import re
from collections.abc import Iterator

from analysis.sources.facts import CHANGED as CHANGED_WORDS
from analysis.sources.page import Page

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
NUMBERS = {month: number for months in MONTHS.values() for number, month in enumerate(months.split(), 1)}
NUMBERS |= {month[:3]: NUMBERS[month] for month in MONTHS["en"].split()} | {"sept": 9}
MONTH = rf"(?P<month>{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
YEAR = r"(?P<year>20\d\d|19\d\d)(?!\d)"
DATES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"\b{MONTH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR}", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)? (?:de |of )?{MONTH}\.?,? (?:de )?{YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{YEAR}"),
    re.compile(r"(?<![\d/.])(?P<year>20\d\d|19\d\d)([/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})(?![\d/])"),
    re.compile(rf"(?<![\d/])(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})/{YEAR}"),
    re.compile(rf"(?<![\d/])(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})/{YEAR}"),  # where it can be no other way round
)


OPENING = 1500  # characters of the page in which its own date may stand
FEW = 12  # words; a line of no more is no sentence about something that happened on a day
PUBLISHED = re.compile(
    r"(?i)\b(?:published|posted|publicera[dt]|veröffentlicht|erschienen|publiée?|publisert|publiceret|publicad[oa]|"
    r"pubblicat[oa]|gepubliceerd|julkaistu|opublikowan[oa])\b"
)
CHANGED = re.compile(rf"(?i)\b{CHANGED_WORDS}\b.*?(?:19|20)\d\d(?:-\d\d-\d\d)?")
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d)")


def find_date(page: Page, *, url: str, name: str, slug: str) -> datetime.date | None:
    """The date that the page says of itself, else the first in its opening, its address, its name or the slug."""
    facts = page.facts
    places = (
        facts.get("date", ""), facts.get("published_time", ""), facts.get("published", ""), *_list_lines(page),
        *_list_addresses(url, facts.get("url", "")), name, slug,
        f"{slug[:7]}-01" if re.match(r"\d{4}-\d\d(?!\d)", slug) else "",
    )  # fmt: skip
    return next((d for place in places if (d := read_date(place))), None)


def _list_addresses(*urls: str) -> Iterator[str]:
    """Addresses as texts with dates in them: `/2024/05/14/` and `/2024/5/14/` alike."""
    for url in urls:
        yield IN_ADDRESS.sub(lambda m: f" {m[1]}-{m[2]:0>2}-{m[3]:0>2} ", url).replace("/", "-")


def _list_lines(page: Page) -> Iterator[str]:
    """The page's opening in the order in which its dates count: named as that of publication, alone, in a sentence."""
    lines = [CHANGED.sub("", line) for line in page.text[:OPENING].split("\n")]
    yield from (line[found.end() :] for line in lines if (found := PUBLISHED.search(line)))
    yield from (line for line in lines if len(line.split()) <= FEW)
    yield from lines


def read_date(text: str) -> datetime.date | None:
    """The first date of a text."""
    for pattern in DATES:
        for found in pattern.finditer(text):
            named = found.groupdict()
            month = int(named.get("number") or NUMBERS.get((named.get("month") or "").lower(), 0))
            try:
                return datetime.date(int(named["year"]), month, int(named["day"]))
            except ValueError:
                continue
    return None
