"""A report's folder takes its place as a whole: its page, data and record appear together."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.files.folders import swap_folders

NEXT, BEFORE = ".next-", ".before-"  # and a report's name: it is being written, or another took its place
DATA = "report.json"  # the exhibits' data beside the page, for indexes and comparisons
WRITERS = 8  # files at once: each waits for the drive, which makes many sure in the time of one
OURS = ("index.html", DATA, "data", "run.json", "failure.html")


def stage_report(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a report's files into a folder beside its place; returns that folder."""
    staged = folder.with_name(f"{NEXT}{folder.name}")
    for path in dict.fromkeys((staged / name).parent for name in files):
        path.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda name: _write_surely(staged / name, files[name]), files))
    return staged


def _write_surely(path: Path, content: bytes) -> None:
    """A new file that outlasts a power cut."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def place_report(staged: Path, folder: Path) -> None:
    """Put the staged report in the place of the one that was there."""
    if not folder.exists():
        staged.rename(folder)
    elif swap_folders(staged, folder):
        _discard(staged, folder)
    else:  # a reader may find nothing for a moment, and `recover_reports` ends what is begun here
        before = folder.with_name(f"{BEFORE}{folder.name}")
        folder.rename(before)
        staged.rename(folder)
        _discard(before, folder)


def recover_reports(reports: Path) -> None:
    """End what a killed run began to put in its place; for whoever holds the folder's lock."""
    for mark in (BEFORE, NEXT):
        for path in [*reports.glob(f"{mark}*"), *reports.glob(f"*/{mark}*")]:
            folder = path.with_name(path.name.removeprefix(mark))
            if folder.exists() or mark == NEXT:
                _discard(path, folder)
            else:
                path.rename(folder)


def _discard(old: Path, folder: Path) -> None:
    """Remove a folder that another has taken the place of; what somebody else has put into it moves there."""
    for path in old.iterdir():
        if path.name not in OURS and folder.exists() and not (folder / path.name).exists():
            path.rename(folder / path.name)
    shutil.rmtree(old)
