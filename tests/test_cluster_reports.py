"""A real scheduler and two real workers on this machine, one killed while it works."""

import time

import pytest

from tests.cluster import start_cluster
from tests.workshop import Workshop

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
CELLS = ("import time\ntime.sleep(0.5)", "print(event, n)", "open(f'../data/events/{event}/event.yml').read()")
EVENTS = [f"e{number}" for number in range(8)]


def test_a_batch_survives_a_worker_and_gives_the_bytes_of_home(tmp_path):
    shops = [Workshop(tmp_path / name, EVENTS) for name in ("here", "there")]
    for shop in shops:
        shop.write("01_small", *CELLS)
    assert shops[0].run("report", "--all").returncode == 0
    with start_cluster(tmp_path) as (address, workers):
        process = shops[1].start("report", "--all", "--scheduler", address)
        end = time.monotonic() + 60
        while not list((shops[1].root / "reports").glob("*/*/index.html")):
            assert time.monotonic() < end, process.communicate()
            time.sleep(0.05)
        workers[0].kill()
        message = process.communicate(timeout=120)
        assert process.returncode == 0, message
    for event in EVENTS:
        assert shops[0].page(f"{event}/01_small") == shops[1].page(f"{event}/01_small")
        assert shops[1].record(f"{event}/01_small")["kernel"] == "warm"


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path):
    shop = Workshop(tmp_path / "root")
    shop.write("01_small", "print(event)")
    result = shop.run("report", "--scheduler", "tcp://127.0.0.1:9")
    assert result.returncode == 2
    assert "no scheduler answers there" in result.stderr
    assert len(result.stderr.splitlines()) == 1
