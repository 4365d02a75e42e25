"""Rows of CSV files that people write: each with its line, or one line that says what is wrong."""

import pytest

from analysis.csv_rows import is_whole, name_cells, read_csv_rows
from analysis.errors import InputError


def test_each_row_has_the_line_that_it_begins_in_and_blank_ones_are_left_out(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b'\xef\xbb\xbfa,b\r\n1,"x\r\ny"\r\n\r\n,\r\n2,z\r\n')
    header, rows = read_csv_rows(path, largest=1 << 20)
    assert header == ["a", "b"]
    assert rows == [(2, ["1", "x\r\ny"]), (6, ["2", "z"])]


@pytest.mark.parametrize(("cells", "whole"), [(["1", "2"], True), (["1"], False), (["1", "2", "3"], False)])
def test_a_row_is_whole_with_as_many_cells_as_names(cells, whole):
    assert is_whole(name_cells(["a", "b"], cells)) is whole


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\n" + b"x" * 2000, "rows.csv: is larger than 0 MB"),
        (b"a\n\xff", "rows.csv: byte 2 is not UTF-8"),
        (b'a\n"b" c\n', "rows.csv:2: is not CSV here"),
        (None, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path, content, message):
    path = tmp_path / "rows.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        read_csv_rows(path, largest=1000)
    assert len(error.value.problems) == 1
