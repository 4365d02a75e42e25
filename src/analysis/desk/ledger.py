"""The desk's ledger: what a coder meant, applied in order, kept in a journal, acknowledged.

A *cell* is one thing that can be judged: `code|segment|code`, `seg|segment|`, `adj|segment|code`, `stance|voice|claim`
or `claim|-|name`; its value is a few fields. A message says which fields of which cells are to have which value, and
carries its client's number 1, 2, 3 …; it is applied once, after the one before it. The state is nothing but the fold
of the journal, so undo and redo reach back over all sittings.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.files import write_whole

Message = dict[str, Any]
Fields = dict[str, Any]
FILE = "file"  # the client of changes that were made in the coder's file by other means
NO_FILE = "-"  # instead of a fingerprint: no file lacks anything of this entry
MOST_WAITING = 10_000  # messages that came before one that is missing


class Ledger:
    """One coder's cells, and the journal that they are the fold of.

    `check` says why a change cannot be made, `save` brings changed cells to the coder's files, `fingerprint` tells
    whether these are as they were, `shown` is the hash of what the coder is shown: a journal about other segments is
    set aside.
    """

    def __init__(
        self,
        path: Path,
        *,
        shown: str,
        check: Callable[[str, Fields, Fields], str],
        save: Callable[[Mapping[str, Fields], Sequence[str]], None],
        fingerprint: Callable[[], str],
    ) -> None:
        self.path, self.shown = path, shown
        self.check, self.save, self.fingerprint = check, save, fingerprint
        self.cells: dict[str, Fields] = {}
        self.revisions: dict[str, int] = {}
        self.applied: dict[str, int] = {}
        self.journal: list[Message] = []
        self.waiting: dict[str, dict[int, Message]] = {}
        self._read()

    @property
    def rev(self) -> int:
        """The number of the last entry."""
        return len(self.journal)

    def put(self, message: Message) -> list[int]:
        """Apply the message and those that waited for it; the numbers of those applied."""
        client, seq = str(message["client"]), int(message["seq"])
        if client == FILE or not isinstance(message["cells"], list):
            raise ValueError("this is no message of a desk")
        queue = self.waiting.setdefault(client, {})
        if seq > self.applied.get(client, 0) and len(queue) < MOST_WAITING:
            queue[seq] = message
        ready: list[Message] = []
        while next_one := queue.pop(self.applied.get(client, 0) + len(ready) + 1, None):
            ready.append(next_one)
        for _, batch in groupby(ready, key=_is_about_claims):
            self.append(list(batch))
        return [int(one["seq"]) for one in ready]

    def append(self, messages: Sequence[Message]) -> None:
        """Journal the messages, on the disk before anything else is, then bring them to the coder's files."""
        if not messages:
            return
        before, start = self.fingerprint(), self.path.stat().st_size
        touched: dict[str, None] = {}
        lines = []
        for message in messages:
            entry = self._make_entry(message) | {"file": before}
            self._fold(entry)
            touched |= dict.fromkeys(change["cell"] for change in entry["cells"])
            lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
        try:
            with self.path.open("r+b") as file:
                file.seek(start)
                file.write("".join(lines).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._read()  # what is not in the journal has not happened
            raise
        self.save(self.cells, list(touched))

    def adopt(self, found: Mapping[str, Fields], known: Mapping[str, Fields], at: str) -> None:
        """Take over what the coder's file says otherwise than the journal: whoever changed the file meant it.

        Where the file is still as it was before the last entry, that entry is what had not reached it, and is
        brought there now.
        """
        changes: list[Message] = []
        for cell in sorted({*found, *known}):
            new, old = found.get(cell, {}), known.get(cell, {})
            if new != old:
                changes.append({"cell": cell, "set": {name: new.get(name) for name in sorted({*new, *old})}})
        if not changes:
            return
        if self.journal and self.journal[-1]["file"] == self.fingerprint():
            self.save(self.cells, [change["cell"] for change in changes])
            return
        seq = self.applied.get(FILE, 0) + 1
        self.append([{"client": FILE, "seq": seq, "at": at, "label": "in the file", "segment": "", "cells": changes}])

    def since(self, rev: int) -> list[Message]:
        """All cells that were changed after this revision, each whole."""
        return [
            {"cell": cell, "value": value, "rev": self.revisions[cell]}
            for cell, value in self.cells.items()
            if self.revisions[cell] > rev
        ]

    def list_refused(self, client: str) -> list[Message]:
        """The client's messages that used up their number and changed nothing, each with why."""
        own = (entry for entry in self.journal if entry["client"] == client and "refused" in entry)
        return [{"seq": entry["seq"], "why": entry["refused"]} for entry in own]

    def _make_entry(self, message: Message) -> Message:
        """The message as the journal keeps it; one that cannot be done uses its number up and changes nothing."""
        entry: Message = {name: message.get(name, "") for name in ("client", "seq", "at", "segment")}
        why = "" if message["client"] == FILE else self._find_fault(message)
        if why:
            return entry | {"label": "refused", "refused": why, "cells": []}
        changes = [{name: change[name] for name in ("cell", "set")} for change in message["cells"]]
        before = [
            {"cell": c["cell"], "set": {name: self.cells.get(c["cell"], {}).get(name) for name in c["set"]}}
            for c in changes
        ]
        extra = {name: message[name] for name in ("undoes", "redoes", "ms") if name in message}
        return entry | {"label": str(message["label"])[:200], "cells": changes, "before": before} | extra

    def _find_fault(self, message: Message) -> str:
        """Why one of the message's changes cannot be made; empty where all can."""
        for change in message["cells"]:
            cell, wanted = change.get("cell"), change.get("set")
            if not isinstance(cell, str) or not isinstance(wanted, dict):
                return "this is no change of a cell"
            old = self.cells.get(cell, {})
            if why := self.check(cell, _merge(old, wanted), {**change, **wanted}):
                return why
        return ""

    def _fold(self, entry: Message) -> None:
        self.journal.append(entry)
        self.applied[entry["client"]] = entry["seq"]
        for change in entry["cells"]:
            self.cells[change["cell"]] = _merge(self.cells.get(change["cell"], {}), change["set"])
            self.revisions[change["cell"]] = self.rev

    def _read(self) -> None:
        """Fold the journal from its start; a last line that its writer could not finish is cut off."""
        self.cells, self.revisions, self.applied, self.journal = {}, {}, {}, []
        head = _write_head(self.shown)
        content = self.path.read_bytes() if self.path.exists() else b""
        first = content.partition(b"\n")[0]
        if content and first.strip() != head.strip().encode():
            self.path.replace(_name_aside(self.path, first))
            content = b""
        if b"\n" not in content:
            write_whole(self.path, head.encode())
            return
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            write_whole(self.path, whole)
        for number, line in enumerate(whole.splitlines()[1:], 2):
            try:
                self._fold(json.loads(line))
            except (ValueError, KeyError, TypeError):
                raise InputError(
                    f"{self.path.parent.name}/{self.path.name}:{number}: is no entry of a desk's journal; "
                    "restore the line, or move the journal away: the judgements are in the coder's file"
                ) from None


def read_shown(path: Path) -> str:
    """The hash of what a journal is about; empty where there is no journal, or none that can be read."""
    try:
        with path.open("rb") as file:
            return str(json.loads(file.readline())["shown"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def begin_journal(path: Path, shown: str, cells: Mapping[str, Fields], *, at: str, file: str = NO_FILE) -> None:
    """A journal that begins with these cells; one that is there is kept beside it.

    `file` is the fingerprint of a coder's file that lacks some of them.
    """
    entry = {
        "client": FILE,
        "seq": 1,
        "at": at,
        "segment": "",
        "label": "the page was corrected",
        "cells": [{"cell": cell, "set": fields} for cell, fields in cells.items()],
        "before": [{"cell": cell, "set": dict.fromkeys(fields)} for cell, fields in cells.items()],
        "file": file,
    }
    if path.exists():
        content = path.read_bytes()
        write_whole(_name_aside(path, content.partition(b"\n")[0]), content)
    write_whole(path, (_write_head(shown) + json.dumps(entry, ensure_ascii=False) + "\n").encode())


def _write_head(shown: str) -> str:
    return json.dumps({"format": 1, "shown": shown}) + "\n"


def _merge(value: Fields, wanted: Fields) -> Fields:
    """The fields with the wanted ones set; None takes one away."""
    return {name: v for name, v in {**value, **wanted}.items() if v is not None}


def _is_about_claims(message: Message) -> bool:
    """Claims stand in a file of their own: a killed kernel leaves one file behind the journal, never two."""
    return any(str(change.get("cell")).startswith("claim|") for change in message["cells"])


def _name_aside(path: Path, first: bytes) -> Path:
    """Where a journal about a page as it was before is kept, beside its place; `first` is its first line."""
    try:
        shown = str(json.loads(first)["shown"])[:8]
    except (ValueError, KeyError, TypeError):
        shown = "damaged"
    return path.with_name(path.name.replace(".journal.jsonl", f".before-{shown}.journal.jsonl"))
