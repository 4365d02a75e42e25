"""What a desk may write, and how cells become the files that the rest of the workbook reads."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.amending import save_judgements
from analysis.coding.hashing import hash_text
from analysis.coding.judgement_log import read_judgement_log
from analysis.coding.marks import HEADER, UNSURE, read_doubts
from analysis.coding.recording import read_moment
from analysis.coding.rows import Pass
from analysis.coding.writing import make_row
from analysis.desk.ledger import Fields
from analysis.files import hash_file, write_whole
from analysis.files.csv_rows import format_csv_rows

JUDGED = ("present", "absent")
VALUES = (*JUDGED, UNSURE, None)
DECISIONS = (*JUDGED, "discuss", None)
LONGEST = 10_000  # characters of a memo or a reason
Cells = Mapping[str, Fields]


class Book(Protocol):
    """The files of one kind of work at the desk."""

    path: Path

    def check(self, cell: str, after: Fields, change: Fields) -> str:
        """Why the cell may not become `after`; empty if it may."""

    def save(self, cells: Cells, touched: Sequence[str]) -> None:
        """Bring the touched cells to the files."""

    def read(self) -> dict[str, Fields]:
        """What the coder's file says, as cells."""

    def tell(self, cells: Cells) -> dict[str, Fields]:
        """What the coder's file would say of these cells, as `read` gives it."""

    def fingerprint(self) -> str:
        """What tells whether the coder's files are as they were."""


def hash_kept(path: Path) -> str:
    """The file's SHA-256; empty where there is none."""
    return hash_file(path) if path.exists() else ""


def split_cell(cell: str) -> tuple[str, str, str]:
    """Kind, segment and code; empty where the cell has none."""
    kind, segment_id, code = [*cell.split("|", 2), "", ""][:3]
    return kind, segment_id, code


class JudgementBook:
    """Cells of segment × code, written to `codings/<coder>.csv`: a coder's own, or a consensus.

    A coder's cells are `code|…` with value, spans and memo; a consensus's are `adj|…` with decided, spans and reason.
    In the file stands the first piece of evidence; `desk/<coder>.evidence.csv` has all. In doubt is not judged: no
    row; doubts, flags, skipped segments and memos on segments stand in `desk/<coder>.marks.csv`.
    """

    def __init__(self, folder: Path, coder: str, segments: pd.DataFrame, codebook: Codebook, kept: Pass) -> None:
        self.path, self.kept, self.codebook, self.segments = folder / f"{coder}.csv", kept, codebook, segments
        self.aside = folder / "desk"
        self.indexed = segments.set_index("segment_id")
        self.texts = {str(s): str(t) for s, t in zip(segments["segment_id"], segments["text"], strict=True)}
        self.codes = [code.code for code in codebook.codes]
        decides = kept == "adjudication"
        self.kind, self.value, self.memo = ("adj", "decided", "reason") if decides else ("code", "value", "memo")
        self.allowed = DECISIONS if decides else VALUES

    def check(self, cell: str, after: Fields, change: Fields) -> str:
        """Why the cell may not become `after`; empty if it may."""
        kind, segment_id, code = split_cell(cell)
        text = self.texts.get(segment_id)
        if text is None:
            return f"there is no segment {segment_id[:60]}"
        if change.get("sha", hash_text(text)) != hash_text(text):
            return "the sentence on the screen is not the sentence in the event"
        if any(len(str(after.get(name, ""))) > LONGEST for name in ("memo", "reason")):
            return f"a memo has at most {LONGEST} characters"
        if kind == "seg" and self.kind == "code":
            return "" if set(after) <= {"flag", "skip", "memo"} else "a sentence has flag, skip and memo"
        if kind != self.kind or code not in self.codes:
            return f"there is nothing called {cell[:80]} to judge"
        if set(after) - {self.value, "spans", self.memo, "by"} or after.get(self.value) not in self.allowed:
            return f"{code} cannot be judged so"
        if after.get("spans") and after.get(self.value) not in ("present", UNSURE):
            return "only a code that is present or in doubt has evidence"
        return "" if spans_fit(after.get("spans") or [], len(text)) else "the words do not stand in the sentence"

    def save(self, cells: Cells, touched: Sequence[str]) -> None:
        """Bring the touched cells to the coder's file, and all evidence and marks to the files beside it."""
        rows, gone = [], []
        now = read_moment()
        for cell in touched:
            kind, segment_id, code = split_cell(cell)
            fields = cells.get(cell, {})
            if kind == self.kind and fields.get(self.value) in JUDGED:
                rows.append(self._make_row(segment_id, code, fields, now))
            elif kind == self.kind:
                gone.append((segment_id, code, str(self.kept)))
        if rows or gone:
            save_judgements(self.path, rows, remove=gone)
        self._write_aside("evidence", ["segment_id", "code", "start", "end", "evidence"], self._list_evidence(cells))
        self._write_aside("marks", HEADER, self._list_marks(cells))

    def fingerprint(self) -> str:
        """What tells whether the coder's file is as it was."""
        return hash_kept(self.path)

    def read(self) -> dict[str, Fields]:
        """The file's judgements of this pass as cells, with the first piece of evidence; and the coder's doubts."""
        log = read_judgement_log(self.path, self.segments, self.codebook).rows
        found: dict[str, Fields] = {}
        for row in log.loc[log["pass"] == self.kept].to_dict("records"):
            fields: Fields = {self.value: "present" if row["present"] else "absent"}
            if row["evidence"]:
                first = int(self.indexed["start"][row["segment_id"]])
                fields["spans"] = [[row["start"] - first, row["end"] - first]]
            found[f"{self.kind}|{row['segment_id']}|{row['code']}"] = fields | (
                {self.memo: row["memo"]} if row["memo"] else {}
            )
        if self.kind == "code":
            doubts = read_doubts(self.path.parent, self.path.stem)
            for (segment_id, code), memo in doubts.items():
                if segment_id in self.texts and code in self.codes:
                    fields = {"value": UNSURE} | ({"memo": memo} if memo else {})
                    found.setdefault(f"code|{segment_id}|{code}", fields)
        return found

    def tell(self, cells: Cells) -> dict[str, Fields]:
        """What the file would say of these cells."""
        told = {}
        for cell, fields in cells.items():
            judged = fields.get(self.value) in JUDGED
            if cell.startswith(f"{self.kind}|") and (judged or fields.get(self.value) == UNSURE):
                kept = {name: fields[name] for name in (self.value, self.memo) if fields.get(name)}
                told[cell] = kept | ({"spans": fields["spans"][:1]} if judged and fields.get("spans") else {})
        return told

    def _make_row(self, segment_id: str, code: str, fields: Fields, now: str) -> Mapping[str, object]:
        given: dict[str, Any] = {
            "segment_id": segment_id,
            "code": code,
            "present": fields[self.value] == "present",
            "pass": self.kept,
            "judged_at": now,
            "memo": fields.get(self.memo, ""),
        }
        if fields.get("spans"):
            a, b = fields["spans"][0]
            given["evidence"] = self.texts[segment_id][a:b]
            given["evidence_start"] = int(self.indexed["start"][segment_id]) + a
        return make_row(self.indexed, given)

    def _list_evidence(self, cells: Cells) -> Iterator[list[object]]:
        for cell, fields in sorted(cells.items()):
            _, segment_id, code = split_cell(cell)
            for a, b in fields.get("spans") or []:
                first = int(self.indexed["start"][segment_id])
                yield [segment_id, code, first + a, first + b, self.texts[segment_id][a:b]]

    def _list_marks(self, cells: Cells) -> Iterator[list[object]]:
        for cell, fields in sorted(cells.items()):
            kind, segment_id, code = split_cell(cell)
            if fields.get(self.value) in (UNSURE, "discuss"):
                yield [segment_id, code, fields[self.value], fields.get(self.memo, "")]
            elif kind == "seg":
                for mark in ("flag", "skip", "memo"):
                    if fields.get(mark):
                        yield [segment_id, "", mark, fields["memo"] if mark == "memo" else ""]

    def _write_aside(self, name: str, header: list[str], rows: Iterator[list[object]]) -> None:
        """A table beside the journal, written only when there is something new to say."""
        path, content = self.aside / f"{self.path.stem}.{name}.csv", format_csv_rows([header, *rows]).encode()
        before = path.read_bytes() if path.exists() else b""
        if content != before and (before or content.count(b"\n") > 1):
            write_whole(path, content)


def spans_fit(spans: object, length: int) -> bool:
    """Whether these are pairs of code-point offsets within a sentence."""
    return isinstance(spans, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(type(edge) is int for edge in span)
        and 0 <= span[0] < span[1] <= length
        for span in spans
    )
