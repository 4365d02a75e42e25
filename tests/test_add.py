"""`workbook add`, through the command: every format in, bad input refused in one line with nothing written."""

import http.server
import os
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from analysis.cli import main
from analysis.event import load_event
from analysis.pipeline import build_tables
from tests.conftest import ROOT
from tests.pdf_files import write_pdf
from tests.test_attribution import ARTICLE

PAGE = """---
title: Experts on the rail pact
date: 2022-09-09
source_url: https://example.org/rail
---
Leaders praised the pact.

**Ida Holm, General Secretary, Drivers League:** Our members decide on Monday. I will vote yes.

**Bo Lind:** “It is <script>alert(1)</script> a fair deal.”
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A root with the project's codebooks and lexicons and no event."""
    (tmp_path / "root" / "data" / "events").mkdir(parents=True)
    for name in ("codebooks", "lexicons"):
        if (ROOT / "data" / name).exists():
            shutil.copytree(ROOT / "data" / name, tmp_path / "root" / "data" / name)
    return tmp_path / "root"


@pytest.fixture
def add(home: Path) -> Callable[..., int]:
    def run(source: Path | str, *options: str, slug: str = "rail") -> int:
        code: int = main(["--root", str(home), "add", str(source), "--event", slug, *options])
        return code

    return run


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_page_becomes_an_event_that_says_what_it_was_not_sure_of(add, home, tmp_path, capsys):
    assert add(write(tmp_path / "rail.md", PAGE)) == 0
    said = capsys.readouterr().out
    assert said.startswith("expert    role               affiliation     words  confidence  first words\n")
    assert re.search(
        r"\nIda Holm  General Secretary  Drivers League {6}9 {8}0\.\d\d  Our members decide on Monday. I\n", said
    )
    assert "codebook: great-power-framing, because --codebook names none" in said
    event = load_event("rail", root=home)
    assert (event.file.title, event.file.date.isoformat()) == ("Experts on the rail pact", "2022-09-09")
    assert event.file.url == "https://example.org/rail"
    assert event.source_paths[0].read_bytes() == PAGE.encode()
    tables = build_tables(event)
    assert list(tables["statements"]["expert"]) == ["Ida Holm", "Bo Lind"]
    text = tables["documents"]["text"][0]
    assert [text[s.start : s.end] for s in tables["statements"].itertuples()] == list(tables["statements"]["text"])


def test_a_docx_page_and_a_pdf_page_give_the_same_statements(add, home, tmp_path):
    document = docx.Document()
    document.add_heading("Experts on the treaty", 0)
    document.add_paragraph("It was signed on 4 May 2023. We asked two experts.")
    sheets = [[("B", "Experts on the treaty"), ("", "It was signed on 4 May 2023. We asked two experts."), ("", "")]]
    for header in ("Liv Strand, Research Professor, NUPI", "Mary Roe, analyst, SIPRI"):
        document.add_paragraph().add_run(header).bold = True
        document.add_paragraph("The treaty is an infrastructural start. It may do.")
        sheets[0] += [
            ("B", header),
            ("", ""),
            ("", "The treaty is an infrastruc-"),
            ("", "tural start. It may do."),
            ("", ""),
        ]
    document.save(tmp_path / "a.docx")
    write(tmp_path / "a.pdf", write_pdf(sheets))
    for name, slug in (("a.docx", "word"), ("a.pdf", "print")):
        assert add(tmp_path / name, slug=slug) == 0
        statements = build_tables(load_event(slug, root=home))["statements"]
        assert list(statements["affiliation"]) == ["NUPI", "SIPRI"]
        assert {" ".join(t.split()) for t in statements["text"]} == {
            "The treaty is an infrastructural start. It may do."
        }


@pytest.fixture
def address() -> Iterator[str]:
    """A page on a server of this machine."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            page = "".join(f"<p><b>{n}, analyst, FOI:</b> It rained there.</p>" for n in ("Ann Lee", "Bo Lind"))
            self.send_response(200 if self.path == "/page" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<html><body><main><h1>Rain</h1>{page}</main></body></html>".encode())

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_from_an_address_is_kept_with_its_address_and_hash(add, home, address, capsys):
    assert add(f"{address}/page") == 0
    source = load_event("rail", root=home).file.sources[0]
    assert (source.url, source.file, source.fetched is not None) == (f"{address}/page", "page.html", True)
    assert add(f"{address}/none", slug="other") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (home / "data" / "events" / "other").exists()


TALK = "Talks on 2 March 2024.\n\nAsha Rao: Ports are the story. Truly.\n\nPeter Lund: Rail matters more to me.\n"


def edit(home, old, new, name="talk.txt"):
    path = home / "data" / "events" / "rail" / "transcripts" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_corrections_survive_a_second_add_and_the_change_is_shown(add, home, tmp_path, capsys):
    assert add(write(tmp_path / "talk.txt", TALK)) == 0
    edit(home, "expert: Asha Rao", "expert: Asha M. Rao | role: harbour master")
    edit(home, "Rail matters more to me.", "Rail matters more\n\n== left out\nto me.")
    statements = build_tables(load_event("rail", root=home))["statements"]
    assert list(statements["expert"]) == ["Asha M. Rao", "Peter Lund"]
    assert list(statements["text"]) == ["Ports are the story. Truly.", "Rail matters more"]
    event_file = home / "data" / "events" / "rail" / "event.yml"
    event_file.write_text(
        "# checked by hand\n" + event_file.read_text("utf-8").replace("codebook", "series: x\ncodebook")
    )
    capsys.readouterr()
    assert add(write(tmp_path / "talk.txt", TALK.replace("Truly.", "Truly so. And so on."))) == 0
    said = capsys.readouterr().out
    assert "- Asha M. Rao | harbour master |  | 5 words" in said
    assert "+ Asha M. Rao | harbour master |  | 9 words\n" in said
    assert "  -   “Truly.”\n  +   “Truly so.”\n  +   “And so on.”\n" in said
    assert "Ports are the story" not in said.partition("changes since the last add:")[2]
    event = load_event("rail", root=home)
    assert list(build_tables(event)["statements"]["text"]) == [
        "Ports are the story. Truly so. And so on.",
        "Rail matters more",
    ]
    assert event_file.read_text("utf-8").startswith("# checked by hand\n")
    assert event.file.series == "x"


def test_a_conflict_is_reported_and_both_wordings_are_kept(add, home, tmp_path, capsys):
    assert add(write(tmp_path / "talk.txt", TALK)) == 0
    edit(home, "Rail matters more to me.", "Rail matters most to me.")
    assert add(write(tmp_path / "talk.txt", TALK.replace("more to me", "more to you"))) == 0
    assert "note: conflict: changed by hand and on the page" in capsys.readouterr().out
    text = build_tables(load_event("rail", root=home))["documents"]["text"][0]
    assert "Rail matters most to me." in text
    assert "Rail matters more to you." in text


def test_the_end_says_whose_the_words_are_and_what_was_left_out(add, tmp_path, capsys):
    assert add(write(tmp_path / "talk.txt", TALK.replace("Peter Lund", "Lund"))) == 0
    said = capsys.readouterr().out
    assert "words of the page: experts 10 (56%), host 0 (0%), left out 8 (44%)" in said
    assert "  left out: 7 words, " in said
    assert "doubtful: correct them in" in said
    assert "transcripts/talk.txt" in said


def test_a_further_page_has_a_transcript_of_its_own(add, home, tmp_path, capsys):
    assert add(write(tmp_path / "talk.txt", TALK)) == 0
    other = write(tmp_path / "more.txt", "Ida Holm, analyst, FOI\n\nIt rained all day. Nobody minded that at all.\n")
    assert add(other) == 2
    assert "give --another-page" in capsys.readouterr().err
    assert add(other, "--another-page") == 0
    tables = build_tables(load_event("rail", root=home))
    assert list(tables["statements"]["expert"]) == ["Asha Rao", "Peter Lund", "Ida Holm"]
    assert tables["documents"]["document_id"].nunique() == 2
    assert add(write(tmp_path / "more.txt", "Ida Holm, analyst, FOI\n\nIt snowed all day. Nobody minded that.\n")) == 0
    tables = build_tables(load_event("rail", root=home))
    assert list(tables["statements"]["text"])[::2] == [
        "Ports are the story. Truly.",
        "It snowed all day. Nobody minded that.",
    ]
    assert add(other, "--another-page", slug="nowhere") == 2


def test_a_transcript_that_was_lost_is_read_again_from_the_events_own_page(add, home, tmp_path):
    assert add(write(tmp_path / "talk.txt", TALK)) == 0
    folder = home / "data" / "events" / "rail"
    before = build_tables(load_event("rail", root=home))["statements"]
    (folder / "transcripts" / "talk.txt").unlink()
    assert add(folder / "sources" / "talk.txt") == 0
    assert build_tables(load_event("rail", root=home))["statements"].equals(before)


def test_an_existing_slug_is_refused_and_replaced_only_on_request(add, home, tmp_path, capsys):
    page = write(tmp_path / "rail.md", PAGE)
    assert add(page) == 0
    before = sorted((p, p.stat().st_mtime_ns) for p in home.rglob("*"))
    assert add(page) == 2
    assert add(write(tmp_path / "other.md", PAGE)) == 2
    assert sorted((p, p.stat().st_mtime_ns) for p in home.rglob("*")) == before
    assert capsys.readouterr().err.count("is there already") == 2
    assert add(tmp_path / "other.md", "--replace", "--title", "Anew") == 0
    assert load_event("rail", root=home).file.title == "Anew"


def test_a_running_article_is_refused_and_read_on_request(add, home, tmp_path, capsys):
    page = write(tmp_path / "markets.md", ARTICLE)
    assert add(page) == 2
    assert "give --as-article" in capsys.readouterr().err
    assert add(page, "--as-article") == 0
    statements = build_tables(load_event("rail", root=home))["statements"]
    assert statements["reported"].all()
    assert list(statements["expert"]) == ["Ann Lee", "Bob Stone", "Carla Ruiz", "Bob Stone"]


def make_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (101 << 20))


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 << 20)


BAD: dict[str, tuple[str | bytes | Callable[[Path], None], str]] = {
    "empty.md": ("", "is empty"),
    "blank.html": ("  \n\n ", "is empty"),
    "page.xyz": ("Jane Roe: hello", 'has the ending ".xyz"'),
    "huge.html": (make_huge, "holds 200 MB"),
    "deep.html": ("<html><body>" + "<div>" * 4000 + "x", "is nested deeper than"),
    "deep-inline.html": ("<html><body>" + "<b>" * 20000 + "x", "is nested deeper than"),
    "deep.md": ("[" * 40000, "is nested deeper than"),
    "bomb.docx": (make_bomb, "unpacks to more than 100 MB"),
    "noise.docx": (b"PK\x03\x04" + bytes(range(256)) * 9, "is not a DOCX file"),
    "noise.txt": (bytes(range(256)) * 40, "is not text"),
    "noise.html": (b"<html>" + bytes(range(256)) * 40, "is not text"),
    "noise.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 40, "is not a PDF file that can be read"),
    "secret.pdf": (write_pdf([[("", "Secret words")]], locked=True), "is protected by a password"),
    "scanned.pdf": (write_pdf([[]]), "has no text layer"),
    "really-text.pdf": ("Jane Roe: hello", "is not a PDF file by its content"),
    "really-pdf.txt": (write_pdf([[("", "Words")]]), "is a PDF file by its content"),
    "nobody.md": ("It rained. Nobody came.\n", "no expert found"),
    "one.md": ("**Jane Roe, analyst, FOI:** It rained today. Nobody came.\n", "only one expert found (Jane Roe)"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_nothing_is_written(name, add, home, tmp_path, capsys):
    content, message = BAD[name]
    if callable(content):
        content(tmp_path / name)
    else:
        write(tmp_path / name, content)
    before = sorted(home.rglob("*"))
    assert add(tmp_path / name) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert message in error
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize(
    ("source", "slug", "options", "message"),
    [
        ("missing.md", "rail", (), "there is no such file"),
        (".", "rail", (), "is a folder"),
        ("ftp://example.org/page", "rail", (), "is no http or https address"),
        ("http://127.0.0.1:9/page", "rail", (), "cannot be fetched"),
        ("rail.md", "../rail", (), "a slug has small letters"),
        ("rail.md", "Rail", (), "a slug has small letters"),
        ("rail.md", "rail", ("--codebook", "none"), 'there is no codebook "none"'),
        ("rail.md", "rail", ("--date", "yesterday"), "yesterday"),
    ],
)
def test_a_wrong_request_is_one_line_and_nothing_is_written(
    source, slug, options, message, add, home, tmp_path, capsys
):
    write(tmp_path / "rail.md", PAGE)
    before = sorted(home.rglob("*"))
    os.chdir(tmp_path)
    try:
        assert add(source, *options, slug=slug) == 2
    finally:
        os.chdir(ROOT)
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert message in error
    assert sorted(home.rglob("*")) == before


def test_a_failing_write_leaves_the_event_as_it_was(add, home, tmp_path, monkeypatch, capsys):
    assert add(write(tmp_path / "rail.md", PAGE)) == 0
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}

    def fail(self, target):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "rename", fail)
    capsys.readouterr()
    assert add(write(tmp_path / "rail.md", PAGE + "\nMore.\n")) == 1
    assert "disk full" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


@pytest.mark.kernel
@pytest.mark.slow
def test_the_new_event_renders_and_its_markup_stays_text(add, home):
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    assert add(ROOT / "tests" / "gold" / "pages" / "name-after-the-text.html") == 0
    assert main(["--root", str(home), "report", "rail", "--notebook", "01_framing"]) == 0
    page = (home / "reports" / "rail" / "01_framing" / "index.html").read_text(encoding="utf-8")
    assert "María José Pérez" in page
    assert "<script>x" not in page
