"""Judgements made by people or readers: `codings/` to `codings`, `coders`, `judgement_log`."""

import csv
import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self, get_args

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.codebook import Codebook
from analysis.coding.coders import KindName
from analysis.errors import InputError, name_choices
from analysis.handmade import read_handmade
from analysis.segmentation import Unit, segment_statements
from analysis.tables import TABLES

Pass = Literal["blind", "after suggestions", "adjudication"]
PASSES: tuple[Pass, ...] = get_args(Pass)  # in the order in which a later one overrules an earlier one
COLUMNS = (
    "segment_id",
    "code",
    "present",
    "pass",
    "judged_at",
    "memo",
    "evidence_start",
    "evidence_end",
    "evidence",
    "start",
    "end",
    "text_sha256",
)
LARGEST = 64 << 20  # bytes; 50,000 judgements are a tenth of it
RESERVED = {"dictionary", "con", "nul", "prn", "aux"}  # the rule itself, and names that Windows keeps for devices
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")
Records = dict[str, list[dict[str, object]]]


class CoderRecord(BaseModel):
    """Who judged, when, trained how and shown what: one entry of `coders.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    coder: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$", description="name of the coder and of its file")
    kind: KindName
    who: str = Field(
        min_length=1, description="the person or the model; two coders of the same who are not independent"
    )
    made_on: datetime.date
    trained: str = Field(min_length=1, description="how the coder learned the codebook")
    blind: bool = Field(description="saw no other coder's judgements")
    unit: Unit = "sentence"
    codebook_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Codebook.instructions_sha256 of what was shown")
    shown_sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="all that was shown, in its order")
    seed: int | None = Field(default=None, description="of the order in which the segments were shown")
    sources: tuple[str, ...] = Field(default=(), description="the coders that a consensus was made from")
    note: str = ""

    @model_validator(mode="after")
    def names_fit(self) -> Self:
        """A consensus names its sources, nobody else has any, and no file takes the name of the rule."""
        if self.coder in RESERVED:
            raise ValueError(f'a coder cannot be called "{self.coder}"; choose another name')
        if (self.kind == "consensus") != bool(self.sources):
            raise ValueError("a consensus names its sources, and no other coder has any; correct sources: […]")
        return self


class CodersFile(BaseModel):
    """What `coders.yml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    coders: tuple[CoderRecord, ...] = ()

    @model_validator(mode="after")
    def coders_fit(self) -> Self:
        """Names are unique and a consensus rests on coders that are there."""
        names = [record.coder for record in self.coders]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f'coder "{min(twice)}" is there twice; rename one')
        for record in self.coders:
            if missing := set(record.sources) - set(names) - {record.coder}:
                raise ValueError(
                    f'consensus "{record.coder}" names the unknown coder "{min(missing)}"; correct sources'
                )
        return self


def make_record(**fields: object) -> CoderRecord:
    """A coder's entry. Raises InputError with a line per field that does not fit."""
    try:
        return CoderRecord.model_validate(fields)
    except ValidationError as error:
        problems = [(".".join(map(str, e["loc"])) or "entry", e["msg"], e["input"]) for e in error.errors()]
        raise InputError(
            [
                f"coder: {field} {what.removeprefix('Value error, ')}; found {str(found)[:60]!r}"
                for field, what, found in problems
            ]
        ) from None


def read_coders(folder: Path) -> tuple[CoderRecord, ...]:
    """The entries of `coders.yml` in an event's `codings` folder; none where there is no such file."""
    path = folder / "coders.yml"
    return read_handmade(path, CodersFile).coders if path.exists() else ()


def read_codings(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str = "en"
) -> dict[str, pd.DataFrame]:
    """The `codings`, `coders` and `judgement_log` of everybody who judged this event by hand or by reading.

    A later pass overrules an earlier one in `codings`; `judgement_log` keeps both. Judgements of sentences stand for
    their paragraph where `unit` is the paragraph: present where any sentence is, absent where all were judged so.
    Judgements of paragraphs say nothing of a single sentence and are left out then. Raises InputError with a line per
    problem: an unknown segment or code, a text that has changed since, a judgement made twice.
    """
    known = read_coders(folder)
    problems = check_files(folder, known)
    judged = {}
    segments = {unit: tables["segments"]}
    for record in known:
        if record.unit not in segments:
            segments[record.unit] = segment_statements(tables["statements"], unit=record.unit, language=language)
        path = folder / f"{record.coder}.csv"
        if path.exists():
            rows, found = read_records(path, segments[record.unit], codebook)
            problems += found
            judged[record.coder] = rows.assign(coder=record.coder)
    if problems:
        raise InputError(problems)
    usable = [r for r in known if len(judged.get(r.coder, ())) and (r.unit == unit or unit == "paragraph")]
    codings = [tabulate_codings(judged[r.coder]) for r in usable if r.unit == unit] + [
        lift_codings(tabulate_codings(judged[r.coder]), segments[r.unit], tables["segments"])
        for r in usable
        if r.unit != unit
    ]
    same_unit = [judged[r.coder] for r in usable if r.unit == unit]
    return {
        "codings": join_rows("codings", codings),
        "coders": describe_coders(usable, codebook),
        "judgement_log": join_rows("judgement_log", same_unit),
    }


def check_files(folder: Path, known: tuple[CoderRecord, ...]) -> list[str]:
    """Every file needs an entry that says who judged, and every entry its file, of codings or of stances."""
    there = {path.stem for path in folder.glob("*.csv")}
    elsewhere = {path.stem for path in (folder.parent / "stances").glob("*.csv")}
    names = {record.coder for record in known}
    return [
        f"codings/{n}.csv: coders.yml does not say who this is; add an entry coder: {n}" for n in sorted(there - names)
    ] + [
        f'codings/coders.yml: coder "{n}" has no file {n}.csv; add the file or remove the entry'
        for n in sorted(names - there - elsewhere)
    ]


def read_records(path: Path, segments: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, list[str]]:
    """The rows of one coder's file (without `coder`), and one line per problem, each opening with `file:line:`."""
    rows: list[dict[str, object]] = []
    problems: list[str] = []
    find = SegmentFinder(segments)
    codes = {code.code for code in codebook.codes}
    seen: dict[tuple[object, ...], int] = {}
    for line, row in read_lines(path):
        try:
            record = read_row(row, find, codes)
            key = (record["segment_id"], record["code"], record["pass"])
            if key in seen:
                raise ValueError(
                    f'"{key[1]}" is judged for {key[0]} a second time (first in line {seen[key]}); keep one'
                )
            seen[key] = line
            rows.append(record)
        except ValueError as error:
            problems.append(f"{path.name}:{line}: {error}")
    dtypes = {c.name: c.dtype for c in TABLES["judgement_log"].columns if c.name != "coder"}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes), problems


def read_lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and fields of every row; the header must name the columns as they are written."""
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; split it")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise InputError(f"{path.name}:1: the columns are not {','.join(COLUMNS)}; restore the first line")
            return [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{path.name}:{reader.line_num}: is not CSV here ({error}); correct the line") from None


class SegmentFinder:
    """Finds the segment that a row was made for: also when numbered anew, never when its words changed."""

    def __init__(self, segments: pd.DataFrame) -> None:
        columns = segments["segment_id"], segments["start"], segments["text"]
        self.by_id = {i: (i, int(start), text, hash_text(text)) for i, start, text in zip(*columns, strict=True)}
        times = Counter(segment[3] for segment in self.by_id.values())
        self.by_hash = {s[3]: s for s in self.by_id.values() if times[s[3]] == 1}

    def __call__(self, segment_id: str, text_sha256: str) -> tuple[str, int, str, str]:
        """Its id, start, text and hash; ValueError where there is none with these words."""
        here = self.by_id.get(segment_id)
        if here and here[3] == text_sha256:
            return here
        if text_sha256 in self.by_hash:
            return self.by_hash[text_sha256]
        if here:
            raise ValueError(f"the words of segment {segment_id} have changed since they were judged; judge them again")
        raise ValueError(
            f'there is no segment "{segment_id}" of these words; there is: {name_choices(self.by_id, most=3)}'
        )


def read_row(row: Mapping[str, str], find: SegmentFinder, codes: set[str]) -> dict[str, object]:
    """One judgement with its offsets as of now; ValueError says what is wrong with it."""
    if None in row or None in row.values():
        raise ValueError(f"has not {len(COLUMNS)} fields; quote the commas in it")
    segment_id, start, text, _ = find(row["segment_id"], row["text_sha256"])
    if row["code"] not in codes:
        raise ValueError(f'the codebook has no code "{row["code"]}"; there is: {name_choices(sorted(codes), most=20)}')
    if row["present"] not in ("True", "False"):
        raise ValueError(f'present is True or False; found "{row["present"]}"')
    if row["pass"] not in PASSES:
        raise ValueError(f'pass is {", ".join(PASSES)}; found "{row["pass"]}"')
    if not MOMENT.fullmatch(row["judged_at"]):
        raise ValueError(f'judged_at is a date such as 2026-01-31 or 2026-01-31T12:00:00Z; found "{row["judged_at"]}"')
    first, last = 0, 0
    if row["evidence"]:
        shift = start - int(row["start"])
        first, last = int(row["evidence_start"]) + shift, int(row["evidence_end"]) + shift
        if text[first - start : last - start] != row["evidence"] or first < start:
            raise ValueError(f'evidence "{row["evidence"][:40]}" does not stand at its offsets; correct them')
    return {
        "segment_id": segment_id,
        "code": row["code"],
        "pass": row["pass"],
        "present": row["present"] == "True",
        "judged_at": row["judged_at"],
        "memo": row["memo"],
        "start": first,
        "end": last,
        "evidence": row["evidence"],
    }


def tabulate_codings(records: pd.DataFrame) -> pd.DataFrame:
    """The last word on every segment × code."""
    order = records["pass"].map({name: number for number, name in enumerate(PASSES)})
    last = records.assign(order=order, row=range(len(records))).sort_values(["segment_id", "code", "order"])
    last = last.drop_duplicates(["segment_id", "code"], keep="last")
    return last.sort_values("row").assign(score=float("nan"))


def lift_codings(codings: pd.DataFrame, sentences: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Sentences' judgements as judgements of their paragraphs; a paragraph half judged absent is not judged."""
    place = ["statement_id", "paragraph"]
    inside = sentences[["segment_id", *place]].merge(
        paragraphs[["segment_id", *place]], on=place, validate="many_to_one", suffixes=("", "_of_paragraph")
    )
    lifted = codings.merge(inside, on="segment_id", validate="many_to_one")
    lifted = lifted.drop(columns="segment_id").rename(columns={"segment_id_of_paragraph": "segment_id"})
    counts = lifted.groupby(["segment_id", "code", "coder"], sort=False)["present"].agg(["any", "size"]).reset_index()
    whole = counts["size"] == counts["segment_id"].map(inside["segment_id_of_paragraph"].value_counts())
    return counts.loc[counts["any"] | whole].rename(columns={"any": "present"}).assign(score=float("nan"))


def describe_coders(known: list[CoderRecord], codebook: Codebook) -> pd.DataFrame:
    """The rows of the `coders` table, in the order of `coders.yml`."""
    rows = [
        {
            "coder": record.coder,
            "kind": record.kind,
            "made_on": record.made_on.isoformat(),
            "codebook_sha256": record.codebook_sha256,
            "note": record.note.strip(),
            "who": record.who,
            "trained": record.trained.strip(),
            "blind": record.blind,
            "codebook_current": record.codebook_sha256 == codebook.instructions_sha256,
            "sources": ", ".join(record.sources),
        }
        for record in known
    ]
    return join_rows("coders", [pd.DataFrame(rows)] if rows else [])


def join_rows(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts one below the other, in the columns of the table called `name`."""
    dtypes = {c.name: c.dtype for c in TABLES[name].columns}
    return pd.concat([TABLES[name].empty(), *(p[list(dtypes)] for p in parts)], ignore_index=True).astype(dtypes)


def hash_text(text: str) -> str:
    """First 12 hex digits of the SHA-256 of a segment's words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
