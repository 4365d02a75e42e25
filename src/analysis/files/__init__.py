"""Files that appear whole or not at all, and the folder that all lie in."""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from analysis.bundled import find_bundled
from analysis.errors import InputError

LEFT = re.compile(r"\..+\.[0-9a-f]{8}\.workbook-part")  # a file that is being written, or that a killed run has left
_cleared: set[Path] = set()  # folders in which this process has looked for what others left


def find_root(start: Path | None = None) -> Path:
    """The nearest folder upwards from `start` (default: here) that has `data/events`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "events").is_dir():
            return folder
    found = f"{here}: neither this folder nor one above it has data/events"
    raise InputError(f"{found}; go to a workbook, give --root FOLDER, or start one: workbook new FOLDER")


def find_notebook_folder(root: Path) -> Path:
    """The root's own notebooks, else the ones that came with this package."""
    for folder in (root / "notebooks", find_bundled() / "notebooks"):
        if folder.is_dir():
            return folder
    raise InputError(f"{root}: has no notebooks/ folder; make one or give another --root")


def write_whole(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write `content` beside `path`, then rename: a reader sees the old file or the new one, never a part.

    Without `sync` a power cut may lose the file, which suits what can be written again.
    """
    with open_whole(path, sync=sync) as file:
        file.write(content)


@contextlib.contextmanager
def open_whole(path: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """A file to write, which takes its place at `path` when the block ends; where the block raises, it goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent not in _cleared:
        _cleared.add(path.parent)
        clear_left(path.parent)
    file, part = _open_part(path)
    try:
        yield file
        file.flush()
        if sync:
            os.fsync(file.fileno())
        if os.name == "nt":  # where an open file cannot be renamed; elsewhere its lock holds until it has its name
            file.close()
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    finally:
        file.close()


def clear_left(folder: Path, *, below: bool = False) -> None:
    """Remove the parts of files that killed runs have left in the folder (and in all `below` it)."""
    for place, folders, names in os.walk(folder):
        if not below:
            folders.clear()
        for name in filter(LEFT.fullmatch, names):
            with contextlib.suppress(OSError):  # somebody else was quicker, or nothing may be written here
                part = Path(place, name)
                with part.open("rb") as file:
                    if _lock(file):
                        part.unlink()


def _open_part(path: Path) -> tuple[BinaryIO, Path]:
    """A new file beside `path` whose lock says that it is being written; it is as readable as any file of the user."""
    while True:
        part = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.workbook-part")
        try:
            file = part.open("xb")
        except OSError as error:
            error.filename = str(path)  # what was asked for, not how it is written
            raise
        if _is_ours(file, part):
            return file, part
        file.close()


def _is_ours(file: BinaryIO, part: Path) -> bool:
    """Whether the file could be locked and is still there: somebody may clear the folder in between."""
    try:
        return _lock(file) and os.path.samestat(os.fstat(file.fileno()), part.stat())
    except FileNotFoundError:
        return False
    except OSError:  # a drive without locks, on which nothing is cleared either
        return True


def _lock(file: BinaryIO) -> bool:
    """Whether nobody else writes the file; the lock ends with the process. Raises OSError on a drive without locks."""
    try:
        import fcntl
    except ImportError:  # Windows, which does not remove a file that is open
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def find_odd_file(path: Path) -> str:
    """Why `path` is no file that can be read, and what to do about it; empty where it is one.

    Asked before a file is opened: to open a pipe waits for whoever writes into it.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            return "is a link to a file that is not there; put the file in its place"
        return "there is no such file; create it or correct the name"
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "is a link that leads to itself; put the file in its place"
        return f"cannot be read ({error.strerror}); correct that or the name"
    except ValueError:
        return "is no name that a file can have; correct it"
    if stat.S_ISDIR(mode):
        return "is a folder, not a file; put the file in its place"
    if not stat.S_ISREG(mode):
        return "is no regular file (a pipe or a device); put a file in its place"
    return "" if os.access(path, os.R_OK) else "may not be read; change its rights"


def require_file(path: Path, name: str = "") -> None:
    """Raises InputError where `path` is no file that can be read; `name` is what the message calls it."""
    if odd := find_odd_file(path):
        raise InputError(f"{name or path.name}: {odd}")


def require_folder(folder: Path, name: str = "") -> None:
    """Raises InputError where something else than a folder stands in the place of one that need not be there."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise InputError(f"{name or folder.name}: is no folder; put the folder in its place")


def hash_file(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits; the file is read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_bytes(content: bytes) -> str:
    """The SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
