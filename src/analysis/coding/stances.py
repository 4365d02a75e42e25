"""Stances that coders recorded: which expert takes which position on which proposition, each with its words."""

import csv
import io
from pathlib import Path
from typing import Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator

from analysis.coding.human import read_coders
from analysis.errors import InputError, name_choices
from analysis.event import Event
from analysis.handmade import LARGEST, read_handmade
from analysis.segmentation import segment_statements
from analysis.tables import fit_table

Stance = Literal["asserts", "hedges", "denies", "attributes", "silent"]
STANCES: tuple[Stance, ...] = ("asserts", "hedges", "denies", "attributes", "silent")
HEADER = ["proposition", "expert", "stance", "segment_id", "quote"]


class Proposition(BaseModel):
    """A claim about the event, and when an expert counts as asserting or denying it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    proposition: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    claim: str = Field(min_length=1)
    asserts_when: str = Field(min_length=1)
    denies_when: str = Field(min_length=1)


class Propositions(BaseModel):
    """What `stances/propositions.yml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    event: str
    instructions: str = Field(min_length=1)
    propositions: tuple[Proposition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def names_are_unique(self) -> Self:
        """A proposition named twice could not be told apart in any table."""
        names = [p.proposition for p in self.propositions]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f'proposition "{twice[0]}" is there twice; rename one')
        return self


def read_stances(event: Event, statements: pd.DataFrame, segments: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables `propositions` and `stances` of an event; both empty where it has no `stances/propositions.yml`.

    A coder's file is `stances/<coder>.csv` with the columns proposition, expert, stance, segment_id and quote. Its
    segment is a sentence; where `segments` are paragraphs, the row is given the paragraph that holds it. Rows come
    in the order of coders' names, propositions and experts. Raises InputError with one line per problem, each
    opening with `file:line:`.
    """
    folder = event.folder / "stances"
    if not (folder / "propositions.yml").is_file():
        return {"propositions": fit_table("propositions", []), "stances": fit_table("stances", [])}
    listed = read_handmade(folder / "propositions.yml", Propositions)
    sentences = segment_statements(statements, unit="sentence", language=event.file.language)
    place = {s.segment_id: (s.expert, s.start, s.text) for s in sentences.itertuples()}
    known = {p.proposition: number for number, p in enumerate(listed.propositions)}
    experts = {name: number for number, name in enumerate(statements["expert"].drop_duplicates())}
    rows: list[dict[str, object]] = []
    problems: list[str] = []
    if listed.event != event.slug:
        problems.append(f'propositions.yml:1: is about the event "{listed.event}"; this folder is {event.slug}')
    kinds = {record.coder: record.kind for record in read_coders(event.folder / "codings")}
    for path in sorted(folder.glob("*.csv")):
        found, wrong = read_coder(path, known, experts, place)
        problems += wrong
        found.sort(key=lambda row: (known[row["proposition"]], experts[row["expert"]]))
        rows += [
            {
                **row,
                "coder": path.stem,
                "kind": kinds.get(path.stem, "not described"),
                "segment_id": find_holder(row["segment_id"], sentences, segments),
            }
            for row in found
        ]
    if problems:
        raise InputError(problems)
    return {
        "propositions": fit_table("propositions", [p.model_dump() for p in listed.propositions]),
        "stances": fit_table("stances", rows),
    }


def find_undescribed(event: Event) -> list[str]:
    """One line for each file of stances whose coder `codings/coders.yml` does not describe."""
    known = {record.coder for record in read_coders(event.folder / "codings")}
    return [
        f"stances/{path.name}: codings/coders.yml does not say who this is; add an entry coder: {path.stem}"
        for path in sorted((event.folder / "stances").glob("*.csv"))
        if path.stem not in known
    ]


def find_holder(sentence_id: str, sentences: pd.DataFrame, segments: pd.DataFrame) -> str:
    """The segment that holds a sentence: itself, or its paragraph; empty for none."""
    if not sentence_id or segments["unit"].eq("sentence").all():
        return sentence_id
    sentence = sentences.loc[sentences["segment_id"] == sentence_id].iloc[0]
    same_text = segments["statement_id"] == sentence["statement_id"]
    holds = same_text & (segments["start"] <= sentence["start"]) & (segments["end"] >= sentence["end"])
    return str(segments.loc[holds, "segment_id"].iloc[0])


def read_coder(
    path: Path, propositions: dict[str, int], experts: dict[str, int], place: dict[str, tuple[str, int, str]]
) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of one coder's file, and one line for each problem in it."""
    name = f"stances/{path.name}"
    if path.stat().st_size > LARGEST:
        return [], [f"{name}: is larger than {LARGEST >> 20} MB; split it"]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8"]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if header != HEADER:
        return [], [f"{name}:1: has the columns {', '.join(header) or 'none'}; needs {', '.join(HEADER)}"]
    rows: list[dict[str, str]] = []
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    line = reader.line_num + 1
    for cells in reader:
        first, line = line, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(HEADER):
            problems.append(f"{name}:{first}: has {len(cells)} cells; needs {len(HEADER)}")
            continue
        row = dict(zip(HEADER, cells, strict=True))
        wrong = list(check_row(row, propositions, experts, place))
        key = (row["proposition"], row["expert"])
        if key in seen:
            wrong.append(f"this proposition and expert stand in line {seen[key]} too; keep one")
        seen.setdefault(key, first)
        problems += [f"{name}:{first}: {what}" for what in wrong]
        if not wrong:
            rows.append(row)
    return rows, problems


def check_row(
    row: dict[str, str], propositions: dict[str, int], experts: dict[str, int], place: dict[str, tuple[str, int, str]]
) -> list[str]:
    """What is wrong with one stance."""
    wrong = []
    if row["proposition"] not in propositions:
        wrong.append(f'there is no proposition "{row["proposition"]}"; there is: {name_choices(propositions)}')
    if row["expert"] not in experts:
        wrong.append(f'there is no expert "{row["expert"]}" on the page; there is: {name_choices(experts)}')
    if row["stance"] not in STANCES:
        wrong.append(f'there is no stance "{row["stance"]}"; there is: {name_choices(STANCES)}')
    if row["stance"] == "silent":
        if row["segment_id"] or row["quote"]:
            wrong.append("silent, yet it has a segment or a quote; empty both or give another stance")
        return wrong
    if row["segment_id"] not in place:
        return [*wrong, f'there is no sentence "{row["segment_id"]}"; give the id that `workbook tables` writes']
    expert, _, text = place[row["segment_id"]]
    if expert != row["expert"]:
        wrong.append(f"sentence {row['segment_id']} is by {expert}, not by {row['expert']}; correct one")
    if not row["quote"] or row["quote"] not in text:
        wrong.append(f"the quote {row['quote']!r} does not stand in sentence {row['segment_id']}; copy it exactly")
    return wrong
