"""What stands in the place of an event's file is a fault that names it and stops nothing else; so is a lost file."""

import os
import shutil

import pytest

from tests.conftest import EVENT
from tests.test_refusals import ask, project, spoil  # noqa: F401  the fixture

FILES = [
    "event.yml", "codings/coders.yml", "codings/reader-a.csv", "stances/propositions.yml", "stances/reader-b.csv",
    "transcripts/000_c08222278913e595.txt", "sources/000_c08222278913e595.txt",
]  # fmt: skip
ODD = {
    "folder": os.mkdir,
    "loop": lambda path: path.symlink_to(path),
    "broken link": lambda path: path.symlink_to("not-there"),
    "pipe": os.mkfifo,
    "gone": lambda path: None,
}
# Without event.yml a folder is no event; a coder need not have stances.
PLACES = [
    (kind, name) for kind in ODD for name in FILES if (kind, name) not in (("gone", FILES[0]), ("gone", FILES[4]))
]


@pytest.fixture(autouse=True)
def claims_about_the_other_event(project):  # noqa: F811
    spoil(project, "events/other/stances/propositions.yml", EVENT, "other")


@pytest.mark.parametrize(("kind", "name"), PLACES)
def test_an_odd_file_is_named_in_one_line(project, capsys, kind, name):  # noqa: F811
    path = project / "data/events/other" / name
    path.unlink()
    ODD[kind](path)
    code, told = ask(project, capsys, "check", "other")
    assert code == 2, told
    (line,) = [line for line in told if line.startswith("workbook")]
    assert path.name in line
    assert "other" in line


@pytest.mark.parametrize(
    ("kind", "name"), [("folder", FILES[0]), ("loop", FILES[0]), ("pipe", FILES[1]), ("folder", FILES[2])]
)
def test_an_odd_file_of_one_event_stops_no_other(project, capsys, kind, name):  # noqa: F811
    path = project / "data/events/other" / name
    path.unlink()
    ODD[kind](path)
    for words, expected in ((["check"], 2), (["report", "other"], 2), (["status", "--all"], 1)):
        code, told = ask(project, capsys, *words)
        (line,) = [line for line in told if line.startswith("workbook")]
        assert code == expected, (words, told)
        assert path.name in line
        assert "other" in line
    assert not (project / "reports").exists()


@pytest.mark.parametrize("name", ["codings", "stances", "transcripts", "sources"])
@pytest.mark.parametrize("kind", ["file", "loop", "pipe"])
def test_what_stands_in_a_folders_place_is_named(project, capsys, kind, name):  # noqa: F811
    path = project / "data/events/other" / name
    shutil.rmtree(path)
    (ODD | {"file": lambda path: path.write_text("")})[kind](path)
    code, told = ask(project, capsys, "check", "other")
    assert code == 2
    assert any(name in line for line in told)


@pytest.mark.kernel
def test_of_all_events_one_with_a_folder_for_a_file_is_refused_once(project, capsys):  # noqa: F811
    path = project / "data/events/other/event.yml"
    path.unlink()
    path.mkdir()
    code, told = ask(project, capsys, "report", "--all", "--jobs", "2")
    assert code == 1
    assert [line for line in told if line.startswith("workbook: ")] == [
        "workbook: other: event.yml: is a folder, not a file; put the file in its place"
    ]
    assert (project / f"reports/{EVENT}/01_one/index.html").is_file()


@pytest.mark.parametrize("name", ["stances/reader-b.csv", "codings/reader-a.csv"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.77])
def test_a_file_that_breaks_off_is_named(project, capsys, name, share):  # noqa: F811
    path = project / "data/events/other" / name
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)].rstrip(b"\n"))
    code, told = ask(project, capsys, "check", "other")
    assert code == 2
    assert any(path.name in line for line in told if line.startswith("workbook"))


def test_a_corpus_with_a_pipe_or_a_dead_link_in_it_is_refused(project, capsys):  # noqa: F811
    folder = project / "corpus"
    folder.mkdir()
    (folder / "a.csv").write_text("text\nwords\n")
    os.mkfifo(folder / "b.csv")
    (folder / "c.jsonl").symlink_to("not-there")
    code, told = ask(project, capsys, "corpus", str(folder), str(project / "out"), "--codebook", "great-power-framing")
    assert code == 2
    assert len(told) == 2
    assert "b.csv: is no regular file" in told[0]
    assert "c.jsonl: is a link to a file that is not there" in told[1]


@pytest.mark.parametrize("words", [["import", EVENT], ["add", "--event", "x"], ["codebook", "import", "--name", "x"]])
@pytest.mark.parametrize("kind", ["folder", "loop", "pipe"])
@pytest.mark.parametrize("suffix", [".csv", ".yml", ".dic", ".html"])
def test_a_given_file_is_read_only_if_it_is_one(project, capsys, words, kind, suffix):  # noqa: F811
    path = project / f"given{suffix}"
    ODD[kind](path)
    code, told = ask(project, capsys, *words, str(path))
    assert code == 2
    assert len(told) == 1
    assert path.name in told[0]
