"""Small coded pages for the tests of the rule, as arrays and as text of ones and zeros."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.coding.coders import KINDS
from analysis.coding.person_names import person_key
from analysis.coding.running import EMPTY
from analysis.findings.rule.page import CodedPage, PageCoder, arrange_page
from analysis.measures.judgements import arrange_judgements
from analysis.pipeline import EventTables
from analysis.tables import TABLES


def read_page(page: Mapping[str, Any]) -> CodedPage:
    """A page written as {experts: {name: [sentences per paragraph]}, frames, coders: [{coder, kind, judgements}]}."""
    experts: Mapping[str, Sequence[int]] = page["experts"]
    coders = [coder for coder in page["coders"] if coder.get("blind", True)]
    names = {name for coder in coders for judged in coder["judgements"].values() for name in judged}
    codes = sorted(names - set(page["frames"]))
    columns = [*((frame, "") for frame in page["frames"]), *(("", code) for code in codes)]
    expert = np.repeat(np.arange(len(experts)), [sum(sizes) for sizes in experts.values()])
    paragraph = np.repeat(np.arange(sum(map(len, experts.values()))), [n for sizes in experts.values() for n in sizes])
    values = np.array(
        [
            np.concatenate(
                [
                    np.array([_read(judged.get(expert, {}).get(f or c), sum(sizes)) for f, c in columns]).T
                    for expert, sizes in experts.items()
                ]
            )
            for judged in (coder["judgements"] for coder in coders)
        ]
    ).reshape(len(coders), len(expert), len(columns))
    return CodedPage(
        experts=tuple(experts),
        columns=tuple(columns),
        expert=expert,
        paragraph=paragraph,
        document=expert,
        coders=tuple(_describe(coder) for coder in coders),
        values=values,
        final=values,
        machine=page.get("machine") or "dictionary",
    )


def _describe(coder: Mapping[str, Any]) -> PageCoder:
    kind = KINDS.get(coder["kind"], KINDS["dictionary"])
    key = person_key(coder.get("who", coder["coder"])) if kind.counts_as_person else ""
    return PageCoder(coder["coder"], coder["kind"], key, kind.decides, coder.get("current", True))


def _read(text: str | None, n: int) -> list[float]:
    return [{"1": 1.0, "0": 0.0}.get(c, np.nan) for c in (text or "-" * n).replace(" ", "")]


def judge_event(tables: EventTables, people: Sequence[Mapping[str, Any]], *, machine: str = "dictionary") -> CodedPage:
    """The event as if these people had coded it beside its machines: [{coder, who, judgements: {code: "10-…"}}]."""
    segments = tables.segments["segment_id"].tolist()
    codings = pd.DataFrame(
        [
            {"segment_id": s, "code": code, "coder": person["coder"], "present": mark == "1", "score": np.nan}
            for person in people
            for code, marks in person["judgements"].items()
            for s, mark in zip(segments, marks, strict=True)
            if mark != "-"
        ],
        columns=list(tables.codings.columns),
    )
    blank: dict[str, Any] = {column.name: EMPTY[column.dtype] for column in TABLES["coders"].columns}
    coders = pd.DataFrame(
        [
            {**blank, "coder": p["coder"], "who": p["who"], "kind": "person", "blind": True, "codebook_current": True}
            for p in people
        ]
    )
    coders = pd.concat([tables.coders, coders], ignore_index=True).astype(tables.coders.dtypes.to_dict())
    codings = pd.concat([tables.codings, codings], ignore_index=True).astype(tables.codings.dtypes.to_dict())
    arranged = [
        arrange_judgements(codings, tables.segments, tables.codebook, coder=coder, experts=tables.experts)
        for coder in coders["coder"]
    ]
    return arrange_page(arranged, arranged, coders, machine=machine)
