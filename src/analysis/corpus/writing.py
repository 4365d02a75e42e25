"""The tables that a part of a corpus is written to: its matches, and its codings summed per document."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.coding.dictionary import Dictionary
from analysis.corpus.partitions import Partition
from analysis.corpus.rows import CorpusRow
from analysis.corpus.segments import CodedSegments
from analysis.files import open_whole
from analysis.matching.buffers import Array

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


@contextmanager
def open_table(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file that appears under its name when it is complete."""
    with open_whole(path, sync=False) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        yield writer


def tabulate_matches(part: Partition, rows: list[CorpusRow], coded: CodedSegments, dictionary: Dictionary) -> pa.Table:
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


def tabulate_codings(part: Partition, rows: list[CorpusRow], coded: CodedSegments, dictionary: Dictionary) -> pa.Table:
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
