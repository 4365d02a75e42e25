"""Locks of folders: one process at a time, through kills and replaced folders; a line where there are none."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from analysis.files.locks import hold_folder

HOLD = """
import sys, time, pathlib
from analysis.files.locks import hold_folder
with hold_folder(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    time.sleep(60)
"""
COUNT = """
import sys, pathlib
from analysis.files.locks import hold_folder
file = pathlib.Path(sys.argv[1]) / 'n'
for _ in range(100):
    with hold_folder(file.parent):
        file.write_text(str(int(file.read_text()) + 1))
"""


def hold_elsewhere(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_killed_process_leaves_no_lock_and_no_file(tmp_path):
    process = hold_elsewhere(tmp_path)
    with hold_folder(tmp_path, wait=False) as alone:
        assert not alone
    process.kill()
    process.communicate()
    with hold_folder(tmp_path, wait=False) as alone:
        assert alone
    assert not list(tmp_path.iterdir())


def test_two_processes_that_count_in_one_file_lose_nothing(tmp_path):
    (tmp_path / "n").write_text("0")
    both = [subprocess.Popen([sys.executable, "-c", COUNT, str(tmp_path)]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert (tmp_path / "n").read_text() == "200"


def test_who_waited_for_a_folder_that_was_replaced_holds_the_new_one(tmp_path):
    folder = tmp_path / "a"
    took = []

    def wait() -> None:
        with hold_folder(folder), hold_folder(folder, wait=False) as again:
            took.append(again)

    with hold_folder(folder):
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.2)
        folder.rename(tmp_path / "old")
        folder.mkdir()
    waiting.join()
    assert took == [False]  # the new folder was held when it was asked for again


def test_where_there_are_no_locks_one_line_says_so_and_the_work_goes_on(tmp_path):
    program = (
        "import sys\nsys.modules['fcntl'] = None\nimport pathlib\nfrom analysis.files.locks import hold_folder\n"
        "for _ in range(2):\n    with hold_folder(pathlib.Path(sys.argv[1])) as alone: assert alone\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stderr == "folders cannot be locked here (this system has no locks): run one command at a time\n"
