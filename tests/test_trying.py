"""Other indicators are tried before they are saved: gains, losses, other codes, people, other topics, suggestions."""

import pandas as pd
import pytest

from analysis.desk.trying import Workshop
from analysis.errors import InputError

CODE = "asymmetry"


def own_lines(tables):
    return [i.match for c in tables.codebook_file.codes if c.code == CODE for i in c.indicators]


def test_what_is_gained_and_lost_is_the_difference_of_two_codings(tables):
    own = own_lines(tables)
    shop = Workshop(tables.segments, tables.codebook_file)
    found = tables.codings.query("coder == 'dictionary' and code == @CODE and present")["segment_id"]
    same = shop.try_code(CODE, own)
    assert (same.gained, [hit.segment_id for hit in same.kept]) == ((), list(found))
    none = shop.try_code(CODE, ["xylophone*"])
    assert [hit.segment_id for hit in none.lost] == list(found)
    more = shop.try_code(CODE, [*own, "visit*"])
    assert more.gained
    assert not more.lost
    assert all(hit.text[a:b].lower().startswith("visit") for hit in more.gained for a, b in hit.spans)


def test_negated_and_quoted_words_count_as_in_a_report(tables):
    segments = tables.segments.head(3).assign(
        text=["No imbalance is seen.", "They speak of “an imbalance”.", "An imbalance."]
    )
    trial = Workshop(segments, tables.codebook_file).try_code(CODE, ["imbalanc*"])
    assert [hit.text for hit in trial.kept] == ["An imbalance."]


def test_other_codes_of_a_sentence_follow_what_was_tried_for_them(tables):
    shop = Workshop(tables.segments, tables.codebook_file)
    everywhere = shop.try_code("dependence", ["the", "a", "of", "in", "and"])
    assert len(everywhere.gained) > 15
    assert all("dependence" in hit.others for hit in shop.try_code(CODE, own_lines(tables)).kept)
    before = shop.count_segments()["dependence"]
    shop.forget_trial("dependence")
    assert shop.count_segments()["dependence"] < before


def test_people_and_other_topics_are_set_beside(tables):
    ids = list(tables.segments["segment_id"].head(4))
    human = pd.DataFrame({"segment_id": [*ids, ids[1]], "code": CODE, "present": [True, False, False, True, True]})
    topics = ["The visit was long.", "It rained."]
    shop = Workshop(tables.segments, tables.codebook_file, human=human, off_topic=topics)
    trial = shop.try_code(CODE, ["xylophone*", "visit*"])
    assert trial.alarms == (("The visit was long.", ((4, 9),)),)
    found = {hit.segment_id for hit in trial.gained}
    said = {ids[0]: [True], ids[1]: [False, True], ids[2]: [False], ids[3]: [True]}
    assert trial.agreement is not None
    assert (trial.agreement.n, trial.agreement.after) == (
        5,
        sum((i in found) == one for i, each in said.items() for one in each),
    )
    assert {hit.segment_id for hit in trial.missed} == {ids[0], ids[1], ids[3]} - found
    assert all(hit.human == ((1, 2) if hit.segment_id == ids[1] else (1, 1)) for hit in trial.missed)


def test_a_code_that_is_not_in_the_codebook_is_tried_as_a_new_one(tables):
    trial = Workshop(tables.segments, tables.codebook_file).try_code("journeys", ["visit*"])
    assert trial.gained
    assert trial.agreement is None


def test_suggestions_say_what_they_gain_and_what_they_cost_and_are_added_to_nothing(tables):
    segments = tables.segments.head(4).assign(
        text=["The price is high.", "Prices rose.", "Pricing roads is hard.", "A queue formed and drivers paid."]
    )
    human = pd.DataFrame({"segment_id": segments["segment_id"], "code": CODE, "present": [True, True, False, True]})
    topics = ["Prices of bread.", "A queue at the baker."]
    shop = Workshop(segments, tables.codebook_file, human=human, off_topic=topics)
    before = shop.count_segments()
    offered = {one.indicator: one for one in shop.suggest(CODE, ["price"])}
    assert shop.count_segments() == before
    assert (offered["prices"].gained, offered["prices"].missed, offered["prices"].alarms) == (1, 1, 1)
    assert (offered["pricing"].gained, offered["pricing"].missed, offered["pricing"].alarms) == (1, 0, 0)
    assert "another form of price" in offered["pricing"].why
    assert "price" not in offered


def test_what_cannot_be_tried_is_told_in_one_line(tables):
    shop = Workshop(tables.segments, tables.codebook_file)
    for indicators, told in ((["aid (0-3"], "aid"), ([" "], "no indic"), (["{match: a, but_not"], "close the brace")):
        with pytest.raises(InputError, match=told):
            shop.try_code(CODE, indicators)
