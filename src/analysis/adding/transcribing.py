"""A page as a transcript: the only door to the rules for pages."""

from dataclasses import dataclass

from analysis.attribution import transcribe_page
from analysis.errors import InputError
from analysis.sources.page import Page
from analysis.transcripts import Transcript
from analysis.transcripts.layout import tidy_transcript


@dataclass(frozen=True)
class Read:
    """A page as read now, and what the reader was not sure of."""

    transcript: Transcript
    notes: tuple[str, ...]


def read_transcript(page: Page, name: str, *, article: bool) -> Read:
    """The page as a transcript. Raises InputError where a running article was not asked for."""
    try:
        reading = transcribe_page(page, article=article)
    except InputError as error:
        raise InputError([f"{name}: {problem}" for problem in error.problems]) from None
    return Read(tidy_transcript(Transcript(name, reading.blocks)), reading.notes)
