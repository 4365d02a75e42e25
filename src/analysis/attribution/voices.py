"""Voices that no person’s name was read in: organisations, and what stands where a name would."""

import re

from analysis.attribution.holders import make_credentials
from analysis.attribution.names import Credentials, names_nobody, strip_titles, tidy
from analysis.attribution.positions import read_position
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation, is_role_noun
from analysis.attribution.words import NO_NAME, TRADES

DESCRIBED = re.compile(  # `X, a campaign group`, `X (employers)`, `Harbour and Fishing Union (HFU)`
    r"^(?P<home>[^(),;:]{4,80}?)(?:, an? [a-z][^,;:]{3,60}| \((?:[a-z][a-z ]+|[A-Z]{2,6})\))$"
)


def read_voice(text: str) -> Credentials | None:
    """An organisation, or another name without a person's shape, as the voice."""
    name = tidy(text)
    if told := DESCRIBED.match(name):
        name = told[1]
    tokens = name.split()
    if not 1 <= len(tokens) <= 10 or has_role(name) or names_nobody(name):
        return None
    small = {"of", "for", "the", "and", "in", "on", "to", "de", "des", "du", "der", "&", "at", "et", "la"}
    if any(t[0].islower() and t.lower() not in small for t in tokens):
        return None
    if not is_organisation(name) and any(t.lower().strip(".,") in NO_NAME - small for t in tokens):
        return None
    return Credentials((name,), (), "", "organisation")


def read_unread(text: str) -> Credentials | None:
    """What stands where a name would, alone or beside a position, though it looks like nobody's name."""
    line, placed = tidy(text), PLACED.match(tidy(text))
    first, *elements = [tidy(e) for e in SPLIT_COMMA.split(placed["who"] if placed else line)]
    elements += [tidy(e) for e in SPLIT_COMMA.split(placed["note"])] if placed else []
    name, office = strip_titles(first)
    tokens = name.split()
    family = bool(elements) and len(tokens) == 1 and tokens[0].lower() in TRADES  # `Bond, Deputy Director, X`
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token) and not family]
    if nouns:
        office, tokens = " ".join(tokens[: nouns[-1] + 1]), tokens[nouns[-1] + 1 :]
    known = {t.lower().strip(".,’'") for t in tokens} & NO_NAME
    rest = " ".join(tokens)
    if not 1 <= len(tokens) <= (6 if elements else 4) or (known and not elements) or names_nobody(rest):
        return None
    if is_organisation(rest) and not family:
        return None
    if elements and not placed and not any(has_role(e) or is_organisation(e) for e in elements):
        return None
    role, home = read_position(elements)
    return make_credentials(rest, (office, role), home)


PLACED = re.compile(r"^(?P<who>[^()]{2,60}?)\s*\((?P<note>[^()]{2,80})\)$")
