"""Requests that are wrong, at least ten for each subcommand, and the bad content that half of them name."""

import io
import json
import plistlib
import shutil
import zipfile
from pathlib import Path

from tests.conftest import EVENT, ROOT
from tests.workshop import notebook

CODEBOOK = "great-power-framing"
ROUND_UP = (
    "# T\n\n**Anna Berg, Fellow, Centre**\n\nOne sentence here.\n\n**Boris Klein, Fellow, Centre**\n\nAnother one.\n"
)
HERE = f"data/events/{EVENT}"


def zip_of(**parts: str) -> bytes:
    """A ZIP file with these parts; `__` in a name stands for a slash, `_` for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return packed.getvalue()


def make_parquet(**columns: list[object]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def make_chart_book() -> bytes:
    from openpyxl import Workbook
    from openpyxl.chart import BarChart

    book, written = Workbook(), io.BytesIO()
    book.remove(book.active)
    book.create_chartsheet().add_chart(BarChart())
    book.create_sheet().sheet_state = "visible"
    book.active = 0
    book.save(written)
    return written.getvalue()


def make_book(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def make_files(folder: Path) -> None:
    """Bad content of every kind, each under a name that says what is wrong with it."""
    folder.mkdir()
    parquet, book = make_parquet(text=["a", "b"], id=["1", "2"]), make_book([["event", EVENT], ["coder", "x"]])
    files: dict[str, bytes] = {
        "empty": b"",
        "noise": bytes(range(256)) * 40,
        "nul.txt": b"\0" * 2000,
        "empty.md": b"",
        "one.md": b"# T\n\n**Anna Berg, Fellow, Centre**\n\nOne sentence here, and that is all.\n",
        "nobody.md": b"Words and words.\n\nMore words, which nobody says.\n",
        "ok.md": ROUND_UP.encode(),
        "no.docx": b"no zip",
        "empty.docx": zip_of(a_txt="x"),
        "cut.docx": zip_of(word__document_xml="<w:document")[:90],
        "xml.docx": zip_of(word__document_xml="<w:document"),
        "sheet.docx": book,
        "no.pdf": b"%PDF-1.7\n%%EOF",
        "text.pdf": b"not a pdf",
        "noise.html": bytes(range(128, 256)) * 40,
        "frames.html": b"<html><frameset><frame src=a></frameset></html>",
        "script.html": b"<script>" + b"x" * 5000,
        "no.epub": b"PK\3\4 no",
        "no.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
        "no.rtf": b"{\\rtf1 ",
        "no.webarchive": b"bplist00 no",
        "image.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        "program.exe": b"MZ" + b"\0" * 60,
        "no.xlsx": b"no zip",
        "cut.xlsx": book[: len(book) // 2],
        "parts.xlsx": zip_of(a_txt="x"),
        "xml.xlsx": zip_of(xl__workbook_xml="<workbook", Content_Types_xml="<Types"),
        "word.xlsx": zip_of(word__document_xml="<w:document/>"),
        "chart.xlsx": make_chart_book(),
        "blank.xlsx": make_book([]),
        "head.xlsx": book,
        "seed.xlsx": make_book([["event", EVENT], ["coder", "x"], ["seed", "²"], ["segment_id", "a"]]),
        "latin.csv": "event,é\n".encode("latin-1"),
        "nul.csv": b"text,id\na\0b,1\n",
        "quote.csv": b'text,id\n"never closed,1\n',
        "other.csv": b"a,b\n1,2\n",
        "ragged.csv": b"text,id\na,b,c,d\n",
        "head.csv": b"text,id\n",
        "twice.csv": b"text,text\na,b\n",
        "sheet.csv": f"event,{EVENT}\ncoder,x\nseed,\xb9\xb2\nsegment_id,a\n".encode(),
        "elsewhere.csv": b"event,another\ncoder,x\n",
        "no.parquet": b"PAR1 no PAR1",
        "cut.parquet": parquet[:-10],
        "flip.parquet": parquet[: len(parquet) // 2] + b"\xff\xff\xff\xff" + parquet[len(parquet) // 2 + 4 :],
        "numbers.parquet": make_parquet(text=[1, 2]),
        "other.parquet": make_parquet(words=["a"]),
        "no.jsonl": b"{no\n",
        "list.jsonl": b"[1]\n[2]\n",
        "text.jsonl": b'{"words": "a"}\n',
        "noise.yml": bytes(range(256)),
        "tab.yml": b"a:\n\t- b\n",
        "list.yml": b"- a\n- b\n",
        "number.yml": b"7\n",
        "empty.yml": b"",
        "alias.yml": b"a: &x [1]\nb: *x\n",
        "deep.yml": b"[" * 3000,
        "date.yml": b"a: 2024-13-45\n",
        "tag.yml": b"a: !!python/object/apply:os.system [ls]\n",
        "no.dic": b"%\n1 a\n",
        "noise.dic": bytes(range(256)),
        "rows.csv": b"event\nnowhere\n",
        "params.csv": b"event,event\na,b\n",
        "params.yml": b"- 1\n- 2\n",
        "params.txt": b"event\n",
        "no.odt": zip_of(a_txt="x"),
        "xml.odt": zip_of(content_xml="<text"),
        "locked.odt": zip_of(**{"META-INF__manifest_xml": "<m><encryption-data/></m>", "content_xml": "<x/>"}),
        "deep.rtf": b"{\\rtf1" + b"{\\b" * 5000,
        "cut.html": b"<html><body><p>A sentence that stands here.</p><p>And one that is",
        "scripts.html": b"<html><body><div id=root></div><script src=x.js></script></body></html>",
        "robots.html": b"<html><title>Just a moment...</title><body><p>One moment, please.</p></body></html>",
        "cut.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a",
        "list.webarchive": plistlib.dumps(["a"], fmt=plistlib.FMT_BINARY),
        "frames.webarchive": plistlib.dumps({"WebSubframeArchives": 7}, fmt=plistlib.FMT_BINARY),
        "locked.epub": zip_of(**{"META-INF__encryption_xml": "<x URI='a.xhtml'/>", "a_xhtml": "<p>a</p>"}),
        "crc.epub": zip_of(a_xhtml="<p>a sentence</p>").replace(b"sentence<", b"sentance<", 1),
        "footer.parquet": parquet[:-9] + b"\xff" + parquet[-8:],
        "row.jsonl": b'{"text": {"a": 1}}\n',
        "twice.yml": b"a: 1\na: 2\n",
        "surrogate.yml": b'a: "\\ud800"\n',
        "bom.csv": b"\xff\xfe" + "event,x\n".encode("utf-16-le"),
        "long.csv": b"text,id\n" + b"a" * 200_000 + b",1\n" + b'"' + b"b" * 9_000_000,
        "codes.csv": b"text,document,a\nx,1,2\n",
        "text-only.csv": b"text\nx\n",
        "one-page.csv": b"text,document,a\nx,1,1\ny,1,0\n",
        "few.csv": b"text,document,a\nx,1,1\ny,2,0\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "folder.md").mkdir()
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "nowhere.md").symlink_to("not-there")


def make_events(root: Path) -> None:
    """Events with one fault each; they are called by it."""
    source = root / HERE
    changes: dict[str, tuple[str, bytes | None]] = {
        "event-noise": ("event.yml", bytes(range(256))),
        "event-empty": ("event.yml", b""),
        "event-list": ("event.yml", b"- a\n"),
        "event-fields": ("event.yml", b"title: x\n"),
        "transcripts-gone": ("transcripts", None),
        "sources-gone": ("sources", None),
        "coders-gone": ("codings/coders.yml", None),
        "coders-noise": ("codings/coders.yml", b"coders: [1, 2]\n"),
        "codings-header": ("codings/reader-a.csv", b"a,b\n1,2\n"),
        "codings-noise": ("codings/reader-a.csv", bytes(range(256))),
        "codings-open": ("codings/reader-a.csv", b'"'),
        "transcript-noise": ("transcripts/*.txt", bytes(range(256))),
        "transcript-empty": ("transcripts/*.txt", b""),
        "transcript-headless": ("transcripts/*.txt", b"words\n"),
    }
    for name, (inside, content) in changes.items():
        folder = root / "data/events" / name
        shutil.copytree(source, folder)
        for path in list(folder.glob(inside)):
            if content is not None:
                path.write_bytes(content)
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    folder = root / "data/events/codebook-gone"
    shutil.copytree(source, folder)
    text = (folder / "event.yml").read_text(encoding="utf-8")
    (folder / "event.yml").write_text(text.replace(CODEBOOK, "not-there"), encoding="utf-8")


BROKEN = [
    "event-noise", "event-empty", "event-list", "event-fields", "transcripts-gone", "sources-gone", "coders-gone",
    "coders-noise", "codings-header", "codings-noise", "codings-open", "transcript-noise", "transcript-empty",
    "transcript-headless", "codebook-gone",
]  # fmt: skip


def make_project(root: Path) -> Path:
    """A workbook with all of that in it."""
    shutil.copytree(ROOT / "data", root / "data")
    make_events(root)
    make_files(root / "bad")
    (root / "notebooks").mkdir()
    reads = "from analysis.event import load_event"
    parameters = f'event: str = "{EVENT}"\nn: int = 3\ncoder: str = ""'
    (root / "notebooks/01_one.ipynb").write_text(json.dumps(notebook(reads, parameters=parameters)))
    (root / "notebooks/noise.ipynb").write_bytes(bytes(range(256)))
    (root / "notebooks/list.ipynb").write_bytes(b"[]")
    (root / "notebooks/r.ipynb").write_bytes(
        b'{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "R"}}}'
    )
    (root / "file").write_text("a file")
    (root / "full").mkdir()
    (root / "full/mine.txt").write_text("mine")
    made = (
        b"no json",
        b"[]",
        b'{"version": 1, "files": []}',
        b'{"files": {}}',
        b'{"version": "1", "files": 7}',
        b"\xff",
    )
    for number, content in enumerate(made):
        (root / f"made{number or ''}").mkdir()
        (root / f"made{number or ''}/.workbook.json").write_bytes(content)
    (root / "data/models").mkdir()
    for name, content in (("noise", bytes(range(256))), ("list", b"[]"), ("bare", b'{"format": 1}')):
        (root / f"data/models/{name}.json").write_bytes(content)
    for name, content in (("noise", bytes(range(256))), ("list", b"[]"), ("bare", b"{}")):
        for report in ("reports/a/01_one", f"reports/{name}/01_one"):
            (root / report).mkdir(parents=True, exist_ok=True)
            (root / report / "report.json").write_bytes(content)
    (root / "coded").mkdir()
    (root / "coded/corpus.json").write_bytes(b"no json")
    return root


ADD = ("--event", "new-one")
NEW = [
    ("new",), ("new", "full"), ("new", "file"), ("new", "file/below"), ("new", "full", "--update"),
    ("new", "made", "--update"), ("new", "nowhere", "--update"), ("new", "a", "b"), ("new", "--all", "x"),
    ("new", "/proc/nowhere"), ("new", "x" * 300), ("new", "--update"), ("new", ""), ("new", "bad/loop.md"),
    *(("new", f"made{number}", "--update") for number in range(1, 6)), ("new", "bad/loop.md", "--update"),
]  # fmt: skip
ADDS = [
    ("add",), ("add", "bad/ok.md"), ("add", "nowhere.md", *ADD), ("add", "bad", *ADD), ("add", "bad/ok.md", "--event", "A B"),
    ("add", "bad/ok.md", "--event", ".."), ("add", "bad/ok.md", *ADD, "--codebook", "nope"),
    ("add", "bad/ok.md", *ADD, "--date", "yesterday"), ("add", "bad/ok.md", *ADD, "--another-page"),
    ("add", "bad/ok.md", "--event", EVENT), ("add", "http://", *ADD), ("add", "http://[::1", *ADD), ("add", "ftp://host/x", *ADD),
    ("add", "file:///etc/passwd", *ADD), ("add", "http://localhost:1/x", *ADD), ("add", "http://nowhere.invalid/x", *ADD),
    ("add", "http://exa mple/", *ADD), ("add", "http://localhost:99999/x", *ADD), ("add", "--timeout", "nan", "bad/ok.md", *ADD),
    *(("add", f"bad/{name}", *ADD) for name in (
        "empty", "noise", "nul.txt", "empty.md", "one.md", "nobody.md", "no.docx", "empty.docx", "cut.docx", "xml.docx",
        "sheet.docx", "no.pdf", "text.pdf", "noise.html", "frames.html", "script.html", "no.epub", "no.mhtml", "no.rtf",
        "no.webarchive", "image.png", "program.exe", "head.xlsx", "folder.md", "loop.md", "nowhere.md", "no.odt", "xml.odt",
        "locked.odt", "deep.rtf", "cut.html", "scripts.html", "robots.html", "cut.mhtml", "list.webarchive", "frames.webarchive",
        "locked.epub", "crc.epub",
    )),
    ("add", "bad/ok.md", "--event", ""), ("add", "bad/ok.md", "--event", "x" * 90), ("add", "bad/ok.md", *ADD, "--date", "0000-00-00"),
    ("add", "bad/ok.md", *ADD, "--codebook", "../x"), ("add", "bad/ok\0.md", *ADD), ("add", "https://user:pw@localhost:1/", *ADD),
]  # fmt: skip
CHECKS = [
    ("check", "nowhere"), ("check", ""), ("check", "../x"), ("check", "--no-such"), ("check", "--timeout", "0"),
    ("check", "--memory", "1"), *(("check", name) for name in BROKEN),
]  # fmt: skip
TABLES = [
    ("tables",), ("tables", EVENT), ("tables", "nowhere", "--to", "t"), ("tables", EVENT, "--to", "file"),
    ("tables", EVENT, "--to", "file/below"), ("tables", EVENT, "--to", "t", "--unit", "word"),
    ("tables", EVENT, "--to", "/proc/t"), *(("tables", name, "--to", "t") for name in BROKEN),
]  # fmt: skip
CODEBOOKS = [
    ("codebook", "nope"), ("codebook", "new"), ("codebook", "new", "A B"), ("codebook", "new", CODEBOOK),
    ("codebook", "new", "x", "--for", "nowhere"), ("codebook", "new", "x", "--for", "event-noise"),
    ("codebook", "new", "x", "--for", "transcripts-gone"), ("codebook", "diff", "nope", CODEBOOK),
    ("codebook", "diff", CODEBOOK, "bad/noise.yml"), ("codebook", "diff", CODEBOOK, "bad/list.yml"),
    ("codebook", "diff", "bad/tab.yml", CODEBOOK), ("codebook", "diff", "bad/deep.yml", CODEBOOK),
    ("codebook", "diff", "bad/empty.yml", CODEBOOK), ("codebook", "diff", "bad/tag.yml", CODEBOOK),
    ("codebook", "diff", "bad", CODEBOOK), ("codebook", "diff", CODEBOOK, CODEBOOK, "event-empty"),
    ("codebook", "diff", CODEBOOK, CODEBOOK, EVENT, "--csv", "file/x.csv"),
    ("codebook", "candidates"), ("codebook", "candidates", "nowhere"), ("codebook", "candidates", "event-list"),
    ("codebook", "candidates", EVENT, "--most", "0"), ("codebook", "import", "nowhere", "--name", "x"),
    ("codebook", "import", "bad/noise.yml", "--name", "x"), ("codebook", "import", "bad/number.yml", "--name", "x"),
    ("codebook", "import", "bad/alias.yml", "--name", "x"), ("codebook", "import", "bad/deep.yml", "--name", "x"),
    ("codebook", "import", "bad/date.yml", "--name", "x"), ("codebook", "import", "bad/tag.yml", "--name", "x"),
    ("codebook", "import", "bad/no.dic", "--name", "x"), ("codebook", "import", "bad/noise.dic", "--name", "x"),
    ("codebook", "import", "bad/empty", "--name", "x"), ("codebook", "import", "bad", "--name", "x"),
    ("codebook", "import", "bad/list.yml", "--name", "../x"), ("codebook", "import", "bad/folder.md", "--name", "x"),
    ("codebook", "export", "nope", "--to", "x.yml"), ("codebook", "export", CODEBOOK, "--to", "x.doc"),
    ("codebook", "export", CODEBOOK, "--to", "file/x.yml"), ("codebook", "export", CODEBOOK, "--to", "full"),
    ("codebook", "export", CODEBOOK, "--to", "x"), ("codebook", "export", "../x", "--to", "x.yml"),
    ("codebook", "candidates", EVENT, "--most", "2001"), ("codebook", "candidates", EVENT, "--csv", "full"),
    ("codebook", "candidates", EVENT, EVENT, "transcript-noise"), ("codebook", "candidates", EVENT, "--csv", "file/x.csv"),
    ("codebook", "diff", CODEBOOK), ("codebook", "diff", CODEBOOK, "bad/twice.yml"), ("codebook", "diff", CODEBOOK, "bad/surrogate.yml"),
    ("codebook", "diff", CODEBOOK, CODEBOOK, EVENT, "--csv", "full"), ("codebook", "diff", "", CODEBOOK),
    ("codebook", "import", "bad/twice.yml", "--name", "x"), ("codebook", "import", "bad/surrogate.yml", "--name", "x"),
    ("codebook", "import", "bad/list.yml", "--name", ""), ("codebook", "import", "bad/list.yml", "--name", CODEBOOK),
    ("codebook", "new", ""), ("codebook", "new", "x" * 200), ("codebook", "new", "x", "--for", "codebook-gone"),
]  # fmt: skip
CODED = ("--codebook", CODEBOOK)
CORPORA = [
    ("corpus",), ("corpus", "bad/head.csv", "out"), ("corpus", "nowhere.csv", "out", *CODED), ("corpus", "full", "out", *CODED),
    ("corpus", "bad/other.csv", "out", "--codebook", "nope"), ("corpus", "bad/other.csv", "file", *CODED),
    ("corpus", "bad/other.csv", "full", *CODED), ("corpus", "bad/quote.csv", "out", *CODED, "--text", "nope"),
    ("corpus", "bad/other.csv", "out", *CODED, "--jobs", "0"),
    ("corpus", "bad/ok.md", "out", *CODED), ("corpus", "bad/other.csv", "out", "--codebook", "bad/list.yml"),
    ("corpus", "bad/other.csv", "out", *CODED, "--date", "nope"),
    ("corpus", "bad/head.csv", "out", *CODED, "--scheduler", "nonsense"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--scheduler", "tcp://localhost:1"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--coder", "nobody"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--coder", "noise"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--coder", "list"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--coder", "bare"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--coder", "ranked", "--encoder", "file"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--unit", "word"),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--part-size", "0"),
    ("corpus", "bad/text.jsonl", "coded", *CODED, "--text", "words"), ("corpus", "bad", "bad", *CODED),
    ("corpus", "bad/text.jsonl", "out", *CODED, "--text", "words", "--expert", "nope"),
    *(("corpus", f"bad/{name}", "out", *CODED, "--jobs", "1") for name in (
        "footer.parquet",
        "empty", "other.csv", "head.csv", "twice.csv", "no.parquet", "cut.parquet", "numbers.parquet", "other.parquet", "text.jsonl",
        "folder.md",
    )),
]  # fmt: skip
REPORTS = [
    ("report", "nowhere"), ("report", EVENT, "--all"), ("report", EVENT, "-p", "n"), ("report", EVENT, "-p", "n=x"),
    ("report", EVENT, "-p", "m=1"), ("report", EVENT, "-p", "coder=nobody"), ("report", EVENT, "--notebook", "nope"),
    ("report", EVENT, "--jobs", "0"), ("report", EVENT, "--timeout", "nan"), ("report", EVENT, "--timeout", "inf"),
    ("report", EVENT, "--memory", "1"), ("report", "--params", "nowhere.csv"), ("report", EVENT, "--scheduler", "tcp://localhost:1"),
    ("report", EVENT, "--notebook", "noise"), ("report", EVENT, "--notebook", "list"), ("report", EVENT, "--notebook", "r"),
    *(("report", "--params", f"bad/{name}") for name in (
        "rows.csv", "params.csv", "params.yml", "params.txt", "noise.yml", "tab.yml", "empty.yml", "alias.yml", "latin.csv",
        "quote.csv", "deep.yml",
    )),
    *(("report", name) for name in BROKEN),
]  # fmt: skip
COMPARES = [
    ("compare",), ("compare", "a"), ("compare", "a", "b"), ("compare", "../data", "a/b"), ("compare", "", ""),
    ("compare", "a/b", "a/b", "a/b"), ("compare", "x" * 300, "y"), ("compare", "bad", "bad"), ("compare", "/", "/"),
    ("compare", "a/01_one", "noise/01_one"), ("compare", "list/01_one", "bare/01_one"), ("compare", "bare/01_one", "bare/01_one"),
    ("compare", "a\0", "b"), ("compare", "a", "b", "--no-such"), ("compare", "a", "b", "--memory", "x"),
]  # fmt: skip
STATUSES = [
    ("status", "nowhere"), ("status", EVENT, "--all"), ("status", "a/b/c"), ("status", f"{EVENT}/nope"), ("status", "/"),
    ("status", EVENT, "-p", "n=x"), ("status", EVENT, "-p", "=1"), ("status", "--params", "bad/noise.yml"),
    ("status", "--params", "bad/quote.csv"), ("status", EVENT, "--notebook", "noise"), ("status", EVENT, "--notebook", "list"),
    ("status", "--params", "bad/params.yml"), ("status", "--params", "bad"),
]  # fmt: skip
WHO = ("--coder", "anna")
SHEETS = [
    ("sheet",), ("sheet", EVENT), ("sheet", "nowhere", *WHO), ("sheet", EVENT, "--coder", "reader-a"), ("sheet", EVENT, "--coder", "A B"),
    ("sheet", EVENT, *WHO, "--seed", "x"), ("sheet", EVENT, *WHO, "--sample", "0"), ("sheet", EVENT, *WHO, "--format", "ods"),
    ("sheet", EVENT, *WHO, "--sample", "5", "--next", "5"), ("sheet", EVENT, *WHO, "--seed", "-1"), ("sheet", EVENT, *WHO, "--sample", "x"),
    ("sheet", EVENT, *WHO, "--next", "0"), ("sheet", EVENT, "--coder", ""), ("sheet", EVENT, "--coder", "../x"),
    ("sheet", EVENT, *WHO, "--to", "x.txt"), ("sheet", EVENT, *WHO, "--to", "x.csv", "--format", "xlsx"), ("sheet", EVENT, *WHO, "--to", "/proc/x.csv"),
    ("sheet", EVENT, *WHO, "--to", "file"), ("sheet", EVENT, *WHO, "--to", "file/x.csv"), ("sheet", EVENT, *WHO, "--to", "full"),
    *(("sheet", name, *WHO) for name in BROKEN if not name.startswith(("codings", "sources", "coders-gone"))),
]  # fmt: skip
IMPORTS = [
    ("import",), ("import", EVENT), ("import", "nowhere", "bad/head.xlsx"), ("import", EVENT, "nowhere.xlsx"),
    ("import", EVENT, "bad"), ("import", "event-noise", "bad/head.xlsx"), ("import", "transcript-noise", "bad/sheet.csv"),
    *(("import", EVENT, f"bad/{name}") for name in (
        "empty", "noise", "no.xlsx", "cut.xlsx", "parts.xlsx", "xml.xlsx", "word.xlsx", "chart.xlsx", "blank.xlsx", "head.xlsx",
        "seed.xlsx", "latin.csv", "nul.csv", "quote.csv", "other.csv", "elsewhere.csv", "image.png", "no.docx", "bom.csv", "long.csv",
    )),
    ("import", EVENT, "bad/other.csv", "--partial"), ("import", EVENT, "bad/blank.xlsx", "--partial"), ("import", EVENT, ""),
]  # fmt: skip
LEARNS = [
    ("learn",), ("learn", "--from", EVENT), ("learn", "--to", "x"), ("learn", "--from", EVENT, "--to", "A B"),
    ("learn", "--from", EVENT, "--to", "dictionary"), ("learn", "--from", "nowhere", "--to", "x"),
    ("learn", "--from", EVENT, "--to", "x", "--encoder", "full"), ("learn", "--from", EVENT, "--to", "x", "--encoder", "file"),
    ("learn", "--from", EVENT, "--to", "x", "--judged-by", "nobody"),
    *(("learn", "--from", f"bad/{name}", "--to", "x") for name in (
        "noise", "empty", "codes.csv", "text-only.csv", "latin.csv", "one-page.csv", "few.csv", "folder.md", "bom.csv", "long.csv",
        "nul.csv", "quote.csv",
    )),
    ("learn", "--from", EVENT, "--from", "nowhere", "--to", "x"), ("learn", "--from", "", "--to", "x"), ("learn", "--from", EVENT, "--to", ""),
    ("learn", "--from", "event-noise", "--to", "x"),
]  # fmt: skip
CODES = [
    ("code",), ("code", EVENT), ("code", "nowhere", "--coder", "ranked"), ("code", EVENT, "--coder", "nobody"),
    ("code", EVENT, "--coder", "reader-a"), ("code", EVENT, "--coder", "ranked", "--as", "A B"),
    ("code", EVENT, "--coder", "x", "--endpoint", "http://localhost:1"), ("code", EVENT, "--coder", "x", "--model", "m"),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "ftp://x"), ("code", EVENT, "--coder", "x", "--timeout", "nan"),
    ("code", EVENT, "--coder", "x", "--temperature", "9"), *(("code", name, "--coder", "ranked") for name in BROKEN[:8]),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "http://localhost:1", "--cap", "1"),
    ("code", EVENT, "--coder", "noise"), ("code", EVENT, "--coder", "list"), ("code", EVENT, "--coder", "bare"), ("code", EVENT, "--coder", ""),
    ("code", EVENT, "--coder", "../x"), ("code", EVENT, "--coder", "ranked", "--as", "reader-a"), ("code", EVENT, "--coder", "ranked", "--unit", "word"),
    ("code", EVENT, "--coder", "ranked", "--learn-from", "nowhere"), ("code", EVENT, "--coder", "ranked", "--encoder", "file"),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "http://localhost:1", "--run", "0"),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "http://localhost:1", "--jobs", "99"),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "file:///etc/passwd"), ("code", EVENT, "--coder", "x", "--model", "", "--endpoint", "x"),
    ("code", EVENT, "--coder", "x", "--model", "m", "--endpoint", "http://[::1"),
]  # fmt: skip
LABS = [
    ("--root", "nowhere", "lab"), ("--root", "file", "lab"), ("--root", "full", "lab"), ("--root", "no/where", "lab"), ("--root", "bad/ok.md", "lab"),
    ("--memory", "512", "lab"), ("--timeout", "9", "lab"), ("--no-such", "lab"), ("--root", "lab"), ("--root", "bare", "lab"),
]  # fmt: skip
WRONG = [
    *NEW, *ADDS, *CHECKS, *TABLES, *CODEBOOKS, *CORPORA, *REPORTS, *COMPARES, *STATUSES, *SHEETS, *IMPORTS, *LEARNS, *CODES, *LABS,
    (), ("nope",), ("--root",), ("--timeout", "5"),
]  # fmt: skip
