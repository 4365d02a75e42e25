"""The line that opens a block: its fields written and read, and lines that are almost one."""

import re
from collections.abc import Iterator
from typing import get_args

from analysis.errors import CONTROL
from analysis.transcripts import Block, ExpertKind, Voice

_FIELD = re.compile(r"(?:\\.|\\$|[^\\|])*")
_KNOWN = ("role", "affiliation", "kind", "reported", "sure", "why")
_OWNERS = '"expert: NAME", "host" or "left out"'
_MARKS = r"(?![#\\])[^\w=＝]{0,8}[=＝]{1,8}[^\w=＝]{0,8}"
_FIELDS = r"(?:role|affiliation|kind|reported|sure|why)\s*[:：]"
_ALMOST = re.compile(  # a header, mistyped
    rf"{_MARKS}(?:expert\s*[:：;]|host\s*(?:$|\|)|left[ _-]?out\b)"
    r"|\s*[-–—−]{1,2}\s*(?:expert\s*[:：]|left[ _-]out\s*(?:$|\|))"
    rf"|\s*(?:expert\s*[:：][^|]*|left[ _-]out\s*|host\s*)\|\s*{_FIELDS}",
    re.IGNORECASE,
)
_WRAPPED = re.compile(rf"\s*\|\s*{_FIELDS}", re.IGNORECASE)  # the rest of a header that an editor wrapped
_CONFLICT = re.compile(r"<{7}(?: |$)|>{7}(?: |$)|={7}$|\|{7}(?: |$)")  # what a merge of two versions leaves


def list_fields(block: Block) -> Iterator[str]:
    """The fields of a header line; what says nothing is left away."""
    voice = block.voice
    yield f"expert: {_escape(voice.expert)}" if voice else block.owner
    fields = {
        "role": voice.role if voice else "",
        "affiliation": voice.affiliation if voice else "",
        "kind": voice.kind if voice and voice.kind != "person" else "",
        "reported": "yes" if block.reported else "",
        "sure": f"{block.confidence:.2f}" if block.confidence != 1 else "",
        "why": block.reason,
    }
    yield from (f"{name}: {_escape(value)}" for name, value in fields.items() if value)


def _escape(value: str) -> str:
    """The value so that no `|` in it parts fields."""
    return value.replace("\\", "\\\\").replace("|", "\\|")


def find_mistyped(line: str) -> str:
    """What is wrong with a line that is neither a header nor text; empty where it is one of them."""
    if "\0" in line:
        return "holds a NUL character, which is no text; remove it"
    if _CONFLICT.match(line):
        return 'is left from a merge of two versions; keep the right one, or put "\\" before the line if it is text'
    if line.startswith("=="):
        return ""
    if _ALMOST.match(line):
        return 'is almost a header; begin it with "== ", or put "\\" before it if it is text'
    if _WRAPPED.match(line):
        return 'is the rest of a header; put it behind the line above, or put "\\" before it if it is text'
    return ""


def parse_header(line: str) -> Block:
    """The block that a header line opens, without its text; ValueError says what is wrong with the line."""
    if found := CONTROL.search(line):
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; remove it, or write the name anew")
    if line.startswith("===") or not line[2:].strip():
        raise ValueError(f'begins with "==" but names no owner; write {_OWNERS}, or "\\" before a line of the page')
    first, *rest = _split_fields(line[2:])
    word, colon, value = first.partition(":")
    owner = " ".join(word.split()).lower()
    fields = _read_fields(rest)
    if owner == "expert":
        if not value.strip():
            raise ValueError("names no expert; write expert: NAME")
        voice = Voice(value.strip(), fields.pop("role", ""), fields.pop("affiliation", ""), _read_kind(fields))
        reported = _read_yes(fields)
        return Block("expert", "", voice, _read_confidence(fields), fields.pop("why", ""), reported)
    if owner not in ("host", "left out"):
        raise ValueError(f'"{first.strip()[:60]}" is no owner; write {_OWNERS}, or "\\" before a line of the page')
    if colon:
        fields.setdefault("why", value.strip())
    if odd := [name for name in fields if name not in ("sure", "why")]:
        raise ValueError(f'"{owner}" has no {odd[0]}; remove it, or write expert: NAME first')
    kind = "host" if owner == "host" else "left out"
    return Block(kind, "", None, _read_confidence(fields), fields.pop("why", ""))  # type: ignore[arg-type]


def _split_fields(text: str) -> list[str]:
    """What stands between the `|` of a header line, unescaped."""
    fields, at = [], 0
    while True:
        found = _FIELD.match(text, at)
        assert found
        fields.append(re.sub(r"\\([\\|])", r"\1", found[0]))
        if found.end() >= len(text):
            return fields
        at = found.end() + 1


def _read_fields(fields: list[str]) -> dict[str, str]:
    """The values by their names."""
    values: dict[str, str] = {}
    for field in fields:
        name, colon, value = field.partition(":")
        name = name.strip().lower()
        if not field.strip():
            continue
        if name not in _KNOWN or not colon:
            raise ValueError(f'"{field.strip()[:60]}" is no field; write one of {", ".join(f"{k}: …" for k in _KNOWN)}')
        if name in values:
            raise ValueError(f"has {name} twice; keep one")
        values[name] = value.strip()
    return {name: value for name, value in values.items() if value}


def _read_kind(fields: dict[str, str]) -> ExpertKind:
    """What the expert is."""
    found = fields.pop("kind", "person").lower()
    for kind in get_args(ExpertKind):
        if found == kind:
            return kind  # type: ignore[no-any-return]
    raise ValueError(f'kind is person, organisation or several; found "{found[:40]}"')


def _read_yes(fields: dict[str, str]) -> bool:
    """Whether the block is a quotation from a running article."""
    found = fields.pop("reported", "no").lower()
    if found not in ("yes", "no"):
        raise ValueError(f'reported is yes or no; found "{found[:40]}"')
    return found == "yes"


def _read_confidence(fields: dict[str, str]) -> float:
    """How sure; 1 where the line does not say."""
    found = fields.pop("sure", "1")
    if not re.fullmatch(r"[01]?\.?\d+", found) or not 0 <= float(found) <= 1:
        raise ValueError(f'sure is a number from 0 to 1, such as 0.90; found "{found[:40]}"')
    return float(found)


def needs_mark(line: str) -> bool:
    """Whether a line of text would be read as something else."""
    return line.startswith(("==", "\\")) or any(p.match(line) for p in (_ALMOST, _WRAPPED, _CONFLICT))
