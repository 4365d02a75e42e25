"""The header forms: each rule reads one and says how sure it is and why.

A rule takes the page's parts and an index and gives a `Header` or None. `HEADER_FORMS` lists them in the order in
which they are tried; the first that reads a part wins.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.attribution.biographies import ABBREVIATED, read_biography
from analysis.attribution.names import (
    Credentials,
    has_role,
    is_organisation,
    is_person,
    is_surname,
    read_credentials,
    read_position,
    strip_titles,
    tidy,
)
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.words import ASIDE_LINE, FURNITURE, LABEL_BEFORE, NO_NAME, SAYING

Placement = Literal["before", "after", "inside"]
COLON = re.compile(r":[*_]*(?=\s|[“\"„«‘']|$)")
DASHED = re.compile(r"^\s*(?:[—–―]|--|-\s)\s*")
SIGNED = re.compile(  # a quotation and, behind a dash, who is quoted
    r"^(?P<said>[“\"].*[”\"])\s*(?:[—–―]|--|\s-\s)\s*(?P<who>[^“”\"]{4,160})$", re.DOTALL
)
HOST = re.compile(
    r"^(?:Q|QUESTION|MODERATOR|HOST|INTERVIEWER|AUDIENCE|OPERATOR|PARTICIPANT|REPORTER|EDITOR)S?\b", re.IGNORECASE
)
INSIDE = re.compile(
    rf"^[“\"].*[”\"]\s*,?\s*(?P<said>{SAYING}\s+(?P<who>[^“”\"]{{4,200}}?)[.,]?|(?P<who2>[A-Z][^“”\".]{{3,160}}?)\s+{SAYING}[.,]?)\s*$",
    re.DOTALL,
)


@dataclass(frozen=True)
class Header:
    """Who speaks, where the header stands, and where the statement begins."""

    people: Credentials | None  # None: the host speaks
    start: int
    end: int
    last: int  # index of the header's last part
    body: int  # offset in the text where the statement begins within the last part, or -1: with the next part
    placement: Placement
    form: str
    confidence: float
    reason: str
    cut: int = -1  # where the statement ends within this part (an attribution at its end), or -1


Rule = Callable[[Sequence[Part], int], Header | None]


def read_header(parts: Sequence[Part], index: int) -> Header | None:
    """The header that opens at this part, by the first form that reads it."""
    part = parts[index]
    if (
        ASIDE_LINE.match(part.text)
        or FURNITURE.match(part.text)
        or (index and LABEL_BEFORE.match(parts[index - 1].text))
    ):
        return None
    return next((header for form in HEADER_FORMS if (header := form(parts, index))), None)


def make(
    parts: Sequence[Part], index: int, people: Credentials | None, form: str, sure: float, why: str, **more: object
) -> Header:
    """A header over the parts from `index` to `last`."""
    last = int(str(more.pop("last", index)))
    fields = {"body": -1, "placement": "before", "end": parts[last].end, "start": parts[index].start, **more}
    return Header(people, last=last, form=form, confidence=sure, reason=why, **fields)  # type: ignore[arg-type]


def read_inside(parts: Sequence[Part], index: int) -> Header | None:
    """`“…,” said Org CEO Name.` — the attribution inside or at the end of its own quotation."""
    part = parts[index]
    if part.aside and part.text[:1] in OPENING:
        people = read_said(part.aside)
        if people:
            why = "the attribution stands inside the quotation"
            return make(parts, index, people, "inside", 0.9, why, placement="inside", body=part.start, end=part.start)
        return None
    if (closed := SIGNED.match(part.text)) and part.words > 12 and (people := read_credentials(closed["who"])):
        return make(
            parts, index, people, "signed", 0.9, "the name stands behind the quotation, after a dash",
            placement="inside", body=part.start, end=part.start, cut=part.start + closed.end("said"),
        )  # fmt: skip
    found = INSIDE.match(part.text)
    if not found or part.words < 6:
        return None
    people = read_said(found["said"])
    if not people:
        return None
    return make(
        parts, index, people, "inside", 0.9, "the attribution stands at the end of the quotation",
        placement="inside", body=part.start, end=part.start, cut=part.start + found.start("said"),
    )  # fmt: skip


def read_said(clause: str) -> Credentials | None:
    """Who is named by `said Org CEO Name` or `Name, role, said`."""
    who = re.sub(rf"^\W*{SAYING}\s+|\s+{SAYING}\W*$", "", clause.strip(" ,."))
    return read_credentials(who)


def read_signature(parts: Sequence[Part], index: int) -> Header | None:
    """`—Name is a fellow at …`, `— Name, role, organisation`: the name after the text."""
    part = parts[index]
    dash = DASHED.match(part.text)
    if not dash or part.words > 90 or (index and parts[index - 1].kind == "item" and part.kind == "item"):
        return None
    text = part.text[dash.end() :]
    people = read_biography(text) or read_credentials(text) or (read_voice(text) if part.words < 9 else None)
    return (
        make(parts, index, people, "signature", 0.92, "a dash and the name follow the text", placement="after")
        if people
        else None
    )


def read_verbless(parts: Sequence[Part], index: int) -> Header | None:
    """`Professor X is … at …` on a line of its own, before the text."""
    part = parts[index]
    if (
        part.words > 60
        or not part.first
        or part.text[:1] in OPENING
        or not re.match(r"^(?:[^\W\d_]|\W{1,2}[^\W\d_])", part.text)
    ):
        return None
    if index + 1 < len(parts) and parts[index + 1].block == part.block:
        return None
    people = read_biography(part.text)
    if not people or (not people.role and not people.affiliation):
        return None
    titled = part.bold_end > 3 or part.italic or bool(strip_titles(part.text)[0] != part.text)
    if not titled and part.words > 34:
        return None
    sure = 0.85 if titled else 0.7
    return make(parts, index, people, "biography", sure, "a sentence that says who the expert is")


def read_run_in(parts: Sequence[Part], index: int) -> Header | None:
    """`Name, Role, Org: text` — bold or plain, with a parenthesis, `said:`, in capitals, or an organisation."""
    part = parts[index]
    if part.kind == "heading":
        return None
    if positioned := read_positioned(parts, index):
        return positioned
    for head, after, bold in find_heads(part):
        flat = " ".join(head.split())
        body = part.text[after:]
        opened = body.lstrip()[:1] in OPENING
        said = re.search(rf"(?:,|\s){SAYING}$", flat)
        people = read_credentials(flat)
        where: dict[str, object] = {"end": part.start + after, "body": part.start + after if body.strip(" :*") else -1}
        if (HOST.match(flat) and len(flat) < 30) or asks_again(parts, flat, body):
            return make(parts, index, None, "host", 0.9, "the host asks", **where)
        if flat.isupper() and 2 < len(flat) < 60 and not FURNITURE.match(flat) and (shout := read_shouted(flat)):
            return make(parts, index, shout, "transcript", 0.85, "a name in capitals opens the turn", **where)
        if people:
            sure, why = judge_run_in(people, bold=bold, opened=opened, said=bool(said), place=find_place(flat))
            if where["body"] == -1 and not bold and not said and people.bare:
                sure -= 0.1
            return make(parts, index, people, "run-in", sure, why, **where)
        if (bold or opened) and where["body"] != -1 and (voice := read_voice(flat)):
            organisation = is_organisation(flat) or any(t.isupper() for t in flat.split())
            if opened:
                sure = 0.85 if organisation and bold else 0.7
                return make(
                    parts, index, voice, "run-in", sure, "an organisation’s name stands before a quotation", **where
                )
            if organisation and re.search(r":\W*$", part.text[: after + 1]) and len(flat.split()) < 9:
                return make(
                    parts,
                    index,
                    voice,
                    "run-in",
                    0.65,
                    "what looks like an organisation’s name stands before the text",
                    **where,
                )
        if (bold or opened or re.match(rf"^{re.escape(flat)}:", part.text)) and (short := read_short(flat)):
            return make(parts, index, short, "short", 0.55, "a family name alone stands before the text", **where)
    return None


def asks_again(parts: Sequence[Part], label: str, body: str) -> bool:
    """Whether what is no person's name stands before this question and before others: the magazine that asks."""
    if not body.rstrip().endswith("?") or read_credentials(label) or not read_voice(label):
        return False
    return sum(p.text.startswith(f"{label}:") and p.text.endswith("?") for p in parts) > 1


def read_positioned(parts: Sequence[Part], index: int) -> Header | None:
    """`**Name**, role, organisation` or `**Name** *role*` alone on its line."""
    part = parts[index]
    rest = part.text[part.bold_end :].strip(" ,:–—-|")
    if part.bold_end < 4 or not rest or part.finished or len(rest.split()) > 25 or ":" in rest:
        return None
    name = read_credentials(part.text[: part.bold_end])
    if not name or not (has_role(rest) or is_organisation(rest)) or rest[0] in OPENING:
        return None
    people = read_credentials(f"{part.text[: part.bold_end].strip(' ,:')}, {rest}")
    return make(parts, index, people, "line", 0.93, "name and position on a line of their own") if people else None


def find_heads(part: Part) -> list[tuple[str, int, bool]]:
    """What may be a run-in header: (its words, where the text after it begins, whether it is bold)."""
    heads = []
    text = part.text
    if 3 <= part.bold_end < len(text) - 1 and part.bold_end < 260:
        head = text[: part.bold_end]
        colon = text[part.bold_end :].lstrip()[:1] == ":"
        if swallowed := re.match(r"^([^“„«\"]{3,}?):?\s*[“„«\"]", head):  # bold that runs into the quotation
            heads.append((swallowed[1], swallowed.end() - 1, True))
        elif colon:
            heads.append((head, part.bold_end + text[part.bold_end :].index(":") + 1, True))
        elif inner := COLON.search(head):
            heads.append((head[: inner.start()], inner.end(), True))
        else:
            rest = re.match(r"(?:\s*\([^)]{2,60}\)|,[^.:“”\"]{2,200})\s*:", text[part.bold_end :])
            if rest:
                heads.append((text[: part.bold_end] + rest[0].rstrip(": "), part.bold_end + rest.end(), True))
            elif not text[part.bold_end :].lstrip()[:1].islower():  # else the sentence goes on after the bold name
                heads.append((head.rstrip(" .–—-|"), part.bold_end, True))
    for colon_at in list(COLON.finditer(text[:320]))[:2]:
        head = text[: colon_at.start()]
        if any(mark in head for mark in '“”"?!') or re.search(
            r"[a-z)]\.\s+[A-Z]",
            ABBREVIATED.sub("", head),
        ):
            break
        heads.append((head, colon_at.end(), False))
    return heads


def find_place(head: str) -> str:
    """`Beijing, China` of `Name (Beijing, China)`; it is no affiliation, so the reason keeps it."""
    found = re.search(r"\(([^()]+)\)", head)
    return found[1].strip() if found else ""


def judge_run_in(people: Credentials, *, bold: bool, opened: bool, said: bool, place: str) -> tuple[float, str]:
    """How sure a run-in header is, and why."""
    if not people.bare:
        how = "name and position before the text" + (", bold" if bold else ", and a verb of saying" if said else "")
        return (0.95 if bold or said or opened else 0.85), how
    if place:
        return (0.9 if bold or opened else 0.8), f"name and place ({place}) before the text"
    if said or opened or bold:
        return (0.85 if bold else 0.8), "a name alone before " + ("a quotation" if opened else "the text")
    return 0.65, "a name alone before a colon"


def read_voice(text: str) -> Credentials | None:
    """An organisation, or another name without a person's shape, as the voice."""
    name = tidy(text)
    tokens = name.split()
    if not 1 <= len(tokens) <= 10 or not re.match(r"^[^\W\d_]", name) or name.lower() in NO_NAME:
        return None
    small = {"of", "for", "the", "and", "in", "on", "to", "de", "des", "du", "der", "&", "at", "et", "la"}
    if not all(t[0].isupper() or not t[0].isalpha() or t.lower() in small for t in tokens):
        return None
    if FURNITURE.match(name) or ASIDE_LINE.match(name + ":"):
        return None
    parts = [tidy(p) for p in name.split(",")]
    if len(parts) > 1 and has_role(name):
        return None
    if not is_organisation(name) and any(t.lower().strip(".,") in NO_NAME - small for t in tokens):
        return None
    return Credentials((name,), (), "", "organisation")


def read_shouted(text: str) -> Credentials | None:
    """`PRESIDENT BIDEN`, `MS. ROE`, `JANE ROE` in a transcript."""
    core = re.sub(r"\s*\([^)]*\)", "", text)
    rest, office = strip_titles(re.sub(r"^(?:MR|MS|MRS|DR)\.?\s+", "", core))
    if rest == core and (read := read_credentials(core)):
        return read
    if (
        rest
        and re.fullmatch(r"[^\W\d_a-z][\w’'.-]+(?: [^\W\d_a-z][\w’'.-]*){0,3}", rest)
        and rest.lower() not in NO_NAME
    ):
        tokens = rest.split()
        if (
            not any(t.lower() in NO_NAME for t in tokens)
            and (rest != core or len(tokens) > 1)
            and not is_organisation(rest)
        ):
            return Credentials((rest,), (office,) if office else ())
    return None


def read_short(text: str) -> Credentials | None:
    """A family name alone; kept only where somebody of that name stands on the page."""
    rest, office = strip_titles(tidy(text))
    return Credentials((rest,), (office,) if office else ()) if is_surname(rest) else None


def read_line(parts: Sequence[Part], index: int) -> Header | None:
    """A line of its own: `Name, role, organisation`, a bare name, its role below, a header broken in two."""
    part = parts[index]
    if (
        part.words > 40
        or part.text[:1] in OPENING
        or (part.finished and not part.styled and not re.search(r"\b(?:Inc|Jr|Sr|Ltd)\.$", part.text))
    ):
        return None
    if re.search(r"[?!]$", part.text):
        return None
    following = parts[index + 1] if index + 1 < len(parts) else None
    if following and breaks_off(part) and following.words <= 25 and not (following.finished and following.words > 12):
        joined = read_credentials(f"{part.text} {following.text}")
        if joined and not joined.bare and looks_like_position(following, broken=True):
            return make(parts, index, joined, "line", 0.88, "name and position, broken over two lines", last=index + 1)
    people = read_credentials(part.text)
    if people is None:
        return None
    alone = people.bare or (not people.affiliation and is_person(tidy(part.text)))  # perhaps with an office
    if not people.bare and not (alone and following and looks_like_position(following)):
        said = bool(re.search(rf"{SAYING}\W*$", part.text))
        last = index
        if following and breaks_off(part) and looks_like_position(following, broken=True):
            return make(parts, index, read_credentials(f"{part.text}, {following.text}") or people, "line", 0.85,
                        "name and position, broken over two lines", last=index + 1)  # fmt: skip
        if (
            following
            and not people.affiliation
            and not following.styled
            and looks_like_position(following)
            and following.words <= 12
            and not has_role(following.text)
        ):
            longer = read_credentials(f"{part.text}, {following.text}")
            people, last = longer or people, index + 1
        sure = 0.95 if part.styled or said else 0.9 if people.role else 0.75
        return make(parts, index, people, "line", sure, "name and position on a line of their own", last=last)
    if following and looks_like_position(following):
        lines = [following.text]
        last = index + 1
        if (
            index + 2 < len(parts)
            and looks_like_position(parts[last + 1])
            and parts[last + 1].words <= 12
            and parts[last + 1].block in (part.block, following.block)
        ):
            lines.append(parts[last + 1].text)
            last += 1
        role, home = read_position([e for line in lines for e in re.split(r",\s+(?![^(]*\))|\s+[|•·–—]\s+", line)])
        roles = "; ".join(r for r in (people.role, role) if r)
        people = replace(people, roles=(roles,) if roles else (), affiliation=home)
        return make(parts, index, people, "line", 0.9, "a name with the position on the next line", last=last)
    if part.styled:
        return make(parts, index, people, "line", 0.75, "a name alone on a line set apart by its type")
    return make(parts, index, people, "bare", 0.55, "a name alone on a line of plain text")


def breaks_off(part: Part) -> bool:
    """The line cannot end here."""
    return bool(re.search(r"(?:,|\b(?:of|at|for|the|and|in|on|&))$", part.text))


def looks_like_position(part: Part, *, broken: bool = False) -> bool:
    """A short line that names a role or an organisation and nobody."""
    if (
        part.words > 25
        or part.text[:1] in OPENING
        or (part.finished and part.words > 6)
        or re.search(r"[?!]$", part.text)
    ):
        return False
    if re.search(r":\s*\S", part.text) or (
        is_person(tidy(part.text.split(",")[0])) and not is_organisation(part.text.split(",")[0])
    ):
        return False
    if broken:
        return part.text[:1].isupper() or has_role(part.text) or is_organisation(part.text)
    return (has_role(part.text) or is_organisation(part.text)) and not re.search(
        r"\b(?:is|are|was|were|has|have|will|can|should|must)\b", part.text
    )


def read_headline(parts: Sequence[Part], index: int) -> Header | None:
    """`Name: Headline`, `Name – headline`, `Headline, by Name` as a heading."""
    part = parts[index]
    if part.words > 40:
        return None
    if not part.styled:
        return read_plain_headline(parts, index)
    found = re.match(r"^(.{4,160}?)(?:\s*:\s+|\s+[–—|-]\s+)(.{3,})$", part.text, re.DOTALL)
    if found:
        people = read_credentials(found[1])
        if (
            people
            and not has_role(" ".join(found[2].split()[:5]))
            and not (is_organisation(found[2]) and len(found[2].split()) <= 5)
        ):
            people, last = add_position_below(parts, index, people)
            return make(parts, index, people, "headline", 0.88, "the name opens the headline", last=last)
        back = read_credentials(found[2])
        if back and not people and part.kind == "heading" and len(found[1].split()) > 2:
            back, last = add_position_below(parts, index, back)
            return make(parts, index, back, "headline", 0.7, "the name closes the headline", last=last)
    return None


def read_plain_headline(parts: Sequence[Part], index: int) -> Header | None:
    """`Name – headline` on a line without type of its own: what follows the dash reads as a phrase, not as a name."""
    part = parts[index]
    following = parts[index + 1] if index + 1 < len(parts) else None
    found = re.match(r"^([^:.“”\"]{4,80}?|[^:“”\"]{4,80}?)\s+(?:[–—|-]|--)\s+(.{3,})$", part.text)
    if not found or part.words > 25 or part.text[-1:] in ".;," or not following or following.words < 6:
        return None
    phrase = found[2]
    if has_role(phrase) or is_organisation(phrase) or not is_phrase(phrase):
        return None
    people = read_credentials(found[1])
    if not people:
        return None
    return make(parts, index, people, "headline", 0.8, "the name opens a line that reads as a headline")


def add_position_below(parts: Sequence[Part], index: int, people: Credentials) -> tuple[Credentials, int]:
    """The position that stands on the line below a name without one, and the index of the header's last line."""
    if not people.bare or index + 1 == len(parts) or not looks_like_position(parts[index + 1]):
        return people, index
    role, home = read_position(re.split(r",\s+", parts[index + 1].text))
    return replace(people, roles=(role,) if role else (), affiliation=home), index + 1


def is_phrase(text: str) -> bool:
    """Words of ordinary English, as in a headline: an article in front, or words of content in small letters."""
    tokens = re.findall(r"[^\W\d_][\w’'-]*", text)
    return len(tokens) > 1 and (tokens[0].lower() in NO_NAME or any(t[0].islower() and len(t) > 3 for t in tokens[1:]))


def read_byline(parts: Sequence[Part], index: int) -> Header | None:
    """`by Name` under a headline such as `View from City: …`."""
    part = parts[index]
    found = re.match(r"^(?:by|written by|from)\s+(.+)$", part.text, re.IGNORECASE | re.DOTALL)
    if not found or part.words > 30 or not (index and (parts[index - 1].styled or parts[index - 1].words < 25)):
        return None
    people = read_credentials(found[1])
    if not people:
        return None
    people, last = add_position_below(parts, index, people)
    return make(parts, index, people, "byline", 0.88, "a byline under a headline", last=last)


HEADER_FORMS: tuple[Rule, ...] = (
    read_inside,
    read_signature,
    read_headline,
    read_byline,
    read_run_in,
    read_line,
    read_verbless,
)
