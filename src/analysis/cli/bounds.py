"""What each command may use of time and memory, and how that is asked for."""

from typing import Any

import click

# Seconds and megabytes. `report` bounds each report, `code` each answer; `lab` is Jupyter's.
BOUNDS: dict[str, tuple[float | None, int | None]] = {
    "add": (60, 1024),
    "import": (60, 1024),
    "sheet": (60, 1024),
    "compare": (60, 1024),
    "corpus": (None, None),
    "report": (None, None),
    "code": (None, None),
    "learn": (3600, 8192),
}
OTHERS = (120, 2048)  # seconds and megabytes of every other command
OWN = ("report", "lab", "code")  # --timeout and --memory are their own


class Seconds(click.types.FloatParamType):
    """A number of seconds; neither nan nor inf is one."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, which is more than 0 and no more than a year."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 366 * 86400:  # nan is in no range
            self.fail(f"{value!r} is not a number of seconds; give for example 600", param, ctx)
        return seconds


SECONDS = Seconds()
MEGABYTES = click.IntRange(min=256, max=1 << 24)  # with less, not even the libraries can be loaded
