"""The workshop with the extra [learned]: neighbours in meaning, and what to code next by the ranker."""

from importlib.util import find_spec

import pytest

from analysis.coding.embedding import NEEDED, load_encoder
from analysis.coding.ranking import rank_segments
from analysis.desk import open_workshop
from analysis.desk.trying import Workshop
from analysis.pipeline import build_tables
from tests.conftest import EVENT
from tests.test_workshop import ask

missing = [name for name in NEEDED if find_spec(name) is None]
if missing:
    pytest.skip(f"the extra [learned] is not installed ({', '.join(missing)})", allow_module_level=True)


def test_neighbours_in_meaning_are_suggested_with_what_they_gain_and_added_to_nothing(tables):
    texts = ["The quarrel grew.", "They fight over islands.", "Bread is cheap.", "A confrontation looms."]
    segments = tables.segments.head(4).assign(text=texts)
    for load, expected in ((load_encoder, {"quarrel", "fight"}), (None, set())):
        shop = Workshop(segments, tables.codebook_file, load_encoder=load)
        before = shop.count_segments()
        near = {one.indicator: one for one in shop.suggest("rivalry", ["confrontation*"]) if "in meaning" in one.why}
        assert set(near) == expected
        assert all(one.gained == 1 for one in near.values())
        assert all("near “confrontation” in meaning" in one.why for one in near.values())
        assert shop.count_segments() == before


def test_the_ranker_orders_what_to_code_next_and_what_surprises_is_where_it_and_the_dictionary_differ(event):
    tables = build_tables(event)
    [name, code] = tables.codebook_file.name, "dependence"
    shop = open_workshop(name, root=event.root)
    likely = ask(shop, "next", event=EVENT, order="likely", code=code)
    ranked = rank_segments(tables.segments, tables.codebook_file, encoder=load_encoder()).query("code == @code")
    order = ranked["segment_id"].tolist()
    assert [one["segment_id"] for one in likely["next"]] == order[:12]
    assert "not validated" in likely["by"]
    found = tables.codings.query("coder == 'dictionary' and code == @code").set_index("segment_id")["present"]
    place = {segment: n for n, segment in enumerate(order)}
    surprise = {s: (len(order) - 1 - place[s] if not found[s] else place[s]) for s in order}
    surprising = ask(shop, "next", event=EVENT, order="surprising", code=code)["next"]
    values = [surprise[one["segment_id"]] for one in surprising]
    assert values == sorted(surprise.values(), reverse=True)[:12]
    assert any("does not find it" in one["why"] for one in surprising)
    assert ask(shop, "suggest", code=code)["without"] == ""
