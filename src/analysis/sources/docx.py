"""DOCX pages."""

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from analysis.errors import InputError
from analysis.sources.archives import open_archive
from analysis.sources.building import build_page
from analysis.sources.headings import choose_title, name_facts
from analysis.sources.page import FURNITURE, STRUCK, BlockKind, Page, RawBlock, Styled, clean_line
from analysis.sources.running import list_running

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _RUN, _BOX = qn("w:p"), qn("w:r"), qn("w:txbxContent")
NOT_READ = (qn("w:del"), qn("w:moveFrom"), f"{_MARKUP}Fallback")
STYLES = (("bold", "b"), ("italic", "i"), (STRUCK, "strike"), (STRUCK, "dstrike"))
PLAIN = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(raw: bytes) -> Page:
    """The page; headings and lists by paragraph style, tables cell by cell, notes and running feet at the end.

    Inserted and moved words are read, deleted, hidden and fallback text is not.
    """
    _check_archive(raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        names = name_styles(document)
        blocks = [read_paragraph(p, name_style(p, names)) for p in iterate_paragraphs(document)]
        blocks += read_notes(document)
        heads, feet = (list_running(read_running(document, part)) for part in ("header", "footer"))
    except InputError:
        raise
    except Exception as error:  # python-docx raises many kinds on a broken file
        raise InputError(f"is not a DOCX file that can be read ({type(error).__name__}); save it again") from None
    named = clean_line(document.core_properties.title or "")
    title = choose_title(blocks, named)
    return build_page([*heads, *blocks, *feet], title=title, facts=name_facts(named))


def _check_archive(raw: bytes) -> None:
    """An archive that is no Word document, or unpacks to more than any, is refused before it is unpacked."""
    with open_archive(raw, "a DOCX file") as archive:
        if not any(PurePosixPath(name).name == "document.xml" for name in archive.namelist()):
            raise InputError("is a zip archive without a Word document; give the document itself")


def iterate_paragraphs(document: Any) -> list[Any]:
    """All paragraphs of the body in order, those in tables, content controls and text boxes too."""
    return [p for p in document.element.body.iter(_P) if is_read(p)]


def is_read(node: Any) -> bool:
    """Whether an element stands in nothing that was deleted, moved away or kept for old programs."""
    return next(node.iterancestors(*NOT_READ), None) is None


def read_notes(document: Any) -> list[RawBlock]:
    """Footnotes and endnotes, as notes."""
    paragraphs = iterate_parts(document, "footnotes", "endnotes")
    return [RawBlock(tuple(read_words(p)), hints=frozenset({"note", FURNITURE})) for p in paragraphs]


def read_running(document: Any, part: str) -> Iterator[str]:
    """The lines of all running heads or feet, as often as the document holds them."""
    for paragraph in iterate_parts(document, part):
        yield from "".join(words for words, _ in read_words(paragraph)).split("\n")


def iterate_parts(document: Any, *names: str) -> Iterator[Any]:
    """All paragraphs of the document's further parts of these kinds."""
    for related in document.part.rels.values():
        if not related.is_external and related.reltype.rsplit("/", 1)[-1] in names:
            yield from (p for p in parse_xml(related.target_part.blob).iter(_P) if is_read(p))


def name_styles(document: Any) -> dict[str, str]:
    """The name of every style in small letters, by its id."""
    return {s.style_id: (s.name or "").lower() for s in document.styles if s.style_id}


def name_style(paragraph: Any, names: dict[str, str]) -> str:
    """The paragraph's style in small letters; a document without its list of styles still has their ids."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style = "" if found is None else found.get(qn("w:val")) or ""
    return names.get(style, style.lower())


def read_paragraph(paragraph: Any, style: str) -> RawBlock:
    """One paragraph with bold and linked words."""
    kind: BlockKind = "paragraph"
    level = 0
    if style.startswith("heading") or style == "title":
        kind, level = "heading", int(style[-1]) if style[-1].isdecimal() else 1
    elif style.startswith("list"):
        kind = "item"
    elif "quote" in style:
        kind = "quote"
    hints = frozenset({"caption", FURNITURE} if style == "caption" else ())
    return RawBlock(tuple(read_words(paragraph)), kind, min(max(level, 0), 6), hints=hints)


def read_words(node: Any, styles: frozenset[str] = frozenset()) -> Iterator[Styled]:
    """The words of all runs in an element, in order, as a reader sees them."""
    for child in node:
        if child.tag in NOT_READ or child.tag == _BOX:
            continue
        if child.tag != _RUN:
            yield from read_words(child, styles | {"link"} if child.tag == qn("w:hyperlink") else styles)
            continue
        said = child.find(qn("w:rPr"))
        words = "".join(read_run(child))
        raised = said is not None and any(v.get(qn("w:val")) == "superscript" for v in said.iter(qn("w:vertAlign")))
        if not is_on(said, "vanish") and not (raised and re.fullmatch(r"\s*\d{1,3}\s*", words)):
            own = {name for name, tag in STYLES if is_on(said, tag)}
            yield words, styles | own


def read_run(run: Any) -> Iterator[str]:
    """The words, tabs and breaks of one run."""
    for item in run:
        if item.tag == qn("w:t"):
            yield item.text or ""
        elif item.tag in PLAIN:
            yield PLAIN[item.tag]


def is_on(said: Any, name: str) -> bool:
    """Whether a run's properties turn something on."""
    found = None if said is None else said.find(qn(f"w:{name}"))
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")
