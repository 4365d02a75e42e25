"""Let coders judge segments, and check what they answer."""

import numbers
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding import dictionary
from analysis.coding.coders import DICTIONARY
from analysis.coding.finding_coders import Coder, Prepared, find_coder
from analysis.errors import InputError, name_choices
from analysis.tables import TABLES, fit_table, validate_table

EMPTY: dict[str, object] = {"str": "", "bool": False, "int64": 0, "float64": float("nan")}
NEEDED = ("segment_id", "code", "present")
MOST = 8  # faults of an answer that are listed


@dataclass(frozen=True)
class Coded:
    """What the computed coders found: the tables `matches`, `codings` and `coders`."""

    matches: pd.DataFrame
    codings: pd.DataFrame
    coders: pd.DataFrame


def code_segments(segments: pd.DataFrame, codebook: Codebook, *, names: Sequence[str] = ()) -> Coded:
    """The dictionary's codings, followed by those of the packages' coders called `names`, in that order."""
    matches, codings = dictionary.code_segments(segments, codebook)
    ready = {name: find_coder(name) for name in names if name != DICTIONARY}
    made = [judge_segments(name, coder.coder, segments, codebook) for name, coder in ready.items()]
    described = [_describe_coder(name, coder, codebook) for name, coder in ready.items()]
    return Coded(
        matches,
        pd.concat([codings, *made], ignore_index=True),
        pd.concat([dictionary.describe_coder(codebook), *described], ignore_index=True),
    )


def judge_segments(name: str, coder: Coder, segments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The `codings` that the function `coder` gives under the name `name`, checked, in the order of the page.

    The function gets a copy of the segments and answers with segment_id, code, present and, where it has them, score;
    no row means not judged. Raises InputError where it fails, with a line for each row that is no such judgement.
    """
    try:
        found = coder(segments.copy(), codebook)
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f'coder "{name}" failed ({type(error).__name__}: {error}); tell the package that it is from'
        ) from None
    places = {segment: n for n, segment in enumerate(segments["segment_id"])}
    codes = {code.code: n for n, code in enumerate(codebook.codes)}
    if faults := list(_find_faults(found, places, codes)):
        raise InputError([f'coder "{name}": {fault}' for fault in faults[:MOST]])
    score = found["score"] if "score" in found else float("nan")
    table = found.assign(coder=name, score=score).reset_index(drop=True)
    columns = {c.name: c.dtype for c in TABLES["codings"].columns}
    table = validate_table("codings", table[list(columns)].astype(columns))
    order = pd.DataFrame({"segment": table["segment_id"].map(places), "code": table["code"].map(codes)})
    return table.loc[order.sort_values(["segment", "code"]).index].reset_index(drop=True)


def _find_faults(found: object, places: dict[str, int], codes: dict[str, int]) -> Iterator[str]:
    """What is wrong with an answer, before anything is made of it; rows count from 1."""
    if not isinstance(found, pd.DataFrame):
        yield f"answered with {type(found).__name__}; return a DataFrame with the columns {', '.join(NEEDED)}"
        return
    twice = sorted({str(column) for column in found.columns[found.columns.duplicated()]})
    missing = [column for column in NEEDED if column not in found]
    if missing or twice:
        yield from (f'its answer has no column "{column}"; add it' for column in missing)
        yield from (f'its answer has the column "{column}" twice; keep one' for column in twice)
        return
    scores = found["score"].tolist() if "score" in found else [None] * len(found)
    seen: dict[tuple[object, object], int] = {}
    rows = zip(*(found[column].tolist() for column in NEEDED), scores, strict=True)
    for number, (segment_id, code, present, score) in enumerate(rows, 1):
        where = f"row {number} (segment {segment_id}, code {code})"
        if not isinstance(segment_id, str) or segment_id not in places:
            yield f"{where}: the event has no such segment; copy segment_id from the segments"
        elif not isinstance(code, str) or code not in codes:
            yield f"{where}: the codebook has no such code; there is: {name_choices(codes)}"
        elif not isinstance(present, bool | np.bool_):
            yield f"{where}: present is True or False; found {present!r}; leave out the row where it did not judge"
        elif not (pd.isna(score) or (isinstance(score, numbers.Real) and not isinstance(score, bool))):
            yield f"{where}: score is a number, or empty; found {score!r}; leave out the column where there is none"
        elif first := seen.get((segment_id, code)):
            yield f"{where}: is judged in row {first} already; keep one"
        else:
            seen[segment_id, code] = number


def _describe_coder(name: str, coder: Prepared, codebook: Codebook) -> pd.DataFrame:
    """The row of a package's coder in the `coders` table."""
    row: dict[str, object] = {c.name: EMPTY[c.dtype] for c in TABLES["coders"].columns} | {
        "coder": name,
        "kind": coder.kind,
        "codebook_sha256": codebook.sha256,
        "note": coder.note,
        "who": coder.who,
        "blind": True,
        "codebook_current": True,
    }
    return fit_table("coders", [row])
