"""Three hundred reports in one run: memory, file handles and threads stay where they are."""

import os
import threading
from pathlib import Path

import pytest

from tests.workshop import Workshop, list_leftovers

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def measure():
    """Resident megabytes, open descriptors and threads of this process."""
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    return resident, len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def test_three_hundred_reports_leave_nothing_behind(tmp_path):
    shop = Workshop(tmp_path / "root", [f"e{number}" for number in range(300)])
    shop.write("01_small", "print(event, n)")
    measured = []

    def note(event):
        if event["event"] == "finished":
            measured.append(measure())

    batch = shop.render(*({"event": f"e{number}"} for number in range(300)), jobs=2, notify=note)
    assert not batch.failed
    early, late = measured[99], measured[-3]
    assert late[0] - early[0] < 20, "memory grows"
    assert late[1] - early[1] < 10, "descriptors stay open"
    assert late[2] - early[2] <= 1, "threads stay alive"
    assert not list_leftovers(shop.temporary)
