"""A page as a transcript: the only door to the rules for pages."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.attribution import transcribe_page
from analysis.errors import InputError
from analysis.sources.page import Aside, AsideKind, Page
from analysis.text import count_words
from analysis.transcripts import NOTE, STRUCK, WHO_SAID, Block, Transcript
from analysis.transcripts.layout import split_paragraphs, tidy_transcript

REASONS: dict[AsideKind, str] = {"note": NOTE, "attribution": WHO_SAID, "struck": STRUCK}


@dataclass(frozen=True)
class Read:
    """A page as read now, and what the reader was not sure of."""

    transcript: Transcript
    notes: tuple[str, ...]


def read_transcript(page: Page, name: str, *, article: bool) -> Read:
    """The page as a transcript. Raises InputError where a running article was not asked for."""
    try:
        reading = transcribe_page(_keep_attributions(page), article=article)
    except InputError as error:
        raise InputError([f"{name}: {problem}" for problem in error.problems]) from None
    blocks = tuple(add_asides(page, reading.blocks))
    return Read(tidy_transcript(Transcript(name, blocks)), reading.notes)


def _keep_attributions(page: Page) -> Page:
    """The page for the rules, which ask of what was taken out only who said something, and that for every block."""
    return replace(page, asides=tuple(aside for aside in page.asides if aside.kind == "attribution"))


def add_asides(page: Page, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a page and, behind each, what was taken out of its paragraphs: left out, with the reason.

    So an expert's statement stays whole, and every word of the page is in its transcript.
    """
    pieces = _interleave(blocks, deque(_place_asides(page)))
    for left_out, together in groupby(pieces, key=lambda block: block.owner == "left out"):
        if left_out:
            yield _join([*together])
        else:
            yield from together


def _interleave(blocks: Sequence[Block], asides: deque[tuple[int, Aside]]) -> Iterator[Block]:
    """Each block and, behind it, what stood in it; of what is left out anyway each paragraph."""
    at = 0
    for block in blocks:
        worded = not block.voice or count_words(block.text)
        whole = block if worded else Block("left out", block.text, reason="marks without words")
        parts = split_paragraphs(whole.text) if whole.owner == "left out" else [whole.text]
        for part in parts:
            yield replace(whole, text=part)
            at += _count_signs(part)
            taken = []
            while asides and asides[0][0] <= at:
                taken.append(asides.popleft()[1])
            if taken:
                yield _leave_out(taken)
    if asides:
        yield _leave_out([aside for _, aside in asides])


def _place_asides(page: Page) -> Iterator[tuple[int, Aside]]:
    """What was taken out of the page, behind how many signs; what opens a paragraph stands in that paragraph."""
    at = signs = 0
    for aside in page.asides:
        signs += _count_signs(page.text[at : aside.at])
        at = aside.at
        opens = at == 0 or page.text[at - 1] == "\n"
        yield signs + opens, aside


def _leave_out(asides: Sequence[Aside]) -> Block:
    """What was taken out of one block."""
    reasons = "; ".join(dict.fromkeys(REASONS[aside.kind] for aside in asides))
    return Block("left out", "\n\n".join(aside.text for aside in asides), reason=reasons)


def _join(blocks: Sequence[Block]) -> Block:
    """Pieces that are left out, one behind the other, as one with all its reasons."""
    reasons = dict.fromkeys(r for block in blocks for r in block.reason.split("; ") if r)
    return Block("left out", "\n\n".join(block.text for block in blocks), reason="; ".join(reasons))


def _count_signs(text: str) -> int:
    """How many signs that are no white space: the measure in which a page and its blocks agree."""
    return len("".join(text.split()))
