"""Learned coders as files: data in JSON, checked when it is read, never code."""

import base64
import json
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.coding.embedding import Floats
from analysis.errors import InputError, name_choices
from analysis.files import hash_bytes, write_whole

LARGEST_NUMBER = 1e6  # of thresholds and the like: log-odds and weights of terms are below 100
HASH = "content_sha256"
Count = Annotated[int, Field(ge=0, le=10**9)]
LARGEST = 256 << 20  # bytes; a model of nine codes has one million


class WeightedTerms(BaseModel):
    """The words, or runs of characters, that a model counts, with the weight of each (inverse document frequency)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    terms: tuple[str, ...]
    idf: tuple[float, ...]

    @model_validator(mode="after")
    def each_has_its_weight(self) -> Self:
        """One weight for each term."""
        if len(self.terms) != len(self.idf) or len(set(self.terms)) != len(self.terms):
            raise ValueError("has not one weight for each term")
        return self


class Model(BaseModel):
    """A learned coder: one linear model per code on counted terms and sentence embeddings.

    `coefficients` are base64 of little-endian 32-bit floats, codes × (words, characters, embedding).
    `least_codes` and `most_codes` bound how many codes a text gets; `off_topic` is in how many of how many sentences
    about something else it found any code when it was learned (of 0: nobody asked).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[2] = 2
    codes: tuple[str, ...] = Field(min_length=1)
    words: WeightedTerms
    characters: WeightedTerms
    encoder: str
    encoder_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    embedding_weight: float = Field(ge=0, allow_inf_nan=False)
    n_dimensions: int = Field(ge=0, le=65536)
    coefficients: str
    intercepts: tuple[float, ...]
    thresholds: tuple[float, ...]
    least_codes: int = Field(ge=0)
    most_codes: int = Field(ge=1)
    off_topic: tuple[Count, Count] = (0, 0)
    training_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    n_texts: Count
    n_documents: Count
    positives: tuple[Count, ...]
    left_out: tuple[str, ...] = ()
    settings: dict[str, float]
    training: tuple[str, ...] = Field(default=(), description="where the judgements are from")

    @model_validator(mode="after")
    def sizes_fit(self) -> Self:
        """Each code has its numbers, all of them finite."""
        n = len(self.codes)
        if {len(self.intercepts), len(self.thresholds), len(self.positives)} != {n} or len(set(self.codes)) != n:
            raise ValueError("has not one number for each code")
        if not self.least_codes <= self.most_codes <= n or self.off_topic[0] > self.off_topic[1]:
            raise ValueError("bounds how many codes a text gets by numbers that cannot be")
        if not all(name.isprintable() for name in (*self.codes, *self.left_out, *self.training, self.encoder)):
            raise ValueError("holds a name with characters that cannot be printed")
        numbers = [*self.intercepts, *self.thresholds, *self.words.idf, *self.characters.idf]
        if not np.isfinite(numbers).all() or not np.isfinite(self.weights).all():
            raise ValueError("holds a number that is not finite")
        if np.abs(numbers).max(initial=0) > LARGEST_NUMBER:
            raise ValueError(f"holds a number above {LARGEST_NUMBER:g}")
        return self

    @property
    def weights(self) -> Floats:
        """The coefficients as numbers, codes × features."""
        width = len(self.words.terms) + len(self.characters.terms) + self.n_dimensions
        raw = np.frombuffer(base64.b64decode(self.coefficients, validate=True), "<f4")
        return raw.reshape(len(self.codes), width).astype(np.float64)

    @property
    def sha256(self) -> str:
        """Hash of all that the file says."""
        return hash_bytes(format_model(self))


def pack_numbers(numbers: Floats) -> str:
    """Numbers as a model's file holds them."""
    return base64.b64encode(numbers.astype("<f4").tobytes()).decode()


def format_model(model: Model) -> bytes:
    """The bytes of a model's file: all that it says, and the hash of that, so that a change by hand is found."""
    fields = model.model_dump(mode="json")
    return (json.dumps({**fields, HASH: _hash_fields(fields)}, ensure_ascii=False, indent=0) + "\n").encode()


def _hash_fields(fields: object) -> str:
    """Hash of the fields of a file, in the order in which they stand."""
    return hash_bytes(json.dumps(fields, ensure_ascii=False).encode(errors="surrogatepass"))


def write_model(path: Path, model: Model) -> None:
    """The model's file, whole or not at all."""
    write_whole(path, format_model(model))


def read_model(path: Path) -> Model:
    """The model in a file. Raises InputError where it is none, is damaged or is of another format."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; no model is")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); make a model with: workbook learn") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path.name}: is not JSON; make it again with: workbook learn") from None
    version = data.get("format") if isinstance(data, dict) else None
    if version != 2:
        raise InputError(f"{path.name}: has the format {str(version)[:20]}, not 2; make it again with: workbook learn")
    hashed = data.pop(HASH, "")
    try:
        model = Model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(
            f"{path.name}: {where}: {first['msg'].removeprefix('Value error, ')}; make it again with: workbook learn"
        ) from None
    if hashed != _hash_fields(data):
        raise InputError(f"{path.name}: was changed after it was learned; make it again with: workbook learn")
    return model


def list_models(root: Path) -> list[str]:
    """The names of the learned coders in `data/models`."""
    return sorted(path.stem for path in (root / "data" / "models").glob("*.json"))


def find_model(name: str, root: Path) -> Model:
    """The model `data/models/NAME.json`. Raises InputError where there is none."""
    if name not in list_models(root):
        raise InputError(f'there is no learned coder "{name}"; there is: {name_choices(list_models(root))}')
    return read_model(root / "data" / "models" / f"{name}.json")
