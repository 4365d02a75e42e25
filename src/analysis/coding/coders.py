"""What kinds of coders there are, and what each may do."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

KindName = Literal["person", "consensus", "language model", "dictionary", "similarity", "learned", "ranked"]
Right = Literal["counts_as_person", "decides", "reads", "is_automatic", "is_computed"]
PERSON: KindName = "person"
LANGUAGE_MODEL: KindName = "language model"
DICTIONARY: KindName = "dictionary"  # also the name of the one coder of that kind


@dataclass(frozen=True)
class Kind:
    """One kind of coder and what it may do; nothing else in the project asks for a kind by its name.

    `counts_as_person`: two of them who agree can make a finding firm. `decides`: its judgements are the human
    reference that others are held against. `reads`: judged by reading each segment, so that two of them can be
    compared. `is_automatic`: is held against a reference. `is_computed`: judges anew in every report, so that its
    codings are never older than the codebook.
    """

    name: KindName
    counts_as_person: bool = False
    decides: bool = False
    reads: bool = False
    is_automatic: bool = False
    is_computed: bool = False


KINDS: dict[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind("person", counts_as_person=True, decides=True, reads=True),
        Kind("consensus", decides=True),
        Kind(LANGUAGE_MODEL, reads=True, is_automatic=True),
        Kind("dictionary", is_automatic=True, is_computed=True),
        Kind("similarity", is_automatic=True),
        Kind("learned", is_automatic=True),
        Kind("ranked", is_automatic=True),
    )
}


def may(kinds: pd.Series, right: Right) -> "pd.Series[bool]":
    """Whether each kind of a column of kinds has the right; a kind that is not known has none."""
    allowed: pd.Series[bool] = kinds.isin([name for name, kind in KINDS.items() if getattr(kind, right)])
    return allowed
