"""Pieces and parts of exhibits as JSON data, and as plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from analysis.exhibits.pieces import Chip, Passage, Piece, Sign, Unseen


def describe_parts(thing: Any) -> Any:
    """Pieces and parts as JSON data: each a mapping whose `is` names its class."""
    if thing is None or isinstance(thing, str | bool | int):
        return thing
    if is_dataclass(thing) and not isinstance(thing, type):
        return {
            "is": type(thing).__name__,
            **{name: describe_parts(getattr(thing, name)) for name in _list_fields(type(thing))},
        }
    if isinstance(thing, Mapping):
        return {str(key): describe_parts(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [describe_parts(item) for item in thing]
    if hasattr(thing, "item"):  # a number of numpy
        thing = thing.item()
    return None if isinstance(thing, float) and thing != thing else thing


@cache
def _list_fields(kind: type) -> tuple[str, ...]:
    """The names of a part's fields."""
    return tuple(f.name for f in fields(kind))


SPOKEN = {
    "words", "items", "title", "about", "tracks", "panels", "note", "label", "count", "caption", "head", "rows", "alt",
    "summary", "parts", "columns", "quotes", "passage", "who", "where", "stretches", "pairs", "statements", "paragraphs",
    "said",
}  # fmt: skip


def plain(thing: Any) -> str:
    """The words of pieces and parts without their looks."""
    if isinstance(thing, str):
        return thing
    if isinstance(thing, tuple | list):
        return (
            " ".join(said for item in thing if (said := plain(item)))
            if not _is_line(thing)
            else "".join(plain(item) for item in thing)
        )
    if isinstance(thing, Unseen):
        return ""
    if isinstance(thing, Chip):
        return thing.name or thing.letters
    if isinstance(thing, Sign):
        return thing.name
    if isinstance(thing, Passage):
        return "".join(stretch.words for stretch in thing.stretches)
    if is_dataclass(thing) and not isinstance(thing, type):
        return " ".join(
            said for name in _list_fields(type(thing)) if name in SPOKEN and (said := plain(getattr(thing, name)))
        )
    return ""


def _is_line(things: Sequence[Any]) -> bool:
    """Whether these are pieces of one line rather than parts or cells."""
    return all(isinstance(thing, str | Piece) for thing in things) and any(isinstance(thing, str) for thing in things)
