"""DOCX pages."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Any

import docx
from docx.oxml.ns import qn

from analysis.errors import InputError
from analysis.sources.page import BlockKind, Page, RawBlock, Styled, build_page

LARGEST = 100 << 20  # bytes unpacked


def read_docx(raw: bytes) -> Page:
    """The page; headings and lists by paragraph style, tables cell by cell."""
    check_archive(raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        blocks = [read_paragraph(p) for p in iterate_paragraphs(document) if name_style(p) != "caption"]
    except InputError:
        raise
    except Exception as error:  # python-docx raises many kinds on a broken file
        raise InputError(f"is not a DOCX file that can be read ({type(error).__name__}); save it again") from None
    said = document.core_properties
    facts = {"title": said.title or ""}
    title = facts["title"] or next(("".join(t for t, _ in b.words) for b in blocks if b.kind == "heading"), "")
    return build_page(blocks, title=title, facts={k: v for k, v in facts.items() if v})


def check_archive(raw: bytes) -> None:
    """A zip that unpacks to more than any document is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError("is not a DOCX file; correct its name or save it again") from None
    if sum(e.file_size for e in entries) > LARGEST or len(entries) > 5000:
        raise InputError(f"unpacks to more than {LARGEST >> 20} MB; it is no published page")
    if not any(PurePosixPath(e.filename).name == "document.xml" for e in entries):
        raise InputError("is a zip archive without a Word document; give the document itself")


def iterate_paragraphs(document: Any) -> list[Any]:
    """All paragraphs of the body in order, those in tables too."""
    from docx.text.paragraph import Paragraph

    body = document.element.body
    return [Paragraph(p, document) for p in body.iter(qn("w:p"))]


def name_style(paragraph: Any) -> str:
    """The paragraph's style in small letters."""
    return ((paragraph.style.name if paragraph.style else "") or "").lower()


def read_paragraph(paragraph: Any) -> RawBlock:
    """One paragraph with bold and linked words."""
    style = name_style(paragraph)
    kind: BlockKind = "paragraph"
    level = 0
    if style.startswith("heading") or style == "title":
        kind, level = "heading", int(style[-1]) if style[-1].isdigit() else 1
    elif style.startswith("list"):
        kind = "item"
    elif "quote" in style:
        kind = "quote"
    words: list[Styled] = []
    for item in paragraph.iter_inner_content():
        linked = item.__class__.__name__ == "Hyperlink"
        for run in item.runs if linked else [item]:
            if run.font.superscript and re.fullmatch(r"\s*\d{1,3}\s*", run.text):
                continue  # the mark of a note
            styles = {"bold"} if run.bold else set()
            styles |= {"italic"} if run.italic else set()
            styles |= {"link"} if linked else set()
            words.append((run.text.replace("\t", " "), frozenset(styles)))
    return RawBlock(tuple(words), kind, min(max(level, 0), 6))
