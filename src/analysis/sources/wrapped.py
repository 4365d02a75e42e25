"""Web pages inside other files: a browser's archive in one file, an electronic book."""

import email
import email.errors
import email.policy
import html
import plistlib
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

import lxml.etree

from analysis.errors import InputError
from analysis.sources.archives import open_archive, read_part
from analysis.sources.encodings import decode, decode_as

PAGES = (".xhtml", ".html", ".htm")
HTML = ("text/html", "application/xhtml+xml")
CUT = email.errors.CloseBoundaryNotFoundDefect
TAGS = re.compile(rb"(?is)<(script|style)\b.*?</\1\s*>|<[^>]*>")
CONTAINER, LOCKED = "META-INF/container.xml", "META-INF/encryption.xml"
DUBLIN = "http://purl.org/dc/elements/1.1/"


def unwrap_mhtml(raw: bytes) -> bytes:
    """The page of a browser's MHTML archive: of its parts that are HTML, that with the most text."""
    try:
        parts = [*email.message_from_bytes(raw, policy=email.policy.default).walk()]
    except RecursionError:
        raise InputError("holds files within files too deeply; save the page again") from None
    if any(isinstance(defect, CUT) for part in parts for defect in part.defects):
        raise InputError("is cut off before its end; save the page again")
    pages = []
    for part in parts:
        if part.get_content_type() in HTML and isinstance(found := part.get_payload(decode=True), bytes):
            pages.append(_declare(found, part.get_content_charset()))
    return _choose_page(pages)


def unwrap_webarchive(raw: bytes) -> bytes:
    """The page of Safari's web archive: of its main resource and its frames, that with the most text."""
    try:
        archive: Any = plistlib.loads(raw)
        pages = [*_list_resources(archive)]
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError, OverflowError, RecursionError, ExpatError):
        raise InputError("is no web archive that can be read; save the page again as HTML") from None
    return _choose_page(pages)


def _list_resources(archive: Any) -> Iterator[bytes]:
    """The pages of an archive and of the frames in it."""
    main = archive["WebMainResource"]
    found, encoding = main["WebResourceData"], main.get("WebResourceTextEncodingName")
    if isinstance(found, bytes) and main.get("WebResourceMIMEType", HTML[0]) in HTML:
        yield _declare(found, encoding if isinstance(encoding, str) else None)
    for frame in archive.get("WebSubframeArchives", ()):
        yield from _list_resources(frame)


def _choose_page(pages: Sequence[bytes]) -> bytes:
    """The page with the most text; of several the first. Raises InputError where none has any."""
    texts = [TAGS.sub(b"", page) for page in pages]
    if not any(text.strip() for text in texts):
        raise InputError("holds no web page; save the page again as HTML")
    return pages[max(range(len(pages)), key=lambda n: (len(b" ".join(texts[n].split())), -n))]


def unwrap_epub(raw: bytes) -> bytes:
    """All chapters of an electronic book in reading order, as one page that says of itself what the book says."""
    with open_archive(raw, "an EPUB file") as archive:
        names = archive.namelist()
        package = _find_package(archive)
        about = _parse(read_part(archive, package)) if package else None
        chapters = [n for n in _list_spine(about, package) if n in names] if about is not None else []
        chapters = chapters or sorted(n for n in names if n.lower().endswith(PAGES))
        if not chapters:
            raise InputError("is a zip archive without chapters; give the book itself")
        locked = read_part(archive, LOCKED) if LOCKED in names else b""
        if any(PurePosixPath(name).name.encode() in locked for name in chapters):
            raise InputError("is protected against copying; give the page itself")
        parts = [_decode(read_part(archive, name)) for name in chapters]
    bodies = [found[1] if (found := re.search(r"(?is)<body\b[^>]*>(.*)</body\s*>", part)) else part for part in parts]
    head = found[1] if (found := re.search(r"(?is)<head\b[^>]*>(.*?)</head\s*>", parts[0])) else ""
    said = _describe(about) if about is not None else ""
    return f"<html><head>{said or head}</head><body>{chr(10).join(bodies)}</body></html>".encode()


def _find_package(archive: zipfile.ZipFile) -> str:
    """The name of the file that lists a book's chapters; empty where there is none."""
    names = archive.namelist()
    container = _parse(read_part(archive, CONTAINER)) if CONTAINER in names else None
    named = [] if container is None else [file.get("full-path") or "" for file in container.iter("{*}rootfile")]
    return next((n for n in (*named, *(n for n in names if n.endswith(".opf"))) if n in names), "")


def _decode(chapter: bytes) -> str:
    """A chapter's text, in the encoding that it names, without the line that names it."""
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)[^>]*\?>", chapter)
    text = decode(_declare(chapter, declared[1].decode() if declared else None), html=True)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _describe(about: Any) -> str:
    """What a book says of itself, as the head of a page."""
    said = {name: about.findtext(f".//{{{DUBLIN}}}{name}") or "" for name in ("title", "publisher", "date", "language")}
    metas = "".join(f'<meta name="dc.{name}" content="{html.escape(v)}">' for name, v in said.items() if v.strip())
    return f"<title>{html.escape(said['title'])}</title>{metas}" if said["title"].strip() else ""


def _parse(part: bytes) -> Any:
    """The tree of a part; None where it is none."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    return lxml.etree.fromstring(part, parser) if part.strip() else None


def _list_spine(tree: Any, name: str) -> list[str]:
    """The chapters' names in reading order, by the book's package file."""
    items = {i.get("id"): i.get("href") or "" for i in tree.iter("{*}item")}
    folder = PurePosixPath(name).parent
    hrefs = [unquote(items.get(ref.get("idref"), "").partition("#")[0]) for ref in tree.iter("{*}itemref")]
    return [posixpath.normpath(str(folder / href)) for href in hrefs if href]


def _declare(page: bytes, encoding: str | None) -> bytes:
    """The page's bytes in UTF-8, where the file around it names another encoding."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return decode_as(page, encoding or "").encode("utf-8") or page
    return page
