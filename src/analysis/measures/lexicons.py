"""Word lists and lists of names: read, checked, and found in a text."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from analysis.bundled import find_bundled
from analysis.errors import InputError
from analysis.files.handmade import read_handmade

Outlook = Literal["certain", "likely", "possible", "unlikely", "open", "hoped", ""]
Model = TypeVar("Model", bound=BaseModel)
OWN = find_bundled() / "data" / "lexicons"


class Entry(BaseModel):
    """One word or phrase; a trailing * stands for any ending of that word."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    entry: str = Field(pattern=r"^[\w’'-]+\*?( [\w’'-]+\*?)*$")
    lower_case: bool = Field(default=False, description="matches only where written in lower case")
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    outlook: Outlook = ""


class Lexicon(BaseModel):
    """One list: entries of one category, with where the categories come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    language: str
    about: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    category: str = Field(min_length=1)
    modality: Literal["epistemic", "deontic", "wish", ""]
    entries: tuple[Entry, ...] = Field(min_length=1)


class Actor(BaseModel):
    """Somebody who acts in the event and the names that stand for him, her or it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    actor: str = Field(min_length=1)
    names: tuple[str, ...] = Field(min_length=1)
    adjectives: tuple[str, ...] = Field(default=(), description="forms that name it only as a quality: Russian")


class Actors(BaseModel):
    """Who is looked for in a text, and the verbs by which roles are recognised."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    language: str
    about: str = Field(min_length=1)
    actors: tuple[Actor, ...] = Field(min_length=1)


class Verbs(BaseModel):
    """Verbs in the forms that the rules cannot make: base forms, and irregular forms under their base form."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    language: str
    about: str
    auxiliaries: tuple[str, ...]
    regular: tuple[str, ...]
    irregular: dict[str, tuple[str, ...]]


def find_lexicon(name: str, root: Path) -> Path:
    """The root's own `data/lexicons/<name>.yml`, or else the project's."""
    path = root / "data" / "lexicons" / f"{name}.yml"
    return path if path.is_file() else OWN / f"{name}.yml"


def load_lexicon(name: str, *, root: Path) -> Lexicon:
    """The word list called `name`. Raises InputError with one line per problem."""
    return _read_cached(find_lexicon(name, root), Lexicon)


def load_verbs(*, root: Path) -> Verbs:
    """The verbs of `data/lexicons/verbs.yml`."""
    return _read_cached(find_lexicon("verbs", root), Verbs)


def load_actors(*, folder: Path, root: Path) -> Actors:
    """The event's own `actors.yml`, or else `data/lexicons/actors.yml`."""
    own = folder / "actors.yml"
    actors = _read_cached(own if own.is_file() else find_lexicon("actors", root), Actors)
    names = [name for actor in actors.actors for name in (*actor.names, *actor.adjectives)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f'{own.name}: the name "{twice[0]}" is given twice; one name stands for one actor')
    return actors


def _read_cached(path: Path, model: type[Model]) -> Model:
    """The file as a model, read anew only when it changed."""
    stat = path.stat() if path.is_file() else None
    read: Model = _read_stamped(path, model, (stat.st_mtime_ns, stat.st_size) if stat else (0, 0))
    return read


@lru_cache(maxsize=64)
def _read_stamped(path: Path, model: type[Model], stamp: tuple[int, int]) -> Model:
    """The file as a model; `stamp` tells its versions apart."""
    return read_handmade(path, model)


def compile_entries(entries: Iterable[Entry]) -> list[tuple[Entry, re.Pattern[str]]]:
    """Each entry with its pattern: whole words, white space between them, in any case unless it says otherwise."""
    return [(entry, _compile_entry(entry)) for entry in entries]


@cache
def _compile_entry(entry: Entry) -> re.Pattern[str]:
    """The pattern of one entry."""
    words = [re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in entry.entry.split()]
    phrase = r"\s+".join(words)
    after = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in entry.not_after)
    before = rf"(?!\s+(?:{'|'.join(map(re.escape, entry.not_before))})\b)" if entry.not_before else ""
    flags = re.NOFLAG if entry.lower_case else re.IGNORECASE
    return re.compile(rf"(?<![\w’'-]){after}{phrase}(?![\w-]){before}", flags)
