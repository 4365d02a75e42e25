"""What a person or a program sees of a batch: a bar on a terminal, a line per report, or JSON."""

import _thread
import json
import signal
import sys
import threading
import time
from typing import Any, TextIO


class LineProgress:
    """A line for each finished report."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.lock = threading.Lock()
        self.total = self.done = self.unchanged = 0
        self.cells: dict[str, tuple[int, int]] = {}
        self.began = time.monotonic()

    def __call__(self, event: dict[str, Any]) -> None:
        """Hear one event of the batch; may be called from several threads."""
        with self.lock:
            name = event.get("report", "")
            if event["event"] == "planned":
                self.total, self.unchanged = event["to_render"], event["unchanged"]
                self.began = time.monotonic()
            elif event["event"] == "cell":
                self.cells[name] = (event["cell"], event["cells"])
            elif event["event"] == "finished":
                self.done += 1
                self.cells.pop(name, None)
            try:
                self.show(event)
            except (OSError, ValueError):  # nobody reads it any more
                self.give_up()

    def give_up(self) -> None:
        """The reports are wanted all the same."""

    def show(self, event: dict[str, Any]) -> None:
        """Tell the event."""
        if event["event"] == "planned" and self.unchanged:
            print(f"{self.unchanged} of {event['reports']} reports are unchanged", file=self.stream, flush=True)
        if event["event"] == "finished":
            print(f"[{self.done}/{self.total}] {tell_finished(event)}", file=self.stream, flush=True)

    def close(self) -> None:
        """Nothing more will come."""


class BarProgress(LineProgress):
    """One line that changes: reports done, rate, time left, and the cell that each job is at."""

    def show(self, event: dict[str, Any]) -> None:
        """Draw the line anew; a failure stays above it."""
        if event["event"] == "finished" and event["state"] != "ok":
            self.draw("")
            print(f"\r{tell_finished(event)}", file=self.stream)
        if event["event"] == "planned" and self.unchanged:
            super().show(event)
        if self.total:
            self.draw(self.describe())

    def describe(self) -> str:
        """The line."""
        seconds = time.monotonic() - self.began
        rate = self.done / seconds if seconds > 0 else 0.0
        left = f", {tell_seconds((self.total - self.done) / rate)} left" if rate and self.done < self.total else ""
        bar = "█" * (20 * self.done // self.total)
        now = "  ".join(f"{name} {cell}/{cells}" for name, (cell, cells) in list(self.cells.items())[:4])
        return f"{bar:░<20} {self.done}/{self.total} reports, {rate:.1f}/s{left}  {now}"

    def draw(self, line: str) -> None:
        """Over what stands there, within the terminal's width."""
        import shutil

        width = max(20, shutil.get_terminal_size().columns - 1)
        self.stream.write(f"\r\x1b[2K{line[:width]}")
        self.stream.flush()

    def close(self) -> None:
        """Take the line away."""
        self.draw("")


class JsonProgress(LineProgress):
    """Every event as one line of JSON, for programs."""

    def show(self, event: dict[str, Any]) -> None:
        """Write it."""
        print(json.dumps(event, ensure_ascii=False), file=self.stream, flush=True)

    def give_up(self) -> None:
        """The program that asked for the events has gone: end as with Ctrl-C."""
        _thread.interrupt_main(signal.SIGTERM)


def choose_progress(*, as_json: bool) -> LineProgress:
    """JSON to stdout if asked for; else a bar on a terminal, lines elsewhere, both to stderr."""
    if as_json:
        return JsonProgress(sys.stdout)
    return BarProgress() if sys.stderr.isatty() else LineProgress()


def tell_finished(event: dict[str, Any]) -> str:
    """One finished report, in words."""
    if event["state"] == "ok":
        return f"{event['report']} in {event.get('seconds', 0):.1f} s"
    return f"{event['report']}: {event['state']}: {event.get('error', '')}"


def tell_seconds(seconds: float) -> str:
    """A duration that a person reads at a glance."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
