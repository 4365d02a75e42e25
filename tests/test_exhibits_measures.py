"""Exhibits of contrasts, the Entman grid, stances, actors, wording and certainty: computed titles, safe text, links."""

import re

import pandas as pd
import pytest

from analysis.exhibits import actors, certainty, contrasts, entman, stances, wording
from analysis.exhibits.markup import write_text

ABOUT = {"coder": "dictionary", "unit": "sentence"}


def test_a_contrast_is_in_the_title_only_when_it_holds(tables):
    assert contrasts.title_contrasts(tables["contrasts"].query("coder == 'dictionary' and code == ''")).startswith(
        "1 of 9"
    )
    weaker = {**tables, "contrasts": tables["contrasts"].assign(p_holm=0.5)}
    assert "None of 9 differences" in contrasts.show_contrasts(weaker, **ABOUT).html


def test_nobody_is_ranked_where_the_resamples_do_not_bear_it(tables):
    unranked = {**tables, "contrasts": tables["contrasts"].assign(above="")}
    told = contrasts.tell_contrasts(unranked, **ABOUT).text
    assert "nobody is ranked above anybody" in told
    assert "census" in told


def test_an_absent_function_is_said_to_be_absent(tables):
    rows = tables["entman"].copy()
    first = rows["coder"].eq("dictionary") & rows["function"].eq("cause")
    rows.loc[first, ["n_present", "segment_id", "quote", "note"]] = [0, "", "", "absent"]
    exhibit = entman.show_entman({**tables, "entman": rows}, **ABOUT)
    assert exhibit.text.startswith("Absent: cause")
    assert exhibit.html.count("<b>absent</b>") == 3


def test_every_stance_that_is_not_silent_leads_to_a_segment(tables):
    spoken = (tables["stances"]["stance"] != "silent").sum()
    assert len(re.findall(r'<td><a href="#text-', stances.show_stances(tables).html)) == spoken > 0


def test_the_kind_of_a_stances_coder_is_shown_and_machines_are_no_reference(tables):
    assert "(language model)" in stances.show_stances(tables).html
    assert "no human reference" in stances.tell_stances(tables).text
    human = {**tables, "stances": tables["stances"].assign(kind="person")}
    assert "no human reference" not in stances.tell_stances(human).text


def test_a_claim_on_which_coders_part_is_neither_shared_nor_contested(tables):
    claims = pd.DataFrame(
        {"proposition": ["p", "p", "q"], "coder": ["a", "b", "a"], "verdict": ["consensus", "contested", "consensus"]}
    )
    assert stances.agree_on_verdicts(claims).to_dict("records") == [{"proposition": "q", "verdict": "consensus"}]


def test_each_foremost_word_comes_with_who_else_uses_it(tables):
    told = wording.tell_counter_examples(tables).text
    assert all(expert in told for expert in tables["coverage"]["expert"])


def test_a_distinctive_word_is_told(tables):
    keyness = tables["keyness"].copy()
    keyness.loc[0, "distinctive"] = True
    assert keyness.loc[0, "word"] in wording.tell_wording({**tables, "keyness": keyness}).text


@pytest.mark.parametrize(
    "show",
    [
        lambda t: wording.show_concordance(t, unit="sentence"),
        lambda t: wording.show_text(t, unit="sentence"),
        lambda t: certainty.show_hits(t, unit="sentence"),
        lambda t: certainty.show_outlook(t, unit="sentence"),
        lambda t: entman.show_entman(t, **ABOUT),
        stances.show_stances,
        lambda t: actors.show_actors(t, unit="sentence"),
    ],
)
def test_hostile_text_is_escaped(tables, show):
    hostile = '<script>alert("x")</script>'
    changed = dict(tables)
    for name, columns in {
        "concordance": ["left", "match", "right"],
        "segments": ["text"],
        "certainty_hits": ["quote"],
        "entman": ["quote", "codes"],
        "stances": ["quote"],
        "propositions": ["claim"],
        "actors": ["actor", "acts"],
        "mentions": ["actor"],
    }.items():
        changed[name] = tables[name].assign(
            **{c: hostile if c != "quote" else hostile + tables[name][c] for c in columns}
        )
    html = show(changed).html
    assert "<script" not in html
    assert write_text("<script>")[:10] in html


def test_every_link_of_the_wording_exhibits_has_its_place(tables):
    html = "".join(
        exhibit.html
        for exhibit in (
            wording.show_concordance(tables, unit="sentence"),
            certainty.show_hits(tables, unit="sentence"),
            certainty.show_outlook(tables, unit="sentence"),
            wording.show_text(tables, unit="sentence"),
        )
    )
    places = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= places
