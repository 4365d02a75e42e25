"""Stances that coders recorded: which expert takes which position on which proposition, each with its words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from analysis.coding.entries import read_coders
from analysis.coding.finding import find_stretch, fold_tokens
from analysis.coding.propositions import Propositions, read_propositions
from analysis.errors import InputError, name_choices
from analysis.event import Event
from analysis.files.csv_rows import read_csv_rows, rearm_cell
from analysis.files.handmade import LARGEST
from analysis.segmentation import segment_statements
from analysis.tables import fit_table
from analysis.tables.rows import each_row

Stance = Literal["asserts", "hedges", "denies", "attributes", "silent"]
STANCES: tuple[Stance, ...] = ("asserts", "hedges", "denies", "attributes", "silent")
HEADER = ["proposition", "expert", "stance", "segment_id", "quote"]


def read_stances(event: Event, statements: pd.DataFrame, segments: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables `propositions` and `stances` of an event; both empty where it has no `stances/propositions.yml`.

    A coder's file is `stances/<coder>.csv` with the columns proposition, expert, stance, segment_id and quote. Its
    segment is a sentence, found again by the quote; where `segments` are paragraphs, the row is given the paragraph
    that holds it. Rows come in the order of coders' names, propositions and experts. A stance whose quote is not
    found any more, or whose claim is withdrawn, is left out and stays in its file; `find_lost_stances` names it.
    Raises InputError with one line per problem, each opening with `file:line:`.
    """
    listed, files = _read_all(event, statements)
    if listed is None:
        return {"propositions": fit_table("propositions", []), "stances": fit_table("stances", [])}
    current = [p for p in listed.propositions if not p.withdrawn]
    known = {p.proposition: number for number, p in enumerate(current)}
    order = {name: number for number, name in enumerate(statements["expert"].drop_duplicates())}
    sentences = segment_statements(statements, unit="sentence", language=event.file.language)
    kinds = {record.coder: record.kind for record in read_coders(event.folder / "codings")}
    rows: list[dict[str, object]] = [
        {
            **row,
            "coder": coder,
            "kind": kinds.get(coder, "not described"),
            "segment_id": _find_holder(row["segment_id"], sentences, segments),
        }
        for coder, found in files.items()
        for row in sorted(
            (row for row in found.rows if row["proposition"] in known),
            key=lambda row: (known[row["proposition"]], order[row["expert"]]),
        )
    ]
    return {
        "propositions": fit_table("propositions", [p.model_dump(exclude={"withdrawn"}) for p in current]),
        "stances": fit_table("stances", rows),
    }


def find_lost_stances(event: Event, statements: pd.DataFrame) -> list[str]:
    """One line for each stance whose words or whose expert is not found any more, and for each coder's stances on a
    claim that is withdrawn."""
    listed, files = _read_all(event, statements)
    lost = [line for found in files.values() for line in found.lost]
    return [*lost, *(_list_withdrawn(listed, files) if listed else [])]


def _list_withdrawn(listed: Propositions, files: "Mapping[str, Stances]") -> Iterator[str]:
    withdrawn = [p.proposition for p in listed.propositions if p.withdrawn]
    for coder, found in files.items():
        n_on = Counter(row["proposition"] for row in found.rows)
        yield from (
            f'stances/{coder}.csv: stances on the claim "{claim}", which is withdrawn: {n_on[claim]}; they are kept '
            "and not counted: bring the claim back at the desk, or take its withdrawn: true away"
            for claim in withdrawn
            if n_on[claim]
        )


@dataclass(frozen=True)
class Stances:
    """One coder's stances as they stand now; the rows whose words or expert are not found, and a line on each."""

    rows: list[dict[str, str]]
    lost_rows: list[dict[str, str]]
    lost: list[str]


def _read_all(event: Event, statements: pd.DataFrame) -> tuple[Propositions | None, dict[str, Stances]]:
    """The propositions, and every coder's stances by the coder's name."""
    folder = event.folder / "stances"
    listed = read_propositions(event)
    if listed is None:
        return None, {}
    sentences = segment_statements(statements, unit="sentence", language=event.file.language)
    place = {s.segment_id: (s.expert, s.text) for s in each_row(sentences)}
    known = {p.proposition for p in listed.propositions}
    read = {path.stem: read_stance_rows(path, known) for path in sorted(folder.glob("*.csv"))}
    problems = [problem for _, found in read.values() for problem in found]
    if listed.event != event.slug:
        problems.insert(0, f'propositions.yml:1: is about the event "{listed.event}"; this folder is {event.slug}')
    if problems:
        raise InputError(problems)
    names = find_names([row for lines, _ in read.values() for _, row in lines], place)
    return listed, {
        coder: place_stances(f"stances/{coder}.csv", lines, place, names) for coder, (lines, _) in read.items()
    }


def find_undescribed(event: Event) -> list[str]:
    """One line for each file of stances whose coder `codings/coders.yml` does not describe."""
    known = {record.coder for record in read_coders(event.folder / "codings")}
    return [
        f"stances/{path.name}: codings/coders.yml does not say who this is; add an entry coder: {path.stem}"
        for path in sorted((event.folder / "stances").glob("*.csv"))
        if path.stem not in known
    ]


def _find_holder(sentence_id: str, sentences: pd.DataFrame, segments: pd.DataFrame) -> str:
    """The segment that holds a sentence: itself, or its paragraph; empty for none."""
    if not sentence_id or segments["unit"].eq("sentence").all():
        return sentence_id
    sentence = sentences.loc[sentences["segment_id"] == sentence_id].iloc[0]
    same_text = segments["statement_id"] == sentence["statement_id"]
    holds = same_text & (segments["start"] <= sentence["start"]) & (segments["end"] >= sentence["end"])
    return str(segments.loc[holds, "segment_id"].iloc[0])


Lines = list[tuple[int, dict[str, str]]]
Places = Mapping[str, tuple[str, str]]  # segment_id -> expert, text


def read_stance_rows(path: Path, propositions: set[str]) -> tuple[Lines, list[str]]:
    """The rows of one coder's file with their lines, and one line for each problem in it."""
    name = f"stances/{path.name}"
    try:
        header, lines = read_csv_rows(path, largest=LARGEST, name=name, ends=True)
    except InputError as error:
        return [], [str(error)]
    if header != HEADER:
        return [], [f"{name}:1: has the columns {', '.join(header) or 'none'}; needs {', '.join(HEADER)}"]
    rows: Lines = []
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        if len(cells) != len(HEADER):
            problems.append(f"{name}:{line}: has {len(cells)} cells; needs {len(HEADER)}")
            continue
        row = dict(zip(HEADER, map(rearm_cell, cells), strict=True))
        wrong = list(_check_row(row, propositions))
        key = (row["proposition"], row["expert"])
        if key in seen:
            wrong.append(f"this proposition and expert stand in line {seen[key]} too; keep one")
        seen.setdefault(key, line)
        problems += [f"{name}:{line}: {what}" for what in wrong]
        rows.append((line, row))
    return rows, problems


def _check_row(row: Mapping[str, str], propositions: set[str]) -> Iterator[str]:
    """What is wrong with one stance in itself."""
    if row["proposition"] not in propositions:
        yield f'there is no proposition "{row["proposition"]}"; there is: {name_choices(sorted(propositions))}'
    if row["stance"] not in STANCES:
        yield f'there is no stance "{row["stance"]}"; there is: {name_choices(STANCES)}'
    if row["stance"] == "silent" and (row["segment_id"] or row["quote"]):
        yield "silent, yet it has a segment or a quote; empty both or give another stance"
    if row["stance"] != "silent" and not fold_tokens(row["quote"]):
        yield "has no quote; copy the words that bear the stance"


def place_stances(name: str, lines: Lines, place: Places, names: Mapping[str, str]) -> Stances:
    """Each stance at the sentence that holds its quote, under the name that its expert has now."""
    rows: list[dict[str, str]] = []
    lost_rows: list[dict[str, str]] = []
    lost: list[str] = []
    taken: set[tuple[str, str]] = set()
    for line, row in lines:
        expert, found = names.get(row["expert"], ""), _find_quote(row, place)
        if row["stance"] != "silent" and found is None:
            what = f"the quote {row['quote'][:60]!r} does not stand in one sentence of the page"
        elif not expert:
            what = f'there is no expert "{row["expert"]}" on the page; there is: {name_choices(dict(place.values()))}'
        elif found and place[found[0]][0] != expert:
            what = f"sentence {found[0]} is by {place[found[0]][0]}, not by {row['expert']}"
        elif (row["proposition"], expert) in taken:
            what = f"{expert} has a stance on {row['proposition']} already"
        else:
            taken.add((row["proposition"], expert))
            segment_id, quote = found or ("", "")
            rows.append({**row, "segment_id": segment_id, "quote": quote, "expert": expert})
            continue
        lost_rows.append(row)
        lost.append(f"{name}:{line}: {what}; the stance is kept and not counted: correct it, or restore the words")
    return Stances(rows, lost_rows, lost)


def _find_quote(row: Mapping[str, str], place: Places) -> tuple[str, str] | None:
    """The sentence that holds the quote, and the quote as it stands there; None where no sentence or no one does.

    It is the sentence that was named, else the only one. Case, punctuation and white space are no words, and a
    spelling may have been corrected since.
    """
    words = fold_tokens(row["quote"])
    holds = {s: row["quote"] for s, (_, text) in place.items() if words and row["quote"] in text}
    holds = holds or {s: found for s, (_, text) in place.items() if (found := find_stretch(text, words))}
    if row["segment_id"] in holds:
        return row["segment_id"], holds[row["segment_id"]]
    return next(iter(holds.items())) if len(holds) == 1 else None


def find_names(rows: Sequence[Mapping[str, str]], place: Places) -> dict[str, str]:
    """The name that each expert has now: the same, or that of whoever says most of the words quoted from the expert."""
    now = {expert for expert, _ in place.values()}
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["expert"] not in now and (found := _find_quote(row, place)):
            said[row["expert"]][place[found[0]][0]] += 1
    names = {name: name for name in now}
    for name, by in said.items():
        expert, n = by.most_common(1)[0]
        if 2 * n > by.total():
            names[name] = expert
    return names
