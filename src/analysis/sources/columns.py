"""The columns of a PDF sheet: in which order its printed lines are read."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

Word = dict[str, Any]

WIDE = 0.7  # of the type size: a gap that may part columns, though a line set to full width has such gaps too
APART = 2.5  # of the type size: a gap that no line has, so that there are cells beside each other
FEWEST = 3  # lines on either side of the white between two columns
CROSSED = 0.15  # share of lines that may lie across the white: headings
COSTS = 5  # lines beside the white that one across it outweighs
ALIKE = 0.3  # columns have about as many lines; labels beside a text have fewer
NARROW = 0.75  # of the width of the other: a column of names beside their texts
NARROWEST = 0.5  # of the width of the other: one such row is enough
ALIGNED = 0.35  # of the type size: lines so near in height stand in one row
LEVEL = 0.6  # share of the cells in the narrow column that begin level with what stands beside them
SPACED = 1.3  # times the step between lines: there a cell or paragraph begins


@dataclass(frozen=True)
class _Piece:
    """Some words of a printed line without a wide gap between them."""

    row: int
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return float(self.words[0]["x0"])

    @property
    def x1(self) -> float:
        return float(self.words[-1]["x1"])

    @property
    def top(self) -> float:
        return float(min(word["top"] for word in self.words))

    @property
    def bottom(self) -> float:
        return float(max(word["bottom"] for word in self.words))

    @property
    def size(self) -> float:
        return float(max(word["size"] for word in self.words))


@dataclass(frozen=True)
class TableCell:
    """A cell of a table."""

    table: float  # where the table begins
    row: int
    side: int
    right: float  # edge of the column


Pieces = Sequence[_Piece]


def order_rows(rows: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Printed lines, given from the top down across the sheet, in reading order: column by column, cell by cell."""
    return _order([piece for number, row in enumerate(rows) for piece in _cut(number, row, WIDE)])


def _cut(number: int, row: Sequence[Word], gap: float) -> Iterator[_Piece]:
    """A printed line in pieces with a wide gap between them."""
    start = 0
    for at, (before, after) in enumerate(pairwise(row), 1):
        if after["x0"] - before["x1"] > gap * max(before["size"], after["size"]):
            yield _Piece(number, tuple(row[start:at]))
            start = at
    yield _Piece(number, tuple(row[start:]))


def _order(pieces: Pieces) -> list[list[Word]]:
    """The lines of a part of the sheet: what lies across its columns, and between that each column after the other."""
    gutter, labelled = _find_gutter(pieces)
    if not gutter:
        return [line for _, row in groupby(pieces, key=lambda p: p.row) for line in _join([*row])]
    lines: list[list[Word]] = []
    left: list[_Piece] = []
    right: list[_Piece] = []
    for _, group in groupby(pieces, key=lambda p: p.row):
        row = [*group]
        across = any(p.x0 < gutter < p.x1 for p in row)
        labels = not across and labelled and row[0].x1 <= gutter
        if across or (labels and right and not (left and row[0].top - left[-1].bottom < row[0].size)):
            lines += _order_beside(left, right)
            left, right = [], []
        if across:
            lines += _join(row)
            continue
        left += [p for p in row if p.x1 <= gutter]
        right += [p for p in row if p.x0 >= gutter]
    return [*lines, *_order_beside(left, right)]


def _order_beside(left: Pieces, right: Pieces) -> list[list[Word]]:
    """What stands left and right of a gutter: row by row in a table, else one column after the other."""
    tops = _find_rows(left, right)
    if not tops:
        return [*_order(left), *_order(right)]
    cells: dict[tuple[int, int], list[_Piece]] = {}
    for side, pieces in enumerate((left, right)):
        edge = max(p.x1 for p in pieces)
        for piece in pieces:
            row = bisect_right(tops, piece.top + ALIGNED * piece.size)
            cell = TableCell(tops[0], row, side, edge)
            words = tuple({**word, "cell": cell} for word in piece.words)
            cells.setdefault((row, side), []).append(_Piece(piece.row, words))
    return [line for cell in sorted(cells) for line in _order(cells[cell])]


def _find_rows(left: Pieces, right: Pieces) -> list[float]:
    """Where the rows of a table begin: what stands in its narrow column begins level with what stands beside it.

    Empty where there are two columns of text.
    """
    if not left or not right:
        return []
    narrow, wide = sorted((left, right), key=_measure_width)
    if _measure_width(narrow) > NARROW * _measure_width(wide):
        return []
    step = min(_find_step(narrow), _find_step(wide))
    tops, others = _list_tops(narrow, step), _list_tops(wide, step)
    level = [top for top in tops if any(abs(top - other) < ALIGNED * narrow[0].size for other in others)]
    fewest = 1 if _measure_width(narrow) < NARROWEST * _measure_width(wide) else 2
    return level if len(level) >= max(fewest, LEVEL * len(tops)) else []


def _measure_width(pieces: Pieces) -> float:
    """From the left edge of a column to its right one."""
    return max(p.x1 for p in pieces) - min(p.x0 for p in pieces)


def _find_step(pieces: Pieces) -> float:
    """The smallest step from a line to the next."""
    return min((b.top - a.top for a, b in pairwise(pieces) if b.top - a.top > 0.5 * a.size), default=float("inf"))


def _list_tops(pieces: Pieces, step: float) -> list[float]:
    """Where the cells or paragraphs of a column begin: at its top, and below a gap."""
    return [pieces[0].top, *(b.top for a, b in pairwise(pieces) if b.top - a.top > SPACED * step)]


def _join(row: Pieces) -> list[list[Word]]:
    """The pieces of one printed line as one, but for cells that stand far apart."""
    words = [word for piece in row for word in piece.words]
    return [[*cell.words] for cell in _cut(row[0].row, words, APART)]


def _find_gutter(pieces: Pieces) -> tuple[float, bool]:
    """The x left of which one column ends and at which another begins, and whether the left one holds labels only.

    0 where there is one column.
    """
    starts = Counter(round(p.x0) for p in pieces)
    best: tuple[float, float, bool] = (float("-inf"), 0.0, False)
    for start in sorted(x for x, n in starts.items() if n + starts[x - 1] + starts[x + 1] >= FEWEST):
        gutter = start - 1.5
        left, right = [p for p in pieces if p.x1 <= gutter], [p for p in pieces if p.x0 >= gutter]
        if not left or not right:
            continue
        top = max(min(p.top for p in side) for side in (left, right))
        bottom = min(max(p.bottom for p in side) for side in (left, right))
        inside = [p for p in pieces if top <= (p.top + p.bottom) / 2 <= bottom]
        n_left, n_right = sum(p.x1 <= gutter for p in inside), sum(p.x0 >= gutter for p in inside)
        across = len(inside) - n_left - n_right
        fewer, more = sorted((n_left, n_right))
        worth = fewer - COSTS * across  # a gap within justified lines has many of them across
        if fewer >= FEWEST and across <= CROSSED * (n_left + n_right) and worth > best[0]:
            best = worth, gutter, n_left < ALIKE * more
    return best[1], best[2]
