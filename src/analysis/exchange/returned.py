"""A coding sheet that came back: whose it is, whether it fits the event as it stands, and its answers."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.codebook import Codebook
from analysis.coding.blindness import hash_shown
from analysis.coding.entries import CoderRecord, make_record
from analysis.coding.finding import WordFinder
from analysis.errors import InputError
from analysis.event import Event
from analysis.exchange.answers import ASIDE, MEMO, Answers, read_answers
from analysis.exchange.changed import check_chosen, check_older
from analysis.exchange.drawn import count_drawn
from analysis.exchange.first_rows import FirstRows, read_first_rows
from analysis.exchange.grids import read_grid
from analysis.exchange.older import find_rows, place_answers
from analysis.exchange.sheet_rows import FIXED, AskedWords, SheetRow, list_sheet_rows, match_rows
from analysis.exchange.sheets import Tables, list_shown, read_unit
from analysis.files import hash_file

NO_SAMPLE = "chosen by how much they would teach, not drawn at random, so no share is estimated from them"


@dataclass(frozen=True)
class Sheet:
    """What a coding sheet holds: who it was made for, its answers, what the coder was in doubt about, and notes.

    `notes` say what of a sheet from before a correction does not count, or has no row.
    """

    record: CoderRecord
    judgements: pd.DataFrame
    doubts: tuple[tuple[str, str], ...] = ()  # segment and code
    notes: tuple[str, ...] = ()


def read_returned_sheet(
    path: Path, event: Event, tables: Tables, codebook: Codebook, *, today: datetime.date, partial: bool = False
) -> Sheet:
    """The coder and the judgements of a filled sheet.

    Raises InputError with every problem by its cell: a first row that is not as it was sent, an unknown code, changed
    text, a missing row, an answer that is neither yes nor no (empty ones too, unless `partial` or in doubt), evidence
    that does not stand in its sentence, a sheet made for another event or codebook. Where the transcript was corrected
    after the sheet was made, each row is found again by its words.
    """
    grid = read_grid(path, FIXED[0])
    header = next((i for i, row in enumerate(grid) if row and row[0].strip() == FIXED[0]), None)
    if header is None:
        raise InputError(f"{path.name}: no row opens with {FIXED[0]}; restore the header")
    names = [name.strip() for name in grid[header]]
    first, problems = read_first_rows(grid[:header], slug=event.slug, codebook=codebook)
    problems += _check_header(names, header, codebook)
    _refuse(path, problems)
    rows = list_sheet_rows(grid, header)
    if not rows:
        raise InputError(
            f"{path.name}: row {header + 1}: no row stands below the header; restore them as they were sent"
        )
    order = list_shown(tables["segments"], seed=first.seed, sample=first.sample, chosen=first.chosen)
    shows_now = bool(order) and hash_shown(tables, codebook, order, hide_names=True) == first.fields["shown_sha256"]
    returned = _Returned(path, event, tables["segments"], codebook, first, rows, names, order)
    found = _read_current(returned, partial=partial) if shows_now else _read_older(returned, partial=partial)
    sample, others = count_drawn(first, found.asked, tables["segments"], as_now=shows_now)
    no_sample = [f"{_name_no_sample(others)}; their shares are not corrected by this coder"] if others else []
    fields = first.fields
    record = make_record(
        coder=fields["coder"],
        kind="person",
        who=fields["who"],
        made_on=today,
        trained=fields["trained"],
        blind=True,
        unit=read_unit(tables["segments"]),
        codebook_sha256=fields["codebook_sha256"],
        shown_sha256=fields["shown_sha256"],
        seed=first.seed,
        sample=sample,
        note=_write_note(path, first, others),
    )
    notes = tuple(f"{path.name}: {note}" for note in (*found.notes, *no_sample))
    return Sheet(record, found.answers.tabulate(), tuple(found.doubts), notes)


@dataclass(frozen=True)
class _Returned:
    """A sheet whose first rows and header are in order; `order` are the segments that it would show now."""

    path: Path
    event: Event
    segments: pd.DataFrame
    codebook: Codebook
    first: FirstRows
    rows: Sequence[SheetRow]
    names: Sequence[str]  # of the columns
    order: Sequence[str]

    @property
    def column(self) -> str:
        """The letter of the column of sentences."""
        return str(get_column_letter(self.names.index(FIXED[2]) + 1))

    def read_answers(self, asked: Mapping[int, AskedWords], *, partial: bool) -> Answers:
        """The answers of the rows."""
        codes = [code.code for code in self.codebook.codes]
        return read_answers(self.rows, asked, self.names, codes, partial=partial)


@dataclass(frozen=True)
class _Found:
    """What the rows of a sheet ask about and say."""

    asked: Mapping[int, AskedWords]
    answers: Answers
    doubts: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()


def _read_current(sheet: _Returned, *, partial: bool) -> _Found:
    """The answers of a sheet that shows the event as it stands."""
    _refuse(sheet.path, check_chosen(sheet.first, sheet.rows, set(sheet.segments["segment_id"])))
    asked, problems = match_rows(sheet.rows, sheet.segments, frozenset(sheet.order), sheet.column)
    answers = sheet.read_answers(asked, partial=partial)
    _refuse(sheet.path, [*problems, *answers.problems])
    return _Found(asked, answers, [(asked[row].segment_id, code) for row, code in answers.doubts])


def _read_older(sheet: _Returned, *, partial: bool) -> _Found:
    """The answers of a sheet from before a correction, at their words as they stand now."""
    first, rows, segments = sheet.first, sheet.rows, sheet.segments
    _refuse(sheet.path, check_older(first, rows, segments, sheet.order, sheet.event.slug))
    finder = WordFinder(segments)
    asked, problems = find_rows(rows, segments, finder, sheet.column)
    _refuse(sheet.path, problems)
    answers = sheet.read_answers(asked, partial=partial)
    _refuse(sheet.path, answers.problems)
    doubts, lost = place_answers(answers, asked, finder, sheet.column)
    return _Found(asked, answers, doubts, [*lost, *_list_missing(first, rows, asked, segments)])


def _refuse(path: Path, problems: Iterable[str]) -> None:
    """Raises InputError with each problem behind the file's name, where there are any."""
    if told := [f"{path.name}: {problem}" for problem in problems]:
        raise InputError(told)


def _write_note(path: Path, first: FirstRows, others: Sequence[str]) -> str:
    """From which file the judgements are, and that their segments are no sample where they are none."""
    chosen = f"{len(first.chosen)} segments {NO_SAMPLE}; " if first.chosen else ""
    drawn = f"{_name_no_sample(others)}; " if others else ""
    return (
        f"{chosen}{drawn}coding sheet made on {first.fields['sheet made on']}, "
        f"SHA-256 of the returned file {hash_file(path)}"
    )


def _name_no_sample(experts: Sequence[str]) -> str:
    """Whose segments a sheet of a sample is no sample of."""
    return (
        "drawn at random before the transcript was corrected, and no random sample of the segments as they stand now: "
        f"{', '.join(experts)}"
    )


def _check_header(names: Sequence[str], row: int, codebook: Codebook) -> Iterable[str]:
    """Whether the columns are those of the codebook."""
    codes = [code.code for code in codebook.codes]
    needed = [*FIXED, *codes, MEMO]
    for column, name in enumerate(names, 1):
        if name and name not in (*needed, *ASIDE):
            yield f'{get_column_letter(column)}{row + 1}: the codebook has no code "{name[:40]}"; restore the header'
        elif name and names.index(name) != column - 1:
            yield f'{get_column_letter(column)}{row + 1}: "{name}" is there twice; remove one column'
    yield from (f'row {row + 1}: the column "{name}" is missing; restore it' for name in needed if name not in names)


def _list_missing(
    first: FirstRows, rows: Sequence[SheetRow], asked: Mapping[int, AskedWords], segments: pd.DataFrame
) -> Iterator[str]:
    """What of an older sheet, and of the event as it stands now, was not judged for want of a row."""
    if first.seal and len(rows) < first.seal.n_rows:
        gone = first.seal.n_rows - len(rows)
        yield f"{gone} of its {first.seal.n_rows} rows {'are' if gone > 1 else 'is'} missing and not judged"
    if not first.chosen and first.sample is None:
        known = {number for one in asked.values() if one.place for number in one.place.segments}
        new = [text for number, text in enumerate(segments["text"]) if number not in known]
        if new:
            unit = read_unit(segments) + ("s" if len(new) > 1 else "")
            yield (
                f"{len(new)} {unit} of the page {'have' if len(new) > 1 else 'has'} no row in this sheet and "
                f"{'are' if len(new) > 1 else 'is'} not judged (“{' '.join(new[0].split()[:8])} …”)"
            )
