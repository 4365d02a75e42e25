"""What a word or a few words name: a position, a kind of organisation, a place."""

import re
from functools import lru_cache

from analysis.attribution.names import KEPT
from analysis.attribution.words import (
    COUNTRIES,
    NO_ACRONYM,
    ORGANISATION_ENDINGS,
    ORGANISATION_NOUNS,
    ROLE_ENDINGS,
    ROLE_NOUNS,
    SHORT_OFFICES,
    STRONG_ORGANISATION,
)

ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,7}$")


@lru_cache(maxsize=KEPT)
def has_role(text: str) -> bool:
    """Whether a word of it names a position."""
    return any(is_role_noun(token) for token in re.split(r"[\s/]+", text))


@lru_cache(maxsize=KEPT)
def is_role_noun(token: str) -> bool:
    """`analyst`, `Co-Director`, `Vice-President`, `wiceprezes`, a researcher in `-ologist`."""
    low = token.lower().strip(".,;:()")
    if "-" in token and token.isupper() and low not in ROLE_NOUNS:  # AFL-CIO, but SPD-CHEF
        return bool(ROLE_ENDINGS.search(low))
    return (
        low in ROLE_NOUNS
        or token.lower() in SHORT_OFFICES
        or re.sub(r"^.*-|^(?:vice|wice|vize|віце)", "", low) in ROLE_NOUNS
        or bool(len(low) > 4 and ROLE_ENDINGS.search(low))
    )


def is_organisation(text: str) -> bool:
    """Whether a word of it names a kind of organisation, or it is an acronym."""
    tokens = [t.strip(".,()") for t in text.split()]
    return any(_names_organisation(t, ORGANISATION_NOUNS) for t in tokens if t) or (
        bool(tokens) and is_acronym(tokens[0]) and len(tokens) <= 4
    )


def is_strong(text: str) -> bool:
    """Surely an organisation rather than a field of work."""
    tokens = [t.strip(".,()’'") for t in text.split()]
    return any(_names_organisation(t, STRONG_ORGANISATION) for t in tokens if t) or any(map(is_acronym, tokens))


def _names_organisation(token: str, nouns: frozenset[str]) -> bool:
    """A word of the list (in Cyrillic in small letters too) or, in Swedish and German, a compound that ends in one."""
    low = token.lower()
    return (token[0].isupper() or "а" <= token[0] <= "ґ") and (
        low in nouns or (len(low) > 6 and bool(ORGANISATION_ENDINGS.search(low)))
    )


def is_acronym(token: str) -> bool:
    """`FOI`, `USAID`, but not `US`, `CEO`."""
    token = token.strip("(),.")
    return bool(ACRONYM.match(token)) and token not in NO_ACRONYM


def is_place(text: str) -> bool:
    """A country, a region, or a city with its country."""
    last = text.split()[-1:]
    return any(t.strip(".,()").lower() in COUNTRIES for t in last) and not is_strong(text)
