"""Folders that are replaced as a whole: a kill at any moment leaves the old one or the new one."""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.files.locks import hold_folder

# beside the folder `<parent>/<name>`, in `<parent>/..`, so that nothing takes them for an event
DRAFT, FRESH, BEFORE = ".adding-", ".fresh-", ".before-"


@contextlib.contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """A copy of `folder` (empty where there is none) to change; it takes the folder's place when the block ends.

    Where the block raises, nothing has changed. Only one process at a time replaces folders of one parent.
    """
    home = folder.parent.parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    with hold_folder(home):
        recover_folders(folder.parent, held=True)
        work = Path(tempfile.mkdtemp(dir=home, prefix=DRAFT))
        try:
            draft = work / folder.name
            if folder.exists():
                shutil.copytree(folder, draft)
            else:
                draft.mkdir()
            yield draft
            _put(draft, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _put(draft: Path, folder: Path) -> None:
    """The complete draft in the folder's place: from the first rename on, `recover_folders` ends what was begun."""
    home = folder.parent.parent
    fresh, before = home / f"{FRESH}{folder.name}", home / f"{BEFORE}{folder.name}"
    if not folder.exists():
        draft.rename(folder)
        return
    draft.rename(fresh)
    try:
        _finish(fresh, folder, before)
    except OSError:
        with contextlib.suppress(OSError):  # a rename, for half a folder must never look like a complete one
            fresh.rename(draft)
        raise


def _finish(fresh: Path, folder: Path, before: Path) -> None:
    """The old folder out of the way, the new one in, the old one gone."""
    if folder.exists():
        shutil.rmtree(before, ignore_errors=True)
        folder.rename(before)
    try:
        fresh.rename(folder)
    except OSError:
        if before.exists() and not folder.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def recover_folders(parent: Path, *, held: bool = False) -> None:
    """End what a killed run began: a new folder that was complete takes its place, what else was left goes."""
    home = parent.parent
    left = {mark: [p for p in home.glob(f"{mark}*") if p.is_dir()] for mark in (FRESH, BEFORE, DRAFT)}
    if not any(left.values()):
        return
    begun = bool(left[FRESH] or left[BEFORE])
    with contextlib.nullcontext(True) if held else hold_folder(home, wait=begun) as alone:
        if alone:  # else a draft is being written just now
            _tidy(parent)


def _tidy(parent: Path) -> None:
    """Folders in their places; a folder that may not be written to stays as it is."""
    home = parent.parent
    with contextlib.suppress(PermissionError):
        for fresh in sorted(home.glob(f"{FRESH}*")):
            name = fresh.name.removeprefix(FRESH)
            _finish(fresh, parent / name, home / f"{BEFORE}{name}")
        for before in sorted(home.glob(f"{BEFORE}*")):
            folder = parent / before.name.removeprefix(BEFORE)
            if folder.exists():
                shutil.rmtree(before, ignore_errors=True)
            else:
                before.rename(folder)
        for draft in home.glob(f"{DRAFT}*"):
            shutil.rmtree(draft, ignore_errors=True)


def swap_folders(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False, and nothing done, where the system or the drive cannot."""
    names = os.fsencode(one), os.fsencode(other)
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            return bool(library.renameat2(here, names[0], here, names[1], exchange) == 0)
        if sys.platform == "darwin":
            swap = 2  # RENAME_SWAP
            return bool(library.renamex_np(*names, swap) == 0)
    return False
