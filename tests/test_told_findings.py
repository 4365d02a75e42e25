"""No computed finding is shown without its strength and its coders, nor after the gate has withheld it."""

import ast
import importlib
import inspect
import json
import re
import typing

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.exhibits import actors, certainty, contrasts, coverage, entman, framings, profile, stances, wording
from analysis.exhibits.exhibit import MIME, Exhibit
from analysis.exhibits.sentences import Told, show_told
from analysis.measures.gates import gate_finding
from analysis.measures.keyness import select_shown
from analysis.reports.export import export_html
from tests.conftest import ROOT
from tests.test_export import make_notebook

ABOUT = {"coder": "dictionary", "unit": "sentence"}
TOLD = {
    "answer": lambda t: framings.show_answer(t, **ABOUT),
    "findings": lambda t: framings.show_findings(t, **ABOUT),
    "contrasts": lambda t: contrasts.tell_contrasts(t, **ABOUT),
    "stances": stances.tell_stances,
    "wording": wording.tell_wording,
    "counter-examples": wording.tell_counter_examples,
}
TITLED = {
    "profile": lambda t: profile.show_profile(t, **ABOUT),
    "codes": lambda t: profile.show_codes(t, **ABOUT),
    "contrasts": lambda t: contrasts.show_contrasts(t, **ABOUT),
    "distances": lambda t: contrasts.show_distances(t, coder="dictionary"),
    "entman": lambda t: entman.show_entman(t, **ABOUT),
    "dimensions": lambda t: entman.show_dimensions(t, **ABOUT),
    "actor frames": lambda t: actors.show_actor_frames(t, **ABOUT),
}
COUNTED = {
    "actors": lambda t: actors.show_actors(t, unit="sentence"),
    "keyness": wording.show_keyness,
    "certainty": lambda t: certainty.show_certainty(t, unit="sentence"),
    "outlook": lambda t: certainty.show_outlook(t, unit="sentence"),
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def disagree(tables):
    """The same tables, had people coded them and not agreed."""
    worse = {"kind": "person", "n_coders": 2, "alpha": 0.1, "low": 0.0, "coders": "dictionary, reader-a"}
    return {
        **tables,
        "coders": tables["coders"].assign(kind="person"),
        "reliability": tables["reliability"].assign(**worse),
        "frame_reliability": tables["frame_reliability"].assign(**worse),
    }


def read_code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ast.parse("\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code"))


@pytest.mark.parametrize("name", TOLD)
def test_every_told_finding_shows_its_strength_and_its_coders(tables, name):
    exhibit = TOLD[name](tables)
    assert exhibit.kind == "finding"
    assert {f.strength for f in exhibit.findings} == {"tentative"}
    assert 'class="strength tentative"' in exhibit.html
    coders = {coder for f in exhibit.findings for coder in f.coders}
    assert all(coder in exhibit.html for coder in coders)
    assert coders or exhibit.html.count("no coder") == len(exhibit.findings)


@pytest.mark.parametrize("name", TITLED)
def test_a_title_is_withheld_where_people_disagree_and_says_its_strength_where_not(tables, name):
    shown, withheld = TITLED[name](tables), TITLED[name](disagree(tables))
    title = re.search(r'<p class="title">(.*?)</p>', shown.html)[1]
    assert "Title: tentative (only machines coded it; coder: dictionary)." in shown.html
    assert '<p class="title">Withheld: ' in withheld.html
    assert title not in withheld.html
    assert title not in withheld.alt


@pytest.mark.parametrize("name", ["answer", "findings", "contrasts"])
def test_a_told_finding_is_withheld_where_people_disagree(tables, name):
    withheld = TOLD[name](disagree(tables))
    assert {f.strength for f in withheld.findings} == {"withheld"}
    assert not any(f.sentence in withheld.html for f in TOLD[name](tables).findings)


@pytest.mark.parametrize("name", COUNTED)
def test_a_title_that_counts_words_says_that_nobody_coded(tables, name):
    assert "Title: tentative (a rule counted words, nobody judged them; no coder)." in COUNTED[name](tables).html


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_computes_no_prose_but_findings(path):
    """Markdown may name parameters and the event; whatever is computed comes as an exhibit, `tell_…` as a finding."""
    tree = read_code(path)
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        if name.rpartition(".")[2] in {"Markdown", "HTML", "print"}:
            inner = [node for argument in call.args for node in ast.walk(argument)]
            assert not any(isinstance(node, ast.Call) for node in inner), ast.unparse(call)
            assert not any(isinstance(node, ast.Name) and node.id == "tables" for node in inner), ast.unparse(call)
        if (told := name.rpartition("."))[2].startswith("tell_"):
            function = getattr(importlib.import_module(modules[told[0]]), told[2])
            assert typing.get_type_hints(function)["return"] is Exhibit, name
            assert "show_told(" in inspect.getsource(function), name


def test_an_exhibit_of_a_finding_without_the_gate_is_refused():
    with pytest.raises(InputError, match="gate_finding"):
        Exhibit("claim", "finding", "<p>Red leads.</p>", "Red leads.")


def test_a_report_refuses_a_finding_without_strength():
    about = {"name": "claim", "kind": "finding", "alt": "", "tables": {}}
    with pytest.raises(InputError, match="has no strength"):
        export_html(make_notebook({"text/html": "<p>Red leads.</p>", MIME: about}), title="T")


def test_what_a_finding_says_is_escaped(tables):
    finding = gate_finding("<script>1</script>", tables=tables, coders=[])
    assert "<script" not in show_told("told", [Told(finding)]).html


def test_coverage_says_how_much_is_quoted_and_leads_to_the_passages(tables):
    exhibit = coverage.show_coverage(tables, unit="sentence")
    total = int(tables["voice_shares"]["n_quoted"].sum())
    assert f"{total} words (" in exhibit.html
    assert exhibit.html.count('href="#voices-') == 2 * (tables["voice_shares"]["n_quoted"] > 0).sum()
    assert set(re.findall(r'href="#(voices-\d+)"', exhibit.html)) == set(re.findall(r'id="(voices-\d+)"', exhibit.html))
    assert len(exhibit.tables["voices"]) == len(tables["voices"])
    assert set(exhibit.tables["voices"]["segment_id"]) <= set(tables["segments"]["segment_id"])


def follow_counts(html, name):
    """The number that each count says, and how many segments it leads to."""
    counts = re.findall(rf'<a href="#({name}-\d+)">(\d+)[^<]*</a>', html)
    assert counts
    return [
        (int(count), re.search(rf'<span id="{anchor}" tabindex="-1">(.*?)</span></li>', html)[1].count('href="#text-'))
        for anchor, count in counts
    ]


@pytest.mark.parametrize(
    ("show", "name"),
    [
        (lambda t: entman.show_dimensions(t, **ABOUT), "dimension"),
        (lambda t: actors.show_actor_frames(t, **ABOUT), "actor-frame"),
    ],
)
def test_a_count_leads_to_as_many_segments_as_it_says(tables, show, name):
    assert all(count == leads for count, leads in follow_counts(show(tables).html, name))


def test_a_count_of_places_leads_to_the_segments_that_hold_them(tables):
    words = follow_counts(wording.show_words(tables, unit="sentence").html, "word")
    shown = select_shown(tables["keyness"])
    uses = [n for r in shown.itertuples() for n in (r.n_target, r.n_reference) if n]
    segments = [n for r in shown.itertuples() for n in (r.segments_target, r.segments_reference) if n]
    assert words == list(zip(uses, segments, strict=True))

    hits = follow_counts(certainty.show_rates(tables, unit="sentence").html, "hit")
    rates = tables["certainty"].query("n_hits > 0")
    assert hits == list(zip(rates["n_hits"], rates["n_present"], strict=True))

    named = follow_counts(actors.show_actors(tables, unit="sentence").html, "actor")
    mentions = tables["mentions"]
    wanted = []
    for r in tables["actors"].query("n_mentions > 0").itertuples():
        of = mentions.query("expert == @r.expert and actor == @r.actor")
        wanted.append((r.n_present, of["segment_id"].nunique()))
        for role, count in (("subject", r.n_subject), ("object", r.n_object)):
            if count:
                wanted.append((count, of.loc[of["role"] == role, "segment_id"].nunique()))
    assert named == wanted


def test_every_count_of_a_contrast_leads_to_its_quotations(tables):
    html = contrasts.show_contrasts(tables, **ABOUT).html
    rows = tables["contrasts"].query("coder == 'dictionary' and code == ''")
    assert len(re.findall(r'<a href="#evidence-\d+-\d+">\d+\sof\s\d+</a>', html)) == 3 * rows["frame"].nunique()


def test_every_table_lies_beside_the_page_as_records_too(tables):
    exhibit = profile.show_profile(tables, **ABOUT)
    records = json.loads(exhibit._repr_mimebundle_()[MIME]["records"]["profile"])
    assert records == json.loads(json.dumps(exhibit.tables["profile"].to_dict("records")))
    bundle = exhibit._repr_mimebundle_()
    assert set(export_html(make_notebook(bundle), title="T").data) == {"profile.csv", "profile.json"}


def test_records_are_plain_json_where_nothing_is_known():
    table = pd.DataFrame({"é": ["ü", "“"], "n": [1.5, float("nan")], "yes": [True, False]})
    written = Exhibit("t", "table", "", "", tables={"t": table})._repr_mimebundle_()[MIME]["records"]["t"]
    assert written == '[\n{"é": "ü", "n": 1.5, "yes": true},\n{"é": "“", "n": null, "yes": false}\n]\n'


def test_a_passage_carries_the_language_of_its_page(tables):
    documents = tables["documents"].assign(language="de")
    german = {**tables, "documents": documents}
    for exhibit in (
        wording.show_text(german, unit="sentence"),
        wording.show_concordance(german, unit="sentence"),
        certainty.show_hits(german, unit="sentence"),
        certainty.show_outlook(german, unit="sentence"),
        entman.show_entman(german, **ABOUT),
        stances.show_stances(german),
        coverage.show_coverage(german, unit="sentence"),
    ):
        assert re.search(r"lang=.de.", exhibit.html), exhibit.name


def test_function_words_are_marked_and_not_listed_in_their_places(tables):
    words, places = wording.show_words(tables, unit="sentence"), wording.show_concordance(tables, unit="sentence")
    assert "a‡" in words.html
    assert "russia" in {w.lower() for w in re.findall(r"“([^“]*?)”</th>", places.html)}
    assert not {"a", "for", "as"} & set(re.findall(r"“([^“]*?)”</th>", places.html))
    assert {"a", "for", "as"} <= set(places.tables["concordance"]["word"])
