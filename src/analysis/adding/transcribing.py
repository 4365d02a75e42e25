"""A page as a transcript: the only door to the rules for pages."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.attribution.transcribing import join_blocks, transcribe_page
from analysis.errors import InputError
from analysis.sources.page import Aside, AsideKind, Page
from analysis.transcripts import NOTE, STRUCK, WHO_SAID, Block, Transcript
from analysis.transcripts.tidying import split_paragraphs, tidy_transcript

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
    return Read(tidy_transcript(Transcript(name, blocks)), (*page.notes, *reading.notes))


def _keep_attributions(page: Page) -> Page:
    """The page for the rules, which ask of what was taken out only who said something, and that for every block."""
    return replace(page, asides=tuple(aside for aside in page.asides if aside.kind == "attribution"))


def add_asides(page: Page, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a page and, behind each, what was taken out of its paragraphs: left out, with the reason.

    So an expert's statement stays whole, and every word of the page is in its transcript.
    """
    return join_blocks(_interleave(blocks, deque(_place_asides(page))))


def _interleave(blocks: Sequence[Block], asides: deque[tuple[int, Aside]]) -> Iterator[Block]:
    """Each block and, behind it, what stood in it; of what is left out anyway each paragraph."""
    at = 0
    for block in blocks:
        for part in split_paragraphs(block.text) if block.owner == "left out" else [block.text]:
            yield replace(block, text=part)
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


def _count_signs(text: str) -> int:
    """How many signs that are no white space: the measure in which a page and its blocks agree."""
    return len("".join(text.split()))
