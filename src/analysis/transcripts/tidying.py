"""A transcript's words and fields as its file can hold them, so that reading it back gives the same."""

import re
import unicodedata
from dataclasses import replace

from analysis.errors import CONTROL
from analysis.transcripts import Block, Transcript, Voice

BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what no text file holds


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without the white space around them."""
    return [stripped for part in BREAK.split(text) if (stripped := part.strip())]


def tidy_text(text: str) -> str:
    """The text as a transcript holds it: NFC, LF, paragraphs one blank line apart."""
    plain = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(split_paragraphs(unicodedata.normalize("NFC", plain)))


def tidy_value(value: str) -> str:
    """A field's value as a header line holds it: NFC, on one line."""
    written = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return " ".join(unicodedata.normalize("NFC", CONTROL.sub(" ", written)).split())


def tidy_block(block: Block) -> Block:
    """The block as it is read back."""
    voice = block.voice and Voice(
        tidy_value(block.voice.expert), tidy_value(block.voice.role), tidy_value(block.voice.affiliation),
        block.voice.kind,
    )  # fmt: skip
    return replace(
        block,
        text=tidy_text(block.text),
        voice=voice,
        confidence=round(block.confidence, 2),
        reason=tidy_value(block.reason),
    )


def tidy_transcript(transcript: Transcript) -> Transcript:
    """The transcript as it is read back: without blocks that hold nothing, unless an expert stands above them."""
    blocks = (tidy_block(b) for b in transcript.blocks)
    return Transcript(
        tidy_value(transcript.source) or "unknown",
        tuple(b for b in blocks if b.text or b.owner == "expert"),
        tuple(f"# {words}" for c in transcript.comments if (words := tidy_value(c.removeprefix("#")))),
    )
