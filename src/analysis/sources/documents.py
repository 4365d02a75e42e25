"""A published file as a page, by its format."""

from pathlib import PurePath

from analysis.errors import InputError
from analysis.sources.encodings import decode
from analysis.sources.page import Page
from analysis.sources.text import read_text

LARGEST = 25 << 20  # bytes; a published page is a hundred times smaller
FORMATS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml", ".webarchive": "webarchive",
    ".epub": "epub", ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".docx": "docx",
    ".odt": "odt", ".rtf": "rtf", ".pdf": "pdf",
}  # fmt: skip
AS_DOCX = "open it in a word processor and save it as DOCX"
AS_PDF = "open it in its program and save it as PDF"
OTHERS = {
    ".doc": AS_DOCX, ".pages": AS_DOCX, ".wpd": AS_DOCX, ".ppt": AS_PDF,
    ".pptx": AS_PDF, ".odp": AS_PDF, ".key": AS_PDF, ".ps": AS_PDF, ".mobi": "convert it to EPUB",
    ".azw3": "convert it to EPUB",
    ".maff": "open it in a browser and save the page as HTML", ".json": "save the page that it belongs to as HTML",
}  # fmt: skip
PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist'
MAGIC = (
    (b"%PDF-", "pdf", "a PDF"), (b"PK\x03\x04", "zip", "a zip (DOCX, EPUB …)"),
    (b"bplist00", "webarchive", "a web archive"), (PLIST, "webarchive", "a web archive"),
    (b"{\\rtf", "rtf", "an RTF"), (b"\x1f\x8b", "gzip", "a compressed"),
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0"  # a container of Microsoft's; the names of its parts say whose it is
PARTS = (
    ("EncryptedPackage", "is protected by a password; save a copy without one"),
    ("WordDocument", f"is an old Word file by its content; {AS_DOCX}, then add that"),
    ("PowerPoint Document", f"is an old PowerPoint file by its content; {AS_PDF}, then add that"),
    ("", f"is an old Office file by its content; {AS_DOCX}, then add that"),
)
CONTAINERS = {"pdf": "pdf", "docx": "zip", "odt": "zip", "epub": "zip", "webarchive": "webarchive", "rtf": "rtf"}


def read_page(raw: bytes, name: str) -> Page:
    """A published file as a page; the name's ending says the format, and the bytes must agree.

    Raises InputError that opens with the file's name.
    """
    try:
        return _read_format(raw, _find_format(raw, name))
    except InputError as error:
        raise InputError([f"{PurePath(name).name}: {problem}" for problem in error.problems]) from None


def _read_format(raw: bytes, kind: str) -> Page:
    """The page of bytes whose format is known."""
    if kind == "docx":
        from analysis.sources.docx import read_docx

        return read_docx(raw)
    if kind == "odt":
        from analysis.sources.odt import read_odt

        return read_odt(raw)
    if kind == "rtf":
        from analysis.sources.rtf import read_rtf

        return read_rtf(raw)
    if kind == "pdf":
        from analysis.sources.pdf import read_pdf

        return read_pdf(raw)
    if kind in ("html", "mhtml", "webarchive", "epub"):
        from analysis.sources import wrapped
        from analysis.sources.html import read_html

        unwrap = {
            "mhtml": wrapped.unwrap_mhtml, "webarchive": wrapped.unwrap_webarchive, "epub": wrapped.unwrap_epub,
        }.get(kind, bytes)  # fmt: skip
        return read_html(decode(unwrap(raw), html=True))
    if kind == "markdown":
        from analysis.sources.markdown import read_markdown

        return read_markdown(decode(raw))
    return read_text(decode(raw))


def _find_format(raw: bytes, name: str) -> str:
    """The format by the name's ending; refused when the bytes are something else."""
    ending = PurePath(name).suffix.lower()
    if ending not in FORMATS and ending not in OTHERS:
        raise InputError(f'has the ending "{ending}"; give one of {", ".join(FORMATS)}')
    if len(raw) > LARGEST:
        raise InputError(f"holds {len(raw) >> 20} MB, more than {LARGEST >> 20}; save the page without its pictures")
    if not raw.strip():
        raise InputError("is empty; save the page again")
    start = raw[:1024].lstrip()
    if start.startswith(OLE):
        raise InputError(next(said for part, said in PARTS if part.encode("utf-16-le") in raw))
    looks, told = next(((looks, told) for magic, looks, told in MAGIC if start.startswith(magic)), ("", ""))
    if ending in OTHERS and looks not in ("pdf", "rtf"):
        raise InputError(f'has the ending "{ending}", which is not read; {OTHERS[ending]}, then add that')
    kind = FORMATS.get(ending, "")
    if looks != CONTAINERS.get(kind, ""):
        told = f"is {told} file by its content" if looks else f"is not {_name(kind)} file by its content"
        raise InputError(f'{told} but has the ending "{ending}"; correct the name')
    return kind


def _name(kind: str) -> str:
    """`a PDF`, `an EPUB`."""
    return (
        "a web archive"
        if kind == "webarchive"
        else f"an {kind.upper()}"
        if kind in ("epub", "odt", "rtf")
        else f"a {kind.upper()}"
    )
