"""Positions: role and organisation of what stands beside a name."""

import re
from collections.abc import Sequence

from analysis.attribution.names import tidy
from analysis.attribution.posts import split_role
from analysis.attribution.terms import has_role, is_acronym, is_organisation, is_role_noun, is_strong
from analysis.attribution.words import (
    ASIDE,
    CLOSES_ORGANISATION,
    COUNTRIES,
    HOUSES,
    NAMED_BY_ONE_WORD,
    NO_NAME,
    NO_POSITION,
    ORGANISATION_NOUNS,
    PORTFOLIO,
    ROLE_MODIFIERS,
    TEAM,
    UNITED,
)


def read_position(elements: list[str], *, holder_first: bool = False) -> tuple[str, str]:
    """Role and affiliation of what stands beside a name; a role is split at `at`, `of the`, `for the`."""
    roles: list[str] = []
    homes: list[str] = []
    elements = _list_elements(elements)
    for number, element in enumerate(elements):
        if found := re.match(r"^(?:of|at|for|from|with|on behalf of)\s+(?:the\s+)?(.+)$", element):
            homes.append(found[1])
        elif has_role(element) and not (roles and HOUSES.search(element)):
            later = [e for e in elements[number + 1 :] if not has_role(e)]
            for clause in map(tidy, _split_posts(element)):
                role, home = split_role(clause)
                unit = not is_strong(home) or any(map(is_strong, later))
                if later and unit and not re.search(r"\s(?:at|@)\s", clause):
                    role, home = clause, ""  # `Head of the X Project, Y`: the unit is in the role
                if roles and number and not homes and len(_split_posts(element)) == 1:
                    roles[-1] = f"{roles[-1]}, {role}"
                else:
                    roles += [role] if role else []
                homes += [home] if home else []
        elif roles and (
            TEAM.search(element)
            or SERVED.match(element)
            or _is_side(roles[-1], element, homes, elements[number + 1 :])
            or (not homes and is_field(element, elements[number + 1 :]))
        ):
            roles[-1] = f"{roles[-1]}, {element}"
        elif not homes and not roles and (post := AT_HOME.match(element)):
            roles, homes = [post["role"]], [post["home"]]  # no list knows it
        elif not homes and element[0].islower() and not _names_home(element) and (not roles or " " in element):
            roles = [f"{roles[0]}, {element}"] if roles else [element]  # no list knows it, but no name begins so
        else:
            homes.append(PLACE_BEHIND.sub("", element.removeprefix("the ")))
    if roles and not homes:
        roles[0], home = _pull_organisation(roles[0], holder_first=holder_first)
        homes += [home] if home else []
    if not roles and len(homes) > 1 and not is_organisation(homes[0]) and is_strong(homes[-1]):
        roles.append(homes.pop(0))
    return "; ".join(roles), ("; " if len(roles) == len(homes) == 2 else ", ").join(homes)


def _list_elements(elements: Sequence[str]) -> list[str]:
    """Those that say who somebody is, without articles, parties and what is told beside it."""
    kept: list[str] = []
    for element in map(tidy, elements):
        at = re.match(r"^who [a-z][\w ]*? at (?:the )?(?P<home>[A-Z].+)$", element)
        if at and is_organisation(at["home"]):
            kept.append(f"at {at['home']}")
        if OCCUPIED.match(element) and not has_role(element):
            continue
        told = bool(kept) and (DESCRIPTION.match(element) or PLACED.match(element)) and not has_role(element)
        element = ASKING.sub("", element)
        if not element or NO_POSITION.match(element) or told:
            continue
        element = PARTY_LETTER.sub("", ASIDE.sub("", element))
        kept.append(ARTICLE.sub("", element.removeprefix("and ") if has_role(element) else element))
    return kept


def _is_side(role: str, element: str, homes: Sequence[str], later: Sequence[str]) -> bool:
    """What somebody works on, or where: `Land Rights`, `UK & Ireland` behind `Programme Lead`, `Managing Director`."""
    if homes or is_strong(element) or not GENERIC.search(role):
        return False
    apart = not later or not (_is_region(later[0]) or later[0].startswith("and "))
    side = SIDE.search(element) or (element.endswith("Research") and later and is_organisation(later[0]))
    return (_is_region(element) and apart) or bool(side)


def _is_region(text: str) -> bool:
    return all(word in ("&", "and") or word in UNITED or word.lower() in COUNTRIES for word in text.split())


def list_notes(text: str) -> list[str]:
    """What stands in brackets, where all does: of `(Chair, Transport Committee) (Nab West) (Lab)` the positions."""
    if not GROUPS.match(text):
        return [text]
    return [note for note in re.findall(r"\(([^()]+)\)", text) if has_role(note)]


def _names_home(element: str) -> bool:
    """Small letters that open an organisation's name: an acronym behind them, or a kind of organisation."""
    return any(t.lower() in ORGANISATION_NOUNS or is_acronym(t) for t in element.split())


GROUPS = re.compile(r"^\([^()]+\)(?: \([^()]+\))+$")
GENERIC = re.compile(
    r"\b(?:[Dd]irector|[Pp]resident|[Ll]ead|[Hh]ead|[Mm]anager|[Oo]fficer|[Ff]ellow|[Ss]pecialist|[Ee]conomist)$"
)
SIDE = re.compile(
    r"^[A-Z].*\b(?:Rights|Rules|Policy|Investment|Lending|Modell?ing|Security|Operations|Strategy|Development|"
    r"Networks|Underwriting|Advocacy|Engagement|Relations|Sustainability|Innovation|Marketing|Clinic|Communications)$"
)
DESCRIPTION = re.compile(r"^(?:an?|une?|eine?) [a-z]")  # of an organisation: `X, a chain of shops`
AT_HOME = re.compile(r"^(?P<role>[a-zà-ÿ][a-zà-ÿ’' -]*) at (?:the )?(?P<home>[A-Z].+)$")
SUBJECTS = frozenset(("Policy", "Research", "Security", "Defence", "Defense", "Technology"))  # `Centre for … Policy`
ASKING = re.compile(r" \([a-z]+ing\b[^()]*\)$")
OCCUPIED = re.compile(r"^[A-Z][a-z]+ing (?:the|for|to|on|in|about|after|as|at)\b")  # `Taking the floor again`
PLACED = re.compile(r"^(?:à|in|en|i|w|bei) [^\W\d_a-zà-ÿ][\w-]+(?: \([^()]+\))?$")  # a town
SERVED = re.compile(r"^(?:ret(?:ired|d|\.)|emerit\w+|pensionerad|im Ruhestand|retraitée?|jubilad[ao])$")
PARTY_LETTER = re.compile(r"\s*\([RDI]\)(?=$|,)")
ARTICLE = re.compile(
    r"^(?:an?|the|our|[Ll]e|[Ll]a|une?)\s+(?=[a-z])|^the (?=[A-Z])(?=.*\b(?:President|Director|Chair)\b)"
)
PLACE_BEHIND = re.compile(r"\s*\([A-Z][a-z]+(?: [A-Z][a-z]+)*\)$")  # `Observer Foundation (India)`
SECOND_POST = re.compile(r"(?<=\w)\s*(?:;|\band(?=\s+(?:[Ff]ormer|previously|the )))\s+")
OTHER_HOME = re.compile(
    r"^(.* (?:at|of the) .+?) and (?:an? |the )?(?=[\w-]+(?: [\w-]+){0,3} (?:of|at|for) (?:the )?[A-Z])(.+)$"
)
TWO_OFFICES = re.compile(r"^(.+? of .+?) and (?:the )?([\w-]+ of (?:the )?[A-Z].+)$")
ROMANCE_POSTS = re.compile(r"^(.+ (?:del?|du|des|della?) .+?) (?:y|e|et) ([a-zà-ÿ]+ (?:del?|du|des|della?)\b.+)$")
ONCE = re.compile(r"^([Ff]ormer .+? (?:to|of|for|in) .+?) and (?=[a-z])(.+)$")


def is_field(element: str, later: Sequence[str]) -> bool:
    """`Education Policy`, `Department of Law` between a role and an organisation: what somebody works on."""
    words = set(element.lower().split()) & (NO_NAME | ORGANISATION_NOUNS)
    body = is_strong(element) or re.search(
        r"^Department\b|\b(?:Project|Program(?:me)?|Team|Unit|Lab|Service)$", element
    )
    return bool(words) and not body and any(map(is_strong, later))


def _split_posts(element: str) -> list[str]:
    """`Scientist at the X and Chief Officer of Y` are two posts."""
    both = OTHER_HOME.match(element) or ONCE.match(element)
    for form in (TWO_OFFICES, ROMANCE_POSTS):
        if not both and (two := form.match(element)) and has_role(two[1]) and is_role_noun(two[2].split()[0]):
            both = two
    if both:
        return [both[1], both[2]]
    posts = SECOND_POST.split(element)
    return posts if all(has_role(post) for post in posts if post.startswith("the ")) else [element]


def _pull_organisation(role: str, *, holder_first: bool) -> tuple[str, str]:
    """`Washington Post Columnist` -> Columnist, Washington Post; `FOI analyst` -> analyst, FOI."""
    tokens = role.split()
    if len(tokens) > 2 and is_acronym(tokens[0]) and is_role_noun(tokens[1]) and tokens[2] in ("on", "for"):
        return " ".join(tokens[1:]), tokens[0]  # `SRG spokesperson on product safety`
    last = max((i for i, t in enumerate(tokens) if is_role_noun(t)), default=0)
    if not holder_first and (
        re.search(r"\b(?:of|at|to|in|on|for)\b", " ".join(tokens[:last]))
        or re.search(r"\b(?:in|for|on)\b", " ".join(tokens[last + 1 :]))
    ):
        return role, ""
    first = last
    while first > 0 and (is_role_noun(tokens[first - 1]) or tokens[first - 1].lower() in ROLE_MODIFIERS):
        of_home = re.search(r"\b(?:for|of|on) ", " ".join(tokens[: first - 1]) + " ")
        ranked = first > 1 and tokens[first - 2].lower() in ROLE_MODIFIERS
        if tokens[first - 1] in SUBJECTS and not ranked and (of_home or tokens[last].islower()):
            break  # `Centre for Tax Policy analyst`
        first -= 1
    before, post = tokens[:first], " ".join(tokens[first:])
    if not before or re.search(
        r"^(?:University|College|Institute|Faculty|Department|Local|State|County|City|Council|Company|Union|School|Club|Museum|Party|Bank|Board|Government|House|Senate|Parliament|Fire|Police)$|\b(?:Majority|Minority)\b",
        " ".join(before),
    ):
        return role, ""
    if len(before) > 1 and all(t.isupper() for t in before):
        return post, " ".join(before)  # a title in capitals: `THE QUAY columnist`
    if (
        len(before) == 1
        and (role.isupper() or not (is_organisation(before[0]) or before[0].isupper()))
        and not (NAMED_BY_ONE_WORD.search(tokens[last]) or NAMED_BY_ONE_WORD.search(post))
    ):
        return role, ""  # `Osk President`, `Shadow Chancellor`
    for index, token in enumerate(before):
        if is_acronym(token):
            return " ".join([*tokens[:index], *tokens[index + 1 :]]), token.strip(",")
    if before[-1].isdigit() and before[0] not in ("Year", "Grade", "Class", "Form", "Level"):
        return post, " ".join(before)  # `Workers Local 40 President`
    portfolio = PORTFOLIO.search(" ".join(tokens[: last + 1]))
    if portfolio and not is_strong(" ".join(before)):
        return role, ""  # `Transport Secretary`: the words before an office of state are its portfolio
    if strong := [i for i, t in enumerate(before) if t.lower().strip(",.") in ORGANISATION_NOUNS]:
        end = strong[-1] + 1
        end = len(before) if before[end : end + 1] and before[end] in ("of", "for", "on") else end
        return " ".join([*before[end:], post]), " ".join(before[:end])
    field = {t.lower() for t in before} & (NO_NAME - CLOSES_ORGANISATION | COUNTRIES | ROLE_MODIFIERS)
    if all(t[0].isupper() for t in before) and (holder_first or (tokens[last].islower() and not field)):
        return post, " ".join(before)  # `Valley Watch coordinator`
    return role, ""
