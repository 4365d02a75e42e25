"""Where a page says who somebody is: `Jane Roe is a fellow at X`, a list of those who speak, `said Jane Roe, chair`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from analysis.attribution.credentials import read_credentials
from analysis.attribution.names import KEPT, Credentials, is_name, is_person, tidy
from analysis.attribution.parts import OPENING, VERB, Part
from analysis.attribution.positions import list_notes, read_position
from analysis.attribution.several import SPLIT_COMMA
from analysis.attribution.terms import has_role, is_organisation, is_role_noun
from analysis.attribution.words import ROLE_MODIFIERS, SUFFIXES
from analysis.segmentation import find_sentences

BIOGRAPHY = re.compile(
    r"^(?P<name>.{4,70}?)(?:,? [^,]{0,40},)? (?:is|are|was|were|ist|est|är|er|es|é|è|jest|serves as|served as|"
    r"has served as|leads|directs|heads|co-directs|works|holds)(?:, [^,]{3,40},)?"
    r" (?P<rest>.+)$",
    re.DOTALL,
)
APPOSED = re.compile(  # `Jane Roe, professor of law at X, is an expert on …`, `…, studies …`
    r"^(?P<name>[^,.;:]{4,60}), (?:an? |the )?(?P<post>[a-zA-Z][^.;:“”]{4,160}?),? "
    r"(?:is (?:an? |the )?(?:[\w-]+ )?(?:expert|author|co-author|editor|specialist|member|recipient|host)\b|"
    r"(?:studies|researches|writes|specialises|specializes|focuses|teaches|works on|can (?:discuss|speak|comment)))\b"
)
ABBREVIATED = re.compile(  # a full stop that ends no sentence: initials and titles
    r"\b(?:[^\W\d_]|Prof|Assoc|Rep|Sen|Gen|Gov|Amb|Jr|Sr|Col|Lt|Maj|Capt|Adm|Dr|Mr|Mrs|Ms|St|Hon|Rev|Ma|Md|Wm|Chr|Joh|ret)\.(?=\s|$)"
)
FURTHER = re.compile(  # what else is told behind the first position
    r",? (?:(?:where|who|whose|which)\b|and (?=the author|author|a |an |previously|is |"
    r"(?:teaches|lectures|writes|edits|leads|directs|runs|works)\b))"
)
SPOKEN = re.compile(r"[“„«\"][^“”„«»\"]* [^“”„«»\"]* |(?<=[a-zà-ÿ]{4})[.!?]\s")  # a quotation, a second sentence
DASHED = re.compile(r"\s*(?:[—–―]|--)")  # it signs what somebody said
FAMILY_FIRST = re.compile(  # where several lines are so
    r"^(?P<family>(?:[a-z’']{2,3} ){0,2}[^\W\d_a-z][\w’'-]+), (?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?"
    r"(?P<given>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]*\.?)?), (?P<rest>[^:]{4,140})$"
)
FAMILY = re.compile(
    r"^(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Ambassador)\.? )?(?P<family>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?)"
    r"(?=,? (?:is|was|serves|leads|directs)\b|, [a-z][^.;]{3,120}, (?:is|was|studies|writes|teaches)\b)"
)
NOBODY: Mapping[str, str] = MappingProxyType({})
LONGEST = 160  # words of a paragraph that tells who people are
LISTED = 30  # words of a line about one person in a list, at most
LABEL = re.compile(r"^(?:[IVX]+|Panel(?:l?ists?)?|Guests?|Speakers?|Witness(?:es)?|Participants?|With|Featuring):\s+")
NOTED = re.compile(r"\s*\[[^\[\]]*\]$|[.;]$")  # `[by audio link]`
OF_NAME = re.compile(r"^(?P<name>[^:;,]{4,50}): (?P<post>[^:;]{3,120})$")
PERSON = r"[^\W\d_a-z][\w’'.-]*(?: (?:[a-z]{2,3} ){0,2}[^\W\d_a-z][\w’'.-]*){1,3}"
NAMED = re.compile(rf"\b(?:[Aa]ccording to|says?|said|joined by) (?P<name>{PERSON}), (?P<post>[^.;:“”\"]{{4,120}})")
CALLED = re.compile(  # `With me are Dr. Roe, our state health director, and …`
    rf"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Chief)\.? (?P<name>{PERSON.partition('(')[0]}), (?:our|the|an?) "
    r"(?P<post>[a-z][^,.;:“”\"]{4,60})"
)
HOLDER = re.compile(rf"\b(?P<post>(?:[a-z][\w-]+ ){{0,3}}[a-z][\w-]+) (?P<name>{PERSON})")
TWO_PEOPLE = re.compile(r"(?:,? and |; |(?<=, [A-Z]\.[A-Z]\.) )(?=[A-Z][^,;]{3,50} (?:is|was) )")


@lru_cache(maxsize=KEPT)
def read_biography(text: str) -> Credentials | None:
    """`Professor X is a fellow at Y and …` as credentials."""
    line = " ".join(text.split())
    if (apposed := APPOSED.match(line)) and has_role(apposed["post"]):
        people = read_credentials(f"{apposed['name']}, {apposed['post']}")
        return people if people and people.role else None
    found = BIOGRAPHY.match(line)
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


def read_biographies(parts: Sequence[Part], full: Mapping[str, str] = NOBODY) -> dict[str, Credentials]:
    """What the page says of each person (`A is chair and B is editor of X`), by the name in small letters.

    `full` holds whole names by family names, for sentences that give the family name alone.
    """
    known: dict[str, Credentials] = {}
    for part in parts:
        for start, end in find_sentences(part.text, language="en") if part.words < LONGEST else []:
            for clause in TWO_PEOPLE.split(part.text[start:end]):
                if bio := read_biography(_write_out(clause, full)):
                    known.setdefault(bio.names[0].casefold(), bio)
    return known


def _write_out(clause: str, full: Mapping[str, str]) -> str:
    """`Dr. Roe is a fellow at X` with the whole name."""
    short = FAMILY.match(clause) if full else None
    return f"{full[short['family']]}{clause[short.end() :]}" if short and short["family"] in full else clause


def read_introductions(parts: Sequence[Part], blocks: Sequence[str]) -> dict[str, Credentials]:
    """Who lists of people and sentences in passing introduce, by the name in small letters.

    Lists are looked for in all `blocks` of a page, its boxes and tables too. A position with an
    organisation goes before one without.
    """
    known: dict[str, Credentials] = {}
    for one in (*_read_lists([p.text for p in parts]), *_read_lists(blocks), *_read_passing(parts)):
        name = one.names[0].casefold()
        if name not in known or (one.affiliation and not known[name].affiliation):
            known[name] = one
    return known


def _read_lists(blocks: Sequence[str]) -> Iterator[Credentials]:
    """`A, chair, X; and B, editor, Y`, a line for each, `A: chair, X`, a name above its position."""
    lines = [NOTED.sub("", line.strip()) for block in blocks for line in block.split("\n") if line.strip()]
    turned = [FAMILY_FIRST.match(line) for line in lines]
    for one, above, after in zip(turned, [None, *turned], [*turned[1:], None], strict=False):
        if one and (above or after) and is_name(f"{one['given']} {one['family']}") and has_role(one["rest"]):
            yield from _read_listed(f"{one['given']} {one['family']}, {one['rest']}")
    short = [block for block in blocks if len(block) < 800]
    for block in short:
        rows = [list(_read_chunks(line.strip())) for line in block.split("\n")]
        if all(rows):  # no paragraph that is wrapped at a width
            yield from (one for row in rows for one in row)
    for line, below, third in zip(lines, [*lines[1:], ""], [*lines[2:], "", ""], strict=False):
        post = re.split(r"(?<=[a-z])\.\s|, (?:he|she|they) ", below)[0]
        name, *degrees = SPLIT_COMMA.split(tidy(re.sub(r" \([^()]+\)$", "", line))) if len(line) < 90 else ("",)
        named = (
            is_person(name) and all(map(SUFFIXES.match, degrees)) and not is_organisation(name) and name != tidy(post)
        )
        post = ", ".join(list_notes(post))
        if named and below[:1] not in OPENING and len(post.split()) <= 12 and len(below.split()) <= LISTED:
            unit = third if len(third.split()) < 9 and _is_unit(third) else ""
            bio = read_biography(f"{name} {below}") if below.startswith("is ") else None
            yield from [bio] if bio else _read_listed(", ".join(filter(None, (name, post, unit))))


def _is_unit(text: str) -> bool:
    """The cell behind a position."""
    return is_organisation(text) and not is_person(text) and not has_role(text) and not VERB.search(text)


def _read_chunks(line: str) -> Iterator[Credentials]:
    chunks = LABEL.sub("", line).split("; ")
    if len(chunks) > 1 or line[-1:] not in tuple('.!?:”"'):
        for chunk in (NOTED.sub("", c.removeprefix("and ")) for c in chunks):
            if chunk and len(chunk.split()) <= LISTED:
                yield from _read_listed(chunk)


def _read_listed(chunk: str) -> Iterator[Credentials]:
    """One person with a position, on a line without a verb."""
    chunk = re.sub(r", (?:who|which) .*$", "", chunk)
    owned = OF_NAME.match(chunk)
    if (
        VERB.search(chunk)
        or DASHED.match(chunk)
        or SPOKEN.search(chunk)
        or (":" in chunk and not (owned and is_person(owned["name"]) and has_role(owned["post"])))
    ):
        return
    people = read_credentials(f"{owned['name']}, {owned['post']}" if owned else chunk)
    if people and people.role and len(people.names) == 1 and is_name(people.names[0]):
        yield people


def _read_passing(parts: Sequence[Part]) -> Iterator[Credentials]:
    """`according to Jane Roe, chair of X, who …`, `associate director Jane Roe runs …`."""
    for part in parts:
        if not part.prose or part.quoted:
            continue
        for found in NAMED.finditer(part.text):
            post = re.split(r", (?:who|which|and|but|whose)\b| (?:who|which)\b", found["post"])[0]
            if has_role(post.split(",")[0]) and (people := read_credentials(f"{found['name']}, {post}")):
                yield people
        for found in CALLED.finditer(part.text):
            if has_role(found["post"]):
                post = found["post"]
                role, home = read_position([post]) if re.search(r" (?:of|at|for) ", post) else (post, "")
                yield Credentials((found["name"],), (role,), home)
        for found in HOLDER.finditer(part.text):
            posts = found["post"].split()
            if is_name(found["name"]) and is_role_noun(posts[-1]):
                first = next((i for i, w in enumerate(posts) if w in ROLE_MODIFIERS or is_role_noun(w)), len(posts) - 1)
                yield Credentials((found["name"],), (" ".join(posts[first:]),))
