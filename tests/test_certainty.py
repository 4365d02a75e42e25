"""analysis.measures.certainty: hedges and boosters that are there, and look-alikes that are not."""

import math

import pytest

from analysis.errors import InputError
from analysis.event import load_event
from analysis.measures.certainty import find_hits, measure_certainty
from analysis.measures.lexicons import find_lexicon, load_lexicon
from analysis.pipeline import build_tables
from analysis.tables import validate_table
from tests.exhibits import show_all
from tests.measured import write_segments

NAMES = ("hedges", "boosters", "obligation", "wishes")


@pytest.fixture(scope="module")
def find(root):
    lexicons = [load_lexicon(name, root=root) for name in NAMES]
    reporting = load_lexicon("reporting", root=root)
    return lambda texts: validate_table("certainty_hits", find_hits(write_segments(texts), lexicons, reporting))


def list_hits(hits, category="hedge"):
    return hits.loc[hits["category"] == category, "match"].tolist()


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("They may agree.", ["may"]),
        ("In May 2023 they met.", []),
        ("May 2023 was cold.", []),
        ("It is rather cold.", ["rather"]),
        ("Image rather than peace.", []),
        ("To some extent it is so.", ["To some extent"]),
        ("It remains to be seen.", ["remains to be seen"]),
        ("He remained to be seen with her.", ["remained to be seen"]),  # a limit: no syntax
        ("Russian military might is spent.", []),
        ("They might win.", ["might"]),
        ("It is unlikely.", ["unlikely"]),
        ("It is likely, possibly certain.", ["likely", "possibly"]),
        ("The dismay was great.", []),
        ("Not clear at all.", ["Not clear"]),
    ],
)
def test_hedges_are_found_and_look_alikes_are_not(find, text, hedges):
    assert list_hits(find({"A": [text]})) == hedges


@pytest.mark.parametrize(
    ("text", "boosters"),
    [
        ("It will happen.", ["will"]),
        ("The political will is there.", []),
        ("Will Smith said so.", []),
        ("It is clearly, undoubtedly so.", ["clearly", "undoubtedly"]),
        ("No doubt it is.", ["No doubt"]),
        ("It is doubtful.", []),
    ],
)
def test_boosters_are_found_and_look_alikes_are_not(find, text, boosters):
    assert list_hits(find({"A": [text]}), "booster") == boosters


def test_what_ought_to_be_is_apart_from_how_sure_it_is(find):
    hits = find({"A": ["They should talk and may do so."]})
    assert dict(zip(hits["match"], hits["modality"], strict=True)) == {"should": "deontic", "may": "epistemic"}


def test_a_reported_view_is_apart_from_the_experts_own(find):
    hits = find({"A": ["Critics say it may fail; it will hold.", "He wrote “it may fail”.", "It may fail."]})
    assert hits["voice"].tolist() == ["attributed", "own", "attributed", "own"]


def test_an_entry_says_what_it_makes_of_things_to_come(find):
    hits = find({"A": ["It will come, is likely, could be, hopes remain, it remains to be seen."]})
    assert hits["outlook"].tolist() == ["certain", "likely", "possible", "hoped", "open"]


def test_what_remains_to_be_seen_is_not_certain(find):
    hits = find({"A": ["It remains to be seen what will come, but it will."]})
    assert hits["outlook"].tolist() == ["open", "open", "certain"]


def test_rates_carry_their_denominators(find):
    segments = write_segments({"A": ["They may or might not.", "So it is."], "B": ["Yes."]})
    hits = find({"A": ["They may or might not.", "So it is."], "B": ["Yes."]})
    table = validate_table("certainty", measure_certainty(hits, segments, experts=("A", "B", "C")))
    row = table[(table["expert"] == "A") & (table["category"] == "hedge") & (table["voice"] == "own")].iloc[0]
    assert (row["n_hits"], row["words"], row["n_segments"], row["n_present"], row["share"]) == (2, 8, 2, 1, 0.5)
    assert row["per_100_words"] == 25
    none = table[table["expert"] == "C"].iloc[0]
    assert math.isnan(none["per_100_words"])
    assert math.isnan(none["share"])


def test_every_hit_lies_where_it_says(tables):
    text = tables["documents"]["text"].iloc[0]
    for hit in tables["certainty_hits"].itertuples():
        assert text[hit.start : hit.end] == hit.match
        assert hit.match in hit.quote


def test_every_hit_of_the_bundled_page_is_counted_once(tables):
    assert tables["certainty"]["n_hits"].sum() == len(tables["certainty_hits"])


@pytest.mark.parametrize("name", [*NAMES, "reporting"])
def test_every_lexicon_names_its_sources_and_has_no_entry_twice(root, name):
    lexicon = load_lexicon(name, root=root)
    entries = [entry.entry for entry in lexicon.entries]
    assert lexicon.sources
    assert len(entries) == len(set(entries))


def test_a_lexicon_with_a_mistake_is_refused_with_its_line(tmp_path):
    folder = tmp_path / "data" / "lexicons"
    folder.mkdir(parents=True)
    good = find_lexicon("hedges", tmp_path).read_text(encoding="utf-8")
    (folder / "hedges.yml").write_text(good.replace("  - entry: would\n", "  - entry: (would\n"), encoding="utf-8")
    with pytest.raises(InputError, match=r"hedges.yml:\d+: "):
        load_lexicon("hedges", root=tmp_path)


def test_a_page_in_a_language_without_word_lists_gets_no_english_measure_and_one_sentence_why(event):
    path = event.folder / "event.yml"
    path.write_text(path.read_text("utf-8").replace("language: en", "language: sv"), "utf-8")
    tables = build_tables(load_event(event.slug, root=event.root))
    for name in ("certainty", "certainty_hits", "mentions", "actors", "actor_frames"):
        assert tables[name].empty, name
    assert set(tables.readability.dropna(subset="value")["formula"]) == {"LIX"}
    assert not (tables.voices["kind"] == "attributed").any()
    shown = show_all(tables, event)
    assert shown["certainty"].title.startswith("No word list is in Swedish, so hedges, boosters")
    assert shown["actors"].title.startswith("No list of actors is in Swedish")
    assert "outlook" not in shown
    assert "lexicons" not in shown
    assert "Flesch and Kincaid are for English, not Swedish, and are left out" in shown["readability"].subtitle
    assert "Flesch" not in str(shown["readability"].parts)


def test_a_word_list_of_ones_own_in_the_language_of_the_page_is_used(event):
    path = event.folder / "event.yml"
    path.write_text(path.read_text("utf-8").replace("language: en", "language: sv"), "utf-8")
    own = event.root / "data" / "lexicons" / "hedges.yml"
    own.write_text(
        "name: hedges\nlanguage: sv\nabout: own\nsources: [own]\ncategory: hedge\nmodality: epistemic\n"
        "entries: [{entry: Russia}]\n",
        "utf-8",
    )
    tables = build_tables(load_event(event.slug, root=event.root))
    assert set(tables.certainty["category"]) == {"hedge"}
    assert set(tables.certainty_hits["match"]) == {"Russia"}
    assert show_all(tables, event)["certainty"].title.endswith("hedges in the experts’ own voices")
