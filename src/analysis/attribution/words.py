"""The closed word lists and patterns that the rules look things up in; they are data, `words.json`."""

import json
import re
from importlib.resources import files

_LISTS = json.loads(files("analysis.attribution").joinpath("words.json").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(_LISTS[name]["words"]).split())


def _pattern(name: str) -> re.Pattern[str]:
    pattern = "".join(_LISTS[name]["pattern"]).replace("{letters}", "".join(_LISTS["letters"]["pattern"]))
    return re.compile(pattern, re.IGNORECASE if _LISTS[name].get("any case") else 0)


PARTICLES = _words("particles")
HONORIFICS = _pattern("honorifics")
OFFICES = _pattern("offices")
SHORT_OFFICES = _words("short offices")
SUFFIXES = _pattern("suffixes")
ROLE_NOUNS = _words("role nouns")
ROLE_MODIFIERS = _words("role modifiers")
STRONG_ORGANISATION = _words("strong organisation")
ORGANISATION_NOUNS = _words("organisation nouns") | STRONG_ORGANISATION
NO_NAME = _words("no name")
ROLE_ENDINGS = _pattern("role endings")
ORGANISATION_ENDINGS = _pattern("organisation endings")
COUNTRIES = _words("countries")
NO_ACRONYM = _words("no acronym")
PARTIES = _words("parties")
FIRST_PERSON = _words("first person")
TELLS_OF_VOICES = _words("tells of voices")
FURNITURE = _pattern("furniture")
ASIDE_LINE = _pattern("aside line")
CLOSING_LINE = _pattern("closing line")
CONTACT = _pattern("contact")
FOR_GOOD = _pattern("for good")
INTERESTS = _pattern("interests")
INTRODUCTION = _pattern("introduction")
SEPARATOR = _pattern("separator")
LABEL_BEFORE = _pattern("label before")
HOST = _pattern("host")
CHAIR = _pattern("chair")
NO_POSITION = _pattern("no position")
HOUSES = _pattern("houses")
TEAM = _pattern("team")
FRENCH_HEADS = _pattern("French heads")
HEADS = _pattern("heads")
LEADS = _pattern("leads")
FIELD = _pattern("field")
NAMED_BY_ONE_WORD = _pattern("named by one word")
PORTFOLIO = _pattern("portfolio")
CLOSES_ORGANISATION = _words("closes organisation")
HONOURS = _pattern("honours")
GIVEN_NAMES = _words("given names")
FAMILY_NAMES = _words("family names")
TRADES = _words("trades")
FIELDS = _words("fields of trades")
UNITED = _words("united")
OPENS_CLAUSE = _words("opens a clause")
OPENS_POSITION = _words("opens a position")
CAPTION = _pattern("caption")
DATE_LINE = _pattern("date line")
OCCASION = _pattern("occasion")
CALLED = "".join(_LISTS["called"]["pattern"])
IN_FULL = dict(pair.split(":") for pair in _words("repeated"))
SEAT = _pattern("seat")
ASIDE = _pattern("aside")
POLITICIANS = _pattern("politicians")
BRACKETS = _pattern("brackets")
SPEAKS_FOR = _pattern("speaks for")
