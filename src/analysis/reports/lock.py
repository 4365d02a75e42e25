"""One run at a time writes into a reports folder."""

import contextlib
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError
from analysis.files import clear_left
from analysis.files.locks import hold_folder
from analysis.reports.record import read_clock


@contextlib.contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the reports folder; while it is held, its file `.lock` says who holds it.

    Raises InputError where the folder cannot be written to, or another run writes into it.
    """
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror}); give another --root") from None
    with hold_folder(folder, wait=False) as alone:
        if not alone:
            raise InputError(
                f"{folder}: {_read_holder(path)} is rendering reports here; wait for it, or give another --root"
            )
        with contextlib.suppress(OSError):  # a full disk: the folder is held all the same
            path.write_text(f"process {os.getpid()} on {platform.node()}, since {read_clock()},", encoding="utf-8")
        try:
            clear_left(folder, below=True)
            yield
        finally:
            path.unlink(missing_ok=True)


def forget_holder(folder: str, process: int, told: str) -> None:
    """Remove what a process wrote that was ended by force."""
    path = Path(folder) / ".lock"
    if _read_holder(path).startswith(f"process {process} on "):
        path.unlink(missing_ok=True)


def _read_holder(path: Path) -> str:
    """What the other process wrote, if it has come so far."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:200].strip() or "another process"
    except OSError:
        return "another process"
