"""A coder's entry in `coders.yml`, and the file of a coder who is new."""

from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from analysis.coding.entries import CoderRecord, CodersFile, read_coders, settle_drafts
from analysis.coding.writing import Row, format_rows
from analysis.errors import InputError
from analysis.files import write_whole
from analysis.files.handmade import locate_entries
from analysis.files.locks import hold_folder

HEADING = "# Who judged this event, when, trained how and shown what. Nobody edits an entry after its judgements.\n"


def enter_coder(
    folder: Path, record: CoderRecord, rows: Sequence[Row], *, check: Callable[[Path], None] = lambda draft: None
) -> Path:
    """The file of a coder who is new, and the coder's entry; where `check` raises, neither."""
    draft = folder / f".{record.coder}.draft"
    with hold_folder(folder):
        settle_drafts(folder)
        refuse_known(folder, record.coder)  # again, for two may have come at once
        write_whole(draft, format_rows(rows).encode())
        try:
            check(draft)
            add_coder(folder, record)
        finally:
            settle_drafts(folder)
    return folder / f"{record.coder}.csv"


def refuse_known(folder: Path, coder: str) -> None:
    """Judgements are never overwritten."""
    if any(known.coder == coder for known in read_coders(folder)):
        raise InputError(
            f'{folder.parent.name}: coder "{coder}" has judged already; choose another name for a new round'
        )


def add_coder(folder: Path, record: CoderRecord) -> None:
    """Append the coder's entry to `coders.yml`; what is there, comments included, stays as it is."""
    path = folder / "coders.yml"
    old = path.read_text(encoding="utf-8") if path.exists() else f"{HEADING}coders:\n"
    CodersFile(coders=(*read_coders(folder), record))
    indented = "".join(f"  {line}\n" for line in _write_entry(record))
    write_whole(path, f"{old.rstrip()}\n{indented}".encode())


def complete_coder(folder: Path, record: CoderRecord) -> None:
    """Put the coder's entry in place of the one there is: of somebody who was shown nothing yet, or another page."""
    path = folder / "coders.yml"
    text = path.read_text(encoding="utf-8")
    entries, column = locate_entries(text, "coders", "coders.yml")
    place = entries[[known.coder for known in read_coders(folder)].index(record.coder)].lines
    lines = text.splitlines()
    lines[place.start : place.stop] = [" " * column + line for line in _write_entry(record)]
    write_whole(path, ("\n".join(lines) + "\n").encode())


def _write_entry(record: CoderRecord) -> list[str]:
    """The lines of a coder's entry."""
    given = record.model_dump(mode="json").items()
    fields = {k: v for k, v in given if v or v is False or (k == "seed" and v is not None)}
    fields["made_on"] = record.made_on
    return yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=110).splitlines()
