"""Positions: role and organisation of what stands beside a name."""

import re
from functools import lru_cache

from analysis.attribution.names import KEPT, tidy
from analysis.attribution.words import (
    COUNTRIES,
    NO_ACRONYM,
    NO_NAME,
    ORGANISATION_ENDINGS,
    ORGANISATION_NOUNS,
    ROLE_ENDINGS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    SHORT_OFFICES,
    STRONG_ORGANISATION,
)

ACRONYM = re.compile(r"^[A-Z][A-Z&]{1,7}$")


@lru_cache(maxsize=KEPT)
def has_role(text: str) -> bool:
    """Whether a word of it names a position."""
    if re.search(r"\bEconomist Intelligence\b|^The Economist$", text):
        return False
    return any(is_role_noun(token) for token in re.split(r"[\s/]+", text))


@lru_cache(maxsize=KEPT)
def is_role_noun(token: str) -> bool:
    """`analyst`, `Co-Director`, `Vice-President`, a researcher in `-ologist`."""
    low = token.lower().strip(".,;:()")
    if "-" in token and token.isupper() and low not in ROLE_NOUNS:  # AFL-CIO, but SPD-CHEF
        return bool(ROLE_ENDINGS.search(low))
    one = low.removesuffix("s")
    return (
        low in ROLE_NOUNS
        or token.lower() in SHORT_OFFICES
        or low.split("-")[-1] in ROLE_NOUNS
        or (one.split("-")[0] == "co" and one in ROLE_NOUNS)
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
    """A word of the list or, in Swedish and German, a compound that ends in one."""
    low = token.lower()
    return token[0].isupper() and (low in nouns or (len(low) > 6 and bool(ORGANISATION_ENDINGS.search(low))))


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
        if not element or ASIDE.match(element):
            continue
        element = re.sub(r"^the (?=[A-Z])(?=.*\b(?:President|Director|Chair)\b)", "", element)
        if found := re.match(r"^(?:of|at|for|from|with)\s+(?:the\s+)?(.+)$", element):
            homes.append(found[1])
        elif (
            has_role(element)
            and not (homes and is_strong(element) and not re.search(r"\bof\b|\bat\b|[Ff]ormer", element))
            and not (roles and HOUSE.search(element))
        ):
            once = re.match(r"^([Ff]ormer .+? (?:to|of|for|in) .+?) and (?=[a-z])(.+)$", element)
            if once and has_role(once[2].split(" at ")[0]):
                element = f"{once[1]}; {once[2]}"  # `Former ambassador to X and visiting scholar at Y`
            for clause in _split_posts(element):
                later = [tidy(e) for e in elements[number + 1 :] if not has_role(e) and not is_place(e)]
                role, home = split_role(tidy(clause), holder_first=holder_first)
                if (
                    later
                    and home
                    and not re.search(r"\s(?:at|@)\s", clause)
                    and (any(map(is_strong, later)) or not is_strong(home) or has_role(home))
                ):
                    role, home = tidy(clause), ""  # `Head of the X Project, Y`: the unit is in the role
                roles += [role] if role else []
                homes += [home] if home else []
        elif roles and not homes and TEAM.search(element) and number + 1 < len(elements):
            roles[-1] = f"{roles[-1]}, {element}"
        elif not homes and element[0].islower() and not _is_name_of_home(element) and (not roles or " " in element):
            roles = [f"{roles[0]}, {element}"] if roles else [element]  # no list knows it, but no name begins so
        else:
            homes.append(
                re.sub(r"^(?:the)\s+|\s*\((?=[A-Z][a-z])[^()]*\)$", "", element) if is_abroad(element) else element
            )
    if roles and not homes:
        roles[0], home = pull_organisation(roles[0], holder_first=holder_first)
        homes += [home] if home else []
    if (
        not roles
        and len(homes) > 1
        and not is_organisation(homes[0])
        and not is_place(homes[0])
        and is_strong(homes[-1])
    ):
        roles.append(homes.pop(0))
    return "; ".join(roles), ("; " if len(roles) == len(homes) == 2 else ", ").join(homes)


def _is_name_of_home(element: str) -> bool:
    """Small letters that open an organisation's name: an acronym behind them, or a kind of organisation."""
    return any(t.lower() in ORGANISATION_NOUNS for t in element.split()) or any(map(is_acronym, element.split()))


ASIDE = re.compile(  # no position: a degree, an age, another name, where somebody spoke
    r"^(?:(?:speaking|writing|talking|on behalf of|in an? (?:interview|statement)|on [a-z]+ing)\b.*"
    r"|PhD|Ph\.D\.?|MD|and|\d{2}(?: år| ans| Jahre| years old)?|(?:aka|also known as|genannt|dit|alias) .*)$"
)
SECOND_POST = re.compile(r"(?<=\w)\s*(?:;|\band(?=\s+(?:[Ff]ormer|previously|the )))\s+")
OTHER_HOME = re.compile(
    r"^(.* (?:at|of the) .+?) and (?:an? |the )?(?=[\w-]+(?: [\w-]+){0,3} (?:of|at|for) (?:the )?[A-Z])(.+)$"
)
HOUSE = re.compile(
    r"^(?:Office|Ministry|Department|Embassy|House|Bureau) of\b"
    r"|^[A-Z][\w&’' -]+ (?:Advis[eo]rs|Partners|Associates|Consultants|Analysts|Fellows)$"
)
FRENCH = re.compile(
    r"^(?:(?:vice-)?président(?:e|-directeur général)?(?: et chef de la direction| principale?)?"
    r"|pdg|direct(?:eur|rice)(?: générale?)?|porte-parole|secrétaire (?:général|national)e?|responsable)$",
    re.IGNORECASE,
)
HEADS = re.compile(  # who leads or speaks for what stands behind it
    r"(?:leiter|gründer|geschäftsführer|sprecher|(?<!minister)(?<!bundes)präsident|chef|direktor|inhaber|sekretär)(?:in)?$"
    r"|vorsitzende[rn]?$|(?:^|\b)(?:leder|ledare|ordförande|talsperson|\w*sekreterare)$",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"^(?P<role>\S+(?: \S+){0,6}?) (?:an der|am|bei der|beim|bei|ved|vid|på|hos|à l[’']) ?"
    r"(?P<home>(?:[A-ZÄÖÜÅÉ]|universit|institut|école).+)$"
)
TEAM = re.compile(r"\b(?:Team|Task Force|Working Group|Panel)$")
GENITIVE = re.compile(
    r"^(?P<role>\S+(?: \S+){0,6}?) (?:der|des|dem|von|för|for|au|à la|du|de l[’']|d[’']|de la) ?"
    r"(?P<home>.*[A-ZÄÖÜÅÉ].*)$"
)


def _split_posts(element: str) -> list[str]:
    """`Scientist at the X and Chief Officer of Y` are two posts."""
    both = OTHER_HOME.match(element)
    if both and has_role(both[2].split(" of ")[0]):
        return [both[1], both[2]]
    return SECOND_POST.split(element)


def is_abroad(element: str) -> bool:
    """`Observer Foundation (India)`: the parenthesis holds a place, which is no part of the organisation's name."""
    found = re.search(r"\(([^()]*)\)$", element)
    return element.startswith("the ") or bool(found and is_place(found[1]))


def split_role(text: str, *, holder_first: bool) -> tuple[str, str]:
    """`Director of the X` -> Director, X; `Minister of Defence of Israel` stays whole."""
    if (held := re.match(r"^(.+?)\s+(?:at|@)\s+(?:the\s+)?([A-Z].+)$", text)) and has_role(held[1]):
        return held[1], held[2]
    if (held := BESIDE.match(text)) and has_role(held["role"]):
        return held["role"], held["home"]
    if (
        (held := GENITIVE.match(text))
        and has_role(held["role"])
        and ((held["home"][0].isupper() and is_strong(held["home"])) or leads_home(held["role"], held["home"]))
    ):
        return held["role"], held["home"]
    if (
        (held := ACRONYM_LAST.match(text))
        and is_acronym(held["home"])
        and is_role_noun(held["role"].split()[-1].split("(")[0])
    ):
        return held["role"], held["home"]
    if (held := PARTY.match(text)) and has_role(held["role"]):
        return held["role"], held["home"]
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
        if owned := re.match(r"^\S+[’']s (?:[a-z][\w-]* )+(?=[A-Z])", home):
            return role, home[owned.end() :]  # `X’s wholly-owned subsidiary Y`
        if word == "of the" and (home[:1].islower() or role.endswith("Chief")):
            continue
        if word == "of the" and is_strong(home):
            return role, home
        if word == "of the" and not re.search(r"\b(?:Minister|Ambassador|Envoy|Secretary)\b$", role):
            return role, home
        if word == "of" and LEADS.search(role) and home[:1].isupper() and not has_field(home):
            return role, home
        if word == "of" and is_strong(home) and not office and not has_field(home):
            return role, home
        if word == "of" and NAMED.match(home) and role.split()[-1] in SMALL_LEADS and not has_field(home):
            return role, home
        if word in ("for the", "with the", "with", "for", "from the") and is_strong(home) and home[:1].isupper():
            return role, home
    return text, ""


ACRONYM_LAST = re.compile(r"^(?P<role>.*[a-zé]) (?P<home>[A-Z]{2,})$")
PARTY = re.compile(r"^(?P<role>.*\w) \((?P<home>[A-Z][\w/]*[A-Z]\w*)\)$")


def leads_home(role: str, home: str) -> bool:
    """`Sprecherin von Jugend fürs Klima`, `présidente du syndicat X`."""
    if FRENCH.search(role):
        return True
    one = " " not in home and "-" not in home  # `Sprecher der Reeder`
    return home[0].isupper() and not one and bool(HEADS.search(role)) and not is_place(home)


LEADS = re.compile(
    r"\b(?:CEO|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Ff]ounder|[Oo]wner|[Pp]resident|[Cc]hair(?:man|woman|person)?|"
    r"[Ee]xecutive [Dd]irector|[Mm]anaging [Dd]irector|[Ee]ditor-in-[Cc]hief|[Pp]artner)$"
)


SMALL_LEADS = (
    "director",
    "leader",
    "secretary",
    "head",
    "chairman",
    "manager",
)  # before a proper name: of what they lead
NAMED = re.compile(r"^(?:[A-Z\d][\w.’'&-]*|and|&|of|the|for)(?: (?:[A-Z\d][\w.’'&-]*|and|&|of|the|for))*$")


FIELD_FIRST = re.compile(
    r"^(?:Research|Policy|Studies|Operations|Communications|Government|International|Public|Foreign)\b"
)
FIELD_LAST = re.compile(
    r"\b(?:Affairs|Studies|Strategy|Research|Policy|Media|Marketing|Communications|Relations|Science|Education)$"
)


def has_field(home: str) -> bool:
    """`Research at …` and `Policy and …` are fields of work inside a role."""
    if FIELD_LAST.search(home):
        return True
    return bool(FIELD_FIRST.match(home)) and not is_strong(" ".join(home.split()[:4]))


CLOSES_ORGANISATION = frozenset(["watch", "voice", "aid"])
NAMED_BY_ONE_WORD = re.compile(
    r"^(?:C[EFOT]O|Mayor|(?:[Cc]o-?)?[Ff]ounder|[Oo]wner|[Cc]hair(?:man|woman)|[Cc]olumnist|"
    r"[Cc]orrespondent|[Rr]eporter|[Ee]ditor|"
    r"[Ss]pokes\w+|[Aa]nalyst|[Ee]conomist)$"
)
PORTFOLIO = re.compile(r"\b(?:Minister|Secretary|Chancellor|Commissioner|Envoy|Ambassador)$")


def pull_organisation(role: str, *, holder_first: bool) -> tuple[str, str]:
    """`Washington Post Columnist` -> Columnist, Washington Post; `FOI analyst` -> analyst, FOI."""
    tokens = role.split()
    last = max((i for i, t in enumerate(tokens) if is_role_noun(t)), default=0)
    if re.search(r"\b(?:of|at|to|in|on|for)\b", " ".join(tokens[:last])) and not holder_first:
        return role, ""
    if not holder_first and re.search(r"\b(?:in|for|on)\b", " ".join(tokens[last + 1 :])):
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
    if len(before) > 1 and all(t.isupper() for t in before) and not role.isupper():
        return " ".join(tokens[first:]), " ".join(before)  # a title in capitals: `THE QUAY columnist`
    if (
        len(before) == 1
        and (role.isupper() or not (is_organisation(before[0]) or before[0].isupper()))
        and not NAMED_BY_ONE_WORD.search(tokens[last])
    ):
        return role, ""  # `Osk President`, `Shadow Chancellor`
    for index, token in enumerate(before):
        if is_acronym(token):
            left = [*tokens[:index], *tokens[index + 1 :]]
            return " ".join(left), token.strip(",")
    if before[-1].isdigit():
        return " ".join(tokens[first:]), " ".join(before)  # `Workers Local 40 President`
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
