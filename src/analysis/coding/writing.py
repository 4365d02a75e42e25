"""A judgement as a row of its coder's file, and rows as the text of the file."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.coding.around import take_after, take_before
from analysis.coding.hashing import hash_text
from analysis.coding.rows import BESIDE, COLUMNS, FORMAT
from analysis.files.csv_rows import format_csv_rows

Row = Mapping[str, object]


def make_row(segments: pd.DataFrame, given: Mapping[Any, Any]) -> Row:
    """One row of a coder's file; `segments` is indexed by segment_id. ValueError says what is wrong.

    The words are those of the segment, unless `given` has its own `text`, and their `start`.
    """
    segment_id = str(given["segment_id"])
    if given.get("text"):
        start, text = int(given["start"]), str(given["text"])
    elif segment_id in segments.index:
        start, text = int(segments["start"][segment_id]), str(segments["text"][segment_id])
    else:
        raise ValueError(f'there is no segment "{segment_id}"')
    evidence, first = str(given.get("evidence") or ""), ""
    if evidence:
        place = given.get("evidence_start")
        found = text.find(evidence) if place is None else int(str(place)) - start
        if found < 0 or text[found : found + len(evidence)] != evidence:
            raise ValueError(f'evidence "{evidence[:60]}" does not stand in segment {segment_id}')
        first = str(start + found)
    return {
        "segment_id": segment_id,
        "code": given["code"],
        "present": bool(given["present"]),
        "pass": given["pass"],
        "judged_at": given["judged_at"],
        "memo": "\n".join(str(given.get("memo") or "").splitlines()),  # a lone CR would break the row in two
        "evidence_start": first,
        "evidence_end": int(first) + len(evidence) if evidence else "",
        "evidence": evidence,
        "start": start,
        "end": start + len(text),
        "text_sha256": hash_text(text),
        "text": text,
        "format": FORMAT,
        "score": _write_score(given.get("score")),
        **_describe_around(segments, segment_id, given),
    }


def _write_score(score: object) -> str:
    """A score as a file holds it; empty where there is none."""
    number = float(str(score)) if score not in (None, "") else math.nan
    return "" if math.isnan(number) else repr(number)


def _describe_around(segments: pd.DataFrame, segment_id: str, given: Mapping[Any, Any]) -> dict[str, str]:
    """Who says the words, and the few words before and after them; what `given` says goes first.

    They are empty for words that are no segment any more.
    """
    if given.get("text"):
        return {name: str(given.get(name) or "") for name in BESIDE[1:]}
    texts, number = segments["text"].array, segments.index.get_loc(segment_id)
    expert = str(segments["expert"].array[number]) if "expert" in segments else ""
    return {"expert": expert, "before": take_before(texts, number), "after": take_after(texts, number)}


def format_rows(rows: Sequence[Row]) -> str:
    """The rows as the text of a coder's file; a segment's words, and those around them, stand with its first row.

    Columns of `BESIDE` that no row has anything in are left out.
    """
    beside = [name for name in BESIDE if any(row.get(name) for row in rows)]
    around = {(row["segment_id"], row["text_sha256"]): row for row in reversed(rows) if row.get("expert")}
    cells: list[list[object]] = [[*COLUMNS, *beside]]
    known: set[object] = set()
    for row in rows:
        words, key = row["text_sha256"], (row["segment_id"], row["text_sha256"])
        full = {**dict.fromkeys(BESIDE, ""), **row, "text": "" if words in known else row["text"], "format": FORMAT}
        full |= {name: "" if key in known else around.get(key, {}).get(name, "") for name in BESIDE[1:]}
        known |= {words, key}
        cells.append([full[name] for name in (*COLUMNS, *beside)])
    return format_csv_rows(cells)
