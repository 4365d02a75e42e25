"""Transcripts: a page as read, every word of it in order, in blocks that say whose they are."""

from dataclasses import dataclass
from typing import Literal

ExpertKind = Literal["person", "organisation", "several"]
Owner = Literal["expert", "host", "left out"]
NOTE, WHO_SAID, STRUCK = "note on a source", "who said it, amid the words", "struck through"
ASIDES = frozenset({NOTE, WHO_SAID, STRUCK})  # reasons of what was taken out of paragraphs, which is nobody's


@dataclass(frozen=True)
class Voice:
    """Whose words a block holds: one expert, or several who speak jointly (`expert` then names all)."""

    expert: str
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"


@dataclass(frozen=True)
class Block:
    """One stretch of the page that belongs to one owner; its paragraphs are parted by blank lines.

    `voice` is given for an expert's block and for no other. `confidence` (0 to 1) says how sure the reader was that
    these words are this expert's, `reason` why, or why the words were left out. `reported` marks a quotation from a
    running article. An expert's neighbouring blocks with the same voice are separate statements.
    """

    owner: Owner
    text: str
    voice: Voice | None = None
    confidence: float = 1.0
    reason: str = ""
    reported: bool = False


@dataclass(frozen=True)
class Transcript:
    """A page as read: all its blocks in page order."""

    source: str  # the file's name in the event's `sources/`
    blocks: tuple[Block, ...] = ()
    comments: tuple[str, ...] = ()  # what people wrote above the first block
