"""A notebook's parameters as a form: what they are, what may be chosen, and the parameters cell filled in."""

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.coding.dictionary import CODER
from analysis.coding.entries import read_coders
from analysis.errors import InputError
from analysis.event import find_root
from analysis.reports.parameters import Parameter, parse_value, read_parameters
from analysis.reports.plan import list_choices

EMPTY = "(not chosen)"  # what the form says for an empty value, unless the cell's comment says what it means


class FormReply:
    """An answer to JupyterLab, which takes it as JSON."""

    def __init__(self, **said: Any) -> None:
        self.said = said

    def _repr_json_(self) -> dict[str, Any]:
        """What Jupyter sends."""
        return self.said


def describe_form(asked: str) -> FormReply:
    """The fields of the form: name, kind, value, choices, comment, and what an empty value means.

    `asked` is JSON: `source` of the parameters cell and the notebook's `choices`. A problem is told in `problem`.
    """
    about = json.loads(asked)
    try:
        source = str(about["source"])
        parameters, comments = read_parameters("notebook", source), _read_comments(source)
        found = {name: parameter.default for name, parameter in parameters.items()}
        fields = [
            {
                "name": name,
                "kind": parameter.kind.__name__,
                "value": parameter.default,
                "choices": _list_choices(parameter, about["choices"].get(name), found),
                "comment": comments.get(name, ""),
                "empty": _say_empty(comments.get(name, "")),
            }
            for name, parameter in parameters.items()
        ]
    except InputError as error:
        return FormReply(problem=error.problems[0])
    return FormReply(fields=fields)


def fill_form(asked: str) -> FormReply:
    """The parameters cell with the values of the form; types, comments and order stay.

    `asked` is JSON: `source` of the cell and the `values` as text. What does not fit is told in `problem`.
    """
    about = json.loads(asked)
    source = str(about["source"])
    try:
        parameters = read_parameters("notebook", source)
        values = {name: parse_value(parameters[name], str(text)) for name, text in about["values"].items()}
    except KeyError as error:
        return FormReply(problem=f"there is no parameter {error}; run the cells again")
    except (InputError, ValueError) as error:
        return FormReply(problem=str(error))
    changed = {name: value for name, value in values.items() if value != parameters[name].default}
    return FormReply(source=_write_values(source, changed))


def _write_values(source: str, values: Mapping[str, Any]) -> str:
    """The source with other values; from the last assignment to the first, so that places stay right."""
    lines = source.splitlines(keepends=True)
    for statement in reversed(ast.parse(source).body):
        name, value = _read_target(statement), getattr(statement, "value", None)
        if name in values and value is not None and value.lineno == value.end_lineno:
            line = lines[value.lineno - 1].encode()
            written = _write_text(values[name]).encode()
            lines[value.lineno - 1] = (line[: value.col_offset] + written + line[value.end_col_offset :]).decode()
    return "".join(lines)


def _write_text(value: Any) -> str:
    """A value as the notebooks write it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _read_target(statement: ast.stmt) -> str:
    """The name that a statement gives a value."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _read_comments(source: str) -> dict[str, str]:
    """What stands behind each parameter."""
    lines = source.splitlines()
    comments = {}
    for statement in ast.parse(source).body:
        rest = lines[(statement.end_lineno or 1) - 1].encode()[statement.end_col_offset :].decode()
        comments[_read_target(statement)] = rest.strip().removeprefix("#").strip()
    return comments


def _say_empty(comment: str) -> str:
    """What the comment says of an empty value: `empty: people where they coded enough, else the dictionary`."""
    return comment.partition("empty: ")[2].split(";")[0] or EMPTY


def _list_choices(parameter: Parameter, declared: Any, values: Mapping[str, Any]) -> list[Any]:
    """What exists to choose from; the value that stands there is always among it. None: any value may be written."""
    found: Sequence[Any] = parameter.choices
    if declared:
        found = list_choices(find_root(), declared)
    elif parameter.name in FINDERS and parameter.kind is str:
        found = FINDERS[parameter.name](find_root(), values)
    if not found:
        return []
    return list(dict.fromkeys([*found, parameter.default]))


def _find_codebooks(root: Path, values: Mapping[str, Any]) -> list[str]:
    """The codebooks; empty stands for the event's own where the notebook has an event."""
    names = sorted(path.stem for path in (root / "data" / "codebooks").glob("*.yml"))
    return ["", *names] if "event" in values else names


def _find_coders(root: Path, values: Mapping[str, Any]) -> list[str]:
    """Who judged the event, and the dictionary; where a coder's name is to be written, nobody."""
    if "who" in values:
        return []
    try:
        coders = read_coders(root / "data" / "events" / str(values.get("event", "")) / "codings")
    except InputError:
        coders = ()
    return ["", CODER, *(record.coder for record in coders)]


FINDERS: dict[str, Callable[[Path, Mapping[str, Any]], list[str]]] = {
    "codebook": _find_codebooks,
    "coder": _find_coders,
}
