"""Judgements made by people or readers: `codings/` to `codings`, `coders`, `judgement_log`."""

import contextlib
import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.codebook import Codebook
from analysis.coding.coders import KindName
from analysis.coding.finding import FoundWords, WordFinder, recover_text
from analysis.coding.placing import Judgement, place_judgements
from analysis.coding.rows import PASSES, Lines, check_lines
from analysis.coding.rows import Pass as Pass  # the desk asks for these here
from analysis.coding.rows import read_lines as read_lines
from analysis.errors import InputError
from analysis.handmade import read_handmade
from analysis.locks import hold_folder
from analysis.segmentation import Unit, segment_statements
from analysis.tables import TABLES

RESERVED = {"dictionary", "con", "nul", "prn", "aux"}  # the rule itself, and names that Windows keeps for devices


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
    sample: dict[str, tuple[int, int]] = Field(
        default={}, description="of a random sample: how many of how many segments of each expert were drawn"
    )
    sources: tuple[str, ...] = Field(default=(), description="the coders that a consensus was made from")
    note: str = ""
    model: str = Field(default="", description="of a language model: its name as the server gives it")
    endpoint: str = Field(default="", description="the server that was asked")
    request_sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="all requests, in their order")
    settings: str = Field(default="", description="what the model was asked with")
    runs: int = Field(default=0, ge=0, description="which run of these requests this is; 0 where there are none")
    tokens: int = Field(default=0, ge=0, description="of all requests and answers")
    cost: float = Field(default=0.0, ge=0, description="of all tokens, in the currency of the prices that were given")
    alarms: dict[str, tuple[int, int]] = Field(
        default={}, description="in how many of how many sentences about something else it found each code"
    )
    seconds: float = Field(default=0.0, ge=0, description="that the judging took by the clock; 0 where nobody noted it")

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
    """The entries of `coders.yml` in an event's `codings` folder; none where there is no such file.

    What an import has left that was killed is put in order first, unless an import is at work or nothing may be
    written here.
    """
    if _list_drafts(folder):
        with contextlib.suppress(OSError), hold_folder(folder, wait=False) as alone:
            if alone:
                settle_drafts(folder)
    return _parse_coders(folder)


def _parse_coders(folder: Path) -> tuple[CoderRecord, ...]:
    path = folder / "coders.yml"
    return read_handmade(path, CodersFile).coders if path.exists() else ()


def read_codings(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str = "en"
) -> dict[str, pd.DataFrame]:
    """The `codings`, `coders`, `judgement_log` and `alarms` of everybody who judged this event by hand or by reading.

    A later pass overrules an earlier one in `codings`; `judgement_log` keeps both. Judgements of sentences stand for
    their paragraph where `unit` is the paragraph: present where any sentence is, absent where all were judged so.
    Judgements of paragraphs say nothing of a single sentence and are left out then. Raises InputError with a line per
    problem: an unknown code, a judgement made twice. A judgement whose words are not found any more is left out and
    stays in its file; `find_lost_codings` names it.
    """
    known, judged, segments, _ = _read_all(folder, tables, codebook, unit=unit, language=language)
    usable = [r for r in known if len(judged.get(r.coder, ())) and (r.unit == unit or unit == "paragraph")]
    codings = [_tabulate_codings(judged[r.coder]) for r in usable if r.unit == unit] + [
        _lift_codings(_tabulate_codings(judged[r.coder]), segments[r.unit], tables["segments"])
        for r in usable
        if r.unit != unit
    ]
    same_unit = [judged[r.coder] for r in usable if r.unit == unit]
    return {
        "codings": _join_rows("codings", codings),
        "coders": _describe_coders(usable, codebook),
        "judgement_log": _join_rows("judgement_log", same_unit),
        "alarms": _tabulate_alarms(usable, codebook),
    }


def find_lost_codings(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str = "en"
) -> list[str]:
    """One line for each segment that was judged and whose words are not found any more, by file and line."""
    return _read_all(folder, tables, codebook, unit=unit, language=language)[3]


def _read_all(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str
) -> tuple[tuple[CoderRecord, ...], dict[str, pd.DataFrame], dict[Unit, pd.DataFrame], list[str]]:
    """All coders, the rows of each, the segments of every unit that was judged, and what was not found."""
    known = read_coders(folder)
    problems = _check_files(folder, known)
    judged: dict[str, pd.DataFrame] = {}
    lost: list[str] = []
    segments = {unit: tables["segments"]}
    for record in known:
        path = folder / f"{record.coder}.csv"
        if not path.exists():
            continue
        if record.unit not in segments:
            segments[record.unit] = segment_statements(tables["statements"], unit=record.unit, language=language)
        records = read_records(path, segments[record.unit], codebook)
        problems += records.problems
        lost += [f"codings/{line}" for line in records.lost]
        judged[record.coder] = records.rows.assign(coder=record.coder)
    if problems:
        raise InputError(problems)
    return known, judged, segments, lost


def settle_drafts(folder: Path) -> None:
    """Files that a coder's entry was made for take their place; others, of a run that was killed before that, go.

    For whoever holds the folder of codings, so that no draft of codings or stances is being written just now.
    """
    for draft in _list_drafts(folder):
        coder = draft.name.removeprefix(".").removesuffix(".draft")
        entered = any(record.coder == coder for record in _parse_coders(folder))
        if entered and not draft.with_name(f"{coder}.csv").exists():
            draft.replace(draft.with_name(f"{coder}.csv"))
        else:
            draft.unlink()


def _list_drafts(folder: Path) -> list[Path]:
    """Files of codings and of stances that wait for their coder's entry."""
    return [*folder.glob(".*.draft"), *(folder.parent / "stances").glob(".*.draft")]


def _check_files(folder: Path, known: tuple[CoderRecord, ...]) -> list[str]:
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


@dataclass(frozen=True)
class Records:
    """One coder's judgements (without `coder`), what is wrong in the file, and which words were not found."""

    rows: pd.DataFrame
    problems: list[str]
    lost: list[str]


def read_records(path: Path, segments: pd.DataFrame, codebook: Codebook) -> Records:
    """The rows of one coder's file, each at its words; every problem and every loss opens with `file:line:`."""
    lines = read_lines(path)
    problems = list(check_lines(path.name, lines, {code.code for code in codebook.codes}))
    if problems:
        return Records(_fit_records([]), problems, [])
    finder = WordFinder(segments)
    same, recovered = _list_same(lines), _recover_words(lines, segments, finder)
    renumbered = _list_renumbered(lines)
    found: list[Judgement] = []
    lost: list[tuple[int, Mapping[str, str]]] = []
    places: dict[tuple[str, str], FoundWords | None] = {}  # a segment is judged once for every code
    for line, row in lines:
        words = row["text_sha256"]
        key = row["segment_id"], words
        if key not in places:
            text, twice = row["text"] or recovered.get(words, ""), not renumbered.isdisjoint(same[words])
            places[key] = finder.find(*key, text, same[words], renumbered=twice)
        place = places[key]
        if place is None:
            lost.append((line, row))
        else:
            found.append(Judgement(line, row, place))
    rows, unplaced = place_judgements(found, finder)
    lost += [(j.line, j.row) for j in unplaced]
    return Records(_fit_records(rows), [], list(_describe_lost(path.name, lost)))


def _fit_records(rows: list[dict[str, object]]) -> pd.DataFrame:
    """The rows in the columns of `judgement_log`, without `coder`."""
    dtypes = {c.name: c.dtype for c in TABLES["judgement_log"].columns if c.name != "coder"}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def _list_same(lines: Lines) -> dict[str, list[str]]:
    """The segments that were judged with the same words, in the order of the page as it was."""
    same: dict[str, dict[str, int]] = defaultdict(dict)
    for _, row in lines:
        same[row["text_sha256"]][row["segment_id"]] = int(row["start"])
    return {words: sorted(starts, key=lambda name: starts[name]) for words, starts in same.items()}


def _list_renumbered(lines: Lines) -> set[str]:
    """The numbers that meant other words at another time: the coder went on after the segments were numbered anew."""
    meant: dict[str, set[str]] = defaultdict(set)
    for _, row in lines:
        meant[row["segment_id"]].add(row["text_sha256"])
    return {segment_id for segment_id, words in meant.items() if len(words) > 1}


def _recover_words(lines: Lines, segments: pd.DataFrame, finder: WordFinder) -> dict[str, str]:
    """The words of rows of format 1, which hold only their hash, where the text still has them in one run."""
    bare = {
        row["text_sha256"]: (int(row["start"]), int(row["end"]) - int(row["start"]))
        for _, row in lines
        if not row["text"] and row["text_sha256"] not in finder.by_hash
    }
    text = " ".join(segments["text"]) if bare else ""
    return {words: recover_text(words, length, start, text) for words, (start, length) in bare.items()}


def _describe_lost(name: str, lost: Lines) -> Iterator[str]:
    """One line for each segment whose judgements were not found."""
    segments: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = defaultdict(list)
    for line, row in sorted(lost, key=lambda one: one[0]):
        segments[row["segment_id"], row["text_sha256"]].append((line, row))
    for (segment_id, _), rows in segments.items():
        line, row = rows[0]
        words = " ".join(row["text"].split()[:8]) or row["evidence"]
        yield (
            f"{name}:{line}: {len(rows)} judgement{'s' * (len(rows) > 1)} of segment {segment_id}"
            f"{f' (“{words} …”)' if words else ''} {'are' if len(rows) > 1 else 'is'} kept and not counted: "
            "the words do not stand in the transcript as they were judged; restore them there or judge them again"
        )


def _tabulate_codings(records: pd.DataFrame) -> pd.DataFrame:
    """The last word on every segment × code."""
    order = records["pass"].map({name: number for number, name in enumerate(PASSES)})
    last = records.assign(order=order, row=range(len(records))).sort_values(["segment_id", "code", "order"])
    last = last.drop_duplicates(["segment_id", "code"], keep="last")
    return last.sort_values("row").assign(score=float("nan"))


def _lift_codings(codings: pd.DataFrame, sentences: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
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


def _tabulate_alarms(known: list[CoderRecord], codebook: Codebook) -> pd.DataFrame:
    """The `alarms` that were counted when the coder judged, where it saw the codebook as it stands now."""
    rows = [
        {"code": code, "coder": record.coder, "n_segments": n, "n_alarms": found, "off_topic": found / n}
        for record in known
        for code, (found, n) in record.alarms.items()
        if n and record.codebook_sha256 == codebook.instructions_sha256
    ]
    return _join_rows("alarms", [pd.DataFrame(rows)] if rows else [])


def _describe_coders(known: list[CoderRecord], codebook: Codebook) -> pd.DataFrame:
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
            "undecided": 0,  # known once all codings are read: `coding.consensus`
            "sample": "; ".join(f"{expert} {n} of {of}" for expert, (n, of) in record.sample.items()),
            "model": record.model,
            "endpoint": record.endpoint,
            "request_sha256": record.request_sha256,
            "settings": record.settings,
            "runs": record.runs,
            "tokens": record.tokens,
            "cost": record.cost,
            "seconds": record.seconds or float("nan"),
        }
        for record in known
    ]
    return _join_rows("coders", [pd.DataFrame(rows)] if rows else [])


def _join_rows(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The parts one below the other, in the columns of the table called `name`."""
    dtypes = {c.name: c.dtype for c in TABLES[name].columns}
    return pd.concat([TABLES[name].empty(), *(p[list(dtypes)] for p in parts)], ignore_index=True).astype(dtypes)
