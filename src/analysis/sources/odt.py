"""ODT pages: what a reader sees of them, without hidden words and the remarks of those who wrote them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import lxml.etree

from analysis.errors import InputError
from analysis.sources.archives import open_archive, read_part
from analysis.sources.marks import is_note_mark
from analysis.sources.modelled import read_modelled
from analysis.sources.page import Page, clean_line

PARTS = ("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml")
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE, _OFFICE = (f"{{{_URN}{name}:1.0}}" for name in ("text", "style", "office"))
REMARKS = tuple(f"{{*}}{name}" for name in ("annotation", "tracked-changes", "hidden-paragraph", "ruby-text"))
GAPS = frozenset(f"{_TEXT}{name}" for name in ("tab", "s", "line-break"))


def read_odt(raw: bytes) -> Page:
    """The page. Raises InputError where the file cannot be read or unpacks to more than any document."""
    with open_archive(raw, "an ODT file") as archive:
        names = archive.namelist()
        if "content.xml" not in names:
            raise InputError("is a zip archive without an ODT document; give the document itself")
        parts = {name: read_part(archive, name) for name in (*PARTS, "meta.xml") if name in names}
    about = _parse(parts.pop("meta.xml", b""))
    named = "" if about is None else clean_line(about.findtext(".//{http://purl.org/dc/elements/1.1/}title") or "")
    content, common = _parse(parts["content.xml"]), _parse(parts.get("styles.xml", b""))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise InputError("is protected by a password; save a copy without one")
    if content is None:
        raise InputError("is not an ODT file that can be read; save it again")
    _take_out_unseen(content, _Styles([tree for tree in (common, content) if tree is not None]))
    parts["content.xml"] = lxml.etree.tostring(content, encoding="UTF-8", xml_declaration=True)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:  # not packed, so that its size is that of its text
        for name, part in parts.items():
            archive.writestr(name, part)
    heads, feet = (_list_running(common, part) for part in ("header", "footer"))
    return read_modelled(written.getvalue(), "odt", named=named, heads=heads, feet=feet)


def _parse(part: bytes) -> Any:
    """The tree of a part; None where it is none. Nothing that it names is fetched or put in."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return lxml.etree.fromstring(part, parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None


def _list_running(common: Any, part: str) -> list[str]:
    """The lines of all running heads or feet, as often as the document holds them."""
    if common is None:
        return []
    tags = (f"{_STYLE}{part}{which}" for which in ("", "-left", "-first"))
    return [_say(line) for around in common.iter(*tags) for line in around.iter(f"{_TEXT}p", f"{_TEXT}h")]


def _say(line: Any) -> str:
    """The words of a paragraph; tabs, breaks and the like are spaces."""
    return "".join(f"{' ' if e.tag in GAPS else ''}{e.text or ''}{e.tail or ''}" for e in line.iter())


class _Styles:
    """What the styles of a document say of the words that have them, those of their parents included."""

    def __init__(self, trees: list[Any]) -> None:
        found = (style for tree in trees for style in tree.iter(f"{_STYLE}style"))
        self._styles = {(style.get(f"{_STYLE}family"), style.get(f"{_STYLE}name")): style for style in found}

    def list_line(self, element: Any) -> list[Any]:
        """The style of an element and those that it is based on, the nearest first."""
        family = "text" if element.tag == f"{_TEXT}span" else "paragraph"
        name, line = element.get(f"{_TEXT}style-name"), list[Any]()
        while (style := self._styles.get((family, name))) is not None and style not in line:
            line.append(style)
            name = style.get(f"{_STYLE}parent-style-name")
        return line


def _take_out_unseen(content: Any, styles: _Styles) -> None:
    """Remove remarks and hidden words from the document; a paragraph in the style of titles becomes a heading."""
    for element in [*content.iter(*REMARKS)]:
        _remove(element)
    for element in [*content.iter(f"{_TEXT}section", f"{_TEXT}hidden-text")]:
        if element.get(f"{_TEXT}display") == "none" or element.get(f"{_TEXT}is-hidden") == "true":
            _remove(element)
    for element in [*content.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span")]:
        line = styles.list_line(element)
        raised = _find(line, f"{_STYLE}text-position").startswith("super")
        if _find(line, f"{_TEXT}display") == "none" or (raised and _is_mark(element)):
            _remove(element)
        elif element.tag == f"{_TEXT}p" and any(style.get(f"{_STYLE}name") == "Title" for style in line):
            element.tag = f"{_TEXT}h"
            element.set(f"{_TEXT}outline-level", "1")


def _is_mark(element: Any) -> bool:
    """Whether raised words are the mark of a note, by those before them in the paragraph."""
    around = element
    while around.getprevious() is None and not around.getparent().text and around.getparent().tag == f"{_TEXT}span":
        around = around.getparent()
    beside = around.getprevious()
    before = around.getparent().text if beside is None else f"{''.join(beside.itertext())}{beside.tail or ''}"
    return is_note_mark("".join(element.itertext()), before or "")


def _find(line: Sequence[Any], said: str) -> str:
    """What a style or one that it is based on says of its words; empty where none says it."""
    found = (p.get(said) for style in line for p in style.iter(f"{_STYLE}text-properties"))
    return next((value for value in found if value), "")


def _remove(element: Any) -> None:
    """Take an element away; the words behind it stay."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        above.text = (above.text or "") + element.tail
    element.tail = None
    above.remove(element)
