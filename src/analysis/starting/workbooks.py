"""Start a workbook in a folder of one's own, and show what a newer version would change in it."""

import difflib
import json
import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from analysis.bundled import EXAMPLE, list_bundled
from analysis.codebook.drafting import draft_codebook
from analysis.errors import InputError
from analysis.files import hash_file, write_whole
from analysis.files.locks import hold_folder

DELIVERED = ".workbook.json"  # which version wrote the folder, and the hash of each file as it was then
IGNORED = "reports/**/run.json\nreports/**/failure.html\nreports/**/.*\ndata/events/*/codings/.*\n.ipynb_checkpoints/\n"
DRAFT = ".new-workbook-"  # how the name of a folder begins that is being filled
LONGEST_DIFF = 40  # lines shown of one file
README = """\
# A framing workbook

How does each expert frame the event? Every command is run in this folder; `workbook --help` lists all.

    workbook report --all                                   # the example event; open reports/index.html
    workbook add PAGE.html --event my-event --codebook my-codebook
    workbook codebook candidates my-event                   # words that may be signs of a code
    workbook check my-event                                 # mistakes and what is still empty
    workbook report my-event
    workbook lab                                            # JupyterLab: 00_start shows what is here and what next

- `data/codebooks/my-codebook.yml`: a first codebook with comments; edit it. `great-power-framing.yml` is the example's.
- `data/events/`: one folder per event, with the page as published, the page as read (correct it there), and judgements.
- `data/lexicons/`: word lists of the wording report. `notebooks/`: one question each; change them as you like.
- `workbook new . --update` shows what a newer version of the workbook would change here; it changes nothing.
"""


def start_workbook(folder: Path) -> list[str]:
    """Write the folder as a whole or not at all; what is in it now, for the command to show.

    Raises InputError where the folder is not empty or cannot be written.
    """
    target = folder.absolute()
    refused = f"{folder}: is not empty; name a new folder, or see workbook new {folder} --update"
    if target.is_file():
        raise InputError(refused)
    try:
        if not _finish(target):
            if target.is_dir() and any(target.iterdir()):
                raise InputError(refused)
            _start(target)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from None
    return [
        "README.md",
        "data/codebooks/my-codebook.yml  (a first codebook: edit it)",
        f"data/events/{EXAMPLE}  (the example event)",
        "data/lexicons",
        "notebooks",
    ]


def _start(target: Path) -> None:
    """Write the folder beside its place, or inside it where it is there already, for somebody may be working in it."""
    home = target if target.is_dir() else target.parent
    home.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=home, prefix=DRAFT))
    made = draft / "made"  # with the rights that a new folder has here, which a temporary one has not
    with hold_folder(draft):
        try:
            made.mkdir()
            _fill(made)
            if home == target:
                _move(made, target)
            else:
                made.rename(target)
        finally:
            if home != target or not (made / DELIVERED).is_file():  # else the next run moves what is left
                shutil.rmtree(draft, ignore_errors=True)


def _move(made: Path, target: Path) -> None:
    """All parts into their places; the list of what was delivered goes last and says that all are there."""
    for part in sorted(made.iterdir(), key=lambda part: (part.name == DELIVERED, part.name)):
        part.rename(target / part.name)


def _finish(target: Path) -> bool:
    """End what a run began that was killed: True where the folder was half filled and is whole now."""
    whole = False
    for draft in [*target.parent.glob(f"{DRAFT}*"), *target.glob(f"{DRAFT}*")]:
        with hold_folder(draft, wait=False) as alone:
            if not alone:  # another run is writing it just now
                continue
            if draft.parent == target and (draft / "made" / DELIVERED).is_file():
                _move(draft / "made", target)
                whole = True
            shutil.rmtree(draft, ignore_errors=True)
    return whole


def _fill(folder: Path) -> None:
    """All files of a new workbook."""
    hashes: dict[str, str] = {}
    for source, inside in list_bundled():
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / inside)
        hashes[inside.as_posix()] = hash_file(source)
    (folder / "reports").mkdir()
    (folder / "data/codebooks/my-codebook.yml").write_text(draft_codebook("my-codebook"), "utf-8")
    (folder / "README.md").write_text(README, "utf-8")
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    delivered = {"version": version("framing-workbook"), "files": hashes}
    write_whole(folder / DELIVERED, f"{json.dumps(delivered, indent=1)}\n".encode())


def show_updates(folder: Path) -> Iterator[str]:
    """What this version has that the folder has not: each file with what differs, and whether you changed it.

    Raises InputError where `workbook new` did not write the folder.
    """
    try:
        delivered = json.loads((folder / DELIVERED).read_bytes())
        files: dict[str, str] = {**delivered["files"]}
        was = str(delivered["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"{folder / DELIVERED}: cannot be read; workbook new FOLDER writes it in a new folder"
        ) from None
    changes = 0
    for source, inside in list_bundled():
        own = folder / inside
        if own.is_file() and own.read_bytes() == source.read_bytes():
            continue
        if files.get(inside.as_posix()) == hash_file(source):
            continue  # what differs is only what was changed or taken away here
        changes += 1
        if not own.is_file():
            yield f"would add {inside.as_posix()}"
            continue
        by_hand = hash_file(own) != files.get(inside.as_posix())
        yield f"would change {inside.as_posix()}" + ("  (you changed it too: merge by hand)" if by_hand else "")
        yield from _diff(own, source)
    now = version("framing-workbook")
    yield f"{changes} files differ between version {was}, which wrote this folder, and {now}; nothing was changed"


def _diff(own: Path, source: Path) -> Iterator[str]:
    """The first lines of the difference."""
    before, after = (path.read_text("utf-8", errors="replace").splitlines() for path in (own, source))
    lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
    yield from (f"    {line}" for line in lines[:LONGEST_DIFF])
    if len(lines) > LONGEST_DIFF:
        yield f"    and {len(lines) - LONGEST_DIFF} lines more; the file is {source}"
