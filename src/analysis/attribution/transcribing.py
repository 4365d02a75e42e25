"""A page as the blocks of a transcript: every word of it, in order, under whose it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from analysis.attribution.articles import attribute_article, count_attributions
from analysis.attribution.assemble import Found, attribute_page
from analysis.errors import InputError
from analysis.segmentation import count_words
from analysis.sources.page import Page, cut_furniture
from analysis.transcripts import Block, ExpertKind, Voice

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
PROSE = 15  # words; what the host writes in a paragraph of this length is an introduction, not a way to the page
BELOW, WAY = "below the statements", "way to the page"


@dataclass(frozen=True)
class Reading:
    """All text of a page in blocks, each word exactly once, and what the rules were not sure of."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


def transcribe_page(page: Page, *, article: bool = False) -> Reading:
    """Whose words a page holds; with `article` its quotations are the statements and the rest is the host's.

    Without its white space, the text of the blocks in order is that of `page.text`. A statement is one block of an
    expert. Raises InputError where the page reads as a running article and `article` was not asked for.
    """
    attribution = attribute_article(page) if article else attribute_page(page)
    found = sorted((f for f in attribution.statements if f.end > f.start), key=lambda f: f.start)
    if not article:
        _refuse_article(page, found)
    return Reading(tuple(_join_left_out(_lay_out(page, found, article=article))), attribution.notes)


def _refuse_article(page: Page, found: Sequence[Found]) -> None:
    """A page whose voices are mostly quotations in running text is no round-up."""
    experts = {f.people.expert for f in found}
    reported = count_attributions(page)
    if reported >= 3 and (not experts or (len(experts) < 2 and sum(f.words for f in found) < 400)):
        raise InputError(
            f"reads as a running article with {reported} attributed quotations, not as a round-up; "
            "give --as-article to keep the quotations as reported statements"
        )


def _lay_out(page: Page, found: Sequence[Found], *, article: bool) -> Iterator[Block]:
    """The statements and what lies between them, in page order."""
    at = 0
    for number, statement in enumerate(found):
        start = max(at, statement.start)
        yield from _read_gap(page, at, start, found[number - 1 : number] if number else (), statement, article=article)
        people = statement.people
        voice = Voice(people.expert, people.role, people.affiliation, cast("ExpertKind", people.kind))
        sure = round(statement.confidence, 2)
        for first, last, machinery in cut_furniture(page, start, statement.end):
            if machinery:
                yield Block("left out", page.text[first:last], reason="caption, link or other machinery of the page")
            else:
                yield Block("expert", page.text[first:last], voice, sure, statement.reason, statement.reported)
        at = max(at, statement.end)
    yield from _read_gap(page, at, len(page.text), found[-1:], None, article=article)


def _read_gap(
    page: Page, start: int, end: int, before: Sequence[Found], following: Found | None, *, article: bool
) -> Iterator[Block]:
    """What lies between two statements, paragraph by paragraph: the host's, or left out for a reason."""
    pieces = [piece.strip() for piece in PARAGRAPH_BREAK.split(page.text[start:end]) if piece.strip()]
    title = _fold(page.title)
    for number, piece in enumerate(pieces):
        words = count_words(piece)
        if following and number == len(pieces) - 1 and not article:
            yield Block("left out", piece, reason="header of the next statement")
        elif before and _names(piece, before[0]) and words <= 2 * PROSE and number == 0:
            yield Block("left out", piece, reason="signature or position of the statement above")
        elif not words:
            yield Block("left out", piece, reason="marks without words")
        elif article or (following and (words >= PROSE or before)):
            yield Block("host", piece)
        elif following:
            yield Block("left out", piece, reason="headline" if title and _fold(piece) == title else WAY)
        else:
            yield Block("left out", piece, reason=BELOW)


def _names(piece: str, statement: Found) -> bool:
    """Whether the piece names somebody who says the statement."""
    folded = _fold(piece)
    return any(_fold(name) in folded for name in statement.people.names)


def _fold(text: str) -> str:
    """The text for comparing, on one line and without case."""
    return " ".join(text.casefold().split())


def _join_left_out(blocks: Iterator[Block]) -> Iterator[Block]:
    """Neighbouring pieces of the host or of what is left out as one block, with all its reasons."""
    last: Block | None = None
    for block in blocks:
        if last and block.owner == last.owner and block.owner != "expert":
            reasons = list(dict.fromkeys(r for r in (*last.reason.split("; "), block.reason) if r))
            last = Block(last.owner, f"{last.text}\n\n{block.text}", reason="; ".join(reasons))
            continue
        if last:
            yield last
        last = block
    if last:
        yield last
