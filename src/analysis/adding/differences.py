"""What a second reading of a page changed in its statements, as lines that a person reads."""

from collections import Counter

from analysis.segmentation import find_segments
from analysis.text import count_words
from analysis.transcripts import Transcript
from analysis.transcripts.layout import tidy_transcript

LONGEST = 160  # characters of a sentence
MOST = 60  # lines; a page in quite other words has hundreds


def list_differences(old: Transcript, new: Transcript, *, language: str) -> tuple[str, ...]:
    """A line for each statement and each expert's sentence that only one of the two has: `-` the old, `+` the new."""
    lines: list[str] = []
    for before, after in zip(_count_lines(old, language), _count_lines(new, language), strict=True):
        lines += [f"- {line}" for line in (before - after).elements()]
        lines += [f"+ {line}" for line in (after - before).elements()]
    left_out = len(lines) - MOST
    return (*lines[:MOST], *((f"and {left_out} more",) if left_out > 0 else ()))


def _count_lines(transcript: Transcript, language: str) -> tuple[Counter[str], Counter[str]]:
    """How often each statement's line and each sentence stands in the transcript."""
    spoken = [b for b in tidy_transcript(transcript).blocks if b.voice]
    statements = Counter(
        f"{b.voice.expert} | {b.voice.role} | {b.voice.affiliation} | {count_words(b.text)} words"
        for b in spoken
        if b.voice
    )
    sentences = Counter(
        f"  {b.voice.expert}: “{_shorten(b.text[start:end])}”"
        for b in spoken
        if b.voice
        for _, start, end in find_segments(b.text, unit="sentence", language=language)
    )
    return statements, sentences


def _shorten(sentence: str) -> str:
    """The sentence on one line, cut where it is long."""
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"
