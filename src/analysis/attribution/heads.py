"""Names within a paragraph of words: before them, or behind a quotation."""

import re
from collections import Counter
from collections.abc import Iterator

from analysis.attribution.credentials import read_credentials, read_leading_name
from analysis.attribution.holders import make_credentials
from analysis.attribution.leads import PLACE, cut_lead, cut_occasion, cut_saying
from analysis.attribution.names import (
    Credentials,
    find_edge_name,
    is_person,
    is_surname,
    soften,
    strip_titles,
    tidy,
)
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import Candidate, Shape, Side, make_key
from analysis.attribution.terms import is_organisation
from analysis.attribution.voices import read_unread, read_voice
from analysis.attribution.words import CHAIR, HOST

COLON = re.compile(r":[*_]*(?=\s|[“\"„«‘'”]|$)|\s[–—-]\s*(?=[“\"„«])")
COMMA = re.compile(  # `Name, position, “words”`: the paragraph is this quotation and no more
    r"^(?P<head>[^“”\"„«»]{0,260},[^“”\"„«»]{0,260}),\s+(?=[“\"„«][^“”\"„«»]*[”\"“»]?\s*$)"
)
NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|#\d+)\s+[–—-]?\s*")
ANSWER = re.compile(r"^[AR]\s?\d{0,2}[.:]? \((?P<who>[^()]+)\)$")  # `A1 (Jane Roe)`
DASHED = "dashed"  # a type of header; where a press agency writes from looks so once
DASH_BEHIND = re.compile(r"(\.?)\s*[–—-]\s*$")
LONGEST = 320  # characters of what may stand before the words
SHOUTED, FEWEST_LETTERS = re.compile(r"\b[^\W\d_a-z]{2,}(?:[ &-]+[^\W\d_a-z]{2,})*\b"), 6
TURN = re.compile(  # `Jane Roe, rapporteur. – Words`, `Jane Roe (Con) – Words`, `Jane Roe (Con). Words`
    r"^(?P<head>[^“”\"\n:;!?]{3,160}?)(?:\.\s(?P<dash>[–—-])|(?<=\))(?:\.|\s(?P<behind>[–—-])))\s+(?=[“„«\"]?[^\W\d_a-z])"
)
TITLE_AND_DOT = re.compile(  # `Mr. Roe. Words`, `The Chairman. Words`
    r"^((?:Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Gen|Sen|Rep|Senator|Judge|Chair(?:wo)?man)\.? [^\W\d_a-z][\w’'-]+(?: of [A-Z]\w+)?"
    r"|The (?:Acting )?(?:C(?:hair|HAIR)(?:man|woman|MAN|WOMAN)?|President|PRESIDENT|Speaker|SPEAKER|Clerk|CLERK))\.\s+"
    r"(?=[“„«\"]?[^\W\d_a-z])"
)
NAME_AND_DOT = re.compile(r"^([^\W\d_][^.:,;!?“”\"\n]{3,40}[^\W\d_A-Z])\.\s+(?=[“„«\"]?[^\W\d_a-z])")


def read_run_in(part: Part, index: int, asked: Counter[str]) -> Iterator[Candidate]:
    """`Name, position: words`: bold or plain, with a parenthesis, `said:`, in capitals, an organisation."""
    if part.kind == "heading":
        return
    for head, after, bold in _find_heads(part):
        lead = NUMBER.match(head)
        flat = " ".join(head[lead.end() if lead else 0 :].split())
        flat = answer["who"] if (answer := ANSWER.match(flat)) else flat
        body = part.text[after:]
        opened = body.lstrip()[:1] in OPENING
        colon = part.text[:after].rstrip("*_ ").endswith(":")
        alone = not body.strip(" :*")
        shape: Shape = "line" if alone else "run-in"
        dash = DASH_BEHIND.search(part.text[:after]) if not opened else None
        key = make_key(part, shape, colon, bool(lead), *([DASHED, bool(dash[1])] if dash else []))
        at = -1 if alone else part.start + after + len(body) - len(body.lstrip(" .,;:|–—-"))
        side: Side = "before" if colon else ""
        if HOST.match(flat) or CHAIR.match(flat) or asked[flat] > 1:
            yield Candidate(index, index, "host", None, 0.95, key, "the host asks", "before", at)
            return
        who, said = cut_lead(flat) if opened and colon else cut_saying(flat)
        who = cut_occasion(who)
        people, quality, reason = _judge_head(who, bold=bold, opened=opened, said=said, alone=alone)
        if people:
            yield Candidate(index, index, shape, people, quality, key, reason, side, at)
            return


def _judge_head(
    flat: str, *, bold: bool, opened: bool, said: bool, alone: bool
) -> tuple[Credentials | None, float, str]:
    """Who a run-in head names, how much it looks so, and reason."""
    name = tidy(flat)
    if not name:
        return None, 0, ""
    marked = 0.15 * (bold or opened or said)
    people = read_credentials(flat)
    if people and not people.bare:
        return people, 0.8 + marked, "name and position before the words"
    if opened and (voice := _read_shouted(flat)):
        return voice, 0.6, "a name in capitals before the words"
    if people:
        place = re.search(r"\(([^()]+)\)", flat)
        where = f" and place ({place[1].strip()})" if place else ""
        return people, (0.7 if place else 0.55) + 1.4 * marked, f"a name{where} before the words"
    if flat.isupper() and (bold or opened) and (voice := read_voice(flat)):
        return voice, 0.75, "a name in capitals before the words"
    titled, office = strip_titles(name)
    if is_surname(titled):
        known = 0.3 * (titled != name) + marked
        people = make_credentials(soften(titled, name=True), office, "")
        return people, 0.3 + known, "a family name before the words"
    if opened and (leading := read_leading_name(flat)):
        return leading, 0.6 + marked, "a name and what is said of it before the words"
    if opened and (voice := read_voice(flat)):
        sure = 0.2 * is_organisation(flat) + 0.1 * bold
        return voice, 0.45 + sure, "what looks like an organisation’s name before the words"
    if bold and opened:
        body, _, members = flat.partition(" – ")
        voice = Credentials((body,), (), members, "organisation")
        return voice, 0.45, "what stands before the words, set like the names beside it"
    if said and opened and not alone and (at := find_edge_name(name)) > 0:
        return (
            Credentials((name[at:],), (name[:at].strip(),)),
            0.6,
            "a name before the words, behind what no list knows",
        )
    if unread := read_unread(flat):
        quality, what = (0.2, "no name") if unread.bare else (0.4, "a position without a name")
        return unread, quality, f"{what} that could be read"
    return None, 0, ""


def _read_shouted(flat: str) -> Credentials | None:
    """`The HARBOUR POST from Kalmer sees it otherwise`, `TARN BANK ("buy")`: the only words in capitals."""
    shouted = SHOUTED.findall(PLACE.sub("", flat))
    if len(shouted) != 1 or flat.isupper() or len(shouted[0]) < FEWEST_LETTERS:
        return None
    return Credentials((soften(shouted[0], name=True),), (), "", "organisation")


def _find_heads(part: Part) -> Iterator[tuple[str, int, bool]]:
    """What may be a run-in head: (its words, where the words after it begin, whether it is bold)."""
    text = part.text
    if 3 <= part.bold_end < min(LONGEST, len(text) - 1):
        head, rest = text[: part.bold_end], text[part.bold_end :]
        inner = COLON.search(head)
        if rest.lstrip()[:1] == ":":
            yield head, part.bold_end + rest.index(":") + 1, True
        elif inner:
            yield head[: inner.start()], inner.end(), True
        elif not rest.lstrip(" ,")[:1].islower() and rest.strip()[:1] not in ",(":
            yield head.rstrip(" .–—-|"), part.bold_end, True
    if (turn := TURN.match(text)) and (" " in turn["head"].strip() or CHAIR.match(turn["head"])):
        yield turn["head"], turn.end(), False
    for colon in list(COLON.finditer(text[:LONGEST]))[:2]:
        yield text[: colon.start()], colon.end(), False
    if comma := COMMA.match(text):
        yield comma["head"], comma.end(), False
    dot = NAME_AND_DOT.match(text)
    if dot and is_person(dot[1]):
        yield dot[1], dot.end(), False
    if titled := TITLE_AND_DOT.match(text):
        yield titled[1], titled.end(), False
