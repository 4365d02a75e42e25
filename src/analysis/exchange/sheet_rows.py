"""The rows of a coding sheet that came back, each with the segment that it asks about as the event stands now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.coding.finding import FoundWords, fold_tokens
from analysis.exchange.grids import Grid

FIXED = ("segment_id", "paragraph", "sentence to judge")


@dataclass(frozen=True)
class SheetRow:
    """One row below the header: its number as a spreadsheet counts, and its cells by the names of their columns."""

    number: int
    cells: dict[str, str]

    @property
    def segment_id(self) -> str:
        """The segment's number when the sheet was made."""
        return self.cells[FIXED[0]]

    @property
    def paragraph(self) -> str:
        """The paragraph around it."""
        return self.cells.get(FIXED[1], "")

    @property
    def text(self) -> str:
        """The words to judge."""
        return self.cells.get(FIXED[2], "")


@dataclass(frozen=True)
class AskedWords:
    """The words that a row asks about: those of a segment; or, where `start` is set, words that are cut otherwise now.

    `place` says where the words of an older sheet stand; `start` is where the first segment that holds them begins,
    `expert` who says them, `before` and `after` the few words around them.
    """

    segment_id: str
    text: str
    place: FoundWords | None = None
    start: int | None = None
    expert: str = ""
    before: str = ""
    after: str = ""


def list_sheet_rows(grid: Grid, header: int) -> list[SheetRow]:
    """The rows below the header that hold something."""
    column = {name: i for i, name in enumerate(grid[header]) if name}
    return [
        SheetRow(number, {name: row[i].strip() if i < len(row) else "" for name, i in column.items()})
        for number, row in enumerate(grid[header + 1 :], header + 2)
        if any(cell.strip() for cell in row)
    ]


def match_rows(
    rows: Sequence[SheetRow], segments: pd.DataFrame, shown: Collection[str], column: str
) -> tuple[dict[int, AskedWords], list[str]]:
    """The segment of each row of a sheet that shows the event as it stands, and every problem by its cell.

    `shown` are the segments of the sheet; `column` is the letter of the column of sentences.
    """
    texts = dict(zip(segments["segment_id"], segments["text"], strict=True))
    asked: dict[int, AskedWords] = {}
    seen: dict[str, int] = {}
    problems = []
    for row in rows:
        name, number = row.segment_id, row.number
        if name not in texts:
            problems.append(f'A{number}: the event has no segment "{name[:40]}"; restore the row')
        elif name not in shown:
            problems.append(f"A{number}: segment {name} is not one of this sheet; remove the row")
        elif name in seen:
            problems.append(f"A{number}: segment {name} is in row {seen[name]} already; remove one")
        else:
            seen[name] = number
            asked[number] = AskedWords(name, texts[name])
            if fold_tokens(row.text) not in (fold_tokens(texts[name]), fold_tokens(_lose_characters(texts[name]))):
                problems.append(f"{column}{number}: the sentence was changed; restore it")
    if gone := [name for name in texts if name in shown and name not in seen]:
        others = f" and {len(gone) - 1} more" if gone[1:] else ""
        problems.append(f"segment {gone[0]}{others} {'have' if others else 'has'} no row; restore them")
    return asked, problems


def _lose_characters(text: str) -> str:
    """What Windows-1252, in which spreadsheet programs may save a table, leaves of a text: `CO?` of `CO₂`."""
    return text.encode("cp1252", "replace").decode("cp1252")
