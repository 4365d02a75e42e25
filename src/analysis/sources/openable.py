"""Word documents as python-docx opens them, which knows neither the strict names nor documents in documents."""

import io
import re
import zipfile

from analysis.sources.archives import open_archive, read_part

PACKED = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")  # of the strict form of the standard
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def make_openable(raw: bytes) -> bytes:
    """The document with the usual names for the strict ones, and files in it that are packed called so."""
    with open_archive(raw, "a DOCX file") as archive:
        names = [*dict.fromkeys(archive.namelist())]
        parts = {name: read_part(archive, name) for name in names}
    packed = [name for name, part in parts.items() if part.startswith(PACKED)]
    strict = bool(_NAME.search(parts.get("_rels/.rels", b"")))
    if not packed and not strict:
        return raw
    if strict:
        parts = {n: _NAME.sub(_USUAL, part) if n.endswith((".xml", ".rels")) else part for n, part in parts.items()}
    parts[_TYPES] = _call_packed(parts.get(_TYPES, b""), packed)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def _call_packed(types: bytes, names: list[str]) -> bytes:
    """The list of content types in which these parts are bytes; the library would read some of them as XML."""
    own = [f'PartName="/{name}"'.encode() for name in names]
    kept = re.sub(rb"<Override\b[^>]*>", lambda m: b"" if any(name in m[0] for name in own) else m[0], types)
    called = b"".join(b'<Override %s ContentType="application/octet-stream"/>' % name for name in own)
    return kept.replace(b"</Types>", called + b"</Types>")
