"""The data of an exhibit as a notebook shows it, checked before a page is made of it: anybody may have written it."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import TemplateError

from analysis.errors import InputError

VERSION = 1
SHAPE: dict[str, type] = {
    "name": str, "id": str, "kind": str, "title": str,
    "parts": list, "findings": list, "tables": dict, "records": dict, "summary": dict, "facts": dict,
}  # fmt: skip
TEXTS = ("tables", "records", "summary", "facts")  # each a text under its name
FILE_NAME = re.compile(r"[\w-][\w .-]{0,99}")
PLACE = re.compile(r"[\w-]+")  # goes into the page's style as it is


def read_exhibit(shown: Any, where: str) -> dict[str, Any]:
    """An exhibit's data, once it is what this version reads and every figure says what it shows."""
    try:
        about: dict[str, Any] = json.loads(shown) if isinstance(shown, str) else shown
    except (ValueError, RecursionError):
        about = {}
    if not isinstance(about, dict) or about.get("version") != VERSION:
        raise InputError(f"{where}: shows an exhibit of another version; run the notebook again")
    if fault := next(_find_faults(about), ""):
        raise InputError(f"{where}: shows a broken exhibit: {fault}; run the notebook again")
    for part in about["parts"]:
        if part["is"] == "Panels" and not str(part.get("alt", "")).strip():
            raise InputError(f'{where}: figure "{about["name"]}" has no alternative text; give it alt="…"')
    return about


def _find_faults(about: Mapping[str, Any]) -> Iterator[str]:
    """What of the exhibit is not as it is written, outside its parts."""
    for key, kind in SHAPE.items():
        if not isinstance(about.get(key), kind):
            yield f'"{key}" is missing or of another type'
    for key in TEXTS:
        if not all(isinstance(text, str) for text in about[key].values()):
            yield f'"{key}" holds what is no text'
    for name in (*about["tables"], *about["records"]):
        if not FILE_NAME.fullmatch(name):
            yield f"{name!r} cannot name a file"
    for part in about["parts"]:
        if not isinstance(part, dict) or not isinstance(part.get("is"), str):
            yield "a part does not say what it is"


def encode_text(text: str) -> bytes:
    """The text as a file holds it; half a sign, which no file can hold, is a question mark."""
    return text.encode(errors="replace")


@contextmanager
def name_broken(exhibit: Mapping[str, Any]) -> Iterator[None]:
    """Parts that are not as this version writes them are the notebook's fault, and are told in one line."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, StopIteration, RecursionError, TemplateError) as error:
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        name = exhibit["name"][:80]
        raise InputError(f"exhibit {name!r} cannot be shown ({fault}); run the notebook again") from error
