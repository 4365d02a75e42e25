"""Pages wrapped in other files, and files that are not the page that was wanted."""

import http.server
import io
import plistlib
import quopri
import threading
import zipfile
from pathlib import Path

import pytest

from analysis.adding import AddRequest, add_event
from analysis.errors import InputError
from analysis.sources.documents import read_page
from analysis.sources.fetch import fetch_page

BODY = "<h1>Views</h1><h2>Ann Lee, fellow, FOI</h2><p>It holds – for now. It may not for long.</p>"
PAGE = f"<html lang='en'><head><title>Views</title></head><body>{BODY}</body></html>"
TEXT = "Views\n\nAnn Lee, fellow, FOI\n\nIt holds – for now. It may not for long."


def write_old_office(part: str) -> bytes:
    """The beginning of a file in the container of old Office programs, which names one of its parts."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + part.encode("utf-16-le") + bytes(64)


WORD = write_old_office("WordDocument")


def write_mhtml(page: str, charset: str, encoding: str) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    head += f"Content-Type: text/html; charset={charset}"
    body = page.encode(charset)
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    return f"{head}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body + b"\r\n--B--\r\n"


def write_epub(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "quoted-printable"), ("windows-1252", "8bit")])
def test_a_browsers_archive_in_one_file_is_read(charset, encoding):
    page = read_page(write_mhtml(PAGE, charset, encoding), "p.mhtml")
    assert (page.text, page.title) == (TEXT, "Views")


def test_a_web_archive_of_safari_is_read():
    main = {"WebResourceData": PAGE.encode("cp1252"), "WebResourceTextEncodingName": "windows-1252"}
    raw = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
    assert read_page(raw, "p.webarchive").text == TEXT
    with pytest.raises(InputError, match=r"^p\.webarchive: is no web archive"):
        read_page(raw[:60], "p.webarchive")


def test_the_chapters_of_a_book_are_read_in_its_own_order():
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf'><manifest>"
        "<item id='a' href='z.xhtml'/><item id='b' href='a.xhtml'/></manifest>"
        "<spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    chapters = {
        "OEBPS/z.xhtml": f"<?xml version='1.0'?>{PAGE}",
        "OEBPS/a.xhtml": "<html><body><p>The end.</p></body></html>",
    }
    with_package = read_page(write_epub({"OEBPS/c.opf": package, **chapters}), "p.epub")
    assert with_package.text == f"{TEXT}\n\nThe end."
    assert read_page(write_epub(chapters), "p.epub").text == f"The end.\n\n{TEXT}"


def write_parts(*pages: str) -> bytes:
    """An MHTML archive with several pages in it."""
    parts = "".join(f"--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n" for page in pages)
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    return f"{head}{parts}--B--\r\n".encode()


SMALL = "<html><body><p>Buy ships.</p></body></html>"


def test_of_the_pages_in_an_archive_that_with_the_most_text_is_read_and_a_cut_archive_says_so():
    for pages in ((PAGE, SMALL), (SMALL, PAGE)):
        assert read_page(write_parts(*pages), "p.mhtml").text == TEXT
    with pytest.raises(InputError, match="is cut off before its end"):
        read_page(write_parts(PAGE)[:-30], "p.mhtml")
    frame = {"WebMainResource": {"WebResourceData": PAGE.encode()}}
    archive = {"WebMainResource": {"WebResourceData": SMALL.encode()}, "WebSubframeArchives": [frame]}
    for form in (plistlib.FMT_BINARY, plistlib.FMT_XML):
        assert read_page(plistlib.dumps(archive, fmt=form), "p.webarchive").text == TEXT


def test_a_book_says_its_title_date_publisher_and_language_and_its_own_list_of_chapters_counts():
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>"
        "<dc:title>Views &amp; more</dc:title><dc:publisher>FOI</dc:publisher><dc:date>2024-05-14</dc:date>"
        "<dc:language>en</dc:language></metadata><manifest><item id='a' href='../text/a%20b.xhtml#top'/></manifest>"
        "<spine><itemref idref='a'/></spine></package>"
    )
    book = {
        "META-INF/container.xml": "<container><rootfiles><rootfile full-path='OPS/b.opf'/></rootfiles></container>",
        "A/old.opf": package.replace("a%20b", "old"),
        "OPS/b.opf": package,
        "text/a b.xhtml": f"<?xml version='1.0' encoding='utf-8'?>{PAGE}",
        "text/old.xhtml": SMALL,
    }
    page = read_page(write_epub(book), "p.epub")
    assert page.text == TEXT
    assert page.facts == {"title": "Views & more", "publisher": "FOI", "date": "2024-05-14", "language": "en"}
    locked = {"META-INF/encryption.xml": "<x><CipherReference URI='text/a b.xhtml'/></x>"}
    with pytest.raises(InputError, match="is protected against copying"):
        read_page(write_epub(book | locked), "p.epub")


def test_a_damaged_part_of_a_book_or_document_is_named():
    raw = write_epub({"OPS/a.xhtml": PAGE})
    at = raw.index(b"It holds")
    with pytest.raises(InputError, match=r"has a damaged part \(OPS/a.xhtml\)"):
        read_page(raw[:at] + b"#" + raw[at + 1 :], "p.epub")


def test_a_note_that_says_it_is_one_is_a_note_and_its_mark_no_word():
    note = (
        "It holds.<a epub:type='noteref' href='#n'>1</a></p><aside epub:type='footnote' id='n'><p>A source.</p></aside>"
    )
    page = read_page(
        write_epub({"a.xhtml": PAGE.replace("It holds – for now. It may not for long.</p>", note)}), "p.epub"
    )
    assert page.text.endswith("It holds.\n\nA source.")
    assert {"note", "furniture"} <= page.blocks[-1].hints


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("p.doc", b"\xd0\xcf\x11\xe0x", "save it as DOCX"),
        ("p.pages", b"PK\x03\x04", "save it as DOCX"),
        ("p.pptx", b"PK\x03\x04", "save it as PDF"),
        ("p.html", b"PK\x03\x04x", "is a zip"),
        ("p.txt", b"{\\rtf1 x}", "is an RTF file by its content"),
        ("p.docx", WORD, "is an old Word file by its content; open it in a word processor and save it as DOCX"),
        ("p.doc", WORD, "is an old Word file by its content; open it in a word processor and save it as DOCX"),
        ("p.rtf", WORD, "is an old Word file by its content"),
        ("p.doc", b"<html><p>x</p></html>", "save it as DOCX"),
        ("p.doc", b"{\\rtf1 x}", 'is an RTF file by its content but has the ending "\\.doc"; correct the name'),
        ("p.docx", write_old_office("EncryptedPackage"), "is protected by a password; save a copy without one"),
        ("p.ppt", write_old_office("PowerPoint Document"), "save it as PDF"),
        ("p.epub", b"<html>", "is not an EPUB file by its content"),
        ("p.mhtml", b"MIME-Version: 1.0\n\nx", "holds no web page"),
        ("p.epub", write_epub({"x.txt": "x"}), "without chapters"),
        ("p.epub", b"PK\x03\x04cut", "is not an EPUB file"),
    ],
)
def test_a_format_that_is_not_read_or_is_another_says_what_to_do(name, raw, said):
    with pytest.raises(InputError, match=said):
        read_page(raw, name)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>404</h1><p>Sorry, this page could not be found. Try our search.</p>", "not found"),
        ("<title>Access Denied</title><p>You don’t have permission to access this resource.</p>", "access denied"),
        ("<h1>502 Bad Gateway</h1><p>nginx</p>", "error page of the server"),
        ("<p>Checking your browser before you go on. Verify you are human.</p>", "check for robots"),
        (
            "<h1>Views</h1><h2>Ann Lee, fellow, FOI</h2><p>It holds.</p><p>Subscribe now to continue reading.</p>",
            "login",
        ),
        ("<p>We value your privacy. We and our 842 partners store data.</p><p>Accept all cookies</p>", "consent"),
        ("<p>Please enable JavaScript to view this page.</p>", "without its scripts"),
    ],
)
def test_a_page_in_the_place_of_the_page_is_named_and_nothing_is_written(event, tmp_path: Path, body, said):
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{body}</body></html>", "utf-8")
    with pytest.raises(InputError, match=said):
        add_event(event.root, str(path), AddRequest("2024-05-x"))
    assert not (event.root / "data" / "events" / "2024-05-x").exists()


class Answers(http.server.BaseHTTPRequestHandler):
    """`/cut` ends before it said it would, `/chunks` breaks off inside a chunk, `/gone` is not there."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            length = str(len(PAGE.encode()) + (500 if self.path == "/cut" else 0))
            self.send_header("Content-Length", "\u00b2" if self.path == "/odd" else length)
        self.end_headers()
        self.wfile.write(b"1000\r\n" + PAGE.encode() if self.path == "/chunks" else PAGE.encode())
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said"),
    [("/cut", r"came only in part \(\d+ of \d+ bytes\)"), ("/chunks", "cannot be fetched"), ("/gone", "Not Found")],
)
def test_a_download_that_broke_off_or_is_not_there_is_named(address, path, said):
    with pytest.raises(InputError, match=said):
        fetch_page(address + path)


def test_a_whole_download_is_a_page(address):
    assert fetch_page(address + "/views") == (PAGE.encode(), "views.html")
    assert fetch_page(address + "/odd") == (PAGE.encode(), "odd.html")  # it announces a length that is no number
