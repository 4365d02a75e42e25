"""From the blocks that a reader finds to a page: cleaned, asides taken out, each block with its place."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.sources.asides import Said, take_out
from analysis.sources.page import (
    FURNITURE,
    STRUCK,
    Aside,
    Page,
    PageBlock,
    RawBlock,
    RunKind,
    Styled,
    StyledRun,
    clean_line,
    clean_text,
)
from analysis.sources.pulled import mark_pulled
from analysis.sources.repeated import mark_repeated

CAPTION = re.compile(
    r"(?:photo|image|picture|illustration)s?(?: credits?)?(?: (?:by|courtesy)\b|\s*[:©/])", re.IGNORECASE
)
RELATED = re.compile(  # opens a line that leads to another page
    r"(?:(?:read|see|watch|listen)(?: (?:more|also|next|here))?|related(?: (?:reading|articles?|stories|story))?"
    r"|also read|more (?:on|from|about)\b.{0,60}|further reading|lesen sie (?:auch|mehr)|mehr dazu|(?:à )?lire aussi"
    r"|läs (?:också|mer|även)|lea también|czytaj (?:także|też)|leggi anche|lees ook)\s*[:|>→–—-]",
    re.IGNORECASE,
)
LONGEST_CAPTION = 200  # characters
SPACE = re.compile(r"\s+")
BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def build_page(
    raw_blocks: Iterable[RawBlock], *, title: str = "", facts: dict[str, str] | None = None, captions: bool = True
) -> Page:
    """A page of cleaned blocks, one blank line apart; white space inside a line is one space.

    With `captions` a short block that opens like a picture's caption is machinery of the page.
    """
    parts: list[str] = []
    blocks: list[PageBlock] = []
    taken: list[Aside] = []
    at = 0
    for raw in (part for whole in raw_blocks for part in _split_block(whole)):
        said = take_out(*_clean_block(raw.words), notes=raw.kind != "heading")
        if not said.text:  # what was taken out stands behind the block before
            taken += [replace(aside, at=max(at - 2, 0)) for aside in said.asides]
            continue
        caption = captions and len(said.text) < LONGEST_CAPTION and CAPTION.match(said.text)
        hints = raw.hints | {"caption", FURNITURE} if caption else raw.hints
        hints |= {"related", FURNITURE} if captions and _leads_away(said) else set()
        moved = tuple(StyledRun(at + r.start, at + r.end, r.kind) for r in said.runs)
        blocks.append(PageBlock(at, at + len(said.text), raw.kind, raw.level, moved, raw.path, hints, raw.step))
        taken += [replace(aside, at=at + aside.at) for aside in said.asides]
        parts.append(said.text)
        at += len(said.text) + 2
    text = "\n\n".join(parts)
    marked = mark_repeated(text, mark_pulled(text, blocks))
    return Page(text, clean_line(title), facts or {}, tuple(marked), tuple(taken))


def _leads_away(said: Said) -> bool:
    """`Read more: another page`, most of it a link."""
    linked = sum(r.end - r.start for r in said.runs if r.kind == "link")
    return len(said.text) < LONGEST_CAPTION and 2 * linked > len(said.text) and bool(RELATED.match(said.text))


def _split_block(raw: RawBlock) -> list[RawBlock]:
    """Two line breaks in a row part paragraphs, whatever the markup calls them."""
    text = "".join(clean_text(piece) for piece, _ in raw.words)
    if not BLANK.search(text):
        return [raw]
    parts: list[list[Styled]] = [[]]
    starts = {m.start() for m in BLANK.finditer(text)}
    inside = {at for m in BLANK.finditer(text) for at in range(*m.span())}
    at = 0
    for piece, styles in raw.words:
        for character in clean_text(piece):
            if at in starts:
                parts.append([])
            if at not in inside:
                parts[-1].append((character, styles))
            at += 1
    return [replace(raw, words=tuple(part)) for part in parts]


def _clean_block(words: Iterable[Styled]) -> tuple[str, list[StyledRun]]:
    """One block's text and runs: normalised, single spaces, no white space around its lines."""
    pieces: list[tuple[str, frozenset[str]]] = []
    last = "\n"  # the sign before: no white space opens a block
    for words_of_piece, styles in words:
        piece = SPACE.sub(lambda run: "\n" if "\n" in run[0] else " ", clean_text(words_of_piece))
        if piece[:1] == "\n" and last == " ":
            pieces[-1] = (pieces[-1][0][:-1], pieces[-1][1])
        elif piece[:1] in (" ", "\n") and last in " \n":
            piece = piece[1:]
        if piece:
            pieces.append((piece, styles))
            last = piece[-1]
    whole = "".join(piece for piece, _ in pieces)
    text = whole.rstrip(" \n")
    composed = unicodedata.normalize("NFC", text)  # an accent in a run of its own joins the letter before it
    return composed, _find_runs(pieces, len(composed))


def _find_runs(pieces: Sequence[Styled], length: int) -> list[StyledRun]:
    """Maximal stretches of each style in a text of this length."""
    runs: list[StyledRun] = []
    kinds: tuple[RunKind, ...] = ("bold", "italic", "link", STRUCK)
    for kind in kinds:
        at, start = 0, -1
        for piece, styles in (*pieces, ("", frozenset[str]())):
            if kind in styles and start < 0:
                start = at
            elif kind not in styles and start >= 0:
                runs.append(StyledRun(start, min(at, length), kind))
                start = -1
            at += len(piece)
    return sorted((r for r in runs if r.start < r.end), key=lambda r: (r.start, r.end, r.kind))
