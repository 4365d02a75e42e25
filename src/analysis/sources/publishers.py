"""Who publishes a page, where no field says it: the part beside its title, the line on its rights."""

import re
from collections.abc import Sequence

from analysis.sources.page import clean_line

PARTS = re.compile(r"\s+(?:[|–—·•«»:]|-|::)\s+")  # between a title and its site
SIGN = r"(?i:©|\(c\)|copyright\b)"
YEARS = r"\(?(?:19|20)\d\d(?:\s*[–-]\s*(?:(?:19|20)\d\d|(?i:present|today|heute)))?\)?"
NAME = r"(?P<name>[^\W\d_a-zß-ÿ][^|©\n]{2,60})"
RIGHTS = (
    re.compile(rf"{SIGN}(?:\s*{SIGN})*\s*(?:{YEARS})?[\s,.–-]*(?:(?i:by)\s+)?{NAME}"),
    re.compile(rf"^\W*{NAME}\s*{SIGN}\s*{YEARS}"),
)
LONGEST = 25  # words of a line on rights; more are prose
BEHIND = re.compile(
    r"[,|]|\s[–—-]\s|\.(?:\s|$)|(?i:\b(?:all rights|alle rechte|tous droits|todos los derechos|tutti i diritti|"
    r"todos os direitos|wszelkie prawa|alla rättigheter|alle rettigheter|alle rechten)\b)"
)
NO_NAME = re.compile(r"(?i)(?:privacy|terms|cookies?|imprint|impressum|datenschutz|legal|contact|sitemap|all|alle)\b")
PICTURE = re.compile(r"(?i)\b(?:photo\w*|foto\w*|image\w*|bild\w*|picture|imagen|getty|reuters|afp)\b")
FEWEST = 3  # words that a title has without its publisher


def find_publisher(said: str, title: str, lines: Sequence[str]) -> str:
    """Who publishes the page, where it says so only beside its title, in `said`, or on its rights; else empty."""
    parts = PARTS.split(said)
    if title and len(parts) > 1 and len(title) < len(said):
        if said.casefold().startswith(title.casefold()):
            return parts[-1]
        if said.casefold().endswith(title.casefold()):
            return parts[0]
    return next((name for line in reversed(lines) if (name := _read_rights(line))), "")


def _read_rights(line: str) -> str:
    """The name in a line on rights, without years and what is reserved; empty in any other line."""
    if PICTURE.search(line) or len(line.split()) > LONGEST:
        return ""
    for pattern in RIGHTS:
        if found := pattern.search(line):
            name = BEHIND.split(found["name"])[0]
            name = clean_line(re.sub(rf"\s*{YEARS}\s*$", "", name))
            return "" if NO_NAME.match(name) else name
    return ""


def drop_publisher(title: str, publisher: str) -> str:
    """The title without its publisher's name and a sign before or behind it, where enough words remain.

    >>> drop_publisher("Harbour Institute: Experts react to the deal", "Harbour Institute")
    'Experts react to the deal'
    """
    if not publisher:
        return title
    name = rf"(?:the\s+)?{re.escape(publisher)}"
    title = re.sub(rf"(?i)\s+[|–—·•«-]\s+{name}$", "", title)
    rest = re.sub(rf"(?i)^{name}\s*(?::|[|–—·•»-](?=\s))\s*|\s+:\s+{name}$", "", title, count=1)
    return rest if len(rest.split()) >= FEWEST else title
