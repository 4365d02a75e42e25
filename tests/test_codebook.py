"""The codebook: its language, its lints with file and line, its versions, and other tools' dictionaries."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from analysis.checks import check_project
from analysis.cli import main
from analysis.codebook import Codebook, load_codebook
from analysis.codebook.language import parse_indicator
from analysis.codebook.lints import find_doubts, list_mistakes
from analysis.coding.changes import compare_codebooks, compare_codings
from analysis.coding.dictionary import code_segments
from analysis.errors import InputError
from analysis.exchange.dictionaries import export_dictionary, import_dictionary
from tests.regenerate import schemas
from tests.test_dictionary import make_codebook, make_segments

BUNDLED = "great-power-framing"


def write_codebook(path: Path, *codes: list, **more: object) -> Path:
    """Codes c1, c2 … of the frames f1, f2 …: one code per frame, each with the given indicators."""
    fields = dict.fromkeys(("definition", "when", "when_not", "typical", "borderline", "near_miss"), "x")
    frames = [
        {
            "frame": f"f{n}",
            "definition": "d",
            "codes": [
                {"code": f"c{n}", "function": "problem", "policy_frame": "Other", **fields, "indicators": signs, **more}
            ],
        }
        for n, signs in enumerate(codes, 1)
    ]
    data = {"name": path.stem, "title": "t", "language": "en", "about": "a", "instructions": "i", "frames": frames}
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def line_of(path: Path, text: str, *, nth: int = 1) -> int:
    lines = [n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line]
    return lines[nth - 1]


@pytest.mark.parametrize(
    ("indicator", "message"),
    [
        ("(0-3) aid", "begins, ends or doubles with a gap"),
        ("aid (3-1) war", "least-most"),
        ("aid (0-99) war", "at most 30 words"),
        ("weak(er|est)", "set off"),
        ("(weak) partner", "two or more words"),
        ("a (near 3) b (0-1) c", "write two indicators"),
        ("“rivalry”", "cannot be matched"),
        ("---", "no letter or digit"),
        ("*", "no letter or digit"),
        ("x" * 301, "longer than 300"),
        ("(a|b) (a|b) (a|b) (a|b) (a|b) (a|b) (a|b) (a|b)", "more than 200 phrases"),
    ],
)
def test_an_unreadable_indicator_is_reported_with_what_to_write(indicator, message):
    with pytest.raises(ValueError, match=message):
        parse_indicator(indicator)


def test_an_unreadable_indicator_is_reported_with_file_and_line(tmp_path):
    path = write_codebook(tmp_path / "cb.yml", ["fine", "aid (0-3", "also fine"], [{"match": "x", "but_not": ["(1"]}])
    with pytest.raises(InputError) as error:
        load_codebook(path)
    first, second = error.value.problems
    assert first.startswith(f"cb.yml:{line_of(path, 'aid (0-3')}: ")
    assert second.startswith(f"cb.yml:{line_of(path, '- (1') - 1}: ")


def test_the_instructions_hash_depends_on_nothing_that_only_the_dictionary_reads():
    plain = make_codebook("rivalr*")
    ruled = make_codebook({"match": "rivalr*", "weight": 2}, "contest*", negated="counts")
    assert plain.instructions_sha256 == ruled.instructions_sha256
    assert plain.sha256 != ruled.sha256


def test_the_bundled_readings_were_made_with_these_instructions(root):
    codebook = load_codebook(root / f"data/codebooks/{BUNDLED}.yml")
    assert codebook.instructions_sha256.startswith("491b6626ef9e")


def test_the_bundled_dictionary_finds_each_experts_frame(tables):
    dominant = tables["dominant"].query("coder == 'dictionary'").set_index("expert")["frame"].to_dict()
    assert dominant == {
        "Hugo von Essen": "power imbalance",
        "Christopher Weidacher Hsiung": "strategic rivalry",
        "Patrik Andersson": "restrained statements",
    }


@pytest.mark.parametrize(
    ("signs", "shown"),
    [
        (["rivalr*", "Rivalr*"], "is there twice"),
        (["imbalanc*", "imbalance"], 'is unreachable: "imbalanc*"'),
        (["aid (0-3) war", "aid (0-2) war"], "is unreachable"),
        ([{"match": "rivalry", "but_not": "rivalr*"}, "x"], "its own but_not"),
    ],
)
def test_faults_are_reported_with_file_and_line(tmp_path, signs, shown):
    path = write_codebook(tmp_path / "cb.yml", signs)
    (fault,) = list_mistakes(path, load_codebook(path), [])
    assert shown in fault
    assert int(fault.split(":")[1]) in range(line_of(path, "indicators"), 40)


def test_an_indicator_copied_from_a_page_is_a_fault(tmp_path):
    page = "The rebels have taken the northern harbour at dawn, officials say."
    path = write_codebook(tmp_path / "cb.yml", ["taken the northern harbour at", "harbour*"], typical=page)
    faults = list(list_mistakes(path, load_codebook(path), [page]))
    assert [("indicator" in f, "typical" in f) for f in faults] == [(True, False), (False, True)]
    assert not list(list_mistakes(path, load_codebook(path), ["Another page."]))


def test_doubts_are_reported_with_file_and_line(tmp_path):
    path = write_codebook(tmp_path / "cb.yml", ["power*", "great power*"], ["power*", "x"], ["alone"])
    alone, nested, shared = find_doubts(path, load_codebook(path))
    assert 'inside "great power*"' in nested
    assert shared.startswith(f"cb.yml:{line_of(path, '- power*', nth=2)}: ")
    assert 'frame "f1"' in shared
    assert alone.startswith("cb.yml: 1 code rests on one indicator alone")


def copy_project(root: Path, to: Path) -> Path:
    shutil.copytree(root / "data", to / "data", ignore=shutil.ignore_patterns("made-up-*"))  # these fit no dictionary
    return to


def test_check_shows_what_matches_nothing_and_which_codings_are_stale(root, tmp_path, capsys):
    project = copy_project(root, tmp_path)
    path = project / f"data/codebooks/{BUNDLED}.yml"
    assert not check_project(project).doubts
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("          - imbalanc*\n", "          - imbalanc*\n          - xylophon*\n"))
    checked = check_project(project)
    assert any(f":{line_of(path, 'xylophon')}:" in note for note in checked.unmatched)
    assert not checked.doubts, "an indicator makes no coding by a reader stale"
    path.write_text(text.replace("said to differ in power", "said to differ in force"))
    stale = check_project(project).doubts
    coders = project / "data/events/2023-03-xi-moscow/codings/coders.yml"
    assert f":{line_of(coders, 'coder: reader-a')}: " in stale[0]
    assert all("judged by other instructions" in note for note in stale)
    assert main(["--root", str(project), "check"]) == 0
    assert "judged by other instructions" in capsys.readouterr().err


def test_schemas_are_current_and_the_bundled_files_fit_them(root):
    for path, schema in schemas().items():
        assert path.read_text(encoding="utf-8") == schema, "run `make golden`"
    pairs = [
        ("data/codebooks/codebook.schema.json", "data/codebooks/*.yml"),
        ("data/events/event.schema.json", "data/events/*/event.yml"),
    ]
    for name, files in pairs:
        validator = jsonschema.Draft202012Validator(json.loads((root / name).read_text()))
        for file in root.glob(files):
            data = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
            assert not list(validator.iter_errors(data))
            first = file.read_text(encoding="utf-8").splitlines()[0]
            assert (file.parent / first.split("$schema=")[1]).resolve() == (root / name).resolve()


def test_the_schema_refuses_what_the_model_refuses(root):
    validator = jsonschema.Draft202012Validator(json.loads((root / "data/codebooks/codebook.schema.json").read_text()))
    good = make_codebook("x", {"match": "y", "but_not": "z"}).model_dump(mode="json", exclude_defaults=True)
    assert not list(validator.iter_errors(good))
    good["frames"][0]["codes"][0]["functon"] = "problem"
    assert list(validator.iter_errors(good))


def test_diff_shows_which_segments_change_code_and_why():
    old, new = make_codebook("rivalr*", "isolat*"), make_codebook("contest*", "isolat*", negated="counts")
    segments = make_segments("A rivalry.", "A contest.", "Both isolated.", "Not isolated.").assign(expert="E")
    changes = compare_codings(segments, old, new)
    assert changes[["segment_id", "before", "after", "why"]].to_numpy().tolist() == [
        ["d/1/1", "present", "absent", "no longer “rivalry” by rivalr*"],
        ["d/1/2", "absent", "present", "now “contest” by contest*"],
        ["d/1/4", "absent", "present", "counted otherwise: “isolated” by isolat* (negated)"],
    ]
    assert compare_codebooks(old, new) == ['code "c": without rivalr*; with contest*', 'code "c": negated changed']


def test_diff_command_names_segments_of_events(root, tmp_path, capsys):
    text = (root / f"data/codebooks/{BUNDLED}.yml").read_text(encoding="utf-8")
    (tmp_path / "new.yml").write_text(text.replace("          - imbalanc*\n", ""), encoding="utf-8")
    table = tmp_path / "changes.csv"
    assert main(["--root", str(root), "codebook", "diff", BUNDLED, str(tmp_path / "new.yml"), "--csv", str(table)]) == 0
    out = capsys.readouterr().out
    assert 'code "asymmetry": without imbalanc*' in out
    assert "Hugo von Essen, asymmetry: present → absent" in out
    assert "no longer “imbalance” by imbalanc*" in out
    assert len(table.read_text().splitlines()) == 2


# quanteda 4, tokens_lookup(tokens(text), dictionary, valuetype = "glob", case_insensitive = TRUE,
# nested_scope = "key"), then dfm(): worked out by hand from its documentation, since R does not run here.
# Within a key the longer phrase takes its words, so "great power competition" is one match of "contest".
TEXTS = [
    "Great power competition and power.",
    "Women, woman; the junior partner and junior partners!",
    "A POWER play: powers, powerful, empower.",
]
QUANTEDA = """
contest:
  rivalry: [great power competition, power, competition*]
  gender: [wom*n]
partners:
  junior: [junior partner*, partner*]
"""
EXPECTED = {  # text -> counts of rivalry, gender, junior
    0: [2, 0, 0],
    1: [0, 2, 2],
    2: [1, 0, 0],
}


def test_counts_equal_those_of_quanteda_on_what_both_can_say(tmp_path):
    (tmp_path / "d.yml").write_text(QUANTEDA)
    imported = import_dictionary(tmp_path / "d.yml", name="d")
    assert imported.left_out == ()
    codebook = Codebook.model_validate(yaml.safe_load(imported.text))
    _, codings = code_segments(make_segments(*TEXTS), codebook)
    counts = codings.groupby("segment_id", sort=False)["score"].apply(list).tolist()
    assert counts == list(EXPECTED.values())


def test_dictionaries_survive_the_way_out_and_in(tmp_path):
    codebook = make_codebook("rivalr*", "(weaker | junior) partner", "wom*n")
    for suffix in (".yml", ".dic"):
        exported = export_dictionary(codebook, suffix)
        (tmp_path / f"d{suffix}").write_text(exported.text)
        back = yaml.safe_load(import_dictionary(tmp_path / f"d{suffix}", name="d").text)
        (code,) = back["frames"][0]["codes"]
        assert (code["code"], sorted(code["indicators"])) == (
            "c",
            ["junior partner", "rivalr*", "weaker partner", "wom*n"],
        )


def test_what_another_tool_cannot_hold_is_reported(tmp_path):
    codebook = make_codebook("aid (0-3) war", "=US", {"match": "rivalr*", "but_not": "x", "weight": 2})
    exported = export_dictionary(codebook, ".yml")
    assert yaml.safe_load(exported.text) == {"f": {"c": ["rivalr*"]}}
    assert len(exported.left_out) == 5
    (tmp_path / "d.dic").write_text("%\n1\tposemo\n%\nhapp*\t1\nlik?\t1\nkind (of)\t1\n")
    imported = import_dictionary(tmp_path / "d.dic", name="d")
    assert yaml.safe_load(imported.text)["frames"][0]["codes"][0]["indicators"] == ["happ*"]
    assert len(imported.left_out) == 2
    (tmp_path / "e.dic").write_text("happy\n")
    with pytest.raises(InputError, match="between two lines with %"):
        import_dictionary(tmp_path / "e.dic", name="e")


def test_import_command_writes_a_codebook_whose_empty_fields_check_names_once(root, tmp_path, capsys):
    project = copy_project(root, tmp_path / "p")
    (tmp_path / "d.yml").write_text(QUANTEDA)
    assert main(["--root", str(project), "codebook", "import", str(tmp_path / "d.yml"), "--name", "mine"]) == 0
    assert main(["--root", str(project), "codebook", "import", str(tmp_path / "d.yml"), "--name", "mine"]) == 2
    (empty,) = [note for note in check_project(project).doubts if "still empty" in note]
    assert empty.startswith("mine.yml: ")
    assert "function" in empty
    assert not load_codebook(project / "data/codebooks/mine.yml").codes[0].function, "no function is made up"
    assert main(["--root", str(project), "codebook", "export", "mine", "--to", str(tmp_path / "x.dic")]) == 0
    capsys.readouterr()


FIRST_DRAFT = """\
name: draft
title: A first draft
language: en
frames:
  - frame: efficiency
    definition: What a price does to queues.
    codes:
      - code: prices work
        definition: The charge is said to shorten queues.
        when:
        indicators: [price*, queue*]
      - code: revenue use
        indicators: [revenue, ring-fence]
"""


def test_a_first_codebook_needs_names_and_indicators_only_and_its_empty_fields_are_named_once(tmp_path):
    path = tmp_path / "draft.yml"
    path.write_text(FIRST_DRAFT)
    codebook = load_codebook(path)
    assert codebook.codes[0].when == codebook.codes[1].definition == codebook.codes[0].function == ""
    (empty,) = find_doubts(path, codebook)
    assert empty.startswith("draft.yml: 17 fields are still empty (about 1, instructions 1, function 2, ")
    assert 'draft.yml:8 (code "prices work": function)' in empty
    assert empty.endswith("; and 14 more")


def test_codes_without_function_and_dimension_are_counted_and_said_to_be_in_none(tables, tmp_path):
    path = tmp_path / "draft.yml"
    path.write_text(FIRST_DRAFT)
    draft = load_codebook(path)
    changed = tables.replace()
    changed.codebook_file = draft
    vars(changed)["_recorded"] = {name: tables[name].iloc[:0] for name in ("codings", "coders", "judgement_log")}
    assert set(changed.entman["note"]) == {"undefined: no code of the codebook names it"}
    assert changed.dimensions["n_codes"].sum() == 0
    assert set(changed.prevalence["code"]) >= {"prices work", "revenue use"}
