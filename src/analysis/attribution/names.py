"""Credentials: a header's words to name, role, affiliation and kind."""

import re
from dataclasses import dataclass, replace

from analysis.attribution.words import (
    COUNTRIES,
    HONORIFICS,
    NO_ACRONYM,
    NO_NAME,
    OFFICES,
    ORGANISATION_NOUNS,
    PARTICLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    SHOUTED_HONORIFICS,
    STRONG_ORGANISATION,
    SUFFIXES,
)

UPPER = r"[^\W\d_a-zà-ÿ]"
NAME_WORD = re.compile(r"^(?:(?:[dDlLoO]|al|el|ul|ad|an|as|at)[’'ʼ-])?(?:Mc|Mac)?[^\W\d_](?:[\w’'ʼ.·-]*[\w.])?$")
NICKNAME = re.compile(r"^[“\"‘'](\w[\w.-]*)[”\"’']$")
DATED = re.compile(r"\b\d{1,2}\.? [A-Z][a-z]+\.? \d{4}$|\b[A-Z][a-z]+\.? \d{1,2}, \d{4}$")
RETIRED = re.compile(r"\(\s*ret(?:\.|ired)?\s*\)", re.IGNORECASE)
INITIAL = re.compile(r"^(?:[^\W\d_]\.-?){1,4}$|^[^\W\d_]$")
ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,7}$")
FIRST_NAMES = frozenset({"will", "april", "june", "may", "august"})
LAST_NAMES = frozenset(
    {"may", "read", "key", "west", "north", "law", "day", "post", "hall", "an", "do", "he", "so", "to", "will"}
)
EDGES = " \t\n:;,–—-|“”\"‘’'*_•·"
SPLIT_COMMA = re.compile(r"[,;]\s+(?![^()]*\))|\s+[|•·]\s+|\s+[–—]\s+|\s+-\s+")


@dataclass(frozen=True)
class Credentials:
    """Who a header names; two people have two names and, unless shared, two roles."""

    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    affiliation: str = ""
    kind: str = "person"

    @property
    def expert(self) -> str:
        """The names as one."""
        return " and ".join([", ".join(self.names[:-1]), self.names[-1]]) if len(self.names) > 1 else self.names[0]

    @property
    def role(self) -> str:
        """The roles; those of two people apart by a semicolon."""
        return "; ".join(r for r in self.roles if r)

    @property
    def bare(self) -> bool:
        """Nothing but the name is known."""
        return not self.role and not self.affiliation


def tidy(text: str) -> str:
    """One line without punctuation at its ends."""
    flat = " ".join(text.split()).strip(EDGES)
    if flat.endswith(".") and not re.search(r"(?:\b(?:Jr|Sr|Inc|Ltd|Corp|Co|ret|St|[A-Z])|\.[A-Za-z])\.$", flat):
        flat = flat[:-1]
    return flat


def strip_titles(text: str) -> tuple[str, str]:
    """The name without honorifics and offices in front, and the office (or academic title) as printed."""
    office = academic = ""
    rest = text.strip()
    while True:
        if found := HONORIFICS.match(rest) or SHOUTED_HONORIFICS.match(rest):
            academic = academic or found[0].strip()
            rest = rest[found.end() :]
        elif (found := OFFICES.match(rest)) and rest[found.end() :].strip():
            office = f"{office} {found[0].strip()}".strip()
            rest = rest[found.end() :]
        else:
            return rest, office or (academic if academic.lower().startswith("prof") else "")


def is_name(text: str) -> bool:
    """Whether the words have the shape of a person's name: 2 to 6 words, no word of ordinary English."""
    tokens = [NICKNAME.sub(r"\1", token) for token in text.split()]
    if len(tokens) < 2 or sum(t.lower() not in PARTICLES for t in tokens) > 6 or len(tokens) > 9 or len(text) > 60:
        return False
    if len(tokens) == 2 and tokens[0].lower() in PARTICLES - {"van", "ben", "al"}:  # El Salvador
        return False
    capitals = 0
    for index, token in enumerate(tokens):
        low = token.lower().strip(".")
        if (index == 0 and low in FIRST_NAMES) or (
            index and index == len(tokens) - 1 and low in LAST_NAMES and token[0].isupper()
        ):
            capitals += 1
            continue
        if low in NO_NAME | ROLE_NOUNS | ORGANISATION_NOUNS and not INITIAL.match(token):
            return False
        if token.lower() in PARTICLES and token[0].islower():
            if index == len(tokens) - 1:
                return False
            continue
        if INITIAL.match(token) and token[0].isupper():
            continue
        if (
            low in COUNTRIES
            and (index == 0 or len(tokens) == 2)
            and not any(map(INITIAL.match, tokens))
            and low not in ("german", "paris", "london", "france", "israel", "chad")
        ):
            return False
        if not NAME_WORD.match(token) or not (token[0].isupper() or re.match(r"^\w{1,2}[’'-]\w", token)):
            return False
        capitals += 1
    shouted = [t for t in tokens if len(t) > 2 and t.isupper() and "." not in t]
    if len(shouted) > 1 and len(shouted) != sum(len(t) > 2 for t in tokens):
        return False
    return capitals >= (1 if len(tokens) > 1 and any(INITIAL.match(t) for t in tokens) else 2)


def is_person(text: str) -> bool:
    """A name, perhaps after titles."""
    rest, _ = strip_titles(text)
    return is_name(rest)


def has_role(text: str) -> bool:
    """Whether a word of it names a position."""
    if re.search(r"\bEconomist Intelligence\b|^The Economist$", text):
        return False
    return any(is_role_noun(token) for token in re.split(r"[\s/]+", text))


def is_role_noun(token: str) -> bool:
    """`analyst`, `Co-Director`, `Vice-President`, a researcher in `-ologist`."""
    low = token.lower().strip(".,;:()")
    if "-" in token and token.isupper():  # AFL-CIO
        return False
    return low in ROLE_NOUNS or low.split("-")[-1] in ROLE_NOUNS or low.endswith(("ologist", "physicist"))


def is_organisation(text: str) -> bool:
    """Whether a word of it names a kind of organisation, or it is an acronym."""
    tokens = [t.strip(".,()") for t in text.split()]
    return any(t.lower() in ORGANISATION_NOUNS and t[0].isupper() for t in tokens if t) or (
        bool(tokens) and is_acronym(tokens[0]) and len(tokens) <= 4
    )


def is_strong(text: str) -> bool:
    """Surely an organisation rather than a field of work."""
    tokens = [t.strip(".,()’'") for t in text.split()]
    return any(t.lower() in STRONG_ORGANISATION and t[0].isupper() for t in tokens if t) or any(map(is_acronym, tokens))


def is_acronym(token: str) -> bool:
    """`FOI`, `USAID`, but not `US`, `CEO`."""
    token = token.strip("(),.")
    return bool(ACRONYM.match(token) or re.match(r"^[A-Z]{2,}[a-z]?[A-Z]+$", token)) and token not in NO_ACRONYM


def is_place(text: str) -> bool:
    """A country, a region, or a city with its country."""
    tokens = [t.strip(".,()").lower() for t in text.split()]
    return (
        bool(tokens)
        and (tokens[-1] in COUNTRIES or tokens[0] in COUNTRIES or text.startswith("United "))
        and not is_strong(text)
    )


def read_credentials(text: str) -> Credentials | None:
    """Name, role and affiliation of a header's words; None when they name nobody."""
    line = tidy(re.sub(r"^(?:by|By|BY|from|From)\s+(?=\S)|^\(?\d{1,2}[.)]\s+", "", text.strip().strip("—–- ")))
    line = re.sub(
        r"\s*\b(?:" + "said|says|comments|commented|writes|wrote|added|argues|explains" + r")$", "", line
    ).strip(EDGES)
    if not line or len(line) > 260 or line.count(".") > 8 or DATED.search(line):
        return None
    if spoken := SPOKESPERSON.match(line):
        return Credentials((tidy(spoken["home"]),), (spoken["role"],), "", "organisation")
    return read_several(line) or read_person(line)


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
    rank, *others = people.roles[0].split("; ")
    if not OFFICES.fullmatch(f"{rank} "):
        return people
    return replace(people, roles=("; ".join([f"{rank} {retired[0]}", *others]), *people.roles[1:]))


def read_one(line: str) -> Credentials | None:
    """One person: the name first, after the role, or after the organisation."""
    line = tidy(re.sub(r"\s*\(\s*(?:[Rr][Ee][Tt](?:\.|ired)?|(?:[RDI]|Ind)-[\w. ]{2,20}|[A-Z]{2})\s*\)", "", line))
    inside = re.match(r"^([^(),;]+?)\s*\(([^()]{2,80})\)\s*(?:,\s*(.*))?$", line)
    if inside and is_person(tidy(SPLIT_COMMA.split(inside[1])[0])) and not SUFFIXES.match(inside[2]):
        rest = inside[3] or ""
        note = inside[2]
        known = has_role(note) or is_organisation(note)
        return read_one(", ".join(p for p in (inside[1], note if known else "", rest) if p))
    elements = merge_suffixes([e for e in (tidy(p) for p in SPLIT_COMMA.split(line)) if e])
    if not elements:
        return None
    if name := find_name(elements[0]):
        bare, office = name
        roles, affiliation = read_position(elements[1:])
        if office.lower().startswith("prof") and (roles or not affiliation):
            office = ""  # a title is a role only where an organisation stands beside it and no other role
        return Credentials(
            (print_name(bare, line),), tuple(r for r in ("; ".join(x for x in (office, roles) if x),) if r), affiliation
        )
    if found := read_role_before_name(elements[0]):
        roles, affiliation = read_position(elements[1:])
        role = "; ".join(x for x in (found.role, roles) if x)
        names = tuple(print_name(n, line) for n in found.names)
        return Credentials(names, (role,) if role else (), "; ".join(x for x in (found.affiliation, affiliation) if x))
    if len(elements) > 1 and (name := find_name(elements[1])) and not has_role(elements[0]):
        roles, affiliation = read_position(elements[2:])
        role = "; ".join(x for x in (name[1], roles) if x)
        return Credentials((name[0],), (role,) if role else (), ", ".join(x for x in (elements[0], affiliation) if x))
    if len(elements) > 1 and has_role(elements[0]) and (name := find_name(elements[-1])):
        roles, affiliation = read_position(elements[:-1])
        return Credentials((name[0],), (roles,) if roles else (), affiliation)
    return None


def print_name(name: str, line: str) -> str:
    """The name as the line prints it: `John Roe, Jr.` keeps its comma."""
    printed = re.sub(r" (?=(?:Jr\.?|Sr\.?|II|III|IV)$)", ", ", name)
    return printed if printed in line else name


HONOURS = re.compile(
    r"(?:\s+(?:A[CO]|FRS|FBA|FRSE|OBE|CBE|MBE|KCMG|CMG|GCMG|QC|KC|MPs?|MEP|MSP|PhD|Ph\.D\.|MD|FMedSci|FREng|RN|DC))+$"
)


def find_name(text: str) -> tuple[str, str] | None:
    """The bare name and the office before it."""
    text = HONOURS.sub("", text)
    if (placed := re.match(r"^(.+?) of (?:the )?([A-Z].+)$", text)) and (found := find_name(placed[1])) and found[1]:
        return found[0], f"{found[1]} of {placed[2]}"  # `Mayor Jane Roe of Springfield`
    rest, office = strip_titles(text)
    if is_name(rest):
        return rest, office
    tokens = rest.split()
    if rest != text and len(tokens) > 1 and is_role_noun(tokens[-1]) and is_name(" ".join([*tokens[:-1], "Roe"])):
        return rest, office  # `Dr Michael Head`: after a title a family name may be a word for a role
    if office and rest and is_surname(strip_particles(rest)):
        return rest, office
    return None


def strip_particles(text: str) -> str:
    """`Costa` of `da Costa`."""
    tokens = text.split()
    while len(tokens) > 1 and tokens[0].lower() in PARTICLES:
        tokens = tokens[1:]
    return " ".join(tokens)


def is_surname(text: str) -> bool:
    """One capitalised word that could be a family name."""
    return (
        bool(re.match(rf"^{UPPER}[\w’'-]+$", text))
        and text.lower() not in NO_NAME | COUNTRIES | ORGANISATION_NOUNS | ROLE_NOUNS
    )


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
    """`Constellation Energy CEO Joseph Dominguez`, `Senior Fellow Jane Roe`."""
    tokens = text.split()
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if not nouns or nouns[-1] + 1 >= len(tokens):
        return None
    last = nouns[-1]
    name = " ".join(tokens[last + 1 :])
    name = strip_titles(name)[0]
    if not is_name(name):
        return None
    role, affiliation = read_position([" ".join(tokens[: last + 1])], holder_first=True)
    return Credentials((name,), (role,) if role else (), affiliation)


def read_position(elements: list[str], *, holder_first: bool = False) -> tuple[str, str]:
    """Role and affiliation of what stands beside a name; a role is split at `at`, `of the`, `for the`."""
    roles: list[str] = []
    homes: list[str] = []
    for number, element in enumerate(elements):
        element = tidy(element)
        if element.startswith("and ") and has_role(element):
            element = element.removeprefix("and ")
        if plain := re.match(r"^(?:an?|the|our)\s+(?=[a-z])(.+)$", element):
            element = plain[1]
            if not has_role(element):
                roles.append(element)
                continue
        if not element or re.match(r"^(?:PhD|Ph\.D\.?|MD|and)$", element):
            continue
        if found := re.match(r"^(?:of|at|for|from|with)\s+(?:the\s+)?(.+)$", element):
            homes.append(found[1])
        elif has_role(element) and not (
            homes and is_strong(element) and not re.search(r"\bof\b|\bat\b|[Ff]ormer", element)
        ):
            once = re.match(r"^([Ff]ormer .+? (?:to|of|for|in) .+?) and (?=[a-z])(.+)$", element)
            if once and has_role(once[2].split(" at ")[0]):
                element = f"{once[1]}; {once[2]}"  # `Former ambassador to X and visiting scholar at Y`
            for clause in re.split(r"(?<=\w)\s*(?:;|\band(?=\s+(?:[Ff]ormer|previously|the )))\s+", element):
                if UNIT.search(clause) and any(is_strong(tidy(e)) and not has_role(e) for e in elements[number + 1 :]):
                    roles.append(tidy(clause))  # `Director of the X Project, Y Institution`: the unit is in the role
                    continue
                role, home = split_role(tidy(clause), holder_first=holder_first)
                roles += [role] if role else []
                homes += [home] if home else []
        else:
            homes.append(
                re.sub(r"^(?:the)\s+|\s*\((?=[A-Z][a-z])[^()]*\)$", "", element) if is_abroad(element) else element
            )
    if roles and not homes:
        roles[0], home = pull_organisation(roles[0], holder_first=holder_first)
        homes += [home] if home else []
    return "; ".join(roles), ", ".join(homes)


UNIT = re.compile(r"^[^,]* of the (?!.* at )[^\W\d_]")


def is_abroad(element: str) -> bool:
    """`Observer Foundation (India)`: the parenthesis holds a place, which is no part of the organisation's name."""
    found = re.search(r"\(([^()]*)\)$", element)
    return element.startswith("the ") or bool(found and is_place(found[1]))


def split_role(text: str, *, holder_first: bool) -> tuple[str, str]:
    """`Director of the X` -> Director, X; `Minister of Defence of Israel` stays whole."""
    if (held := re.match(r"^(.+?)\s+(?:at|@)\s+(?:the\s+)?([A-Z].+)$", text)) and has_role(held[1]):
        return held[1], held[2]
    for joint in re.finditer(r"\s+(at|of the|for the|with the|with|of|for|from the|@)\s+(?:the\s+)?", text):
        role, home = text[: joint.start()], text[joint.end() :]
        if not has_role(role) or not home:
            continue
        word = joint[1]
        if word in ("at", "@"):
            return role, home
        office = re.search(r"\b(?:Minister|Secretary|Ambassador|Envoy|King|Premier|Professor|Lecturer|Reader)\b", role)
        if is_place(home):
            continue
        if word == "of the" and is_strong(home):
            return role, home
        if word == "of the" and not re.search(r"\b(?:Minister|Ambassador|Envoy|Secretary)\b$", role):
            return role, home
        if word == "of" and LEADS.search(role) and home[:1].isupper() and not has_field(home):
            return role, home
        if word == "of" and is_strong(home) and not office and not has_field(home):
            return role, home
        if word in ("for the", "with the", "with", "for", "from the") and is_strong(home) and home[:1].isupper():
            return role, home
    return text, ""


LEADS = re.compile(
    r"\b(?:CEO|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Ff]ounder|[Oo]wner|[Pp]resident|[Cc]hair(?:man|woman|person)?|"
    r"[Ee]xecutive [Dd]irector|[Mm]anaging [Dd]irector|[Ee]ditor-in-[Cc]hief|[Pp]artner)$"
)


def has_field(home: str) -> bool:
    """`Research at …` and `Policy and …` are fields of work inside a role."""
    return bool(
        re.match(
            r"^(?:Research|Policy|Studies|Operations|Communications|Government|International|Public|Foreign)\b", home
        )
    ) and not is_strong(" ".join(home.split()[:4]))


CLOSES_ORGANISATION = frozenset(["watch", "voice", "aid"])
PORTFOLIO = re.compile(r"\b(?:Minister|Secretary|Chancellor|Commissioner|Envoy|Ambassador)$")


def pull_organisation(role: str, *, holder_first: bool) -> tuple[str, str]:
    """`Washington Post Columnist` -> Columnist, Washington Post; `FOI analyst` -> analyst, FOI."""
    tokens = role.split()
    last = max((i for i, t in enumerate(tokens) if is_role_noun(t)), default=0)
    if re.search(r"\b(?:of|at|to|in|on|for)\b", " ".join(tokens[:last])) and not holder_first:
        return role, ""
    first = last
    while first > 0 and (
        is_role_noun(tokens[first - 1]) or tokens[first - 1].lower() in ROLE_MODIFIERS or tokens[first - 1][0].islower()
    ):
        first -= 1
    if holder_first and first == 0 and last > 1 and tokens[last].isupper() and tokens[0][0].isupper():
        first = last  # `General Matter CEO`: words that modify a role may also open a company's name
    before = tokens[:first]
    if not before or re.search(r"\b(?:Majority|Minority)\b", role):
        return role, ""
    for index, token in enumerate(before):
        if is_acronym(token):
            left = [*tokens[:index], *tokens[index + 1 :]]
            return " ".join(left), token.strip(",")
    strong = [i for i, t in enumerate(before) if t.lower().strip(",.") in ORGANISATION_NOUNS]
    if strong and holder_first and strong[-1] + 1 < len(before) and before[strong[-1] + 1] in ("of", "for", "on"):
        return " ".join(tokens[first:]), " ".join(before)
    if strong:
        lead = 1 if before[0].lower() in ("former", "senior") else 0
        return " ".join([*before[:lead], *before[strong[-1] + 1 :], *tokens[first:]]), " ".join(
            before[lead : strong[-1] + 1]
        )
    if PORTFOLIO.search(" ".join(tokens[: last + 1])):
        return role, ""  # `Transport Secretary`: the word before an office of state is its portfolio
    if (
        len(before) > 1
        and tokens[last].islower()
        and all(t[0].isupper() for t in before)
        and not {t.lower() for t in before} & (NO_NAME - CLOSES_ORGANISATION | COUNTRIES | ROLE_MODIFIERS)
    ):
        return " ".join(tokens[first:]), " ".join(before)  # `Valley Watch coordinator`
    if (
        holder_first
        and all(t[0].isupper() for t in before)
        and not is_place(" ".join(before))
        and (before[0].lower() not in ROLE_MODIFIERS or first == last)
    ):
        return " ".join(tokens[first:]), " ".join(before)
    return role, ""
