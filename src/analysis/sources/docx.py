"""DOCX pages."""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from analysis.errors import InputError
from analysis.sources.archives import open_archive
from analysis.sources.building import build_page
from analysis.sources.chunks import read_chunk
from analysis.sources.docx_words import WordReader, is_read
from analysis.sources.headings import choose_title, name_facts
from analysis.sources.openable import make_openable
from analysis.sources.page import FURNITURE, BlockKind, Page, RawBlock, clean_line
from analysis.sources.running import list_running

_P, _CHUNK = qn("w:p"), qn("w:altChunk")
_UNMARKED = tuple(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(name)}" for name in ("w:del", "w:moveFrom"))
DEEPEST = 3  # documents in documents


def read_docx(raw: bytes) -> Page:
    """The page; headings and lists by paragraph style, tables cell by cell, notes and running feet at the end.

    Inserted and moved words are read, deleted, hidden and fallback text is not.
    """
    try:
        document, words = _open(raw)
        blocks = [*_read_body(document, words), *_read_notes(document, words)]
        heads, feet = (list_running(_read_running(document, words, part)) for part in ("header", "footer"))
    except InputError:
        raise
    except Exception as error:  # python-docx raises many kinds on a broken file
        raise InputError(f"is not a DOCX file that can be read ({type(error).__name__}); save it again") from None
    named = clean_line(document.core_properties.title or "")
    title = choose_title(blocks, named)
    return build_page([*heads, *blocks, *feet], title=title, facts=name_facts(named))


def _open(raw: bytes) -> tuple[Any, WordReader]:
    """A document, and what reads its words."""
    _check_archive(raw)
    document = docx.Document(io.BytesIO(make_openable(raw)))
    return document, WordReader(document.styles.element)


def _check_archive(raw: bytes) -> None:
    """An archive that is no Word document, or unpacks to more than any, is refused before it is unpacked."""
    with open_archive(raw, "a DOCX file") as archive:
        if not any(PurePosixPath(name).name == "document.xml" for name in archive.namelist()):
            raise InputError("is a zip archive without a Word document; give the document itself")


def _read_body(document: Any, words: WordReader, depth: int = 1) -> list[RawBlock]:
    """All blocks in order, those in tables, content controls, text boxes and files within the document too."""
    names = _name_styles(document)
    blocks: list[RawBlock] = []
    held: list[Any] = []
    for element in document.element.body.iter(_P, _CHUNK):
        if not is_read(element):
            continue
        if element.tag == _CHUNK:
            blocks += _read_chunk(document, element, depth)
            continue
        held.append(element)
        if not _runs_on(element):
            blocks.append(_read_paragraph(held, _name_style(element, names), words))
            held = []
    return blocks


def _runs_on(paragraph: Any) -> bool:
    """Whether somebody deleted the end of a paragraph, so that it is one with the next."""
    behind = paragraph.getnext()
    deleted = any(paragraph.find(path) is not None for path in _UNMARKED)
    return deleted and behind is not None and behind.tag == _P and is_read(behind)


def _read_chunk(document: Any, chunk: Any, depth: int) -> list[RawBlock]:
    """The blocks of a file that stands in the document's text."""
    if depth == DEEPEST:
        raise InputError(f"holds documents in documents, more than {DEEPEST} deep; save it again in a word processor")
    related = document.part.rels.get(chunk.get(qn("r:id")))
    if related is None or related.is_external:
        raise InputError("shows a file in its text that it does not hold; save it again in a word processor")
    part = related.target_part
    return read_chunk(
        part.blob, part.content_type, part.partname.lstrip("/"), lambda raw: _read_body(*_open(raw), depth + 1)
    )


def _read_notes(document: Any, words: WordReader) -> list[RawBlock]:
    """Footnotes and endnotes, as notes."""
    paragraphs = _iterate_parts(document, "footnotes", "endnotes")
    return [RawBlock(tuple(words.read(p)), hints=frozenset({"note", FURNITURE})) for p in paragraphs]


def _read_running(document: Any, words: WordReader, part: str) -> Iterator[str]:
    """The lines of all running heads or feet, as often as the document holds them."""
    for paragraph in _iterate_parts(document, part):
        yield from "".join(said for said, _ in words.read(paragraph)).split("\n")


def _iterate_parts(document: Any, *names: str) -> Iterator[Any]:
    """All paragraphs of the document's further parts of these kinds."""
    for related in document.part.rels.values():
        if not related.is_external and related.reltype.rsplit("/", 1)[-1] in names:
            yield from (p for p in parse_xml(related.target_part.blob).iter(_P) if is_read(p))


def _name_styles(document: Any) -> dict[str, str]:
    """The name of every style in small letters, by its id."""
    return {s.style_id: (s.name or "").lower() for s in document.styles if s.style_id}


def _name_style(paragraph: Any, names: dict[str, str]) -> str:
    """The paragraph's style in small letters; a document without its list of styles still has their ids."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style = "" if found is None else found.get(qn("w:val")) or ""
    return names.get(style, style.lower())


def _read_paragraph(paragraphs: list[Any], style: str, words: WordReader) -> RawBlock:
    """One paragraph, or several that became one, with bold and linked words."""
    kind: BlockKind = "paragraph"
    level = 0
    if style.startswith("heading") or style == "title":
        kind, level = "heading", int(style[-1]) if style[-1].isdecimal() else 1
    elif style.startswith("list"):
        kind = "item"
    elif "quote" in style:
        kind = "quote"
    hints = frozenset({"caption", FURNITURE} if style == "caption" else ())
    return RawBlock(tuple(said for p in paragraphs for said in words.read(p)), kind, min(max(level, 0), 6), hints=hints)
