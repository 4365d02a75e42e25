"""Gather what a learned coder is trained on: from events that people judged, or from a CSV file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.coding.coders import may
from analysis.coding.training import Training
from analysis.csv_rows import is_whole, name_cells, read_csv_rows
from analysis.errors import InputError, name_choices

LARGEST = 256 << 20  # bytes of a CSV file
ANSWERS = {"1": 1.0, "true": 1.0, "yes": 1.0, "0": 0.0, "false": 0.0, "no": 0.0, "": np.nan}


def gather_codings(
    tables: Mapping[str, pd.DataFrame], *, event: str, codes: Sequence[str], coders: Sequence[str] = ()
) -> Training:
    """The segments of an event with people's codings; a consensus stands for those who made it.

    Where several people judged, a code is present where more than half say so, and not judged where they are even.
    `coders` takes the codings of these coders instead. Raises InputError where nobody judged.
    """
    known = tables["coders"]
    if missing := sorted(set(coders) - set(known["coder"])):
        raise InputError(f'{event}: there is no coder "{missing[0]}"; there is: {name_choices(list(known["coder"]))}')
    people = known.loc[may(known["kind"], "decides")]
    consensus = people.loc[~may(people["kind"], "counts_as_person")]
    names = list(coders) or list((consensus if len(consensus) else people)["coder"])
    if not names:
        raise InputError(
            f"{event}: no person has judged it, and a coder learns from people; code it with: workbook sheet {event}, "
            "or name whose judgements to learn from with --judged-by"
        )
    judged = tables["codings"].loc[lambda t: t["coder"].isin(names) & t["code"].isin(codes)]
    share = judged.groupby(["segment_id", "code"])["present"].mean()
    votes = share.where(share != 0.5).gt(0.5).astype(float).where(share != 0.5).unstack("code")
    segments = tables["segments"].loc[lambda t: t["segment_id"].isin(votes.index)]
    present = votes.reindex(index=segments["segment_id"], columns=list(codes)).to_numpy(np.float64)
    documents = tuple(f"{event}/{name}" for name in segments["document_id"])
    return Training(tuple(segments["text"]), documents, tuple(codes), present, (f"{event}: {', '.join(names)}",))


def join_training(parts: Sequence[Training]) -> Training:
    """Several as one, over all codes that any of them judged."""
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    rows = []
    for part in parts:
        wide = np.full((len(part.texts), len(codes)), np.nan)
        wide[:, [codes.index(code) for code in part.codes]] = part.present
        rows.append(wide)
    return Training(
        tuple(text for part in parts for text in part.texts),
        tuple(document for part in parts for document in part.documents),
        codes,
        np.concatenate(rows),
        tuple(source for part in parts for source in part.sources),
    )


def read_training(path: Path) -> Training:
    """A CSV file with the columns `text`, `document` (optional) and one per code with 1, 0 or nothing.

    Without `document` every text is a document of its own. Raises InputError with a line per problem.
    """
    lines = _read_rows(path)
    rows = [row for _, row in lines]
    columns = [name for name in rows[0] if name not in ("text", "document")] if rows else []
    if not rows or "text" not in rows[0] or not columns:
        raise InputError(f"{path.name}: needs a column text, one column per code, and at least one row")
    problems, present = [], np.full((len(rows), len(columns)), np.nan)
    for i, (line, row) in enumerate(lines):
        for j, code in enumerate(columns):
            answer = row[code].strip().casefold().removesuffix(".0")
            if answer not in ANSWERS:
                problems.append(f'{path.name}:{line}: column "{code}": write 1, 0 or nothing; found "{answer[:20]}"')
            else:
                present[i, j] = ANSWERS[answer]
    if problems:
        raise InputError(problems[:20])
    documents = tuple(row.get("document") or f"line {line}" for line, row in lines)
    return Training(tuple(row["text"] for row in rows), documents, tuple(columns), present, (path.name,))


def _read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their lines, every one of them whole."""
    header, lines = read_csv_rows(path, largest=LARGEST)
    if len(set(header)) != len(header):
        raise InputError(f"{path.name}:1: two columns have the same name; rename one")
    rows = [(line, name_cells(header, cells)) for line, cells in lines]
    for line, row in rows:
        if not is_whole(row):
            raise InputError(f"{path.name}:{line}: has not {len(header)} fields; quote the commas in it")
    return rows
