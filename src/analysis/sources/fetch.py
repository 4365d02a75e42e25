"""Fetch a published page: the only place that touches the network."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
import zlib
from pathlib import PurePosixPath

from analysis.errors import InputError
from analysis.sources.documents import FORMATS, LARGEST

ENDINGS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/epub+zip": ".epub", "multipart/related": ".mhtml",
    "application/vnd.oasis.opendocument.text": ".odt", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
SECONDS = 30


class OnlyWeb(urllib.request.HTTPRedirectHandler):
    """Redirects stay on http and https."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: D102
        if not newurl.startswith(("http://", "https://")):
            raise urllib.error.URLError(f"leads to {newurl.split(':')[0]}:")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_page(url: str) -> tuple[bytes, str]:
    """The bytes at `url` and a file name for them.

    Raises InputError when the page cannot be had or is no page.
    """
    headers = {"User-Agent": "framing-workbook", "Accept": "text/html,*/*;q=0.5"}
    try:
        request = urllib.request.Request(url, headers=headers)
        with urllib.request.build_opener(OnlyWeb).open(request, timeout=SECONDS) as answer:
            raw: bytes = answer.read(LARGEST + 1)
            kind = answer.headers.get_content_type()
            announced = answer.headers.get("Content-Length", "")
            packed = answer.headers.get("Content-Encoding", "").strip().lower()
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = (str(getattr(error, "reason", "") or error) or type(error).__name__).splitlines()[0]
        raise InputError(
            f"{url}: cannot be fetched ({reason}); check the address or save the page and add the file"
        ) from None
    if announced.isdecimal() and len(raw) < min(int(announced), LARGEST + 1):
        raise InputError(f"{url}: came only in part ({len(raw)} of {announced} bytes); try again")
    if packed not in ("", "identity"):
        raw = _unpack(raw, packed, url)
    path = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(url).path))
    ending = ENDINGS.get(kind, path.suffix.lower())
    if ending not in FORMATS:
        raise InputError(
            f"{url}: is {kind}, not a page; give the address of a page in HTML, Markdown, text, DOCX, ODT, RTF, PDF or "
            "EPUB"
        )
    return raw, (path.stem or "page") + ending


def _unpack(raw: bytes, packed: str, url: str) -> bytes:
    """The bytes of an answer that a server has packed though nobody asked for that; no more than may be read."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib
    try:
        if packed not in ("gzip", "x-gzip", "deflate"):
            raise InputError(f"{url}: is packed ({packed[:40]}) and cannot be read; save the page and add the file")
        unpacked = unpacker.decompress(raw, LARGEST + 1)
        if not unpacker.eof and len(unpacked) <= LARGEST:
            raise InputError(f"{url}: came only in part (it is packed and has no end); try again")
    except zlib.error:
        raise InputError(f"{url}: is packed and cannot be read; save the page and add the file") from None
    return unpacked
