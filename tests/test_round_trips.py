"""What goes one way comes back: any page to a transcript to tables, any filled sheet to codings; 500 of each."""

import datetime
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from analysis.adding.transcribing import add_asides
from analysis.codebook import load_codebook
from analysis.event import load_event
from analysis.exchange.returned import read_returned_sheet
from analysis.exchange.sheets import lay_out_sheet, write_csv_sheet, write_xlsx_sheet
from analysis.pipeline import build_tables
from analysis.sources.documents import read_page
from analysis.text import count_words
from analysis.transcripts import Transcript
from analysis.transcripts.layout import parse_transcript, write_transcript
from analysis.transcripts.tidying import tidy_transcript
from tests.conftest import EVENT, ROOT
from tests.hostile import write_event
from tests.word_files import write_odt, write_rtf

TODAY = datetime.date(2026, 1, 31)
WORDS = st.sampled_from(
    ["Jane Roe, analyst, FOI", "**Bo Lind:** Yes, it is so.", "It rained. Nobody came.", "# Related posts", "==", "> x",
     "“Quoted words here,” said Ann Lee.", "== Jane Roe · analyst", "\\# no heading", "by Max Roe", "host",
     "PRESIDENT XI: We agree.", "&amp; <b>",
     "cafe\u0301 and na\u00efve", "U.S. troops’ 1.5 m²", "| a | b |", "“", "1. A list", "=SUM(A1)", "[Tweet, 1/2/23]",
     "~~No~~ rain", "[12]",
     "\u202eright to left", "Ann Lee and Bo Lind, Fellows, FOI", "Senior Fellow, FOI", "## Ann Lee: Rain"]
)  # fmt: skip
INTERRUPTED = st.just("“It is quite late in the day,” said Harbour CEO Ann Lee. “Go.”")
PAGES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=12)
ARTICLES = st.lists(st.lists(WORDS | INTERRUPTED, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=12)
SLOWLY = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def write_page(lines, kind):
    """The lines as a page of this kind."""
    escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in lines]
    if kind == "rtf":
        said = ("".join(c if c < "\x7f" else f"\\u{ord(c)}?" for c in line.replace("\\", "\\\\")) for line in lines)
        return write_rtf("".join(f"\\pard {line}\\par" for line in said))
    if kind == "odt":
        return write_odt("".join(f"<text:p>{line}</text:p>" for line in escaped))
    if kind == "html":
        return "".join(["<html><body>", *(f"<p>{line}</p>" for line in escaped), "</body></html>"]).encode()
    return "\n\n".join(lines).encode()


def count_signs(blocks):
    return Counter(sign for block in blocks for sign in "".join(block.text.split()))


@pytest.mark.slow
@settings(max_examples=500, **SLOWLY)
@given(ARTICLES, st.sampled_from(["md", "txt", "html", "rtf", "odt"]))
def test_each_word_of_a_page_stands_once_in_its_transcript_which_reads_back_as_it_was_written(lines, kind):
    from analysis.attribution import transcribe_page

    page = read_page(write_page(["A page of this kind.", *lines], kind), f"p.{kind}")
    blocks = transcribe_page(page, article=True).blocks
    assert "".join("".join(block.text.split()) for block in blocks) == "".join(page.text.split())
    with_asides = tuple(add_asides(page, blocks))
    assert [b for b in with_asides if b.voice] == [b for b in blocks if b.voice and count_words(b.text)]
    asides = Counter(sign for aside in page.asides for sign in "".join(aside.text.split()))
    assert count_signs(with_asides) == count_signs(blocks) + asides
    written = tidy_transcript(Transcript(f"p.{kind}", with_asides))
    raw = write_transcript(written)
    read = parse_transcript(raw, "p.txt").transcript
    assert read == written
    assert write_transcript(read) == raw


@pytest.mark.slow
@settings(max_examples=500, **SLOWLY)
@given(PAGES, PAGES)
def test_what_the_tables_say_of_a_page_stands_in_it_where_they_say(tmp_path_factory, first, second):
    root = tmp_path_factory.mktemp("page")
    (root / "data/codebooks").mkdir(parents=True)
    name = "great-power-framing.yml"
    (root / "data/codebooks" / name).write_bytes((ROOT / "data/codebooks" / name).read_bytes())
    said = "\n\n".join
    heads = "A page\n\nAnna Berg, analyst, FOI\n\nIt is so.", "Bo Ek, analyst, FOI\n\nNo, it is not."
    text = f"{heads[0]}\n\n{said(first)}\n\n{heads[1]}\n\n{said(second)}\n"
    write_event(root, "any", text, "Any", "great-power-framing")
    event = load_event("any", root=root)
    if not any(
        block.voice for block in parse_transcript(event.transcript_paths[0].read_bytes(), "p").transcript.blocks
    ):
        reject()  # `add` refuses such a page
    tables = build_tables(event)
    document = dict(zip(tables.documents["document_id"], tables.documents["text"], strict=True))
    for table in (tables.statements, tables.segments):
        for row in table.itertuples():
            assert row.text == document[row.document_id][row.start : row.end]
    for block in tables.blocks.itertuples():
        assert 0 <= block.start <= block.end <= len(document[block.document_id])
    statements = tables.statements.set_index("statement_id")
    for segment in tables.segments.itertuples():
        about = statements.loc[segment.statement_id]
        assert about["start"] <= segment.start <= segment.end <= about["end"]


MEMOS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20) | st.sampled_from(
    ["=1+1", "''=x", "+1", "@a", "a\nb", "-", "'", " lead", "é", "\t", "a;b", '"quoted"']
)


@cache
def lay_out():
    """The bundled event's sheet and what it is read with."""
    event = load_event(EVENT, root=ROOT)
    codebook, tables = load_codebook(event.codebook_path), build_tables(event)
    about = {"coder": "anna", "who": "Anna", "trained": "read the codebook", "seed": 3}
    return event, codebook, tables, lay_out_sheet(event, tables, codebook, **about, today=TODAY)


@pytest.mark.slow
@settings(max_examples=500, **SLOWLY)
@given(st.integers(0, 1 << 30), st.lists(MEMOS, min_size=1, max_size=5), st.sampled_from(["csv", "xlsx"]))
def test_a_sheet_comes_back_with_the_answers_and_memos_that_were_filled_in(tmp_path, seed, memos, kind):
    (event, codebook, tables, grid), rnd = lay_out(), random.Random(seed)
    header = next(i for i, row in enumerate(grid) if row[0] == "segment_id")
    names = [str(name) for name in grid[header]]
    codes = [code.code for code in codebook.codes]
    filled, wanted, noted = [*grid[: header + 1]], {}, {}
    for row in grid[header + 1 :]:
        cells = [*row, *[""] * (len(names) - len(row))]
        for code in codes:
            answer = rnd.choice(["yes", "no"])
            cells[names.index(code)] = answer
            wanted[cells[0], code] = answer == "yes"
        memo = rnd.choice(memos)
        cells[names.index("memo")] = memo
        noted[cells[0]] = memo
        filled.append(cells)
    path = tmp_path / f"back.{kind}"
    path.write_bytes(write_csv_sheet(filled) if kind == "csv" else write_xlsx_sheet(filled, codebook))
    found = read_returned_sheet(path, event, tables, codebook, today=TODAY).judgements
    assert {(r.segment_id, r.code): bool(r.present) for r in found.itertuples()} == wanted
    first = found.groupby("segment_id", sort=False)["memo"].first()
    assert {s: first[s].strip() for s in noted} == {s: memo.strip() for s, memo in noted.items()}
