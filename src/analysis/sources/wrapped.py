"""Web pages inside other files: a browser's archive in one file, an electronic book."""

import email
import email.policy
import plistlib
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import lxml.etree

from analysis.errors import InputError
from analysis.sources.archives import open_archive, read_part

PAGES = (".xhtml", ".html", ".htm")


def unwrap_mhtml(raw: bytes) -> bytes:
    """The page of a browser's MHTML archive: its first part that is HTML."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            found = part.get_payload(decode=True)
            if isinstance(found, bytes) and found.strip():
                return _declare(found, part.get_content_charset())
    raise InputError("holds no web page; save the page again as HTML")


def unwrap_webarchive(raw: bytes) -> bytes:
    """The page of Safari's web archive: its main resource."""
    try:
        main: Any = plistlib.loads(raw)["WebMainResource"]
        found, encoding = main["WebResourceData"], main.get("WebResourceTextEncodingName")
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise InputError("is no web archive that can be read; save the page again as HTML") from None
    if not isinstance(found, bytes):
        raise InputError("holds no web page; save the page again as HTML")
    return _declare(found, encoding if isinstance(encoding, str) else None)


def unwrap_epub(raw: bytes) -> bytes:
    """All chapters of an electronic book in reading order, as one page."""
    with open_archive(raw, "an EPUB file") as archive:
        names = archive.namelist()
        package = next((n for n in names if n.endswith(".opf")), "")
        chapters = [n for n in _list_spine(read_part(archive, package), package) if n in names] if package else []
        chapters = chapters or sorted(n for n in names if n.lower().endswith(PAGES))
        if not chapters:
            raise InputError("is a zip archive without chapters; give the book itself")
        parts = [
            re.sub(rb"^\s*<\?xml[^>]*\?>", b"", read_part(archive, n).removeprefix(b"\xef\xbb\xbf")) for n in chapters
        ]
    bodies = [found[1] if (found := re.search(rb"(?is)<body\b[^>]*>(.*)</body\s*>", part)) else part for part in parts]
    head = found[1] if (found := re.search(rb"(?is)<head\b[^>]*>(.*?)</head\s*>", parts[0])) else b""
    return b"<html><head>" + head + b"</head><body>" + b"\n".join(bodies) + b"</body></html>"


def _list_spine(package: bytes, name: str) -> list[str]:
    """The chapters' names in reading order, by the book's package file."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    tree = lxml.etree.fromstring(package, parser)
    if tree is None:
        return []
    items = {i.get("id"): i.get("href") or "" for i in tree.iter("{*}item")}
    folder = PurePosixPath(name).parent
    hrefs = [items.get(ref.get("idref"), "") for ref in tree.iter("{*}itemref")]
    return [str(folder / unquote(href)) for href in hrefs if href]


def _declare(page: bytes, encoding: str | None) -> bytes:
    """The page's bytes in UTF-8, where the file around it names another encoding."""
    if not encoding or encoding.lower() in ("utf-8", "utf8", "us-ascii"):
        return page
    try:
        return page.decode(encoding, errors="replace").encode("utf-8")
    except LookupError:
        return page
