"""Sentences that say who somebody is, such as `Jane Roe is a senior fellow at the Trade Institute`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from analysis.attribution.credentials import read_credentials
from analysis.attribution.names import KEPT, Credentials
from analysis.attribution.parts import Part
from analysis.attribution.positions import has_role, read_position
from analysis.segmentation import find_sentences

BIOGRAPHY = re.compile(
    r"^(?P<name>.{4,70}?)(?:,? [^,]{0,40},)? (?:is|are|was|were|ist|est|är|er|es|é|è|jest|serves as|served as|"
    r"has served as|leads|directs|heads|co-directs|works)(?:, [^,]{3,40},)?"
    r" (?P<rest>.+)$",
    re.DOTALL,
)
ABBREVIATED = re.compile(  # a full stop that ends no sentence: initials and titles
    r"\b(?:[^\W\d_]|Prof|Assoc|Rep|Sen|Gen|Gov|Amb|Jr|Sr|Col|Lt|Maj|Capt|Adm|Dr|Mr|Mrs|Ms|St|Hon|Rev|Ma|Md|Wm|Chr|Joh|ret)\.(?=\s|$)"
)
FURTHER = re.compile(  # what else is told behind the first position
    r",? (?:(?:where|who|whose|which)\b|and (?=the author|author|a |an |previously|is |"
    r"(?:teaches|lectures|writes|edits|leads|directs|runs|works)\b))"
)
TWO_PEOPLE = re.compile(r"(?:,? and |; )(?=[A-Z][^,;]{3,50} (?:is|was) )")


@lru_cache(maxsize=KEPT)
def read_biography(text: str) -> Credentials | None:
    """`Professor X is a fellow at Y and …` as credentials."""
    found = BIOGRAPHY.match(" ".join(text.split()))
    if not found:
        return None
    head = read_credentials(found["name"]) if not re.search(r"[.;:]\s", ABBREVIATED.sub("", found["name"])) else None
    if head is None:
        return None
    rest = re.split(r"(?<=[a-z)])\.\s|(?<=[a-z)])\.$|\.\s(?=(?:He|She|They|His|Her|Their)\b)|;", found["rest"])[0]
    rest = re.sub(r"^(?:currently,? |also |,? ?until \d{4}, )*(?:(?:an?|the|our|une?|eine?|ett|een|una)\s+)?", "", rest)
    rest = re.sub(r"^(?:based|working) (?=at)", "", rest)
    once = re.search(r" and (?:an? |the )?(former [^,;]+?)\.?$", rest)
    rest = FURTHER.split(rest)[0]
    if not has_role(rest):
        return None
    inner = re.match(
        r"^(?P<role>[^,]*?) (?:at|with|in|of) the (?P<unit>(?:(?! at )[^,])+?)(?:’s|'s) (?P<more>.+)$", rest
    )
    if inner and not has_role(inner["unit"]):
        return replace(head, roles=(inner["role"],), affiliation=f"{inner['unit']}’s {inner['more']}")
    unit = re.match(r"^(?P<role>[^,]*?) (?:in|with) the (?P<home>(?P<unit>[A-Z][^,]*?) at (?:the )?[A-Z][^,]*)$", rest)
    if unit:
        return replace(head, roles=(unit["role"],), affiliation=unit["home"])
    role, home = read_position(re.split(r",\s+", rest))
    if once and has_role(once[1]) and once[1] not in role:
        role = "; ".join(r for r in (role, once[1]) if r)
    roles = "; ".join(dict.fromkeys(r for r in (head.role, role) if r))
    return replace(head, roles=(roles,), affiliation=home)


def read_biographies(parts: Sequence[Part]) -> dict[str, Credentials]:
    """What the page says of each person (`A is chair and B is editor of X`), by the name in small letters."""
    known: dict[str, Credentials] = {}
    for part in parts:
        for start, end in find_sentences(part.text, language="en") if part.words < 90 else []:
            for clause in TWO_PEOPLE.split(part.text[start:end]):
                if bio := read_biography(clause):
                    known.setdefault(bio.names[0].casefold(), bio)
    return known
