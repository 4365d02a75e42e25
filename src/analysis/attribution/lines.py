"""Names on lines of their own: above or below the words, with a position, a topic, an occasion or a quotation."""

import re
from collections.abc import Iterator, Sequence

from analysis.attribution.biographies import read_biographies, read_biography
from analysis.attribution.captions import list_quoted
from analysis.attribution.credentials import read_credentials
from analysis.attribution.heads import NUMBER
from analysis.attribution.holders import make_credentials
from analysis.attribution.leads import cut_lead, cut_occasion, cut_saying
from analysis.attribution.names import (
    Credentials,
    find_edge_name,
    is_name,
    is_person,
    soften,
    tidy,
)
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import Candidate, Side, make_key
from analysis.attribution.positions import read_position
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation
from analysis.attribution.voices import read_unread
from analysis.attribution.words import OCCASION
from analysis.text.quotations import SAYING

DASHED = re.compile(r"^\s*(?:[—–―]|--|-\s)\s*")
SHOUTED = re.compile(r"^([^\W\d_a-z][^a-z,:;!?]{4,50}) (?:is|was|[a-z]{3,}s) [a-z].*\.$", re.DOTALL)
BYLINE = re.compile(r"^(?:by|written by|from|von|av|par|text:)\s+(?=\S)", re.IGNORECASE)
QUOTED_BEHIND = re.compile(r":\s*[“„«\"]\S+ \S+ \S+")
TWO_SENTENCES = re.compile(r"(?<!Assoc)(?<=[a-zà-ÿ]{4})[.!?]\s+[^\W\d_a-z]")
TITLED_LINE = "quoted title"  # a type of header
TITLE = r"[“„«\"][^“”«»\"]{4,90}[”“»\"]"
QUOTED_TITLE = re.compile(  # `“A title”, Jane Roe`, `Jane Roe: “A title”`
    rf"^(?:[^“”«»\"]{{0,40}}{TITLE}\s*,\s*(?P<behind>[^“”«»\",]{{4,60}})"
    rf"|(?P<before>[^“”«»\":|]{{4,60}}?)\s*[:|–—-]\s*{TITLE}(?<![.!…].)(?<![.!…]\s.))$"
)
HEADLINE = re.compile(r"^(.{4,160}?)(\s*:\s+|\s+[–—|-]\s+|\s*--\s*)(.{3,})$", re.DOTALL)
NAME_THEN_SMALL = re.compile(r"^(?P<name>[^\W\d_a-z][^,:]*?) (?P<role>[^\W\d_A-Z][^:]*):?$")
TITLED = re.compile(rf"\b(?:Prof(?:essor)?|Dr|Mr|Mrs|Ms|Mx)\.? ([^\W\d_a-z][\w’'-]+)(?: {SAYING})?[*_]*:[*_]*$")
SAYS_SO = re.compile(
    rf"^(?:Det|Dette|Das|Dat|That|So) {SAYING}\s+(?P<who>\w.{{3,200}})$"
)  # `Det säger Jane Roe, docent.`
BEFORE_LEAD = re.compile(r"^(?:.*[.:;]\s)?(?:[Tt]he )?", re.DOTALL)


def read_line(parts: Sequence[Part], index: int) -> Iterator[Candidate]:
    """A line of its own: name and position in any order, a biography, a byline, a headline with a name."""
    part = parts[index]
    if part.words > 60 or (part.words > 40 and part.finished):
        return
    quoted = QUOTED_TITLE.match(part.text)
    above = quoted and (quoted["behind"] or any(p.prose and not p.quoted for p in parts[index + 1 : index + 3]))
    if quoted and above and (people := read_credentials(quoted["behind"] or quoted["before"])):
        key = make_key(part, "line", TITLED_LINE)
        yield Candidate(index, index, "line", people, 0.75, key, "a headline and a name above the words", "before")
        return
    if QUOTED_BEHIND.search(part.text) or (part.quoted and part.kind != "quote"):
        return
    if (signs := SAYS_SO.match(part.text)) and (people := read_credentials(signs["who"])):
        reason = "a sentence that says who said so, under the words"
        yield Candidate(index, index, "line", people, 0.9, make_key(part, "line", "says so"), reason, "after")
        return
    dash = DASHED.match(part.text)
    lead = dash or NUMBER.match(part.text)
    text = part.text[lead.end() if lead else 0 :]
    byline = BYLINE.match(text)
    text = text[byline.end() :] if byline else text
    dashed = dash and ("(@" in text or not _tops_block(parts, index))
    side: Side = "after" if dashed or list_quoted(parts, index) else "before" if byline else ""
    key = make_key(part, "line", bool(dash), bool(byline), bool(lead))
    if part.words <= 34 and (bio := read_biography(text) or _read_shouted(text)):
        if len(read_biographies([part])) > 1:
            return  # about the authors, below all that they said
        reason = "a sentence that says who the expert is"
        quality = 0.65 + 0.2 * bool(dash)
        yield Candidate(index, index, "line", bio, quality, (*key, "is"), reason, side, biography=True)
        return
    leads_up = "a sentence that leads up to a quotation names who speaks"
    mark = text.rstrip("*_ ")[-1:]
    leading = mark in (":", ".") and _tops_words(parts, index)
    who, said = cut_lead(tidy(part.text)) if leading else cut_saying(text)
    if leading and said and (people := read_credentials(who)) and not people.bare:
        quality = 0.97 if mark == ":" else 0.7
        yield Candidate(index, index, "line", people, quality, (*key, "leads"), leads_up, "before")
        return
    if part.words > 40 or (part.finished and (TWO_SENTENCES.search(part.text) or not _is_no_sentence(part))):
        return
    who, said = (who, said) if mark == ":" else cut_saying(text)
    side, key = side or ("before" if said else ""), (*key, said)
    people, last = _read_whole(parts, index, who, dash=bool(dash))
    headline = _read_headline(part, text)
    if people and (people.role or is_organisation(people.affiliation) or not headline):
        quality = 0.45 + 0.3 * (not people.bare) + 0.1 * bool(people.role and people.affiliation) + 0.05 * part.italic
        quality = min(0.97, quality + 0.15 * (part.styled or bool(dash or byline) or said))
        what = "a name" if people.bare else "name and position"
        yield Candidate(index, last, "line", people, quality, key, f"{what} on a line of their own", side)
    elif headline:
        people, quality, opens = headline
        side = "before" if part.styled else ""
        yield Candidate(index, index, "line", people, quality, (*key, opens), "a name in the headline", side)
    elif part.words <= 10 and is_organisation(text) and not has_role(text) and _beside_quotation(parts, index):
        body = Credentials((tidy(text),), kind="organisation")
        yield Candidate(index, index, "line", body, 0.5, key, "an organisation beside a quotation", side)
    elif leads := _read_lead_in(parts, index):
        yield Candidate(index, index, "line", leads, 0.7, (*key, "leads"), leads_up, "before")
    elif beside := _read_beside_quotation(parts, index, text):
        reason = "a name and what is said of it, above a quotation"
        yield Candidate(index, index, "line", beside, 0.55, (*key, "beside"), reason, side)
    elif unread := read_unread(who):
        quality, what = (0.2, "no name") if unread.bare else (0.4, "a position without a name")
        yield Candidate(index, index, "line", unread, quality, key, f"{what} that could be read", side)
    elif part.words <= 20 and (whole := tidy(text)):
        named = read_credentials(text.partition(":")[0]) if ":" in text else None
        voice = named or Credentials((whole,), kind="organisation")
        yield Candidate(index, index, "line", voice, 0.1, key, "a short line that names nobody", side)


def _read_shouted(text: str) -> Credentials | None:
    """`JANE ROE keeps bees.`: a sentence about somebody whose name stands in capitals."""
    found = SHOUTED.match(text)
    return read_credentials(found[1]) if found and is_name(soften(found[1], name=True)) else None


def _tops_block(parts: Sequence[Part], index: int) -> bool:
    """Right below a heading or a title, where a dash signs nothing."""
    return index > 0 and (parts[index - 1].styled or not parts[index - 1].finished)


def _read_whole(parts: Sequence[Part], index: int, text: str, *, dash: bool) -> tuple[Credentials | None, int]:
    """Who the whole line names, perhaps broken over two lines, and the last line's index."""
    part = parts[index]
    following = parts[index + 1] if index + 1 < len(parts) else None
    goes_on = following and re.search(r"(?:,|\b(?:of|at|for|the|and|in|on|&))$", text)
    if following and goes_on and (joined := read_credentials(f"{text} {following.text}")):
        return joined, index + 1
    if 3 < part.bold_end < len(part.text) - 2:
        name, rest = part.text[: part.bold_end].strip(" ,:—–"), part.text[part.bold_end :].strip(" ,:–—-|")
        if read_credentials(name) and has_role(rest):
            return read_credentials(f"{name}, {tidy(rest)}"), index
    for occasion in OCCASION.finditer(text) if dash else ():
        if shorter := read_credentials(text[: occasion.start()]):
            return shorter, index
    return read_credentials(cut_occasion(text)), index


def _is_no_sentence(part: Part) -> bool:
    """A full stop behind an abbreviation, or behind a name and position without a verb."""
    if tidy(part.text).endswith("."):
        return True
    verb = r"\b(?:is|are|was|were|has|have|had|will|would|can|said|says|do|does|did)\b"
    if part.words > 16 or re.search(verb, part.text):
        return False
    people = read_credentials(HEADLINE.sub(r"\3", part.text))
    return bool(people and people.role)


def _beside_quotation(parts: Sequence[Part], index: int) -> bool:
    """The paragraph above or below is a quotation."""
    return any(p.quoted and p.words > 8 for p in parts[max(0, index - 1) : index + 2])


def _read_beside_quotation(parts: Sequence[Part], index: int, text: str) -> Credentials | None:
    """`Jane Roe leder for banken`, `Hamburgs Ehrenbürgerin Jane Roe` above a quotation: words that no list knows."""
    below = parts[index + 1] if index + 1 < len(parts) else None
    if not below or not below.quoted:
        return None
    if (found := NAME_THEN_SMALL.match(text)) and is_name(found["name"]):
        role, home = read_position([tidy(e) for e in SPLIT_COMMA.split(found["role"])])
        return Credentials((found["name"],), (role,) if role else (), home)
    line = tidy(text)
    at = find_edge_name(line)
    return Credentials((line[at:],), (line[:at].strip(),)) if at > 0 else None


def _tops_words(parts: Sequence[Part], index: int) -> bool:
    """Above a quotation or, behind a mark or a time, above a paragraph."""
    below = parts[index + 1 : index + 2]
    return any(p.text[:1] in OPENING or (parts[index].mark > 0 and p.prose) for p in below)


def _read_lead_in(parts: Sequence[Part], index: int) -> Credentials | None:
    """`The chair of the Trade Board, Jane Roe, said this:` above a quotation: who it is about."""
    text = parts[index].text
    if text.rstrip("*_ ")[-1:] != ":" or not _tops_words(parts, index):
        return None
    if titled := TITLED.search(text):
        return make_credentials(titled[1], "", "")
    for found in re.finditer(r"(?<!\S)(?=[^\W\d_a-z])", text):
        at = found.start()
        if name := next((n[0] for n in _find_names(text, at) if is_person(n[0])), None):
            before = tidy(BEFORE_LEAD.sub("", text[:at]))
            return (read_credentials(f"{name}, {before}") if has_role(before) else None) or read_credentials(name)
    return None


def _find_names(text: str, at: int) -> Iterator[re.Match[str]]:
    """What could be a name of four, three or two words here, up to a comma, a verb or the end."""
    for words in (4, 3, 2):
        pattern = rf"[^\s,:;()]+(?: [^\s,:;()]+){{{words - 1}}}(?=[,:]| [^\W\d_A-Z])"
        if name := re.compile(pattern).match(text, at):
            yield name


def _read_headline(part: Part, text: str) -> tuple[Credentials, float, str] | None:
    """`Name: headline`, `Name – headline`, `Headline – Name, position`."""
    found = HEADLINE.match(text)
    if not found:
        return None
    if people := read_credentials(found[1]):
        if part.styled:
            return people, 0.85, "opens"
        if ":" not in found[2] and any(t[0].islower() for t in found[3].split()[1:]):
            return people, 0.7, "opens"
    if people := read_credentials(found[3]):
        return people, 0.6 + 0.15 * part.styled - 0.1 * people.bare, "closes"
    return None
