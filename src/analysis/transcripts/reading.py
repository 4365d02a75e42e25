"""An event's transcripts as tables: `documents`, `statements`, `blocks`."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.event import Event, Source
from analysis.files import find_odd_file, hash_file, require_file
from analysis.tables import fit_table
from analysis.text import compose, count_words, find_words
from analysis.transcripts import Block, Transcript
from analysis.transcripts.layout import VERSION, PlacedTranscript, parse_transcript

LARGEST = 50 << 20  # bytes
APART = "\n\n"  # between two blocks, as between two paragraphs


@dataclass(frozen=True)
class EventText:
    """All that an event's transcripts say, as tables."""

    documents: pd.DataFrame
    statements: pd.DataFrame
    blocks: pd.DataFrame


def read_transcripts(event: Event) -> EventText:
    """The `documents`, `statements` and `blocks` of an event, from its transcripts alone.

    A document's text is the words of its transcript; every offset counts in it. Each block of an expert is one
    statement, so a statement that other words interrupt comes in two rows. Raises InputError with all problems at
    once: a transcript that is missing or cannot be read, an expert without words, a source that is not as published.
    """
    problems: list[str] = []
    placed: list[PlacedTranscript] = []
    for source, path in zip(event.file.sources, event.source_paths, strict=True):
        problems += _check_source(event, source, path)
    for path in event.transcript_paths:
        try:
            placed.append(load_transcript(event, path))
        except InputError as error:
            problems += error.problems
    if not problems and not any(block.voice for one in placed for block in one.transcript.blocks):
        problems.append(
            f"{event.slug}/transcripts: no block is an expert's, so there is nothing to report; "
            'change the header above what an expert says to "== expert: NAME"'
        )
    if problems:
        raise InputError(problems)
    rows = [_tabulate_transcript(s.sha256[:12], p.transcript) for s, p in zip(event.file.sources, placed, strict=True)]
    return EventText(
        fit_table(
            "documents", [_describe_document(event, *both) for both in zip(event.file.sources, rows, strict=True)]
        ),
        fit_table("statements", [row for _, statements, _ in rows for row in statements]),
        fit_table("blocks", [row for _, _, blocks in rows for row in blocks]),
    )


def _check_source(event: Event, source: Source, path: Path) -> Iterator[str]:
    """Whether the page is there as it was published; it is never edited."""
    where = f"{event.slug}/event.yml"
    if not os.path.lexists(path):
        yield f"{where}: sources has no file {source.file}; put it back or correct its name"
        return
    if odd := find_odd_file(path):
        yield f"{event.slug}/sources/{source.file}: {odd}"
        return
    sha256 = hash_file(path)
    if sha256 != source.sha256:
        yield f"{where}: {source.file} has SHA-256 {sha256}, not the recorded one; restore the file"


def load_transcript(event: Event, path: Path) -> PlacedTranscript:
    """A transcript of the event, with the lines of its blocks.

    Raises InputError with every problem by file and line, also where an expert stands above no words.
    """
    name = f"{event.slug}/transcripts/{path.name}"
    if not os.path.lexists(path):
        source = next(s.file for s in event.file.sources if Path(s.file).stem == path.stem)
        raise InputError(
            f"{name}: there is no such file; read the page with: "
            f"workbook add data/events/{event.slug}/sources/{source} --event {event.slug}"
        )
    require_file(path, name)
    if path.stat().st_size > LARGEST:
        raise InputError(f"{name}: holds more than {LARGEST >> 20} MB; a page is a hundred times smaller, restore it")
    placed = parse_kept(event, path)
    named = [s.file for s in event.file.sources if Path(s.file).stem == path.stem]
    if placed.transcript.source not in named:
        raise InputError(
            f'{name}:1: is the transcript of "{placed.transcript.source[:60]}", and the page is {named[0]}; '
            f'write "# transcript {VERSION} of {named[0]}", or put the right file there'
        )
    empty = [
        f"{name}:{line}: {block.voice.expert} has no words below; move some there or remove the line"
        for line, block in zip(placed.lines, placed.transcript.blocks, strict=True)
        if block.voice and not count_words(block.text)
    ]
    if empty:
        raise InputError(empty)
    return placed


def parse_kept(event: Event, path: Path) -> PlacedTranscript:
    """A transcript file of the event, also one as first read; its problems name it from the event's slug on."""
    return parse_transcript(path.read_bytes(), f"{event.slug}/{path.relative_to(event.folder).as_posix()}")


def place_blocks(transcript: Transcript) -> list[tuple[int, int]]:
    """Where each block stands in the document's text."""
    spans, at = [], 0
    for block in transcript.blocks:
        spans.append((at, at + len(block.text)))
        at += len(block.text) + len(APART)
    return spans


Rows = list[dict[str, object]]


def _tabulate_transcript(document_id: str, transcript: Transcript) -> tuple[str, Rows, Rows]:
    """The text of a document, and its rows of `statements` and `blocks`."""
    statements: Rows = []
    blocks: Rows = []
    both = zip(transcript.blocks, place_blocks(transcript), strict=True)
    for number, (block, (start, end)) in enumerate(both, 1):
        statement_id = ""
        if block.voice:
            statement_id = f"{document_id}/{len(statements) + 1}"
            statements.append(_describe_statement(document_id, statement_id, block, start, end))
        blocks.append(
            {
                "document_id": document_id, "block": number, "start": start, "end": end, "owner": block.owner,
                "statement_id": statement_id, "reason": block.reason,
            }
        )  # fmt: skip
    return APART.join(b.text for b in transcript.blocks), statements, blocks


def _describe_statement(document_id: str, statement_id: str, block: Block, start: int, end: int) -> dict[str, object]:
    """A row of `statements`."""
    assert block.voice
    return {
        "statement_id": statement_id,
        "document_id": document_id,
        "expert": block.voice.expert,
        "role": block.voice.role,
        "affiliation": block.voice.affiliation,
        "start": start,
        "end": end,
        "text": block.text,
        "kind": block.voice.kind,
        "confidence": block.confidence,
        "reason": block.reason,
        "reported": block.reported,
    }


def _describe_document(event: Event, source: Source, row: tuple[str, Rows, Rows]) -> dict[str, object]:
    """A row of `documents`."""
    return {
        "document_id": source.sha256[:12],
        "title": event.file.title,
        "publisher": event.file.publisher,
        "published": event.file.date.isoformat(),
        "url": source.url or event.file.url,
        "language": event.file.language,
        "sha256": source.sha256,
        "edits": _count_edits(event, source, row[0]),
        "text": row[0],
    }


def _count_edits(event: Event, source: Source, text: str) -> int:
    """How many words of a transcript are not the page's own; 0 where the page as first read is not kept."""
    added, missing = compare_words(event, source, text)
    return max(added.total(), missing.total())


def compare_words(event: Event, source: Source, text: str) -> tuple[Counter[str], Counter[str]]:
    """The words of a transcript that the page does not have, and those of the page that it does not have."""
    path = event.first_read_path(source)
    if not path.is_file():
        return Counter(), Counter()
    theirs = _count_each(APART.join(block.text for block in parse_kept(event, path).transcript.blocks))
    mine = _count_each(text)
    return mine - theirs, theirs - mine


def _count_each(text: str) -> Counter[str]:
    """How often each word stands in the text, without the marks around it."""
    composed = compose(text)
    return Counter(composed[start:end] for start, end in find_words(composed))


def share_words(blocks: Sequence[Block]) -> dict[str, int]:
    """How many words of a page are whose: of each expert, of the host, left out."""
    words: Counter[str] = Counter()
    for block in blocks:
        words[block.voice.expert if block.voice else block.owner] += count_words(block.text)
    return dict(words)
