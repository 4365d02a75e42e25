"""Candidates: every place on a page that could say whose words stand beside it, with how much it looks so.

Nothing is decided here. One part may have several candidates; which of them are headers is decided over the page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.attribution.biographies import ABBREVIATED, read_biography
from analysis.attribution.credentials import (
    SPLIT_COMMA,
    has_lower,
    read_credentials,
    read_leading_name,
    read_shouted,
    read_unread,
    read_voice,
)
from analysis.attribution.names import (
    Credentials,
    find_edge_name,
    is_name,
    is_person,
    is_surname,
    soften,
    strip_titles,
    tidy,
)
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.positions import has_role, is_organisation, read_position
from analysis.attribution.words import HOST, LABEL_BEFORE, SAYING

READ = 0.45  # below this quality no name was read, and only a line's type speaks for a header
LONGEST_ROLE = 7  # words
Shape = Literal["line", "run-in", "suffix", "host"]
Side = Literal["", "before", "after"]
Key = tuple[object, ...]

COLON = re.compile(r":[*_]*(?=\s|[“\"„«‘'”]|$)")
DASHED = re.compile(r"^\s*(?:[—–―]|--|-\s)\s*")
NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|\[?\(?\d{1,2}:\d\d(?::\d\d)?[\])]?|#\d+)\s+[–—-]?\s*")
BYLINE = re.compile(r"^(?:by|written by|from|von|av|par|text:)\s+(?=\S)", re.IGNORECASE)
SAID_AT_END = re.compile(
    r"[,\s]+(?:(?:issued|released|gave|made|posted|shared) (?:an?|the following|this|the) statement\b[^:]{0,50}"
    rf"|(?:{SAYING}|answered|responds|sagt|sagte|säger|sade|a déclaré|déclare)"
    r"(?:,? on [^:]{4,30}| in a statement| (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})?)\s*[:,]?$"
)
OCCASION = re.compile(
    r",? (?:(?:speaking|describing|talking|commenting|writing|reacting|on|after|during|following)\b"
    r"|(?:at|on|auf|im|in der|bei|gegenüber|vor|i|på|sur) (?:the |a |der |dem )?[A-Z]"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|am (?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch)\b"
    r"|(?:le |am )?\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\b|\(?@\w)"
)
SIGNED = re.compile(  # a quotation and, behind a dash, who is quoted
    r"^(?P<said>[“\"„«”].*[”\"“»])\s*(?:[—–―]|--|\s-\s)\s*(?P<who>[^“”\"]{4,200})$", re.DOTALL
)
INSIDE = re.compile(
    rf"^[“\"].*[”\"]\s*,?\s*(?P<said>{SAYING}\s+(?P<who>[^“”\"]{{4,200}}?)[.,]?"
    rf"|(?P<who2>[A-Z][^“”\"]{{2,160}}?)\s+{SAYING}[.,]?)\s*$",
    re.DOTALL,
)
NAME_AND_DOT = re.compile(r"^([^\W\d_][^.:,;!?“”\"\n]{3,40}[^\W\d_A-Z])\.\s+(?=[“„«\"]?[^\W\d_a-z])")
QUOTED_BEHIND = re.compile(r":\s*[“„«\"]\S+ \S+ \S+")
QUOTED_TITLE = re.compile(r"^[^“”«»\"]{0,40}[“«\"][^“”«»\"]{4,90}[”»\"]\s*,\s*([^“”«»\",]{4,60})$")
HEADLINE = re.compile(r"^(.{4,160}?)(\s*:\s+|\s+[–—|-]\s+|\s*--\s*)(.{3,})$", re.DOTALL)


@dataclass(frozen=True)
class Candidate:
    """A place that may say who speaks."""

    index: int
    last: int  # index of its last part
    shape: Shape
    people: Credentials | None  # None: the host speaks
    quality: float  # how much its words look like somebody's name and position, 0 to 1
    key: Key  # its type; alike places have equal keys
    why: str
    side: Side = ""  # where its words stand, if the line itself says so: it stands "before" or "after" them
    body: int = -1  # run-in: where the words begin
    cut: int = -1  # suffix: where the words end
    biography: bool = False


def find_candidates(parts: Sequence[Part]) -> dict[int, list[Candidate]]:
    """All candidates by the index of their first part, the likeliest first."""
    asked = Counter(p.text.partition(":")[0] for p in parts if p.text.endswith("?") and ":" in p.text[:60])
    titled = _find_titled(parts)
    only_title = sum(p.kind == "heading" and p.level == 1 for p in parts) == 1
    found: dict[int, list[Candidate]] = {}
    for index, part in enumerate(parts):
        labelled = index and LABEL_BEFORE.match(parts[index - 1].text)
        if part.machinery or part.separator or labelled or (only_title and part.level == 1):
            continue
        here = [
            *_read_suffix(part, index),
            *_read_run_in(part, index, asked),
            *(_read_line(parts, index) if index not in titled else _read_titled(part, index)),
        ]
        if here := [c for c in here if not _says_more(part, c)]:
            found[index] = sorted(here, key=lambda c: -c.quality)
    return found


def _says_more(part: Part, candidate: Candidate) -> bool:
    """Whether a plain line in which no name was read says more than who somebody is, as the motto of a series."""
    people = candidate.people
    if people is None or candidate.quality >= READ or part.styled:
        return False
    return not people.affiliation and len(people.role.split()) > LONGEST_ROLE


TITLED = re.compile(r"^([^:?!“”\"]{4,60}?)\s*:\s+([^“”\"]{3,160})$")


def _find_titled(parts: Sequence[Part]) -> set[int]:
    """Lines `Name: question?` and `Name: position` above a paragraph, where all of their form on the page are such."""
    found: dict[int, bool] = {}
    for index, part in enumerate(parts):
        line = TITLED.match(part.text)
        people = read_credentials(line[1]) if line else None
        if not line or not people or not people.bare:
            continue
        below = next((p for p in parts[index + 1 : index + 4] if not p.machinery), None)
        heads = line[2].endswith("?") or (
            part.words <= 30 and not part.finished and (has_role(line[2]) or is_organisation(line[2]))
        )
        found[index] = bool(heads and below and below.prose and not TITLED.match(below.text))
    return {i for i, heads in found.items() if heads} if sum(found.values()) >= max(2, 0.7 * len(found)) else set()


def _read_titled(part: Part, index: int) -> Iterator[Candidate]:
    """The name, and the position unless a question stands there."""
    line = TITLED.match(part.text)
    people = read_credentials(f"{line[1]}, {line[2]}") if line and not part.text.endswith("?") else None
    if line and (people := people or read_credentials(line[1])):
        key = make_key(part, "line", "titled")
        yield Candidate(index, index, "line", people, 0.85, key, "a name and a colon above the words", "before")


def make_key(part: Part, shape: Shape, *more: object) -> Key:
    """The type of a place: its markup, its emphasis and how it is set off."""
    style = ("heading", part.level) if part.kind == "heading" else (part.bold, part.link and not part.bold, part.italic)
    return (shape, part.kind == "quote", part.path, *style, bool(part.bold_end), *more)


def _read_suffix(part: Part, index: int) -> Iterator[Candidate]:
    """A quotation that ends in `said Name` or `— Name`."""
    said = tidy(part.aside) if part.aside and part.text[:1] in OPENING else ""
    cut = -1
    if not said and part.words >= 6 and part.text[:1] in OPENING:
        if closed := SIGNED.match(part.text):
            said, cut = closed["who"], part.start + closed.end("said")
        elif inside := INSIDE.match(part.text):
            said, cut = inside["said"], part.start + inside.start("said")
    if not said:
        return
    who = re.sub(rf"^\W*{SAYING}\s+|\s+{SAYING}\W*$", "", said.strip(" ,."))
    people = read_credentials(who)
    for occasion in OCCASION.finditer(who) if people is None or len(who) > 40 else ():
        shorter = read_credentials(who[: occasion.start()])
        people = shorter if shorter and who[: occasion.start()].endswith(shorter.names[-1]) else people
    if people is None and is_surname(tidy(who)):
        people = Credentials((tidy(who),))
    if people is None and cut >= 0 and (unread := read_unread(who)):
        why = "a position without a name that could be read, behind the quotation"
        yield Candidate(index, index, "suffix", unread, 0.4, make_key(part, "suffix"), why, cut=cut)
    if people:
        why = "the name stands at the end of the quotation" if cut >= 0 else "the name stands inside the quotation"
        yield Candidate(index, index, "suffix", people, 0.9, make_key(part, "suffix"), why, cut=cut)


def _read_run_in(part: Part, index: int, asked: Counter[str]) -> Iterator[Candidate]:
    """`Name, position: words`: bold or plain, with a parenthesis, `said:`, in capitals, an organisation."""
    if part.kind == "heading":
        return
    for head, after, bold in _find_heads(part):
        lead = NUMBER.match(head)
        flat = " ".join(head[lead.end() if lead else 0 :].split())
        body = part.text[after:]
        opened = body.lstrip()[:1] in OPENING
        colon = part.text[:after].rstrip("*_ ").endswith(":")
        alone = not body.strip(" :*")
        shape: Shape = "line" if alone else "run-in"
        key = make_key(part, shape, colon, bool(lead))
        at = -1 if alone else part.start + after
        side: Side = "before" if colon else ""
        if (HOST.match(flat) and len(flat) < 40) or (asked[flat] > 1 and not read_credentials(flat)):
            yield Candidate(index, index, "host", None, 0.95, key, "the host asks", "before", at)
            return
        said = SAID_AT_END.search(flat)
        who = _cut_occasion(flat[: said.start()] if said else flat)
        people, quality, why = _judge_head(who, bold=bold, opened=opened, said=bool(said))
        if people and people.bare and not colon and not bold:
            quality = 0.45  # `Name. Words`: only where the page does so again and again
        if people and (not alone or colon or said):
            yield Candidate(index, index, shape, people, quality, key, why, side, at)
            return


def _cut_occasion(text: str) -> str:
    """`Jan Roe im Ersten`, `Jane Roe auf Twitter`: without where it was said."""
    whole = read_credentials(text)
    for occasion in OCCASION.finditer(text):
        shorter = text[: occasion.start()].rstrip(" (,")
        people = read_credentials(shorter)
        dated = re.search(r"day\b|tag\b|Mittwoch|\d|@", occasion[0])
        if people and (dated or whole is None or whole.names != people.names):
            return shorter
    return text


def _judge_head(flat: str, *, bold: bool, opened: bool, said: bool) -> tuple[Credentials | None, float, str]:
    """Who a run-in head names, how much it looks so, and why."""
    marked = 0.15 * (bold or opened or said)
    people = read_credentials(flat)
    if people and not people.bare:
        return people, 0.8 + marked, "name and position before the words"
    if people:
        place = re.search(r"\(([^()]+)\)", flat)
        where = f" and place ({place[1].strip()})" if place else ""
        return people, (0.7 if place else 0.55) + 1.4 * marked, f"a name{where} before the words"
    if flat.isupper() and " " not in flat and (bold or opened) and (voice := read_voice(flat)):
        return voice, 0.75, "a name in capitals before the words"
    if flat.isupper() and 2 < len(flat) < 60 and (shout := read_shouted(flat)):
        return shout, 0.75, "a name in capitals opens the turn"
    titled, office = strip_titles(tidy(flat))
    if is_surname(titled) and (titled != tidy(flat) or bold or opened or len(flat) < 30):
        known = 0.3 * (titled != tidy(flat)) + marked
        return (
            Credentials((soften(titled, name=True),), (office,) if office else ()),
            0.3 + known,
            "a family name before the words",
        )
    if (opened or said) and (leading := read_leading_name(flat)):
        return leading, 0.6 + marked, "a name and what is said of it before the words"
    voice = read_voice(flat) if bold or opened else None
    if voice:
        sure = (is_organisation(flat) or any(t.isupper() for t in flat.split())) and not has_role(flat)
        return (
            voice,
            0.3 + 0.2 * sure + 0.15 * opened + 0.1 * bold,
            "what looks like an organisation’s name before the words",
        )
    if bold and opened and len(flat.split()) <= 20 and flat[:1].isupper():
        name, _, members = flat.partition(" – ")
        return (
            Credentials((name,), (), members, "organisation"),
            0.45,
            "what stands before the words, set like the names beside it",
        )
    if len(flat.split()) <= 20 and (unread := read_unread(flat)):
        quality, what = (0.2, "no name") if unread.bare else (0.4, "a position without a name")
        return unread, quality, f"{what} that could be read"
    return None, 0, ""


def _find_heads(part: Part) -> Iterator[tuple[str, int, bool]]:
    """What may be a run-in head: (its words, where the words after it begin, whether it is bold)."""
    text = part.text
    if 3 <= part.bold_end < len(text) - 1 and part.bold_end < 260:
        head, rest = text[: part.bold_end], text[part.bold_end :]
        inner = COLON.search(head)
        if swallowed := re.match(
            r"^([^“„«\"]{3,}?):?\s*[“„«\"](?!\w+[”\"] )", head
        ):  # bold that runs into the quotation
            yield swallowed[1], swallowed.end() - 1, True
        elif rest.lstrip()[:1] == ":":
            yield head, part.bold_end + rest.index(":") + 1, True
        elif inner:
            yield head[: inner.start()], inner.end(), True
        elif more := re.match(r"(?:\s*\([^)]{2,60}\)|,[^.:“”\"]{2,200})\s*:", rest):
            yield head + more[0].rstrip(": "), part.bold_end + more.end(), True
        elif not rest.lstrip(" ,")[:1].islower() and rest.strip()[:1] not in ",(":
            yield head.rstrip(" .–—-|"), part.bold_end, True
    for colon in list(COLON.finditer(text[:320]))[:2]:
        head = text[: colon.start()]
        bare = ABBREVIATED.sub("", head)
        if "?" in head or "!" in head or re.search(r"[a-z)]\.\s+[A-Z]|[”\"]\s*,|^[“\"„]", bare):
            break
        yield head, colon.end(), False
    dot = NAME_AND_DOT.match(text)
    if dot and is_person(dot[1]) and not part.bold_end and not ABBREVIATED.search(dot[0]):
        yield dot[1], dot.end(), False


def _read_line(parts: Sequence[Part], index: int) -> Iterator[Candidate]:
    """A line of its own: name and position in any order, a biography, a byline, a headline with a name."""
    part = parts[index]
    dash = DASHED.match(part.text) if part.kind != "item" else None
    limit = 90 if dash else 60
    if (quoted := QUOTED_TITLE.match(part.text)) and (people := read_credentials(quoted[1])):
        key = make_key(part, "line", "quoted title")
        yield Candidate(index, index, "line", people, 0.75, key, "a headline and a name above the words", "before")
        return
    told = QUOTED_BEHIND.search(part.text) and not part.styled
    if told or part.words > limit or (part.quoted and part.kind != "quote") or part.text.endswith(("?", "!")):
        return
    lead = dash or NUMBER.match(part.text)
    text = part.text[lead.end() if lead else 0 :]
    byline = BYLINE.match(text)
    text = text[byline.end() :] if byline else text
    said = SAID_AT_END.search(text)
    side: Side = "after" if dash else "before" if byline or said else ""
    key = make_key(part, "line", bool(dash), bool(byline), bool(said), bool(lead))
    set_off = 0.15 * (part.styled or bool(dash or byline or said)) + 0.05 * part.italic
    if (bio := read_biography(text)) and (bio.role or bio.affiliation):
        titled = part.bold_end > 3 or part.italic or bool(dash) or strip_titles(text)[0] != text
        if titled or part.words <= 34:
            why = "a sentence that says who the expert is"
            yield Candidate(index, index, "line", bio, 0.65 + 0.2 * titled, (*key, "is"), why, side, biography=True)
            return
    if part.words > 40 or (part.finished and not (part.styled or said or dash) and not _is_no_sentence(part.text)):
        return
    people, last = _read_whole(parts, index, text[: said.start()] if said else text, dash=bool(dash))
    headline = _read_headline(part, text)
    if people and not (headline and not people.role and not is_organisation(people.affiliation)):
        quality = 0.45 + 0.3 * (not people.bare) + 0.1 * bool(people.role and people.affiliation) + set_off
        if people.bare and _has_position_below(parts, index):
            quality += 0.25
        if not people.bare and part.words <= 2 * len(" ".join(people.names).split()) and not dash:
            quality -= 0.05
        what = "a name" if people.bare else "name and position"
        yield Candidate(index, last, "line", people, min(quality, 0.97), key, f"{what} on a line of their own", side)
    elif headline:
        people, quality, opens = headline
        yield Candidate(
            index,
            index,
            "line",
            people,
            quality,
            (*key, opens),
            "a name in the headline",
            "before" if part.styled else "",
        )
    elif part.words <= 10 and _beside_quotation(parts, index) and is_organisation(text) and not has_role(text):
        body = Credentials((tidy(text),), kind="organisation")
        yield Candidate(index, index, "line", body, 0.5, key, "an organisation beside a quotation", side)
    elif topic := _read_topic(part, text):
        yield Candidate(index, index, "line", topic, 0.6, (*key, "on"), "a titled name and its topic", "before")
    elif unnamed := _read_unread_headline(part, text):
        why = "a headline behind a name that could not be read"
        yield Candidate(index, index, "line", unnamed, 0.2, (*key, "opens"), why, "before" if part.styled else "")
    elif leads := _read_lead_in(parts, index):
        why = "a sentence that leads up to a quotation names who speaks"
        yield Candidate(index, index, "line", leads, 0.7, (*key, "leads"), why, "before")
    elif (beside := _read_beside_quotation(parts, index, text)) and part.words <= 15:
        why = "a name and what is said of it, above a quotation"
        yield Candidate(index, index, "line", beside, 0.55, (*key, "beside"), why, side)
    elif dash and part.words < 12 and (voice := read_voice(text)):
        yield Candidate(index, index, "line", voice, 0.7, key, "a dash and a name under the words", side)
    elif part.styled and part.words < 12 and "," not in text and (voice := read_voice(text)):
        yield Candidate(
            index, index, "line", voice, 0.3, key, "no person’s name, but set like the names beside it", side
        )
    elif part.words <= 20 and (voice := read_unread(text[: said.start()] if said else text)):
        quality, what = (0.2, "no name") if voice.bare else (0.4 if "," in text else 0.35, "a position without a name")
        yield Candidate(index, index, "line", voice, quality, key, f"{what} that could be read", side)
    elif part.words <= 20 and not part.finished and (whole := tidy(text)):
        leads = read_credentials(text.partition(":")[0]) if ":" in text else None
        voice = leads or Credentials((whole,), kind="organisation")
        yield Candidate(index, index, "line", voice, 0.1, key, "a short line that names nobody", side)


def _has_position_below(parts: Sequence[Part], index: int) -> bool:
    """Whether the next line, in an element of the same kind, is a short one that says what somebody is."""
    if index + 1 == len(parts):
        return False
    part, below = parts[index], parts[index + 1]
    short = below.words <= 15 and not below.finished and bool(below.path) and below.path == part.path
    return short and below.block != part.block and has_role(below.text)


def _read_whole(parts: Sequence[Part], index: int, text: str, *, dash: bool) -> tuple[Credentials | None, int]:
    """Who the whole line names, perhaps broken over two lines, and the last line's index."""
    part = parts[index]
    following = parts[index + 1] if index + 1 < len(parts) else None
    if following and re.search(r"(?:,|\b(?:of|at|for|the|and|in|on|&))$", text) and following.words <= 25:
        joined = read_credentials(f"{text} {following.text}")
        if joined and not joined.bare and not (following.finished and following.words > 12):
            return joined, index + 1
    if 3 < part.bold_end < len(part.text) - 2 and part.text[part.bold_end :].strip() and ":" not in text:
        name, rest = part.text[: part.bold_end].strip(" ,:—–"), part.text[part.bold_end :].strip(" ,:–—-|")
        rest = rest.removeprefix("(").removesuffix(")") if rest[:1] == "(" else rest
        if read_credentials(name) and rest and (has_role(rest) or is_organisation(rest)):
            return read_credentials(f"{name}, {rest}"), index
    for occasion in OCCASION.finditer(text) if dash else ():
        if shorter := read_credentials(text[: occasion.start()]):
            return shorter, index
    return read_credentials(_cut_occasion(text)), index


def _is_no_sentence(text: str) -> bool:
    """A full stop behind an abbreviation, or behind a name and position without a verb."""
    if re.search(r"\b(?:Inc|Jr|Sr|Ltd|Co|[A-Z])\.$", text):
        return True
    verb = re.search(r"\b(?:is|are|was|were|has|have|had|will|would|can|said|says|do|does|did)\b", text)
    people = None if verb or len(text.split()) > 16 else read_credentials(HEADLINE.sub(r"\3", text))
    return bool(people and people.role)


def _beside_quotation(parts: Sequence[Part], index: int) -> bool:
    """The paragraph above is a quotation, whole or its end, or the one below opens one."""
    above, below = parts[index - 1] if index else None, parts[index + 1] if index + 1 < len(parts) else None
    closed = above and above.words > 8 and (above.kind == "quote" or above.text[-1:] in '”"»“')
    return bool(closed or (below and below.words > 8 and below.quoted))


NAME_THEN_SMALL = re.compile(r"^(?P<name>[^\W\d_a-z][^,:]*?) (?P<role>[^\W\d_A-Z][^:]*):?$")


def _read_beside_quotation(parts: Sequence[Part], index: int, text: str) -> Credentials | None:
    """`Jane Roe leder for banken`, `Hamburgs Ehrenbürgerin Jane Roe` above a quotation: words that no list knows."""
    below = parts[index + 1] if index + 1 < len(parts) else None
    if not below or not below.quoted or parts[index].finished:
        return None
    if (found := NAME_THEN_SMALL.match(text)) and is_name(found["name"]):
        role, home = read_position([tidy(e) for e in SPLIT_COMMA.split(found["role"])])
        return Credentials((found["name"],), (role,) if role else (), home)
    line = tidy(text)
    at = find_edge_name(line) if text.rstrip("*_ ")[-1:] == ":" and "," not in line else -1
    return Credentials((line[at:],), (line[:at].strip(),)) if at > 0 and not is_organisation(line) else None


BEFORE_LEAD = re.compile(r"^(?:.*[.:;]\s)?(?:[Tt]he )?", re.DOTALL)
LONGEST_LEAD = 16  # words before a name


def _read_lead_in(parts: Sequence[Part], index: int) -> Credentials | None:
    """`The chair of the Trade Board, Jane Roe, said this:` above a quotation: who it is about."""
    below = parts[index + 1] if index + 1 < len(parts) else None
    text = parts[index].text
    if not below or below.text[:1] not in OPENING or text.rstrip("*_ ")[-1:] != ":":
        return None
    for found in re.finditer(r"(?<!\S)(?=[^\W\d_a-z])", text):
        at = found.start()
        name = next((n[0] for n in _find_names(text, at) if is_person(n[0])), None)
        if name is None:
            continue
        before, after = tidy(BEFORE_LEAD.sub("", text[:at])), text[at + len(name) :]
        beside = re.match(r",\s+([^,]+(?:, [^,]+)?),", after)
        if beside and has_role(beside[1]):
            return read_credentials(f"{name}, {beside[1]}")
        whole = read_credentials(f"{before} {name}") if len(before.split()) <= LONGEST_LEAD else None
        if whole and name.endswith(whole.names[-1]):
            return whole
        placed = has_role(before) and len(before.split()) <= LONGEST_LEAD
        return (read_credentials(f"{name}, {before}") if placed else None) or Credentials((strip_titles(name)[0],))
    return None


def _find_names(text: str, at: int) -> Iterator[re.Match[str]]:
    """What could be a name of four, three or two words here, up to a comma, a verb or the end."""
    for words in (4, 3, 2):
        pattern = rf"[^\s,:;()]+(?: [^\s,:;()]+){{{words - 1}}}(?=[,:]| [^\W\d_A-Z])"
        if name := re.compile(pattern).match(text, at):
            yield name


def _read_topic(part: Part, text: str) -> Credentials | None:
    """`Professor Roe on the harbour case`."""
    found = re.match(r"^(.{3,50}?) (?:on|about|zu|zum|zur|om|sur) \S", text)
    if not found or part.finished or part.words > 16 or strip_titles(found[1])[0] == found[1]:
        return None
    return read_credentials(found[1])


def _read_unread_headline(part: Part, text: str) -> Credentials | None:
    """What stands before a dash and a headline."""
    found = HEADLINE.match(text)
    if not found or part.words > 20 or ":" in found[2] or has_role(found[3]) or is_organisation(found[3]):
        return None
    return read_unread(found[1])


def _read_headline(part: Part, text: str) -> tuple[Credentials, float, str] | None:
    """`Name: headline`, `Name – headline`, `Headline – Name, position`."""
    found = HEADLINE.match(text)
    if not found or part.words > 40 or (part.text[-1:] in ";," and not part.styled):
        return None
    first, joint, rest = found[1], found[2], found[3]
    phrase = rest.split()[0].lower() in ("the", "a", "an", "why", "how", "what") or any(
        t[0].islower() and len(t) > 3 for t in rest.split()[1:]
    )
    if (people := read_credentials(first)) and not has_role(" ".join(rest.split()[:5])):
        if part.styled and not (is_organisation(rest) and len(rest.split()) <= 5):
            return people, 0.85, "opens"
        if phrase and ":" not in joint and not is_organisation(rest):
            return people, 0.7, "opens"
    if (people := read_credentials(rest)) and len(first.split()) > 1 and has_lower(rest) and ":" not in joint:
        return people, 0.6 + 0.15 * part.styled - 0.1 * people.bare, "closes"
    return None
