"""Files that appear whole or not at all, and the folder that all lie in."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from analysis.bundled import find_bundled
from analysis.errors import InputError


def find_root(start: Path | None = None) -> Path:
    """The nearest folder upwards from `start` (default: here) that has `data/events`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "events").is_dir():
            return folder
    raise InputError(f"{here}: neither this folder nor one above it has data/events; go there or give --root FOLDER")


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
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp's 0600 would hide a report from its readers
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise


def hash_file(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits; the file is read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_bytes(content: bytes) -> str:
    """The SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
