"""One event: its page, its experts, its codebook, and where they lie."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from analysis.errors import InputError, name_choices
from analysis.files import find_root as find_root  # notebooks ask for it here
from analysis.handmade import read_handmade

ExpertKind = Literal["person", "organisation", "several"]


class Expert(BaseModel):
    """Somebody whose statement the page publishes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"


class Source(BaseModel):
    """One published file, kept as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str = Field(min_length=1, description="name inside the event's sources folder")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    url: str = ""
    fetched: datetime.date | None = Field(default=None, description="when `workbook add URL` saved it")

    article: bool = Field(default=False, description="a running article: its quotations are the statements")

    @field_validator("file")
    @classmethod
    def stays_inside(cls, file: str) -> str:
        """A source lies in the event's own folder."""
        if Path(file).name != file:
            raise ValueError("must be a file name without a folder")
        return file


class EventFile(BaseModel):
    """What `event.yml` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str = Field(min_length=1)
    date: datetime.date
    publisher: str
    series: str = ""
    language: str = Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="BCP 47, such as en or pt-BR")
    url: str = Field(default="", pattern="^(https?://.*)?$")
    rights: str
    codebook: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    coders: tuple[str, ...] = Field(default=(), description="coders of installed packages that judge it too")
    sources: tuple[Source, ...] = Field(min_length=1)
    experts: tuple[Expert, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Event:
    """An event's file and where it lies; `root` holds `data/`, `notebooks/` and `reports/`."""

    slug: str
    root: Path
    file: EventFile

    @property
    def folder(self) -> Path:
        """`data/events/<slug>`."""
        return self.root / "data" / "events" / self.slug

    @property
    def codebook_path(self) -> Path:
        """`data/codebooks/<name>.yml`."""
        return self.root / "data" / "codebooks" / f"{self.file.codebook}.yml"

    @property
    def source_paths(self) -> tuple[Path, ...]:
        """The published files, in the order of `event.yml`."""
        return tuple(self.folder / "sources" / source.file for source in self.file.sources)


def list_events(root: Path) -> list[str]:
    """The slugs of all events, in alphabetical order."""
    return sorted(path.parent.name for path in (root / "data" / "events").glob("*/event.yml"))


def load_event(slug: str, *, root: Path | None = None, codebook: str = "") -> Event:
    """The event called `slug`; with the codebook of that name instead of its own where one is given.

    Raises InputError when there is no such event or its file has problems.
    """
    root = find_root() if root is None else root.resolve()
    slugs = list_events(root)
    if slug not in slugs:
        raise InputError(f'there is no event "{slug}" in {root / "data" / "events"}; there is: {name_choices(slugs)}')
    file = read_handmade(root / "data" / "events" / slug / "event.yml", EventFile)
    return Event(slug, root, file.model_copy(update={"codebook": codebook}) if codebook else file)
