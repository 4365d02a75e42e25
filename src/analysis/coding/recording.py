"""All judgements of a new coder, recorded at once: checked as a reader would check them, or not at all."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.entering import enter_coder, refuse_known
from analysis.coding.entries import CoderRecord
from analysis.coding.judgement_log import read_judgement_log
from analysis.coding.rows import Pass
from analysis.coding.writing import Row, make_row
from analysis.errors import InputError
from analysis.event import Event


def record_codings(
    event: Event,
    record: CoderRecord,
    judgements: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: Codebook,
    *,
    judged_at: str = "",
    pass_: Pass = "blind",
) -> Path:
    """Write all `judgements` (segment_id, code, present; optional memo, evidence, score) of a new coder; its file.

    `record` becomes the coder's entry in `coders.yml`; `judged_at` defaults to its date. `evidence` is a passage of
    the segment, copied exactly. `text` and `start`, where given, are words that no segment has as its own any more:
    they are kept as they were judged, and what of them cannot be placed does not count. All or nothing: raises
    InputError with a line per problem, also where the coder already has judgements, because those are never
    overwritten.
    """
    refuse_known(event.folder / "codings", record.coder)
    indexed = segments.set_index("segment_id")
    moment = judged_at or record.made_on.isoformat()
    rows, problems = [], []
    for number, given in enumerate(judgements.to_dict("records"), 1):
        try:
            rows.append(make_row(indexed, {**given, "pass": pass_, "judged_at": moment}))
        except ValueError as error:
            problems.append(f"judgement {number}: {error}")
    if problems:
        raise InputError(problems)
    older = "text" in judgements and bool(judgements["text"].ne("").any())
    return _write_new_coder(event, record, rows, segments, codebook, may_lose=older)


def _write_new_coder(
    event: Event,
    record: CoderRecord,
    rows: Sequence[Row],
    segments: pd.DataFrame,
    codebook: Codebook,
    *,
    may_lose: bool,
) -> Path:
    """The coder's file, checked as a reader would check it, with the entry in `coders.yml`.

    A judgement that has no place is a problem unless `may_lose`.

    The file is complete beside its place before the entry is made; whoever finds an entry with such a file only puts
    the file there (`settle_drafts`), so a kill between the two loses nothing.
    """

    def check(draft: Path) -> None:
        log = read_judgement_log(draft, segments, codebook)
        if problems := [*log.problems, *(() if may_lose else log.lost)]:
            raise InputError([problem.replace(draft.name, f"{record.coder}.csv") for problem in problems])

    return enter_coder(event.folder / "codings", record, rows, check=check)


def read_moment() -> str:
    """Now, in UTC, to the second: only for what people do, never for what is computed."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
