"""Other indicators are tried before they are saved: gains, losses, other codes, people, other topics, time."""

import time

import pandas as pd
import pytest

from analysis.desk.trying import Workshop
from analysis.errors import InputError

CODE = "asymmetry"


def test_what_is_gained_and_lost_is_the_difference_of_two_codings(tables):
    own = [i.match for c in tables.codebook_file.codes if c.code == CODE for i in c.indicators]
    shop = Workshop(tables.segments, tables.codebook_file)
    same = shop.try_code(CODE, own)
    assert same.gained.empty
    found = tables.codings.query("coder == 'dictionary' and code == @CODE and present")["segment_id"]
    none = shop.try_code(CODE, ["xylophone*"])
    assert list(none.lost["segment_id"]) == list(found)
    more = shop.try_code(CODE, [*own, "visit*"])
    assert len(more.gained)
    assert more.gained["match"].str.contains("visit", case=False).all()
    assert more.lost.empty


def test_people_and_other_topics_are_set_beside(tables):
    ids = tables.segments["segment_id"].head(4)
    human = pd.DataFrame({"segment_id": ids, "code": CODE, "present": [True, False, False, True]})
    shop = Workshop(tables.segments, tables.codebook_file, human=human, off_topic=["The visit was long.", "It rained."])
    trial = shop.try_code(CODE, ["xylophone*", "visit*"])
    assert trial.alarms == ("The visit was long.",)
    assert trial.agreement is not None
    found = set(trial.gained["segment_id"])
    assert set(trial.missed) == {ids.iloc[0], ids.iloc[3]} - found


def test_what_cannot_be_tried_is_told_in_one_line(tables):
    shop = Workshop(tables.segments, tables.codebook_file)
    for code, indicators, told in (
        ("nothing", ["a"], "no code"),
        (CODE, ["aid (0-3"], "aid"),
        (CODE, [" "], "no indic"),
    ):
        with pytest.raises(InputError, match=told):
            shop.try_code(code, indicators)


def test_fifty_events_are_answered_at_the_speed_of_typing(tables):
    segments = pd.concat([tables.segments.assign(
        segment_id=lambda t, n=n: f"{n}/" + t["segment_id"], statement_id=lambda t, n=n: f"{n}/" + t["statement_id"]
    ) for n in range(50)], ignore_index=True)  # fmt: skip
    shop = Workshop(segments, tables.codebook_file)
    took = []
    for n in range(5):
        start = time.process_time()
        shop.try_code(CODE, ["imbalanc*", f"visit{'s' * n}", "power*"])
        took.append(time.process_time() - start)
    assert min(took) < 0.1
