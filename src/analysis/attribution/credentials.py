"""A header's words to name, role, affiliation and kind."""

import re
from dataclasses import replace
from functools import lru_cache

from analysis.attribution.names import (
    CAPITALS,
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
)
from analysis.attribution.positions import has_role, is_organisation, is_role_noun, read_position
from analysis.attribution.words import (
    ASIDE_LINE,
    FURNITURE,
    NO_NAME,
    OFFICES,
    PARTICLES,
    PARTIES,
    ROLE_MODIFIERS,
    SHORT_OFFICES,
    SUFFIXES,
)

LEAD = re.compile(
    r"^(?:Responding|Reacting|Commenting|Speaking|Writing) (?:to|on|about|after|in) [^,]{3,80}, (?=[A-Z])"
)
DATED = re.compile(r"\b\d{1,2}\.? [A-Z][a-z]+\.? \d{4}$|\b[A-Z][a-z]+\.? \d{1,2}, \d{4}$")
CLASS_YEAR = re.compile(r"(?<=[^\W\d_]) [*’'‘]\d{2}(?=,|\s|$)")  # of somebody who studied there: `Jane Roe *79`
RETIRED = re.compile(r"\(\s*ret(?:\.|ired)?\s*\)", re.IGNORECASE)
SPLIT_COMMA = re.compile(r"[,;]\s+(?![^()]*\))|\s+[|•·]\s+|\s+[–—]\s+|\s+-\s+")


@lru_cache(maxsize=KEPT)
def read_credentials(text: str) -> Credentials | None:
    """Name, role and affiliation of a header's words; None when they name nobody."""
    line = tidy(re.sub(r"^(?:by|By|BY|from|From)\s+(?=\S)|^\(?\d{1,2}[.)]\s+", "", text.strip().strip("—–- ")))
    line = re.sub(
        r"\s*\b(?:" + "said|says|comments|commented|writes|wrote|added|argues|explains" + r")$", "", line
    ).strip(EDGES)
    if not line or len(line) > 260 or line.count(".") > 8 or DATED.search(line):
        return None
    if re.match(r"(?:As|In|But|And|While|When|If|After|For|On|At|With|Asked|It|This|That)\b", line):
        return None  # a sentence that leads up to a quotation
    line = re.sub(r"^(?:Der|Die) (?=[A-ZÄÖÜ])", "", CLASS_YEAR.sub("", LEAD.sub("", line)))
    if spoken := SPOKESPERSON.match(line):
        return Credentials((tidy(spoken["home"]),), (spoken["role"],), "", "organisation")
    people = read_several(line) or read_person(line)
    return _soften(people, shouted=line.isupper()) if people else None


def _soften(people: Credentials, *, shouted: bool) -> Credentials:
    """Names in capitals in ordinary spelling, and the position too where all of the header is in capitals."""
    names = tuple(soften(name, name=True) for name in people.names)
    if not shouted:
        roles = tuple(r if has_lower(r) else soften(r) for r in people.roles)
        return replace(people, names=names, roles=roles)
    return replace(people, names=names, roles=tuple(map(soften, people.roles)), affiliation=soften(people.affiliation))


def has_lower(text: str) -> bool:
    """Some letter is a small one."""
    return any(map(str.islower, text))


OF_HOME = re.compile(
    r"^(?P<name>[^,:]{4,50}?) (?P<joint>of|from|with|at|of the|från) (?:the )?(?P<home>[A-ZÄÖÅÉ].{1,80})$"
)
PARTY_NOTE = re.compile(r"^(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]\d+)$")  # `PvdA`, `D66`
SPOKESPERSON = re.compile(
    r"^(?:An?|The) (?P<role>spokes(?:person|man|woman)|representative) "
    r"(?:for|of|from) (?:the )?(?P<home>[A-Z][^,.;:]{2,80})$"
)


def read_several(line: str) -> Credentials | None:
    """`A, CEO, and B, Vice President, of the X`; `A and B, Senior Fellows, X`; `A, B and C`."""
    for joint in re.finditer(r",?\s+(?:and|&)\s+", line):
        left, right = line[: joint.start()], line[joint.end() :]
        first = read_person(left)
        second = read_person(right)
        if not second or not starts_with_name(right):
            continue
        if first and not first.bare and "," not in joint[0] and re.search(r"\b(?:of|in|for|on) [^,]*$", left):
            continue  # `Professor of Food and Nutrition`
        names = [tidy(n) for n in left.split(",")]
        if len(names) > 1 and all(is_person(n) for n in names):
            people = [*(strip_titles(n)[0] for n in names), *second.names]
            return Credentials(tuple(people), second.roles, second.affiliation, "several")
        if first and starts_with_name(left):
            roles = (*first.roles, *second.roles)
            affiliation = "; ".join(dict.fromkeys(a for a in (first.affiliation, second.affiliation) if a))
            return Credentials((*first.names, *second.names), roles, affiliation, "several")
    return None


def starts_with_name(text: str) -> bool:
    """Its first element is a person."""
    return is_person(tidy(SPLIT_COMMA.split(text)[0]).split(" (")[0])


def read_person(line: str) -> Credentials | None:
    """One person; a rank keeps its “(ret.)”, wherever that stands."""
    people, retired = read_one(line), RETIRED.search(line)
    if not people or not people.roles or not retired:
        return people
    posts = people.roles[0].split("; ")
    rank = next((i for i, post in enumerate(posts) if post[0].isupper() and OFFICES.fullmatch(f"{post} ")), None)
    if rank is None:
        return people
    posts[rank] = f"{posts[rank]} {retired[0]}"
    return replace(people, roles=("; ".join(posts), *people.roles[1:]))


def read_one(line: str) -> Credentials | None:
    """One person: the name first, after the role, or after the organisation."""
    line = tidy(re.sub(r"\s*\(\s*(?:[Rr][Ee][Tt](?:\.|ired)?|(?:[RDI]|Ind)-[\w. ]{2,20}|[A-Z]{2})\s*\)", "", line))
    inside = re.match(r"^([^(),;]+?)\s*\(([^()]{1,80})\)\s*(?:,\s*(.*))?$", line)
    if (
        inside
        and (is_person(tidy(SPLIT_COMMA.split(inside[1])[0])) or read_role_before_name(inside[1]))
        and not SUFFIXES.match(inside[2])
    ):
        rest = inside[3] or ""
        note = inside[2]
        known = has_role(note) or is_organisation(note) or _is_party(note)
        return read_one(", ".join(p for p in (inside[1], note if known else "", rest) if p))
    elements = merge_suffixes([e for e in (tidy(p) for p in SPLIT_COMMA.split(line)) if e])
    if not elements:
        return None
    held = OF_HOME.match(elements[0])
    if (
        held
        and not is_person(elements[0])
        and is_person(held["name"])
        and (held["joint"] != "of" or is_organisation(held["home"]))
    ):
        elements = [held["name"], held["home"], *elements[1:]]
    if name := find_name(elements[0]):
        bare, office = name
        roles, affiliation = read_position(elements[1:])
        if "prof" in office.lower() and (roles or not affiliation):
            office = ""  # a title is a role only where an organisation stands beside it and no other role
        return Credentials(
            (print_name(bare, line),), tuple(r for r in ("; ".join(x for x in (office, roles) if x),) if r), affiliation
        )
    if found := read_role_before_name(elements[0]):
        roles, affiliation = read_position(elements[1:])
        role = "; ".join(x for x in (found.role, roles) if x)
        names = tuple(print_name(n, line) for n in found.names)
        return Credentials(names, (role,) if role else (), "; ".join(x for x in (found.affiliation, affiliation) if x))
    if split := split_after_name(elements[0]):
        first, rest = split
        roles, affiliation = read_position([rest, *elements[1:]])
        return Credentials((first,), (roles,) if roles else (), affiliation)
    if len(elements) > 1 and (name := find_name(elements[1])) and not has_role(elements[0]):
        roles, affiliation = read_position(elements[2:])
        role = "; ".join(x for x in (name[1], roles) if x)
        return Credentials((name[0],), (role,) if role else (), ", ".join(x for x in (elements[0], affiliation) if x))
    if len(elements) > 1 and _may_hold_office(elements[0]) and (name := find_name(elements[-1])):
        roles, affiliation = read_position(elements[:-1])
        return Credentials((name[0],), (roles,) if roles else (), affiliation)
    return None


def _is_party(note: str) -> bool:
    """`PvdA`, `Linke`, `Die Grünen`, `M`: a party that is no plain acronym."""
    return bool(PARTY_NOTE.match(note)) or all(word.lower() in PARTIES for word in note.split())


def split_after_name(text: str) -> tuple[str, str] | None:
    """`Jane Roe Senior Fellow`: a name and, without a comma, a position that opens with a word of positions."""
    tokens = text.split()
    for count in range(2, min(6, len(tokens))):
        low = tokens[count].lower().strip(".,")
        last = count == len(tokens) - 1
        name, rest = " ".join(tokens[:count]), " ".join(tokens[count:])
        if (low in ROLE_MODIFIERS or is_role_noun(tokens[count])) and low not in PARTICLES and is_name(name):
            return (name, rest) if has_role(rest) else None
        if last and CAPITALS.fullmatch(rest) and is_name(name) and not SUFFIXES.match(rest):
            return name, rest  # `Jane Roe CBI`
    return None


def _may_hold_office(text: str) -> bool:
    """A position, and no headline that has a verb or a possessive in it."""
    return (
        has_role(text) and len(text.split()) <= 12 and not re.search(r"\b(?:is|are|say|says|saying|said)\b", text, re.I)
    )


def print_name(name: str, line: str) -> str:
    """The name as the line prints it: `John Roe, Jr.` keeps its comma."""
    printed = re.sub(r" (?=(?:Jr\.?|Sr\.?|II|III|IV)$)", ", ", name)
    return printed if printed in line else name


def merge_suffixes(elements: list[str]) -> list[str]:
    """`Jr.` and `MP` after a comma belong to the name."""
    merged: list[str] = []
    for element in elements:
        if len(merged) == 1 and SUFFIXES.match(element):
            if re.match(r"^(?:Jr|Sr|II|III|IV)", element):
                merged[0] = f"{merged[0]}, {element}"
                merged[0] = merged[0].replace(",", "")
        else:
            merged.append(element)
    return merged


def read_role_before_name(text: str) -> Credentials | None:
    """`Constellation Energy CEO Joseph Dominguez`, `Former Tide Manager for Osk Norrin Roule`."""
    tokens = text.split()
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if not nouns or nouns[-1] + 1 >= len(tokens):
        return None
    rest = " ".join(tokens[nouns[-1] + 1 :])
    name, rank = strip_titles(rest)
    position = " ".join(tokens[: nouns[-1] + 1])
    if tokens[nouns[-1]].lower() in SHORT_OFFICES and is_surname(name):
        return Credentials((name,), (position,))  # `Virginia Gov. Roe`
    led = name.split()[0].lower() in PARTICLES if name else False  # `Ministerpräsident von Hessen Jan Roe`
    if (
        not is_name(name)
        or (led and len(name.split()) > 3)
        or ((at := find_edge_name(rest)) > 0 and strip_titles(rest[at:])[1])
    ):
        at = find_edge_name(rest)
        if at < 0 or (at == 0 and not is_name(name)):
            return None
        name, rank = strip_titles(rest[at:])
        position = f"{position} {rest[:at].strip()}".strip()
    if re.search(r"\b(?:of|for|at|in|the|and|from|to|on|with|by)$", position):
        return None  # `Professor of Maritime Law`
    role, affiliation = read_position([position], holder_first=True)
    roles = "; ".join(r for r in (role, rank) if r)
    return Credentials((name,), (roles,) if roles else (), affiliation)


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


def read_voice(text: str) -> Credentials | None:
    """An organisation, or another name without a person's shape, as the voice."""
    name = tidy(text)
    tokens = name.split()
    if not 1 <= len(tokens) <= 10 or not re.match(r"^[^\W\d_]", name) or name.lower() in NO_NAME:
        return None
    small = {"of", "for", "the", "and", "in", "on", "to", "de", "des", "du", "der", "&", "at", "et", "la"}
    if not all(t[0].isupper() or not t[0].isalpha() or t.lower() in small for t in tokens):
        return None
    if FURNITURE.match(name) or ASIDE_LINE.match(name + ":"):
        return None
    parts = [tidy(p) for p in name.split(",")]
    if len(parts) > 1 and has_role(name):
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
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if nouns:
        office, tokens = " ".join(tokens[: nouns[-1] + 1]), tokens[nouns[-1] + 1 :]
    known = {t.lower().strip(".,’'") for t in tokens} & NO_NAME
    if not 1 <= len(tokens) <= (6 if elements else 4) or (known and not elements) or is_organisation(" ".join(tokens)):
        return None
    if elements and not placed and not any(has_role(e) or is_organisation(e) for e in elements):
        return None
    role, home = read_position(elements)
    roles = "; ".join(r for r in (office, role) if r)
    return Credentials((" ".join(tokens),), (roles,) if roles else (), home)


PLACED = re.compile(r"^(?P<who>[^()]{2,60}?)\s*\((?P<note>[^()]{2,80})\)$")


def read_shouted(text: str) -> Credentials | None:
    """`PRESIDENT BIDEN`, `MS. ROE`, `JANE ROE` in a transcript."""
    core = re.sub(r"\s*\([^)]*\)", "", text)
    rest, office = strip_titles(re.sub(r"^(?:MR|MS|MRS|DR)\.?\s+", "", core))
    if rest == core and (read := read_credentials(core)):
        return read
    if (
        rest
        and re.fullmatch(r"[^\W\d_a-z][\w’'.-]+(?: [^\W\d_a-z][\w’'.-]*){0,3}", rest)
        and rest.lower() not in NO_NAME
    ):
        tokens = rest.split()
        if (
            not any(t.lower() in NO_NAME for t in tokens)
            and (rest != core or len(tokens) > 1)
            and not is_organisation(rest)
        ):
            return Credentials((rest,), (office,) if office else ())
    return None
