"""CSV that we write: no spreadsheet computes anything in it, and it comes back as it was."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coding.rows import COLUMNS, read_judgement_rows
from analysis.coding.writing import format_rows
from analysis.files.csv_rows import disarm_cell, format_csv, format_csv_rows, read_csv_rows, rearm_cell

LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", '=cmd|" /C calc"!A0', "=HYPERLINK(1)"]
PLAIN = ["", "'", "a=1", "‘=1", "words", "1", "lone\rreturn", "both\r\nends", "a\nb", '"', ",", "\x07bell"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(LIVE + PLAIN)


@pytest.mark.parametrize("text", LIVE)
def test_a_formula_is_disarmed_wherever_it_is_written(text):
    for written in (format_csv(pd.DataFrame({"a": [text]})), format_csv_rows([["a"], [text]])):
        [_, [cell]] = csv.reader(io.StringIO(written, newline=""))
        assert cell == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stands_as_it_is(text):
    assert list(csv.reader(io.StringIO(format_csv_rows([["a", text]]), newline=""))) == [["a", text]]


def test_numbers_are_no_text():
    assert (
        format_csv(pd.DataFrame({"a": [-1.5, 2.0], "b": [-1, 2], "c": [True, False]}))
        == "a,b,c\n-1.5,-1,True\n2.0,2,False\n"
    )


@settings(max_examples=500)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_row_comes_back_as_it_was(cells):
    written = format_csv_rows([cells])
    [row] = csv.reader(io.StringIO(written, newline=""))
    assert [rearm_cell(cell) for cell in row] == (cells if cells != [""] else [""])
    assert [rearm_cell(disarm_cell(cell)) for cell in cells] == cells
    assert written.endswith("\n")


@pytest.mark.parametrize("memo", LIVE + PLAIN)
def test_a_memo_in_a_coders_file_comes_back_as_it_was(tmp_path, memo):
    row = dict.fromkeys(COLUMNS, "x") | {"memo": memo, "text": "-words", "text_sha256": "y"}
    (tmp_path / "a.csv").write_bytes(format_rows([row, row | {"code": "z"}]).encode())
    read = [found for _, found in read_judgement_rows(tmp_path / "a.csv")]
    assert [found["memo"] for found in read] == [memo, memo]
    assert [found["text"] for found in read] == ["-words", "-words"]
    cells = [cell for _, row in read_csv_rows(tmp_path / "a.csv", largest=9999)[1] for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
