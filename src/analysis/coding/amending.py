"""Change a coder's file that there is: other judgements, other numbers, words that an older file did not hold."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.finding import recover_text
from analysis.coding.judgement_log import JudgementLog, read_judgement_log
from analysis.coding.rows import read_judgement_rows
from analysis.coding.writing import Row, format_rows, make_row
from analysis.errors import InputError
from analysis.files import write_whole
from analysis.files.csv_rows import is_whole
from analysis.files.locks import hold_folder


def save_judgements(path: Path, changes: Sequence[Row], *, remove: Sequence[tuple[str, str, str]] = ()) -> None:
    """Put rows into a coder's file, each in place of an older one of its segment, words, code and pass.

    `remove` takes out the last row of a segment, code and pass. An older judgement of the same words that had another
    number stays where it is: of two judgements of one segment, the later row counts. The file is read again under a
    lock before it is replaced, so two open desks do not undo each other.
    """
    with hold_folder(path.parent):
        kept: dict[tuple[object, ...], Row] = {}
        for _, row in read_judgement_rows(path) if path.exists() else []:
            kept[_key(row)] = row
        for key in remove:
            last = next((k for k in reversed(kept) if k[:3] == key), None)
            if last:
                del kept[last]
        kept.update((_key(row), row) for row in changes)
        write_whole(path, format_rows(list(kept.values())).encode())


def renumber_judgements(path: Path, segments: pd.DataFrame, codebook: Codebook) -> int:
    """Write each judgement of a coder's file at the segment that holds its words now.

    Those whose words have no place stay as they are; the answer is how many. Raises InputError where the file has a
    problem.
    """
    with hold_folder(path.parent):
        log = read_judgement_log(path, segments, codebook)
        if log.problems:
            raise InputError(log.problems)
        indexed = segments.set_index("segment_id")
        placed = [make_row(indexed, {**row, "evidence_start": row["start"]}) for row in _cut_evidence(log, indexed)]
        write_whole(path, format_rows([*log.unplaced, *placed]).encode())
    return len(log.unplaced)


def _cut_evidence(log: JudgementLog, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The judgements, their evidence as the segments spell it; `segments` is indexed by segment_id."""
    for row in log.rows.to_dict("records"):
        first, text = int(segments["start"][row["segment_id"]]), str(segments["text"][row["segment_id"]])
        evidence = text[row["start"] - first : row["end"] - first] if row["evidence"] else ""
        yield {**{str(name): value for name, value in row.items()}, "evidence": evidence}


def _key(row: Row) -> tuple[object, ...]:
    """What tells judgements apart; the words, because a number may come to mean another segment."""
    return row["segment_id"], row["code"], row["pass"], row["text_sha256"]


def store_words(path: Path, texts: Mapping[str, str]) -> None:
    """Give a coder's file of format 1 the words that were judged; `texts` are the documents that they stood in.

    A row whose words do not stand in its document any more is kept as it is.
    """
    rows = [row for _, row in read_judgement_rows(path)]
    if not all(map(is_whole, rows)):
        return  # a row that is not whole is named when the file is read
    known: dict[tuple[str, str], str] = {}
    for row in rows:
        document, words = row["segment_id"].split("/")[0], row["text_sha256"]
        if (document, words) not in known and row["start"].isdecimal() and row["end"].isdecimal():
            length, text = int(row["end"]) - int(row["start"]), texts.get(document, "")
            known[document, words] = row["text"] or recover_text(words, length, int(row["start"]), text)
        row["text"] = known.get((document, words), "")
    write_whole(path, format_rows(rows).encode())
