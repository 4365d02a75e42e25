"""Change codes in a codebook's file and leave all else in it as people wrote it, comments and layout included."""

import difflib
import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString
from ruamel.yaml.tokens import CommentToken

from analysis.codebook import WRITTEN, Indicator, load_codebook
from analysis.errors import InputError
from analysis.files import write_whole

FOLDED = 105  # characters of a line of a text that the file holds in several lines
TEXTS = ("function", *WRITTEN)  # fields of a code that can be changed


@dataclass(frozen=True)
class Edit:
    """What a code shall have. `indicators` is None where they stay; a code with a `frame` is new, in that frame."""

    code: str
    indicators: tuple[Indicator, ...] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    frame: str = ""


def read_indicators(code: str, lines: Sequence[str]) -> tuple[Indicator, ...]:
    """One indicator for each line that is not empty; a line in braces has rules of its own, as in the file.

    Raises InputError where a line cannot be read or there is none.
    """
    read = tuple(_read_line(line.strip()) for line in lines if line.strip())
    if not read:
        raise InputError(f'code "{code}": has no indicator; write one')
    return read


def _read_line(line: str) -> Indicator:
    try:
        given = yaml.safe_load(line) if line.startswith("{") else line
        return Indicator.model_validate(given)
    except yaml.YAMLError:
        raise InputError(f'indicator "{line}": is not {{match: …, but_not: […]}}; close the brace') from None
    except ValidationError as error:
        told = error.errors()[0]
        raise InputError(f'indicator "{line}": {told["msg"].removeprefix("Value error, ")}') from None


def write_indicator(indicator: Indicator) -> str:
    """The indicator as a line that `read_indicators` reads."""
    given = _list_fields(indicator)
    if given.keys() == {"match"}:
        return indicator.match
    return yaml.safe_dump(given, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6).strip()


def _list_fields(indicator: Indicator) -> dict[str, Any]:
    """What the indicator says beyond the defaults."""
    return {"match": indicator.match, **indicator.model_dump(mode="json", exclude_defaults=True)}


def edit_codebook(path: Path, edits: Sequence[Edit]) -> tuple[str, str]:
    """The text of the file at `path` now, and with the edits; nothing is written.

    Raises InputError where a code is not there, or is there already and shall be new, or the result does not read.
    """
    load_codebook(path)  # its problems are told by line, before anything is changed
    text = path.read_text(encoding="utf-8")
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = 10**6
    editor.indent(mapping=2, sequence=4, offset=2)
    data = editor.load(text)
    for edit in edits:
        _change(data, edit, path.name)
    written = io.StringIO()
    editor.dump(data, written)
    return text, written.getvalue()


def save_codebook(path: Path, text: str) -> None:
    """Write the text, once it has been read as a codebook."""
    draft = path.with_name(f".{path.stem}.draft.yml")
    try:
        write_whole(draft, text.encode())
        load_codebook(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def show_difference(before: str, after: str) -> str:
    """What differs, line by line, with a line of context; empty where nothing does."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "the file", "with your changes", "", "", 1)
    return "\n".join(line.rstrip("\n") for line in lines)


def _change(data: CommentedMap, edit: Edit, name: str) -> None:
    """One edit in the loaded file."""
    found = {code["code"]: code for frame in data["frames"] for code in frame["codes"]}
    if edit.frame and edit.code in found:
        raise InputError(f'{name}: there is a code "{edit.code}" already; choose another name')
    if edit.code not in found and not edit.frame:
        raise InputError(f'{name}: there is no code "{edit.code}" any more; open the codebook again')
    code = _add_code(data, edit) if edit.frame else found[edit.code]
    for key, text in edit.texts.items():
        if key not in TEXTS:
            raise InputError(f'{name}: code "{edit.code}" has no field "{key}"; it has: {", ".join(TEXTS)}')
        _write_text(code, key, " ".join(text.split()))
    if edit.indicators is not None and not edit.frame:
        _write_indicators(code["indicators"], edit.indicators)


def _add_code(data: CommentedMap, edit: Edit) -> CommentedMap:
    """A new code at the end of its frame, which is made where it is not there."""
    signs = CommentedSeq([_as_node(indicator) for indicator in edit.indicators or ()])
    code = CommentedMap(code=_as_text(edit.code), indicators=signs)
    frame = next((f for f in data["frames"] if f["frame"] == edit.frame), None)
    if frame is None:
        _append(data["frames"], CommentedMap(frame=_as_text(edit.frame), codes=CommentedSeq([code])))
    else:
        _append(frame["codes"], code)
    return code


def _append(items: CommentedSeq, item: CommentedMap) -> None:
    """The item at the end, behind the comments that stood below the last one only where they are part of it."""
    below = _take_below(*_find_last(items))
    items.append(item)
    _put_below(*_find_last(items), below)


def _find_last(items: CommentedSeq) -> tuple[Any, Any, int]:
    """Where ruamel keeps the comments below a list: the innermost last holder, its key, and their place there."""
    holder, key, slot = items, len(items) - 1, 0
    while isinstance(holder[key], CommentedMap | CommentedSeq) and holder[key] and not holder[key].fa.flow_style():
        holder = holder[key]
        key, slot = (list(holder)[-1], 2) if isinstance(holder, CommentedMap) else (len(holder) - 1, 0)
    return holder, key, slot


def _take_below(holder: Any, key: Any, slot: int) -> str:
    """The whole lines of comment below a value, taken from it; what stands behind it on its line stays."""
    kept = holder.ca.items.get(key)
    token = kept[slot] if kept else None
    if token is None:
        return ""
    behind, _, below = token.value.partition("\n")
    kept[slot] = _make_comment(f"{behind}\n", token) if behind.strip() else None
    return str(below)


def _put_below(holder: Any, key: Any, slot: int, below: str) -> None:
    """Whole lines of comment below a value, behind what stands there already."""
    if not below:
        return
    kept = holder.ca.items.setdefault(key, [None, None, None, None])
    old = kept[slot]
    kept[slot] = _make_comment((old.value if old else "\n") + below, old)


def _make_comment(text: str, old: CommentToken | None) -> CommentToken:
    """A comment that begins in the column in which the old one did."""
    return CommentToken(text, CommentMark(old.start_mark.column if old else 0), None)


def _write_text(code: CommentedMap, key: str, text: str) -> None:
    """The text in the manner in which the field stands there."""
    old = code.get(key)
    if " ".join((old or "").split()) == text:
        return
    if isinstance(old, FoldedScalarString):
        code[key] = _fold(text)
    elif key in code:
        code[key] = type(old)(text) if isinstance(old, DoubleQuotedScalarString) else _as_text(text)
    else:
        code.insert(list(code).index("indicators"), key, _as_text(text))


def _as_text(text: str) -> str:
    """The text, in quotation marks where it would be read as a truth value (`yes`), a number (`1:30`) or a date."""
    kind = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return text if kind == "tag:yaml.org,2002:str" else DoubleQuotedScalarString(text)


def _fold(text: str) -> FoldedScalarString:
    """A text in several lines, as `>` has it."""
    folded = FoldedScalarString(text + "\n")
    ends, at = [], -1
    for line in textwrap.wrap(text, FOLDED, break_long_words=False, break_on_hyphens=False)[:-1]:
        at += len(line) + 1
        ends.append(at)
    folded.fold_pos = ends
    return folded  # type: ignore[no-any-return]


def _write_indicators(items: CommentedSeq, wanted: Sequence[Indicator]) -> None:
    """The wanted indicators; those that stay keep their line and its comments, and lines of comment outlive theirs."""
    old = [Indicator.model_validate(_as_plain(item)) for item in items]
    if old == list(wanted):
        return
    below = "" if items.fa.flow_style() else _take_below(*_find_last(items))
    kept = list(_pair(old, wanted))
    nodes = [items[i] if i is not None else _as_node(w) for i, w in zip(kept, wanted, strict=True)]
    comments = dict(items.ca.items)
    lost = [_take_below(items, i, 0) for i in range(len(items)) if i not in kept and i in comments]
    for i in reversed(range(len(items))):
        del items[i]
    items.ca.items.clear()
    items.extend(nodes)
    items.ca.items.update({n: comments[i] for n, i in enumerate(kept) if i in comments})
    if not items.fa.flow_style():
        _put_below(*_find_last(items), "".join(lost) + below)


def _pair(old: Sequence[Indicator], wanted: Sequence[Indicator]) -> Iterator[int | None]:
    """For each wanted indicator the number of the old one that it is; None where it is new."""
    left = list(enumerate(old))
    for indicator in wanted:
        at = next((n for n, (_, one) in enumerate(left) if one == indicator), None)
        yield None if at is None else left.pop(at)[0]


def _as_plain(item: Any) -> Any:
    """An item of the file as plain data."""
    return {key: _as_plain(value) for key, value in item.items()} if isinstance(item, Mapping) else item


def _as_node(indicator: Indicator) -> Any:
    """The indicator as an item of the file."""
    given = _list_fields(indicator)
    match = _as_text(indicator.match)
    if given.keys() == {"match"}:
        return match
    rest = {key: [_as_text(one) for one in value] if isinstance(value, list) else value for key, value in given.items()}
    node = CommentedMap({**rest, "match": match})
    node.fa.set_flow_style()
    return node
