"""How far a corpus is coded, on stderr: a bar on a terminal, else a line now and then."""

import contextlib
import sys
import time
from collections.abc import Callable
from typing import Any

from analysis.bars import open_bar

Report = Callable[[int, int], None]  # bytes done, bytes in all


def show_progress(clock: Callable[[], float] = time.monotonic) -> Report:
    """Progress on stderr with rate and time left: a bar on a terminal, else a line every ten seconds."""
    return _show_bar() if sys.stderr.isatty() else _show_lines(clock)


def _show_bar() -> Report:
    """What an earlier run has coded counts as done, and not for the rate."""
    bars: list[Any] = []

    def report(done: int, total: int) -> None:
        if not bars:
            bars.append(open_bar(total, unit="B", initial=done, unit_scale=True))
        bars[0].update(done - bars[0].n)
        if done >= total:
            bars[0].close()

    return report


def _show_lines(clock: Callable[[], float]) -> Report:
    begun: list[float] = []
    at_first = last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal at_first, last
        now = clock()
        if not begun:
            begun.append(now)
            at_first, last = done, now
        if done < total and now - last < 10 and done > at_first:
            return
        last = now
        rate = (done - at_first) / max(now - begun[0], 1e-9)
        left = f", {(total - done) / rate:.0f} s left" if rate and done < total else ""
        share = done / total if total else 1
        speed = f"{rate / 1e6:.1f} MB/s" if rate else "starting" if done < total else "coded before"
        with contextlib.suppress(OSError):  # nobody reads it any more; the corpus is coded all the same
            print(f"{share:4.0%} of {total / 1e6:.1f} MB, {speed}{left}", file=sys.stderr, flush=True)

    return report
