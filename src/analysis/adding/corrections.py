"""The corrections that version 0.1.0 kept in `statements.yml`, laid over a page as it is read now."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from analysis.transcripts import Block, ExpertKind, Transcript, Voice
from analysis.transcripts.reading import APART, place_blocks

_EDGE = 8  # words by which `statements.yml` finds a statement's beginning and end
_HAND = "corrected by hand"
Pieces = list[tuple[int, int, Block]]


class OldStatement(BaseModel):
    """A statement as version 0.1.0 wrote it down."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    expert: str
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"
    first: str = ""
    last: str = ""


class CorrectedStatement(OldStatement):
    """One statement as somebody corrected it; `found` is what had been read."""

    expert: str = Field(min_length=1)
    keep: bool = True
    confidence: float | None = None
    reason: str = ""
    found: OldStatement | None = None

    @property
    def corrected(self) -> bool:
        """Whether anything was changed."""
        found = self.found
        return (
            found is None
            or not self.keep
            or any(getattr(self, f) != getattr(found, f) for f in OldStatement.model_fields)
        )


class StatementsFile(BaseModel):
    """What `statements.yml` held."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    statements: tuple[CorrectedStatement, ...] = ()


Placed = tuple[CorrectedStatement, tuple[int, int, Block] | None, tuple[int, int]]


def apply_corrections(
    transcript: Transcript, entries: Sequence[CorrectedStatement]
) -> tuple[Transcript, list[CorrectedStatement]]:
    """The transcript as `statements.yml` corrects it, and the corrections that fit nowhere in it.

    What was corrected is left out first, and then all that is kept is laid, so that the order of the file says nothing.
    """
    text = APART.join(b.text for b in transcript.blocks)
    pieces: Pieces = [(a, b, block) for (a, b), block in zip(place_blocks(transcript), transcript.blocks, strict=True)]
    placed, unused = _place_entries(text, [piece for piece in pieces if piece[2].voice], entries)
    for _, piece, _ in placed:
        if piece:
            pieces = _overlay(pieces, piece[0], piece[1], Block("left out", "", reason="left out by hand"))
    for entry, _, span in placed:
        if entry.keep:
            voice = Voice(entry.expert, entry.role, entry.affiliation, entry.kind)
            pieces = _overlay(pieces, *span, Block("expert", "", voice, reason=_HAND))
    blocks = (replace(block, text=text[a:b].strip()) for a, b, block in pieces)
    return replace(transcript, blocks=tuple(b for b in blocks if b.text)), unused


def _place_entries(
    text: str, found: Pieces, entries: Sequence[CorrectedStatement]
) -> tuple[list[Placed], list[CorrectedStatement]]:
    """Each correction with the statement that it corrects and where it stands, and those that fit nowhere.

    One that claims words which another correction has claimed fits nowhere either.
    """
    free = list(found)
    placed: list[Placed] = []
    unused: list[CorrectedStatement] = []
    for entry in entries:
        piece = _find_statement(text, free, entry.found) if entry.found else None
        span = _find_corrected_span(text, piece, entry)
        taken = [other for kept, _, other in placed if kept.keep]
        clashes = span and entry.keep and any(span[0] < end and start < span[1] for start, end in taken)
        if span is None or clashes or (entry.found and piece is None):
            unused.append(entry)
            continue
        if piece:
            free.remove(piece)
        placed.append((entry, piece, span))
    return placed, unused


def _list_edges(text: str, piece: tuple[int, int, Block]) -> tuple[str, str]:
    """The first and last words of a piece."""
    words = text[piece[0] : piece[1]].split()
    return " ".join(words[:_EDGE]), " ".join(words[-_EDGE:])


def _find_statement(text: str, found: Pieces, read: OldStatement) -> tuple[int, int, Block] | None:
    """The statement that was meant: same expert and edges, else one equal edge, else the only one of the expert."""
    same = [p for p in found if p[2].voice and p[2].voice.expert == read.expert]
    edges = [(p, _list_edges(text, p)) for p in same]
    both = [p for p, e in edges if e == (read.first, read.last)]
    one = [p for p, e in edges if e[0] == read.first or e[1] == read.last]
    return next(iter([*both, *one, *(same if len(same) == 1 else [])]), None)


def _find_corrected_span(
    text: str, piece: tuple[int, int, Block] | None, entry: CorrectedStatement
) -> tuple[int, int] | None:
    """Where the corrected statement stands: the piece itself, or from its first words to its last."""
    if piece and entry.found:
        if (entry.first, entry.last) == (entry.found.first, entry.found.last) or not entry.keep:
            return piece[0], piece[1]
        edges = _list_edges(text, piece)
        first = entry.first if entry.first != entry.found.first else edges[0]
        last = entry.last if entry.last != entry.found.last else edges[1]
        return _find_span(text, first, last, piece[0] if first == edges[0] else 0)
    return _find_span(text, entry.first, entry.last, 0)


def _find_span(text: str, first: str, last: str, start: int) -> tuple[int, int] | None:
    """From the first words to the end of the nearest last words after them."""
    opening = re.compile(r"\s+".join(map(re.escape, first.split()))).search(text, start)
    if not opening or not first.split() or not last.split():
        return None
    closing = re.compile(r"\s+".join(map(re.escape, last.split()))).search(text, opening.start())
    return (opening.start(), closing.end()) if closing else None


def _overlay(pieces: Pieces, start: int, end: int, block: Block) -> Pieces:
    """The pieces with one laid over them."""
    cut: Pieces = [(start, end, block)]
    for a, b, piece in pieces:
        cut += [(x, y, piece) for x, y in ((a, min(b, start)), (max(a, end), b)) if x < y]
    return sorted(cut, key=lambda p: p[:2])
