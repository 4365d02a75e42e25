"""Who holds a position that stands before the name: `Tarn Energy CEO Jane Roe`, `former sprint rival Jane Roe`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.attribution.names import Credentials, find_edge_name, is_name, is_surname, strip_titles
from analysis.attribution.positions import read_position
from analysis.attribution.terms import has_role, is_organisation, is_role_noun
from analysis.attribution.words import HONOURS, IN_FULL, PARTICLES, SHORT_OFFICES, TRADES

OF_HOME = re.compile(
    r"^(?P<name>[^,:]{4,50}?) (?:of|from|with|at|of the|vom|von der|von den|von|am|an der|aus dem|från|vid|på|ved|fra|"
    r"van de|van het|van|bij|de la|de l[’']|du|del|della|dell[’']|da|do|z) ?(?:the )?(?P<home>[^\W\d_a-z].{1,80})$"
)


KNOWN_SO = re.compile(  # a position of words that no list knows
    r"^(?P<post>(?:[Ff]ormer|[Ll]ongtime|[Ll]ong-time|[Ff]ellow|[Rr]etired|[Oo]ne-time|[Ll]ifelong|[Cc]hildhood)"
    r"(?: [a-zà-ÿ][\w-]*){1,5}) (?P<name>[^\W\d_a-z][^,;:()]{3,50})$"
)


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


def read_role_before_name(text: str) -> Credentials | None:
    """`Constellation Energy CEO Joseph Dominguez`, `Former Tide Manager for Osk Norrin Roule`."""
    held = OF_HOME.match(text)
    if held and is_organisation(held["home"]) and not has_role(held["home"]):
        found = read_role_before_name(held["name"])
        return replace(found, affiliation=held["home"]) if found and not found.affiliation else None
    tokens = HONOURS.sub("", text).split()
    nouns = [i for i, token in enumerate(tokens) if is_role_noun(token)]
    if len(nouns) > 1 and nouns[-1] == len(tokens) - 1 and tokens[-1].lower() in TRADES:
        nouns.pop()  # `Director Peter Singer`
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
