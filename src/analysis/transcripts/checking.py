"""What in an event's transcripts is doubtful: a name spelled two ways, words that are not the page's own."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from analysis.event import Event
from analysis.transcripts.reading import APART, compare_words, load_transcript

SHOWN = 6  # words named in a note
NOT_WORD = re.compile(r"[\W_]+")


def find_transcript_doubts(event: Event) -> list[str]:
    """One line per doubt, with file and line where it has one. Raises InputError where a transcript cannot be read."""
    return [*find_spellings(event), *_find_edits(event)]


def find_spellings(event: Event) -> Iterator[str]:
    """Experts whose names are so alike that they may be one person."""
    first: dict[str, str] = {}
    for path in event.transcript_paths:
        placed = load_transcript(event, path)
        for line, block in zip(placed.lines, placed.transcript.blocks, strict=True):
            if block.voice and block.voice.kind == "person":
                first.setdefault(block.voice.expert, f"{event.slug}/transcripts/{path.name}:{line}")
    for one, other in itertools.combinations(first, 2):
        if are_alike(one, other):
            yield (
                f'{first[other]}: expert "{other}" may be "{one}" ({Path(first[one]).name}) spelled another way; '
                "write one name in both places if it is one person"
            )


def _fold_name(name: str) -> list[str]:
    """The words of a name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return NOT_WORD.sub(" ", plain.casefold()).split()


def are_alike(one: str, other: str) -> bool:
    """Whether two names are spellings of one: but for case, accents and punctuation, initials, or the surname alone."""
    a, b = sorted((_fold_name(one), _fold_name(other)), key=len)
    if not a or not b:
        return False
    if "".join(a) == "".join(b):
        return True
    if a[-1] != b[-1]:
        return False
    return len(a) == 1 or (a[0] == b[0] and set(a) <= set(b)) or _shortens(a, b)


def _shortens(a: list[str], b: list[str]) -> bool:
    """Whether first names of one stand as initials in the other."""
    return any(len(x) == 1 and y.startswith(x) for x, y in ((a[0], b[0]), (b[0], a[0])))


def _find_edits(event: Event) -> Iterator[str]:
    """Words of a transcript that are not the page's own, and words of the page that it has no more."""
    for source, path in zip(event.file.sources, event.transcript_paths, strict=True):
        text = APART.join(b.text for b in load_transcript(event, path).transcript.blocks)
        added, missing = compare_words(event, source, text)
        notes = [
            f"{what} {words.total()} ({', '.join(list(words)[:SHOWN])}{' …' if len(words) > SHOWN else ''})"
            for what, words in (("words that the page does not have:", added), ("words of the page missing:", missing))
            if words
        ]
        if notes:
            yield f"{event.slug}/transcripts/{path.name}: {'; '.join(notes)}; kept as edited, and counted in the report"
