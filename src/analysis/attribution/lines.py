"""Names on lines of their own: above or below the words, with a position, a topic, an occasion or a quotation."""

import re
from collections.abc import Iterator, Sequence

from analysis.attribution.biographies import read_biography
from analysis.attribution.credentials import (
    SPLIT_COMMA,
    has_lower,
    read_credentials,
    read_unread,
    read_voice,
)
from analysis.attribution.heads import NUMBER, OCCASION, SAID_AT_END, cut_occasion
from analysis.attribution.names import (
    Credentials,
    find_edge_name,
    is_name,
    is_person,
    strip_titles,
    tidy,
)
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import Candidate, Side, make_key
from analysis.attribution.positions import has_role, is_organisation, read_position

DASHED = re.compile(r"^\s*(?:[—–―]|--|-\s)\s*")
BYLINE = re.compile(r"^(?:by|written by|from|von|av|par|text:)\s+(?=\S)", re.IGNORECASE)
QUOTED_BEHIND = re.compile(r":\s*[“„«\"]\S+ \S+ \S+")
QUOTED_TITLE = re.compile(r"^[^“”«»\"]{0,40}[“«\"][^“”«»\"]{4,90}[”»\"]\s*,\s*([^“”«»\",]{4,60})$")
HEADLINE = re.compile(r"^(.{4,160}?)(\s*:\s+|\s+[–—|-]\s+|\s*--\s*)(.{3,})$", re.DOTALL)
NAME_THEN_SMALL = re.compile(r"^(?P<name>[^\W\d_a-z][^,:]*?) (?P<role>[^\W\d_A-Z][^:]*):?$")
BEFORE_LEAD = re.compile(r"^(?:.*[.:;]\s)?(?:[Tt]he )?", re.DOTALL)
LONGEST_LEAD = 16  # words before a name


def read_line(parts: Sequence[Part], index: int) -> Iterator[Candidate]:
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
    return read_credentials(cut_occasion(text)), index


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
