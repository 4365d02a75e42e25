"""Every command is bounded in time and memory, and ends cleanly whatever happens to it; real processes throughout."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis import errors, limits
from analysis.cli import main
from analysis.limits import watching
from tests.conftest import EVENT, ROOT

SOON = 2.0  # seconds within which a command has ended that was asked to
# A command that does what the test says, in the place of the real one.
STAND_IN = """\
import sys
sys.argv[0] = "workbook"
import analysis.cli, click
@click.command()
def check():
    {body}
analysis.cli.LazyGroup.get_command = lambda *_: check
sys.argv[1:] = ["check", *sys.argv[1:]]
sys.exit(analysis.cli.main())
"""


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return tmp_path


def command(*arguments):
    return [sys.executable, "-m", "analysis.cli", *map(str, arguments)]


def stand_in(body):
    return [sys.executable, "-c", STAND_IN.format(body=body)]


def run(words, **options):
    options = {"capture_output": True, "text": True, "timeout": 60, "cwd": ROOT} | options
    return subprocess.run(words, **options)


def is_one_line(text):
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


def write_long_page(folder, number=3000):
    """A page that takes long to read."""
    parts = [
        f"**Name Number{n}**, analyst, Institute of Things\n\nWords about thing number {n}.\n" for n in range(number)
    ]
    path = folder / "long.md"
    path.write_text("# A page\n\n" + "\n".join(parts))
    return path


def test_a_command_that_takes_too_long_names_its_limit_and_writes_nothing(project):
    page = write_long_page(project)
    result = run(command("--root", project, "add", page, "--event", "long", "--timeout", "0.7"))
    assert result.returncode == 1
    assert is_one_line(result.stderr)
    assert "add: stopped after 0.7 seconds; give more with --timeout" in result.stderr
    assert not (project / "data" / "events" / "long").exists()


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        # code of a library that never comes back to Python
        "import ctypes, signal as s; s.pthread_sigmask(s.SIG_BLOCK, [s.SIGALRM]); ctypes.CDLL(None).sleep(60)",
        "\n    while True:\n        try: [i for i in range(10**9)]\n        except Exception: pass",
    ],
)
def test_whatever_a_command_does_its_time_is_bounded(body):
    began = time.monotonic()
    result = run([*stand_in(body), "--timeout", "0.5"])
    assert time.monotonic() - began < 0.5 + 2 * SOON
    assert result.returncode == 1
    assert is_one_line(result.stderr)
    assert "--timeout" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the bound of memory is Linux's")
@pytest.mark.parametrize(
    "body",
    [
        "[bytearray(1 << 20) for _ in range(600)]",
        "raise ImportError('numpy: cannot allocate memory')",
        "import os; os.abort()",
    ],
)
def test_a_command_that_needs_too_much_memory_names_its_limit(body):
    result = run([*stand_in(body), "--memory", "300"])
    assert result.returncode == 1
    assert is_one_line(result.stderr)
    assert "needs more than 300 MB of memory; give more with --memory" in result.stderr


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "0", "soon", "1e400"])
@pytest.mark.parametrize("name", ["check", "report"])
def test_a_timeout_is_a_number_of_seconds(name, seconds):
    result = run(command(name, "--timeout", seconds))
    assert result.returncode == 2
    assert is_one_line(result.stderr)
    assert "is not a number of seconds" in result.stderr


def test_what_nobody_has_foreseen_is_one_line_that_says_where_the_traceback_is(tmp_path):
    result = run(stand_in("{}['key\\n of two lines']"), env=os.environ | {"TMPDIR": str(tmp_path)})
    assert result.returncode == 1
    assert is_one_line(result.stderr)
    assert result.stderr.startswith("workbook check: met something unforeseen (KeyError:")
    (kept,) = tmp_path.iterdir()
    assert str(kept) in result.stderr
    assert "Traceback" in kept.read_text()


def test_debug_shows_the_traceback():
    result = run([*stand_in("1 / 0"), "--debug"])
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" in result.stderr


def test_a_library_that_warns_adds_no_line():
    result = run(
        stand_in("import warnings; warnings.warn('odd'); raise PermissionError(13, 'Permission denied', 'x.csv')")
    )
    assert result.returncode == 2
    assert result.stderr == "workbook check: x.csv: Permission denied; correct that and run it again\n"


@pytest.mark.parametrize("words", [["check"], ["--help"], ["tables", EVENT, "--to", "{tmp}/out"], ["status"]])
def test_a_reader_that_has_gone_is_no_error_to_speak_of(words, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    result = run(
        command(*[w.format(tmp=tmp_path) for w in words]), capture_output=False, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert "Traceback" not in result.stderr
    assert "Broken" not in result.stderr


@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_standard_files_change_nothing_else(closed, tmp_path):
    words = " ".join(command("tables", EVENT, "--to", tmp_path))
    result = run(["sh", "-c", f"{words} {closed}"])
    assert result.returncode == 0
    assert "Traceback" not in result.stdout + result.stderr
    assert (tmp_path / "prevalence.csv").read_text().startswith("expert,")


def test_output_that_cannot_be_written_is_reported():
    result = run(["sh", "-c", " ".join(command("check")) + " > /dev/full"])
    assert result.returncode == 1
    assert "No space left on device; make room" in result.stderr
    assert "Traceback" not in result.stderr


def wait_until_it_listens(process):
    """Until Python is up and the command's first line has run; before that no program can do anything."""
    caught = 0
    while not caught >> (signal.SIGTERM - 1) & 1 and process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(re.search(r"SigCgt:\s*(\w+)", status).group(1), 16)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [0.0, 0.03, 0.1, 0.3, 0.8])
def test_a_command_that_is_asked_to_end_does_so_at_any_moment(project, number, after):
    words = command("--root", project, "add", write_long_page(project, 20_000), "--event", "long")
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    wait_until_it_listens(process)
    time.sleep(after)
    began = time.monotonic()
    os.killpg(process.pid, number)  # as a terminal does
    _, message = process.communicate(timeout=60)
    assert time.monotonic() - began < SOON
    assert process.returncode == watching.STOPPED, message
    assert message.strip() in ("", "workbook: stopped")
    assert not (project / "data" / "events" / "long").exists()


def test_a_command_that_does_not_listen_is_ended_all_the_same():
    body = "import time; wait = time.sleep"
    body += "\n    while True:\n        try: print('x', flush=True); wait(60)\n        except BaseException: pass"
    process = subprocess.Popen(stand_in(body), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.read(2) == "x\n"
    began = time.monotonic()
    process.terminate()
    _, message = process.communicate(timeout=60)
    assert time.monotonic() - began < SOON
    assert process.returncode == watching.STOPPED
    assert message == "workbook: stopped\n"


@pytest.mark.parametrize("words", [["--timeout", "0.5"], []])
def test_a_command_that_cannot_end_after_it_said_so_says_it_once(words):
    body = "import atexit, sys, time; atexit.register(time.sleep, 60); print('x', flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [*stand_in(body), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    assert process.stdout.read(2) == "x\n"
    if not words:
        os.killpg(process.pid, signal.SIGTERM)
    _, message = process.communicate(timeout=60)
    assert process.returncode == (1 if words else watching.STOPPED)
    assert is_one_line(message), message


@pytest.mark.parametrize("sign", ["\x1b[31m", "\a", "\x9b1m", "\u202e", "\r", "\u2028", "a\nb", "\udcff"])
@pytest.mark.parametrize("words", [["check"], ["import", EVENT], ["codebook", "new"], ["add", "--event", "x"]])
def test_no_line_holds_what_a_terminal_obeys(words, sign, capsys):
    main([*words, f"x{sign}.csv"])
    told = capsys.readouterr()
    assert not errors.CONTROL.search(told.err.rstrip("\n")), told.err
    assert is_one_line(told.err)


def test_a_control_character_in_a_transcripts_header_is_a_fault(project, capsys):
    (path,) = (project / "data/events" / EVENT / "transcripts").glob("*.txt")
    path.write_text(path.read_text().replace("== expert: Hugo", "== expert: \x1b[31mHugo", 1))
    assert main(["--root", str(project), "check", EVENT]) == 2
    assert ".txt:21: holds the control character U+001B; remove it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("names.md", b"# T\n\n" + b"Anna Berg, Carl Dahl and " * 5000 + b"\n\nWords.\n"),
        (
            "deep.mhtml",
            b"MIME-Version: 1.0\n"
            + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
            + b"Content-Type: text/html\n\n<p>a</p>\n",
        ),
    ],
)
def test_a_page_made_to_be_slow_or_deep_is_one_line_soon(project, capsys, name, content):
    (project / name).write_bytes(content)
    began = time.process_time()
    assert main(["--root", str(project), "add", str(project / name), "--event", "x"]) == 2
    assert time.process_time() - began < 10
    assert is_one_line(capsys.readouterr().err)


def test_nothing_goes_on_when_the_watching_process_is_killed():
    process = subprocess.Popen(
        stand_in("import os, time; print(os.getpid(), flush=True); time.sleep(60)"), stdout=subprocess.PIPE
    )
    assert process.stdout
    child = int(process.stdout.readline())
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 5
    while sys.platform == "linux" and os.path.exists(f"/proc/{child}") and time.monotonic() < deadline:  # noqa: PTH110
        time.sleep(0.02)
    assert time.monotonic() < deadline


def test_a_block_is_bounded_too():
    with pytest.raises(limits.TimeIsUp), limits.limit_time(0.1):
        time.sleep(5)
    with limits.limit_time(5):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_library_that_ends_the_command_for_want_of_memory_does_not_hide_the_limit():
    body = 'from analysis import limits; limits.bound_command("check", seconds=None, megabytes=700)'
    body += "; import ctypes; ctypes.CDLL(None).exit(1)"
    done = subprocess.run(stand_in(body), capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "workbook check: needs more than 700 MB of memory; give more with --memory MB, or a smaller input\n"
    )


def test_time_is_limited_in_any_thread_and_never_behind_its_block():
    def run_on():
        with limits.limit_time(0.1):
            while True:
                pass

    def end_about_in_time():
        ended = 0
        for n in range(60):
            try:
                with limits.limit_time(0.03):
                    until = time.monotonic() + n / 600  # from nothing to three times the time
                    while time.monotonic() < until:
                        pass
            except limits.TimeIsUp:
                ended += 1
            time.sleep(0.0005)  # where what came too late would come
        return ended

    with ThreadPoolExecutor(2) as threads:
        late, whole = threads.submit(run_on), threads.submit(end_about_in_time)
        with pytest.raises(limits.TimeIsUp):
            late.result(timeout=20)
        assert 0 < whole.result(timeout=60) < 60
