"""Everybody's judgements of one page as the rule takes them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.coding.coders import may
from analysis.coding.person_names import person_key
from analysis.measures.independence import FEWEST
from analysis.measures.judgements import Flags, Judgements, Numbers
from analysis.measures.support import Effects, estimate_effects

Floats = NDArray[np.float64]
COVER = 0.80  # share of an expert's segments that a coder must have judged to be reported for that expert


@dataclass(frozen=True)
class PageCoder:
    """A coder as the rule sees one.

    `person` is the key of the person who judged, empty for a machine and for a consensus; `current` is False where
    the codebook has other instructions now.
    """

    name: str
    kind: str
    person: str = ""
    decides: bool = False
    current: bool = True


@dataclass(frozen=True, eq=False)
class CodedPage:
    """All blind judgements of one page.

    `values` is coders × segments × columns: 1 present, 0 absent, NaN not judged; `columns` are (frame, code), the
    code empty for a whole frame. `final` is the same after passes that were not blind; counts are reported from it,
    agreement is taken from `values`. `expert`, `paragraph` and `document` number each segment's. `machine` is whose
    counts are reported where no person covers an expert; `chosen` is whose are reported in any case, if anybody's.
    """

    experts: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    expert: Numbers
    paragraph: Numbers
    document: Numbers
    coders: tuple[PageCoder, ...]
    values: Floats
    final: Floats
    machine: str
    chosen: str = ""

    @cached_property
    def frames(self) -> Numbers:
        """The columns that are whole frames."""
        return np.flatnonzero([code == "" for _, code in self.columns])

    def name(self, column: int) -> str:
        """The frame or the code of a column."""
        frame, code = self.columns[column]
        return code or frame

    def find_column(self, name: str, *, of: Literal["frame", "code"]) -> int:
        """The column of a frame or of a code."""
        wanted = [code if of == "code" else "" if code else frame for frame, code in self.columns]
        return wanted.index(name)

    @cached_property
    def people(self) -> list[int]:
        """The coders who count as people: blind, by today's instructions, one for each person."""
        first: dict[str, int] = {}
        for row, coder in enumerate(self.coders):
            if coder.person and coder.current:
                first.setdefault(coder.person, row)
        return list(first.values())

    @property
    def enough(self) -> int:
        """Segments that two must have judged before their disagreement is told: ten, or all that there are."""
        return min(FEWEST, len(self.expert))

    @cached_property
    def sizes(self) -> Numbers:
        """Segments of each expert."""
        return np.bincount(self.expert[self.expert >= 0], minlength=len(self.experts)).astype(np.intp)

    @cached_property
    def covers(self) -> Flags:
        """Coders × experts: whether the coder judged at least 80 % of the expert's segments on all frames."""
        return self.find_covered(self.final)

    def find_covered(self, values: Floats) -> Flags:
        """As `covers`, of other judgements."""
        whole = np.asarray(~np.isnan(values[:, :, self.frames]).any(axis=2))
        covered: Flags = self.count_segments(whole) >= COVER * self.sizes - 1e-9
        return covered & (self.sizes > 0)

    def count_segments(self, flags: Flags) -> Floats:
        """Rows × segments summed per expert: rows × experts."""
        known = self.expert >= 0
        counted = np.array([np.bincount(self.expert[known], row[known], len(self.experts)) for row in flags])
        return counted.reshape(len(flags), len(self.experts))

    def count_judged(self, row: int) -> int:
        """Segments of which this coder judged any frame or code."""
        return int((~np.isnan(self.final[row])).any(axis=1).sum())

    def count_whole(self, row: int) -> int:
        """Segments that this coder judged on every frame: only these count."""
        return int((~np.isnan(self.final[row][:, self.frames])).all(axis=1).sum())

    @cached_property
    def effects(self) -> tuple[Effects, ...]:
        """Each coder's design effects over the experts whom he or she covers."""
        return tuple(self.find_effects(values) for values in self.final)

    def find_effects(self, values: Floats) -> Effects:
        """The design effects of segments × columns by one coder."""
        framed = values[:, self.frames]
        judged = ~np.isnan(framed).any(axis=1) & self.find_covered(values[None])[0][self.expert] & (self.expert >= 0)
        clusters = {"paragraph": self.paragraph, "document": self.document}
        return estimate_effects(framed == 1, judged, self.expert, clusters, n_experts=len(self.experts))

    @cached_property
    def together(self) -> Floats:
        """Segments × columns by whoever of the people judged them first; NaN where nobody did."""
        joined = np.full(self.final.shape[1:], np.nan)
        for row in reversed(self.people):
            joined = np.where(np.isnan(self.final[row]), joined, self.final[row])
        return joined


def arrange_page(
    judged: list[Judgements],
    blind: list[Judgements],
    coders: pd.DataFrame,
    *,
    machine: str,
    chosen: str = "",
) -> CodedPage:
    """The page of an event: every coder's `judged` (as reported) and `blind` judgements, one each per row of `coders`.

    Of people only those who judged blind are taken.
    """
    rows = coders.assign(
        person=may(coders["kind"], "counts_as_person"), decides=may(coders["kind"], "decides")
    ).to_dict("records")
    taken = [i for i, row in enumerate(rows) if row["blind"] or not row["person"]]
    page_coders = tuple(
        PageCoder(
            name=row["coder"],
            kind=row["kind"],
            person=person_key(row["who"]) if row["person"] else "",
            decides=bool(row["decides"]),
            current=bool(row["codebook_current"]),
        )
        for row in (rows[i] for i in taken)
    )
    first = judged[0]
    return CodedPage(
        experts=first.experts,
        columns=tuple(zip(first.columns["frame"], first.columns["code"], strict=True)),
        expert=first.expert,
        paragraph=first.cluster,
        document=first.document,
        coders=page_coders,
        values=np.array([_mark(blind[i]) for i in taken]),
        final=np.array([_mark(judged[i]) for i in taken]),
        machine=machine,
        chosen=chosen,
    )


def _mark(judgements: Judgements) -> Floats:
    """1 present, 0 absent, NaN not judged."""
    return np.where(judgements.judged, judgements.present.astype(float), np.nan)
