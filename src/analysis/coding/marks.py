"""What a coder marked and did not judge: beside the codings, in a folder where nothing is read as a coder's."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from analysis.files import write_whole

HEADER = ["segment_id", "code", "mark", "memo"]
UNSURE = "unsure"


def _find_marks(codings: Path, coder: str) -> Path:
    """Where a coder's marks stand, given the event's folder of codings."""
    return codings / "desk" / f"{coder}.marks.csv"


def write_doubts(codings: Path, coder: str, doubts: Iterable[tuple[str, str]]) -> None:
    """Write a new coder's doubts (segment and code); nothing where there are none."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([HEADER, *([*doubt, UNSURE, ""] for doubt in doubts)])
    if written.getvalue().count("\n") > 1:
        write_whole(_find_marks(codings, coder), written.getvalue().encode())


def read_doubts(codings: Path, coder: str) -> dict[tuple[str, str], str]:
    """The pairs of segment and code that a coder was in doubt about, each with its memo."""
    path = _find_marks(codings, coder)
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {(row["segment_id"], row["code"]): row["memo"] or "" for row in rows if row["mark"] == UNSURE}
