"""Write judgements where they are kept: whole files, one writer at a time, nothing lost."""

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.codebook import Codebook
from analysis.coding.entries import CoderRecord, CodersFile, read_coders, settle_drafts
from analysis.coding.finding import recover_text
from analysis.coding.following import take_after, take_before
from analysis.coding.hashing import hash_text
from analysis.coding.judgement_log import JudgementLog, read_judgement_log
from analysis.coding.rows import BESIDE, COLUMNS, FORMAT, Pass, read_lines
from analysis.csv_rows import format_csv_rows, is_whole
from analysis.errors import InputError
from analysis.event import Event
from analysis.files import write_whole
from analysis.handmade import locate_entries
from analysis.locks import hold_folder

Row = Mapping[str, object]
HEADING = "# Who judged this event, when, trained how and shown what. Nobody edits an entry after its judgements.\n"


def record_codings(
    event: Event,
    record: CoderRecord,
    judgements: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: Codebook,
    *,
    judged_at: str = "",
    pass_: Pass = "blind",
) -> Path:
    """Write all `judgements` (segment_id, code, present; optional memo, evidence, score) of a new coder; its file.

    `record` becomes the coder's entry in `coders.yml`; `judged_at` defaults to its date. `evidence` is a passage of
    the segment, copied exactly. `text` and `start`, where given, are words that no segment has as its own any more:
    they are kept as they were judged, and what of them cannot be placed does not count. All or nothing: raises
    InputError with a line per problem, also where the coder already has judgements, because those are never
    overwritten.
    """
    refuse_known(event.folder / "codings", record.coder)
    indexed = segments.set_index("segment_id")
    moment = judged_at or record.made_on.isoformat()
    rows, problems = [], []
    for number, given in enumerate(judgements.to_dict("records"), 1):
        try:
            rows.append(make_row(indexed, {**given, "pass": pass_, "judged_at": moment}))
        except ValueError as error:
            problems.append(f"judgement {number}: {error}")
    if problems:
        raise InputError(problems)
    older = "text" in judgements and bool(judgements["text"].ne("").any())
    return _write_new_coder(event, record, rows, segments, codebook, may_lose=older)


def _write_new_coder(
    event: Event,
    record: CoderRecord,
    rows: Sequence[Row],
    segments: pd.DataFrame,
    codebook: Codebook,
    *,
    may_lose: bool,
) -> Path:
    """The coder's file, checked as a reader would check it, with the entry in `coders.yml`.

    A judgement that has no place is a problem unless `may_lose`.

    The file is complete beside its place before the entry is made; whoever finds an entry with such a file only puts
    the file there (`settle_drafts`), so a kill between the two loses nothing.
    """

    def check(draft: Path) -> None:
        log = read_judgement_log(draft, segments, codebook)
        if problems := [*log.problems, *(() if may_lose else log.lost)]:
            raise InputError([problem.replace(draft.name, f"{record.coder}.csv") for problem in problems])

    return enter_coder(event.folder / "codings", record, rows, check=check)


def enter_coder(
    folder: Path, record: CoderRecord, rows: Sequence[Row], *, check: Callable[[Path], None] = lambda draft: None
) -> Path:
    """The file of a coder who is new, and the coder's entry; where `check` raises, neither."""
    draft = folder / f".{record.coder}.draft"
    with hold_folder(folder):
        settle_drafts(folder)
        refuse_known(folder, record.coder)  # again, for two may have come at once
        write_whole(draft, format_rows(rows).encode())
        try:
            check(draft)
            add_coder(folder, record)
        finally:
            settle_drafts(folder)
    return folder / f"{record.coder}.csv"


def refuse_known(folder: Path, coder: str) -> None:
    """Judgements are never overwritten."""
    if any(known.coder == coder for known in read_coders(folder)):
        raise InputError(
            f'{folder.parent.name}: coder "{coder}" has judged already; choose another name for a new round'
        )


def make_row(segments: pd.DataFrame, given: Mapping[Any, Any]) -> Row:
    """One row of a coder's file; `segments` is indexed by segment_id. ValueError says what is wrong.

    The words are those of the segment, unless `given` has its own `text`, and their `start`.
    """
    segment_id = str(given["segment_id"])
    if given.get("text"):
        start, text = int(given["start"]), str(given["text"])
    elif segment_id in segments.index:
        start, text = int(segments["start"][segment_id]), str(segments["text"][segment_id])
    else:
        raise ValueError(f'there is no segment "{segment_id}"')
    evidence, first = str(given.get("evidence") or ""), ""
    if evidence:
        place = given.get("evidence_start")
        found = text.find(evidence) if place is None else int(str(place)) - start
        if found < 0 or text[found : found + len(evidence)] != evidence:
            raise ValueError(f'evidence "{evidence[:60]}" does not stand in segment {segment_id}')
        first = str(start + found)
    return {
        "segment_id": segment_id,
        "code": given["code"],
        "present": bool(given["present"]),
        "pass": given["pass"],
        "judged_at": given["judged_at"],
        "memo": "\n".join(str(given.get("memo") or "").splitlines()),  # a lone CR would break the row in two
        "evidence_start": first,
        "evidence_end": int(first) + len(evidence) if evidence else "",
        "evidence": evidence,
        "start": start,
        "end": start + len(text),
        "text_sha256": hash_text(text),
        "text": text,
        "format": FORMAT,
        "score": _write_score(given.get("score")),
        **_describe_around(segments, segment_id, given),
    }


def _write_score(score: object) -> str:
    """A score as a file holds it; empty where there is none."""
    number = float(str(score)) if score not in (None, "") else math.nan
    return "" if math.isnan(number) else repr(number)


def _describe_around(segments: pd.DataFrame, segment_id: str, given: Mapping[Any, Any]) -> dict[str, str]:
    """Who says the words, and the few words before and after them; what `given` says goes first.

    They are empty for words that are no segment any more.
    """
    if given.get("text"):
        return {name: str(given.get(name) or "") for name in BESIDE[1:]}
    texts, number = segments["text"].array, segments.index.get_loc(segment_id)
    expert = str(segments["expert"].array[number]) if "expert" in segments else ""
    return {"expert": expert, "before": take_before(texts, number), "after": take_after(texts, number)}


def save_judgements(path: Path, changes: Sequence[Row], *, remove: Sequence[tuple[str, str, str]] = ()) -> None:
    """Put rows into a coder's file, each in place of an older one of its segment, words, code and pass.

    `remove` takes out the last row of a segment, code and pass. An older judgement of the same words that had another
    number stays where it is: of two judgements of one segment, the later row counts. The file is read again under a
    lock before it is replaced, so two open desks do not undo each other.
    """
    with hold_folder(path.parent):
        kept: dict[tuple[object, ...], Row] = {}
        for _, row in read_lines(path) if path.exists() else []:
            kept[_key(row)] = row
        for key in remove:
            last = next((k for k in reversed(kept) if k[:3] == key), None)
            if last:
                del kept[last]
        kept.update((_key(row), row) for row in changes)
        write_whole(path, format_rows(list(kept.values())).encode())


def renumber_judgements(path: Path, segments: pd.DataFrame, codebook: Codebook) -> int:
    """Write each judgement of a coder's file at the segment that holds its words now.

    Those whose words have no place stay as they are; the answer is how many. Raises InputError where the file has a
    problem.
    """
    with hold_folder(path.parent):
        log = read_judgement_log(path, segments, codebook)
        if log.problems:
            raise InputError(log.problems)
        indexed = segments.set_index("segment_id")
        placed = [make_row(indexed, {**row, "evidence_start": row["start"]}) for row in _cut_evidence(log, indexed)]
        write_whole(path, format_rows([*log.unplaced, *placed]).encode())
    return len(log.unplaced)


def _cut_evidence(log: JudgementLog, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The judgements, their evidence as the segments spell it; `segments` is indexed by segment_id."""
    for row in log.rows.to_dict("records"):
        first, text = int(segments["start"][row["segment_id"]]), str(segments["text"][row["segment_id"]])
        evidence = text[row["start"] - first : row["end"] - first] if row["evidence"] else ""
        yield {**{str(name): value for name, value in row.items()}, "evidence": evidence}


def _key(row: Row) -> tuple[object, ...]:
    """What tells judgements apart; the words, because a number may come to mean another segment."""
    return row["segment_id"], row["code"], row["pass"], row["text_sha256"]


def store_words(path: Path, texts: Mapping[str, str]) -> None:
    """Give a coder's file of format 1 the words that were judged; `texts` are the documents that they stood in.

    A row whose words do not stand in its document any more is kept as it is.
    """
    rows = [row for _, row in read_lines(path)]
    if not all(map(is_whole, rows)):
        return  # a row that is not whole is named when the file is read
    known: dict[tuple[str, str], str] = {}
    for row in rows:
        document, words = row["segment_id"].split("/")[0], row["text_sha256"]
        if (document, words) not in known and row["start"].isdecimal() and row["end"].isdecimal():
            length, text = int(row["end"]) - int(row["start"]), texts.get(document, "")
            known[document, words] = row["text"] or recover_text(words, length, int(row["start"]), text)
        row["text"] = known.get((document, words), "")
    write_whole(path, format_rows(rows).encode())


def add_coder(folder: Path, record: CoderRecord) -> None:
    """Append the coder's entry to `coders.yml`; what is there, comments included, stays as it is."""
    path = folder / "coders.yml"
    old = path.read_text(encoding="utf-8") if path.exists() else f"{HEADING}coders:\n"
    CodersFile(coders=(*read_coders(folder), record))
    indented = "".join(f"  {line}\n" for line in _write_entry(record))
    write_whole(path, f"{old.rstrip()}\n{indented}".encode())


def complete_coder(folder: Path, record: CoderRecord) -> None:
    """Put the coder's entry in place of the one there is: of somebody who was shown nothing yet, or another page."""
    path = folder / "coders.yml"
    text = path.read_text(encoding="utf-8")
    entries, column = locate_entries(text, "coders", "coders.yml")
    place = entries[[known.coder for known in read_coders(folder)].index(record.coder)].lines
    lines = text.splitlines()
    lines[place.start : place.stop] = [" " * column + line for line in _write_entry(record)]
    write_whole(path, ("\n".join(lines) + "\n").encode())


def _write_entry(record: CoderRecord) -> list[str]:
    """The lines of a coder's entry."""
    given = record.model_dump(mode="json").items()
    fields = {k: v for k, v in given if v or v is False or (k == "seed" and v is not None)}
    fields["made_on"] = record.made_on
    return yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=110).splitlines()


def format_rows(rows: Sequence[Row]) -> str:
    """The rows as the text of a coder's file; a segment's words, and those around them, stand with its first row.

    Columns of `BESIDE` that no row has anything in are left out.
    """
    beside = [name for name in BESIDE if any(row.get(name) for row in rows)]
    around = {(row["segment_id"], row["text_sha256"]): row for row in reversed(rows) if row.get("expert")}
    cells: list[list[object]] = [[*COLUMNS, *beside]]
    known: set[object] = set()
    for row in rows:
        words, key = row["text_sha256"], (row["segment_id"], row["text_sha256"])
        full = {**dict.fromkeys(BESIDE, ""), **row, "text": "" if words in known else row["text"], "format": FORMAT}
        full |= {name: "" if key in known else around.get(key, {}).get(name, "") for name in BESIDE[1:]}
        known |= {words, key}
        cells.append([full[name] for name in (*COLUMNS, *beside)])
    return format_csv_rows(cells)


def read_clock() -> str:
    """Now, in UTC, to the second: only for what people do, never for what is computed."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
