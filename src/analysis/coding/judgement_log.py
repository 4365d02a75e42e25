"""One coder's file of judgements, each row at its words as they stand now."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.around import JudgedWords
from analysis.coding.finding import WordFinder, recover_text
from analysis.coding.following import follow_words
from analysis.coding.placing import Judgement, place_judgements
from analysis.coding.rows import Lines, check_lines, read_judgement_rows
from analysis.errors import name_choices
from analysis.files.csv_rows import is_whole
from analysis.tables import TABLES


@dataclass(frozen=True)
class JudgementLog:
    """One coder's judgements (`judgement_log` without `coder`, and `score`), and what is wrong in the file.

    `lost` says a line per segment whose words were not found, `unplaced` has their rows; `notes` has a line per
    judgement that stands at its words but whose evidence does not, and one for all judgements of codes that are none of
    this codebook's.
    """

    rows: pd.DataFrame
    problems: list[str]
    lost: list[str]
    unplaced: Sequence[Mapping[str, str]] = ()
    notes: Sequence[str] = ()


def read_judgement_log(path: Path, segments: pd.DataFrame, codebook: Codebook, *, made_with: str = "") -> JudgementLog:
    """The rows of one coder's file, each at its words; every problem and every loss opens with `file:line:`.

    `made_with` is the hash of the instructions that the coder followed. Where it is known and not this codebook's, a
    code that the codebook does not have is no problem: its judgements stay in the file and are not counted.
    """
    lines = read_judgement_rows(path)
    codes = {code.code for code in codebook.codes}
    others: Lines = ()
    if made_with not in ("", codebook.instructions_sha256):
        others = [(line, row) for line, row in lines if is_whole(row) and row["code"] not in codes]
        lines = [(line, row) for line, row in lines if not is_whole(row) or row["code"] in codes]
    problems = list(check_lines(path.name, lines, codes))
    if problems:
        return JudgementLog(_fit_rows([]), problems, [])
    finder = WordFinder(segments)
    places = follow_words(_list_judged(lines, _recover_words(lines, finder)), finder)
    found: list[Judgement] = []
    lost: list[tuple[int, Mapping[str, str]]] = []
    for line, row in lines:
        if place := places[row["segment_id"], row["text_sha256"]]:
            found.append(Judgement(line, row, place))
        else:
            lost.append((line, row))
    rows, unplaced = place_judgements(found, finder)
    lost += [(j.line, j.row) for j in unplaced]
    notes = [
        *_describe_others(path.name, others, codebook.name),
        *_describe_evidence(path.name, found, rows, {j.line for j in unplaced}),
    ]
    return JudgementLog(_fit_rows(rows), [], list(_describe_lost(path.name, lost)), [row for _, row in lost], notes)


def _list_judged(lines: Lines, recovered: Mapping[str, str]) -> list[JudgedWords]:
    """The words that a file's rows are about, once each; `recovered` are those of a file of format 1 by their hash."""
    return [
        JudgedWords(
            row["segment_id"],
            row["text_sha256"],
            row["text"] or recovered.get(row["text_sha256"], ""),
            int(row["start"]),
            row["expert"],
            row["before"] if row["expert"] else None,
            row["after"] if row["expert"] else None,
        )
        for row in {(row["segment_id"], row["text_sha256"]): row for _, row in lines}.values()
    ]


def _fit_rows(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The rows in the columns of `judgement_log`, without `coder`, and with `score`."""
    dtypes = {c.name: c.dtype for c in TABLES["judgement_log"].columns if c.name != "coder"} | {"score": "float64"}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def _describe_others(name: str, others: Lines, codebook: str) -> Iterator[str]:
    """One line for all judgements of codes that the codebook does not have."""
    if others:
        codes = name_choices(dict.fromkeys(row["code"] for _, row in others), most=5)
        what = "1 judgement" if len(others) == 1 else f"{len(others)} judgements"
        yield (
            f"{name}:{others[0][0]}: {what} of codes that {codebook} does not have ({codes}): made with another "
            "codebook, kept in the file and not counted"
        )


def _describe_evidence(
    name: str, found: Sequence[Judgement], rows: Sequence[Mapping[str, object]], unplaced: Collection[int]
) -> Iterator[str]:
    """One line for each judgement that counts and whose evidence no row holds."""
    held = {row["line"] for row in rows if row["evidence"]}
    for judgement in found:
        row, line = judgement.row, judgement.line
        if row["evidence"] and line not in held and line not in unplaced:
            words = " ".join(row["evidence"].split()[:8])
            yield (
                f"{name}:{line}: evidence “{words}” of segment {row['segment_id']} is kept and not shown: the words do "
                "not stand there as they were selected, or other evidence of the code is shown; select them again"
            )


def _recover_words(lines: Lines, finder: WordFinder) -> dict[str, str]:
    """The words of rows of format 1, which hold only their hash, where the text still has them in one run."""
    bare = {
        row["text_sha256"]: (int(row["start"]), int(row["end"]) - int(row["start"]))
        for _, row in lines
        if not row["text"] and row["text_sha256"] not in finder.by_hash
    }
    text = " ".join(segment.text for segment in finder.segments) if bare else ""
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
