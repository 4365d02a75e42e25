import os
import subprocess
import sys

import pytest

from analysis.files import clear_left, open_whole, write_whole


def test_a_file_appears_with_its_content_and_can_be_read_by_others(tmp_path):
    write_whole(tmp_path / "new" / "a.txt", b"words")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"words"


@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077])
def test_a_file_is_as_readable_as_the_user_wants_new_files_to_be(tmp_path, mask):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "a.txt", b"words")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


KILLED = """
import os, pathlib, signal, sys
from analysis.files import open_whole
with open_whole(pathlib.Path(sys.argv[1])) as file:
    file.write(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_goes_and_what_is_being_written_stays(tmp_path):
    path = tmp_path / "a.txt"
    subprocess.run([sys.executable, "-c", KILLED, str(path)])
    assert len(list(tmp_path.iterdir())) == 1
    with open_whole(tmp_path / "b.txt") as file:
        file.write(b"whole")
        clear_left(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["b.txt"]
    assert (tmp_path / "b.txt").read_bytes() == b"whole"


def test_files_that_others_named_alike_stay(tmp_path):
    others = [".a.txt.12345678.part", "a.txt.12345678.workbook-part", ".a.txt.workbook-part"]
    for name in others:
        (tmp_path / name).write_text("mine")
    clear_left(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(others)
