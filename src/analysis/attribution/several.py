"""Several people whom one header names."""

import re
from collections.abc import Callable, Sequence

from analysis.attribution.names import NOT_IN_NAMES, Credentials, is_person, strip_titles, tidy
from analysis.attribution.terms import has_role, is_role_noun
from analysis.attribution.words import HONOURS, ROLE_MODIFIERS, TRADES

ReadPerson = Callable[[str], Credentials | None]
SPLIT_COMMA = re.compile(r"[,;]\s+(?![^()]*\))|\s+[|•·]\s+|\s+[–—]\s+|\s+-\s+")
JOINT = re.compile(r"(?:;|,?\s+(?:and|&|und|et|och|og|en|y|AND|UND|OCH))\s+(?![^()]*\))")
TITLES = re.compile(
    r"^(?:(?:U\.S\.|US|State) )?(?:Sens|Reps|Drs|Profs|Govs|Messrs|Mmes)\b\.? |^(?:Professors|Senators) "
)
PARTY = re.compile(r",? (?:[DRI]-[A-Z][\w-]*(?: [A-Z][\w-]*)*|\((?:[DRI]|Ind)(?:-[\w. ]+)?\))(?=,| and\b|$)")
COUPLE = re.compile(
    r"^(?P<first>[^\W\d_a-z][a-zà-ÿ-]+) (?:and|&|und|et|och|og|en|y) (?P<second>[^\s,:;()&]+ [^\s,:;()&]+)$"
)
RANKS = ROLE_MODIFIERS - {"&", "and", "of", "co", "staff", "lead"}  # in nobody's name
FEWEST_LISTED = 3  # people apart by commas alone
NOTED = re.compile(r"^(?P<name>[^(),;]+?)\s*\((?P<note>[^()]+)\)$")


def read_several(line: str, read_person: ReadPerson) -> Credentials | None:
    """`A, CEO, and B, Vice President, of the X`; `A and B, Senior Fellows, X`; `A, B and C`; `X CEO A and Y head B`."""
    line = TITLES.sub("", PARTY.sub("", line))
    if (couple := COUPLE.match(line)) and is_person(couple["second"]) and couple["first"].lower() not in NOT_IN_NAMES:
        given, family = couple["second"].split(" ", 1)
        return Credentials((f"{couple['first']} {family}", f"{given} {family}"), (), "", "several")
    if noted := _read_noted(line, read_person):
        return noted
    listed = [tidy(chunk) for chunk in SPLIT_COMMA.split(line)]
    if len(listed) >= FEWEST_LISTED and all(map(is_person, listed)):
        return Credentials(tuple(strip_titles(name)[0] for name in listed), (), "", "several")
    for joint in JOINT.finditer(line):
        left, right = line[: joint.start()], line[joint.end() :]
        second = read_person(right)
        if joint[0].strip() == "&" and _names_firm(left):
            continue
        if not second or (joint[0][0] == ";" and not second.roles) or _is_post(right, second, joint[0]):
            continue
        first = read_person(left)
        named = _starts_with_name(right) or strip_titles(right)[0].startswith(second.names[0])
        if not named and not (first and _ends_with_name(left, first) and _ends_with_name(right, second)):
            continue
        loose = first and joint[0][0] not in ",;" and not _ends_with_name(left, first)
        if (
            loose
            and not (named and second.roles and "&" not in joint[0])
            and re.search(r"\b(?:of|in|for|on|at) [^,]*$", left)
        ):
            continue  # `Professor of Food and Nutrition`, `counsel at Hart & Roe`
        names = [tidy(n) for n in left.split(",")]
        if named and all(is_person(n) for n in names):
            people = [*(strip_titles(n)[0] for n in names), *second.names]
            return Credentials(tuple(people), second.roles, second.affiliation, "several")
        if first:
            return _join_people([first, read_several(right, read_person) or second])
    return None


def _names_firm(left: str) -> bool:
    """`…, Abbot` before `& Lyle Wealth`: one word behind a comma, and no position, or one behind a position."""
    *before, name = map(tidy, SPLIT_COMMA.split(left))
    return bool(before) and " " not in name and (not is_role_noun(name) or any(map(has_role, before[1:])))


def _join_people(people: Sequence[Credentials]) -> Credentials:
    """They as one: their names and roles in order, each organisation once."""
    homes = dict.fromkeys(one.affiliation for one in people if one.affiliation)
    names = tuple(name for one in people for name in one.names)
    return Credentials(names, tuple(role for one in people for role in one.roles), "; ".join(homes), "several")


def _starts_with_name(text: str) -> bool:
    """Its first element is a person."""
    return is_person(tidy(SPLIT_COMMA.split(text)[0]).split(" (")[0])


def _is_post(text: str, people: Credentials, joint: str) -> bool:
    """`Senior Clinical Lecturer, X`, `Marie Curie Fellow`, `Makro Research`: a second position, no second person."""
    words = HONOURS.sub("", tidy(SPLIT_COMMA.split(text)[0]).split(" (")[0]).split()
    if not words or any(word.lower() in RANKS for word in people.names[0].split()):
        return True
    if words[-1].lower() in TRADES:
        return is_role_noun(words[-1]) and not people.roles and joint[0] not in ",;" and "," in text
    return is_role_noun(words[-1])


def _ends_with_name(text: str, people: Credentials) -> bool:
    """The position stands before the name."""
    return bool(people.roles) and tidy(SPLIT_COMMA.split(text)[0]).endswith(f" {people.names[-1]}")


def _read_noted(line: str, read_person: ReadPerson) -> Credentials | None:
    """`A (chair, X), B (secretary, Y) and C (member)`."""
    chunks = [tidy(c) for piece in SPLIT_COMMA.split(line) for c in JOINT.split(piece)]
    noted = [NOTED.match(re.sub(r"^(?:and|&) ", "", c)) for c in chunks]
    if len(noted) < 2:
        return None
    people = [read_person(f"{n['name']}, {n['note']}") for n in noted if n and is_person(n["name"])]
    known = [one for one in people if one and one.roles]
    return _join_people(known) if len(known) == len(noted) else None
