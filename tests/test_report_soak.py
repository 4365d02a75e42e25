"""Two thousand reports in one run: memory, file handles and threads stay where they are.

`WORKBOOK_SOAK=300` makes it so many; with `-s` each hundredth report shows what is used.
"""

import os
import threading
from pathlib import Path

import pytest

from tests.workshop import Workshop, list_leftovers

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
REPORTS = int(os.environ.get("WORKBOOK_SOAK", "2000"))
EVERY = 100  # reports between two measurements


def measure():
    """Resident megabytes, open descriptors and threads of this process."""
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    return resident, len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def test_two_thousand_reports_leave_nothing_behind(tmp_path):
    names = [f"e{number}" for number in range(REPORTS)]
    shop = Workshop(tmp_path / "root", names)
    shop.write("01_small", "print(event, n)")
    measured, now = [], []

    def note(event):
        if event["event"] != "finished":
            return
        now.append(measure())
        if len(now) == EVERY:  # a kernel that is just starting or ending holds more for a moment: the least counts
            measured.append(tuple(map(min, zip(*now, strict=True))))
            now.clear()
            used = "{} MB, {} descriptors, {} threads".format(*measured[-1])
            print(f"{len(measured) * EVERY} reports: {used}")

    batch = shop.render(*({"event": name} for name in names), jobs=2, notify=note)
    assert not batch.failed
    assert len(measured) == REPORTS // EVERY
    early = measured[0]
    for late in measured[1:]:
        assert late[0] - early[0] < 20, "memory grows"
        assert late[1] - early[1] < 20, "descriptors stay open"  # each of two kernels has some
        assert late[2] - early[2] <= 1, "threads stay alive"
    assert not list_leftovers(shop.temporary)
