"""The words of a Word document's paragraphs, as a reader sees them."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from analysis.sources.marks import is_note_mark
from analysis.sources.page import STRUCK, Styled
from analysis.sources.symbols import read_symbol
from analysis.sources.vanishing import HiddenStyles, is_on

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN, _BOX, _FIELD, _LINK = qn("w:r"), qn("w:txbxContent"), qn("w:sdt"), qn("w:hyperlink")
_NOT_READ = (qn("w:del"), qn("w:moveFrom"), f"{_MARKUP}Fallback")
_STYLES = (("bold", "b"), ("italic", "i"), (STRUCK, "strike"), (STRUCK, "dstrike"))
_PLAIN = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_Piece = tuple[str, frozenset[str], bool]  # words, their styles, and whether they are raised


def is_read(node: Any) -> bool:
    """Whether an element stands in nothing deleted, moved away, kept for old programs or to be filled in yet."""
    if next(node.iterancestors(*_NOT_READ), None) is not None:
        return False
    return not any(_is_to_fill_in(field) for field in node.iterancestors(_FIELD))


def _is_to_fill_in(field: Any) -> bool:
    """Whether a field still asks for its words; one that a program filled may say so too, but not in that style."""
    shown = field.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if shown is None or shown.get(qn("w:val")) in ("0", "false", "off"):
        return False
    styles = (said.get(qn("w:val")) or "" for said in field.iter(qn("w:rStyle")))
    return any("placeholder" in style.lower() for style in styles)


class WordReader:
    """Reads the words of paragraphs; knows what the document's styles hide."""

    def __init__(self, styles: Any) -> None:
        """`styles` is the root of the document's list of styles, or None."""
        self._hidden = HiddenStyles(styles)

    def read(self, paragraph: Any) -> Iterator[Styled]:
        """The words of all runs in order, without the raised marks of notes."""
        written = ""
        for words, styles, raised in self._list_words(paragraph, frozenset(), paragraph):
            if not (raised and is_note_mark(words, written)):
                yield words, styles
                written = (written + words)[-40:]

    def _list_words(self, node: Any, styles: frozenset[str], paragraph: Any) -> Iterator[_Piece]:
        """The words in an element."""
        for child in node:
            if child.tag in _NOT_READ or child.tag == _BOX or (child.tag == _FIELD and _is_to_fill_in(child)):
                continue
            if child.tag == f"{_MATH}t":
                yield child.text or "", styles, False
            elif child.tag == _RUN:
                yield from self._read_run(child, styles, paragraph)
            else:
                if child.tag == f"{_MATH}den":
                    yield "/", styles, False
                yield from self._list_words(child, styles | {"link"} if child.tag == _LINK else styles, paragraph)

    def _read_run(self, run: Any, styles: frozenset[str], paragraph: Any) -> Iterator[_Piece]:
        """The words of one run, unless it is hidden."""
        said = run.find(qn("w:rPr"))
        if self._hidden.hides(paragraph, said):
            return
        raised = said is not None and any(v.get(qn("w:val")) == "superscript" for v in said.iter(qn("w:vertAlign")))
        own = styles | {name for name, tag in _STYLES if is_on(said, tag)}
        yield "".join(_read_items(run)), own, raised
        for ruby in run.iter(qn("w:rubyBase")):  # the words themselves, without how they are said
            yield from self._list_words(ruby, own, paragraph)


def _read_items(run: Any) -> Iterator[str]:
    """The words, letters of other fonts, tabs and breaks of one run."""
    for item in run:
        if item.tag == qn("w:t"):
            yield item.text or ""
        elif item.tag == qn("w:sym"):
            yield read_symbol(item.get(qn("w:font")) or "", item.get(qn("w:char")) or "")
        elif item.tag in _PLAIN:
            yield _PLAIN[item.tag]
