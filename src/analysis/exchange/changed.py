"""Whether a sheet that does not show the event as it stands is from before a correction, or was changed by hand."""

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from analysis.coding.finding import WordFinder, fold_tokens
from analysis.exchange.first_rows import BESIDE, CHOSEN, RESTORE, FirstRows, name_new_sheet
from analysis.exchange.sheet_rows import SheetRow
from analysis.exchange.sheets import join_paragraphs, read_unit

FEWEST = (
    0.75  # of what was drawn or chosen: of an unsealed sheet with fewer rows somebody changed what it says of itself
)


def check_chosen(first: FirstRows, rows: Sequence[SheetRow], known: Collection[str]) -> Iterator[str]:
    """Whether the segments that the first rows name are `known`, or those of the rows."""
    names = {row.segment_id for row in rows}
    if wrong := sorted(first.chosen - set(known) - names):
        yield f'B{first.places[CHOSEN]}: "{CHOSEN}" names segment "{wrong[0][:40]}", which is not there; {RESTORE}'
    elif first.chosen and names and not names & first.chosen:
        yield f'B{first.places[CHOSEN]}: "{CHOSEN}" names none of the segments in the rows below; {RESTORE}'


def check_older(
    first: FirstRows, rows: Sequence[SheetRow], segments: pd.DataFrame, order: Sequence[str], slug: str
) -> Iterator[str]:
    """What tells that the sheet is not one of this event from before a correction, in one line; nothing where it is.

    The seal of a sheet proves that its first rows are as they were sent, so that the transcript is what has changed.
    A sheet from before there were seals is taken for an older one where its rows tell that the page has changed, or
    are those of its first rows.
    """
    seal, unit, cell = first.seal, read_unit(segments), f"B{first.places['shown_sha256']}"
    new_sheet = name_new_sheet(slug, first.fields)
    if seal and not seal.unit:
        yield f"C{first.places[BESIDE]}: is not what stood there when the sheet was sent; {RESTORE}, or {new_sheet}"
    elif not (seal.intact if seal else _is_older(first, rows, segments, order)):
        yield (
            f"{cell}: the page's segments are not those that this sheet showed, or its seed, sample or chosen segments "
            f"were changed; restore the rows above the header from the sheet as it was sent, or {new_sheet}"
        )
    elif seal.unit != unit if seal else _is_of_paragraphs(rows, segments):
        yield f"{cell}: is a sheet of {seal.unit if seal else 'paragraph'}s, and import reads {unit}s; {new_sheet}"
    elif seal and len({(row.segment_id, row.text) for row in rows}) > seal.n_rows:
        yield f"has {len(rows)} rows below the header and was sent with {seal.n_rows}; remove what was added"
    elif wrong := list(check_chosen(first, rows, first.chosen)):
        yield from wrong
    elif first.chosen:
        added = [row for row in rows if row.segment_id not in first.chosen]
        yield from (f"A{r.number}: segment {r.segment_id[:80]} is not one of this sheet; remove the row" for r in added)


def _is_older(first: FirstRows, rows: Sequence[SheetRow], segments: pd.DataFrame, order: Sequence[str]) -> bool:
    """Whether an unsealed sheet is of the event as it was.

    Where all its sentences stand where they stood, those of a whole sheet stand in the order of its seed or are not all
    of them, and those of a sample or a choice are as many as it says, give or take what was removed. So much is no
    proof of its seed, and `drawn.count_drawn` calls it no sample.
    """
    around = join_paragraphs(segments)
    now = {
        name: (text.strip(), fold_tokens(around[name]))
        for name, text in zip(segments["segment_id"], segments["text"], strict=True)
    }
    names = [row.segment_id for row in rows]
    if any(now.get(row.segment_id) != (row.text, fold_tokens(row.paragraph)) for row in rows):
        return True
    if names == list(order):
        return True
    n_sent = len(first.chosen)
    if first.sample is not None:
        n_sent = max(first.sample, segments["expert"].nunique())  # at least one of each expert was drawn
    if n_sent:
        return FEWEST * n_sent <= len(names) <= n_sent
    return set(order) > set(names) and len(names) > 0


def _is_of_paragraphs(rows: Sequence[SheetRow], segments: pd.DataFrame) -> bool:
    """Whether the rows of an unsealed sheet ask about whole paragraphs, of which some have several of the segments."""
    if any(row.text != row.paragraph for row in rows):
        return False
    finder = WordFinder(segments)
    return any(len(place.segments) > 1 for row in rows for place in finder.find_cut(fold_tokens(row.text)))
