"""Frames, their codes and indicators: read, checked and hashed."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator

from analysis.handmade import read_handmade

Function = Literal["problem", "cause", "evaluation", "remedy"]
FUNCTIONS: tuple[Function, ...] = ("problem", "cause", "evaluation", "remedy")
PolicyFrame = Literal[
    "Economic",
    "Capacity and Resources",
    "Morality",
    "Fairness and Equality",
    "Constitutionality and Jurisprudence",
    "Policy Prescription and Evaluation",
    "Crime and Punishment",
    "Security and Defense",
    "Health and Safety",
    "Quality of Life",
    "Cultural Identity",
    "Public Sentiment",
    "Political",
    "External Regulation and Reputation",
    "Other",
]


class Code(BaseModel):
    """One element of a frame, with what a coder needs to judge it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(min_length=1, pattern=r"^[^\s/].*$")
    function: Function
    policy_frame: PolicyFrame
    definition: str = Field(min_length=1)
    when: str = Field(min_length=1)
    when_not: str = Field(min_length=1)
    typical: str = Field(min_length=1)
    borderline: str = Field(min_length=1)
    near_miss: str = Field(min_length=1)
    indicators: tuple[str, ...] = Field(min_length=1)


class Frame(BaseModel):
    """An interpretive package: a name and its codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    frame: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    codes: tuple[Code, ...] = Field(min_length=1)


class Codebook(BaseModel):
    """A whole codebook, as `data/codebooks/<name>.yml` holds it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    title: str
    language: str
    about: str
    instructions: str
    frames: tuple[Frame, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def names_are_unique(self) -> Self:
        """A frame or code named twice could not be told apart in any table."""
        for kind, names in (
            ("frame", [f.frame for f in self.frames]),
            ("code", [c.code for f in self.frames for c in f.codes]),
        ):
            if twice := [name for name, n in Counter(names).items() if n > 1]:
                raise ValueError(f'{kind} "{twice[0]}" is there twice; rename one')
        return self

    @property
    def codes(self) -> tuple[Code, ...]:
        """All codes in the order of the file."""
        return tuple(code for frame in self.frames for code in frame.codes)

    @property
    def sha256(self) -> str:
        """Hash of everything that the codebook says; comments and layout do not count."""
        return hash_fields(self.model_dump(mode="json"))

    @property
    def instructions_sha256(self) -> str:
        """Hash of what a human coder is shown: everything but the indicators."""
        return hash_fields(
            self.model_dump(mode="json", exclude={"frames": {"__all__": {"codes": {"__all__": {"indicators"}}}}})
        )


def hash_fields(fields: object) -> str:
    """SHA-256 of the fields written as canonical JSON."""
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def load_codebook(path: Path) -> Codebook:
    """The codebook at `path`.

    Raises InputError with one line per problem, each opening with `file:line:`.
    """
    return read_handmade(path, Codebook)


def tabulate_codebook(codebook: Codebook) -> pd.DataFrame:
    """The `codebook` table: one row per code, in the order of the file."""
    return pd.DataFrame(
        {
            "code": code.code,
            "frame": frame.frame,
            "function": code.function,
            "policy_frame": code.policy_frame,
            "definition": code.definition,
            "when": code.when,
            "when_not": code.when_not,
            "n_indicators": len(code.indicators),
        }
        for frame in codebook.frames
        for code in frame.codes
    )
