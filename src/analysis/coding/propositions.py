"""Claims about an event: `stances/propositions.yml`, read as it stands, and added to without touching what is there."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.errors import InputError
from analysis.event import Event
from analysis.files import write_whole
from analysis.handmade import locate_entries, read_handmade
from analysis.locks import hold_folder
from analysis.text import find_words

LONGEST = 500  # characters of a claim, and of when an expert asserts or denies it
MOST = 200  # claims about one event
WORDS = 5  # of a claim that its short name is made of
SMALL = frozenset("a an and are as at be by for from has have in is it its of on or that the this to will with".split())  # noqa: SIM905
HEADING = "# Claims about the event, each held against what every expert says.\n"
INSTRUCTIONS = (
    "For each claim and each expert, read the expert's whole statement and record one stance. asserts: the expert says "
    "it, in these or other words, as his or her own view. hedges: the expert says it as possible, partial or "
    "uncertain, or says things for and against it. denies: the expert says that it does not hold. attributes: the "
    "expert reports that somebody else holds it and takes no position. silent: the statement says nothing from which "
    "one of the others follows; silence is never disagreement. Every stance but silent quotes its deciding words."
)


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


def read_propositions(event: Event) -> Propositions | None:
    """The event's claims; None where it has no `stances/propositions.yml`."""
    path = event.folder / "stances" / "propositions.yml"
    return read_handmade(path, Propositions) if path.is_file() else None


def add_proposition(event: Event, claim: str, *, asserts_when: str, denies_when: str) -> Proposition:
    """Write a new claim at the end of `stances/propositions.yml`, begun where there is none; its entry.

    A claim that is there in the same words stays as it is. Comments and the other entries are not touched. Raises
    InputError for an empty or very long claim, and where the file's list is written in a way that nothing can be put
    behind it.
    """
    texts = [" ".join(str(text).split()) for text in (claim, asserts_when, denies_when)]
    if not all(texts) or max(map(len, texts)) > LONGEST or not all(text.isprintable() for text in texts):
        raise InputError(
            f"a claim, when an expert asserts it and when one denies it are 1 to {LONGEST} characters each; correct it"
        )
    path = event.folder / "stances" / "propositions.yml"
    with hold_folder(event.folder / "codings"):
        listed = read_propositions(event)
        known = listed.propositions if listed else ()
        if same := [p for p in known if p.claim.split() == texts[0].split()]:
            return same[0]
        if len(known) >= MOST:
            raise InputError(f"propositions.yml: has {len(known)} claims; {MOST} are the most")
        name = name_claim(texts[0], {p.proposition for p in known})
        fields = dict(zip(Proposition.model_fields, (name, *texts), strict=True))
        before = path.read_text(encoding="utf-8") if listed else _begin(event.slug)
        after = _append(before, fields)
        _check(after, [*(p.model_dump() for p in known), fields])
        write_whole(path, after.encode())
    return Proposition(**fields)


def name_claim(claim: str, taken: Collection[str]) -> str:
    """A short name for a claim, unlike those that are taken.

    >>> name_claim("The strike will end in two weeks.", {"strike-end-two-weeks"})
    'strike-end-two-weeks-2'
    """
    plain = unicodedata.normalize("NFKD", claim.lower()).encode("ascii", "ignore").decode()
    words = [re.sub("[^a-z0-9]", "", plain[start:end]) for start, end in find_words(plain)]
    name = "-".join([w for w in words if w and w not in SMALL][:WORDS])[:40].strip("-") or "claim"
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, MOST + 2))) if n not in taken)


def _begin(slug: str) -> str:
    """A file without claims."""
    about = yaml.safe_dump({"event": slug, "instructions": INSTRUCTIONS}, sort_keys=False, width=110)
    return f"{HEADING}{about}propositions:\n"


def _append(text: str, fields: dict[str, str]) -> str:
    """The file's text with one more entry behind the last of its list, indented as the others are."""
    entries, column = locate_entries(text, "propositions", "propositions.yml")
    lines = text.splitlines()
    last = entries[-1].stop if entries else len(lines)
    entry = yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=100).splitlines()
    return "\n".join([*lines[:last], *(" " * column + line for line in entry), *lines[last:]]) + "\n"


def _check(text: str, wanted: list[dict[str, Any]]) -> None:
    """Raises InputError unless the new text says exactly what is wanted: nothing is written on a guess."""
    try:
        said = [p.model_dump() for p in Propositions.model_validate(yaml.safe_load(text)).propositions]
    except (yaml.YAMLError, ValidationError):
        said = []
    if said != wanted:
        raise InputError("propositions.yml: the claim cannot be put behind the others; add it by hand")
