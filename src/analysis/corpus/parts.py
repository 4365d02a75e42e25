"""Code one part of a corpus: matches, codings summed per document, and counts per expert and month."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.codebook import Codebook
from analysis.coding.dictionary import Dictionary, compile_dictionary, measure_first_sentences
from analysis.corpus.judging import Asked, judge_texts
from analysis.corpus.partitions import CorpusColumns, Partition
from analysis.corpus.rows import Broken, CorpusRow, read_part
from analysis.files import open_whole, write_whole
from analysis.limits import TimeIsUp, limit_time
from analysis.matching.buffers import Array
from analysis.matching.matcher import Matches
from analysis.measures.prevalence import count_presence
from analysis.segmentation import find_segments

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?!\d)")
SECONDS = 60  # that one row may take; the rows of a batch together take a few at most
MOST_LISTED = 1000  # broken rows of one part that are listed; all are counted
NO_MATCHES = Matches(*(np.zeros(0, t) for t in (np.int64, np.int64, np.int64, np.int64, bool, bool)))
MATCHES = pa.schema(
    [
        ("document_id", pa.string()),
        ("file", pa.dictionary(pa.int32(), pa.string())),
        ("row", pa.int64()),
        ("segment", pa.int32()),
        ("code", pa.dictionary(pa.int32(), pa.string())),
        ("indicator", pa.dictionary(pa.int32(), pa.string())),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("match", pa.string()),
        ("quoted", pa.bool_()),
        ("negated", pa.bool_()),
    ]
)
CODINGS = pa.schema(
    [
        ("document_id", pa.string()),
        ("file", pa.dictionary(pa.int32(), pa.string())),
        ("row", pa.int64()),
        ("expert", pa.string()),
        ("date", pa.string()),
        ("code", pa.dictionary(pa.int32(), pa.string())),
        ("n_segments", pa.int32()),
        ("n_present", pa.int32()),
        ("score", pa.float64()),
    ]
)


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
        _open_table(out / "matches" / f"{name}.parquet", MATCHES) as matches,
        _open_table(out / "codings" / f"{name}.parquet", CODINGS) as codings,
    ):
        for rows, broken in read_part(part, job.columns):
            for some, coded in _code_bounded(rows, broken, dictionary, codebook, unit=job.unit, asked=job.asked):
                n_matches += len(coded.found.row)
                matches.write_table(_tabulate_matches(part, some, coded, dictionary))
                codings.write_table(_tabulate_codings(part, some, coded, dictionary))
                counts.add(some, coded)
                odd = [row for row in some if job.columns.date and not _find_month(row.date)]
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


@contextmanager
def _open_table(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file that appears under its name when it is complete."""
    with open_whole(path, sync=False) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        yield writer


@dataclass(frozen=True)
class CodedSegments:
    """Segments of some documents and what was found in them.

    `document` is each segment's row, `paragraph` the number of its paragraph, `within` its number among the document's
    segments, `offset` where it begins; `codes` and `frames` say for each segment what is present, `judged` and
    `frames_judged` what was judged at all, `score` sums weights.
    """

    document: Array
    paragraph: Array
    within: Array
    offset: Array
    found: Matches
    codes: Array
    frames: Array
    judged: Array
    frames_judged: Array
    score: Array


def _code_bounded(
    rows: list[CorpusRow],
    broken: list[Broken],
    dictionary: Dictionary,
    codebook: Codebook,
    *,
    unit: str,
    asked: Asked | None,
) -> Iterator[tuple[list[CorpusRow], CodedSegments]]:
    """The rows coded; those that take longer than a row may are told apart from the others and added to `broken`."""
    waiting = [rows] if rows else []
    while waiting:
        some = waiting.pop()
        try:
            with limit_time(SECONDS):
                coded = _code_rows(some, dictionary, codebook, unit=unit, asked=asked)
        except TimeIsUp:
            if len(some) == 1:
                broken.append(Broken(some[0].row, f"took longer than {SECONDS} seconds; split it"))
            else:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        yield some, coded


def _code_rows(
    rows: list[CorpusRow], dictionary: Dictionary, codebook: Codebook, *, unit: str, asked: Asked | None
) -> CodedSegments:
    """The rows cut into segments and coded, by the dictionary or by another coder, who gives no matches."""
    texts, document, within, offset, contexts = _cut_rows(rows, unit=unit, language=codebook.language)
    paragraph = np.arange(len(texts)) if contexts is None else np.unique(contexts, return_inverse=True)[1]
    if asked is None:
        found, codes, score = _match(texts, within, contexts, dictionary)
        judged = np.ones_like(codes)
    else:
        found = NO_MATCHES
        places = document, paragraph, within, offset
        judged, codes, score = judge_texts(asked, rows, texts, places, codebook, unit=unit)
    edges = np.cumsum([0, *(len(frame.codes) for frame in codebook.frames)])
    frames = np.column_stack([codes[:, a:b].any(axis=1) for a, b in pairwise(edges)])
    whole = np.column_stack([judged[:, a:b].all(axis=1) for a, b in pairwise(edges)])  # as `arrange_judgements` has it
    return CodedSegments(document, paragraph, within, offset, found, codes, frames, judged, whole, score)


def _match(
    texts: list[str], within: Array, contexts: Array | None, dictionary: Dictionary
) -> tuple[Matches, Array, Array]:
    """(matches, present, score) of the dictionary, segments × codes."""
    found = dictionary.matcher.find(pa.array(texts, pa.large_string()), contexts)
    counts = dictionary.counts(found, in_first_sentence=_find_first(texts, within, dictionary, found))
    n_codes, n = len(dictionary.codes), len(texts)
    place = found.row[counts] * n_codes + dictionary.code[found.indicator[counts]]
    weights = dictionary.weight[found.indicator[counts]]
    score = np.bincount(place, weights=weights, minlength=n * n_codes).reshape(n, n_codes)
    return found, score > 0, score


def _cut_rows(
    rows: list[CorpusRow], *, unit: str, language: str
) -> tuple[list[str], Array, Array, Array, Array | None]:
    """Segments' texts, rows, numbers in the row from 1, offsets, and paragraphs (None if each is a row)."""
    if unit == "document":
        n = len(rows)
        return [row.text for row in rows], np.arange(n), np.ones(n, np.int64), np.zeros(n, np.int64), None
    cut = [
        (index, number, paragraph, start, end)
        for index, row in enumerate(rows)
        for number, (paragraph, start, end) in enumerate(
            find_segments(row.text, unit="paragraph" if unit == "paragraph" else "sentence", language=language), 1
        )
    ]
    document, within, paragraph, start, end = np.array(cut, np.int64).reshape(-1, 5).T
    texts = [rows[i].text[a:b] for i, a, b in zip(document.tolist(), start.tolist(), end.tolist(), strict=True)]
    return texts, document, within, start, document * (int(paragraph.max(initial=0)) + 1) + paragraph


def _find_first(texts: list[str], within: Array, dictionary: Dictionary, found: Matches) -> Array:
    """Whether each match stands in its document's first sentence; looked for only where an indicator asks."""
    if dictionary.first_sentence.all():
        return np.zeros(len(found.row), bool)
    inside: Array = found.start < measure_first_sentences(texts, within == 1)[found.row]
    return inside


def _tabulate_matches(part: Partition, rows: list[CorpusRow], coded: CodedSegments, dictionary: Dictionary) -> pa.Table:
    """One row per match; `start` and `end` count characters of the document's text."""
    found = coded.found
    code = dictionary.code[found.indicator]
    order = np.lexsort((found.end, found.start, code, found.row))
    segment = found.row[order]
    document = coded.document[segment]
    start = found.start[order] + coded.offset[segment]
    end = found.end[order] + coded.offset[segment]
    places = zip(document.tolist(), start.tolist(), end.tolist(), strict=True)
    return pa.table(
        [
            pa.array([row.document_id for row in rows], pa.string()).take(pa.array(document)),
            _one_name(Path(part.path).name, len(document)),
            np.array([row.row for row in rows], np.int64)[document],
            coded.within[segment].astype(np.int32),
            _by_number(code[order], dictionary.codes),
            _by_number(found.indicator[order], dictionary.indicators),
            start,
            end,
            pa.array([rows[d].text[a:b] for d, a, b in places], pa.string()),
            found.quoted[order],
            found.negated[order],
        ],
        schema=MATCHES,
    )


def _tabulate_codings(part: Partition, rows: list[CorpusRow], coded: CodedSegments, dictionary: Dictionary) -> pa.Table:
    """One row per document and code: in how many of its segments it was judged, and is present."""
    n, n_codes = len(rows), len(dictionary.codes)
    segments = _sum_by(coded.document, coded.judged, n)
    present, score = _sum_by(coded.document, coded.codes, n), _sum_by(coded.document, coded.score, n)
    each = np.repeat(np.arange(n), n_codes)
    index = pa.array(each)
    return pa.table(
        [
            pa.array([row.document_id for row in rows], pa.string()).take(index),
            _one_name(Path(part.path).name, len(each)),
            np.array([row.row for row in rows], np.int64)[each],
            pa.array([row.expert for row in rows], pa.string()).take(index),
            pa.array([row.date for row in rows], pa.string()).take(index),
            _by_number(np.tile(np.arange(n_codes), n), dictionary.codes),
            segments.ravel().astype(np.int32),
            present.ravel().astype(np.int32),
            score.ravel(),
        ],
        schema=CODINGS,
    )


def _one_name(name: str, n: int) -> pa.DictionaryArray:
    """The same name n times."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([name]))


def _by_number(numbers: Array, names: tuple[str, ...]) -> pa.DictionaryArray:
    """Names by their numbers."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(names, pa.string()))


def _sum_by(key: Array, values: Array, n: int) -> Array:
    """Sums of the rows of `values` that share a key from 0 to n - 1; the keys ascend."""
    sums = np.zeros((n, values.shape[1]))
    there = np.unique(key)
    if len(there):
        sums[there] = np.add.reduceat(values.astype(float), np.searchsorted(key, there), axis=0)
    return sums


class Counts:
    """What `measures.prevalence` counts, for each expert and month; parts of a corpus may be added in any order."""

    def __init__(self, codebook: Codebook) -> None:
        frames = [(frame.frame, "") for frame in codebook.frames]
        self.names = [*frames, *((f.frame, code.code) for f in codebook.frames for code in f.codes)]
        self.sums: dict[tuple[str, str], Array] = {}
        self.n_documents = self.n_segments = 0

    def add(self, rows: list[CorpusRow], coded: CodedSegments) -> None:
        """Count some documents."""
        self.n_documents += len(rows)
        self.n_segments += len(coded.document)
        keys = [(row.expert, _find_month(row.date)) for row in rows]
        groups = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        group = np.array([groups[key] for key in keys], np.intp)
        present = np.hstack([coded.frames, coded.codes])
        judged = np.hstack([coded.frames_judged, coded.judged])
        clusters = {"paragraph": coded.paragraph, "document": coded.document}
        sums = count_presence(judged, present, group[coded.document], clusters, n_groups=len(groups))
        documents = np.bincount(group, minlength=len(groups))
        for key, number in groups.items():
            counted = np.column_stack([np.full(len(present.T), documents[number]), sums[number]])
            self.sums[key] = self.sums.get(key, 0) + counted

    def rows(self) -> list[list[Any]]:
        """One row per expert, month, frame and code: its documents, then what `COUNTED` names."""
        return [
            [*key, *name, *numbers]
            for key, table in sorted(self.sums.items())
            for name, numbers in zip(self.names, table.tolist(), strict=True)
        ]


def _find_month(date: str) -> str:
    """The month of an ISO date, or "" where there is none."""
    match = MONTH.match(date)
    return match[0] if match else ""
