"""Names of people: titles off, the shape of a name, a name at the right edge of a position."""

import re
from dataclasses import dataclass
from functools import lru_cache

from analysis.attribution.words import (
    COUNTRIES,
    FAMILY_NAMES,
    FIELDS,
    GIVEN_NAMES,
    HONORIFICS,
    HONOURS,
    NO_NAME,
    OFFICES,
    ORGANISATION_NOUNS,
    PARTICLES,
    ROLE_ENDINGS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    SHORT_OFFICES,
    TRADES,
    UNITED,
)

KEPT = 4096  # answers about words and lines that are asked for again and again
UPPER = r"[^\W\d_a-zà-ÿ]"
NAME_WORD = re.compile(  # `?` and U+FFFD amid letters: one of them was lost when the file was written
    r"^(?:(?:[dDlLoO]|al|el|ul|ad|an|as|at)[’'ʼ-])?(?:Mc|Mac)?[^\W\d_](?:[\w’'ʼ.·?\ufffd-]*[\w.])?$"
)
NICKNAME = re.compile(r"^[“\"‘'](\w[\w.-]*)[”\"’']$")
INITIAL = re.compile(r"^(?:[^\W\d_]\.-?){1,4}$|^[^\W\d_]$")
PEER = re.compile(
    rf"^(?:(?:Lord|Lady|Baroness|Baron|Viscount|Dr|Professor|Prof\.?) )+(?P<name>{UPPER}[\w’'-]+(?: {UPPER}[\w’'-]+)?)"
    rf" of {UPPER}[\w’'-]+(?: {UPPER}\w+)*$"
)
LARGE = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ"
FAMILY_IN_CAPITALS = re.compile(
    rf"^(?!III$)(?=.*[AEIOUYÀ-ÞĄĘİ])(?:[{LARGE}]{{3,}}|[{LARGE}]{{2,}}(?=-)|(?:Mc|Mac|[DO][’'])[{LARGE}]{{3,}})(?:-[{LARGE}]{{2,}})*$"
)
OPENED = {"“": "„", "”": "“", "»": "«"}
EDGES = " \t\n:;,–—->|“”\"‘’'*_•·"
NOT_IN_NAMES = NO_NAME | ROLE_NOUNS | ORGANISATION_NOUNS
OF_TRADES = FIELDS | ROLE_MODIFIERS
ARTICLES = ("A", "The", "Die", "Das", "Les", "Los", "Las")
PLACES = PARTICLES - {"van", "ben", "al"}  # before one more word: El Salvador
NUMBERS = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
FAMILY_FIRST = re.compile(r"^(?P<family>[^,;:()]{2,40}), (?P<given>[^,;:()]{1,40})(?P<rest>[,(].*| \(.*)?$")
SMALL = frozenset(["of", "for", "the", "and", "in", "on", "at", "to", "an", "with", "from"]) | PARTICLES


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
    whole = " ".join(text.split())
    flat = whole.strip(EDGES)
    opened = OPENED.get(whole[-1:])
    if opened and flat.count(opened) > flat.count(whole[-1]):
        flat += whole[-1]  # `Verbund „Archive der Erde“`
    if flat[:1] == "(" and re.fullmatch(r"\((?:[^()]|\([^()]*\))*\)", flat):
        flat = flat[1:-1].strip(EDGES)
    if ("(" in flat) != (")" in flat):
        flat = flat.strip("() ")
    if flat.endswith(".") and not re.search(r"(?:\b(?:Jr|Sr|Inc|Ltd|Corp|Co|ret|St|[A-Z])|\.[A-Za-z])\.$", flat):
        flat = flat[:-1]
    return flat


@lru_cache(maxsize=KEPT)
def strip_titles(text: str) -> tuple[str, str]:
    """The name without honorifics and offices in front, and the office (or academic title) as printed."""
    office = academic = ""
    rest = text.strip()
    while True:
        if found := HONORIFICS.match(rest):
            title = found[0].strip()
            if title.lower().startswith(("prof", "assoc", "assist", "adjunct", "emerit")):
                academic = f"{academic} {title}".strip()
            rest = rest[found.end() :]
        elif (found := OFFICES.match(rest)) and rest[found.end() :].strip():
            office = f"{office} {found[0].strip()}".strip()
            rest = rest[found.end() :]
        else:
            return rest, office or (academic if "prof" in academic.lower() else "")


@lru_cache(maxsize=KEPT)
def is_name(text: str) -> bool:
    """Whether the words have the shape of a person's name: 2 to 6 words, no word of ordinary English."""
    tokens = [NICKNAME.sub(r"\1", token) for token in text.split()]
    if len(tokens) < 2 or sum(t.lower() not in PARTICLES for t in tokens) > 6:
        return False
    if tokens[-1].islower() and tokens[-1] in PARTICLES:
        return False  # `Jane Roe von`
    if tokens[0] in ARTICLES or (len(tokens) == 2 and tokens[0].lower() in PLACES):
        return False
    capitals = 0
    for index, token in enumerate(tokens):
        low = token.lower().strip(".")
        last = index == len(tokens) - 1
        if low in NUMBERS and index and not last and token[0].isupper():
            continue  # `Leona Two Moons`
        if low in TRADES and last and tokens[0].lower() in OF_TRADES:
            return False  # `Harbour Pilot`, `Retired Miner`
        if low in (FAMILY_NAMES | TRADES if index and last else () if index else GIVEN_NAMES) and token[0].isupper():
            capitals += 1
            continue
        if (low in NOT_IN_NAMES and not INITIAL.match(token)) or low.endswith(("’s", "'s")):
            return False
        if "-" in low and ROLE_ENDINGS.search(low):
            return False  # `SPD-Chef`
        if not last and ((len(low) > 8 and ROLE_ENDINGS.search(low)) or token.lower() in SHORT_OFFICES):
            return False  # `Gruppenleiter Grundwasser`
        if token.islower() and low in PARTICLES:
            continue
        if INITIAL.match(token) and token[0].isupper():
            continue
        if low in COUNTRIES and not any(map(INITIAL.match, tokens)):
            return False
        if not NAME_WORD.match(token.rstrip("’'ʼ")) or not (token[0].isupper() or re.match(r"^\w{1,2}[’'-]\w", token)):
            return False
        capitals += 1
    return capitals >= (1 if any(INITIAL.match(t) for t in tokens) else 2)


def turn_family_first(text: str) -> str:
    """`ROE, Ms Jane, chair` with the given name first; all else as it is."""
    found = FAMILY_FIRST.match(text)
    if not found or text.isupper():
        return text
    family = [t for t in found["family"].split() if t not in PARTICLES]
    given, _ = strip_titles(found["given"])
    initials = all(INITIAL.match(t) for t in given.split())
    if not family or not all(map(FAMILY_IN_CAPITALS.match, family)) or (given.isupper() or "." in given) > initials:
        return text
    if not found["rest"] and len(found["family"]) < 5:
        return text  # `OECD, Paris`
    shouted = soften("X " + found["family"], name=True)  # a particle opens no name here
    name = f"{given} {shouted[2:]}"
    return f"{name}{(found['rest'] or '').rstrip()}" if is_name(name) else text


def names_nobody(text: str) -> bool:
    """Titles alone, or marks: `Herr Dr.`, `&`."""
    return not re.search(r"[^\W\d_]", strip_titles(f"{text} ")[0])


def is_person(text: str) -> bool:
    """A name, perhaps after titles."""
    rest, _ = strip_titles(text)
    return is_name(rest)


def find_name(text: str) -> tuple[str, str] | None:
    """The bare name and the office before it."""
    text = HONOURS.sub("", text)
    rest, office = strip_titles(text)
    if peer := PEER.match(text):
        return (peer["name"] if " " in peer["name"] else rest), office
    if is_name(rest):
        return rest, office
    tokens = rest.split()
    if rest == text or not tokens:
        return None
    titled = len(tokens) > 1 and is_name(" ".join([*tokens[:-1], "Roe"]))
    if titled or is_surname(strip_particles(rest)):
        return rest, office  # `Dr Michael Head`: after a title a family name may be a word for a role
    return None


def find_edge_name(text: str) -> int:
    """Where a name at the right edge of a position begins (`… for Osk Norrin Roule`), or -1.

    Behind a rank it is all that is left; else a family name, a given name and the initials between them.
    """
    places = [m.start() for m in re.finditer(r"\S+", text)]
    for place in reversed(places):
        rest, office = strip_titles(text[place:])
        if office and is_name(rest):
            before = text[:place].split()[-1:]
            if not before or strip_titles(f"{before[0]} Roe")[0] != "Roe":
                return place
    given = 0
    for place in reversed(places):
        token = text[place:].split()[0]
        given += not (NICKNAME.match(token) or INITIAL.match(token))
        if given == 2:
            return place if is_name(text[place:]) and strip_titles(text[place:])[0] else -1
    return -1


def strip_particles(text: str) -> str:
    """`Costa` of `da Costa`."""
    tokens = text.split()
    while tokens and tokens[0].lower() in PARTICLES:
        tokens = tokens[1:]
    return " ".join(tokens)


def is_surname(text: str) -> bool:
    """One capitalised word that could be a family name."""
    return bool(re.match(rf"^{UPPER}[\w’'-]+$", text)) and text.lower() not in (NOT_IN_NAMES - TRADES) | COUNTRIES


def soften(text: str, *, name: bool = False) -> str:
    """Capitals to ordinary spelling: `GEORG OSBERN` to `Georg Osbern`; initials and short acronyms stay."""
    if name and not text.isupper():  # `CHEN Yi-ting`, `Jeanne DUPONT`
        return " ".join(_soften_word(t, first=True) if FAMILY_IN_CAPITALS.match(t) else t for t in text.split())
    if not text.isupper() or (not name and len(text) < 6):
        return text
    return " ".join(_soften_word(t, first=not i) for i, t in enumerate(text.split()))


def _soften_word(token: str, *, first: bool) -> str:
    low = token.lower()
    if not first and low in SMALL:
        return low
    if re.fullmatch(r"II|III|IV", token) or INITIAL.match(token.strip('().,;“”"')) or token in UNITED:
        return token
    return re.sub(r"(?<![^\W\d_])(?<![^\W\d_][’'](?=s\b))[^\W\d_]|(?<=^mc)[^\W\d_]", lambda m: m[0].upper(), low)
