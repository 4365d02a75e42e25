"""A newcomer with a page and a topic of her own: from the page to tables by a codebook that she wrote."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pandas as pd
import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.codebook.drafting import CandidateWord, draft_codebook
from analysis.desk import list_states, open_workshop
from analysis.event import load_event
from analysis.exhibits.view import View
from analysis.measures.candidates import count_phrases, find_sign_candidates, group_segments, list_phrases
from analysis.measures.function_words import list_function_words
from analysis.pipeline import build_tables
from tests.conftest import ROOT
from tests.desk_people import code_page, decide_all

PAGE = Path(__file__).parent / "pages_newcomer" / "velmora.html"
OWN_CODES = """\
      - code: prices work
        indicators: [price*, queue*, faster]
  - frame: health
    codes:
      - code: clean air
        indicators: [asthma, health, pollution, air]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the bundled codebook, word lists and event."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(home: Path, *arguments: str) -> int:
    code: int = main(["--root", str(home), *arguments])
    return code


def test_from_a_page_to_tables_by_a_codebook_of_ones_own(home, capsys):
    assert run(home, "add", str(PAGE), "--event", "velmora", "--codebook", "great-power-framing") == 0
    assert "finds nothing in 28 of 28 sentences" in capsys.readouterr().out
    assert run(home, "codebook", "new", "road-pricing", "--for", "velmora") == 0
    assert run(home, "codebook", "candidates", "velmora") == 0
    assert "price | prices  (4 in 4 sentences, mostly Ingrid Solbakken)" in capsys.readouterr().out
    path = home / "data/codebooks/road-pricing.yml"
    path.write_text(path.read_text("utf-8").replace("      # - code: another code\n", f"{OWN_CODES}      #\n"), "utf-8")
    assert run(home, "check", "velmora") == 0
    notes = capsys.readouterr().err.splitlines()
    assert len([note for note in notes if "still empty" in note]) == 1
    assert not [note for note in notes if "finds nothing" in note]
    tables = build_tables(load_event("velmora", root=home))
    lead = tables.dominant.query("coder == 'dictionary'").set_index("expert")["frame"]
    assert lead["Maren Okafor"] == "health"
    assert tables.event.file.language == load_codebook(path).language == "en-GB"


def test_a_new_codebook_checks_at_once_with_one_note_and_is_never_written_over(home, capsys):
    assert run(home, "codebook", "new", "mine") == 0
    assert run(home, "check") == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "mine.yml" in line and "still empty" in line]
    assert run(home, "codebook", "new", "mine") == 2
    assert "is there already" in capsys.readouterr().err
    assert run(home, "codebook", "new", "Not a name") == 2
    assert run(home, "codebook", "new", "other", "--for", "nowhere") == 2
    assert not (home / "data/codebooks/other.yml").exists()


def test_another_codebook_for_an_event_keeps_the_comments_of_event_yml(home, capsys):
    assert run(home, "add", str(PAGE), "--event", "velmora", "--codebook", "great-power-framing") == 0
    assert run(home, "codebook", "new", "mine") == 0
    path = home / "data/events/velmora/event.yml"
    text = path.read_text("utf-8").replace("codebook: great-power-framing\n", "codebook: great-power-framing  # why\n")
    path.write_text(text + "# end\n", "utf-8")
    assert run(home, "add", str(PAGE), "--event", "velmora", "--codebook", "mine") == 0
    assert "codebook: mine, until now great-power-framing" in capsys.readouterr().out
    assert path.read_text("utf-8") == (text + "# end\n").replace("great-power-framing", "mine")
    assert run(home, "add", str(PAGE), "--event", "velmora", "--codebook", "mine") == 2
    assert "is coded with it already" in capsys.readouterr().err


def test_words_of_a_page_cannot_leave_the_comments_of_a_new_codebook(tmp_path):
    sentence = "Line one\nname: stolen\u2028frames: []\x85- x #: {"
    text = draft_codebook(
        "mine", title='A "title": #1\n', candidates=[CandidateWord("a\nb", ("a\nb", "c"), "E\n", (sentence,))]
    )
    (tmp_path / "mine.yml").write_text(text, "utf-8")
    codebook = load_codebook(tmp_path / "mine.yml")
    assert (codebook.name, len(codebook.frames), codebook.title) == ("mine", 1, 'A "title": #1\n')


def test_candidates_are_set_apart_from_other_texts_and_keep_their_places(tables):
    segments = tables.segments
    found = find_sign_candidates(
        segments,
        language="en",
        reference=count_phrases(["The visit of the president. A visit again."] * 50, language="en"),
    )
    assert found["n_segments"].min() >= 1
    for row in found.itertuples():
        texts = segments.set_index("segment_id").loc[row.segment_ids.split("; "), "text"]
        assert all(set(row.forms.split("; ")) & set(list_phrases(text, language="en")) for text in texts)
    shuffled = segments.sample(frac=1, random_state=1)
    assert set(find_sign_candidates(shuffled, language="en")["candidate"]) == set(
        find_sign_candidates(segments, language="en")["candidate"]
    )


@pytest.mark.parametrize(
    ("language", "texts", "found"),
    [
        ("sv", ["Avgiften ska inte halvera trafiken.", "Det är avgifterna som halverar den."], {"avgiften", "halvera"}),
        ("de", ["Die Maut wird den Verkehr halbieren.", "Der Verkehr ist nicht für alle da."], {"maut", "verkehr"}),
        ("fr", ["Le péage va réduire le trafic.", "Les péages ne sont pas pour tous."], {"péage", "trafic"}),
        ("es", ["El peaje reducirá el tráfico.", "Los peajes no son para todos."], {"peaje", "tráfico"}),
    ],
)
def test_candidates_of_another_language_are_no_function_words(language, texts, found):
    segments = pd.DataFrame({"segment_id": ["a", "b"], "expert": ["A", "B"], "text": texts})
    offered = find_sign_candidates(segments, language=language)["forms"].str.split("; ").explode()
    assert found <= set(offered)
    assert not set(offered) & list_function_words(language)


def test_each_segment_is_in_one_group_and_equal_segments_share_it(tables):
    segments = tables.segments
    twice = segments.assign(segment_id=segments["segment_id"] + "/again")
    both = pd.concat([segments, twice], ignore_index=True)
    groups = group_segments(both, language="en")
    assert sorted(i for group in groups for i in group) == sorted(both["segment_id"])
    of = {i: n for n, group in enumerate(groups) for i in group}
    assert sum(of[i] != of[f"{i}/again"] for i in segments["segment_id"]) == 0


def test_a_new_workbook_has_all_that_a_report_needs_and_checks_at_once(tmp_path, capsys):
    folder = tmp_path / "deep" / "mine"
    assert main(["new", str(folder)]) == 0
    assert {path.name for path in folder.iterdir()} == {
        *(".gitignore", ".workbook.json", "README.md", "data", "notebooks", "reports")
    }
    assert run(folder, "check") == 0
    assert build_tables(load_event("2023-03-xi-moscow", root=folder)).certainty["n_segments"].sum() > 0
    capsys.readouterr()
    assert main(["new", str(folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "empty").mkdir()
    assert main(["new", str(tmp_path / "empty")]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty"], "no draft is left behind"


def test_update_shows_what_changed_and_changes_nothing(tmp_path, capsys):
    folder = tmp_path / "mine"
    assert main(["new", str(folder)]) == 0
    hedges, brief = folder / "data/lexicons/hedges.yml", folder / "notebooks/brief.ipynb"
    hedges.write_text("mine\n")  # changed here, the same in both versions
    delivered = json.loads((folder / ".workbook.json").read_text())
    for path in (brief, folder / "data/lexicons/wishes.yml"):  # as an older version delivered them
        path.write_text("older\n")
        inside = path.relative_to(folder).as_posix()
        delivered["files"][inside] = hashlib.sha256(b"older\n").hexdigest()
    (folder / ".workbook.json").write_text(json.dumps(delivered))
    (folder / "data/lexicons/wishes.yml").write_text("older, and by hand\n")
    capsys.readouterr()
    assert main(["new", str(folder), "--update"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert told[:2] == [
        "would change data/lexicons/wishes.yml  (you changed it too: merge by hand)",
        "would change notebooks/brief.ipynb",
    ]
    assert told[2].startswith("2 files differ")
    assert brief.read_text() == "older\n"
    assert main(["new", str(tmp_path / "other"), "--update"]) == 2


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_an_installed_copy_works_in_an_empty_folder(kind, tmp_path):
    work, home = tmp_path / "work", tmp_path / "environment"
    python = make_environment(home)
    built = build_package(kind, tmp_path)
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed", "--quiet"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(built)]
    subprocess.run(pip, check=True, capture_output=True, env=without_path())
    package = next((home / "lib").glob("*/site-packages/analysis"))
    assert not (package.parent / "tests").exists()
    form = home / "share" / "jupyter" / "labextensions" / "framing-workbook"
    assert {path.name for path in form.rglob("*") if path.is_file()} == {"package.json", "remoteEntry.js"}
    work.mkdir()

    def workbook(*arguments: str, cwd: Path = work) -> str:
        command = [str(python.with_name("workbook")), *arguments]
        done = subprocess.run(command, cwd=cwd, env=without_path(), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    workbook("new", "mine")
    assert (work / "mine" / "notebooks" / "00_start.ipynb").is_file()
    where = "import analysis; print(analysis.__file__)"
    found = subprocess.run([python, "-c", where], cwd=work, env=without_path(), capture_output=True, text=True)
    assert found.stdout.startswith(str(package))
    assert "no problems" in workbook("check", cwd=work / "mine")
    assert "0 files differ" in workbook("new", "mine", "--update")
    shutil.rmtree(work / "mine" / "data" / "lexicons")  # then the installed copy's own are read
    workbook("tables", "2023-03-xi-moscow", "--to", "out", cwd=work / "mine")
    shutil.rmtree(work / "mine" / "notebooks")
    workbook("report", "2023-03-xi-moscow", "--notebook", "brief", cwd=work / "mine")
    page = (work / "mine" / "reports" / "2023-03-xi-moscow" / "brief" / "index.html").read_text("utf-8")
    assert "Hugo von Essen" in page


def without_path() -> dict[str, str]:
    """The environment's variables without those that would lead Python to this checkout."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}


def make_environment(home: Path) -> Path:
    """The Python of an environment of its own that has the locked packages and nothing of this checkout."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True, env=without_path())
    folder = next((home / "lib").glob("python*/site-packages"))
    (folder / "locked.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    return home / "bin" / "python"


def build_package(kind: str, folder: Path) -> Path:
    """The wheel or sdist of what is tracked, built without fetching anything; its source is gone afterwards."""
    source, dist = folder / "source", folder / "dist"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in tracked.split("\0")[:-1]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    dist.mkdir()
    build = f"import setuptools.build_meta as b; print(b.build_{kind}({str(dist)!r}))"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True, env=without_path())
    shutil.rmtree(source)
    (built,) = dist.iterdir()
    return built


class Steps:
    """A newcomer at work: each command, click or edit of a file is one step."""

    def __init__(self, home):
        self.home, self.done = home, []

    def command(self, *arguments):
        self.done.append(f"workbook {' '.join(arguments)}")
        assert run(self.home, *arguments) == 0, arguments

    def edit(self, path, old, new):
        self.done.append(f"edit {path.name}")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def page(self, notebook):
        return (self.home / "reports" / "velmora" / notebook / "index.html").read_text("utf-8")


def code_as(home, coder, who, present):
    code_page(load_event("velmora", root=home), coder, who, present)


def see(code, text):
    """A coder who reads what the codes mean."""
    words = {"prices work": ("price", "queue", "revenue"), "clean air": ("air", "asthma", "monitor", "pollution")}
    return any(word in text.lower() for word in words.get(code, ("low incomes", "nurses", "periphery", "discount")))


@pytest.mark.slow
@pytest.mark.kernel
def test_the_whole_way_of_a_newcomer(home, capsys):
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    steps = Steps(home)
    steps.command("add", str(PAGE), "--event", "velmora", "--codebook", "great-power-framing")
    steps.command("codebook", "new", "road-pricing", "--for", "velmora")
    steps.command("codebook", "candidates", "velmora")
    steps.edit(home / "data/codebooks/road-pricing.yml", "      # - code: another code\n", f"{OWN_CODES}      #\n")
    steps.command("report", "velmora")
    assert len(steps.done) <= 10, steps.done
    first = steps.page("brief")
    assert "Maren Okafor" in first
    assert "health" in first
    assert "(to be written)" not in first + steps.page("01_framing")
    assert "No person has coded this page yet" in first
    assert judge(home).strength != "firm", "a machine alone makes nothing firm"

    shop = open_workshop("road-pricing", root=home)  # before people code: an indicator is tried and saved with a click
    own = next(code for code in shop.shop["codes"] if code["code"] == "clean air")
    tried = shop.answer({"do": "try", "code": "clean air", "indicators": own["indicators"] + "\nmonitor*"})
    gained = [hit["who"] for hit in tried["gained"] if hit["who"].endswith(", velmora")]
    assert gained == ["Maren Okafor, velmora"], "of this page; the other events' pages are tried as well"
    assert shop.answer({"do": "save"})["saved"]

    code_as(home, "anna", "Anna Berg", see)
    code_as(home, "ben", "Ben Ode", lambda code, text: see(code, text) and "Children" not in text)
    steps.command("report", "velmora")
    second = steps.page("brief")
    assert "No person has coded this page yet" not in second
    assert {lead.reported.basis for lead in judge(home).leads} == {"people"}
    assert decide_all(load_event("velmora", root=home), ("anna", "ben"), "Anna and Ben"), (
        "the two differ on the sentence about children"
    )
    steps.command("report", "velmora")
    said = list_states(home).loc["velmora"]
    assert said["coded by"].count("28 of 28") == 3
    verdict = judge(home)
    strength = {lead.expert: lead.strength for lead in verdict.leads}
    assert {lead.reported.basis for lead in verdict.leads} == {"consensus"}
    assert (strength["Maren Okafor"], verdict.strength) == ("tentative", "tentative")
    assert "firm" not in strength.values(), "six to eight sentences of an expert are too short for that"


def test_what_two_people_see_differently_is_withheld(home):
    assert run(home, "add", str(PAGE), "--event", "velmora", "--codebook", "great-power-framing") == 0
    assert run(home, "codebook", "new", "road-pricing", "--for", "velmora") == 0
    path = home / "data/codebooks/road-pricing.yml"
    path.write_text(path.read_text("utf-8").replace("      # - code: another code\n", f"{OWN_CODES}      #\n"), "utf-8")
    code_as(home, "anna", "Anna Berg", see)
    assert judge(home).strength != "firm"
    code_as(home, "ben", "Ben Ode", lambda code, text: not see(code, text))
    assert {lead.strength for lead in judge(home).leads} == {"withheld"}


def judge(home):
    """What the rule makes of the page now."""
    return View.of(build_tables(load_event("velmora", root=home))).gate.verdict
