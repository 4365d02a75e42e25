import shutil
import subprocess
import sys

import pytest

from analysis.errors import InputError
from analysis.event import load_event
from analysis.pipeline import build_tables
from analysis.tables import TABLES
from tests.conftest import EVENT, ROOT

LEADING = {
    "Hugo von Essen": "power imbalance",
    "Christopher Weidacher Hsiung": "strategic rivalry",
    "Patrik Andersson": "restrained statements",
}


def leading_by_dictionary(tables):
    rows = tables["dominant"].query("coder == 'dictionary'")
    return dict(zip(rows["expert"], rows["frame"], strict=True))


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_the_bundled_page_gives_three_statements_in_page_order(tables):
    statements = tables["statements"]
    assert list(zip(statements["expert"], statements["role"], statements["affiliation"], strict=True)) == [
        ("Hugo von Essen", "analyst", "SCEEUS"),
        ("Christopher Weidacher Hsiung", "China analyst", "FOI"),
        ("Patrik Andersson", "analyst", "NKK"),
    ]


@pytest.mark.parametrize("name", ["statements", "segments"])
def test_every_text_stands_at_its_offsets(tables, name):
    page = tables["documents"]["text"].iloc[0]
    assert all(page[row.start : row.end] == row.text for row in tables[name].itertuples())


def test_every_match_stands_at_its_offsets_inside_its_segment(tables):
    page = tables["documents"]["text"].iloc[0]
    matches = tables["matches"].merge(tables["segments"], on="segment_id", suffixes=("", "_segment"))
    assert len(matches) > 20
    assert all(page[row.start : row.end] == row.match for row in matches.itertuples())
    assert ((matches["start"] >= matches["start_segment"]) & (matches["end"] <= matches["end_segment"])).all()


@pytest.mark.parametrize(
    "words",
    ["Start / Publikationer", "Quick Comment", "best friends", "peace plan", "Relaterade inlägg", "analyst, SCEEUS"],
)
def test_what_belongs_to_nobody_is_never_a_segment(tables, words):
    assert words in tables["documents"]["text"].iloc[0]
    assert not tables["segments"]["text"].str.contains(words, regex=False).any()


def test_the_dictionary_judges_every_code_for_every_segment_once(tables):
    codings = tables["codings"].query("coder == 'dictionary'")
    assert len(codings) == len(tables["segments"]) * len(tables["codebook"])


def test_the_leading_frames_are_found_from_the_text(tables):
    assert leading_by_dictionary(tables) == LEADING


def test_another_codebook_gives_another_finding(project):
    path = project / "data" / "codebooks" / "great-power-framing.yml"
    text = path.read_text(encoding="utf-8")
    swapped = text.replace("frame: power imbalance", "frame: FIRST").replace(
        "frame: strategic rivalry", "frame: power imbalance"
    )
    path.write_text(swapped.replace("frame: FIRST", "frame: strategic rivalry"), encoding="utf-8")
    found = leading_by_dictionary(build_tables(load_event(EVENT, root=project)))
    assert found["Hugo von Essen"] == "strategic rivalry"
    assert found["Christopher Weidacher Hsiung"] == "power imbalance"


def test_tables_are_made_where_the_rules_for_pages_cannot_even_be_imported(project, tables):
    """So no change of a rule, however large, changes an event that is there."""
    program = (
        "import sys; sys.modules |= {'analysis.attribution': None, 'analysis.sources': None}\n"
        "from analysis.event import load_event; from analysis.pipeline import build_tables; from pathlib import Path\n"
        f"made = build_tables(load_event({EVENT!r}, root=Path(sys.argv[1])))\n"
        "print(made['statements'].to_csv() + made['prevalence'].to_csv())"
    )
    done = subprocess.run([sys.executable, "-c", program, project], capture_output=True, text=True, check=True)
    assert done.stdout == tables["statements"].to_csv() + tables["prevalence"].to_csv() + "\n"


def test_the_blocks_hold_all_of_the_document(tables):
    text, blocks = tables["documents"]["text"][0], tables["blocks"]
    assert all(text[a:b] == "\n\n" for a, b in zip(blocks["end"][:-1], blocks["start"][1:], strict=True))
    assert (blocks["start"].iloc[0], blocks["end"].iloc[-1]) == (0, len(text))
    statements = tables["statements"].set_index("statement_id")
    for block in blocks.query("owner == 'expert'").itertuples():
        assert tuple(statements.loc[block.statement_id, ["start", "end"]]) == (block.start, block.end)


def test_a_changed_source_is_reported(project):
    path = next((project / "data" / "events" / EVENT / "sources").iterdir())
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(InputError, match="not the recorded one"):
        dict(build_tables(load_event(EVENT, root=project)))


def test_no_indicator_is_a_copied_sentence_of_the_page():
    from analysis.codebook import load_codebook

    codebook = load_codebook(ROOT / "data" / "codebooks" / "great-power-framing.yml")
    for code in codebook.codes:
        for indicator in code.indicators:
            words = [w for w in indicator.match.split() if w[0].isalpha()]
            assert len(words) <= 4, indicator


def test_a_table_is_computed_when_it_is_asked_for_and_kept(root):
    tables = build_tables(load_event(EVENT, root=root))
    assert not set(vars(tables)) & set(TABLES)
    first = tables.prevalence
    assert tables["prevalence"] is first
    assert {"segments", "codings"} <= set(vars(tables))
    assert not {"contrasts", "readability", "keyness"} & set(vars(tables))


def test_all_tables_come_in_the_order_of_the_flow(tables):
    assert list(dict(tables)) == list(TABLES)
    assert len(tables) == len(TABLES)


def test_an_unknown_table_names_those_that_there_are(tables):
    said = r'no table "prevalance", perhaps prevalence; there is: documents, blocks, statements'
    with pytest.raises(KeyError, match=said):
        tables["prevalance"]
    with pytest.raises(AttributeError, match=said):
        tables.prevalance  # noqa: B018
    assert not hasattr(tables, "_repr_html_")


def test_an_error_inside_a_tables_definition_comes_as_it_is(event, monkeypatch):
    monkeypatch.setattr("analysis.pipeline.load_codebook", lambda path: path.no_such_thing)
    with pytest.raises(AttributeError, match="no_such_thing"):
        build_tables(event).codebook  # noqa: B018


def test_whoever_imports_the_library_keeps_the_options_that_pandas_has():
    asked = "import pandas; print(pandas.get_option('mode.string_storage'), pandas.get_option('display.max_rows'))"
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout
        for code in (asked, f"import analysis.pipeline, analysis.exhibits.view; {asked}")
    ]
    assert said[0] == said[1] != ""


def test_a_misspelt_table_is_a_type_error(tmp_path):
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "from analysis.pipeline import build_tables\n\nbuild_tables('x').prevalence\nbuild_tables('x').prevalance\n"
    )
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(snippet)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert 'snippet.py:4: error: "EventTables" has no attribute "prevalance"' in found.stdout
    assert "1 error" in found.stdout


def test_what_is_defined_from_a_replaced_table_follows(tables):
    fewer = tables.codings.loc[tables.codings["coder"] == "dictionary"].reset_index(drop=True)
    changed = tables.replace(codings=fewer.assign(present=False))
    assert changed.prevalence.query("coder == 'dictionary'")["n_present"].sum() == 0
    assert tables.prevalence["n_present"].sum() > 0


def test_tables_that_fit_never_load_the_schema_library(event):
    # what no person has coded, and what people have: each kind of table is made by other code
    bare = event.folder.with_name("bare")
    shutil.copytree(event.folder, bare)
    shutil.rmtree(bare / "codings")
    shutil.rmtree(bare / "stances")
    script = (
        "import sys; from pathlib import Path; from analysis.event import load_event; "
        "from analysis.pipeline import build_tables; "
        f"[dict(build_tables(load_event(s, root=Path({str(event.root)!r})))) for s in ({event.slug!r}, 'bare')]; "
        "print('pandera' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr
