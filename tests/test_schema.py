import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.exchange.csv_files import read_csv, write_csv
from analysis.files.csv_rows import format_csv
from analysis.tables import TABLES, validate_table
from tests.regenerate import dictionary_of_columns


def test_every_table_of_the_bundled_event_fits_its_schema(tables):
    for name, table in tables.items():
        validate_table(name, table)


def test_every_promised_table_is_built_or_empty_for_a_reason(tables):
    assert set(tables) == set(TABLES)


def test_a_duplicate_key_is_refused_with_column_and_row(tables):
    twice = pd.concat([tables["coverage"], tables["coverage"].head(1)], ignore_index=True)
    with pytest.raises(InputError, match="coverage: row 3: has the key of row 0"):
        validate_table("coverage", twice)


def test_a_missing_column_is_refused(tables):
    with pytest.raises(InputError, match="words"):
        validate_table("coverage", tables["coverage"].drop(columns="words"))


def test_the_dictionary_of_columns_in_data_readme_is_current(root):
    assert (root / "data" / "README.md").read_text(encoding="utf-8") == dictionary_of_columns(), "run `make golden`"


def test_every_table_reads_back_equal_from_csv(tables, tmp_path):
    for name, table in tables.items():
        write_csv(table, tmp_path / f"{name}.csv")
        pd.testing.assert_frame_equal(read_csv(name, tmp_path / f"{name}.csv"), table, check_exact=True)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.floats(0, 1))
def test_any_text_and_number_reads_back_equal(text, share):
    table = pd.DataFrame(
        {"expert": [text], "n_statements": [1], "n_paragraphs": [1], "n_segments": [2], "words": [3], "share": [share]}
    ).astype({"expert": "str"})
    raw = format_csv(table).encode()

    class File:
        def read_bytes(self):
            return raw

    pd.testing.assert_frame_equal(read_csv("coverage", File()), table, check_exact=True)
