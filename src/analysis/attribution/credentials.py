"""A header's words to name, role, affiliation and kind."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import dropwhile

from analysis.attribution.holders import KNOWN_SO, OF_HOME, make_credentials, read_role_before_name
from analysis.attribution.names import (
    KEPT,
    Credentials,
    find_name,
    is_name,
    is_person,
    names_nobody,
    soften,
    strip_titles,
    tidy,
    turn_family_first,
)
from analysis.attribution.positions import PARTY_LETTER, read_position
from analysis.attribution.several import SPLIT_COMMA, read_several
from analysis.attribution.short_names import is_cut_short
from analysis.attribution.terms import has_role, is_organisation, is_role_noun
from analysis.attribution.voices import DESCRIBED
from analysis.attribution.words import (
    BRACKETS,
    FURNITURE,
    NO_NAME,
    OFFICES,
    PARTIES,
    ROLE_MODIFIERS,
    SEAT,
    SUFFIXES,
)
from analysis.text.quotations import SAYING

LEAD = re.compile(
    r"^(?:(?:(?:(?:The )?[Ff]ollowing|Here|Below) (?:is|are) (?:(?:an?|the) )?(?:joint )?)?(?:[Pp]repared |PREPARED )?"
    r"(?:[Ss]tatement|STATEMENT|[Tt]estimony|TESTIMONY|(?<= )comments?|(?<= )remarks?) (?:by|BY|of|OF|from|FROM) |"
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
    line = tidy(
        re.sub(
            rf"(?:\s+(?:also|then|later|further))?\s*\b{SAYING}$|\s+also$", "", STATED.sub("", TOGETHER.sub("", line))
        )
    )
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
    if people is None or any(map(names_nobody, people.names)):
        return None  # `Minister Herr Dr.`
    names = tuple(soften(name, name=True) for name in people.names)
    home = soften(people.affiliation) if shouted else people.affiliation
    return replace(people, names=names, roles=tuple(map(soften, people.roles)), affiliation=home)


PARTY_NOTE = re.compile(r"^(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]\d+)$")  # `PvdA`, `D66`
SPOKESPERSON = re.compile(
    r"^(?:An?|The) (?P<role>spokes(?:person|man|woman)|representative) "
    r"(?:for|of|from) (?:the )?(?P<home>[A-Z][^,.;:]{2,80})$"
)
HOLDER = re.compile(r"^(?P<office>[^(),;:]{4,90}) \((?P<holder>[^();,]{4,60})(?:[;,] [^()]{2,40})?\)$")
LEADS_HOME = re.compile(r"^[^\W\d_a-zà-ÿ][\w-]+ (?:der|des|von|vom) ")
PHRASE = re.compile(r"^[^\W\d_a-zà-ÿ]\S+ (?:ohne|für|gegen|sans|pour|utan|för|without|for|against) ")
BEFORE_OFFICE = re.compile(r"^(?:[Tt]he |Madam |Mister |Mr )")
OWNED = re.compile(r"^(?P<home>[^(),;:]{3,70}): (?P<who>[^:]{5,150})$")


def read_person(line: str) -> Credentials | None:
    """One person; a rank keeps its “(ret.)”, wherever that stands."""
    people, retired = _read_one(line), RETIRED.search(line)
    if not people or not people.roles or not retired:
        return people
    posts = people.roles[0].split("; ")
    rank = next((i for i, post in enumerate(posts) if OFFICES.fullmatch(f"{post} ")), None)
    if rank is None:
        return people
    posts[rank] = f"{posts[rank]} {retired[0]}"
    return replace(people, roles=("; ".join(posts), *people.roles[1:]))


def _read_one(line: str) -> Credentials | None:
    """One person: in brackets behind an office, behind an organisation, or plainly."""
    if (within := HOLDER.match(line)) and (holder := _read_holder(within["office"], within["holder"])):
        return holder
    owned = OWNED.match(line)
    home = owned["home"] if owned else ""
    if owned and is_organisation(home) and not FURNITURE.match(home) and not has_role(home):
        person = _read_plain(owned["who"])
        return replace(person, affiliation=person.affiliation or home) if person else None
    return _read_plain(line)


def _read_holder(text: str, name: str) -> Credentials | None:
    """`The Secretary of State for Health (Jane Roe)`, `TARN EQUITIES (Jane Roe)`."""
    office, holder = tidy(BEFORE_OFFICE.sub("", text)), _read_plain(name)
    placed = has_role(office) or is_organisation(office) or (office.isupper() and " " in office)
    if not holder or holder.affiliation or is_person(office) or not placed:
        return None
    role, home = read_position([office]) if has_role(office) else ("", office)
    return make_credentials(holder.names[0], (holder.role, role), home)


def _read_plain(line: str) -> Credentials | None:
    """One person who stands in no brackets and behind no organisation."""
    line = tidy(BRACKETS.sub("", line))
    line = PARTY_LETTER.sub("", line) if strip_titles(line)[1] else line
    inside = re.match(r"^([^(),;]+?)\s*\(([^()]{1,80})\)\s*(?:,\s*(.*))?$", line)
    if inside:
        note = SEAT.sub("", inside[2])
        known = not is_cut_short(note, inside[1]) and (has_role(note) or is_organisation(note) or _is_party(note))
        return _read_plain(", ".join(p for p in (inside[1], note if known else "", inside[3]) if p))
    first, *rest = map(tidy, SPLIT_COMMA.split(JUNIOR.sub(" ", line)))
    elements = [first, *dropwhile(SUFFIXES.match, rest)]
    held = OF_HOME.match(elements[0])
    if held and is_person(held["name"]) and _names_home(held["home"]):
        home = f"of {held['home']}" if PHRASE.search(held["home"]) else held["home"]
        elements = [held["name"], home, *elements[1:]]
    leads = len(elements) > 1 and LEADS_HOME.match(elements[0]) and has_role(elements[0].split()[0])
    if leads and (name := find_name(elements[1])):  # `Sprecher der Deutschen Umwelthilfe, Jürgen Resch`
        roles, affiliation = read_position([elements[0], *elements[2:]])
        return make_credentials(name[0], (roles, name[1]), affiliation)
    if name := find_name(elements[0]):
        bare, office = name
        roles, affiliation = read_position(elements[1:])
        if "prof" in office.lower() and (roles or not affiliation):
            office = ""  # a title is a role only where an organisation stands beside it and no other role
        return make_credentials(_print_name(bare, line), (office, roles), affiliation)
    if found := read_role_before_name(elements[0]):
        roles, affiliation = read_position(elements[1:])
        homes = "; ".join(x for x in (found.affiliation, affiliation) if x)
        return make_credentials(_print_name(found.names[0], line), (found.role, roles), homes)
    if (so := KNOWN_SO.match(elements[0])) and is_name(so["name"]):
        roles, affiliation = read_position(elements[1:])
        return make_credentials(so["name"], (so["post"], roles), affiliation)
    if split := _split_after_name(elements[0]):
        return make_credentials(split[0], *read_position([split[1], *elements[1:]]))
    if len(elements) > 1 and (name := find_name(elements[1])) and not has_role(elements[0]):
        roles, affiliation = read_position(elements[2:])
        home = "" if _is_topic(elements[0], line) else elements[0]
        return make_credentials(name[0], (name[1], roles), ", ".join(x for x in (home, affiliation) if x))
    if len(elements) > 1 and has_role(elements[0]) and (name := find_name(elements[-1])):
        return make_credentials(name[0], *read_position(elements[:-1]))
    return None


def _is_topic(text: str, line: str) -> bool:
    """`Own resources – Jane Roe, fellow`: what stands before a dash, unless it may be an organisation's name."""
    words = text.split()
    named = len(words) > 1 and all(w[0].isupper() and w.lower() not in NO_NAME for w in words)
    return bool(re.match(rf"{re.escape(text)}\s+[–—|-]\s", line)) and not named and not is_organisation(text)


def _is_party(note: str) -> bool:
    """`PvdA`, `Linke`, `Die Grünen`, `M`: a party that is no plain acronym."""
    return bool(PARTY_NOTE.match(note)) or all(word.lower() in PARTIES for word in note.split())


def _names_home(text: str) -> bool:
    """`Universität Köln`, `Grünen`, `Reporter ohne Grenzen`."""
    return is_organisation(text) or bool(PHRASE.search(text)) or all(word.lower() in PARTIES for word in text.split())


def _split_after_name(text: str) -> tuple[str, str] | None:
    """`Jane Roe Senior Fellow`: a name and, without a comma, a position that opens with a word of positions."""
    tokens = text.split()
    for count in range(2, min(6, len(tokens))):
        name, rest = " ".join(tokens[:count]), " ".join(tokens[count:])
        if (tokens[count].lower().strip(".,") in ROLE_MODIFIERS or is_role_noun(tokens[count])) and is_name(name):
            return (name, rest) if has_role(rest) else None
    return None


def _print_name(name: str, line: str) -> str:
    """The name as the line prints it: `John Roe, Jr.` keeps its comma."""
    printed = re.sub(r" (?=(?:Jr\.?|Sr\.?|II|III|IV)$)", ", ", name)
    return printed if printed in line else name


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


def read_again(people: Credentials) -> Credentials:
    """An organisation’s name without what is told of it; people behind a stroke, as in `/Jane Roe, chair`."""
    if people.kind == "organisation" and people.bare and len(people.names) == 1:
        name = people.names[0]
        if name[:1] == "/" and (read := read_credentials(name.lstrip("/ "))):
            return read
        if told := DESCRIBED.match(name):
            return replace(people, names=(told["home"],))
    if people.names[0][:1] == "/":
        return replace(people, names=tuple(name.lstrip("/ ") for name in people.names))
    return people
