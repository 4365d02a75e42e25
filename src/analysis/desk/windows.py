"""One window at a time works on a coder's file: between processes by a lock, between windows by asking."""

import os
import time
from pathlib import Path
from typing import Any

from analysis.errors import InputError

PATIENCE = 1.5  # seconds in which the window that works answers
ELSEWHERE = "This coder's desk is open in another window; close it there, and it opens here."
_held: dict[Path, tuple[int, "Window"]] = {}


class Window:
    """Who works on the file at `path`; a desk opened again in the same kernel takes the place of the earlier one."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.view = ""  # the one that may write
        self.asked = 0.0
        self.closed = False
        handle, earlier = _held.get(self.path, (0, None))
        if earlier:
            earlier.closed = True
        _held[self.path] = handle or _lock(self.path), self

    def greet(self, view: str) -> list[dict[str, Any]]:
        """What to say to a window that wants to work; nothing if it may. The one that works is asked first."""
        if self.closed:
            return [{"is": "elsewhere", "view": view, "why": ELSEWHERE}]
        now = time.monotonic()
        if self.view in ("", view) or (self.asked and now - self.asked > PATIENCE):
            self.view, self.asked = view, 0.0
            return []
        self.asked = self.asked or now
        return [{"is": "there?", "view": self.view}, {"is": "elsewhere", "view": view, "why": ELSEWHERE}]

    def here(self, view: str) -> None:
        """The window that works has answered."""
        if view == self.view:
            self.asked = 0.0

    def leave(self, view: str) -> None:
        """The window is closed."""
        if view == self.view:
            self.view, self.asked = "", 0.0


def _lock(path: Path) -> int:
    """A lock that ends with this process. Raises InputError where another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # only on Windows
    except OSError:
        os.close(handle)
        coder = path.name.removeprefix(".").removesuffix(".lock")
        raise InputError(
            f'the desk of "{coder}" is open in another notebook; close that one (shut its kernel down), then run '
            "this cell again"
        ) from None
    return handle
