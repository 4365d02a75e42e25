r"""The transcript file: plain text in blocks, each under a line that says whose it is.

A line that begins with `==` opens a block. Its fields are parted by `|`. Every other line below it is text of the
page; a line of text that itself begins with `==` or `\`, or that could be taken for a header (`  == host`), has a `\`
before it. Lines that begin with `#` are comments above the first block only, so that a heading such as `# Comments`
stays text. Paragraphs stand a blank line apart.
"""

import re
from dataclasses import dataclass, replace

from analysis.errors import InputError
from analysis.transcripts import Block, Transcript
from analysis.transcripts.headers import find_mistyped, list_fields, needs_mark, parse_header
from analysis.transcripts.tidying import tidy_block, tidy_transcript

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


@dataclass(frozen=True)
class PlacedTranscript:
    """A transcript that was read, and the line on which each of its blocks opens."""

    transcript: Transcript
    lines: tuple[int, ...]


def write_transcript(transcript: Transcript) -> bytes:
    """The transcript's file; `parse_transcript` gives back the same blocks, and their file is the same bytes."""
    tidy = tidy_transcript(transcript)
    head = f"# transcript {VERSION} of {tidy.source}\n{ABOUT}" + "".join(f"{c}\n" for c in tidy.comments)
    return (head + "".join(_write_block(block) for block in tidy.blocks)).encode()


def _write_block(block: Block) -> str:
    """One block: a blank line, its header, its text."""
    lines = (f"\\{line}" if needs_mark(line) else line for line in block.text.split("\n"))
    return f"\n== {' | '.join(list_fields(block))}\n" + ("\n".join(lines) + "\n" if block.text else "")


def _decode_transcript(raw: bytes, name: str) -> str:
    """The text of a transcript's bytes. Raises InputError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{name}:{line}: is not UTF-8 here; save the file as UTF-8") from None


def parse_transcript(raw: bytes, name: str) -> PlacedTranscript:
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
                heads.append((number, parse_header(line)))
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
    blocks = [tidy_block(replace(b, text="\n".join(t))) for (_, b), t in zip(heads, texts, strict=True)]
    kept = [(n, b) for (n, _), b in zip(heads, blocks, strict=True) if b.text or b.owner == "expert"]
    transcript = tidy_transcript(Transcript(source, tuple(b for _, b in kept), tuple(comments)))
    return PlacedTranscript(transcript, tuple(n for n, _ in kept))


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
