"""One run at a time writes into a reports folder."""

import contextlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError
from analysis.files import clear_left
from analysis.reports.record import tell_time


@contextlib.contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with this process however that ends.

    Raises InputError where the folder cannot be written to, or another run writes into it.
    """
    path = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to ({error.strerror}); give another --root") from None
    try:
        if not try_lock(descriptor) or not is_at(descriptor, path):
            holder = os.read(descriptor, 200).decode(errors="replace").strip() or "another process"
            raise InputError(f"{folder}: {holder} is rendering reports here; wait for it, or give another --root")
        with contextlib.suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"process {os.getpid()} on {platform.node()}, since {tell_time()},".encode())
        try:
            clear_left(folder, below=True)
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def try_lock(descriptor: int) -> bool:
    """Whether the lock is ours now."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the file that is locked is still the one at `path`: its last holder may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
