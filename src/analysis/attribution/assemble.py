"""Headers and the text between them to statements; what belongs to nobody is left out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.attribution.biographies import read_biographies, read_biography
from analysis.attribution.choosing import choose_headers, place_headers
from analysis.attribution.headers import Header, read_header
from analysis.attribution.names import Credentials, has_role
from analysis.attribution.parts import Part, is_furniture, split_page
from analysis.attribution.quotations import strip_quotation
from analysis.attribution.words import CLOSING_LINE, FURNITURE, SEPARATOR
from analysis.segmentation import strip_span
from analysis.sources.asides import NOTE
from analysis.sources.page import Page
from analysis.text import count_words

FOR_GOOD = re.compile(
    r"^(?:declar|conflicts? of|competing interests?|related (?:posts|articles|content|reading|stories)"
    r"|you (?:may|might) also|recommended)",
    re.I,
)
INTRODUCTION = re.compile(
    r"\b(?:we (?:have )?(?:asked|invited|turned to)"
    r"|our experts (?:\w+ )?(?:share|weigh|react|respond|answer|explain|assess))\b",
    re.IGNORECASE,
)
STRAY = 15  # words
CERTAIN = 0.8  # below this a statement is doubtful


@dataclass(frozen=True)
class Found:
    """A statement as the rules read it."""

    people: Credentials
    start: int
    end: int
    confidence: float
    reason: str
    words: int
    reported: bool = False
    form: str = ""


@dataclass(frozen=True)
class Attribution:
    """A page's statements in order, and what the rules were not sure of."""

    statements: tuple[Found, ...]
    notes: tuple[str, ...] = ()


def attribute_page(page: Page) -> Attribution:
    """Who says what on a round-up page."""
    parts = split_page(page)
    headers = place_headers(parts, choose_headers(parts, find_headers(parts)))
    found = collect_statements(page, parts, headers)
    found = drop_strays(drop_jump_list(fill_positions(found, parts)))
    found, notes = report_short_names([weigh(f, found) for f in found if f.words])
    last = max((f.end for f in found), default=0)
    silent = dict.fromkeys(
        h.people.expert
        for h in headers.values()
        if h.start < last and h.people and h.people.expert not in {f.people.expert for f in found}
    )
    voiced = {n for f in found for n in f.people.names}
    notes += [
        f"{name} is named in a header but no text follows"
        for name in silent
        if name not in voiced and " and " not in name
    ]
    return Attribution(tuple(found), tuple(notes))


def find_headers(parts: Sequence[Part]) -> dict[int, Header]:
    """Every header that a form reads, by the index of its first part."""
    headers: dict[int, Header] = {}
    index = 0
    while index < len(parts):
        if header := read_header(parts, index):
            headers[index] = header
            index = header.last
        index += 1
    return headers


def is_section(part: Part, following: Part | None, *, header_follows: bool) -> bool:
    """A heading, by its markup, its bold type, or as a short line alone before the next header."""
    if part.kind == "heading":
        return True
    if part.words > 15 or part.quoted:
        return False
    if part.bold and (not part.finished or part.text.endswith("?")):
        return True
    return (
        header_follows
        and part.words <= 8
        and not part.finished
        and part.first
        and (following is None or following.block != part.block)
    )


@dataclass
class Open:
    """The statement that is being read."""

    header: Header
    level: int
    body: list[tuple[int, int, Part]]
    continued: str = ""


def collect_statements(page: Page, parts: Sequence[Part], headers: dict[int, Header]) -> list[Found]:
    """Walk the page: each part belongs to the header before it, the signature after it, or nobody."""
    found: list[Found] = []
    current: Open | None = None
    pending: list[Part] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        header = headers.get(index)
        following = parts[index + 1] if index + 1 < len(parts) else None
        if header:
            found += close(page, current)
            current = None
            if header.placement == "after":
                found += close(page, Open(header, 0, [(p.start, p.end, p) for p in skip_introduction(signed(pending))]))
            elif header.placement == "inside":
                end = header.cut if header.cut >= 0 else part.end
                found += close(page, Open(header, 0, [(header.body, end, part)]))
            elif header.people:
                level = part.level if part.kind == "heading" else 7 if part.styled else 8
                last = parts[header.last]
                current = Open(header, level, [(header.body, last.end, last)] if header.body >= 0 else [])
            pending = []
            index = header.last + 1
            continue
        if SEPARATOR.match(part.text):
            if current and current.body:
                found += close(page, current)
                current = None
            pending = []
        elif is_furniture(part) or (current and not current.body and looks_like_credit(part)):
            if FOR_GOOD.match(part.text) and (part.styled or part.words < 6):
                break
            if FURNITURE.match(part.text) and (part.styled or part.kind == "heading"):
                found += close(page, current)
                current, pending = None, []
        elif is_section(part, following, header_follows=index + 1 in headers):
            if current and current.body:
                found += close(page, current)
                asked = part.kind != "heading" and part.text.endswith("?")
                deeper = asked or (part.kind == "heading" and part.level > current.level and current.level < 7)
                current = Open(current.header, current.level, [], part.text) if deeper else None
            pending = []
        elif current:
            current.body.append((part.start, part.end, part))
        else:
            pending.append(part)
        index += 1
    return found + close(page, current)


def looks_like_credit(part: Part) -> bool:
    """A line between a header and its text: a position, a place, an address."""
    return part.words <= 12 and not part.finished and part.first and not part.quoted and has_role(part.text)


def skip_introduction(parts: list[Part]) -> list[Part]:
    """Without the host's own lines above the first text, where they say that experts were asked."""
    last = max((i for i, p in enumerate(parts[:-1]) if p.words < 60 and INTRODUCTION.search(p.text)), default=-1)
    return parts[last + 1 :]


def signed(pending: Sequence[Part]) -> list[Part]:
    """What a signature signs: the quotation right above it, else all since the last heading or signature."""
    if not pending:
        return []
    if pending[-1].kind == "quote":
        first = max((i for i, p in enumerate(pending) if p.kind != "quote"), default=-1)
        return list(pending[first + 1 :])
    if pending[-1].text[-1:] in '”"»' and any(p.quoted for p in pending):
        first = len(pending) - 1
        while first > 0 and not pending[first].quoted:
            first -= 1
        while first > 0 and pending[first - 1].quoted and pending[first - 1].text[-1:] not in '”"»':
            first -= 1
        return list(pending[first:])
    return list(pending)


def close(page: Page, current: Open | None) -> list[Found]:
    """The statement of what was read; without words it has none (a jump list's entry)."""
    if current is None or current.header.people is None:
        return []
    body = list(current.body)
    run_in = current.header.body >= 0 and current.header.placement == "before"
    plain = any(not p.italic for _, _, p in body)
    while body and len(body) > (1 if run_in else 0):
        part = body[-1][2]
        stray = not part.finished and part.words < 25 and current.header.placement != "inside" and part.kind != "quote"
        about = (
            part.words < 90 and (bio := read_biography(part.text)) and set(bio.names) & set(current.header.people.names)
        )
        closing = part.words < 90 and CLOSING_LINE.search(part.text)
        if stray or about or closing or (plain and part.italic and part.words < 60) or is_furniture(part):
            body.pop()
        else:
            break
    if not body:
        return [Found(current.header.people, 0, 0, current.header.confidence, current.header.reason, 0)]
    start, end = strip_span(page.text, body[0][0], body[-1][1])
    while note := re.search(rf"(?:{NOTE.pattern})\s*$", page.text[max(start, end - 200) : end]):
        start, end = strip_span(page.text, start, max(start, end - 200) + note.start())
        if start >= end:
            break
    start, end = strip_span(page.text, *strip_quotation(page.text, start, end))
    reason = current.header.reason + (
        f", continued under the heading “{current.continued}”" if current.continued else ""
    )
    sure = current.header.confidence - (0.2 if current.continued else 0)
    words = count_words(page.text[start:end])
    return [Found(current.header.people, start, end, sure, reason, words, form=current.header.form)]


def drop_jump_list(found: Sequence[Found]) -> list[Found]:
    """Without short entries at the top whose expert has a real statement further down."""
    kept = []
    for number, statement in enumerate(found):
        later = [f for f in found[number + 1 :] if f.people.names == statement.people.names]
        if statement.words < 20 and any(f.words > 3 * max(statement.words, 5) for f in later):
            continue
        kept.append(statement)
    return kept


def drop_strays(found: Sequence[Found]) -> list[Found]:
    """Without a few words under a bare name, such as a newsletter's, where all who say something have a position."""
    said = [f for f in found if f.words >= STRAY]
    if len(said) < 3 or any(f.people.bare for f in said):
        return list(found)
    return [f for f in found if f.words >= STRAY or not f.words or not f.people.bare or f.people.kind != "person"]


def fill_positions(found: Sequence[Found], parts: Sequence[Part]) -> list[Found]:
    """Where a header gives no position, that of a biography elsewhere on the page (`About the authors`)."""
    known = read_biographies(parts)
    for listed in found:  # a list of speakers
        if not listed.words and len(listed.people.names) == 1 and listed.people.affiliation:
            known.setdefault(listed.people.names[0].casefold(), listed.people)
    told = []
    for statement in found:
        people = statement.people
        bios = [known.get(name.casefold()) for name in people.names]
        if people.affiliation or not all(bios):
            told.append(statement)
            continue
        roles = tuple(bio.role for bio in bios if bio and bio.role)
        if people.role and len(bios) == 1:
            told_roles = "; ".join([*people.roles, *roles]).split("; ")
            roles = ("; ".join({role.casefold(): role for role in told_roles}.values()),)
        home = "; ".join(dict.fromkeys(bio.affiliation for bio in bios if bio and bio.affiliation))
        reason = f"{statement.reason}; the position stands in a biography on the page"
        told.append(replace(statement, people=replace(people, roles=roles, affiliation=home), reason=reason))
    return told


def weigh(statement: Found, found: Sequence[Found]) -> Found:
    """Less sure of a form that stands alone among others on the page."""
    forms = Counter(f.form for f in found if f.words)
    alone = forms[statement.form] == 1 and len(found) >= 4 and statement.form not in ("inside",)
    if alone and statement.confidence < 0.93:
        return replace(
            statement,
            confidence=round(statement.confidence - 0.1, 2),
            reason=f"{statement.reason}; no other header on the page has this form",
        )
    return replace(statement, confidence=round(statement.confidence, 2))


def report_short_names(found: Sequence[Found]) -> tuple[list[Found], list[str]]:
    """Somebody who comes back under a short or different form of a name is reported, never merged."""
    notes: list[str] = []
    full = list(dict.fromkeys(n for f in found for n in f.people.names if " " in n))
    told: list[Found] = []
    for statement in found:
        name = statement.people.names[0]
        same = [n for n in full if n != name and len(statement.people.names) == 1 and is_short_for(name, n)]
        if same:
            note = f"{name} is probably the same person as {same[0]}"
            notes += [note] if note not in notes else []
            statement = replace(
                statement, confidence=min(statement.confidence, 0.6), reason=f"{statement.reason}; {note}"
            )
        told.append(statement)
    return told, notes


def is_short_for(short: str, full: str) -> bool:
    """`Roe`, `J. Roe` or `Jane Roe` for `Jane A. Roe`."""
    few, many = short.lower().replace(".", "").split(), full.lower().replace(".", "").split()
    if few[-1] != many[-1] or len(few) > len(many) or few == many:
        return False
    return len(few) == 1 or many[0].startswith(few[0]) or few[0].startswith(many[0])
