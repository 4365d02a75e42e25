"""Exhibits are data; titles pass the gate; what is shown is escaped, has its language, and leads to its words."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.event import load_event
from analysis.exhibits.describing import describe_parts, plain
from analysis.exhibits.parts import Columns, Exhibit, Panels, Table, Text
from analysis.exhibits.pieces import Link, Strong
from analysis.exhibits.view import View
from analysis.files.csv_rows import list_rows
from analysis.page.rendering import find_ids, place_exhibit, render_exhibit
from analysis.page.showing import MIME, bundle, describe_exhibit, write_records
from analysis.pipeline import build_tables
from tests.conftest import EVENT, ROOT
from tests.exhibits import show_all, show_brief
from tests.hostile import write_large_event

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def event():
    return load_event(EVENT, root=ROOT)


@pytest.fixture(scope="module")
def shown(tables, event):
    return show_all(tables, event)


def render(exhibit, **options):
    return str(render_exhibit(describe_exhibit(exhibit), **options))


def disagree(tables):
    """The same tables, had people coded them, the second and third finding what the first does not."""

    def turn(rows):
        return rows.assign(present=rows["present"] ^ (rows["coder"] != "dictionary"))

    people = tables.coders.assign(kind="person", who=tables.coders["coder"], codebook_current=True)
    return tables.replace(coders=people, codings=turn(tables.codings), judgement_log=turn(tables.judgement_log))


def test_every_exhibit_is_plain_json_data(shown):
    for exhibit in shown.values():
        data = describe_exhibit(exhibit)
        assert json.loads(json.dumps(data, allow_nan=False)) == data, exhibit.name


def test_every_link_on_a_page_of_all_exhibits_has_its_place(shown):
    data = [describe_exhibit(exhibit) for exhibit in shown.values()]
    places = {*find_ids(data), *(f"{name}-title" for name in shown)}
    html = "".join(str(render_exhibit(one, anchors=places)) for one in data)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    linked = set(re.findall(r'href="#([^"]+)"', html))
    assert linked <= set(ids)
    loose = "".join(str(render_exhibit(one)) for one in data)
    assert set(re.findall(r'href="#([^"]+)"', loose)) - set(ids) == set()


def test_a_link_to_a_place_that_the_page_does_not_have_is_plain_text():
    exhibit = Exhibit("x", "X", parts=(Text(("see ", Link("#there", "there"))),))
    assert "<a" not in render(exhibit, anchors=set())
    assert 'href="#there"' in render(exhibit, anchors={"there"})


@pytest.mark.parametrize("to", ["javascript:x()", "data:text/html,x", "//x.org", "https://x.org/'><script>"])
def test_a_link_that_would_run_something_is_plain_text(to):
    assert "<a" not in render(Exhibit("x", parts=(Text(Link(to, "there")),)))


@pytest.mark.parametrize("name", ["frames", "distances", "codes"])
def test_what_people_disagree_on_is_withheld(tables, event, shown, name):
    withheld = show_all(disagree(tables), event)[name]
    assert withheld.findings[0].strength == "withheld"
    claim = shown[name].findings[0].sentence
    assert claim not in withheld.text
    assert claim not in render(withheld)
    assert "Withheld: " in withheld.text or "Which frame is counted most often is withheld" in withheld.text


def test_the_strength_is_said_once_and_exceptions_are_marked(shown):
    data = describe_exhibit(shown["certainty"])
    assert ">counted<" not in str(render_exhibit(data, strength="counted"))
    assert ">counted<" in str(render_exhibit(data, strength="firm"))
    assert render(shown["answer"]).count('aria-current="true"') == 1


def test_every_count_of_a_frame_leads_to_as_many_segments_as_it_says(tables, shown):
    statements = describe_exhibit(shown["text"])["parts"][0]["statements"]
    marked = {}
    for statement in statements:
        for paragraph in statement["paragraphs"]:
            for segment in paragraph:
                for name in segment["sets"]:
                    marked[name] = marked.get(name, 0) + 1
    rows = tables["prevalence"].query("coder == 'dictionary' and n_present > 0").reset_index(drop=True)
    experts = {e: i for i, e in enumerate(tables["coverage"]["expert"], 1)}
    frames = {f: i for i, f in enumerate(tables["codebook"]["frame"].drop_duplicates(), 1)}
    codes = {c: i for i, c in enumerate(tables["codebook"]["code"], 1)}
    for r in rows.itertuples():
        name = f"e{experts[r.expert]}-f{frames[r.frame]}" + (f"-c{codes[r.code]}" if r.code else "")
        assert marked[name] == r.n_present, name
    html = render(shown["frames"])
    counts = re.findall(r'href="#(e\d+-f\d+)"[^>]*>(?:<span class="vh">[^<]*</span>)?(\d+) of', html)
    assert counts
    assert all(marked[name] == int(count) for name, count in counts)


def test_every_stance_that_is_not_silent_leads_to_a_segment(tables, shown):
    grid = describe_exhibit(shown["claims"])["parts"][0]
    signs = [cell["words"] for row in grid["rows"] for cell in row if isinstance(cell["words"], dict)]
    spoken = tables["stances"].query("stance != 'silent'")[["proposition", "expert"]].drop_duplicates()
    assert sum(bool(sign["to"]) for sign in signs) == len(spoken) > 0


def test_the_kind_of_a_stances_coder_is_shown_and_machines_are_no_reference(tables, event, shown):
    assert "(language model)" in shown["claims"].text
    assert "no human reference" in shown["claims"].text
    human = tables.replace(stances=tables["stances"].assign(kind="person"))
    assert "no human reference" not in show_all(human, event)["claims"].text


def test_hostile_text_is_escaped(tables, event):
    named = dict(tables)
    for name, columns in {
        "concordance": ["match"],
        "segments": ["text"],
        "entman": ["quote", "codes"],
        "stances": ["quote"],
        "propositions": ["claim"],
        "actors": ["acts"],
        "documents": ["publisher", "url"],
        "voices": ["text", "source"],
    }.items():
        named[name] = tables[name].assign(**dict.fromkeys(columns, HOSTILE))
    changed = tables.replace(**named)
    for exhibit in {**show_all(changed, event), **show_brief(changed, event)}.values():
        html = render(exhibit)
        assert "<script" not in html, exhibit.name
    assert "&lt;script&gt;" in render(show_all(changed, event)["claims"])


def test_what_cannot_be_seen_is_shown():
    assert "a\ufffdb" in render(Exhibit("x", parts=(Text("a\u202eb"),)))


def test_a_passage_carries_the_language_of_its_page(tables, event):
    german = tables.replace(documents=tables["documents"].assign(language="de"))
    found = show_all(german, event)
    for name in (
        "text",
        "words",
        "certainty",
        "outlook",
        "functions",
        "claims",
        "contradictions",
        "coverage",
        "errors",
    ):
        assert 'lang="de"' in render(found[name]), name


def test_a_figure_without_alternative_text_is_refused():
    with pytest.raises(InputError, match='figure "bars" has no alternative text'):
        Exhibit("bars", parts=(Panels((), " "),))


def test_every_table_lies_beside_the_page_as_records_too(shown):
    data, table = describe_exhibit(shown["frames"]), shown["frames"].tables["profile"]
    written = pd.DataFrame(json.loads(data["records"]["profile"]))
    pd.testing.assert_frame_equal(written, table.reset_index(drop=True), check_dtype=False, rtol=1e-11)


def test_published_numbers_have_twelve_digits_so_that_no_processor_gives_other_bytes():
    def publish(number):
        tables = {"profile": pd.DataFrame({"x": [number]})}
        data = describe_exhibit(Exhibit("bars", tables=tables))
        return data["tables"], data["records"]

    assert publish(0.1 + 0.2) == publish(0.3)
    assert publish(0.1234567890121) != publish(0.1234567890137)


def test_records_are_plain_json_where_nothing_is_known():
    table = pd.DataFrame({"é": ["ü", "“"], "n": [1.5, float("nan")], "yes": [True, False]})
    written = write_records(list(table), list_rows(table))
    assert written == ('[\n{"é": "ü", "n": 1.5, "yes": true},\n{"é": "“", "n": null, "yes": false}\n]\n')


def test_a_notebook_shows_html_words_and_data(shown):
    found = bundle(shown["answer"])
    assert set(found) == {"text/html", "text/plain", MIME}
    assert found[MIME]["version"] == 1
    assert "frames" not in found["text/plain"] or "power imbalance" in found["text/plain"]


def test_two_reports_on_one_page_have_places_of_their_own(shown):
    data = describe_exhibit(shown["frames"])
    a, b = (str(render_exhibit(place_exhibit(data, side, f"../{side}/index.html"))) for side in "ab")
    assert not set(re.findall(r' id="([^"]+)"', a)) & set(re.findall(r' id="([^"]+)"', b))
    assert 'href="../a/index.html#e1-f1"' in a


def test_words_of_parts_are_read_in_order():
    table = Table("c", ("h",), ())
    assert plain((Strong("a"), " b")) == "a b"
    assert describe_parts(table)["is"] == "Table"
    assert plain(Text(("a ", Link("#x", "b"), "."))) == "a b."


def test_short_quotations_only_where_the_rights_allow_no_more(tables, event):
    from analysis.exhibits import statements
    from analysis.exhibits.view import View

    view = replace(View.of(tables, coder="dictionary"), clipped=True)
    args = tables["segments"], tables["matches"], tables["codings"], tables["codebook"]
    short = statements.show_statements(*args, view)
    longest = max(tables["segments"]["text"], key=len)
    assert longest not in short.text
    assert longest[:60] in short.text


@pytest.mark.parametrize("n", [1, 2, 12, 40])
def test_every_number_of_experts_can_be_shown(event, n):
    own = build_tables(event)
    rows = []
    start = 0
    for number in range(n):
        text = "China will keep supporting Russia, its junior partner. They may deepen ties."
        rows.append(
            own.statements.iloc[0].to_dict()
            | {"statement_id": f"d/{number + 1}", "expert": f"Ann {chr(65 + number // 26)}{chr(97 + number % 26)}",
               "start": start, "end": start + len(text), "text": text}
        )  # fmt: skip
        start += len(text) + 2
    statements = pd.DataFrame(rows).astype(own.statements.dtypes)
    empty = {name: own[name].head(0) for name in ("stances", "propositions", "judgement_log")}
    bare = own.replace(statements=statements)
    from analysis.coding import running

    coded = running.code_segments(bare.segments, bare.codebook_file)
    tables = bare.replace(
        statements=statements, codings=coded.codings, coders=coded.coders, matches=coded.matches, **empty
    )
    for exhibit in show_all(tables, event).values():
        html = render(exhibit)
        assert "nan" not in re.sub(r"[a-z]*nan[a-z]+|[a-z]+nan[a-z]*", "", html.lower()), exhibit.name


def test_a_codebook_that_finds_nothing_is_said_first_and_empty_sections_are_left_out(tables, event):
    nothing = tables.replace(
        codings=tables.codings.assign(present=False), stances=tables.stances.head(0), mentions=tables.mentions.head(0)
    )
    found = show_all(nothing, event, coder="")
    assert found["answer"].text.startswith("The codebook great-power-framing finds nothing in any of 23 sentences")
    assert "No frame is found with any of 3 experts." in found["answer"].text
    left_out = {name for name, exhibit in found.items() if exhibit.left_out}
    assert left_out == {
        "against",
        "gaps",
        "distances",
        "codes",
        "functions",
        "claims",
        "contradictions",
        "plan",
        "actors",
    }
    assert "start a codebook of your own" in found["next"].text
    assert show_brief(nothing, event, coder="")["answer"].text.count("Three experts, and no frame that was found") == 1


def test_an_expert_by_expert_page_leaves_nothing_out(shown):
    assert [name for name, exhibit in shown.items() if exhibit.left_out] == []


@pytest.mark.parametrize("n", [6, 13, 40])
def test_no_table_has_a_column_for_each_of_many_experts_and_nobody_is_left_out(tmp_path, n):
    root = write_large_event(tmp_path, n_experts=n, n_sentences=2)
    event = load_event("large", root=root)
    tables = build_tables(event)
    shown = show_all(tables, event)
    widest = max(len(part.head) for exhibit in shown.values() for part in exhibit.parts if isinstance(part, Table))
    assert widest <= 13
    assert (len(find_table(shown["codes"]).head) == 3) == (n > 6)
    used = set(tables.prevalence.query("code != '' and n_present > 0")["expert"])
    assert len(used) == n
    said = plain(shown["codes"].parts)
    assert all(View.of(tables, coder="dictionary").short(expert) in said for expert in used)


def find_table(exhibit):
    """The first table of the exhibit, also where several stand side by side."""
    for part in exhibit.parts:
        if isinstance(part, Table):
            return part
        if isinstance(part, Columns):
            return next(one for column in part.columns for one in column)
    raise AssertionError(exhibit.name)
