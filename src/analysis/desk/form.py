"""A notebook's parameters as a form: what they are, what may be chosen, and what was chosen.

What somebody tries by hand is for this sitting only. The form never changes the cell tagged `parameters`, whose values
are the defaults of every report; it keeps what differs from them in a cell behind it, tagged `injected-parameters`, as
papermill does. So `papermill NOTEBOOK OUT -p …` puts its own cell in that one's place, `workbook report` leaves it out,
and the form takes it away when the notebook is opened with another kernel. A default that a person changes in the
parameters cell itself counts everywhere.
"""

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.coding.dictionary import CODER
from analysis.coding.entries import CoderRecord, read_coders
from analysis.errors import InputError
from analysis.event import find_root
from analysis.reports.parameters import Parameter, parse_value, read_parameters
from analysis.reports.plan import list_choices

HEAD = "# Parameters: chosen in the form above, for this sitting\n"
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

    `asked` is JSON: `source` of the parameters cell, the notebook's `choices`, and `tried`, the source of the cell with
    what was chosen before. `several` fields take any number of their choices. A problem is told in `problem`.
    """
    about = json.loads(asked)
    try:
        source = str(about["source"])
        parameters, comments = read_parameters("notebook", source), _read_comments(source)
        values = _read_values(parameters, str(about.get("tried", "")))
        fields = [
            {
                "name": name,
                "kind": parameter.kind.__name__,
                "value": values[name],
                "several": name in SEVERAL,
                "choices": _list_choices(parameter, about["choices"].get(name), values),
                "comment": comments.get(name, ""),
                "empty": _say_empty(comments.get(name, "")),
            }
            for name, parameter in parameters.items()
        ]
    except InputError as error:
        return FormReply(problem=error.problems[0])
    return FormReply(fields=fields)


def fill_form(asked: str) -> FormReply:
    """The source of the cell behind the parameters cell, with all values that are not the defaults; empty: none is.

    `asked` is JSON: `source` of the parameters cell, `tried` as in `describe_form`, and the `values` that were chosen
    now, as text. What does not fit is told in `problem`.
    """
    about = json.loads(asked)
    try:
        parameters = read_parameters("notebook", str(about["source"]))
        given = {name: parse_value(parameters[name], str(text)) for name, text in about["values"].items()}
        values = _read_values(parameters, str(about.get("tried", ""))) | given
    except KeyError as error:
        return FormReply(problem=f"there is no parameter {error}; run the cells again")
    except (InputError, ValueError) as error:
        return FormReply(problem=str(error))
    lines = [f"{name} = {_write_text(values[name])}\n" for name, p in parameters.items() if values[name] != p.default]
    return FormReply(tried="".join([HEAD, *lines]).rstrip() if lines else "")


def _read_values(parameters: Mapping[str, Parameter], tried: str) -> dict[str, Any]:
    """Each parameter's value: what was tried, else its default."""
    found = {name: parameter.default for name, parameter in read_parameters("form", tried).items()}
    return {name: found.get(name, parameter.default) for name, parameter in parameters.items()}


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
    if parameter.name in SEVERAL:
        return SEVERAL[parameter.name](find_root(), values)
    found: Sequence[Any] = parameter.choices
    if declared:
        found = list_choices(find_root(), declared)
    elif parameter.name in FINDERS and parameter.kind is str:
        found = FINDERS[parameter.name](find_root(), values)
    if not found:
        return []
    return list(dict.fromkeys([*found, values[parameter.name]]))


def _find_codebooks(root: Path, values: Mapping[str, Any]) -> list[str]:
    """The codebooks; empty stands for the event's own where the notebook has an event."""
    names = sorted(path.stem for path in (root / "data" / "codebooks").glob("*.yml"))
    return ["", *names] if "event" in values else names


def _find_coders(root: Path, values: Mapping[str, Any]) -> list[str]:
    """Who judged the event, and the dictionary; where a coder's name is to be written, nobody."""
    if "who" in values:
        return []
    return ["", CODER, *(record.coder for record in _read_coders(root, values))]


def _find_sources(root: Path, values: Mapping[str, Any]) -> list[str]:
    """Whom somebody can decide between: who judged the event, without what was decided before."""
    return [record.coder for record in _read_coders(root, values) if record.kind != "consensus"]


def _read_coders(root: Path, values: Mapping[str, Any]) -> tuple[CoderRecord, ...]:
    """Who judged the event that is chosen."""
    try:
        return tuple(read_coders(root / "data" / "events" / str(values.get("event", "")) / "codings"))
    except InputError:
        return ()


FINDERS: dict[str, Callable[[Path, Mapping[str, Any]], list[str]]] = {
    "codebook": _find_codebooks,
    "coder": _find_coders,
}
SEVERAL: dict[str, Callable[[Path, Mapping[str, Any]], list[str]]] = {"sources": _find_sources}  # apart by spaces
