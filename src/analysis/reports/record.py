"""`run.json`: what happened when a report was rendered. Times and facts about the machine stand here only."""

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.files import write_whole


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Put the record beside the report."""
    write_whole(folder / "run.json", (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())


def read_record(folder: Path) -> dict[str, Any]:
    """The record in a report's folder; empty if there is none that can be read."""
    try:
        record = json.loads((folder / "run.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def tell_time() -> str:
    """Now, in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def describe_host() -> dict[str, str]:
    """The machine and its Python."""
    return {"node": platform.node(), "system": platform.platform(), "python": platform.python_version()}
