"""Frames, their codes and indicators: read, checked and hashed."""

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from analysis.codebook.language import parse_indicator
from analysis.errors import InputError, name_choices
from analysis.files import hash_bytes, hash_file
from analysis.files.handmade import read_handmade

Function = Literal["problem", "cause", "evaluation", "remedy"]
RuleName = Literal["negated", "quoted", "first_sentence"]
Counting = Literal["counts", "does not count"]
_UNSAID = BeforeValidator(lambda text: "" if text is None else text)  # `when:` with nothing after it
Written = Annotated[str, _UNSAID]
WRITTEN = ("definition", "when", "when_not", "typical", "borderline", "near_miss")  # of a code, for its coders
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


class Rules(BaseModel):
    """Whether matches count that are negated, quoted or in the first sentence; the nearest rule holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    negated: Counting | None = Field(default=None, description="whether a negated match counts; if nowhere said, not")
    quoted: Counting | None = Field(default=None, description="whether a match in quotation marks counts")
    first_sentence: Counting | None = Field(
        default=None, description="whether a match in the first sentence of the statement or document counts"
    )


class Indicator(Rules):
    """A sign of a code: a pattern in the indicator language, alone or with rules of its own."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra=lambda schema: _allow_text(schema),
    )
    match: str = Field(min_length=1, description="words, wildcards *, gaps (0-3), (near 5), (one | another), =Exact")
    but_not: tuple[str, ...] = Field(default=(), description="no match where one of these overlaps it")
    weight: float = Field(default=1.0, gt=0, le=1000, description="added to the score by each match that counts")

    @model_validator(mode="before")
    @classmethod
    def accept_text(cls, data: Any) -> Any:
        """`- rivalr*` is short for `- match: rivalr*`."""
        return {"match": data} if isinstance(data, str) else data

    @field_validator("but_not", mode="before")
    @classmethod
    def accept_one(cls, but_not: Any) -> Any:
        """`but_not: sibling rivalr*` is short for a list of one."""
        return (but_not,) if isinstance(but_not, str) else but_not

    @field_validator("match")
    @classmethod
    def can_be_read(cls, match: str) -> str:
        """The pattern is in the indicator language."""
        parse_indicator(match)
        return match

    @field_validator("but_not")
    @classmethod
    def can_all_be_read(cls, but_not: tuple[str, ...]) -> tuple[str, ...]:
        """So is each exclusion."""
        for pattern in but_not:
            parse_indicator(pattern)
        return but_not

    def __str__(self) -> str:
        said = {"negated": self.negated, "quoted": self.quoted, "in the first sentence": self.first_sentence}
        rules = [f"but not {', '.join(self.but_not)}"] * bool(self.but_not)
        rules += [f"weight {self.weight:g}"] * (self.weight != 1)
        rules += [f"{name} {rule}" for name, rule in said.items() if rule]
        return "; ".join([self.match, *rules])


def _allow_text(schema: dict[str, Any]) -> None:
    """In the JSON Schema an indicator may be text, or a mapping with `match`."""
    mapping = dict(schema)
    but_not = mapping["properties"]["but_not"]
    mapping["properties"]["but_not"] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": but_not["description"],
    }
    schema.clear()
    schema["anyOf"] = [{"type": "string", "minLength": 1}, mapping]


class Code(Rules):
    """One element of a frame, with what a coder needs to judge it; in a first draft only its indicators are there."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(min_length=1, pattern=r"^[^\s/].*$")
    function: Annotated[Function | Literal[""], _UNSAID] = Field(default="", description="empty: not said")
    policy_frame: Annotated[PolicyFrame | Literal[""], _UNSAID] = Field(default="", description="empty: not said")
    definition: Written = ""
    when: Written = ""
    when_not: Written = ""
    typical: Written = ""
    borderline: Written = ""
    near_miss: Written = ""
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Frame(BaseModel):
    """An interpretive package: a name and its codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    frame: str = Field(min_length=1)
    definition: Written = ""
    codes: tuple[Code, ...] = Field(min_length=1)


class Codebook(Rules):
    """A whole codebook, as `data/codebooks/<name>.yml` holds it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    title: str
    language: str
    about: Written = ""
    instructions: Written = ""
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
        """Hash of what a human coder is shown: everything but the indicators and the rules for them."""
        rules = set(Rules.model_fields)
        unseen = {"frames": {"__all__": {"codes": {"__all__": {"indicators", *rules}}}}}
        return hash_fields(self.model_dump(mode="json", exclude=unseen | dict.fromkeys(rules, True)))

    def rule(self, code: Code, indicator: Indicator, name: RuleName) -> bool:
        """Whether a match counts under the nearest rule called `name`: the indicator's, the code's, the codebook's."""
        said = [getattr(level, name) for level in (indicator, code, self)]
        return next((rule == "counts" for rule in said if rule), name != "negated")


def hash_fields(fields: object) -> str:
    """SHA-256 of the fields written as canonical JSON."""
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hash_bytes(written.encode())


def load_codebook(path: Path) -> Codebook:
    """The codebook at `path`.

    Raises InputError with one line per problem, each opening with `file:line:`.
    """
    return _parse_codebook(path, hash_file(path) if path.is_file() else "")


@lru_cache(maxsize=16)
def _parse_codebook(path: Path, _sha256: str) -> Codebook:
    """The codebook while its file has this content: one report asks for it four times."""
    return read_handmade(path, Codebook)


def find_codebook(name: str, root: Path | None) -> Path:
    """`data/codebooks/<name>.yml` below the root, or the file that the name itself is."""
    if root is None or Path(name).suffix:
        return Path(name)
    folder = root / "data" / "codebooks"
    if not (folder / f"{name}.yml").is_file():
        there = name_choices(sorted(path.stem for path in folder.glob("*.yml")))
        raise InputError(f'there is no codebook "{name}" in {folder}; there is: {there}')
    return folder / f"{name}.yml"


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
