"""Judgements made by people or readers: `codings/` to `codings`, `coders`, `judgement_log`."""

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.entries import CoderRecord, read_coders
from analysis.coding.judgement_log import read_judgement_log
from analysis.coding.rows import PASSES
from analysis.errors import InputError, name_choices
from analysis.segmentation import Unit, segment_statements
from analysis.tables import TABLES


def read_codings(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str = "en"
) -> dict[str, pd.DataFrame]:
    """The `codings`, `coders`, `judgement_log` and `alarms` of everybody who judged this event by hand or by reading.

    A later pass overrules an earlier one in `codings`; `judgement_log` keeps both. Judgements of sentences stand for
    their paragraph where `unit` is the paragraph: present where any sentence is, absent where all were judged so.
    Judgements of paragraphs say nothing of a single sentence and are left out then. Raises InputError with a line per
    problem: an unknown code, a judgement made twice. A judgement whose words are not found any more, or whose code was
    another codebook's, is left out and stays in its file; `find_lost_codings` names it.
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
    """One line for each judged segment, or evidence, whose words are not found any more, by file and line.

    And one for the judgements of each coder that are of codes of another codebook.
    """
    return _read_all(folder, tables, codebook, unit=unit, language=language)[3]


def _read_all(
    folder: Path, tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, unit: Unit, language: str
) -> tuple[tuple[CoderRecord, ...], dict[str, pd.DataFrame], dict[Unit, pd.DataFrame], list[str]]:
    """All coders, the rows of each, the segments of every unit that was judged, and what was not found."""
    known = read_coders(folder)
    problems = _check_files(folder, known)
    judged: dict[str, pd.DataFrame] = {}
    lost: list[str] = []
    segments = {unit: tables["segments"]} if known else {}  # cut only for somebody who judged them
    for record in known:
        path = folder / f"{record.coder}.csv"
        if not os.path.lexists(path):
            continue
        if record.unit not in segments:
            segments[record.unit] = segment_statements(tables["statements"], unit=record.unit, language=language)
        log = read_judgement_log(path, segments[record.unit], codebook, made_with=record.codebook_sha256)
        problems += log.problems
        lost += [f"codings/{line}" for line in (*log.lost, *log.notes)]
        judged[record.coder] = log.rows.assign(coder=record.coder)
    if problems:
        raise InputError(problems)
    return known, judged, segments, lost


def _check_files(folder: Path, known: tuple[CoderRecord, ...]) -> list[str]:
    """Every file needs an entry that says who judged, and every entry its file.

    Who was shown no segments may have a file of stances only; that is a person, at the desk.
    """
    there = {path.stem for path in folder.glob("*.csv")}
    elsewhere = {path.stem for path in (folder.parent / "stances").glob("*.csv")}
    names = {record.coder for record in known}
    stances_only = {r.coder for r in known if r.kind == "person" and not r.shown_sha256} & elsewhere
    if there and not names:
        return [f"codings/coders.yml: says of nobody who it is, and there is {name_choices(sorted(there))}; restore it"]
    return [
        f"codings/{n}.csv: coders.yml does not say who this is; add an entry coder: {n}" for n in sorted(there - names)
    ] + [
        f'codings/coders.yml: coder "{n}" has no file {n}.csv; put it back or remove the entry'
        for n in sorted(names - there - stances_only)
    ]


def _tabulate_codings(log: pd.DataFrame) -> pd.DataFrame:
    """The last word on every segment × code."""
    order = log["pass"].map({name: number for number, name in enumerate(PASSES)})
    last = log.assign(order=order, row=range(len(log))).sort_values(["segment_id", "code", "order"])
    last = last.drop_duplicates(["segment_id", "code"], keep="last")
    return last.sort_values("row")


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
    if not parts:
        return TABLES[name].empty()
    dtypes = {c.name: c.dtype for c in TABLES[name].columns}
    return pd.concat([TABLES[name].empty(), *(p[list(dtypes)] for p in parts)], ignore_index=True).astype(dtypes)
