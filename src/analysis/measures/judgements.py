"""One coder's codings as two arrays, segments × (frames and codes): what every measure of framing starts from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Judgements:
    """What one coder judged.

    `judged` and `present` are segments × columns; a column is a frame (code empty) or a code, as `columns` lists
    them. `expert` and `cluster` number each segment's expert (place in `experts`, -1 if not among them) and its
    paragraph; `cluster_expert` gives each paragraph's expert; `document` numbers what one expert says in one document.
    """

    coder: str
    experts: tuple[str, ...]
    columns: pd.DataFrame
    judged: Flags
    present: Flags
    words: Counts
    expert: Numbers
    cluster: Numbers
    cluster_expert: Numbers
    document: Numbers

    def sum_experts(self, values: NDArray[np.generic]) -> Counts:
        """Sums of segments × columns per expert: experts × columns."""
        return sum_groups(values, self.expert, len(self.experts))

    def sum_clusters(self, values: NDArray[np.generic]) -> Counts:
        """Sums of segments × columns per paragraph: paragraphs × columns."""
        return sum_groups(values, self.cluster, len(self.cluster_expert))


def sum_groups(values: NDArray[np.generic], group: Numbers, n_groups: int) -> Counts:
    """Row sums per group; rows of group -1 are left out."""
    sums = np.zeros((n_groups, *values.shape[1:]))
    np.add.at(sums, group[group >= 0], values[group >= 0])
    return sums


def arrange_judgements(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    coder: str,
    experts: tuple[str, ...] | None = None,
) -> Judgements:
    """The codings of `coder` as arrays; `experts` defaults to those of the segments, in page order.

    A frame is present where any of its codes is, and judged where all of them were. Rows about other segments or
    codes (a codebook or a unit of analysis that is not the one in hand) are left out.
    """
    columns = _list_frames_and_codes(codebook)
    mine = codings[codings["coder"].to_numpy() == coder]
    row = pd.Index(segments["segment_id"]).get_indexer(mine["segment_id"])
    column = pd.Index(codebook["code"]).get_indexer(mine["code"])
    known = (row >= 0) & (column >= 0)
    judged = np.zeros((len(segments), len(codebook)), dtype=bool)
    present = judged.copy()
    judged[row[known], column[known]] = True
    present[row[known], column[known]] = mine["present"].to_numpy(dtype=bool)[known]
    if experts is None:
        experts = tuple(segments["expert"].drop_duplicates())
    expert, cluster, document = number_segments(segments, experts)
    cluster_expert = np.full(int(cluster.max(initial=-1)) + 1, -1, dtype=np.intp)
    cluster_expert[cluster] = expert
    members = _list_members(columns, codebook)
    return Judgements(
        coder=coder,
        experts=experts,
        columns=columns,
        judged=np.column_stack([judged[:, codes].all(axis=1) for codes in members]),
        present=np.column_stack([present[:, codes].any(axis=1) for codes in members]),
        words=segments["words"].to_numpy(dtype=float),
        expert=expert,
        cluster=cluster,
        cluster_expert=cluster_expert,
        document=document,
    )


def number_segments(segments: pd.DataFrame, experts: tuple[str, ...]) -> tuple[Numbers, Numbers, Numbers]:
    """Each segment's expert (place in `experts`, -1 if not among them), paragraph, and document of that expert."""
    expert = pd.Index(experts).get_indexer(segments["expert"])
    statement, _ = pd.factorize(segments["statement_id"])
    number = segments["paragraph"].to_numpy()
    paragraph, _ = pd.factorize(statement * (number.max(initial=0) + 1) + number)
    page, _ = pd.factorize(segments["document_id"])
    document, _ = pd.factorize(page * (len(experts) + 1) + expert)
    return expert, np.asarray(paragraph, dtype=np.intp), np.asarray(document, dtype=np.intp)


def _list_frames_and_codes(codebook: pd.DataFrame) -> pd.DataFrame:
    """Each frame (code empty) followed by its codes, in the order of the codebook."""
    listed: dict[str, list[str]] = {}
    for frame, code in zip(codebook["frame"], codebook["code"], strict=True):
        listed.setdefault(frame, [""]).append(code)
    pairs = [(frame, code) for frame, codes in listed.items() for code in codes]
    return pd.DataFrame(pairs, columns=["frame", "code"], dtype="str")


def _list_members(columns: pd.DataFrame, codebook: pd.DataFrame) -> list[Flags]:
    """For each frame or code, which rows of the codebook make it up."""
    frames, codes = codebook["frame"].to_numpy(dtype=object), codebook["code"].to_numpy(dtype=object)
    return [
        codes == code if code else frames == frame
        for frame, code in zip(columns["frame"], columns["code"], strict=True)
    ]
