"""Judgements at the segments that hold their words now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.coding.finding import FoundWords, WordFinder

Row = dict[str, object]
Place = tuple[int, str, str]  # number of the segment, code, pass


@dataclass(frozen=True)
class Judgement:
    """A row of a coder's file (its columns are `rows.COLUMNS` and `BESIDE`), and where its words stand now."""

    line: int
    row: Mapping[str, str]
    place: FoundWords

    @property
    def kind(self) -> tuple[str, str]:
        """Code and pass."""
        return self.row["code"], self.row["pass"]


Moved = tuple[Judgement, list[int]]  # and those of its segments that nobody judged as they stand


def place_judgements(judgements: Sequence[Judgement], finder: WordFinder) -> tuple[list[Row], list[Judgement]]:
    """One row of `judgement_log` per segment, code and pass; and the judgements that no segment can take.

    A segment of just the judged words takes the judgement. Where a judged segment was cut in two, its evidence says
    which part is meant; without evidence both parts are judged as the whole was. Where it became part of a longer
    one, present stays present, and absent holds once all of the longer one was judged absent. A row also has `line`,
    that of its judgement, and `score`.
    """
    rows: dict[Place, Row] = {}
    used: set[int] = set()
    for judgement in (j for j in judgements if j.place.exact):
        number = judgement.place.segments[0]
        rows[number, *judgement.kind] = _describe_row(judgement, number, finder, memo=True)
        used.add(judgement.line)
    moved = [j for j in judgements if not j.place.exact]
    free = [(j, [n for n in j.place.segments if (n, *j.kind) not in rows]) for j in moved]
    used |= _place_present([(j, free) for j, free in free if j.row["present"] == "True"], rows, finder)
    used |= _place_absent([(j, free) for j, free in free if j.row["present"] == "False"], rows, finder)
    return list(rows.values()), [j for j in judgements if j.line not in used]


def _place_present(moved: Sequence[Moved], rows: dict[Place, Row], finder: WordFinder) -> set[int]:
    """Add the rows of what is present in words that are cut otherwise now; the lines that have a place.

    Of several that became one segment the first with evidence is shown; the others say the same of it.
    """
    used: set[int] = set()
    for judgement, free in sorted(moved, key=lambda one: not one[0].row["evidence"]):
        for nth, number in enumerate(n for n in _choose_parts(judgement, finder) if n in free):
            rows.setdefault((number, *judgement.kind), _describe_row(judgement, number, finder, memo=nth == 0))
            used.add(judgement.line)
    return used


def _place_absent(moved: Sequence[Moved], rows: dict[Place, Row], finder: WordFinder) -> set[int]:
    """Add the rows of what is absent from all the words of a segment; the lines that have a place.

    An absent part of a segment of which another part has it present says nothing against that.
    """
    used: set[int] = set()
    absent: dict[Place, list[Judgement]] = defaultdict(list)
    for judgement, free in moved:
        for number in free:
            absent[number, *judgement.kind].append(judgement)
    for key, those in absent.items():
        if key not in rows and finder.cover(key[0], [(j.place.first, j.place.last) for j in those]):
            memo = key[0] == those[0].place.segments[0]
            rows[key] = _describe_row(those[0], key[0], finder, memo=memo)
        used |= {j.line for j in those} if key in rows else set()
    return used


def _choose_parts(judgement: Judgement, finder: WordFinder) -> list[int]:
    """The numbers of the segments that a judgement of presence is about, now that its words are cut otherwise.

    Those that hold its evidence; without evidence those that together are the judged words, or the one around them.
    """
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
    first, text = finder.segments[number].start, finder.segments[number].text
    return {
        "segment_id": finder.segments[number].segment_id,
        "code": row["code"],
        "pass": row["pass"],
        "present": row["present"] == "True",
        "judged_at": row["judged_at"],
        "memo": row["memo"] if memo else "",
        "start": evidence[0] if evidence else 0,
        "end": evidence[1] if evidence else 0,
        "evidence": text[evidence[0] - first : evidence[1] - first] if evidence else "",
        "score": float(row.get("score") or "nan"),
        "line": judgement.line,
    }
