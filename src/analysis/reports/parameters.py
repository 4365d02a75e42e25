"""A notebook's parameters: what its parameters cell declares, and strict values for them.

Papermill only warns of an unknown name and guesses types (`007` becomes 7). Here the declaration decides.
"""

import ast
import contextlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import InputError, name_choices

KINDS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]*)")
BOOLS = {"true": True, "True": True, "false": False, "False": False}
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Parameter:
    """One assignment in the parameters cell."""

    name: str
    kind: type
    default: Value
    optional: bool = False
    choices: tuple[Value, ...] = ()


def read_parameters(notebook: str, source: str) -> dict[str, Parameter]:
    """The parameters that a cell with this source declares, by name; raises InputError for what it must not hold."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"{notebook}.ipynb: parameters cell, line {error.lineno}: is not Python; correct it") from None
    parameters, problems = {}, []
    for statement in statements:
        try:
            parameter = _read_assignment(statement)
            parameters[parameter.name] = parameter
        except ValueError as error:
            problems.append(f"{notebook}.ipynb: parameters cell, line {statement.lineno}: {error}")
    if problems:
        raise InputError(problems)
    return parameters


def _read_assignment(statement: ast.stmt) -> Parameter:
    """`name: type = literal` or `name = literal` as a parameter."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            kind, optional, choices = _read_annotation(annotation)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            kind, optional, choices = None, False, ()
        case _:
            raise ValueError(f"found `{ast.unparse(statement)}`; write only `name: type = value`")
    try:
        default = ast.literal_eval(value)
    except ValueError:
        raise ValueError(f"{name} is not a plain value; write a text, a number, True, False or None") from None
    kind = kind or type(default)
    if kind not in KINDS.values():
        raise ValueError(f"{name} is a {kind.__name__}; parameters are {', '.join(KINDS)}")
    parameter = Parameter(name, kind, default, optional, choices)
    _check_value(parameter, default)
    return parameter


def _read_annotation(annotation: ast.expr) -> tuple[type | None, bool, tuple[Value, ...]]:
    """`str`, `int | None` or `Literal["a", "b"]` as kind, whether None may stand, and the choices."""
    match annotation:
        case ast.Name(id=name) if name in KINDS:
            return KINDS[name], False, ()
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            kind, _, choices = _read_annotation(left)
            return kind, True, choices
        case ast.Subscript(value=ast.Name(id="Literal"), slice=choice):
            choices = ast.literal_eval(choice)
            choices = choices if isinstance(choices, tuple) else (choices,)
            return type(choices[0]), False, choices
    raise ValueError(f"the type `{ast.unparse(annotation)}` is not one of {', '.join(KINDS)}, Literal or | None")


def _check_value(parameter: Parameter, value: Any) -> None:
    """Refuse, with a ValueError, what is not of the parameter's kind and choices."""
    if value is None and parameter.optional:
        return
    if type(value) is not parameter.kind and not (parameter.kind is float and type(value) is int):
        hint = "; put it in quotation marks" if parameter.kind is str else ""
        raise ValueError(f"{parameter.name} must be {parameter.kind.__name__}; found {value!r}{hint}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{parameter.name} must be a finite number; found {value!r}")
    if isinstance(value, str) and re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError(f"{parameter.name} must not have control characters; found {value!r}")
    if parameter.choices and value not in parameter.choices:
        raise ValueError(
            f"{parameter.name} must be one of {name_choices(map(str, parameter.choices))}; found {value!r}"
        )


def parse_value(parameter: Parameter, text: str) -> Any:
    """What a command line or a CSV cell says, as the parameter's kind; a text stays as it is."""
    value: Any = text
    if parameter.optional and text == "":
        value = None
    elif parameter.kind is bool and text in BOOLS:
        value = BOOLS[text]
    elif parameter.kind is int and WHOLE.fullmatch(text):
        value = int(text)
    elif parameter.kind is float:
        with contextlib.suppress(ValueError):
            value = float(text)
    _check_value(parameter, value)
    return value


def fill_parameters(
    notebook: str, declared: Mapping[str, Parameter], given: Mapping[str, Any], *, typed: bool = False
) -> tuple[dict[str, Value], list[str]]:
    """Every parameter's value (text is parsed unless `typed`, other values are checked), and the problems found."""
    values: dict[str, Value] = {name: parameter.default for name, parameter in declared.items()}
    problems = []
    for name, value in given.items():
        if name not in declared:
            problems.append(f'{notebook} has no parameter "{name}"; it has: {name_choices(declared)}')
            continue
        try:
            if isinstance(value, str) and not typed:
                value = parse_value(declared[name], value)
            _check_value(declared[name], value)
            values[name] = float(value) if declared[name].kind is float and value is not None else value
        except ValueError as error:
            problems.append(f"{notebook}: {error}")
    return values, problems


def write_parameters(values: Mapping[str, Value]) -> str:
    """The source of the cell that sets these values."""
    return "# Parameters\n" + "".join(f"{name} = {value!r}\n" for name, value in values.items())
