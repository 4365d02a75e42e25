"""Blind coding sheets for whoever works without Jupyter: written as XLSX or CSV, read back all or nothing."""

import datetime
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.codebook import WRITTEN, Codebook
from analysis.coding.blindness import hash_shown, shuffle_segments
from analysis.coding.entries import CoderRecord, make_record
from analysis.coding.finding import WordFinder
from analysis.coding.hashing import hash_text
from analysis.csv_rows import disarm_cell, format_csv_rows
from analysis.errors import InputError
from analysis.event import Event
from analysis.exchange.answers import ASIDE, FIXED, MEMO, read_answers
from analysis.exchange.grids import Grid, read_grid
from analysis.files import hash_file
from analysis.measures.sampling import draw_sample
from analysis.tables.rows import each_row

Tables = Mapping[str, pd.DataFrame]
FIELDS = ("event", "coder", "who", "trained", "sheet made on", "seed", "codebook_sha256", "shown_sha256")
CHOSEN = "chosen"  # the segments of a sheet that were chosen by how much they would teach, and not drawn at random
SAMPLE = "sample"  # how many segments were drawn at random; a sheet of all segments has no such line
NO_SAMPLE = "chosen by how much they would teach, not drawn at random, so no share is estimated from them"
NUMBER = re.compile("-?[0-9]{1,18}")
GUIDE = (
    "Choose yes or no for every code of every sentence; if no code applies, every answer is no. "
    'In doubt: leave the answer empty and name the code in the column "unsure". Evidence, if you like: "code: its '
    'words". '
    "The codebook is the second sheet."
)


@dataclass(frozen=True)
class Sheet:
    """What a coding sheet holds: who it was made for, its answers, and what the coder was in doubt about."""

    record: CoderRecord
    judgements: pd.DataFrame
    doubts: tuple[tuple[str, str], ...] = ()  # segment and code


def lay_out_sheet(
    event: Event,
    tables: Tables,
    codebook: Codebook,
    *,
    coder: str,
    who: str,
    trained: str,
    seed: int,
    today: datetime.date,
    sample: int | None = None,
    chosen: Collection[str] = (),
) -> Grid:
    """The sheet as rows of text: what it is, a header, one segment per row in shuffled order, answers empty.

    With `sample`, only so many segments stand in it, drawn at random within each expert (`measures.sampling`); with
    `chosen`, these and no others, and the sheet says that they are no sample.
    Neither experts nor publisher nor anybody's judgements stand in it.
    """
    order = _list_shown(tables["segments"], seed=seed, sample=sample, chosen=chosen)
    shown = hash_shown(tables, codebook, order, hide_names=True)
    make_record(
        coder=coder,
        kind="person",
        who=who,
        made_on=today,
        trained=trained,
        blind=True,
        codebook_sha256=codebook.instructions_sha256,
    )
    values = (event.slug, coder, who, trained, today.isoformat(), str(seed), codebook.instructions_sha256, shown)
    codes = [code.code for code in codebook.codes]
    aside = [name for name in ASIDE if name not in codes]
    texts = tables["segments"].set_index("segment_id")["text"]
    around = find_paragraphs(tables["segments"])
    rows = [[s, around[s], str(texts[s]), *("" for _ in (*codes, MEMO, *aside))] for s in order]
    about = [list(pair) for pair in zip(FIELDS, values, strict=True)]
    if sample is not None:
        about.append([SAMPLE, str(sample)])
    if chosen:
        about.append([CHOSEN, "; ".join(sorted(chosen))])
    return [*about, ["how", GUIDE], [*FIXED, *codes, MEMO, *aside], *rows]


def _list_shown(
    segments: pd.DataFrame, *, seed: int, sample: int | None, chosen: Collection[str] = ()
) -> tuple[str, ...]:
    """The segments of a sheet in its order: all, a random sample of so many, or those that were chosen."""
    order = shuffle_segments(segments, seed=seed)
    if chosen:
        return tuple(segment for segment in order if segment in chosen)
    if sample is None:
        return order
    drawn = set(draw_sample(segments, sample, seed=seed)["segment_id"])
    return tuple(segment for segment in order if segment in drawn)


def find_paragraphs(segments: pd.DataFrame) -> dict[str, str]:
    """The paragraph around each segment."""
    place = [segments["statement_id"], segments["paragraph"]]
    joined = segments.groupby(place)["text"].agg(" ".join)
    keys = zip(segments["segment_id"], segments["statement_id"], segments["paragraph"], strict=True)
    return {segment_id: str(joined[statement, paragraph]) for segment_id, statement, paragraph in keys}


def write_csv_sheet(grid: Grid) -> bytes:
    """The sheet as CSV; what a spreadsheet would compute is quoted with an apostrophe."""
    return format_csv_rows(grid).encode("utf-8-sig")


def write_xlsx_sheet(grid: Grid, codebook: Codebook) -> bytes:
    """The sheet as XLSX: a drop-down of yes and no in every answer, the codebook on the second sheet; no formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "coding"
    put_rows(sheet, grid)
    header = next(i for i, row in enumerate(grid, 1) if row[0] == FIXED[0])
    n_codes = len(codebook.codes)
    first, last = get_column_letter(len(FIXED) + 1), get_column_letter(len(FIXED) + n_codes)
    choice = DataValidation(type="list", formula1='"yes,no"', allow_blank=True, showErrorMessage=True)
    choice.error = "Choose yes or no."
    sheet.add_data_validation(choice)
    choice.add(f"{first}{header + 1}:{last}{len(grid)}")
    sheet.freeze_panes = f"{first}{header + 1}"
    for letter, width in (
        ("A", 20),
        ("B", 60),
        ("C", 60),
        *((get_column_letter(4 + i), 14) for i in range(n_codes + 2)),
        (get_column_letter(6 + n_codes), 40),
    ):
        sheet.column_dimensions[letter].width = width
    put_rows(book.create_sheet("codebook"), list_codebook(codebook))
    for column in "ABCDEFGH":
        book["codebook"].column_dimensions[column].width = 40
    book.properties.creator = "framing-workbook"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def put_rows(sheet: object, grid: Grid) -> None:
    """Cells of text, never formulas; wrapped, the first row of a table bold."""
    for row, cells in enumerate(grid, 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column)  # type: ignore[attr-defined]  # openpyxl ships no types
            kept = str(disarm_cell(text)) if text.startswith("'") else text  # a reader takes one apostrophe away
            cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("\ufffd", kept)
            cell.data_type = "s"
            cell.quotePrefix = disarm_cell(text) != text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cells[0] in (FIXED[0], "frame"))


def list_codebook(codebook: Codebook) -> Grid:
    """What a coder is shown of the codebook: everything but the indicators."""
    rows = [
        [frame.frame, code.code, *(str(getattr(code, field)).strip() for field in WRITTEN)]
        for frame in codebook.frames
        for code in frame.codes
    ]
    return [["instructions", codebook.instructions.strip()], ["frame", "code", *WRITTEN], *rows]


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
    corrected = not shows_now(about, tables, codebook) and is_older(grid, header, tables["segments"])
    problems = [*check_about(about, event, tables, codebook, corrected=corrected)]
    if stale := [problem for problem in problems if problem.startswith(("B7:", "B8:"))]:
        raise InputError(f"{path.name}: {stale[0]}")  # told once: all else follows from it
    problems += check_header(grid[header], header, codebook)
    if corrected and not problems:
        problems += find_rows(grid, header, WordFinder(tables["segments"]))
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


def is_older(grid: Grid, header: int, segments: pd.DataFrame) -> bool:
    """Whether the sheet shows a sentence that was cut or numbered otherwise when it was made.

    Somebody who changed a sentence in the sheet leaves it standing at its number; that is no older sheet.
    """
    if FIXED[2] not in grid[header]:
        return False
    column = grid[header].index(FIXED[2])
    texts = dict(zip(segments["segment_id"], segments["text"], strict=True))
    known = {hash_text(text.strip()): name for name, text in texts.items()}
    rows = [row for row in grid[header + 1 :] if len(row) > column and any(cell.strip() for cell in row)]
    return any(
        known.get(hash_text(row[column].strip()), row[0].strip()) != row[0].strip()
        and texts.get(row[0].strip(), "").strip() != row[column].strip()
        for row in rows
    )


def shows_now(about: Mapping[str, str], tables: Tables, codebook: Codebook) -> bool:
    """Whether the sheet's hash is that of the event as it stands, in the sheet's order."""
    seed = about.get("seed", "")
    if not NUMBER.fullmatch(seed):
        return False
    order = _list_shown(tables["segments"], seed=int(seed), sample=_read_sample(about), chosen=_read_chosen(about))
    return hash_shown(tables, codebook, order, hide_names=True) == about.get("shown_sha256")


def _read_sample(about: Mapping[str, str]) -> int | None:
    """How many segments the sheet's sample holds; None for a sheet of all segments."""
    size = about.get(SAMPLE, "")
    return int(size) if NUMBER.fullmatch(size) and int(size) > 0 else None


def _read_chosen(about: Mapping[str, str]) -> frozenset[str]:
    """The segments of a sheet whose segments were chosen; none for any other sheet."""
    return frozenset(part.strip() for part in about.get(CHOSEN, "").split(";")) - {""}


def find_rows(grid: Grid, header: int, finder: WordFinder) -> list[str]:
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


def check_about(
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
    if not corrected and not shows_now(about, tables, codebook):
        yield f"B8: the page's segments are not those that this sheet showed; {_new_sheet(event, about)}"


def _new_sheet(event: Event, about: Mapping[str, str]) -> str:
    """What to do: the command that writes a new sheet for the same coder."""
    return f"write a new sheet: workbook sheet {event.slug} --coder {about.get('coder') or 'NAME'}"


def check_header(header: list[str], row: int, codebook: Codebook) -> Iterable[str]:
    """Whether the columns are those of the codebook."""
    codes = [code.code for code in codebook.codes]
    needed = [*FIXED, *codes, MEMO]
    for column, name in enumerate(header, 1):
        if name and name not in (*needed, *ASIDE):
            yield f'{get_column_letter(column)}{row + 1}: the codebook has no code "{name[:40]}"; restore the header'
        elif name and header.index(name) != column - 1:
            yield f'{get_column_letter(column)}{row + 1}: "{name}" is there twice; remove one column'
    yield from (f'row {row + 1}: the column "{name}" is missing; restore it' for name in needed if name not in header)
