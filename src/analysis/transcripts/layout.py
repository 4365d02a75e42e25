r"""The transcript file: plain text in blocks, each under a line that says whose it is.

A line that begins with `==` opens a block. Its fields are parted by `|`. Every other line below it is text of the
page; a line of text that itself begins with `==` or `\`, or that could be taken for a header (`  == host`), has a `\`
before it. Lines that begin with `#` are comments above the first block only, so that a heading such as `# Comments`
stays text. Paragraphs stand a blank line apart.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from analysis.errors import CONTROL, InputError
from analysis.transcripts import Block, ExpertKind, Transcript, Voice

VERSION = 1
SURE = 0.8  # a statement of which the reader was less sure is doubtful
ABOUT = """\
# The page as read: every word of it, in order. A line that begins with "==" says whose the words below it are:
#   == expert: NAME | role: … | affiliation: … | kind: person, organisation or several | sure: 0.90 | why: …
#   == host                    (whoever made the page)
#   == left out | why: …       (belongs to nobody: menus, headers, notes)
# To correct it, change such a line, or add, move or remove one. Two expert lines in a row are two statements.
# Remove "sure" and "why" from what you have checked. `workbook check` names mistakes by their line.
# A line of the page that itself begins with "==" or "\\" has a "\\" before it.
"""
OPENING = re.compile(r"# transcript (?P<version>\d+) of (?P<source>.+)")
BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what no text file holds
FIELD = re.compile(r"(?:\\.|\\$|[^\\|])*")
KNOWN = ("role", "affiliation", "kind", "reported", "sure", "why")
OWNERS = '"expert: NAME", "host" or "left out"'
_MARKS = r"(?![#\\])[^\w=＝]{0,8}[=＝]{1,8}[^\w=＝]{0,8}"
_FIELDS = r"(?:role|affiliation|kind|reported|sure|why)\s*[:：]"
ALMOST = re.compile(  # a header, mistyped
    rf"{_MARKS}(?:expert\s*[:：;]|host\s*(?:$|\|)|left[ _-]?out\b)"
    r"|\s*[-–—−]{1,2}\s*(?:expert\s*[:：]|left[ _-]out\s*(?:$|\|))"
    rf"|\s*(?:expert\s*[:：][^|]*|left[ _-]out\s*|host\s*)\|\s*{_FIELDS}",
    re.IGNORECASE,
)
WRAPPED = re.compile(rf"\s*\|\s*{_FIELDS}", re.IGNORECASE)  # the rest of a header that an editor wrapped
CONFLICT = re.compile(r"<{7}(?: |$)|>{7}(?: |$)|={7}$|\|{7}(?: |$)")  # what a merge of two versions leaves


@dataclass(frozen=True)
class PlacedBlock:
    """A transcript that was read, and the line on which each of its blocks opens."""

    transcript: Transcript
    lines: tuple[int, ...]


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without the white space around them."""
    return [stripped for part in BREAK.split(text) if (stripped := part.strip())]


def tidy_text(text: str) -> str:
    """The text as a transcript holds it: NFC, LF, paragraphs one blank line apart."""
    plain = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(split_paragraphs(unicodedata.normalize("NFC", plain)))


def tidy_value(value: str) -> str:
    """A field's value as a header line holds it: NFC, on one line."""
    written = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return " ".join(unicodedata.normalize("NFC", CONTROL.sub(" ", written)).split())


def _tidy_block(block: Block) -> Block:
    """The block as it is read back."""
    voice = block.voice and Voice(
        tidy_value(block.voice.expert), tidy_value(block.voice.role), tidy_value(block.voice.affiliation),
        block.voice.kind,
    )  # fmt: skip
    return replace(
        block,
        text=tidy_text(block.text),
        voice=voice,
        confidence=round(block.confidence, 2),
        reason=tidy_value(block.reason),
    )


def tidy_transcript(transcript: Transcript) -> Transcript:
    """The transcript as it is read back: without blocks that hold nothing, unless an expert stands above them."""
    blocks = (_tidy_block(b) for b in transcript.blocks)
    return Transcript(
        tidy_value(transcript.source) or "unknown",
        tuple(b for b in blocks if b.text or b.owner == "expert"),
        tuple(f"# {words}" for c in transcript.comments if (words := tidy_value(c.removeprefix("#")))),
    )


def write_transcript(transcript: Transcript) -> bytes:
    """The transcript's file; `parse_transcript` gives back the same blocks, and their file is the same bytes."""
    tidy = tidy_transcript(transcript)
    head = f"# transcript {VERSION} of {tidy.source}\n{ABOUT}" + "".join(f"{c}\n" for c in tidy.comments)
    return (head + "".join(_write_block(block) for block in tidy.blocks)).encode()


def _write_block(block: Block) -> str:
    """One block: a blank line, its header, its text."""
    lines = (f"\\{line}" if _needs_mark(line) else line for line in block.text.split("\n"))
    return f"\n== {' | '.join(_list_fields(block))}\n" + ("\n".join(lines) + "\n" if block.text else "")


def _needs_mark(line: str) -> bool:
    """Whether a line of text would be read as something else."""
    return line.startswith(("==", "\\")) or any(p.match(line) for p in (ALMOST, WRAPPED, CONFLICT))


def _list_fields(block: Block) -> Iterator[str]:
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


def _decode_transcript(raw: bytes, name: str) -> str:
    """The text of a transcript's bytes. Raises InputError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{name}:{line}: is not UTF-8 here; save the file as UTF-8") from None


def parse_transcript(raw: bytes, name: str) -> PlacedBlock:
    """The transcript in a file's bytes; `name` opens every problem.

    Raises InputError with all problems, each `name:line: what is wrong; what to do`.
    """
    lines = _decode_transcript(raw, name).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    source, problems = _read_opening(lines[0], name)
    heads: list[tuple[int, Block]] = []
    texts: list[list[str]] = []
    comments: list[str] = []
    about = set(ABOUT.splitlines())
    for number, line in enumerate(lines[1:], 2):
        if problem := find_mistyped(line):
            problems.append(f"{name}:{number}: {problem}")
        elif line.startswith("=="):
            try:
                heads.append((number, _parse_header(line)))
            except ValueError as error:
                heads.append((number, Block("left out", "")))
                problems.append(f"{name}:{number}: {error}")
            texts.append([])
        elif texts:
            texts[-1].append(line[1:] if line.startswith("\\") else line)
        elif line.startswith("#"):
            comments += [line] if line.rstrip() not in about else []
        elif line.strip() and not any("above the first" in p for p in problems):
            problems.append(f'{name}:{number}: is text above the first block; put a line such as "== host" above it')
    if not heads and not problems:
        problems.append(f'{name}:{len(lines)}: has no block; begin one with a line such as "== host"')
    if problems:
        raise InputError(problems)
    blocks = [_tidy_block(replace(b, text="\n".join(t))) for (_, b), t in zip(heads, texts, strict=True)]
    kept = [(n, b) for (n, _), b in zip(heads, blocks, strict=True) if b.text or b.owner == "expert"]
    transcript = tidy_transcript(Transcript(source, tuple(b for _, b in kept), tuple(comments)))
    return PlacedBlock(transcript, tuple(n for n, _ in kept))


def find_mistyped(line: str) -> str:
    """What is wrong with a line that is neither a header nor text; empty where it is one of them."""
    if "\0" in line:
        return "holds a NUL character, which is no text; remove it"
    if CONFLICT.match(line):
        return 'is left from a merge of two versions; keep the right one, or put "\\" before the line if it is text'
    if line.startswith("=="):
        return ""
    if ALMOST.match(line):
        return 'is almost a header; begin it with "== ", or put "\\" before it if it is text'
    if WRAPPED.match(line):
        return 'is the rest of a header; put it behind the line above, or put "\\" before it if it is text'
    return ""


def _read_opening(line: str, name: str) -> tuple[str, list[str]]:
    """The source that the first line names, and what is wrong with the line."""
    found = OPENING.fullmatch(line.strip())
    if not found:
        return "", [f'{name}:1: does not say what it is; restore the first line: "# transcript {VERSION} of SOURCE"']
    if int(found["version"]) != VERSION:
        return "", [
            f"{name}:1: is a transcript of version {found['version']}, this workbook reads version {VERSION}; "
            "use the workbook that wrote it"
        ]
    return found["source"], []


def _parse_header(line: str) -> Block:
    """The block that a header line opens, without its text; ValueError says what is wrong with the line."""
    if found := CONTROL.search(line):
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; remove it, or write the name anew")
    if line.startswith("===") or not line[2:].strip():
        raise ValueError(f'begins with "==" but names no owner; write {OWNERS}, or "\\" before a line of the page')
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
        raise ValueError(f'"{first.strip()[:60]}" is no owner; write {OWNERS}, or "\\" before a line of the page')
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
        found = FIELD.match(text, at)
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
        if name not in KNOWN or not colon:
            raise ValueError(f'"{field.strip()[:60]}" is no field; write one of {", ".join(f"{k}: …" for k in KNOWN)}')
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
