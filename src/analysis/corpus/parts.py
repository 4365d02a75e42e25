"""Code one part of a corpus: matches, codings summed per document, and counts per expert and month."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from analysis.codebook import Codebook
from analysis.coding.dictionary import compile_dictionary
from analysis.corpus.counting import Counts, find_month
from analysis.corpus.judging import Asked
from analysis.corpus.partitions import CorpusColumns, Partition
from analysis.corpus.rows import Broken, CorpusRow, read_partition
from analysis.corpus.segments import code_rows
from analysis.corpus.writing import CODINGS, MATCHES, open_table, tabulate_codings, tabulate_matches
from analysis.files import write_whole
from analysis.limits import TimeIsUp, limit_time
from analysis.matching.automaton import TooManyPlaces

Done = TypeVar("Done")
SECONDS = 60  # that one row may take; the rows of a batch together take a few at most
SECONDS_HALVED = 5  # for some of the rows that together took too long
MOST_LISTED = 1000  # broken rows of one part that are listed; all are counted


@dataclass(frozen=True)
class Job:
    """What is the same for every part; `asked` is the coder that judges, None the dictionary."""

    out: str
    codebook_json: str
    unit: str
    columns: CorpusColumns
    asked: Asked | None = None


@dataclass(frozen=True)
class CodedPart:
    """What came of one part."""

    number: int
    size: int
    n_documents: int
    n_segments: int
    n_matches: int
    n_broken: int
    n_undated: int


@lru_cache(maxsize=4)
def _load_job_codebook(codebook_json: str) -> Codebook:
    """The codebook that a job carries; parsed once per process."""
    return Codebook.model_validate_json(codebook_json)


def code_part(part: Partition, job: Job) -> CodedPart:
    """Write the part's `matches` and `codings`, then its counts, which say that the part is done.

    Each file appears by rename, so that a part coded twice (a lost worker, a second run) ends the same.
    """
    codebook = _load_job_codebook(job.codebook_json)
    dictionary = compile_dictionary(codebook)
    counts = Counts(codebook)
    name = f"part-{part.number:06d}"
    n_matches = n_broken = n_undated = 0
    listed: list[Broken] = []
    undated = ""
    out = Path(job.out)
    with (
        open_table(out / "matches" / f"{name}.parquet", MATCHES) as matches,
        open_table(out / "codings" / f"{name}.parquet", CODINGS) as codings,
    ):
        for rows, broken in read_partition(part, job.columns):
            code = partial(code_rows, dictionary=dictionary, codebook=codebook, unit=job.unit, asked=job.asked)
            for some, coded in bound_rows(rows, broken, code):
                n_matches += len(coded.found.row)
                matches.write_table(tabulate_matches(part, some, coded, dictionary))
                codings.write_table(tabulate_codings(part, some, coded, dictionary))
                counts.add(some, coded)
                odd = [row for row in some if job.columns.date and not find_month(row.date)]
                n_undated += len(odd)
                if odd and not undated:
                    undated = f'row {odd[0].row} of {Path(part.path).name}: "{odd[0].date[:40]}"'
            n_broken += len(broken)
            listed += broken[: max(MOST_LISTED - len(listed), 0)]
    outcome = CodedPart(part.number, part.size, counts.n_documents, counts.n_segments, n_matches, n_broken, n_undated)
    done = {
        "outcome": asdict(outcome),
        "counts": counts.rows(),
        "undated": undated,
        "broken": [[Path(part.path).name, b.row, b.reason] for b in listed],
    }
    write_whole(out / "done" / f"{name}.json", json.dumps(done, ensure_ascii=False).encode())
    return outcome


def bound_rows(
    rows: list[CorpusRow], broken: list[Broken], do: Callable[[list[CorpusRow]], Done]
) -> Iterator[tuple[list[CorpusRow], Done]]:
    """What `do` makes of the rows; those that take longer than a row may are told apart and added to `broken`.

    Rows that together take too long are halved, and halves are given up sooner: only a row alone has all its time.
    """
    waiting = [rows] if rows else []
    while waiting:
        some = waiting.pop()
        halved = 1 < len(some) < len(rows)
        try:
            with limit_time(SECONDS_HALVED if halved else SECONDS):
                done = do(some)
        except (TimeIsUp, TooManyPlaces) as error:
            if len(some) == 1:
                slow = f"took longer than {SECONDS} seconds; split it"
                broken.append(Broken(some[0].row, str(error) if isinstance(error, TooManyPlaces) else slow))
            else:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        yield some, done
