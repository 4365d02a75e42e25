"""Claims about an event: `stances/propositions.yml` as people wrote it."""

import os
import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from analysis.errors import InputError, name_choices
from analysis.event import Event
from analysis.files import find_odd_file, require_folder
from analysis.files.handmade import read_handmade
from analysis.text import find_words

MOST = 200  # claims about one event
WORDS = 5  # of a claim that its short name is made of
SMALL = frozenset("a an and are as at be by for from has have in is it its of on or that the this to will with".split())  # noqa: SIM905
INSTRUCTIONS = (
    "For each claim and each expert, read the expert's whole statement and record one stance. asserts: the expert says "
    "it, in these or other words, as his or her own view. hedges: the expert says it as possible, partial or "
    "uncertain, or says things for and against it. denies: the expert says that it does not hold. attributes: the "
    "expert reports that somebody else holds it and takes no position. silent: the statement says nothing from which "
    "one of the others follows; silence is never disagreement. Every stance but silent quotes its deciding words."
)


class Proposition(BaseModel):
    """A claim about the event, and when an expert counts as asserting or denying it.

    One that is withdrawn stays in the file with the stances that were given to it, and counts nowhere.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    proposition: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    claim: str = Field(min_length=1)
    asserts_when: str = Field(min_length=1)
    denies_when: str = Field(min_length=1)
    withdrawn: bool = False


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


def read_propositions(event: Event) -> Propositions | None:
    """The event's claims; None where it has no `stances/propositions.yml`.

    Raises InputError where the file has problems, or is gone while there are stances on its claims.
    """
    path = event.folder / "stances" / "propositions.yml"
    require_folder(path.parent)
    if os.path.lexists(path):
        return read_handmade(path, Propositions)
    if given := sorted(p.name for p in path.parent.glob("*.csv") if _has_rows(p)):
        raise InputError(f"stances/{path.name}: is not there, and {name_choices(given)} rests on it; restore it")
    return None


def _has_rows(path: Path) -> bool:
    """Whether a coder's file holds more than its header."""
    return bool(find_odd_file(path)) or b"\n" in path.read_bytes().strip()


def name_claim(claim: str, taken: Collection[str]) -> str:
    """A short name for a claim, unlike those that are taken.

    >>> name_claim("The strike will end in two weeks.", {"strike-end-two-weeks"})
    'strike-end-two-weeks-2'
    """
    plain = unicodedata.normalize("NFKD", claim.lower()).encode("ascii", "ignore").decode()
    words = [re.sub("[^a-z0-9]", "", plain[start:end]) for start, end in find_words(plain)]
    name = "-".join([w for w in words if w and w not in SMALL][:WORDS])[:40].strip("-") or "claim"
    return next(n for n in chain([name], (f"{name}-{i}" for i in count(2))) if n not in taken)
