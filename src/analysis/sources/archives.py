"""Zip archives of untrusted origin, refused before they are unpacked to more than any document."""

import io
import zipfile
import zlib

from analysis.errors import InputError

LARGEST = 100 << 20  # bytes unpacked
LARGEST_PART = 16 << 20  # bytes of one XML part unpacked; its tree takes twenty times as much memory
MOST_ENTRIES = 5000


def open_archive(raw: bytes, what: str) -> zipfile.ZipFile:
    """The archive. Raises InputError where it is none, or unpacks to too much; `what` is as in "a DOCX file"."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError(f"is not {what}; correct its name or save it again") from None
    if sum(e.file_size for e in entries) > LARGEST or len(entries) > MOST_ENTRIES:
        raise InputError(f"unpacks to more than {LARGEST >> 20} MB; it is no published page")
    if any(e.file_size > LARGEST_PART for e in entries if e.filename.endswith((".xml", ".xhtml", ".html", ".opf"))):
        raise InputError(f"has more than {LARGEST_PART >> 20} MB of text once unpacked; cut out the round-up")
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one entry. Raises InputError where it is damaged or locked."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise InputError(f"has a damaged part ({name[:80]}); save it again") from None
    except (RuntimeError, NotImplementedError):
        raise InputError(f"has a part that is locked ({name[:80]}); save a copy without a password") from None
