"""A coding sheet that came back: whose it is, whether it fits the event as it stands, and its answers."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.codebook import Codebook
from analysis.coding.blindness import hash_shown
from analysis.coding.entries import CoderRecord, make_record
from analysis.coding.finding import WordFinder
from analysis.coding.hashing import hash_text
from analysis.errors import InputError
from analysis.event import Event
from analysis.exchange.answers import ASIDE, FIXED, MEMO, read_answers
from analysis.exchange.grids import Grid, read_grid
from analysis.exchange.sheets import CHOSEN, FIELDS, SAMPLE, Tables, list_shown
from analysis.files import hash_file
from analysis.measures.sampling import draw_sample
from analysis.tables.rows import each_row

NO_SAMPLE = "chosen by how much they would teach, not drawn at random, so no share is estimated from them"
NUMBER = re.compile("-?[0-9]{1,18}")
FEWEST = 0.75  # of what was drawn or chosen: of a sheet with fewer rows somebody changed what it says of itself


@dataclass(frozen=True)
class Sheet:
    """What a coding sheet holds: who it was made for, its answers, and what the coder was in doubt about."""

    record: CoderRecord
    judgements: pd.DataFrame
    doubts: tuple[tuple[str, str], ...] = ()  # segment and code


def read_sheet(
    path: Path, event: Event, tables: Tables, codebook: Codebook, *, today: datetime.date, partial: bool = False
) -> Sheet:
    """The coder and the judgements of a filled sheet.

    Raises InputError with every problem by its cell: an unknown code, changed text, a missing row, an answer that is
    neither yes nor no (empty ones too, unless `partial` or in doubt), evidence that does not stand in its sentence, a
    sheet made for another event or codebook. Where the transcript was corrected after the sheet was made, each row is
    found again by its words.
    """
    grid = read_grid(path, FIXED[0])
    header = next((i for i, row in enumerate(grid) if row and row[0] == FIXED[0]), None)
    if header is None:
        raise InputError(f"{path.name}: no row opens with {FIXED[0]}; restore the header")
    about = {row[0].strip(): row[1].strip() for row in grid[:header] if len(row) > 1}
    corrected = not _shows_now(about, tables, codebook) and _is_older(grid, header, about, tables["segments"])
    problems = [*_check_about(about, event, tables, codebook, corrected=corrected)]
    if stale := [problem for problem in problems if problem.startswith(("B7:", "B8:"))]:
        raise InputError(f"{path.name}: {stale[0]}")  # told once: all else follows from it
    problems += _check_header(grid[header], header, codebook)
    if corrected and not problems:
        problems += _find_rows(grid, header, WordFinder(tables["segments"]))
    shown = tables["segments"]
    if (size := _read_sample(about)) is not None and not problems and not corrected:
        drawn = draw_sample(shown, size, seed=int(about["seed"]))["segment_id"]
        shown = shown.loc[shown["segment_id"].isin(drawn)]
    if (chosen := _read_chosen(about)) and not corrected:
        shown = shown.loc[shown["segment_id"].isin(chosen)]
    codes = [code.code for code in codebook.codes]
    answers = read_answers(grid, header, shown, codes, partial=partial, corrected=corrected)
    problems += answers.problems if not (corrected and problems) else []
    if problems:
        raise InputError([f"{path.name}: {problem}" for problem in problems])
    record = make_record(
        coder=about["coder"],
        kind="person",
        who=about["who"],
        made_on=today,
        trained=about["trained"],
        blind=True,
        codebook_sha256=about["codebook_sha256"],
        shown_sha256=about["shown_sha256"],
        seed=int(about["seed"]),
        sample=_count_drawn(grid, header, tables["segments"]) if SAMPLE in about else {},
        note=_write_note(path, about),
    )
    return Sheet(record, answers.tabulate(), tuple(answers.doubts))


def _write_note(path: Path, about: Mapping[str, str]) -> str:
    """From which file the judgements are, and that their segments are no sample where they are none."""
    chosen = _read_chosen(about)
    return (f"{len(chosen)} segments {NO_SAMPLE}; " if chosen else "") + (
        f"coding sheet made on {about['sheet made on']}, SHA-256 of the returned file {hash_file(path)}"
    )


def _count_drawn(grid: Grid, header: int, segments: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """For each expert, how many of how many segments stand in the sheet: with what probability each was drawn."""
    rows = {row[0].strip() for row in grid[header + 1 :] if any(row)}
    drawn = segments["segment_id"].isin(rows).groupby(segments["expert"], sort=False).agg(["sum", "size"])
    return {str(expert): (int(n), int(of)) for expert, n, of in each_row(drawn.reset_index())}


def _is_older(grid: Grid, header: int, about: Mapping[str, str], segments: pd.DataFrame) -> bool:
    """Whether a sheet of another hash is of the event as it was: some sentence reads otherwise now, or has no row.

    A sheet of which all sentences stand where they stood, none missing, had its own first rows changed; so had one
    that shows what would not have been drawn or chosen.
    """
    if FIXED[2] not in grid[header]:
        return False
    column = grid[header].index(FIXED[2])
    now = {name: text.strip() for name, text in zip(segments["segment_id"], segments["text"], strict=True)}
    rows = [row for row in grid[header + 1 :] if len(row) > column and any(cell.strip() for cell in row)]
    shown = {row[0].strip(): row[column].strip() for row in rows}
    if any(now.get(name) != text for name, text in shown.items()):
        return True
    wanted = set(_list_order(about, segments))
    fewest = FEWEST * len(wanted) if SAMPLE in about or CHOSEN in about else 1
    return wanted > set(shown) and len(shown) >= fewest


def _shows_now(about: Mapping[str, str], tables: Tables, codebook: Codebook) -> bool:
    """Whether the sheet's hash is that of the event as it stands, in the sheet's order."""
    order = _list_order(about, tables["segments"])
    return bool(order) and hash_shown(tables, codebook, order, hide_names=True) == about.get("shown_sha256")


def _list_order(about: Mapping[str, str], segments: pd.DataFrame) -> tuple[str, ...]:
    """The segments that a sheet with these first rows would show now, in its order; none without a seed."""
    seed = about.get("seed", "")
    if not NUMBER.fullmatch(seed):
        return ()
    return list_shown(segments, seed=int(seed), sample=_read_sample(about), chosen=_read_chosen(about))


def _read_sample(about: Mapping[str, str]) -> int | None:
    """How many segments the sheet's sample holds; None for a sheet of all segments."""
    size = about.get(SAMPLE, "")
    return int(size) if NUMBER.fullmatch(size) and int(size) > 0 else None


def _read_chosen(about: Mapping[str, str]) -> frozenset[str]:
    """The segments of a sheet whose segments were chosen; none for any other sheet."""
    return frozenset(part.strip() for part in about.get(CHOSEN, "").split(";")) - {""}


def _find_rows(grid: Grid, header: int, finder: WordFinder) -> list[str]:
    """Give each row of an older sheet the segment that holds its words now; what is not found, by its cell."""
    column = grid[header].index(FIXED[2])
    problems = []
    for number, row in enumerate(grid[header + 1 :], header + 2):
        if len(row) <= column or not any(cell.strip() for cell in row):
            continue
        place = finder.find(row[0].strip(), hash_text(row[column]), row[column], [row[0].strip()])
        if place and place.exact:
            segment = finder.segments[place.segments[0]]
            row[0], row[column] = segment.segment_id, segment.text
        else:
            problems.append(
                f"{get_column_letter(column + 1)}{number}: the transcript was corrected since, and these words do not "
                "stand in it as one segment any more; restore them there, or remove the row"
            )
    return problems


def _check_about(
    about: Mapping[str, str], event: Event, tables: Tables, codebook: Codebook, *, corrected: bool
) -> Iterable[str]:
    """Whether the sheet was made for this event, and shows what its hash says unless the event was corrected since."""
    for number, field in enumerate(FIELDS, 1):
        if not about.get(field):
            yield f'B{number}: "{field}" is missing; restore it from the sheet as it was sent'
    if about.get("event", event.slug) != event.slug:
        yield f'B1: is a sheet for "{about["event"]}"; import it there'
    if about.get("codebook_sha256", codebook.instructions_sha256) != codebook.instructions_sha256:
        yield f"B7: the codebook has been changed since the sheet was made; {_new_sheet(event, about)}"
        return
    seed = about.get("seed", "")
    if not NUMBER.fullmatch(seed):
        yield f'B6: the seed is a whole number; found "{seed[:20]}"'
        return
    if SAMPLE in about and _read_sample(about) is None:
        yield f'"{SAMPLE}" is the number of segments that were drawn; found "{about[SAMPLE][:20]}"; restore it'
        return
    if not corrected and not _shows_now(about, tables, codebook):
        yield f"B8: the page's segments are not those that this sheet showed; {_new_sheet(event, about)}"


def _new_sheet(event: Event, about: Mapping[str, str]) -> str:
    """What to do: the command that writes a new sheet for the same coder."""
    return f"write a new sheet: workbook sheet {event.slug} --coder {about.get('coder') or 'NAME'}"


def _check_header(header: list[str], row: int, codebook: Codebook) -> Iterable[str]:
    """Whether the columns are those of the codebook."""
    codes = [code.code for code in codebook.codes]
    needed = [*FIXED, *codes, MEMO]
    for column, name in enumerate(header, 1):
        if name and name not in (*needed, *ASIDE):
            yield f'{get_column_letter(column)}{row + 1}: the codebook has no code "{name[:40]}"; restore the header'
        elif name and header.index(name) != column - 1:
            yield f'{get_column_letter(column)}{row + 1}: "{name}" is there twice; remove one column'
    yield from (f'row {row + 1}: the column "{name}" is missing; restore it' for name in needed if name not in header)
