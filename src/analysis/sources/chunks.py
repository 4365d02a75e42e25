"""Other files that a Word document holds amid its text and shows as part of it."""

from collections.abc import Callable

from analysis.errors import InputError
from analysis.sources.encodings import decode
from analysis.sources.html import parse_tree, read_blocks
from analysis.sources.openable import PACKED
from analysis.sources.page import RawBlock
from analysis.sources.text import list_blocks
from analysis.sources.wrapped import unwrap_mhtml

WEB = ("text/html", "application/xhtml+xml")
ARCHIVES = ("message/rfc822", "multipart/related", "application/x-mimearchive")


def read_chunk(raw: bytes, kind: str, name: str, read_word: Callable[[bytes], list[RawBlock]]) -> list[RawBlock]:
    """The blocks of such a file. Raises InputError that names the file where it is in a format that is not read.

    `kind` is its content type, `name` its place in the document; `read_word` reads one that is a Word document.
    """
    kind = kind.partition(";")[0].strip().lower()
    if kind in WEB:
        return _read_web(raw)
    if kind in ARCHIVES:
        return _read_web(unwrap_mhtml(raw))
    if kind == "text/plain":
        return list_blocks(decode(raw))
    if raw.startswith(PACKED):
        return read_word(raw)
    raise InputError(f"holds a file in its text that is not read ({name}, {kind}); save it again in a word processor")


def _read_web(raw: bytes) -> list[RawBlock]:
    """The blocks of a web page."""
    tree = parse_tree(decode(raw, html=True))
    body = tree.find("body")
    return read_blocks(tree if body is None else body)
