"""Read hand-made YAML files into models, naming every problem at once with its line."""

import json
import os
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from analysis.errors import InputError, tell_once
from analysis.files import require_file

LARGEST = 4 << 20  # bytes; a hand-made file is a thousand times smaller
DEEPEST = 20
LONGEST_SHOWN = 40  # characters of a value that cannot be read
MOST = 50  # problems of one file that are told
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_handmade(path: Path, model: type[Model]) -> Model:
    """The file at `path` as a `model`.

    Raises InputError with one line per problem, each opening with `file:line:`.
    """
    data, lines = read_yaml(path)
    if not isinstance(data, dict):
        raise InputError(f"{path.name}:1: holds no fields; start with: {next(iter(model.model_fields))}: …")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = [d for d in error.errors() if not (d["type"] == "too_short" and d["input"])]  # its items are named
        raise InputError([_describe_problem(path, data, lines, detail) for detail in details]) from None


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list in a hand-made file: its lines, from 0, and the nodes of its fields' names and values.

    Blank lines and comments behind an entry are not its lines.
    """

    lines: range
    fields: Mapping[str, tuple[yaml.Node, Any]]


def locate_entries(text: str, field: str, name: str) -> tuple[list[ListEntry], int]:
    """The entries of the list `field`, and the column in which they begin.

    Raises InputError where the file called `name` has its
    list in brackets: no line can be put into that.
    """
    root = yaml.compose(text, Loader=Loader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    listed = next(value for key, value in pairs if key.value == field)
    if not listed.value:
        return [], 2
    if listed.flow_style:
        raise InputError(f"{name}: its {field} stand in brackets; write one below the other, or add this one by hand")
    lines = text.splitlines()
    ends = [*(entry.start_mark.line for entry in listed.value[1:]), listed.end_mark.line]
    found = []
    for entry, end in zip(listed.value, ends, strict=True):
        while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        fields = entry.value if isinstance(entry, yaml.MappingNode) else ()
        named = {key.value: (key, value) for key, value in fields}
        found.append(ListEntry(range(entry.start_mark.line, end), named))
    return found, listed.start_mark.column


def read_yaml(path: Path, *, largest: int = LARGEST) -> tuple[Any, dict[Place, int]]:
    """The file's data and the line of each place in it; aliases and duplicate keys are refused."""
    require_file(path, str(path) if not os.path.lexists(path) else "")
    if path.stat().st_size > largest:
        raise InputError(f"{path.name}: is larger than {largest >> 20} MB; split it")
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=Loader)
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise InputError(f"{path.name}:{line}: is not YAML here ({what}); correct the line") from None
    except RecursionError:
        raise InputError(f"{path.name}: is nested too deeply; flatten it") from None
    lines: dict[Place, int] = {}
    problems = list(_note_lines(node, (), lines, set())) if node else []
    if problems:
        raise InputError(tell_once([(f"{path.name}:{line}: ", what) for line, what in problems], most=MOST))
    try:
        return _construct(node), lines
    except yaml.constructor.ConstructorError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path.name}:{line}: holds a value that is not plain YAML; write plain text") from None
    except ValueError:  # such as 2023-13-45, which YAML takes for a date
        raise InputError([f"{path.name}:{line}: {what}" for line, what in _find_unreadable(node, ())]) from None


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int], seen: set[int]) -> Iterator[tuple[int, str]]:
    """Fill `lines`; yield what a hand-made file must not have."""
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if id(node) in seen:
        yield line, "uses an alias (*name); write the value out"
        return
    seen.add(id(node))
    if len(place) > DEEPEST:
        yield line, f"is nested deeper than {DEEPEST} levels; flatten it"
    elif isinstance(node, yaml.MappingNode):
        keys: set[Hashable] = set()
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield key_line, "has a key that is not a word; use a word"
                continue
            if key.value in keys:
                yield key_line, f'has "{key.value}" twice; keep one'
            keys.add(key.value)
            lines[*place, key.value] = key_line
            yield from _note_lines(value, (*place, key.value), lines, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _note_lines(item, (*place, index), lines, seen)


def _find_unreadable(node: yaml.Node | None, place: Place) -> Iterator[tuple[int, str]]:
    """The line of each value that looks like a date or a number and is none, and what is told of it."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _find_unreadable(key, place)
            yield from _find_unreadable(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _find_unreadable(item, (*place, index))
    elif node:
        try:
            _construct(node)
        except ValueError:
            found = node.value if len(node.value) <= LONGEST_SHOWN else node.value[:LONGEST_SHOWN] + "…"
            kind = (
                "a date, but there is no such day" if "timestamp" in node.tag else "a number, but is too long for one"
            )
            field = " › ".join(map(str, place)) or "the value"
            yield node.start_mark.line + 1, f"{field} looks like {kind}; found {found}"


def _construct(node: yaml.Node | None) -> Any:
    """Plain data from a composed node; only YAML's safe kinds."""
    if node is None:
        return None
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _describe_problem(path: Path, data: Any, lines: Mapping[Place, int], detail: ErrorDetails) -> str:
    """One line for one of pydantic's problems: `file:line: code "x" has no definition; add definition: …`."""
    place = tuple(part for part in detail["loc"] if not (isinstance(part, str) and "[" in part))
    known = place
    while known and known not in lines:
        known = known[:-1]
    where = f"{path.name}:{lines.get(known, 1)}: "
    holder, field = _name_holder(data, place[:-1]), place[-1] if place else ""
    if detail["type"] == "missing":
        return f"{where}{holder} has no {field}; add {field}: …"
    if detail["type"] == "extra_forbidden":
        return f'{where}{holder} has an unknown field "{field}"; remove it or correct its name'
    found = repr(detail["input"])
    found = found if len(found) <= 60 else found[:57] + "…"
    what = _describe_detail(detail)
    return f"{where}{holder}{f': {field}' if field != '' else ''} {what}; found {found}"


def _describe_detail(detail: ErrorDetails) -> str:
    """What is wrong with a value, in the words of the person who wrote it."""
    kind, about = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return f"must have the form {about['pattern']}"
    if kind.startswith(("date_", "datetime_")):
        return "must be a date such as 2024-05-14"
    known = {
        "string_type": "must be text",
        "string_too_short": "is empty; write it",
        "too_short": "is empty; write one at least",
        "bool_type": "must be true or false",
        "bool_parsing": "must be true or false",
        "int_type": "must be a whole number",
        "int_parsing": "must be a whole number",
        "int_parsing_size": "is too large",
        "int_from_float": "must be a whole number",
        "float_type": "must be a number",
        "float_parsing": "must be a number",
        "tuple_type": "must be a list",
        "list_type": "must be a list",
        "dict_type": "must be fields with values",
        "model_type": "must be fields with values",
        "model_attributes_type": "must be fields with values",
    }
    return known.get(kind, detail["msg"].removeprefix("Value error, ").removeprefix("Input "))


def _name_holder(data: Any, place: Place) -> str:
    """What the place is called by its own first field: `code "dependence"`, else its path, else `the file`."""
    value, name = data, "the file"
    for depth, part in enumerate(place):
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(value, dict) and value:
            key, first = next(iter(value.items()))
            named = isinstance(first, str) and isinstance(part, int)
            name = f'{key} "{first}"' if named else " › ".join(map(str, place[: depth + 1]))
    return name


def describe_model(model: type[BaseModel], what: str) -> str:
    """The model's JSON Schema as text, by which an editor completes and checks the file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(), "title": what}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
