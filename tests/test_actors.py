"""analysis.measures.actors: who is named, and in which part as far as rules can tell."""

import math

import pytest

from analysis.errors import InputError
from analysis.measures.actors import find_mentions, list_forms, measure_actor_frames, measure_actors
from analysis.measures.judgements import arrange_judgements
from analysis.measures.lexicons import load_actors, load_verbs
from analysis.tables import validate_table
from tests.measured import CODEBOOK, make_tables, write_segments


@pytest.fixture(scope="module")
def actors(root):
    return load_actors(folder=root / "nowhere", root=root)


@pytest.fixture(scope="module")
def find(root, actors):
    verbs = load_verbs(root=root)
    return lambda texts: validate_table("mentions", find_mentions(write_segments(texts), actors, verbs))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moscow, Putin and the Kremlin agree.", ["Russia", "Russia", "Russia"]),
        ("Xi Jinping met nobody.", ["China"]),
        ("They told us.", []),
        ("The US did.", ["the United States"]),
        ("The U.S. did.", ["the United States"]),
        ("It lies in the west of Europe, not the West.", ["the West", "Europe", "the West"]),
        ("Xinjiang and Muscovites and Chinatown.", []),
        ("Anti-Russian feeling.", []),
    ],
)
def test_names_stand_for_their_actor_in_whole_words(find, text, found):
    assert find({"A": [text]})["actor"].tolist() == found


@pytest.mark.parametrize(
    ("text", "role", "verb"),
    [
        ("China has provided support.", "subject", "provide"),
        ("Putin reiterated his words.", "subject", "reiterate"),
        ("Russia is not friendless.", "subject", "be"),
        ("They courted and praised Putin at length.", "object", "praise"),
        ("It was a help for Russia and nobody.", "preposition", ""),
        ("The talks between nobody and China ended.", "preposition", ""),
        ("Russia’s war goes on.", "possessive", ""),
        ("Russian trade grows.", "adjective", ""),
        ("Greece, Russia.", "other", ""),
    ],
)
def test_roles_are_reported_from_the_words_beside_a_name(find, text, role, verb):
    mention = find({"A": [text]}).iloc[0]
    assert (mention["role"], mention["verb"]) == (role, verb)


def test_forms_of_verbs_lead_to_their_base(root):
    forms = list_forms(load_verbs(root=root))
    for form, base in {
        "sought": "seek",
        "relies": "rely",
        "committed": "commit",
        "giving": "give",
        "pushes": "push",
    }.items():
        assert forms[form] == base


def test_counts_carry_their_denominators(find, actors):
    texts = {"A": ["China gives. China takes.", "Nothing."], "B": ["Nobody."]}
    table = validate_table(
        "actors", measure_actors(find(texts), write_segments(texts), actors, experts=("A", "B", "C"))
    ).set_index(["expert", "actor"])
    row = table.loc[("A", "China")]
    assert (row["n_mentions"], row["n_segments"], row["n_present"], row["share"], row["n_subject"]) == (2, 2, 1, 0.5, 2)
    assert row["acts"] == "give; take"
    assert table.loc[("B", "China"), "share"] == 0
    assert math.isnan(table.loc[("C", "China"), "share"])


def test_actor_and_frame_are_counted_together(actors, find):
    segments, codings = make_tables({"A": ["need", "need", "", "threat"]})
    segments["text"] = ["China is.", "China was.", "Russia is.", "Nobody."]
    mentions = find({"A": segments["text"].tolist()})
    table = measure_actor_frames(mentions, arrange_judgements(codings, segments, CODEBOOK, coder="c"), segments, actors)
    row = validate_table("actor_frames", table).set_index(["actor", "frame"]).loc[("China", "power")]
    assert (row["n_segments"], row["n_actor"], row["n_frame"], row["n_both"], row["share"]) == (4, 2, 2, 2, 1)
    assert row["lift"] == pytest.approx(math.log2(2.5 / 1.5))


def test_every_mention_lies_where_it_says(tables):
    text = tables["documents"]["text"].iloc[0]
    assert all(text[m.start : m.end] == m.match for m in tables["mentions"].itertuples())


def test_an_event_can_have_actors_of_its_own_and_a_name_stands_for_one(tmp_path, root):
    (tmp_path / "actors.yml").write_text(
        "name: own\nlanguage: en\nabout: a test\nactors:\n  - actor: Atlantis\n    names: [Atlantis, Sea]\n"
        "  - actor: Ocean\n    names: [Sea]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match='the name "Sea" is given twice'):
        load_actors(folder=tmp_path, root=root)
