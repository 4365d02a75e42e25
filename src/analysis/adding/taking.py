"""The bytes that `workbook add` was given, and which page of the event they are."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.errors import InputError
from analysis.event import Event, Source
from analysis.files import hash_bytes, require_file
from analysis.sources.documents import LARGEST


@dataclass(frozen=True)
class Taken:
    """A published file: its name in the event, its bytes, and where it came from."""

    name: str
    raw: bytes
    url: str = ""
    fetched: datetime.date | None = None
    known: Source | None = None  # the event's page that this is again

    @property
    def sha256(self) -> str:
        """Of the bytes."""
        return hash_bytes(self.raw)


def take_source(source: str, event: Event | None, allow: Callable[[Source | None, str], None]) -> Taken:
    """The bytes of a file or an address.

    `allow` is asked with the event's own page that this is again (None for another page) and with its SHA-256, which
    is empty while nothing was fetched yet; it raises where the event must not be changed.
    """
    if re.match(r"^https?://", source, re.IGNORECASE):
        known = _find_known(event, "", source)
        allow(known, "")
        from analysis.sources.fetch import fetch_page

        raw, name = fetch_page(source)
        taken = Taken(_name_safely(name), raw, source, datetime.datetime.now(datetime.UTC).date())
    else:
        taken = _take_file(source)
    known = _find_known(event, taken.name, taken.url)
    allow(known, taken.sha256)
    if known:  # the transcript keeps its name
        taken = replace(taken, name=Path(known.file).stem + Path(taken.name).suffix, url=taken.url or known.url)
    return replace(taken, known=known)


def _take_file(source: str) -> Taken:
    """The bytes of a file."""
    path = Path(source)
    if re.match(r"^[a-z]+://", source):
        raise InputError(f"{source}: is no http or https address; save the page and add the file")
    require_file(path, source)
    if path.stat().st_size > LARGEST:
        raise InputError(
            f"{path.name}: holds {path.stat().st_size >> 20} MB, more than {LARGEST >> 20}; "
            "save the page without its pictures"
        )
    try:
        return Taken(_name_safely(path.name), path.read_bytes())
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror}); check its rights") from None


def _find_known(event: Event | None, name: str, url: str) -> Source | None:
    """The event's page that has this file name or address."""
    sources = event.file.sources if event else ()
    return next((s for s in sources if s.file == name or (url and s.url == url)), None)


def _name_safely(name: str) -> str:
    """A file name without anything a shell or another system would trip over."""
    path = Path(name)
    stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:80] or "page"
    return stem + path.suffix.lower()
