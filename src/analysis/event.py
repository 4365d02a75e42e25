"""One event: its pages, its codebook, and where they lie."""

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from analysis.errors import InputError, name_choices
from analysis.files import find_odd_file
from analysis.files import find_root as find_root  # notebooks ask for it here
from analysis.files.folders import recover_folders
from analysis.files.handmade import read_handmade


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
    quotations: Literal["full", "short"] = Field(
        default="full", description="what the rights allow in reports: full statements, or short quotations only"
    )
    coder_names: Literal["given", "letters"] = Field(
        default="given", description="people who coded, in reports: by the names they gave, or by letters"
    )
    coders: tuple[str, ...] = Field(default=(), description="coders of installed packages that judge it too")
    notebooks: tuple[str, ...] = Field(
        default=(), description="notebooks that `workbook report --all` renders for it; empty: all numbered ones"
    )
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def transcripts_differ(self) -> Self:
        """Each source has a transcript of its own, named after it."""
        stems = [Path(source.file).stem.casefold() for source in self.sources]
        if twice := [s.file for s, stem in zip(self.sources, stems, strict=True) if stems.count(stem) > 1]:
            raise ValueError(f"two sources would share one transcript ({', '.join(twice)}); rename one of them")
        return self


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

    @property
    def transcript_paths(self) -> tuple[Path, ...]:
        """The pages as read and corrected, in the order of `event.yml`."""
        return tuple(self.transcript_path(source) for source in self.file.sources)

    def transcript_path(self, source: Source) -> Path:
        """A page as read and corrected: `transcripts/<page>.txt`."""
        return self.folder / "transcripts" / f"{Path(source.file).stem}.txt"

    def first_read_path(self, source: Source) -> Path:
        """The transcript before anybody corrected it: `transcripts/first-read/<page>.txt`."""
        return self.folder / "transcripts" / "first-read" / f"{Path(source.file).stem}.txt"


def list_events(root: Path) -> list[str]:
    """The slugs of all events, in alphabetical order."""
    recover_folders(root / "data" / "events")
    folders = [path for path in (root / "data" / "events").glob("*") if not path.name.startswith(".")]
    return sorted(path.name for path in folders if os.path.lexists(path / "event.yml"))


def is_old_event(folder: Path) -> bool:
    """Whether version 0.1.0 made the event: its `event.yml` lists experts, and no transcript is there."""
    if (folder / "transcripts").exists():
        return False
    path = folder / "event.yml"
    return not find_odd_file(path) and bool(re.search(rb"^experts:", path.read_bytes(), re.MULTILINE))


def load_event(slug: str, *, root: Path | None = None, codebook: str = "") -> Event:
    """The event called `slug`; with the codebook of that name instead of its own where one is given.

    Raises InputError when there is no such event or its file has problems.
    """
    root = find_root() if root is None else root.resolve()
    slugs = list_events(root)
    if slug not in slugs:
        raise InputError(f'there is no event "{slug}" in {root / "data" / "events"}; there is: {name_choices(slugs)}')
    folder = root / "data" / "events" / slug
    if is_old_event(folder):
        raise InputError(f"{slug}/event.yml: was made by version 0.1.0; convert it with: workbook check {slug}")
    file = read_handmade(folder / "event.yml", EventFile)
    return Event(slug, root, file.model_copy(update={"codebook": codebook}) if codebook else file)
