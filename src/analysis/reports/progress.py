"""What a person or a program sees of a batch: a bar on a terminal, a line per report, or JSON."""

import _thread
import contextlib
import json
import signal
import sys
import threading
from typing import Any, TextIO

from analysis.bars import open_bar
from analysis.errors import show_controls


class LineProgress:
    """A line for each finished report."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.lock = threading.Lock()
        self.total = self.done = self.unchanged = 0
        self.cells: dict[str, tuple[int, int]] = {}

    def __call__(self, event: dict[str, Any]) -> None:
        """Hear one event of the batch; may be called from several threads."""
        with self.lock:
            name = event.get("report", "")
            if event["event"] == "planned":
                self.total, self.unchanged = event["to_render"], event["unchanged"]
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
        """Print the event."""
        if event["event"] == "planned" and self.unchanged:
            print(f"{self.unchanged} of {event['reports']} reports are unchanged", file=self.stream, flush=True)
        if event["event"] == "finished":
            print(
                f"[{self.done}/{self.total}] {show_controls(_describe_finished(event))}", file=self.stream, flush=True
            )

    def close(self) -> None:
        """The batch has ended."""


class BarProgress(LineProgress):
    """A bar on a terminal: reports done, rate, time left, and the cell that each job is at."""

    bar: Any = None

    def show(self, event: dict[str, Any]) -> None:
        """Draw the bar anew; a failure stays above it."""
        if event["event"] == "planned":
            super().show(event)
            self.bar = open_bar(self.total, unit="report", file=self.stream, leave=False)
        elif event["event"] == "finished":
            if event["state"] != "ok":
                self.bar.write(show_controls(_describe_finished(event)), file=self.stream)
            self.bar.update()
        now = [f"{name} {cell}/{cells}" for name, (cell, cells) in list(self.cells.items())[:4]]
        self.bar.set_postfix_str("  ".join(now))

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            with contextlib.suppress(OSError, ValueError):
                self.bar.close()


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


def _describe_finished(event: dict[str, Any]) -> str:
    """One finished report, in words."""
    if event["state"] == "ok":
        return f"{event['report']} in {event.get('seconds', 0):.1f} s"
    return f"{event['report']}: {event['state']}: {event.get('error', '')}"
