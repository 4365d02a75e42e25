"""Gather what a learned coder is trained on: from events that people judged, or from a CSV file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.coding.coders import may
from analysis.coding.training import Training
from analysis.errors import InputError, name_choices
from analysis.files.csv_rows import is_whole, name_cells, read_csv_rows

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
    kinds = known.set_index("coder")["kind"][names]
    machines = sorted(set(kinds[~may(kinds, "counts_as_person") & ~may(kinds, "decides")]))
    source = f"{event}: {', '.join(names)}" + (f" (no person: {', '.join(machines)})" if machines else "")
    return Training(tuple(segments["text"]), documents, tuple(codes), present, (source,))


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
    header, lines = _read_rows(path)
    codes = [name for name in header if name not in ("text", "document")]
    if not lines or "text" not in header or not codes:
        raise InputError(f"{path.name}: needs a column text, one column per code, and at least one row")
    problems = [f"{path.name}:{line}: has no text; delete the row" for line, row in lines if not row["text"].strip()]
    present = np.full((len(lines), len(codes)), np.nan)
    for j, code in enumerate(codes):
        answers = [row[code].strip().casefold().removesuffix(".0") for _, row in lines]
        wrong = [i for i, answer in enumerate(answers) if answer not in ANSWERS]
        present[:, j] = [ANSWERS.get(answer, np.nan) for answer in answers]
        problems += [
            f'{path.name}:{lines[i][0]}: column "{code}": write 1, 0 or nothing; found "{answers[i][:20]}"; only text, '
            f"document and codes may be columns ({len(wrong)} such rows)"
            for i in wrong[:1]
        ]
    if problems:
        raise InputError(problems[:20])
    documents = tuple(row.get("document", "").strip() or f"line {line}" for line, row in lines)
    return Training(tuple(row["text"] for _, row in lines), documents, tuple(codes), present, (path.name,))


def _read_rows(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a CSV file and its rows with their lines, every one of them whole."""
    found, lines = read_csv_rows(path, largest=LARGEST)
    if len(found) == 1 and (";" in found[0] or "\t" in found[0]):
        raise InputError(f"{path.name}:1: its columns are apart by semicolons or tabs; save it with commas")
    named = [name.strip() for name in found]
    header = [name.casefold() if name.casefold() in ("text", "document") else name for name in named]
    if not all(name and name.isprintable() for name in header):
        raise InputError(f"{path.name}:1: a column has no name, or one of several lines; give each a name of one line")
    if len(set(header)) != len(header):
        raise InputError(f"{path.name}:1: two columns have the same name; rename one")
    rows = [(line, name_cells(header, cells)) for line, cells in lines]
    for line, row in rows:
        if not is_whole(row):
            raise InputError(f"{path.name}:{line}: has not {len(header)} fields; quote the commas in it")
    return header, rows
