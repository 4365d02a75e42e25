"""Judgements at the segments that hold their words now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.coding.finding import FoundWords, WordFinder

Row = dict[str, object]


@dataclass(frozen=True)
class Judgement:
    """A row of a coder's file, and where its words stand now."""

    line: int
    row: Mapping[str, str]
    place: FoundWords

    @property
    def kind(self) -> tuple[str, str]:
        """Code and pass."""
        return self.row["code"], self.row["pass"]


def place_judgements(judgements: Sequence[Judgement], finder: WordFinder) -> tuple[list[Row], list[Judgement]]:
    """One row of `judgement_log` per segment, code and pass; and the judgements that no segment can take.

    A segment of just the judged words takes the judgement. Where a judged segment was cut in two, its evidence says
    which part is meant; without evidence both parts are judged as the whole was. Where it became part of a longer
    one, present stays present, and absent holds once all of the longer one was judged absent.
    """
    rows: dict[tuple[int, str, str], Row] = {}
    used: set[int] = set()
    moved = [j for j in judgements if not j.place.exact]
    for judgement in (j for j in judgements if j.place.exact):
        number = judgement.place.segments[0]
        rows[number, *judgement.kind] = _describe_row(judgement, number, finder, memo=True)
        used.add(judgement.line)
    for judgement in (j for j in moved if j.row["present"] == "True"):
        for nth, number in enumerate(_choose_parts(judgement, finder)):
            rows.setdefault((number, *judgement.kind), _describe_row(judgement, number, finder, memo=nth == 0))
            used.add(judgement.line)
    absent: dict[tuple[int, str, str], list[Judgement]] = defaultdict(list)
    for judgement in (j for j in moved if j.row["present"] == "False"):
        for number in judgement.place.segments:
            absent[number, *judgement.kind].append(judgement)
    for key, those in absent.items():
        if key not in rows and finder.cover(key[0], [(j.place.first, j.place.last) for j in those]):
            memo = key[0] == those[0].place.segments[0]
            rows[key] = _describe_row(those[0], key[0], finder, memo=memo)
        used |= {j.line for j in those} if key in rows else set()
    return list(rows.values()), [j for j in judgements if j.line not in used]


def _choose_parts(judgement: Judgement, finder: WordFinder) -> list[int]:
    """The segments that hold the evidence, else those that together are the judged words, or the one around them."""
    place, evidence = judgement.place, judgement.row["evidence"]
    if evidence:
        return [n for n in place.segments if finder.find_evidence(n, evidence, -1)]
    span = [(place.first, place.last)]
    whole = all(finder.cover(number, span) for number in place.segments)
    return list(place.segments) if whole or len(place.segments) == 1 else []


def _describe_row(judgement: Judgement, number: int, finder: WordFinder, *, memo: bool) -> Row:
    """A judgement as a row of `judgement_log` without `coder`, with its offsets as of now."""
    row = judgement.row
    near = int(row["evidence_start"]) - int(row["start"]) if row["evidence"] else -1
    evidence = finder.find_evidence(number, row["evidence"], near) if row["evidence"] else None
    return {
        "segment_id": finder.segments[number].segment_id,
        "code": row["code"],
        "pass": row["pass"],
        "present": row["present"] == "True",
        "judged_at": row["judged_at"],
        "memo": row["memo"] if memo else "",
        "start": evidence[0] if evidence else 0,
        "end": evidence[1] if evidence else 0,
        "evidence": row["evidence"] if evidence else "",
    }
