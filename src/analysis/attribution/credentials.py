"""A header's words to name, role, affiliation and kind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import dropwhile

from analysis.attribution.names import (
    EDGES,
    KEPT,
    Credentials,
    find_edge_name,
    find_name,
    is_name,
    is_person,
    is_surname,
    soften,
    strip_titles,
    tidy,
    turn_family_first,
)
from analysis.attribution.positions import PARTY_LETTER, has_role, is_organisation, is_role_noun, read_position
from analysis.attribution.several import SPLIT_COMMA, read_several
from analysis.attribution.short_names import is_cut_short
from analysis.attribution.words import (
    BRACKETS,
    FURNITURE,
    IN_FULL,
    NO_NAME,
    OFFICES,
    PARTICLES,
    PARTIES,
    ROLE_MODIFIERS,
    SEAT,
    SHORT_OFFICES,
    SUFFIXES,
)
from analysis.quotations import SAYING

__all__ = [
    "SPLIT_COMMA",
    "make_credentials",
    "read_again",
    "read_credentials",
    "read_leading_name",
    "read_unread",
    "read_voice",
]

LEAD = re.compile(
    r"^(?:(?:[Pp]repared |PREPARED )?(?:[Ss]tatement|STATEMENT|[Tt]estimony|TESTIMONY) (?:by|BY|of|OF|from|FROM) |"
    r"(?:Responding|Reacting|Commenting|Speaking|Writing) (?:to|on|about|after|in) [^,]{3,80}, )(?=[^\W\d_])"
)
DATED = re.compile(r"\b\d{1,2}\.? [A-Z][a-z]+\.? \d{4}$|\b[A-Z][a-z]+\.? \d{1,2}, \d{4}$")
CLASS_YEAR = re.compile(r"(?<=[^\W\d_]) [*’'‘]\d{2}(?=,|\s|$)")  # of somebody who studied there: `Jane Roe *79`
JUNIOR = re.compile(r",\s+(?=(?:Jr|Sr|III?|IV)\b)")
RETIRED = re.compile(r"\(\s*ret(?:\.|ired|['’]d)?\s*\)", re.IGNORECASE)
TOGETHER = re.compile(r",? in (?:an?|their) (?:joint|shared|common) [a-z]+\b.*$")
STATED = re.compile(
    r"^(?:Statement|Remarks|Comment|Response|Message|Words|Tribute)s? (?:by|from|of) (?:the )?(?=[^\W\d_a-z]|Hon)"
)


MONSIEUR = re.compile(
    r"^M\. (?=[^,]+ [^,]+, (?:[^,]*\b(?:de|du|des|d[’']\w+|général|en)\b|rapporteur|président|maire|député|ministre))"
)


@lru_cache(maxsize=KEPT)
def read_credentials(text: str) -> Credentials | None:
    """Name, role and affiliation of a header's words; None when they name nobody."""
    line = tidy(re.sub(r"^(?:by|By|BY|from|From)\s+(?=\S)|^\(?\d{1,2}[.)]\s+", "", text.strip().strip("—–- ")))
    line = re.sub(
        rf"(?:\s+(?:also|then|later|further))?\s*\b{SAYING}$|\s+also$", "", STATED.sub("", TOGETHER.sub("", line))
    ).strip(EDGES)
    if len(line) > 260 or sum(map(str.isupper, line)) < 2 or DATED.search(line):
        return None  # nobody is named without capitals
    if re.match(r"(?:As|In|But|And|While|When|If|After|For|On(?!\.)|At|With|Asked|It|This|That)\b", line):
        return None  # a sentence that leads up to a quotation
    line = re.sub(
        r"^(?:(?:Der|Die) (?=[A-ZÄÖÜ])|(?:Le|La|El|Il) (?=(?:Dr|Pr|Prof)\b))",
        "",
        CLASS_YEAR.sub("", LEAD.sub("", line)),
    )
    if spoken := SPOKESPERSON.match(line):
        return Credentials((tidy(spoken["home"]),), (spoken["role"],), "", "organisation")
    line = turn_family_first(MONSIEUR.sub("", line))
    people, shouted = read_several(line, read_person) or read_person(line), line.isupper()
    if people is None:
        return None
    names = tuple(soften(name, name=True) for name in people.names)
    home = soften(people.affiliation) if shouted else people.affiliation
    return replace(people, names=names, roles=tuple(map(soften, people.roles)), affiliation=home)


OF_HOME = re.compile(
    r"^(?P<name>[^,:]{4,50}?) (?:of|from|with|at|of the|vom|von der|von|am|an der|aus dem|från|vid|på|ved|fra|van de|"
    r"van het|van|bij|de la|de l[’']|du|del|della|dell[’']|da|do|z) ?(?:the )?(?P<home>[^\W\d_a-z].{1,80})$"
)
PARTY_NOTE = re.compile(r"^(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]\d+)$")  # `PvdA`, `D66`
SPOKESPERSON = re.compile(
    r"^(?:An?|The) (?P<role>spokes(?:person|man|woman)|representative) "
    r"(?:for|of|from) (?:the )?(?P<home>[A-Z][^,.;:]{2,80})$"
)


HOLDER = re.compile(r"^(?P<office>[^(),;:]{4,90}) \((?P<holder>[^();,]{4,60})(?:[;,] [^()]{2,40})?\)$")
OWNED = re.compile(r"^(?P<home>[^(),;:]{3,70}): (?P<who>[^:]{5,150})$")
KNOWN_SO = re.compile(  # a position of words that no list knows
    r"^(?P<post>(?:[Ff]ormer|[Ll]ongtime|[Ll]ong-time|[Ff]ellow|[Rr]etired|[Oo]ne-time|[Ll]ifelong|[Cc]hildhood)"
    r"(?: [a-zà-ÿ][\w-]*){1,5}) (?P<name>[^\W\d_a-z][^,;:()]{3,50})$"
)


def read_person(line: str) -> Credentials | None:
    """One person; a rank keeps its “(ret.)”, wherever that stands."""
    people, retired = read_one(line), RETIRED.search(line)
    if not people or not people.roles or not retired:
        return people
    posts = people.roles[0].split("; ")
    rank = next((i for i, post in enumerate(posts) if OFFICES.fullmatch(f"{post} ")), None)
    if rank is None:
        return people
    posts[rank] = f"{posts[rank]} {retired[0]}"
    return replace(people, roles=("; ".join(posts), *people.roles[1:]))


def read_one(line: str) -> Credentials | None:
    """One person: the name first, after the role, or after the organisation."""
    if within := HOLDER.match(line):
        office, holder = (
            tidy(re.sub("^(?:[Tt]he |Madam |Mister |Mr )", "", within["office"])),
            read_plain(within["holder"]),
        )
        if (
            holder
            and not holder.affiliation
            and not is_person(office)
            and any((has_role(office), is_organisation(office), office.isupper() and " " in office))
        ):
            role, home = read_position([office]) if has_role(office) else ("", office)
            return make_credentials(holder.names[0], (holder.role, role), home)
    if (
        (owned := OWNED.match(line))
        and is_organisation(owned["home"])
        and not FURNITURE.match(owned["home"])
        and not has_role(owned["home"])
    ):
        person = read_plain(owned["who"])
        return replace(person, affiliation=person.affiliation or owned["home"]) if person else None
    return read_plain(line)


def read_plain(line: str) -> Credentials | None:
    """One person who stands in no brackets and behind no organisation."""
    line = tidy(BRACKETS.sub("", line))
    line = PARTY_LETTER.sub("", line) if strip_titles(line)[1] else line
    inside = re.match(r"^([^(),;]+?)\s*\(([^()]{1,80})\)\s*(?:,\s*(.*))?$", line)
    if inside:
        note = SEAT.sub("", inside[2])
        known = not is_cut_short(note, inside[1]) and (has_role(note) or is_organisation(note) or _is_party(note))
        return read_plain(", ".join(p for p in (inside[1], note if known else "", inside[3]) if p))
    first, *rest = map(tidy, SPLIT_COMMA.split(JUNIOR.sub(" ", line)))
    elements = [first, *dropwhile(SUFFIXES.match, rest)]
    held = OF_HOME.match(elements[0])
    if held and is_person(held["name"]) and is_organisation(held["home"]):
        elements = [held["name"], held["home"], *elements[1:]]
    if name := find_name(elements[0]):
        bare, office = name
        roles, affiliation = read_position(elements[1:])
        if "prof" in office.lower() and (roles or not affiliation):
            office = ""  # a title is a role only where an organisation stands beside it and no other role
        return make_credentials(print_name(bare, line), (office, roles), affiliation)
    if found := read_role_before_name(elements[0]):
        roles, affiliation = read_position(elements[1:])
        homes = "; ".join(x for x in (found.affiliation, affiliation) if x)
        return make_credentials(print_name(found.names[0], line), (found.role, roles), homes)
    if (known := KNOWN_SO.match(elements[0])) and is_name(known["name"]):
        roles, affiliation = read_position(elements[1:])
        return make_credentials(known["name"], (known["post"], roles), affiliation)
    if split := split_after_name(elements[0]):
        return make_credentials(split[0], *read_position([split[1], *elements[1:]]))
    if len(elements) > 1 and (name := find_name(elements[1])) and not has_role(elements[0]):
        roles, affiliation = read_position(elements[2:])
        return make_credentials(name[0], (name[1], roles), ", ".join(x for x in (elements[0], affiliation) if x))
    if len(elements) > 1 and has_role(elements[0]) and (name := find_name(elements[-1])):
        return make_credentials(name[0], *read_position(elements[:-1]))
    return None


def make_credentials(name: str, roles: Sequence[str] | str, affiliation: str) -> Credentials:
    """Somebody with those of the roles that are known; an office before the name that they name again is left out."""
    known = [r for r in ([roles] if isinstance(roles, str) else roles) if r]
    if len(known) > 1 and _is_repeated(known[0], known[-1]):
        known = known[1:]
    role = "; ".join(known)
    return Credentials((name,), (role,) if role else (), affiliation)


def _is_repeated(office: str, role: str) -> bool:
    """`Sen.` before `State Senator`, `Governor` before `Governor of Tarn`."""
    full = " ".join(IN_FULL.get(word.strip("."), word) for word in office.lower().replace("-", " ").split())
    return bool(re.match(rf"(?:(?:state|u\.?s\.?|federal) )?{re.escape(full)}\b", role.lower().replace("-", " ")))


def _is_party(note: str) -> bool:
    """`PvdA`, `Linke`, `Die Grünen`, `M`: a party that is no plain acronym."""
    return bool(PARTY_NOTE.match(note)) or all(word.lower() in PARTIES for word in note.split())


def split_after_name(text: str) -> tuple[str, str] | None:
    """`Jane Roe Senior Fellow`: a name and, without a comma, a position that opens with a word of positions."""
    tokens = text.split()
    for count in range(2, min(6, len(tokens))):
        name, rest = " ".join(tokens[:count]), " ".join(tokens[count:])
        if (tokens[count].lower().strip(".,") in ROLE_MODIFIERS or is_role_noun(tokens[count])) and is_name(name):
            return (name, rest) if has_role(rest) else None
    return None


def print_name(name: str, line: str) -> str:
    """The name as the line prints it: `John Roe, Jr.` keeps its comma."""
    printed = re.sub(r" (?=(?:Jr\.?|Sr\.?|II|III|IV)$)", ", ", name)
    return printed if printed in line else name


def read_role_before_name(text: str) -> Credentials | None:
    """`Constellation Energy CEO Joseph Dominguez`, `Former Tide Manager for Osk Norrin Roule`."""
    held = OF_HOME.match(text)
    if held and is_organisation(held["home"]) and not has_role(held["home"]):
        found = read_role_before_name(held["name"])
        return replace(found, affiliation=held["home"]) if found and not found.affiliation else None
    tokens = text.split()
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if not nouns or nouns[-1] + 1 >= len(tokens):
        return None
    rest = " ".join(tokens[nouns[-1] + 1 :])
    name, rank = strip_titles(rest)
    position = " ".join(tokens[: nouns[-1] + 1])
    if tokens[nouns[-1]].lower() in SHORT_OFFICES and is_surname(name):
        return make_credentials(name, position, "")  # `Virginia Gov. Roe`
    if name.partition(" ")[0].lower() in PARTICLES or not is_name(name):  # `Ministerpräsident von Hessen Jan Roe`
        if (at := find_edge_name(rest)) < 0:
            return None
        name, rank = strip_titles(rest[at:])
        position = f"{position} {rest[:at].strip()}".strip()
    if re.search(r"\b(?:of|for|at|in|the|and|from|to|on|with|by)$", position):
        return None  # `Professor of Maritime Law`
    role, affiliation = read_position([position], holder_first=True)
    return make_credentials(name, (role, rank), affiliation)


LEADING = re.compile(
    r"^(?P<name>[^,;:]+?) (?=(?:aus|von der|vom|als|from|of the|of|at|in|from the|på|från|vid|du|de la)\s)"
    r"(?P<rest>.{3,90})$"
)


def read_leading_name(text: str) -> Credentials | None:
    """`Prof. Dr. Jane Roe aus Bonn als Vertreterin der Kläger`: the name, and all that follows it as position."""
    found = LEADING.match(tidy(text))
    name = find_name(found["name"]) if found else None
    if not found or not name:
        return None
    home = re.match(r"^(?:of|at|from)(?: the)? (?=[A-Z])(.+)$", found["rest"])
    return Credentials((name[0],), (), tidy(home[1])) if home else Credentials((name[0],), (tidy(found["rest"]),))


TOLD = re.compile(  # `X, a campaign group`, `X (employers)`, `Harbour and Fishing Union (HFU)`
    r"^(?P<home>[^(),;:]{4,80}?)(?:, an? [a-z][^,;:]{3,60}| \((?:[a-z][a-z ]+|[A-Z]{2,6})\))$"
)


def read_voice(text: str) -> Credentials | None:
    """An organisation, or another name without a person's shape, as the voice."""
    name = tidy(text)
    if told := TOLD.match(name):
        name = told[1]
    tokens = name.split()
    if not 1 <= len(tokens) <= 10 or has_role(name):
        return None
    small = {"of", "for", "the", "and", "in", "on", "to", "de", "des", "du", "der", "&", "at", "et", "la"}
    if any(t[0].islower() and t.lower() not in small for t in tokens):
        return None
    if not is_organisation(name) and any(t.lower().strip(".,") in NO_NAME - small for t in tokens):
        return None
    return Credentials((name,), (), "", "organisation")


def read_again(people: Credentials) -> Credentials:
    """An organisation’s name without what is told of it; people behind a stroke, as in `/Jane Roe, chair`."""
    if people.kind == "organisation" and people.bare and len(people.names) == 1:
        name = people.names[0]
        if name[:1] == "/" and (read := read_credentials(name.lstrip("/ "))):
            return read
        if told := TOLD.match(name):
            return replace(people, names=(told["home"],))
    if people.names[0][:1] == "/":
        return replace(people, names=tuple(name.lstrip("/ ") for name in people.names))
    return people


def read_unread(text: str) -> Credentials | None:
    """What stands where a name would, alone or beside a position, though it looks like nobody's name."""
    line, placed = tidy(text), PLACED.match(tidy(text))
    first, *elements = [tidy(e) for e in SPLIT_COMMA.split(placed["who"] if placed else line)]
    elements += [tidy(e) for e in SPLIT_COMMA.split(placed["note"])] if placed else []
    name, office = strip_titles(first)
    tokens = name.split()
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if nouns:
        office, tokens = " ".join(tokens[: nouns[-1] + 1]), tokens[nouns[-1] + 1 :]
    known = {t.lower().strip(".,’'") for t in tokens} & NO_NAME
    if not 1 <= len(tokens) <= (6 if elements else 4) or (known and not elements) or is_organisation(" ".join(tokens)):
        return None
    if elements and not placed and not any(has_role(e) or is_organisation(e) for e in elements):
        return None
    role, home = read_position(elements)
    return make_credentials(" ".join(tokens), (office, role), home)


PLACED = re.compile(r"^(?P<who>[^()]{2,60}?)\s*\((?P<note>[^()]{2,80})\)$")
