"""Names of people: titles off, the shape of a name, a name at the right edge of a position."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from analysis.attribution.words import (
    COUNTRIES,
    HONORIFICS,
    NO_NAME,
    OFFICES,
    ORGANISATION_NOUNS,
    PARTICLES,
    ROLE_ENDINGS,
    ROLE_NOUNS,
    SHORT_OFFICES,
    SHOUTED_HONORIFICS,
)

KEPT = 4096  # answers about words and lines that are asked for again and again
UPPER = r"[^\W\d_a-zà-ÿ]"
NAME_WORD = re.compile(  # `?` and U+FFFD amid letters: one of them was lost when the file was written
    r"^(?:(?:[dDlLoO]|al|el|ul|ad|an|as|at)[’'ʼ-])?(?:Mc|Mac)?[^\W\d_](?:[\w’'ʼ.·?\ufffd-]*[\w.])?$"
)
NICKNAME = re.compile(r"^[“\"‘'](\w[\w.-]*)[”\"’']$")
INITIAL = re.compile(r"^(?:[^\W\d_]\.-?){1,4}$|^[^\W\d_]$")
UNITED = frozenset({"UN", "EU", "US", "UK", "USA", "NATO"})
CAPITALS = re.compile(r"[A-Z]{3}|[A-Z][a-z][A-Z]{1,3}|[B-DF-HJ-NP-TV-Z]{4,5}")  # an organisation rather than a name
FIRST_NAMES = frozenset({"will", "april", "june", "may", "august", "piers"})
LAST_NAMES = frozenset(
    {"may", "read", "key", "west", "north", "law", "day", "post", "hall", "an", "do", "he", "so", "to", "will",
     "baker", "farmer", "king", "bishop", "judge", "stone"}
)  # fmt: skip
EDGES = " \t\n:;,–—-|“”\"‘’'*_•·"
NOT_IN_NAMES = NO_NAME | ROLE_NOUNS | ORGANISATION_NOUNS
PLACES = PARTICLES - {"van", "ben", "al"}  # before one more word: El Salvador
SMALL = frozenset(["of", "for", "the", "and", "in", "on", "at", "to", "a", "an", "with", "from"]) | PARTICLES


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
    if flat[:1] == "(" and flat[-1:] == ")" and _is_one_bracket(flat):
        flat = flat[1:-1].strip(EDGES)
    if flat[-1:] == ")" and "(" not in flat:
        flat = flat[:-1]
    if flat[:1] == "(" and ")" not in flat:
        flat = flat[1:]
    if flat.endswith(".") and not re.search(r"(?:\b(?:Jr|Sr|Inc|Ltd|Corp|Co|ret|St|[A-Z])|\.[A-Za-z])\.$", flat):
        flat = flat[:-1]
    return flat


def _is_one_bracket(text: str) -> bool:
    """Whether the bracket that opens it closes at its end."""
    depths = list(accumulate((c == "(") - (c == ")") for c in text))
    return 0 not in depths[:-1] and depths[-1] == 0


@lru_cache(maxsize=KEPT)
def strip_titles(text: str) -> tuple[str, str]:
    """The name without honorifics and offices in front, and the office (or academic title) as printed."""
    office = academic = ""
    rest = text.strip()
    while True:
        if found := HONORIFICS.match(rest) or SHOUTED_HONORIFICS.match(rest):
            title = found[0].strip()
            if title.lower().startswith(("prof", "assoc", "assist", "adjunct", "emerit")):
                academic = f"{academic} {title}".strip() if "rof" not in academic else academic
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
    if len(tokens) < 2 or sum(t.lower() not in PARTICLES for t in tokens) > 6 or len(tokens) > 9 or len(text) > 60:
        return False
    if tokens[0] == "A":
        return False
    if len(tokens) == 2 and tokens[0].lower() in PLACES:
        return False
    capitals = 0
    for index, token in enumerate(tokens):
        low = token.lower().strip(".")
        last = index == len(tokens) - 1
        if (index == 0 and low in FIRST_NAMES) or (index and last and low in LAST_NAMES and token[0].isupper()):
            capitals += 1
            continue
        if (low in NOT_IN_NAMES and not INITIAL.match(token)) or low.endswith(("’s", "'s")):
            return False
        if "-" in low and (low.split("-")[-1] in ROLE_NOUNS or ROLE_ENDINGS.search(low)):
            return False  # `SPD-Chef`
        if not last and ((len(low) > 8 and ROLE_ENDINGS.search(low)) or token.lower() in SHORT_OFFICES):
            return False  # `Gruppenleiter Grundwasser`
        if token.lower() in PARTICLES and token[0].islower():
            if last:
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
        if (
            any(map(str.isdigit, token))
            or not NAME_WORD.match(token)
            or not (token[0].isupper() or re.match(r"^\w{1,2}[’'-]\w", token))
        ):
            return False
        capitals += 1
    if len(tokens) > 2 and CAPITALS.fullmatch(tokens[-1]) and not text.isupper():
        return bool(re.fullmatch(r"III?|IV", tokens[-1]))  # `Jane Roe CBI`
    shouted = [t for t in tokens if len(t) > 2 and t.isupper() and "." not in t]
    if len(shouted) > 1 and len(shouted) != sum(len(t) > 2 for t in tokens):
        return False
    return capitals >= (1 if len(tokens) > 1 and any(INITIAL.match(t) for t in tokens) else 2)


def is_person(text: str) -> bool:
    """A name, perhaps after titles."""
    rest, _ = strip_titles(text)
    return is_name(rest)


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
    if (
        rest != text
        and len(tokens) > 1
        and tokens[-1].lower() in ROLE_NOUNS
        and is_name(" ".join([*tokens[:-1], "Roe"]))
    ):
        return rest, office  # `Dr Michael Head`: after a title a family name may be a word for a role
    if rest != text and rest and is_surname(strip_particles(rest)):
        return rest, office
    return None


def find_edge_name(text: str) -> int:
    """Where a name at the right edge of a position begins (`… for Osk Norrin Roule`), or -1.

    Behind a rank it is all that is left; else a family name, a given name and the initials between them.
    """
    for found in reversed(list(re.finditer(r"(?<!\S)(?=\S)", text))):
        rest, office = strip_titles(text[found.start() :])
        if office and rest != text[found.start() :] and is_name(rest) and not office.islower():
            before = text[: found.start()].split()[-1:]
            if not before or strip_titles(f"{before[0]} Roe")[0] != "Roe":
                return found.start()
    places = [m.start() for m in re.finditer(r"\S+", text)]
    given = 0
    for place in reversed(places):
        token = text[place:].split()[0]
        if token.lower() in PARTICLES or NICKNAME.match(token) or INITIAL.match(token):
            continue
        given += 1
        if given == 2:
            return place if is_name(text[place:]) else -1
    return -1


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


def soften(text: str, *, name: bool = False) -> str:
    """Capitals to ordinary spelling: `GEORG OSBERN` to `Georg Osbern`; initials and short acronyms stay."""
    tokens = text.split()
    if not text.isupper() or (not name and len(tokens) == 1 and len(text) < 6):
        return text
    return " ".join(_soften_word(t, first=not i, name=name) for i, t in enumerate(tokens))


def _soften_word(token: str, *, first: bool, name: bool) -> str:
    low = token.lower()
    bare = token.strip('().,;“”"')
    if name and not first and low in PARTICLES:
        return low
    if (
        INITIAL.match(bare)
        or (not first and re.fullmatch(r"II|III|IV", token))
        or re.fullmatch(r"[^AEIOUYÄÖÜÅÉ]{2}", token)
        or (not name and token in UNITED)
    ):
        return token
    if not first and not name and low in SMALL:
        return low
    return re.sub(r"(?<![^\W\d_])(?<![^\W\d_][’'](?=s\b))[^\W\d_]|(?<=^mc)[^\W\d_]", lambda m: m[0].upper(), low)
