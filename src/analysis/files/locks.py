"""One process at a time in a folder: the folder itself is locked, so no file is left and no kill leaves a lock."""

import contextlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@contextlib.contextmanager
def hold_folder(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder, made where it is missing, against other processes that ask for it; the lock ends with ours.

    Gives False where another process holds it and `wait` is False. Where the system has no such locks (Windows, some
    network drives), one line says so once and nothing is held.
    """
    with contextlib.ExitStack() as opened:
        yield _lock(folder, opened, wait=wait)


def _lock(folder: Path, opened: contextlib.ExitStack, *, wait: bool) -> bool:
    """Lock the folder that stands at this path now: while we waited, another may have taken its place."""
    try:
        import fcntl
    except ImportError:
        return _go_without("this system has no locks")
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        opened.callback(os.close, handle)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            return _go_without(error.strerror)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), folder.stat()):
                return True


@cache
def _go_without(reason: str) -> bool:
    """Say once what whoever runs the command has to heed instead."""
    print(f"folders cannot be locked here ({reason}): run one command at a time", file=sys.stderr)
    return True
