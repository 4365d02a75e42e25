"""What to code next: doubtful segments first, no two alike, and marked as not random."""

import pandas as pd

from analysis.coding.ordering import order_segments
from tests.test_dictionary import make_segments

CODERS = pd.DataFrame({"coder": ["dictionary", "m"], "kind": ["dictionary", "learned"]})


def codings(segments, scores, coder="dictionary"):
    return pd.DataFrame(
        {
            "segment_id": segments["segment_id"],
            "code": "c",
            "coder": coder,
            "present": [s > 0.5 for s in scores],
            "score": [float(s) for s in scores],
        }
    )


def test_one_match_is_more_doubtful_than_many_or_none():
    segments = make_segments("alpha beta.", "gamma delta.", "epsilon zeta.")
    ranked = order_segments(segments, codings(segments, [5, 1, 0]), CODERS)
    assert list(ranked["segment_id"]) == [segments["segment_id"][n] for n in (1, 0, 2)]
    assert not ranked["at_random"].any()


def test_coders_who_differ_come_before_coders_who_agree():
    segments = make_segments("alpha beta.", "gamma delta.")
    both = pd.concat([codings(segments, [3, 3]), codings(segments, [0.99, 0.01], "m")], ignore_index=True)
    assert order_segments(segments, both, CODERS)["segment_id"][0] == segments["segment_id"][1]


def test_what_is_like_the_first_comes_later_and_what_was_judged_is_left_out():
    segments = make_segments("the port lost trade", "the port lost trade again", "rail workers went home", "old")
    scores = codings(segments, [1, 1, 1, 1])
    ranked = order_segments(segments, scores, CODERS, judged=frozenset([segments["segment_id"][3]]))
    assert list(ranked["segment_id"]) == [segments["segment_id"][n] for n in (0, 2, 1)]


def test_every_segment_of_the_event_is_ranked_once(tables):
    ranked = order_segments(tables.segments, tables.codings, tables.coders)
    assert sorted(ranked["segment_id"]) == sorted(tables.segments["segment_id"])
    assert ranked["doubt"].between(0, 1).all()
