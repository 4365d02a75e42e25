"""The columns of a PDF sheet: in which order its printed lines are read."""

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
ALIKE = 0.3  # columns have about as many lines; labels beside a text have fewer


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
            lines += [*_order(left), *_order(right)]
            left, right = [], []
        if across:
            lines += _join(row)
            continue
        left += [p for p in row if p.x1 <= gutter]
        right += [p for p in row if p.x0 >= gutter]
    return [*lines, *_order(left), *_order(right)]


def _join(row: Pieces) -> list[list[Word]]:
    """The pieces of one printed line as one, but for cells that stand far apart."""
    words = [word for piece in row for word in piece.words]
    return [[*cell.words] for cell in _cut(row[0].row, words, APART)]


def _find_gutter(pieces: Pieces) -> tuple[float, bool]:
    """The x left of which one column ends and at which another begins, and whether the left one holds labels only.

    0 where there is one column.
    """
    starts = Counter(round(p.x0) for p in pieces)
    best: tuple[int, float, bool] = (0, 0.0, False)
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
        if fewer >= FEWEST and across <= CROSSED * (n_left + n_right) and fewer > best[0]:
            best = fewer, gutter, n_left < ALIKE * more
    return best[1], best[2]
