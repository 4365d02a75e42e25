import shutil

import pytest

from analysis.errors import InputError
from analysis.event import find_root, list_events, load_event
from tests.conftest import EVENT, ROOT


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def edit(project, old, new):
    path = project / "data" / "events" / EVENT / "event.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return project


def problems_of(project):
    with pytest.raises(InputError) as caught:
        load_event(EVENT, root=project)
    return caught.value.problems


def test_the_bundled_event_says_what_the_page_is():
    file = load_event(EVENT, root=ROOT).file
    assert (file.title, file.publisher, file.language, file.url) == (
        "Xi Jinping's Visit to Moscow in March 2023",
        "SCEEUS",
        "en",
        "",
    )


def test_the_root_is_found_upwards(project):
    assert find_root(project / "data" / "events" / EVENT) == project.resolve()
    assert list_events(project) == [EVENT]


def test_no_root_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="give --root FOLDER"):
        find_root(tmp_path)


def test_an_unknown_event_lists_what_there_is():
    with pytest.raises(InputError, match=f"there is: {EVENT}"):
        load_event("nowhere", root=ROOT)


def test_a_missing_field_is_named_with_its_line(project):
    edit(project, "publisher: SCEEUS\n", "")
    assert problems_of(project) == ("event.yml:2: the file has no publisher; add publisher: …",)


def test_all_problems_are_reported_at_once_with_their_lines(project):
    edit(project, "language: en", "language: English!\ncolour: red")
    edit(project, "  - file: 000_c08222278913e595.txt", "  - file: 000_c08222278913e595.txt\n    rolle: x")
    lines = problems_of(project)
    assert len(lines) == 3
    assert any(line.startswith("event.yml:6: the file: language") for line in lines)
    assert any('unknown field "colour"' in line for line in lines)
    assert any('file "000_c08222278913e595.txt" has an unknown field "rolle"' in line for line in lines)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("title: [", "is not YAML here"),
        ("title: a\ntitle: b", 'has "title" twice'),
        ("title: &a x\nseries: *a", "alias"),
        ("title: " + "[" * 60 + "]" * 60, "nested"),
        ("title: !!python/object/apply:os.system ['true']", "not plain YAML"),
    ],
)
def test_hostile_yaml_is_one_line_and_never_run(project, new, message):
    edit(project, "title: Xi Jinping's Visit to Moscow in March 2023", new)
    assert message in problems_of(project)[0]


def test_a_source_outside_the_event_is_refused(project):
    edit(project, "file: 000_c08222278913e595.txt", "file: ../../../etc/passwd")
    assert "without a folder" in problems_of(project)[0]


def test_two_sources_that_would_share_a_transcript_are_reported(project):
    edit(project, "sources:\n", f"sources:\n  - file: 000_c08222278913e595.html\n    sha256: {'ab' * 32}\n")
    assert "two sources would share one transcript" in problems_of(project)[0]
