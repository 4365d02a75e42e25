"""DOCX, RTF and ODT files as Word, TextEdit and LibreOffice write them, small."""

import io
import zipfile

import docx

WORD_HEAD = (
    r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}"
    r"{\f1\fswiss\fcharset238 Arial CE;}{\f2\fnil\fcharset204 Arial Cyr;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\ql \fs22 \snext0 Normal;}{\s1\keepn\b\fs32\outlinelevel0 heading 1;}"
    r"{\s2\keepn\b\fs26\outlinelevel1 heading 2;}{\*\cs15 \additive\b Strong;}}"
    r"{\*\revtbl{Unknown;}{Somebody;}}{\*\generator Microsoft Word 11.0;}"
)
NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
CHUNK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SPACES = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
STYLES = """\
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Emphatic" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>"""
OWN_STYLES = """\
<style:style style:name="T1" style:family="text" style:parent-style-name="Strong"/>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T3" style:family="text" style:parent-style-name="Hidden"/>
<style:style style:name="T4" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Emphatic"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P3" style:family="paragraph"><style:text-properties text:display="none"/></style:style>"""


def write_rtf(body: str) -> bytes:
    """A file as Word writes it; `body` holds only ASCII."""
    return (WORD_HEAD + body + "}").encode("ascii")


def write_odt(
    body: str, *, title: str = "", opening: str = "", manifest: str = "", styles: str = "", sheets: str = ""
) -> bytes:
    """A file as LibreOffice writes it; `opening` stands before the root of its content."""
    content = (
        f'<?xml version="1.0"?>{opening}<office:document-content {SPACES} office:version="1.3">'
        f"<office:automatic-styles>{OWN_STYLES}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'<manifest xmlns="{MANIFEST}">{manifest}</manifest>',
        "content.xml": content,
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{STYLES}</office:styles>"
        f"<office:master-styles><style:master-page>{sheets}</style:master-page></office:master-styles>"
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {SPACES}><office:meta><dc:title>{title}</dc:title></office:meta>"
        "</office:document-meta>",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return written.getvalue()


def run(words: str, said: str = "") -> str:
    """A run of a DOCX file with these properties."""
    return f'<w:r><w:rPr>{said}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def write_docx(body: str, *, styles: str = "", parts: dict[str, tuple[str, bytes]] | None = None) -> bytes:
    """A Word file whose body is this XML; `parts` are further files in it by their names, each with its content type.

    The first of them has the relationship `rIdX0`, the next `rIdX1` …
    """
    empty = io.BytesIO()
    docx.Document().save(empty)
    parts = parts or {}
    added = {
        "word/styles.xml": ("</w:styles>", styles),
        "[Content_Types].xml": (
            "</Types>",
            "".join(f'<Override PartName="/word/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items()),
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            "".join(f'<Relationship Id="rIdX{n}" Type="{CHUNK}" Target="{name}"/>' for n, name in enumerate(parts)),
        ),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                start = content.index("<w:body>") + len("<w:body>")
                content = content[:start] + body + content[content.index("<w:sectPr") :]
            if name in added:
                end, more = added[name]
                content = content.replace(end, more + end)
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, (_, held) in parts.items():
            new.writestr(f"word/{name}", held)
    return made.getvalue()
