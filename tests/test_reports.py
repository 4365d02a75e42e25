import copy
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.reports.kernels.imports import find_imports
from tests.conftest import ROOT
from tests.workshop import EXHIBIT, FIGURE, Workshop, list_leftovers

SMALL = "print(event, n)"


@pytest.fixture
def shop(tmp_path):
    shop = Workshop(tmp_path / "root")
    yield shop
    shutil.rmtree(shop.temporary)


def wait_for(happened):
    end = time.monotonic() + 60
    while not (value := happened()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
    return value


# the request


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], 'there is no event "nowhere"; there is: a, b'),
        (["a", "-p", "m=1"], '01_small has no parameter "m"; it has: event, n'),
        (["a", "-p", "n=007"], "n must be int; found '007'"),
        (["a", "-p", "n"], "is not NAME=VALUE"),
        (["a", "--notebook", "02"], 'there is no notebook "02"'),
        (["a", "--all"], "not both"),
        (["a", "--notebook", "../01_small"], "there is no notebook"),
        (["--params", "nowhere.csv"], "there is no such file"),
    ],
)
def test_a_wrong_request_is_one_line_and_nothing_is_started(shop, arguments, message):
    shop.write("01_small", SMALL)
    result = shop.run("report", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (shop.root / "reports").exists()


def test_all_rows_are_checked_before_anything_starts(shop, tmp_path):
    shop.write("01_small", SMALL)
    (tmp_path / "p.csv").write_text("event,n\na,1\nb,x\nc,1\na,1\n")
    result = shop.run("report", "--params", tmp_path / "p.csv")
    assert result.returncode == 2
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["p.csv:3", "p.csv:4", "p.csv:5"]
    assert not (shop.root / "reports").exists()


def test_values_that_are_not_the_defaults_get_their_own_folder(shop):
    shop.write("01_small", SMALL)
    names = [report.name for report in shop.plan({}, {"n": "4"}, {"event": "b"})]
    assert names == ["a/01_small", "a/01_small--n=4", "b/01_small"]
    with pytest.raises(InputError, match="asked for twice"):
        shop.plan({}, {"n": "3"})


# rendering


@pytest.mark.kernel
def test_warm_and_cold_kernels_give_the_same_bytes(shop):
    table = {"version": 1, "name": "t", "id": "t", "kind": "exhibit", "title": "T", "subtitle": "", "source": ""}
    table |= {"parts": [], "findings": [], "tables": {"t": "x\n1\n"}, "records": {}, "downloads": {}}
    table |= {"summary": {}, "facts": {}}
    shop.write(
        "01_small",
        "import warnings; warnings.warn(f'odd {event}'); print('to stderr', file=__import__('sys').stderr)",
        "[object(), pd.DataFrame({'x': range(n)}), {'set', 'of', 'words'}]",
        "pd.DataFrame({'x': range(n)})",
        FIGURE,
        f"display({{'text/html': '<p>t</p>', 'text/plain': 't', '{EXHIBIT}': {table}}}, raw=True)",
        imports="import pandas as pd\nimport matplotlib.pyplot as plt\nplt.rcParams['svg.hashsalt'] = 'x'",
    )
    pages = []
    for options in ([], ["--cold"]):
        assert shop.run("report", "--force", *options).returncode == 0
        pages.append(shop.page("a/01_small"))
        assert shop.record("a/01_small")["kernel"] == ("cold" if options else "warm")
    assert pages[0] == pages[1]
    assert b"&lt;cell&gt;:1: UserWarning: odd a" in pages[0]
    assert b" at 0x7" not in pages[0]
    assert (shop.root / "reports/a/01_small/data/t.csv").read_text() == "x\n1\n"


@pytest.mark.kernel
def test_one_report_is_not_seen_in_the_next(shop):
    spoil = "import builtins, os, json\nseen = hasattr(builtins, 'x'), os.environ.get('SPOILT'), hasattr(json, 'x')\n"
    spoil += "builtins.x = True; os.environ['SPOILT'] = '1'; json.x = True\nseen"
    shop.write("01_small", spoil)
    assert not shop.render({"event": "a"}, {"event": "b"}, jobs=1).failed
    for event in "ab":
        assert b"(False, None, False)" in shop.page(f"{event}/01_small")


@pytest.mark.kernel
def test_random_numbers_differ_between_kernels_that_share_a_server(shop):
    shop.write("01_small", "import random, numpy\nprint('drawn', random.random(), numpy.random.random())")
    shop.render({"event": "a"}, {"event": "b"}, jobs=1)
    drawn = [shop.page(f"{event}/01_small").decode().split("drawn ")[-1].split("<")[0].split() for event in "ab"]
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] != drawn[1][1]


@pytest.mark.kernel
def test_the_users_own_settings_change_nothing(shop, tmp_path):
    shop.write("01_small", "import time, locale\nprint(time.tzname, locale.getlocale(), hash('x'), greeting)\n")
    shop.write("01_small", "import time, locale\n(time.tzname, locale.getlocale(), hash('x'), 'greeting' in globals())")
    start = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    start.mkdir(parents=True)
    (start / "00.py").write_text("greeting = 1")
    (tmp_path / "start.py").write_text("greeting = 1")
    other = {"HOME": str(tmp_path / "home"), "TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    pages = []
    for environment in ({"PYTHONHASHSEED": "1"}, {**other, "PYTHONSTARTUP": str(tmp_path / "start.py")}):
        assert shop.run("report", "--force", environment=environment).returncode == 0
        pages.append(shop.page("a/01_small"))
    assert pages[0] == pages[1]


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("cell", "state", "message"),
    [
        ("1 / 0", "failed at cell 5", "ZeroDivisionError: division by zero"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died by signal 9", "ended by signal 9"),
        ("import os; os._exit(3)", "died", "exit code 3"),
        ("import time; time.sleep(60)", "timed out", "longer than 3 seconds"),
        ("x = bytearray(3 << 30)", "failed at cell 5", "MemoryError"),
        ("None", "refused", "no cell shows anything"),
        ("open('../data/events/b/event.yml').read()", "refused", "data/events/b/event.yml without declaring it"),
        ("display({'application/javascript': 'x', 'text/plain': 'x'}, raw=True)", "refused", "runs no script"),
        ("display({'image/png': 'eA=='}, raw=True)", "refused", "no alternative text"),
        ("import matplotlib.pyplot as plt; plt.plot([1])", "refused", "no alternative text"),
        ("open('../data/nowhere').read()", "failed at cell 5", "FileNotFoundError"),
    ],
)
@pytest.mark.parametrize("how", ["warm", "cold"])
def test_a_failure_says_what_happened_and_the_last_good_report_stays(shop, cell, state, message, how):
    if how == "cold" and state == "refused":
        pytest.skip("what is published does not depend on the kernel")
    shop.write("01_small", SMALL)
    assert not shop.render({}).failed
    good = shop.page("a/01_small")
    shop.write("01_small", cell)
    seconds = 3 if state == "timed out" else 60
    batch = shop.render({}, seconds=seconds, megabytes=1024, warm=how == "warm")
    record = shop.record("a/01_small")
    assert record["state"] == state
    assert message in record["error"]
    assert batch.failed
    assert record["last_good"]["files"]["index.html"]
    assert record["kernel"] == how
    assert html.escape(message) in (shop.root / "reports/a/01_small/failure.html").read_text()
    assert shop.page("a/01_small") == good
    assert not list_leftovers(shop.temporary)


@pytest.mark.kernel
def test_an_exhibit_that_is_expected_must_be_shown(shop):
    shop.write("01_small", SMALL, exhibits=["prevalence"])
    batch = shop.render({})
    assert 'exhibit "prevalence" is expected' in batch.failed[0]["error"]


@pytest.mark.kernel
def test_a_batch_goes_on_after_a_failure_and_counts_it(shop):
    shop.write("01_small", "assert event != 'a', 'not this one'", "print(event)")
    result = shop.run("report", "--all")
    assert result.returncode == 1
    assert result.stdout == "reports/b/01_small/index.html\n"
    assert "a/01_small: failed at cell 5: AssertionError: not this one" in result.stderr
    assert "1 of 2 reports failed" in result.stderr


@pytest.mark.kernel
def test_events_for_programs_are_lines_of_json(shop):
    shop.write("01_small", SMALL)
    message = [json.loads(line) for line in shop.run("report", "--all", "--json").stdout.splitlines()]
    assert message[0] == {"event": "planned", "reports": 2, "unchanged": 0, "to_render": 2}
    assert [event["state"] for event in message if event["event"] == "finished"] == ["ok", "ok"]
    assert {event["cells"] for event in message if event["event"] == "cell"} == {5}


# only what changed


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    shop = Workshop(tmp_path_factory.mktemp("rendered") / "root")
    shop.write("01_small", SMALL, "open(f'../data/events/{event}/event.yml').read()")
    assert not shop.render({}).failed
    return shop


@pytest.mark.kernel
def test_what_has_not_changed_is_not_rendered(rendered):
    batch = rendered.render({})
    assert not batch.records
    assert len(batch.unchanged) == 1


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda s: (s.root / "data/events/a/event.yml").write_text("title: new\n"),
            "a declared input changed: data/ev",
        ),
        (
            lambda s: (s.root / "data/events/a/more.csv").write_text("x\n"),
            "a declared input is new: data/events/a/more",
        ),
        (lambda s: s.write("01_small", "print(1)"), "the notebook changed: 01_small.ipynb"),
        (lambda s: (s.root / "requirements.lock").write_text("x"), "the environment changed: requirements.lock"),
        (lambda s: (s.root / "reports/a/01_small/index.html").write_text("x"), "index.html is not as it was written"),
        (lambda s: (s.root / "reports/a/01_small/run.json").unlink(), "it has not been rendered here yet"),
        (lambda s: (s.root / "reports/a/01_small/run.json").write_text("{"), "it has not been rendered here yet"),
        (lambda s: (s.root / "data/events/b/event.yml").write_text("other\n"), "nothing has changed"),
        (lambda s: (s.root / "data/events/a/event.yml").touch(), "nothing has changed"),
    ],
)
def test_why_says_which_part_changed(rendered, tmp_path, change, message):
    shop = copy.copy(rendered)
    shop.root = tmp_path / "copy"
    shutil.copytree(rendered.root, shop.root)
    change(shop)
    result = shop.run("status", "a/01_small")
    assert result.stdout.startswith(f"a/01_small: {message}")
    assert len(result.stdout.splitlines()) == 1


def test_a_thousand_unchanged_reports_are_confirmed_without_a_kernel(rendered, tmp_path):
    shop = Workshop(tmp_path / "root", [f"e{number}" for number in range(1000)])
    path = shop.write("01_small", SMALL)
    shutil.copy(rendered.root / "notebooks" / path.name, path)
    reports = shop.plan(*({"event": f"e{number}"} for number in range(1000)))
    from analysis.reports.batch import choose_changed
    from analysis.reports.record import describe_files, write_record

    for item in choose_changed(reports, shop.root, force=True)[0]:
        item.report.folder.mkdir(parents=True)
        (item.report.folder / "index.html").write_bytes(b"x")
        files = describe_files(item.report.folder, {"index.html": b"x"})
        write_record(item.report.folder, {"state": "ok", "depends": item.depends, "files": files}, sync=False)
    before = shop.temporary.stat().st_mtime_ns
    result = shop.run("report", "--all")
    assert result.returncode == 0
    assert "1000 of 1000 reports are unchanged" in result.stderr
    assert shop.temporary.stat().st_mtime_ns == before  # a kernel would have had its folder there


# stopping and dying


@pytest.mark.kernel
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_does_not_wait_for_the_cell_and_keeps_what_is_done(shop, number):
    shop.write("01_small", "import time\ntime.sleep(0 if event == 'a' else 600)", "print(event)")
    process = shop.start("report", "a", "b", "--jobs", "1", start_new_session=True)
    wait_for(
        lambda: (shop.root / "reports/b/01_small/run.json").exists() and shop.record("b/01_small")["state"] == "running"
    )
    time.sleep(0.3)
    os.killpg(process.pid, number)
    message = process.communicate(timeout=60)  # the cell sleeps ten times as long
    assert process.returncode == 130, message
    assert "1 of 2 reports are done" in message[1]
    assert b"<pre" in shop.page("a/01_small")
    assert shop.record("b/01_small")["state"] == "interrupted"
    assert not list_leftovers(shop.temporary)


@pytest.mark.kernel
def test_a_batch_that_hangs_when_it_is_stopped_is_recorded_as_interrupted(shop):
    shop.write("01_small", "import time\ntime.sleep(600)", "print(event)")
    process = shop.start("report", "a")
    wait_for(
        lambda: (shop.root / "reports/a/01_small/run.json").exists() and shop.record("a/01_small")["state"] == "running"
    )
    os.kill(shop.record("a/01_small")["process"], signal.SIGSTOP)  # it hears nothing any more
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=60)
    assert (process.returncode, told[1]) == (130, "workbook: stopped\n")
    assert shop.record("a/01_small")["state"] == "interrupted"


@pytest.mark.kernel
def test_a_program_that_stops_listening_stops_the_batch(shop):
    shop.write("01_small", "import time\ntime.sleep(0 if event == 'a' else 600)", "print(event)")
    process = shop.start("report", "a", "b", "--jobs", "1", "--json")
    assert process.stdout.readline().startswith('{"event": "planned"')
    process.stdout.close()
    assert process.wait(timeout=60) == 130
    assert "Traceback" not in process.stderr.read()
    assert shop.record("b/01_small")["state"] == "interrupted"
    process.stderr.close()


@pytest.mark.kernel
@pytest.mark.parametrize("how", ["--force", "--cold"])
def test_a_kernel_with_too_little_memory_names_its_limit(shop, how):
    shop.write("01_small", "len(bytearray(1 << 30))")
    for megabytes in (256, 700):
        result = shop.run("report", how, "--memory", megabytes)
        assert result.returncode == 1
        assert f"needs more than {megabytes} MB of memory; give --memory more" in result.stderr


@pytest.mark.kernel
@pytest.mark.parametrize("after", [0.1, 0.3, 0.6, 1.0, 1.5, 2.0])
def test_a_batch_ends_within_two_seconds_of_ctrl_c_though_the_machine_is_busy(shop, after):
    shop.write("01_small", "import time\ntime.sleep(600)", imports="import pandas, matplotlib.pyplot")
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(6)]
    try:
        process = shop.start("report", "a", "b", "--force", "--jobs", "2", start_new_session=True)
        time.sleep(after)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        message = process.communicate(timeout=60)
        seconds = time.monotonic() - began
    finally:
        for each in busy:
            each.kill()
            each.wait()
    assert seconds < 2, message
    if after > 0.3:
        assert process.returncode == 130, message
        assert "Traceback" not in message[1]
    records = [json.loads(path.read_text()) for path in (shop.root / "reports").glob("*/*/run.json")]
    assert {record["state"] for record in records} <= {"interrupted"}


@pytest.mark.kernel
def test_a_killed_client_takes_its_kernels_with_it(shop):
    shop.write("01_small", "import time\ntime.sleep(60)", "print(event)")
    process = shop.start("report")
    wait_for(
        lambda: list((shop.root / "reports").glob("*/*/run.json")) and shop.record("a/01_small")["state"] == "running"
    )
    time.sleep(0.5)
    process.kill()
    process.communicate()
    wait_for(lambda: not [left for left in list_leftovers(shop.temporary) if "process.py" in left])
    assert shop.record("a/01_small")["state"] == "running"
    assert "did not end well: running" in shop.run("status").stdout
    shop.write("01_small", SMALL)
    assert not shop.render({}).failed  # its lock ended with it, and its folder is cleared away
    assert not list_leftovers(shop.temporary)


@pytest.mark.kernel
def test_a_killed_server_is_replaced(shop):
    kill = "import os, signal, time\nevent == 'a' and os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(0.1)"
    shop.write("01_small", kill, "print(event)")
    batch = shop.render({"event": "a"}, {"event": "b"}, jobs=1)
    assert [record["state"] for record in batch.records] == ["died by signal 9", "ok"]
    assert shop.record("b/01_small")["kernel"] == "warm"
    assert not list_leftovers(shop.temporary)


@pytest.mark.kernel
def test_a_server_with_threads_refuses_to_fork_and_reports_come_cold(shop, tmp_path, monkeypatch):
    (tmp_path / "busy_module.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    shop.write("01_small", SMALL, imports="import busy_module", inputs=[f"{tmp_path}/busy_module.py"])
    assert not shop.render({}).failed
    record = shop.record("a/01_small")
    assert record["kernel"] == "cold"
    assert "threads run after the imports" in record["why_cold"]


def test_a_wrong_request_leaves_nothing_though_kernels_were_getting_ready(shop):
    shop.write("01_small", SMALL)
    result = shop.run("report", "nowhere", "--force")
    assert result.returncode == 2
    assert "nowhere" in result.stderr
    assert not (shop.root / "reports").exists()
    assert not list_leftovers(shop.temporary)


@pytest.mark.kernel
def test_two_runs_do_not_write_into_one_folder(shop):
    shop.write("01_small", "import time\ntime.sleep(60)", "print(event)")
    process = shop.start("report")
    try:
        wait_for(lambda: (shop.root / "reports" / ".lock").exists())
        time.sleep(0.2)
        result = shop.run("report")
        assert result.returncode == 2
        holder = re.search(r"process (\d+) on ", result.stderr).group(1)
        parent = re.search(r"PPid:\s*(\d+)", Path(f"/proc/{holder}/status").read_text()).group(1)
        assert process.pid in (int(holder), int(parent))  # the command, or the process that watches it
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert not (shop.root / "reports" / ".lock").exists()


@pytest.mark.kernel
def test_a_run_that_was_killed_is_not_said_to_hold_the_folder(shop):
    shop.write("01_small", "import time\ntime.sleep(60)", "print(event)")
    process = shop.start("report")
    lock = shop.root / "reports" / ".lock"
    wait_for(lambda: lock.exists() and lock.read_text())
    os.kill(int(re.match(r"process (\d+) on ", lock.read_text())[1]), signal.SIGKILL)
    process.communicate(timeout=60)
    assert not lock.exists()


@pytest.mark.kernel
def test_a_disk_that_is_full_leaves_the_last_good_report(shop):
    shop.write("01_small", SMALL)
    assert not shop.render({}).failed
    good = shop.page("a/01_small")
    shop.write("01_small", SMALL, "print('x' * 3_000_000)")
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
    limited += "from analysis.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", limited, *shop.command("report")[3:]]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 1
    assert "not written" in result.stderr
    assert shop.page("a/01_small") == good
    assert shop.record("a/01_small")["state"] == "not written"
    there = {path.name for path in (shop.root / "reports/a/01_small").iterdir()}
    assert there == {"index.html", "report.json", "run.json", "failure.html"}


def test_a_reports_folder_that_cannot_be_written_is_a_wrong_request(shop):
    shop.write("01_small", SMALL)
    (shop.root / "reports").write_text("not a folder")
    result = shop.run("report")
    assert result.returncode == 2
    assert "cannot be written to" in result.stderr


@pytest.mark.kernel
def test_the_warm_provisioner_serves_plain_nbclient(shop):
    path = shop.write("01_small", SMALL)
    script = (
        "import nbformat, nbclient, sys\n"
        "nb = nbclient.NotebookClient(nbformat.read(sys.argv[1], 4)).execute()\n"
        "print(nb.cells[-1].outputs[0].text)"
    )
    environment = os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "workbook-warm", "TMPDIR": str(shop.temporary)}
    result = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, env=environment, timeout=120
    )
    assert result.stdout.strip() == "a 3", result.stderr
    assert not list_leftovers(shop.temporary)


def test_imports_are_found_without_running_anything():
    found = find_imports(["from analysis.errors import InputError\nimport pandas.api as p\nfrom yaml import load"])
    assert {"pandas", "pandas.api", "yaml", "analysis.errors"} <= set(found)


@pytest.mark.parametrize(
    ("call", "wanted"),
    [("", False), ("read()", True), ("thing.read", True), ('things["read"]', True), ("unread = 1", False)],
)
def test_what_a_function_imports_counts_where_the_function_is_mentioned(call, wanted):
    source = f"def read():\n    def parse():\n        import yaml\n    parse()\n{call}"
    assert ("yaml" in find_imports([source])) == wanted


def test_a_notebook_that_measures_readability_finds_textstat_loaded_and_no_other_does():
    for name, wanted in (("01_framing", False), ("03_wording", True)):
        cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text())["cells"]
        found = find_imports("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        assert ("textstat" in found) == wanted, name
