"""Blind coding sheets for whoever works without Jupyter, written as XLSX or CSV."""

import datetime
import io
from collections.abc import Collection, Mapping

import openpyxl
import pandas as pd
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.codebook import WRITTEN, Codebook, hash_fields
from analysis.coding.blindness import hash_shown, shuffle_segments
from analysis.coding.entries import make_record
from analysis.event import Event
from analysis.exchange.answers import ASIDE, MEMO
from analysis.exchange.first_rows import BESIDE, CHOSEN, FIELDS, SAMPLE, write_seal
from analysis.exchange.grids import Grid
from analysis.exchange.sheet_rows import FIXED
from analysis.files.csv_rows import disarm_cell, format_csv_rows
from analysis.measures.sampling import draw_sample
from analysis.segmentation import Unit

Tables = Mapping[str, pd.DataFrame]
GUIDE = (
    "Choose yes or no for every code of every sentence; if no code applies, every answer is no. "
    'In doubt: leave the answer empty and name the code in the column "unsure". Evidence, if you like: "code: its '
    'words". '
    "The codebook is the second sheet."
)


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
    order = list_shown(tables["segments"], seed=seed, sample=sample, chosen=chosen)
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
    around = join_paragraphs(tables["segments"])
    rows = [[s, around[s], str(texts[s]), *("" for _ in (*codes, MEMO, *aside))] for s in order]
    fields = dict(zip(FIELDS, values, strict=True))
    if sample is not None:
        fields[SAMPLE] = str(sample)
    if chosen:
        fields[CHOSEN] = "; ".join(sorted(chosen))
    strata = [] if sample is None else list(list_strata(tables["segments"], seed=seed).values())
    seal = write_seal(fields, n_rows=len(rows), unit=read_unit(tables["segments"]), strata=strata)
    about = [[name, value, *([seal] if name == BESIDE else [])] for name, value in fields.items()]
    return [*about, ["how", GUIDE], [*FIXED, *codes, MEMO, *aside], *rows]


def list_strata(segments: pd.DataFrame, *, seed: int) -> dict[str, tuple[int, str]]:
    """How many segments each expert has, in the order in which a sample is drawn, and a sign that hides the name."""
    sizes = segments.groupby("expert", sort=False).size()
    return {str(expert): (int(n), hash_fields([seed, str(expert)])[:8]) for expert, n in sizes.items()}


def read_unit(segments: pd.DataFrame) -> Unit:
    """What the segments are."""
    return "paragraph" if (segments["unit"] == "paragraph").any() else "sentence"


def list_shown(
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


def join_paragraphs(segments: pd.DataFrame) -> dict[str, str]:
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
    _put_rows(sheet, grid)
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
    _put_rows(book.create_sheet("codebook"), _list_codebook(codebook))
    for column in "ABCDEFGH":
        book["codebook"].column_dimensions[column].width = 40
    book.properties.creator = "framing-workbook"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _put_rows(sheet: object, grid: Grid) -> None:
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


def _list_codebook(codebook: Codebook) -> Grid:
    """What a coder is shown of the codebook: everything but the indicators."""
    rows = [
        [frame.frame, code.code, *(str(getattr(code, field)).strip() for field in WRITTEN)]
        for frame in codebook.frames
        for code in frame.codes
    ]
    return [["instructions", codebook.instructions.strip()], ["frame", "code", *WRITTEN], *rows]
