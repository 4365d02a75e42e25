"""Who judged: the entries of an event's `codings/coders.yml`."""

import contextlib
import datetime
import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.coding.coders import DICTIONARY, KindName
from analysis.errors import InputError
from analysis.files import require_folder
from analysis.files.handmade import read_handmade
from analysis.files.locks import hold_folder
from analysis.segmentation import Unit

RESERVED = {DICTIONARY, "con", "nul", "prn", "aux"}  # the rule itself, and names that Windows keeps for devices
MOST_COUNTED = 10**12  # tokens, seconds, cost; a table's numbers have 64 bits


class CoderRecord(BaseModel):
    """Who judged, when, trained how and shown what: one entry of `coders.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    coder: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$", description="name of the coder and of its file")
    kind: KindName
    who: str = Field(
        min_length=1, description="the person or the model; two coders of the same who are not independent"
    )
    made_on: datetime.date
    trained: str = Field(min_length=1, description="how the coder learned the codebook")
    blind: bool = Field(description="saw no other coder's judgements")
    unit: Unit = "sentence"
    codebook_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Codebook.instructions_sha256 of what was shown")
    shown_sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="all that was shown, in its order")
    seed: int | None = Field(default=None, description="of the order in which the segments were shown")
    sample: dict[str, tuple[int, int]] = Field(
        default={}, description="of a random sample: how many of how many segments of each expert were drawn"
    )
    sources: tuple[str, ...] = Field(default=(), description="the coders that a consensus was made from")
    note: str = ""
    model: str = Field(default="", description="of a language model: its name as the server gives it")
    endpoint: str = Field(default="", description="the server that was asked")
    request_sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="all requests, in their order")
    settings: str = Field(default="", description="what the model was asked with")
    runs: int = Field(
        default=0, ge=0, le=MOST_COUNTED, description="which run of these requests this is; 0 where there are none"
    )
    tokens: int = Field(default=0, ge=0, le=MOST_COUNTED, description="of all requests and answers")
    cost: float = Field(
        default=0.0, ge=0, le=MOST_COUNTED, description="of all tokens, in the currency of the prices that were given"
    )
    alarms: dict[str, tuple[int, int]] = Field(
        default={}, description="in how many of how many sentences about something else it found each code"
    )
    seconds: float = Field(
        default=0.0, ge=0, le=MOST_COUNTED, description="that the judging took by the clock; 0 where nobody noted it"
    )

    @model_validator(mode="after")
    def names_fit(self) -> Self:
        """A consensus names its sources, nobody else has any, and no file takes the name of the rule."""
        if self.coder in RESERVED:
            raise ValueError(f'a coder cannot be called "{self.coder}"; choose another name')
        if (self.kind == "consensus") != bool(self.sources):
            raise ValueError("a consensus names its sources, and no other coder has any; correct sources: […]")
        return self


class CodersFile(BaseModel):
    """What `coders.yml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    coders: tuple[CoderRecord, ...] = ()

    @model_validator(mode="after")
    def coders_fit(self) -> Self:
        """Names are unique and a consensus rests on coders that are there."""
        names = [record.coder for record in self.coders]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f'coder "{min(twice)}" is there twice; rename one')
        for record in self.coders:
            if missing := set(record.sources) - set(names) - {record.coder}:
                raise ValueError(
                    f'consensus "{record.coder}" names the unknown coder "{min(missing)}"; correct sources'
                )
        return self


def make_record(**fields: object) -> CoderRecord:
    """A coder's entry. Raises InputError with a line per field that does not fit."""
    try:
        return CoderRecord.model_validate(fields)
    except ValidationError as error:
        problems = [(".".join(map(str, e["loc"])) or "entry", e["msg"], e["input"]) for e in error.errors()]
        raise InputError(
            [
                f"coder: {field} {what.removeprefix('Value error, ')}; found {str(found)[:60]!r}"
                for field, what, found in problems
            ]
        ) from None


def read_coders(folder: Path) -> tuple[CoderRecord, ...]:
    """The entries of `coders.yml` in an event's `codings` folder; none where there is no such file.

    What an import has left that was killed is put in order first, unless an import is at work or nothing may be
    written here.
    """
    if _list_drafts(folder):
        with contextlib.suppress(OSError), hold_folder(folder, wait=False) as alone:
            if alone:
                settle_drafts(folder)
    return _parse_coders(folder)


def _parse_coders(folder: Path) -> tuple[CoderRecord, ...]:
    path = folder / "coders.yml"
    require_folder(folder)
    return read_handmade(path, CodersFile).coders if os.path.lexists(path) else ()


def settle_drafts(folder: Path) -> None:
    """Files that a coder's entry was made for take their place; others, of a run that was killed before that, go.

    For whoever holds the folder of codings, so that no draft of codings or stances is being written just now.
    """
    for draft in _list_drafts(folder):
        coder = draft.name.removeprefix(".").removesuffix(".draft")
        entered = any(record.coder == coder for record in _parse_coders(folder))
        if entered and not draft.with_name(f"{coder}.csv").exists():
            draft.replace(draft.with_name(f"{coder}.csv"))
        else:
            draft.unlink()


def _list_drafts(folder: Path) -> list[Path]:
    """Files of codings and of stances that wait for their coder's entry."""
    return [*folder.glob(".*.draft"), *(folder.parent / "stances").glob(".*.draft")]
