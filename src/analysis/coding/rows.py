"""The rows of a coder's file as they are written: their format, and what is wrong with one in itself."""

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from analysis.coding.hashing import hash_text
from analysis.errors import InputError, name_choices, tell_once
from analysis.files.csv_rows import is_whole, name_cells, read_csv_rows, rearm_cell

Pass = Literal["blind", "after suggestions", "adjudication"]
PASSES: tuple[Pass, ...] = get_args(Pass)  # in the order in which a later one overrules an earlier one
COLUMNS = (
    "segment_id",
    "code",
    "present",
    "pass",
    "judged_at",
    "memo",
    "evidence_start",
    "evidence_end",
    "evidence",
    "start",
    "end",
    "text_sha256",
    "text",
    "format",
)
FORMAT = "2"
KNOWN_FORMATS = ("1", FORMAT)
BESIDE = ("score", "expert", "before", "after")  # a file may have them: how strongly; whose words, what is around them
COLUMNS_BEFORE = COLUMNS[:-2]  # of format 1, which held no words; it is still read
LARGEST = 64 << 20  # bytes; 50,000 judgements are a tenth of it
MOST_TOLD = 50  # problems of one file
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
Lines = Sequence[tuple[int, Mapping[str, str]]]


def read_judgement_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and fields of every row, in the columns of the newest format.

    The words of a segment, its expert and the words around it stand with its first row only; here every row has them.
    They are empty where the file has none: the words in a file of format 1, the others where it has not their columns.
    The header must name the columns as they are written; those of `BESIDE` may be anywhere.
    """
    header, rows = read_csv_rows(path, largest=LARGEST, ends=True)
    beside = [name for name in header if name in BESIDE]
    if tuple(n for n in header if n not in BESIDE) not in (COLUMNS, COLUMNS_BEFORE) or len({*beside}) < len(beside):
        raise InputError(
            f"{path.name}:1: the columns are not {','.join(COLUMNS)} (and, where you like, {', '.join(BESIDE)}); "
            "restore the first line"
        )
    blank = {"text": "", "format": "1", **dict.fromkeys(BESIDE, "")}
    lines = [(line, {**blank, **name_cells(header, [rearm_cell(c) for c in cells])}) for line, cells in rows]
    words = {row["text_sha256"]: row["text"] for _, row in lines if row.get("text")}
    around = {_name_words(row): {n: row[n] for n in BESIDE[1:]} for _, row in reversed(lines) if row.get("expert")}
    return [
        (line, {**row, "text": row["text"] or words.get(row["text_sha256"], ""), **around.get(_name_words(row), {})})
        for line, row in lines
    ]


def _name_words(row: Mapping[str, str]) -> tuple[str, str]:
    """What tells judged words apart within a file."""
    return row["segment_id"], row["text_sha256"]


def check_lines(name: str, lines: Lines, codes: set[str]) -> Iterator[str]:
    """What is wrong with the rows of a coder's file, each problem with its line."""
    yield from tell_once(_find_wrong(name, lines, codes), most=MOST_TOLD)


def _find_wrong(name: str, lines: Lines, codes: set[str]) -> Iterator[tuple[str, str]]:
    """The place of each problem, and what it is."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in lines:
        where = f"{name}:{line}: "
        try:
            _check_row(row, codes)
        except ValueError as error:
            yield where, str(error)
            continue
        key = (row["segment_id"], row["text_sha256"], row["code"], row["pass"])
        if key in seen:
            yield (
                where,
                f'"{row["code"]}" is judged for {row["segment_id"]} a second time '
                f"(first in line {seen[key]}); keep one",
            )
        seen.setdefault(key, line)


def _check_row(row: Mapping[str, str], codes: set[str]) -> None:
    """ValueError says what is wrong with a row in itself."""
    if not is_whole(row):
        raise ValueError("has not as many fields as the first line; quote the commas in it")
    if row["code"] not in codes:
        raise ValueError(f'the codebook has no code "{row["code"]}"; there is: {name_choices(sorted(codes), most=20)}')
    if row["present"] not in ("True", "False"):
        raise ValueError(f'present is True or False; found "{row["present"]}"')
    if row["pass"] not in PASSES:
        raise ValueError(f'pass is {", ".join(PASSES)}; found "{row["pass"]}"')
    if row["format"] not in KNOWN_FORMATS:
        raise ValueError(f'format is {" or ".join(KNOWN_FORMATS)}; found "{row["format"][:40]}"')
    if not _is_moment(row["judged_at"]):
        raise ValueError(f'judged_at is a date such as 2026-01-31 or 2026-01-31T12:00:00Z; found "{row["judged_at"]}"')
    if not (_is_offset(row["start"]) and _is_offset(row["end"]) and int(row["start"]) <= int(row["end"])):
        raise ValueError(
            f'start and end are offsets in the page, start first; found "{row["start"][:40]}" and "{row["end"][:40]}"'
        )
    if row["score"] and not _is_number(row["score"]):
        raise ValueError(f'score is a number, or empty; found "{row["score"][:40]}"')
    if row["text"] and hash_text(row["text"]) != row["text_sha256"]:
        raise ValueError("text has not the hash that text_sha256 says; restore the words that were judged")
    if row["evidence"]:
        _check_evidence(row)


def _is_number(cell: str) -> bool:
    """Whether a cell is a finite number."""
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _is_moment(written: str) -> bool:
    """Whether it is a day that there is, or a second of one in UTC."""
    try:
        return bool(MOMENT.fullmatch(written) and datetime.datetime.fromisoformat(written))
    except ValueError:
        return False


def _is_offset(written: str) -> bool:
    """Whether it is a number of a size that a place in a page can have, in plain digits."""
    return len(written) < 10 and written.isascii() and written.isdecimal()


def _check_evidence(row: Mapping[str, str]) -> None:
    """ValueError where the evidence is not where the row says it stands."""
    if not (_is_offset(row["evidence_start"]) and _is_offset(row["evidence_end"])):
        raise ValueError(f'evidence "{row["evidence"][:40]}" does not say where it stands; correct its offsets')
    first = int(row["evidence_start"]) - int(row["start"])
    inside = row["text"][max(first, 0) : first + len(row["evidence"])] == row["evidence"]
    if first < 0 or (row["text"] and not inside):
        raise ValueError(f'evidence "{row["evidence"][:40]}" does not stand at its offsets; correct them')
