"""What one position says: the role, and the organisation behind `at`, `of the`, `der`, `de la` and their like."""

import re
from itertools import takewhile

from analysis.attribution.terms import has_role, is_organisation, is_place, is_role_noun, is_strong
from analysis.attribution.words import (
    CALLED,
    FIELD,
    FRENCH_HEADS,
    HEADS,
    LEADS,
    ORGANISATION_NOUNS,
    PARTIES,
    POLITICIANS,
    PORTFOLIO,
    SPEAKS_FOR,
)

ADJECTIVE = re.compile(r"^(?:[a-ząćęłńóśźż]{2,}(?:wy|wa|ny|na|ki|ka|czy|cza)|[а-яіїєґ]{2,}(?:ий|ая|а))$")  # Slavic

HOME_OPENS = rf"(?:[A-ZÄÖÜÅÉŁŚŻØÆА-ЯІЇЄҐ]|(?:{'|'.join(sorted(ORGANISATION_NOUNS))})\b).+"
OWNED = re.compile(r"^(?:[Tt]he )?(?P<home>[A-Z][^,]*?)(?:[’']s|:s) (?P<role>.+)$")
HELD = (
    re.compile(
        r"^(?P<role>.+?) (?:at|for|of|with|from|på|hos|vid|bei|chez|bij|di|de|w)(?: the| an?| der)?"
        rf"(?: [a-zà-ÿ’'-]+| [A-Z][a-z]+-[a-z]+){{0,2}}? {CALLED}(?: of)? (?P<home>[A-ZÄÖÜÅÉŁŚŻØÆ].+)$"
    ),
    OWNED,
    re.compile(r"^(?P<role>.+?)\s+(?:at|@)\s+(?:the\s+)?(?P<home>[A-Z].+)$"),
    re.compile(
        r"^(?P<role>\S+(?: \S+){0,6}?) (?:an der|am|bei der|beim|bei|ved|vid|på|hos|à l[’']|à la|au|chez|aan de|"
        r"aan het|aan|bij de|bij het|bij|all[’']|alla|presso (?:l[’']|la |il )?|en el|en la|na|w) ?"
        rf"(?P<home>{HOME_OPENS})$"
    ),
    re.compile(r"^(?P<role>.+?) in (?:our|the) (?P<home>(?:Department|School|Faculty|Institute|Cent(?:er|re))\b.+)$"),
)
ROMANCE = r"(?:Universi(?:dad|dade|tà|tat|té)|université|Hospital|Hôpital|hôpital|CHU|Instituto|Istituto|Institut)"
STRONG_HOME = (
    re.compile(
        rf"^(?P<role>.+? (?:de|del|di|du|da) .+?) (?:de la|del|de l[’']|de|du|dell[’']|da|do) ?(?P<home>{ROMANCE}\b.+)$"
    ),
    re.compile(r"^(?P<role>.+?) (?P<home>(?:ГО|БФ|ТОВ|ГС|КП) «.+)$"),
    re.compile(
        r"^(?P<role>[^,]+?) (?P<home>(?:[А-ЯІЇЄҐ][\w’'-]+(?:го|ої) )+(?:[А-ЯІЇЄҐ][\w’'-]+(?:го|ої) )*"
        r"(?:інституту|університету|академії|музею|центру|лікарні|ради)\b.*)$"
    ),
)
GENITIVE = re.compile(
    r"^(?P<role>\S+(?: \S+){0,6}?) (?:der|des|dem|im|von|för|for|i|du|de l[’']|d[’']|de la|de los|del|della|dello|"
    r"dell[’']|dei|degli|delle|da|do|di|van de|van het|van|de) ?"
    rf"(?P<home>{HOME_OPENS})$"
)


UNIT = re.compile(  # a part of an organisation
    r"^(?:Programms?|Arbeitsgruppe|Abteilung|Referats?|(?:Fach|Forschungs|Geschäfts)bereichs?|Bereichs?|Teams?|Projekts?|"
    r"Büros?|Forschungsgruppe|programme|service|département|unité|pôle|équipe|programa|programma|enheten|"
    r"programmet|avdelningen)\b"
)
PERHAPS_UNIT = re.compile(r"^(?:Zentrums|Centre|Observatoire|Laboratoire|Institut(?:s|e)?)\b")
BEHIND_UNIT = re.compile(r"^(?P<unit>.+?) (?:der|des|du|de la|de l[’']|del|vid|på|hos) ?(?P<home>[^\W\d_a-zà-ÿ].+)$")


def split_role(text: str) -> tuple[str, str]:
    """`Director of the X` -> Director, X; `Minister of Defence of Israel` stays whole."""
    for form in STRONG_HOME:
        if (held := form.match(text)) and has_role(held["role"]):
            return held["role"], held["home"]
    for form in HELD:
        if (held := form.match(text)) and has_role(held["role"]) and not has_role(held["home"].split()[0]):
            lower = held["role"][0].islower() and not is_place(held["home"])
            if POLITICIANS.search(held["role"]) and not is_organisation(held["home"]):
                continue  # `assessora all’Ambiente`: a portfolio
            if form != OWNED or lower or is_strong(held["home"]):
                return held["role"], held["home"]
    tokens = text.split()
    last = max((i for i, token in enumerate(tokens) if is_role_noun(token)), default=len(tokens))
    opens = last + 1 + len(list(takewhile(ADJECTIVE.match, tokens[last + 1 : last + 3])))
    home = " ".join(tokens[opens:])
    if home[:1].isupper() and not text.isupper() and is_organisation(home) and " de " not in home:
        return " ".join(tokens[:opens]), home  # `Präsident Ifo-Institut`
    if (held := PARTY.match(text)) and _is_party(held["home"], held["role"]):
        role, home = split_role(held["role"])
        return (role, f"{home} ({held['home']})") if home else (role, held["home"])
    held = GENITIVE.match(text)
    if held and has_role(held["role"]) and (parted := _split_unit(text, held["home"])):
        return parted
    if held and has_role(held["role"]) and _leads_home(held["role"], held["home"]):
        return held["role"], held["home"]
    for joint in re.finditer(r"\s+(of the|for the|with the|with|of|for|from the)\s+(?:the\s+)?", text):
        role, home = text[: joint.start()], text[joint.end() :]
        if not home or is_place(home):
            continue
        if owned := re.match(r"^\S+[’']s (?:[a-z][\w-]* )+(?=[A-Z])", home):
            return role, home[owned.end() :]  # `X’s wholly-owned subsidiary Y`
        if _ends_role(role, joint[1], home):
            return role, home
    return text, ""


def _split_unit(text: str, unit: str) -> tuple[str, str] | None:
    """`Leiterin des Programms Osteuropa der Stiftung X`: the unit is in the role, the organisation behind it is not."""
    if not UNIT.match(unit) and not PERHAPS_UNIT.match(unit):
        return None
    behind = BEHIND_UNIT.match(unit)
    if behind and is_strong(behind["home"]):
        return text.removesuffix(unit) + behind["unit"], behind["home"]
    return (text, "") if UNIT.match(unit) else None


def _is_party(text: str, role: str) -> bool:
    """`SPD`, `Grüne`, `Alleanza Verde`, anything behind a politician’s office; not `Scientist (Geodesy)`."""
    named = PARTY_LETTERS.match(text) or is_strong(text) or _is_known_party(text)
    return bool(named or POLITICIANS.search(role))


def _is_known_party(text: str) -> bool:
    return all(word.lower() in PARTIES for word in text.split())


def _leads_home(role: str, home: str) -> bool:
    """`Sprecherin von Jugend fürs Klima`, `présidente du syndicat X`, but not `Sprecher der Reeder`."""
    strong = home[0].isupper() and (is_strong(home) or _is_known_party(home))
    return strong or bool(FRENCH_HEADS.search(role) or SPEAKS_FOR.search(role) or (" " in home and HEADS.search(role)))


def _ends_role(role: str, joint: str, home: str) -> bool:
    """Whether what stands behind `of the`, `of` or `for` is an organisation and no field of work."""
    if joint == "of the":
        office = role.endswith("Chief") or (PORTFOLIO.search(role) and not is_organisation(home))
        return home[0].isupper() and not office and not BRANCH.search(home)
    if home[0].isupper() and (is_strong(home) or joint.startswith("with") or re.search(r"[Ss]pokes\w+$", role)):
        return True
    return joint == "of" and not home[0].islower() and bool(LEADS.search(role)) and not FIELD.search(home)


BRANCH = re.compile(r"\b(?:office|bureau|branch|section|[Dd]esk)$")  # of a house: `head of the Lisbon office`
PARTY_LETTERS = re.compile(r"^[A-Z][\w/]*[A-Z]\w*$")
PARTY = re.compile(r"^(?P<role>.*\w) \((?P<home>[A-Z][\w/]*[A-Z]\w*|[^\W\d_a-zà-ÿ][^()]{0,60})\)$")
