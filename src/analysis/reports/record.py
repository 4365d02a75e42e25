"""`run.json`: what happened when a report was rendered. Times and facts about the machine stand here only.

States: queued, running, ok, failed at cell N, died, died by signal N, timed out, interrupted, refused (it ran, but what
it shows may not be published), not written (the disk).
"""

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.files import hash_bytes, write_whole

Record = dict[str, Any]


def write_record(folder: Path, record: Record, *, sync: bool = True) -> None:
    """Put the record beside the report."""
    write_whole(folder / "run.json", (json.dumps(record, indent=1, sort_keys=True) + "\n").encode(), sync=sync)


def read_record(folder: Path) -> Record:
    """The record in a report's folder; empty if there is none that can be read."""
    try:
        record = json.loads((folder / "run.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def open_record(name: str, parameters: Mapping[str, Any], before: Record) -> Record:
    """A record for a run that is to be; it remembers the last good report, which stays until there is a better one."""
    good = {key: before[key] for key in ("ended", "depends", "files") if key in before}
    record: Record = {"report": name, "parameters": dict(parameters), "state": "queued", "process": os.getpid()}
    record["queued"] = read_clock()
    last_good = good if before.get("state") == "ok" else before.get("last_good")
    return record | ({"last_good": last_good} if last_good else {})


def mark_ended(folder: str, process: int, told: str) -> None:
    """Say in the records below `folder` what became of the reports of a process that could not say it itself."""
    for pattern in ("*/run.json", "*/*/run.json"):
        for path in sorted(Path(folder).glob(pattern)):
            record = read_record(path.parent)
            if record.get("process") == process and record.get("state") in ("queued", "running"):
                write_record(path.parent, record | {"state": "interrupted", "error": told}, sync=False)


def describe_files(folder: Path, files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Size, time and hash of what was written."""
    described = {}
    for name, content in files.items():
        status = (folder / name).stat()
        digest = hash_bytes(content)
        described[name] = {"size": status.st_size, "mtime_ns": status.st_mtime_ns, "sha256": digest}
    return described


def read_clock() -> str:
    """Now, in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def describe_host() -> dict[str, Any]:
    """The machine."""
    return {"node": platform.node(), "system": platform.platform(), "cores": os.cpu_count()}
