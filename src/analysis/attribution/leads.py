"""A sentence that leads up to somebody's words, without what it says beside who speaks."""

import re
from itertools import takewhile

from analysis.attribution.credentials import read_credentials, read_person
from analysis.attribution.names import find_name, is_person, strip_titles, tidy
from analysis.attribution.parts import OPENING, VERB
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation
from analysis.attribution.words import OCCASION, OPENS_CLAUSE, OPENS_POSITION, PARTICLES
from analysis.text.quotations import SAYING

SAID_AT_END = re.compile(
    r"[,\s]+(?:(?:also|then|later|further)\s)?"
    r"(?:(?:issued|released|gave|made|posted|shared) (?:an?|the following|this|the) statement\b[^:]{0,90}"
    rf"|(?:{SAYING}|answered)"
    r"(?:,? on [^:]{4,30}| in a statement| (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})?)\s*[:,]?$"
)
LEADS_UP = re.compile(r"^.*(?<=[a-zà-ÿ]{3}[.!?])\s+(?=[^\W\d_a-z])", re.DOTALL)  # sentences above it
ACCORDING_TO = re.compile(
    r"^(?:(?:Pour|Selon|D[’']après|According to|For|Für|Laut|Nach|Enligt|För|Según|Para|Secondo|Volgens)"
    r"|.{4,120}, (?:according to|laut|selon|d[’']après|enligt|según|secondo|volgens|ifølge)) (?=[A-ZÀ-Þ])"
)
SMALL_WORDS = re.compile(
    r"(?<=\w|\)) (?!(?:of|for|at|in|from|de|du|der|von|och|and|und|et|i|på)\b)[a-zà-ÿ]+(?: [a-zà-ÿ]+){0,3}$"
)
PLACE = re.compile(r"\s*\([^()]*\)$")
JOINED = re.compile(r"^(?:But|And|Yet|Still|Meanwhile|Finally|So|Und|Aber|Mais|Et|Men|Och|Pero|Y|Ma|E) (?=[^\W\d_a-z])")
TELLS = re.compile(  # an English verb that nobody's position opens with
    r"^(?:(?:also|then|now|still|even|too|instead|however|meanwhile|in turn) )?"
    r"(?:is|was|has|had|are|were|do(?:es)?n.t|did|told|put|took|saw|gave|went|made|thinks?|[a-z]{3,}(?<![siu])s|[a-z]{2,}(?<!retir)ed)\b"
)
MEDIUM = re.compile(  # where it was said
    r"^(?:on|in|at|to|via|auf|im|in der|gegenüber|sur|dans|au|à|på|i|en|su|op|na) (?:[^\W\d_]+ ){0,3}?"
    r"(?:X|Twitter|Facebook|LinkedIn|Instagram|Bluesky|Mastodon|TikTok|YouTube|Truth Social|\S*(?:TV|[Rr]adio|FM)"
    r"|communiqué|micro|statement|interview|tweet|post|email|e-mail|Interview|Mitteilung|Erklärung|Rundfunk|uttalande|intervju)"
    r"\b.{0,40}$"
)
ASIDE = ("however", "meanwhile", "too", "for one", "in turn", "by contrast", "though", "also", "jedoch", "dagegen")


def cut_lead(text: str) -> tuple[str, bool]:
    """Of `On costs, Jane Roe, chair of X, is wary` the name and position, and whether a verb of saying was cut."""
    who, said = cut_saying(text, opened=True)
    if text[:1] in OPENING:
        return who, said  # somebody speaks already
    who = JOINED.sub("", LEADS_UP.sub("", who))
    who, told = ACCORDING_TO.subn("", who)
    chunks = [tidy(chunk).removeprefix("also ") for chunk in SPLIT_COMMA.split(who)]
    first = next((i for i, chunk in enumerate(chunks) if not _is_clause(chunk)), 0)
    kept = [c for c in chunks[first:] if c.lower() not in ASIDE and not MEDIUM.match(c)]
    named = _cut_verb(kept[0]) if kept else ""
    kept = [named or kept[0], *kept[1:]]
    clauses = len(kept) - len([*takewhile(lambda c: c[:1].islower(), reversed(kept))])
    behind = next((i for i in range(max(1, clauses), len(kept)) if _tells(kept[: i + 1], told > 0)), 0)
    if first == 0 and not behind and not named and len(kept) == len(chunks):
        return who, said
    return ", ".join(kept[: behind or None]), said or behind > 0


def _is_clause(chunk: str) -> bool:
    """`On the feasibility of the target`: what a sentence opens with, before it says who speaks."""
    opens = chunk.split(" ")[0].lower()
    named = find_name(chunk) or read_person(chunk.partition(" ")[2]) or _cut_verb(chunk)
    return opens in OPENS_CLAUSE and not named


def _cut_verb(chunk: str) -> str:
    """The name behind a verb, with which the sentence begins: `På frågan om priset svarar Jane Roe`."""
    tokens = chunk.split()
    opens = strip_titles(chunk)[0] != chunk or is_person(" ".join(tokens[:2]))
    if opens or read_person(chunk) or not any(token.islower() for token in tokens[:-2]):
        return ""
    for size in (5, 4, 3, 2):
        verb = next(iter(tokens[-size - 1 : -size]), "")
        if verb.islower() and verb not in OPENS_POSITION | PARTICLES and is_person(" ".join(tokens[-size:])):
            return "" if has_role(verb) else " ".join(tokens[-size:])
    return ""


def _tells(chunks: list[str], told: bool) -> bool:
    """Whether the last chunk, behind somebody and a position, tells what they do: `takes a different view`."""
    last = chunks[-1]
    opens = last.split()
    if told and last[:1].islower() and (VERB.search(last) or not has_role(" ".join(opens[:3]))):
        return True  # `According to Jane Roe, the plan is late`
    if not last[:1].islower() or opens[0] in OPENS_POSITION:
        return False
    known = any(has_role(c) or is_organisation(c) for c in chunks[1:-1])
    if TELLS.match(last):
        words = [*takewhile(lambda w: w not in OPENS_POSITION, opens)]
        return (known or len(opens) > 1) and not any(map(has_role, words[:3]))
    return known and len(opens) > 1 and last.islower() and not has_role(last)


def cut_saying(text: str, *, opened: bool = False) -> tuple[str, bool]:
    """Without `said`, `added on Monday` at its end; before an opened quotation small words there are a verb."""
    if said := SAID_AT_END.search(text):
        return text[: said.start()], True
    verb = SMALL_WORDS.search(text) if opened else None
    if not verb or has_role(verb[0]):
        return text, False
    who = text[: verb.start()]
    one = " " not in verb[0].strip() or TELLS.match(verb[0].strip())
    body = who and is_organisation(who.split()[-1]) and one
    return (who, True) if body or find_name(PLACE.sub("", who)) else (text, False)


def cut_occasion(text: str) -> str:
    """`Jan Roe im Ersten`, `Jane Roe auf Twitter`: without where it was said."""
    whole = read_credentials(text)
    for occasion in OCCASION.finditer(text):
        people = read_credentials(shorter := text[: occasion.start()].rstrip(" (,"))
        if people and (whole is None or whole.names != people.names):
            return shorter
    return text
