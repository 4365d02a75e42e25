"""Sentences that may bear a claim worth putting to every expert; which of them does, a person decides."""

from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.likeness import list_stems, measure_likeness

if TYPE_CHECKING:
    from scipy import sparse

ALIKE = 0.2  # cosine from which sentences of two experts may be about one claim
SURER = 0.05  # what each certainty mark in the two sentences adds to it
COMPARED = 2000  # sentences that are compared with each other at most
COLUMNS = ("candidate", "segment_id", "expert", "quote", "shared", "marks")


def propose_claims(segments: pd.DataFrame, hits: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """Candidates for claims: sentences of several experts that share words, then single ones with a certainty mark.

    Columns: candidate (a number; a row is one of its sentences), segment_id, expert, quote (the whole sentence, as it
    stands), shared (content words, as stems, that another sentence of the candidate has too) and marks (hedges,
    boosters and obligations in the expert's own voice), both joined by "; ". A sentence is in one candidate at most,
    and a candidate has one sentence of an expert; the closest come first. `hits` is the `certainty_hits` table.
    Not a measure and no stance: an aid for reading. In a language without a list of function words, sentences are
    compared by the first letters of their longer words.
    """
    segments = segments.head(COMPARED)
    own = hits.loc[hits["voice"].eq("own") & hits["category"].ne("wish")]
    marks = own.groupby("segment_id", sort=False)["match"].agg(list).to_dict()
    texts, experts, ids = (segments[name].tolist() for name in ("text", "expert", "segment_id"))
    alike = measure_likeness(texts, language=language)
    groups = _group(alike, experts, [segment_id in marks for segment_id in ids])
    stems = [set(list_stems(text, language=language)) for text in texts]
    taken = set(chain.from_iterable(groups))
    groups += [[n] for n, segment_id in enumerate(ids) if segment_id in marks and n not in taken]
    rows = [
        {
            "candidate": number,
            "segment_id": ids[n],
            "expert": experts[n],
            "quote": texts[n],
            "shared": "; ".join(
                stem
                for stem in dict.fromkeys(list_stems(texts[n], language=language))
                if any(stem in stems[m] for m in group if m != n)
            ),
            "marks": "; ".join(marks.get(ids[n], [])),
        }
        for number, group in enumerate(groups, 1)
        for n in sorted(group)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _group(likeness: "sparse.csr_matrix", experts: list[str], marked: list[bool]) -> list[list[int]]:
    """Sentences of different experts that are alike, the closest pairs first; each in one group at most."""
    alike = likeness.tocoo()
    pairs = [
        (score + SURER * (marked[i] + marked[j]), int(i), int(j))
        for i, j, score in zip(alike.row, alike.col, alike.data, strict=True)
        if i < j and experts[i] != experts[j] and score > 0
    ]
    groups: dict[int, list[int]] = {}
    made: list[list[int]] = []
    for score, i, j in sorted(pairs, key=lambda pair: (-round(pair[0], 9), pair[1], pair[2])):
        if score < ALIKE:
            break
        if i not in groups and j not in groups:
            groups[i] = groups[j] = [i, j]
            made.append(groups[i])
        elif i not in groups or j not in groups:
            group, new = (groups[i], j) if i in groups else (groups[j], i)
            if experts[new] not in {experts[n] for n in group}:
                group.append(new)
                groups[new] = group
    return made
