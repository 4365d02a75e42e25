"""Odd rows of a corpus: what is missing, what cannot be read, and what takes too long is counted and named."""

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.cli import main
from analysis.corpus import parts
from analysis.corpus.counting import find_month
from analysis.corpus.partitions import find_columns, plan_parts
from analysis.corpus.rows import CorpusRow
from analysis.errors import InputError

TEXT = "The rivalry between the great powers deepens."


def code(tmp_path, root, capsys, name, content):
    source = tmp_path / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = tmp_path / "out"
    capsys.readouterr()
    command = ["--root", str(root), "corpus", str(source), str(out), "--codebook", "great-power-framing", "--jobs", "1"]
    code = main(command)
    told = [line for line in capsys.readouterr().err.splitlines() if "MB" not in line]
    return code, told, out


def experts(out: Path):
    return sorted(set(pd.read_parquet(out / "codings")["expert"]))


def test_dates_that_cannot_be_read_are_counted_and_the_first_is_named(tmp_path, root, capsys):
    dates = ["2024-05-14", "14/05/2024", "May 2024", "", "2024-05", "2024-13-01"]
    rows = "".join(f"{n},{date},{TEXT}\n" for n, date in enumerate(dates))
    done, told, out = code(tmp_path, root, capsys, "a.csv", f"id,date,text\n{rows}")
    assert done == 0
    assert told == [
        'note: 4 of 6 documents have no date that can be read (row 2 of a.csv: "14/05/2024") and count in no month; '
        "write 2024-05-14"
    ]
    assert json.loads((out / "corpus.json").read_text())["n_undated"] == 4


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2023-02-30", ""), ("0000-01-01", ""), ("2023-03-01T99:99", ""), ("20230301", "2023-03"), ("2023-13-01", ""),
        ("2023-03", "2023-03"), ("202303", ""), ("2023-03-01 10:00:00+00:00", "2023-03"), ("2024-02-29", "2024-02"),
        ("20230301T101500Z", "2023-03"), ("2023-03-01T10:00:00.123Z", "2023-03"), ("2023-03-01Tfoo", ""),
        ("2023-0301", ""),
    ],
)  # fmt: skip
def test_a_month_is_that_of_a_day_that_there_is(date, month):
    assert find_month(date) == month


def test_one_slow_row_among_many_is_told_apart_soon(monkeypatch):
    monkeypatch.setattr(parts, "SECONDS", 0.5)
    monkeypatch.setattr(parts, "SECONDS_HALVED", 0.05)
    rows, broken = [CorpusRow(n, str(n), "", "", "") for n in range(2000)], []

    def do(some):
        if any(row.row == 777 for row in some):
            time.sleep(9)

    began = time.monotonic()
    done = [row.row for some, _ in parts.bound_rows(rows, broken, do) for row in some]
    assert done == [n for n in range(2000) if n != 777]
    assert [b.row for b in broken] == [777]
    assert time.monotonic() - began < 3  # twelve times half a second before


def test_one_column_is_not_two_things(tmp_path, root, capsys):
    (tmp_path / "a.csv").write_text("text\nwords\n")
    words = [str(tmp_path / "a.csv"), str(tmp_path / "out"), "--codebook", "great-power-framing", "--date", "text"]
    capsys.readouterr()
    assert main(["--root", str(root), "corpus", *words]) == 2
    assert "text is named as text and as date; name one column for each" in capsys.readouterr().err


def test_a_corpus_without_dates_is_not_blamed_for_it(tmp_path, root, capsys):
    assert code(tmp_path, root, capsys, "a.csv", f"id,text\n1,{TEXT}\n")[:2] == (0, [])


@pytest.mark.parametrize("missing", ["NaN", "nan", "", "None", "<NA>", "#N/A"])
def test_what_tools_write_for_nothing_is_no_expert(tmp_path, root, capsys, missing):
    out = code(tmp_path, root, capsys, "a.csv", f"id,expert,text\n1,{missing},{TEXT}\n2,Nan Abel,{TEXT}\n")[2]
    assert experts(out) == ["", "Nan Abel"]


def test_a_missing_number_in_parquet_is_no_expert(tmp_path, root, capsys):
    pq.write_table(pa.table({"text": [TEXT, TEXT], "expert": [np.nan, 7.0]}), tmp_path / "x.parquet")
    out = code(tmp_path, root, capsys, "a.parquet", (tmp_path / "x.parquet").read_bytes())[2]
    assert experts(out) == ["", "7.0"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_stand_apart_as_spreadsheets_write_them(tmp_path, root, capsys, delimiter):
    rows = [["id", "expert", "text"], ["1", "Abel", '"a; b, c"'], ["2", "Berg", '"two\nlines"']]
    content = "".join(delimiter.join(row) + "\n" for row in rows)
    done, told, out = code(tmp_path, root, capsys, "a.csv", content)
    assert (done, told, experts(out)) == (0, [], ["Abel", "Berg"])


def test_the_first_row_that_cannot_be_read_is_named(tmp_path, root, capsys):
    done, told, out = code(tmp_path, root, capsys, "a.csv", f"id,text\n1,{TEXT}\n2,a,b\n3\n")
    assert done == 1
    assert told == [
        "workbook: 2 rows could not be read; the first is row 2 of a.csv: has 3 fields instead of 2; "
        f"see {out / 'broken.csv'}"
    ]


def test_a_damaged_parquet_file_is_told_in_one_line(tmp_path, root, capsys):
    words = np.random.default_rng(1)
    texts = [" ".join(f"w{x}" for x in words.integers(0, 9999, 40)) for _ in range(400)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "x.parquet")
    data = bytearray((tmp_path / "x.parquet").read_bytes())
    data[len(data) // 3 : len(data) // 3 + 40] = b"\xff" * 40
    done, told, _ = code(tmp_path, root, capsys, "a.parquet", bytes(data))
    assert done == 1
    assert len(told) == 1
    assert "a.parquet" in told[0]


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("text,text\na,b\n")
    with pytest.raises(InputError, match="has the column text twice"):
        find_columns(plan_parts([tmp_path / "a.csv"], size=1 << 20)[0], {})


def test_one_row_that_takes_too_long_is_told_apart_from_the_others(tmp_path, root, capsys, monkeypatch):
    read = parts.code_rows

    def crawl(rows, *rest, **options):
        while any("crawl" in row.text for row in rows):
            pass
        return read(rows, *rest, **options)

    monkeypatch.setattr(parts, "code_rows", crawl)
    monkeypatch.setattr(parts, "SECONDS", 0.3)
    rows = "".join(f"{n},{'crawl' if n == 5 else TEXT}\n" for n in range(8))
    done, told, out = code(tmp_path, root, capsys, "a.csv", f"id,text\n{rows}")
    assert done == 1
    assert "row 6 of a.csv: took longer than 0.3 seconds; split it" in told[0]
    assert sorted(pd.read_parquet(out / "codings")["document_id"].unique()) == list("0123467")
