"""After a correction of the page: a coder's journal and file, brought to the segments that hold the words now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.coding.amending import renumber_judgements
from analysis.coding.around import JudgedWords, take_after, take_before
from analysis.coding.finding import WordFinder
from analysis.coding.following import follow_words
from analysis.coding.hashing import hash_text
from analysis.coding.recording import read_moment
from analysis.desk.books import JUDGED, Cells, JudgementBook, split_cell
from analysis.desk.ledger import NO_FILE, Fields, Ledger, begin_journal, read_shown
from analysis.files import hash_bytes, hash_file, write_whole
from analysis.findings.words import count_things


@dataclass(frozen=True)
class ShownBefore:
    """The segments that a journal is about, where these are not those of the event as it stands."""

    sha256: str
    texts: Mapping[str, str]  # by segment_id, in the order of the page


def _hash_segments(segments: pd.DataFrame) -> str:
    """SHA-256 of the segments and their words: what offsets in a journal count in."""
    return hash_bytes(_write_segments(segments))


def keep_segments(desk: Path, segments: pd.DataFrame) -> str:
    """Keep the segments' words in the folder `desk`, so that a journal can be read later on; their hash, its name."""
    shown = _hash_segments(segments)
    path = _find_segments(desk, shown)
    if not path.exists():
        write_whole(path, _write_segments(segments))
    return shown


def _find_before(journal: Path, segments: pd.DataFrame) -> ShownBefore | None:
    """What the journal's segments were; None where they are as they were, or where nobody kept their words."""
    shown = read_shown(journal)
    path = _find_segments(journal.parent, shown)
    if not shown or shown == _hash_segments(segments) or not path.exists() or hash_file(path) != shown:
        return None
    return ShownBefore(shown, dict(json.loads(path.read_bytes())))


def is_readable(journal: Path, segments: pd.DataFrame) -> bool:
    """Whether there is a journal that can be read as things stand now, brought over if need be."""
    return read_shown(journal) == _hash_segments(segments) or _find_before(journal, segments) is not None


def bring_over(book: JudgementBook, journal: Path) -> str:
    """Bring the coder's file, marks, evidence and journal to the segments as they are now, if the page was corrected.

    Judgements follow their words as in every report; those that have no place stay in the file and are not counted.
    Doubts, flags, memos and further pieces of evidence follow where their whole segment is still one. File and journal
    as they were are kept in `desk`. The journal is replaced last, so whoever was stopped before begins again. The
    answer says what was done; it is empty where the page was not corrected.
    """
    before = _find_before(journal, book.segments)
    if before is None or not book.path.exists():
        return ""
    old = Ledger(journal, shown=before.sha256, check=book.check, save=book.save, fingerprint=book.fingerprint)
    moved = _move_cells(old.cells, before.texts, book)
    kept = journal.with_name(f"{book.path.stem}.before-{before.sha256[:8]}.csv")
    if not kept.exists():
        write_whole(kept, book.path.read_bytes())
    is_ahead = bool(old.journal) and old.journal[-1]["file"] in (book.fingerprint(), hash_file(kept))
    n_lost = renumber_judgements(book.path, book.segments, book.codebook)
    cells = _join_cells(book, moved, is_ahead=is_ahead)
    book.save(cells, [])
    file = book.fingerprint() if is_ahead else NO_FILE
    begin_journal(journal, _hash_segments(book.segments), cells, at=read_moment(), file=file)
    n_marks = _count_marks(old.cells, book) - _count_marks(moved, book)
    return _describe_moved(len(cells) - _count_marks(cells, book), n_lost, n_marks)


def _write_segments(segments: pd.DataFrame) -> bytes:
    return json.dumps(segments[["segment_id", "text"]].to_numpy().tolist()).encode()


def _find_segments(desk: Path, sha256: str) -> Path:
    return desk / f"shown-{sha256[:16]}.json"


def _count_marks(cells: Cells, book: JudgementBook) -> int:
    """How many cells hold something that is no judgement: a doubt, a flag, a memo on a segment."""
    return sum(1 for fields in cells.values() if fields and fields.get(book.value) not in JUDGED)


def _describe_moved(n_judged: int, n_lost: int, n_marks: int) -> str:
    """What a correction of the page did to a coder's work."""
    told = [f"{count_things(n_judged, 'judgement')} at their words as they stand now"]
    lost = [count_things(n, name) for n, name in ((n_lost, "judgement"), (n_marks, "mark")) if n]
    if lost:
        told.append(f"{' and '.join(lost)} kept and not counted, for the words are there no more")
    return f"After the page was corrected: {'; '.join(told)}"


def _move_cells(cells: Cells, texts: Mapping[str, str], book: JudgementBook) -> dict[str, Fields]:
    """The cells whose whole segment stands on the page still, under its number as of now."""
    finder = WordFinder(book.segments)
    places = follow_words(_list_shown(texts), finder)
    moved: dict[str, Fields] = {}
    for cell, fields in cells.items():
        _, segment_id, code = split_cell(cell)
        text = texts.get(segment_id, "")
        place = places.get((segment_id, hash_text(text)))
        if place is None or not place.exact or (code and code not in book.codes):
            continue
        now = finder.segments[place.segments[0]]
        spans = fields.get("spans") or []
        stand = [finder.find_evidence(place.segments[0], text[first:last], first) for first, last in spans]
        found = {"spans": [[at[0] - now.start, at[1] - now.start] for at in stand if at]} if spans else {}
        moved.setdefault(cell.replace(segment_id, now.segment_id, 1), {**fields, **found})
    return moved


def _list_shown(texts: Mapping[str, str]) -> list[JudgedWords]:
    """All segments that were shown, with the words around each; nobody kept who says them."""
    shown, start = [], 0
    words = list(texts.values())
    for nth, (segment_id, text) in enumerate(texts.items()):
        around = {"before": take_before(words, nth), "after": take_after(words, nth)}
        shown.append(JudgedWords(segment_id, hash_text(text), text, start=start, **around))
        start += len(text) + 1
    return shown


def _join_cells(book: JudgementBook, moved: Cells, *, is_ahead: bool) -> dict[str, Fields]:
    """What the coder's file says, with what only the journal knows: further evidence, doubts, flags, skips, memos.

    Where the journal `is_ahead` of the file, for a desk was killed between the two, the journal counts; the ledger that
    opens it next brings that to the file.
    """
    cells = {cell: fields for cell, fields in book.read().items() if fields.get(book.value) in JUDGED}
    for cell, fields in moved.items():
        if is_ahead:
            cells[cell] = fields
        elif fields.get(book.value) not in JUDGED:
            cells.setdefault(cell, fields)
        elif cell in cells and cells[cell].get("spans", []) == fields.get("spans", [])[:1]:
            cells[cell] = {**cells[cell], "spans": fields["spans"]} if fields.get("spans") else cells[cell]
    return {cell: fields for cell, fields in cells.items() if fields}
