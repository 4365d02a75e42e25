"""A table that does not fit is refused in plain words, and so is an event or unit that is none."""

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.pipeline import EventTables, build_tables


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("segments", lambda t: pd.concat([t, t]), "row 23: has the key of row 0 .segment_id"),
        ("codings", lambda t: t.drop(columns="score"), 'has no column "score"; add it'),
        ("codings", lambda t: t.assign(more=1), 'has the column "more", which it should not; remove it'),
        ("codings", lambda t: t.assign(present="yes"), 'column "present" has dtype .*; make it bool'),
        ("codings", lambda t: t[list(t.columns[::-1])], "has its columns in another order"),
        ("segments", lambda t: t.assign(start=-1), 'row 0, column "start": is 0 or more; found -1'),
        ("segments", lambda t: t.assign(expert=t["expert"].where(t.index > 0)), 'row 0, column "expert": is empty'),
        ("coverage", lambda t: t.assign(share=2.0), 'row 0, column "share": is a share from 0 to 1; found 2.0'),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_do(tables, name, change, said):
    with pytest.raises(InputError, match=f"table {name}: .*{said}"):
        tables.replace(**{name: change(tables[name])})


def test_what_is_no_event_or_unit_is_refused(event):
    with pytest.raises(InputError, match='unit is sentence, paragraph; found "word"'):
        build_tables(event, unit="word")
    with pytest.raises(InputError, match=r"found 'slug'; use build_tables\('slug'\)"):
        EventTables("slug")


def test_words_are_a_table_like_the_others(tables):
    assert tables["words"] is tables.words
    assert list(tables.words.columns) == ["word", "expert", "segment_id", "start", "end"]
