"""A published file as a page, by its format."""

from pathlib import PurePath

from charset_normalizer import from_bytes

from analysis.errors import InputError
from analysis.sources.page import Page
from analysis.sources.text import read_text

LARGEST = 25 << 20  # bytes; a published page is a hundred times smaller
FORMATS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text",
    ".text": "text", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip


def read_page(raw: bytes, name: str) -> Page:
    """A published file as a page; the name's ending says the format, and the bytes must agree.

    Raises InputError that opens with the file's name.
    """
    try:
        return read_format(raw, find_format(raw, name))
    except InputError as error:
        raise InputError([f"{PurePath(name).name}: {problem}" for problem in error.problems]) from None


def read_format(raw: bytes, kind: str) -> Page:
    """The page of bytes whose format is known."""
    if kind == "docx":
        from analysis.sources.docx import read_docx

        return read_docx(raw)
    if kind == "pdf":
        from analysis.sources.pdf import read_pdf

        return read_pdf(raw)
    text = decode(raw, html=kind == "html")
    if kind == "html":
        from analysis.sources.html import read_html

        return read_html(text)
    if kind == "markdown":
        from analysis.sources.markdown import read_markdown

        return read_markdown(text)
    return read_text(text)


def find_format(raw: bytes, name: str) -> str:
    """The format by the name's ending; refused when the bytes are something else."""
    ending = PurePath(name).suffix.lower()
    if ending not in FORMATS:
        raise InputError(f'has the ending "{ending}"; give one of {", ".join(FORMATS)}')
    if len(raw) > LARGEST:
        raise InputError(f"holds {len(raw) >> 20} MB, more than {LARGEST >> 20}; save the page without its pictures")
    if not raw.strip():
        raise InputError("is empty; save the page again")
    kind = FORMATS[ending]
    looks = "pdf" if raw[:1024].lstrip().startswith(b"%PDF-") else "docx" if raw.startswith(b"PK\x03\x04") else ""
    if looks != (kind if kind in ("pdf", "docx") else ""):
        told = f"is a {looks.upper()} file by its content" if looks else f"is not a {kind.upper()} file by its content"
        raise InputError(f'{told} but has the ending "{ending}"; correct the name')
    return kind


def decode(raw: bytes, *, html: bool = False) -> str:
    """The text of bytes: byte order mark, what an HTML page declares, UTF-8, else the likeliest encoding."""
    import re

    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        declared = re.search(rb"charset=[\"']?([\w-]+)", raw[:4096]) if html else None
        if declared:
            try:
                text = raw.decode(declared[1].decode("ascii"))
            except (LookupError, UnicodeDecodeError):
                declared = None
        if not declared:
            likely = from_bytes(raw[:200_000])
            best = likely.best()
            western = next(
                (
                    m
                    for m in likely
                    if best and m.encoding == "cp1252" and (m.chaos, -m.coherence) <= (best.chaos, -best.coherence)
                ),
                None,
            )
            best = western or best  # of equally clean readings the commonest
            if best is None or b"\x00" in raw[:4096]:
                raise InputError("is not text in any known encoding; save the page again as UTF-8") from None
            text = raw.decode(best.encoding, errors="replace")
    strange = sum(1 for c in text[:20_000] if (ord(c) < 32 and c not in "\t\n\r\f") or c == "\ufffd")
    if strange > 0.02 * len(text[:20_000]):
        raise InputError("holds binary data, not text; give the published page")
    return text
