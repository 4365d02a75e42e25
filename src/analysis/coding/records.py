"""One coder's file of judgements, each row at its words as they stand now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.finding import FoundWords, WordFinder, recover_text
from analysis.coding.placing import Judgement, place_judgements
from analysis.coding.rows import Lines, check_lines, read_lines
from analysis.tables import TABLES


@dataclass(frozen=True)
class Records:
    """One coder's judgements (without `coder`), what is wrong in the file, and which words were not found.

    `lost` says it a line per segment, `unplaced` has the rows.
    """

    rows: pd.DataFrame
    problems: list[str]
    lost: list[str]
    unplaced: Sequence[Mapping[str, str]] = ()


def read_records(path: Path, segments: pd.DataFrame, codebook: Codebook) -> Records:
    """The rows of one coder's file, each at its words; every problem and every loss opens with `file:line:`."""
    lines = read_lines(path)
    problems = list(check_lines(path.name, lines, {code.code for code in codebook.codes}))
    if problems:
        return Records(_fit_records([]), problems, [])
    finder = WordFinder(segments)
    same, recovered = _list_same(lines), _recover_words(lines, segments, finder)
    renumbered = _list_renumbered(lines)
    found: list[Judgement] = []
    lost: list[tuple[int, Mapping[str, str]]] = []
    places: dict[tuple[str, str], FoundWords | None] = {}  # a segment is judged once for every code
    for line, row in lines:
        words = row["text_sha256"]
        key = row["segment_id"], words
        if key not in places:
            text, twice = row["text"] or recovered.get(words, ""), not renumbered.isdisjoint(same[words])
            places[key] = finder.find(*key, text, same[words], renumbered=twice)
        place = places[key]
        if place is None:
            lost.append((line, row))
        else:
            found.append(Judgement(line, row, place))
    rows, unplaced = place_judgements(found, finder)
    lost += [(j.line, j.row) for j in unplaced]
    unplaced_rows = [row for _, row in lost]
    return Records(_fit_records(rows), [], list(_describe_lost(path.name, lost)), unplaced_rows)


def _fit_records(rows: list[dict[str, object]]) -> pd.DataFrame:
    """The rows in the columns of `judgement_log`, without `coder`."""
    dtypes = {c.name: c.dtype for c in TABLES["judgement_log"].columns if c.name != "coder"}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def _list_same(lines: Lines) -> dict[str, list[str]]:
    """The segments that were judged with the same words, in the order of the page as it was."""
    same: dict[str, dict[str, int]] = defaultdict(dict)
    for _, row in lines:
        same[row["text_sha256"]][row["segment_id"]] = int(row["start"])
    return {words: sorted(starts, key=lambda name: starts[name]) for words, starts in same.items()}


def _list_renumbered(lines: Lines) -> set[str]:
    """The numbers that meant other words at another time: the coder went on after the segments were numbered anew."""
    meant: dict[str, set[str]] = defaultdict(set)
    for _, row in lines:
        meant[row["segment_id"]].add(row["text_sha256"])
    return {segment_id for segment_id, words in meant.items() if len(words) > 1}


def _recover_words(lines: Lines, segments: pd.DataFrame, finder: WordFinder) -> dict[str, str]:
    """The words of rows of format 1, which hold only their hash, where the text still has them in one run."""
    bare = {
        row["text_sha256"]: (int(row["start"]), int(row["end"]) - int(row["start"]))
        for _, row in lines
        if not row["text"] and row["text_sha256"] not in finder.by_hash
    }
    text = " ".join(segments["text"]) if bare else ""
    return {words: recover_text(words, length, start, text) for words, (start, length) in bare.items()}


def _describe_lost(name: str, lost: Lines) -> Iterator[str]:
    """One line for each segment whose judgements were not found."""
    segments: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = defaultdict(list)
    for line, row in sorted(lost, key=lambda one: one[0]):
        segments[row["segment_id"], row["text_sha256"]].append((line, row))
    for (segment_id, _), rows in segments.items():
        line, row = rows[0]
        words = " ".join(row["text"].split()[:8]) or row["evidence"]
        yield (
            f"{name}:{line}: {len(rows)} judgement{'s' * (len(rows) > 1)} of segment {segment_id}"
            f"{f' (“{words} …”)' if words else ''} {'are' if len(rows) > 1 else 'is'} kept and not counted: "
            "the words do not stand in the transcript as they were judged; restore them there or judge them again"
        )
