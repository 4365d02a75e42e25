"""Word-processor files that anydoc reads: its document model as the blocks of a page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import anydoc

from analysis.errors import InputError
from analysis.sources.building import build_page
from analysis.sources.headings import choose_title, name_facts
from analysis.sources.page import FURNITURE, STRUCK, BlockKind, Page, RawBlock, Styled
from analysis.sources.running import list_running

STYLES = {"bold": "bold", "italic": "italic", STRUCK: "strike"}  # what the library calls them
LARGEST = 3 << 20  # bytes without pictures; the library's model of them takes a hundred times as much memory


def read_modelled(
    raw: bytes, kind: Literal["rtf", "odt"], *, named: str = "", heads: Iterable[str] = (), feet: Iterable[str] = ()
) -> Page:
    """The page; tables cell by cell, notes at the end.

    `named` is what the file says its title is, `heads` and `feet` are the running ones, which the library leaves out.
    """
    refuse_large(raw)
    try:
        document = anydoc.to_document(raw, kind)
    except anydoc.ResourceLimitError as error:
        raise InputError(f"is larger than any published page ({error.limit}); cut out the round-up") from None
    except anydoc.ConvertError as error:
        raise InputError(f"is not a file that can be read ({type(error).__name__}); save it again") from None
    notes = (block for note in document.notes for block in _read_blocks(note.blocks))
    blocks = [*_read_blocks(document.blocks), *(_mark_note(block) for block in notes)]
    title = choose_title(blocks, named)
    return build_page([*list_running(heads), *blocks, *list_running(feet)], title=title, facts=name_facts(named))


def refuse_large(raw: bytes) -> None:
    """Raises InputError where a file without its pictures is larger than the library is given."""
    if len(raw) > LARGEST:
        raise InputError(f"has more than {LARGEST >> 20} MB of text and layout; cut out the round-up")


def _mark_note(block: RawBlock) -> RawBlock:
    """A paragraph of a note."""
    return RawBlock(block.words, hints=frozenset({"note", FURNITURE}))


def _read_blocks(blocks: Sequence[Any], kind: BlockKind = "paragraph") -> Iterator[RawBlock]:
    """All blocks in order; `kind` is what a list or a quotation makes of the paragraphs in it."""
    for block in blocks:
        if block.kind == "heading":
            yield RawBlock(tuple(_read_words(block.content)), "heading", block.level)
        elif block.kind == "paragraph":
            yield RawBlock(tuple(_read_words(block.content)), kind)
        elif block.kind == "list":
            for item in block.list.items:
                yield from _read_blocks(item.blocks, "item")
        elif block.kind == "block_quote":
            yield from _read_blocks(block.blocks, "quote")
        elif block.kind == "table":
            for slot in (slot for row in block.table.grid for slot in row if slot.kind == "origin"):
                yield from _read_blocks(slot.cell.blocks, kind)
        elif block.text:
            yield RawBlock(((block.text, frozenset()),), kind)


def _read_words(content: Sequence[Any], styles: frozenset[str] = frozenset()) -> Iterator[Styled]:
    """The words of a paragraph with their styles; pictures and marks of notes are no words."""
    for inline in content:
        if inline.kind == "text":
            own = {name for name, said in STYLES.items() if getattr(inline.style, said)}
            yield inline.text, styles | own
        elif inline.kind == "link":
            yield from _read_words(inline.content, styles | {"link"})
        elif inline.kind == "line_break":
            yield "\n", styles
