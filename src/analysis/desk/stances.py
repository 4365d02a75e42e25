"""Stances at the desk: every claim × what each expert says, with the words that decide it."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook import load_codebook
from analysis.coding.entering import add_coder
from analysis.coding.entries import CoderRecord, read_coders, settle_drafts
from analysis.coding.stances import (
    HEADER,
    STANCES,
    Lines,
    Stances,
    find_names,
    place_stances,
    read_stance_rows,
)
from analysis.desk.books import Cells, hash_kept, spans_fit, split_cell
from analysis.desk.claim_cells import LONGEST_ID, ClaimCells
from analysis.desk.ledger import Fields
from analysis.desk.session import Session, describe_person, hold_coder, open_ledger
from analysis.errors import InputError
from analysis.event import Event, load_event
from analysis.files import write_whole
from analysis.files.csv_rows import format_csv_rows
from analysis.files.locks import hold_folder
from analysis.pipeline import build_tables
from analysis.tables.rows import each_row


class StanceBook:
    """Cells `stance|voice|claim` with stance and quote, written to `stances/<coder>.csv`; the claims' own cells (see
    `ClaimCells`); `cand|-|candidate` with refused, which stays in the journal.

    A voice is an expert by number, in the order of the page. A quote is a segment with code-point offsets. A stance
    without words stays at the desk and is not written; only silence needs none. `lost` has a line on each row of the
    file whose words or expert are not found.
    """

    def __init__(self, event: Event, coder: str, segments: pd.DataFrame) -> None:
        self.path, self.claims = event.folder / "stances" / f"{coder}.csv", ClaimCells(event, coder)
        self.voices = list(segments["expert"].drop_duplicates())
        self.texts = {s.segment_id: (s.expert, s.text) for s in each_row(segments)}
        self.lost: list[str] = []
        self._lost: dict[tuple[str, str], Mapping[str, str]] = {}

    def check(self, cell: str, after: Fields, change: Fields) -> str:
        """Why the cell may not become `after`; empty if it may."""
        kind, voice, claim = split_cell(cell)
        if kind == "cand":
            fits = after in ({}, {"refused": True}) and len(claim) <= LONGEST_ID
            return "" if fits else "a candidate is refused or not"
        if kind == "claim":
            return self.claims.find_fault(claim, after)
        if kind != "stance" or claim not in self.claims.list() or voice not in self._number():
            return f"there is nothing called {cell[:80]} to judge"
        if set(after) - {"stance", "quote"} or after.get("stance") not in (*STANCES, None):
            return f"{claim} has no such stance"
        quote = after.get("quote")
        if quote is None:
            return ""
        if after.get("stance") in ("silent", None):
            return "silence has no words"
        if not isinstance(quote, list) or len(quote) != 3 or quote[0] not in self.texts:
            return "the words do not stand in a sentence"
        expert, text = self.texts[quote[0]]
        if expert != self._number()[voice]:
            return "the words are another expert's"
        return "" if spans_fit([quote[1:]], len(text)) else "the words do not stand in the sentence"

    def fingerprint(self) -> str:
        """What tells whether the files are as they were."""
        return hash_kept(self.path) + hash_kept(self.claims.path)

    def save(self, cells: Cells, touched: Sequence[str]) -> None:
        """Bring the touched claims to the event's file, and the touched stances to the coder's.

        Only the entries' own lines change in the one, and only the rows' own in the other.
        """
        self.claims.save(cells, touched)
        if not self.path.exists() or any(cell.startswith("stance|") for cell in touched):
            self._save_stances(cells, touched)

    def _save_stances(self, cells: Cells, touched: Sequence[str]) -> None:
        """Write the file with the stances of the touched cells; every other row stays, also one that is not found.

        A row that is not found gives way only to a new stance of the same claim and expert, and comes back when that
        is undone.
        """
        found, names, lines = self._place()
        rows: dict[tuple[str, str], Mapping[str, str]] = {_key(row): row for _, row in lines}
        placed = {_key(row) for row in rows.values()} - {_key(row) for row in found.lost_rows}
        told = self.tell(cells)
        for cell in touched:
            kind, voice, claim = split_cell(cell)
            if kind != "stance":
                continue
            key = claim, self._number()[voice]
            for old in [old for old in placed if (old[0], names.get(old[1])) == key]:
                rows.pop(old, None)
            if cell in told:
                rows[key] = self._make_row(*key, told[cell])
            elif key in self._lost:
                rows[key] = self._lost[key]
        write_whole(self.path, _format(sorted(rows.values(), key=self._find_order)))

    def read(self) -> dict[str, Fields]:
        """The files' claims and stances as cells; `lost` then has a line on each row whose words or expert are not
        found."""
        cells = self.claims.read()
        found, _, _ = self._place()
        self.lost = found.lost
        self._lost = {_key(row): row for row in found.lost_rows}
        number = {expert: voice for voice, expert in self._number().items()}
        for row in found.rows:
            segment_id, words = row["segment_id"], row["quote"]
            at = self.texts[segment_id][1].index(words) if segment_id else 0
            quote = {"quote": [segment_id, at, at + len(words)]} if segment_id else {}
            cells[f"stance|{number[row['expert']]}|{row['proposition']}"] = {"stance": row["stance"], **quote}
        return cells

    def tell(self, cells: Cells) -> dict[str, Fields]:
        """The claims that are there, and the stances that are complete: silent, or with their words."""
        return self.claims.tell(cells) | {
            cell: {name: fields[name] for name in ("stance", "quote") if fields.get(name)}
            for cell, fields in cells.items()
            if fields.get("stance") == "silent" or (fields.get("stance") and fields.get("quote"))
        }

    def _place(self) -> tuple[Stances, dict[str, str], Lines]:
        """The file's rows as they stand now, what each expert is called now, and the rows with their lines.

        Raises InputError with every row that is no stance, because it could not be written again as it was.
        """
        lines, problems = read_stance_rows(self.path, set(self.claims.list())) if self.path.exists() else ([], [])
        if problems:
            raise InputError(problems)
        names = find_names([row for _, row in lines], self.texts)
        return place_stances(f"stances/{self.path.name}", lines, self.texts, names), names, lines

    def _make_row(self, claim: str, expert: str, fields: Fields) -> dict[str, str]:
        segment_id, a, b = fields.get("quote") or ("", 0, 0)
        words = self.texts[segment_id][1][a:b] if segment_id else ""
        values = (claim, expert, fields["stance"], segment_id, words)
        return dict(zip(HEADER, values, strict=True))

    def _find_order(self, row: Mapping[str, str]) -> tuple[int, int, str]:
        """By claim, then by expert as on the page; whoever is not there comes last."""
        voice = self.voices.index(row["expert"]) if row["expert"] in self.voices else len(self.voices)
        return list(self.claims.list()).index(row["proposition"]), voice, row["expert"]

    def _number(self) -> dict[str, str]:
        return {str(n): expert for n, expert in enumerate(self.voices, 1)}


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    """What tells the rows of a file apart."""
    return row["proposition"], row["expert"]


def _format(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as a coder's file."""
    return format_csv_rows([HEADER, *([row[name] for name in HEADER] for row in rows)]).encode()


def _enter(codings: Path, record: CoderRecord | None, path: Path) -> None:
    """An empty file of stances where there is none, and the entry of a coder who is new.

    A new coder's file waits beside its place until the entry is made, so that a kill leaves no stances of nobody.
    """
    with hold_folder(codings):
        if record:
            write_whole(path.with_name(f".{record.coder}.draft"), _format([]))
            try:
                add_coder(codings, record)
            finally:
                settle_drafts(codings)
        elif not path.exists():
            write_whole(path, _format([]))


def open_stances(
    event: Event | str, *, coder: str, who: str, trained: str, today: datetime.date | None = None
) -> Session:
    """The coder's stances on the claims of `stances/propositions.yml`, begun now or taken up.

    Where there are no claims yet, they are added at the desk. Raises InputError where the coder works in another
    notebook.
    """
    event = load_event(event) if isinstance(event, str) else event
    codebook, tables = load_codebook(event.codebook_path), build_tables(event)
    record = describe_person(codebook, coder, who, trained, today)
    window = hold_coder(event, coder, kind=".stances")
    book = StanceBook(event, coder, tables.segments)
    known = {r.coder: r for r in read_coders(event.folder / "codings")}.get(coder)
    if known and (known.kind, known.who) != (record.kind, record.who):
        raise InputError(f'coder "{coder}" is {known.who} ({known.kind}); choose another name')
    _enter(event.folder / "codings", None if known else record, book.path)
    ledger = open_ledger(event, f"{coder}.stances", book, tables.segments)
    order = tuple(tables.segments["segment_id"])
    return Session("stance", event, known or record, codebook, tables, order, True, book, ledger, window)
