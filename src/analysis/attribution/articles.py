"""Running articles: quotations whose speaker is named in the same sentence, as reported statements."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from analysis.attribution.credentials import read_credentials
from analysis.attribution.found import Attribution, Found
from analysis.attribution.holders import make_credentials
from analysis.attribution.names import Credentials, is_name, is_surname, strip_titles
from analysis.attribution.parts import list_attributions
from analysis.attribution.terms import is_organisation
from analysis.segmentation import strip_span
from analysis.sources.page import Page, PageBlock
from analysis.text import count_words
from analysis.text.quotations import SAYING, find_quotations

AFTER = re.compile(
    rf"^\s*,?\s*(?:(?:{SAYING})\s+(?P<who>[^“”\".;]{{2,160}})|(?P<who2>[^“”\".;]{{2,120}}?)\s+(?:{SAYING})\b)"
)
BEFORE = re.compile(rf"(?P<who>[^“”\".;!?]{{2,200}}?),?\s+(?:{SAYING})\b[^“”\".]{{0,60}}[,:]?\s*$")
SHORTEST = 4  # words; shorter ones are a turn of phrase


def attribute_article(page: Page) -> Attribution:
    """Every quotation of some length whose speaker its sentence names."""
    found: list[Found] = []
    asides, known = list_attributions(page), dict[str, str]()
    for block in page.blocks:
        first = bisect_left(asides, (block.start, ""))
        here = [text for at, text in asides[first : first + 1] if at <= block.end]
        found += _read_block(page, block, here, known)
    long = sum(z - a > 40 for b in page.blocks for a, z in find_quotations(page.text[b.start : b.end])[0])
    nobody = long - len(found)
    notes = (f"{nobody} longer quotations name nobody in their sentence and were left out",) if nobody > 0 else ()
    return Attribution(tuple(found), notes)


def _read_block(page: Page, block: PageBlock, asides: Sequence[str], known: dict[str, str]) -> Iterator[Found]:
    """The quotations of one paragraph; a second one goes on with the first's speaker.

    `known` has the full name by family name of everybody who spoke above, and is added to.
    """
    text = page.text[block.start : block.end]
    spans = [(a, b) for a, b in find_quotations(text)[0] if count_words(text[a:b]) >= SHORTEST]
    above: Credentials | None = None
    for number, (start, end) in enumerate(spans):
        after = AFTER.match(text[end : spans[number + 1][0] if number + 1 < len(spans) else len(text)])
        before = BEFORE.search(text[max(0, start - 300) : start])
        clauses = [*([after["who"] or after["who2"]] if after else []), *([before["who"]] if before else []), *asides]
        people = next((p for c in clauses if (p := _read_speaker(c, known))), above)
        if people is None:
            continue
        above = people
        known.setdefault(people.names[0].split()[-1], people.names[0])
        first, last = strip_span(text, start + 1, end - (text[end - 1] in '”"»’'))
        sure, reason = (
            (0.75, "the quotation’s own sentence names who said it")
            if clauses
            else (0.55, "goes on with the paragraph’s speaker")
        )
        words = count_words(text[first:last])
        yield Found(people, block.start + first, block.start + last, sure, reason, words, reported=True)


def _read_speaker(clause: str, known: Mapping[str, str]) -> Credentials | None:
    """Credentials of an attribution; a family name alone stands for the full name before it."""
    who = re.sub(rf"^\W*(?:{SAYING})\s+|\s+(?:{SAYING})\W*$", "", clause.strip(" ,.:")).strip(" ,")
    who = re.split(r"\s+(?:in an?|at an?|on|during|after|when|as|to)\s+", who)[0]
    who = re.sub(r"^(?:.*\b(?:But|And|As|while|that)\s+)?", "", who)
    if people := read_credentials(who):
        return people
    rest, office = strip_titles(who)
    if is_surname(rest):
        full = known.get(rest, rest)
        return make_credentials(full, office, "") if full != rest or office else None
    tail = re.search(r"((?:[^\W\d_][\w’'.-]+\s+){1,3}[^\W\d_][\w’'-]+)$", who)
    if tail and is_name(tail[1]):
        return read_credentials(tail[1])
    if is_organisation(who) and len(who.split()) <= 8 and re.match(r"^(?:the |The )?[A-Z]", who):
        return Credentials((re.sub(r"^[Tt]he ", "", who),), (), "", "organisation")
    return None
