"""A page as the blocks of a transcript: every word of it, in order, under whose it is."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from analysis.attribution.articles import attribute_article
from analysis.attribution.candidates import find_candidates
from analysis.attribution.found import Attribution, Found
from analysis.attribution.labels import label_parts, load_weights
from analysis.attribution.parts import Part, split_page
from analysis.attribution.places import find_places
from analysis.attribution.sparing import spare_voices
from analysis.attribution.statements import collect_statements, weigh_statements
from analysis.attribution.turns import Owner, Turns, find_turns
from analysis.errors import InputError
from analysis.sources.page import Page, cut_furniture
from analysis.text import count_words, is_word_character
from analysis.transcripts import Block, ExpertKind, Voice

SHOWN = 8  # words of a piece that a note shows
WORDLESS = "marks without words"
SHORT = 6  # words; a shorter sentence at the top is a line of the page, not an introduction
PROSE = 15  # words; what the host writes in a paragraph of this length is an introduction, not a way to the page


@dataclass(frozen=True)
class Reading:
    """All text of a page in blocks, each word exactly once, and what the reader was not sure of."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


def transcribe_page(page: Page, *, article: bool = False) -> Reading:
    """Whose words a page holds; with `article` its quotations are the statements and the rest is the host's.

    The blocks hold every word of `page.text` once, in its order; but a statement is one block of an expert, and what
    is no part of it stands behind it. Raises InputError where the page reads as a running article and `article` was
    not asked for.
    """
    page = page if article else spare_voices(page)
    parts = split_page(page)
    if article:
        attribution, read = attribute_article(page), None
    else:
        attribution, read = _attribute(page, parts)
        _refuse_article(page, attribution.statements)
    return Reading(tuple(join_blocks(_lay_out(page, parts, attribution.statements, read))), attribution.notes)


def attribute_page(page: Page) -> Attribution:
    """Who says what on a round-up page: the statements alone, with their places in `page.text`."""
    page = spare_voices(page)
    return _attribute(page, split_page(page))[0]


def _attribute(page: Page, parts: Sequence[Part]) -> tuple[Attribution, Turns | None]:
    """The statements, and the reading of the page that gave them."""
    candidates = find_candidates(parts)
    if not candidates:
        return Attribution(()), None
    places = find_places(parts, candidates)
    labelled = label_parts(parts, places, *load_weights())
    read = find_turns(parts, places, labelled)
    spoken = collect_statements(page, parts, candidates, read)
    found = weigh_statements(page, parts, candidates, labelled, spoken)
    return Attribution(tuple(found), tuple(_note(parts, read, found))), read


def _note(parts: Sequence[Part], read: Turns, found: Sequence[Found]) -> Iterator[str]:
    """What the reader was not sure of: words without a name, one person under two names."""
    first, last = min((f.start for f in found), default=0), max((f.end for f in found), default=0)
    for part, owner in zip(parts, read.owners, strict=True):
        if owner == "loose" and part.prose and (part.quoted or first < part.start < last):
            yield f"{part.words} words have no expert: “{' '.join(part.text.split()[:SHOWN])} …”"
    same = (f.reason.rpartition("; ")[2] for f in found if " is probably the same person as " in f.reason)
    yield from dict.fromkeys(same)


def _refuse_article(page: Page, found: Sequence[Found]) -> None:
    """A page whose voices are mostly quotations in running text is no round-up."""
    experts = {f.people.expert for f in found}
    voiced = sum(f.words for f in found)
    few = not experts or (len(experts) < 2 and voiced < 400)
    if not few and 2 * voiced >= count_words(page.text):
        return
    reported = len(attribute_article(page).statements)
    if reported >= 3 and (few or len(found) < reported):
        raise InputError(
            f"reads as a running article with {reported} attributed quotations, not as a round-up; "
            "give --as-article to keep the quotations as reported statements"
        )


def _lay_out(page: Page, parts: Sequence[Part], found: Sequence[Found], read: Turns | None) -> Iterator[Block]:
    """The statements and what lies between them, in page order."""
    at = 0
    for statement in [*sorted(found, key=lambda f: f.start), None]:
        start = statement.start if statement else len(page.text)
        for first, end, why in cut_furniture(page, at, start):
            if why:
                yield Block("left out", page.text[first:end], reason=why)
            else:
                yield from _lay_out_rest(page, parts, first, end, read, below=statement is None)
        if statement:
            yield from _lay_out_statement(page, statement)
            at = statement.end


def _lay_out_statement(page: Page, statement: Found) -> Iterator[Block]:
    """A statement as one block; machinery that stands amid it, such as a picture's caption, is left out behind it."""
    people = statement.people
    voice = Voice(people.expert, people.role, people.affiliation, cast("ExpertKind", people.kind))
    pieces = [(page.text[a:z], out) for a, z, out in cut_furniture(page, statement.start, statement.end)]
    said = "\n\n".join(text for text, out in pieces if not out and _has_words(text))
    if said:
        yield Block("expert", said, voice, statement.confidence, statement.reason, statement.reported)
    for text, out in pieces:
        if out or not _has_words(text):
            yield Block("left out", text, reason=out or WORDLESS)


def _lay_out_rest(
    page: Page, parts: Sequence[Part], first: int, end: int, read: Turns | None, *, below: bool
) -> Iterator[Block]:
    """What stands between statements, or below the last one, line by line."""
    index = bisect_right(parts, first, key=lambda part: part.end)
    while index < len(parts) and (start := parts[index].start - parts[index].mark) < end:
        part = parts[index]
        if piece := page.text[max(first, start) : min(end, part.end)].strip():
            owner, reason = (read.owners[index], read.reasons[index]) if read else ("host", "")
            yield _own(piece, part, owner, reason, below=below)
        index += 1


def _has_words(text: str) -> bool:
    return any(map(is_word_character, text))


def _own(piece: str, part: Part, owner: Owner, reason: str, *, below: bool) -> Block:
    """A piece of the page that is no expert's: the host's, or left out for a reason."""
    if not _has_words(piece):
        return Block("left out", piece, reason=WORDLESS)
    if owner == "body" or (part.text not in piece and owner != "host"):
        return Block("left out", piece, reason="header" if owner in ("head", "body") else "note beside the words")
    if owner in ("host", "left out", "head"):
        return Block("host" if owner == "host" else "left out", piece, reason=reason)
    if part.words >= PROSE or (part.prose and part.words > SHORT and not below):
        return Block("host", piece)
    return Block("left out", piece, reason="below the statements" if below else "way to the page")


def join_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring pieces of the host, or of what is left out, as one block with all its reasons."""
    for owner, together in groupby(blocks, key=lambda block: block.owner):
        if owner == "expert":
            yield from together
            continue
        pieces = [*together]
        reasons = dict.fromkeys(r for piece in pieces for r in piece.reason.split("; ") if r)
        yield Block(owner, "\n\n".join(piece.text for piece in pieces), reason="; ".join(reasons))
