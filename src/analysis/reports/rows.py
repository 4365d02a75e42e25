"""A file of parameters: a row per report, in CSV or YAML."""

import csv
import io
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import InputError
from analysis.reports.plan import Row

LARGEST = 64 << 20  # bytes
MOST = 1_000_000  # rows


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file (all text; the notebook says what it is) or a YAML list of mappings (typed).

    Raises InputError for what cannot be read; whether names and values suit a notebook is checked with the notebook.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name}: is larger than {LARGEST >> 20} MB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); correct the name") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    kinds = {".csv": read_csv, ".yml": read_yaml, ".yaml": read_yaml}
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path.name}: is neither .csv nor .yml; save it as one of them")
    rows = kinds[path.suffix.lower()](path.name, text)
    if not rows:
        raise InputError(f"{path.name}: has no row; add one for each report")
    if len(rows) > MOST:
        raise InputError(f"{path.name}: has {len(rows)} rows; split it into files of at most {MOST}")
    return rows


def read_csv(name: str, text: str) -> list[Row]:
    """The first line names the parameters."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [column.strip() for column in next(reader, [])]
        if len(set(names)) != len(names) or not all(names):
            raise InputError(f"{name}:1: names a parameter twice or not at all: {', '.join(names)}; correct the line")
        rows, problems = [], []
        for values in reader:
            if not any(values):
                continue
            if len(values) != len(names):
                problems.append(
                    f"{name}:{reader.line_num}: has {len(values)} fields, the first line {len(names)}; correct it"
                )
            rows.append(Row(dict(zip(names, values, strict=False)), f"{name}:{reader.line_num}: "))
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: is not CSV ({error}); correct the line") from None
    if problems:
        raise InputError(problems)
    return rows


def read_yaml(name: str, text: str) -> list[Row]:
    """A list of mappings from parameter to value."""
    try:
        node: Any = yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
        items = list(node.value) if isinstance(node, yaml.SequenceNode) else []
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise InputError(f"{name}: uses an alias (*name); write the value out")
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(f"{name}:{line}: is not YAML here ({getattr(error, 'problem', '')}); correct it") from None
    if not isinstance(data, list):
        raise InputError(f"{name}: is not a list; write a line `- event: …` for each report")
    problems = [
        f"{name}:{node.start_mark.line + 1}: is not a row of names and values; write `- event: …`"
        for node, item in zip(items, data, strict=True)
        if not isinstance(item, dict) or not all(isinstance(key, str) for key in item)
    ]
    if problems:
        raise InputError(problems)
    return [
        Row(item, f"{name}:{node.start_mark.line + 1}: ", typed=True) for node, item in zip(items, data, strict=True)
    ]
