import pytest

from analysis.files import write_whole


def test_a_file_appears_with_its_content_and_can_be_read_by_others(tmp_path):
    write_whole(tmp_path / "new" / "a.txt", b"words")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"words"
    assert (tmp_path / "new" / "a.txt").stat().st_mode & 0o777 == 0o644


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
