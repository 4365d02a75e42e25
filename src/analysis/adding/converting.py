"""Events made by version 0.1.0: their list of experts goes, their corrections and codings come along."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from analysis.adding.describing import change_text
from analysis.adding.transcribing import read_transcript
from analysis.coding.recording import store_words
from analysis.errors import InputError
from analysis.event import EventFile, is_old_event
from analysis.files import hash_bytes
from analysis.folders import replace_folder
from analysis.handmade import read_handmade
from analysis.sources.documents import read_page
from analysis.transcripts import Block, ExpertKind, Transcript, Voice
from analysis.transcripts.layout import tidy_value, write_transcript
from analysis.transcripts.reading import APART, find_spans

OLD, KEPT = "statements.yml", "statements-0.1.0.yml"
EDGE = 8  # words by which `statements.yml` finds a statement's beginning and end
HAND = "corrected by hand"
Pieces = list[tuple[int, int, Block]]


class OldStatement(BaseModel):
    """A statement as version 0.1.0 wrote it down."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    expert: str
    role: str = ""
    affiliation: str = ""
    kind: ExpertKind = "person"
    first: str = ""
    last: str = ""


class OldExpert(NamedTuple):
    """An expert as the `event.yml` of version 0.1.0 listed them."""

    name: str
    role: str
    affiliation: str


class CorrectedStatement(OldStatement):
    """One statement as somebody corrected it; `found` is what had been read."""

    expert: str = Field(min_length=1)
    keep: bool = True
    confidence: float | None = None
    reason: str = ""
    found: OldStatement | None = None

    @property
    def corrected(self) -> bool:
        """Whether anything was changed."""
        found = self.found
        return (
            found is None
            or not self.keep
            or any(getattr(self, f) != getattr(found, f) for f in OldStatement.model_fields)
        )


class StatementsFile(BaseModel):
    """What `statements.yml` held."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    statements: tuple[CorrectedStatement, ...] = ()


Placed = tuple[CorrectedStatement, tuple[int, int, Block] | None, tuple[int, int]]


def convert_old_events(root: Path) -> Iterator[str]:
    """Convert every event that version 0.1.0 made; one line for each, and one for each that cannot be converted."""
    for path in sorted((root / "data" / "events").glob("*/event.yml")):
        if is_old_event(path.parent):
            try:
                yield from convert_event(root, path.parent.name)
            except InputError as error:
                yield from (f"{path.parent.name}: not converted from version 0.1.0: {p}" for p in error.problems)
            except OSError as error:
                yield f"{path.parent.name}: not converted from version 0.1.0: cannot be written ({error.strerror})"


def convert_event(root: Path, slug: str) -> list[str]:
    """Write the event anew with transcripts, as a whole or not at all; what was done, one line each.

    Its pages are read as they are read now, and the corrections of `statements.yml` are laid over that. Judgements
    are given the words that they were about. A correction that fits nowhere stays in `statements-0.1.0.yml`.
    """
    folder = root / "data" / "events" / slug
    path = folder / OLD
    entries = [e for e in read_handmade(path, StatementsFile).statements if e.corrected] if path.is_file() else []
    n_corrected = len(entries)
    texts: dict[str, str] = {}
    made: list[Transcript] = []
    with replace_folder(folder) as draft:
        text = (draft / "event.yml").read_text(encoding="utf-8")
        experts = _list_experts(text)
        (draft / "event.yml").write_text(_drop_experts(text), encoding="utf-8")
        for source in read_handmade(draft / "event.yml", EventFile).sources:
            raw = _read_source(draft / "sources" / source.file, source.sha256, slug)
            page = read_page(raw, source.file)
            texts[source.sha256[:12]] = page.text
            first = read_transcript(page, source.file, article=source.article).transcript
            transcript, entries = _apply_corrections(_apply_experts(first, experts), entries)
            made.append(transcript)
            name = f"{Path(source.file).stem}.txt"
            (draft / "transcripts" / "first-read").mkdir(parents=True, exist_ok=True)
            (draft / "transcripts" / "first-read" / name).write_bytes(write_transcript(first))
            (draft / "transcripts" / name).write_bytes(write_transcript(transcript))
        if (draft / OLD).exists():
            (draft / OLD).rename(draft / KEPT) if entries else (draft / OLD).unlink()
        for codings in sorted((draft / "codings").glob("*.csv")):
            store_words(codings, texts)
    lines = [f"{slug}: converted from version 0.1.0; the page as read is in transcripts/, where it can be corrected"]
    if n_corrected:
        lines[0] += f"; {n_corrected - len(entries)} of {n_corrected} corrections were taken along"
    lines += [f"{slug}: event.yml: {line}" for line in _name_lost_experts(experts, made)]
    return lines + [
        f"{slug}: the correction of {e.expert} (“{e.first}”) fits nowhere on the page; it stays in {KEPT}"
        for e in entries
    ]


def _list_experts(text: str) -> list[OldExpert]:
    """The experts of an old `event.yml`; where somebody wrote something else there, none."""
    experts = yaml.safe_load(text).get("experts")
    return [
        OldExpert(*(str(expert.get(field) or "") for field in ("name", "role", "affiliation")))
        for expert in (experts if isinstance(experts, list) else [])
        if isinstance(expert, dict)
    ]


def _apply_experts(transcript: Transcript, experts: Sequence[OldExpert]) -> Transcript:
    """The transcript with the roles and affiliations that `event.yml` gives; what it leaves empty stays as read."""
    known = {tidy_value(expert.name): expert for expert in experts}

    def correct(block: Block) -> Block:
        expert = known.get(block.voice.expert) if block.voice else None
        if not block.voice or not expert:
            return block
        voice = replace(
            block.voice,
            role=tidy_value(expert.role) or block.voice.role,
            affiliation=tidy_value(expert.affiliation) or block.voice.affiliation,
        )
        return replace(block, voice=voice)

    return replace(transcript, blocks=tuple(map(correct, transcript.blocks)))


def _name_lost_experts(experts: Sequence[OldExpert], made: Sequence[Transcript]) -> Iterator[str]:
    """The experts of `event.yml` whom no transcript has as it gives them."""
    found = {(b.voice.expert, b.voice.role, b.voice.affiliation) for t in made for b in t.blocks if b.voice}
    for expert in experts:
        name, role, affiliation = map(tidy_value, expert)
        same = (r == role or not role for n, r, a in found if n == name and (a == affiliation or not affiliation))
        if not any(same):
            yield (
                f"{', '.join(filter(None, (name, role, affiliation)))} was among its experts and is not so in the "
                "transcript; change a header there if that was meant"
            )


def _read_source(path: Path, sha256: str, slug: str) -> bytes:
    """The published page, as it was."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise InputError(f"{slug}/event.yml: sources has no file {path.name}; put it back") from None
    if hash_bytes(raw) != sha256:
        raise InputError(f"{slug}/event.yml: {path.name} has not the recorded SHA-256; restore the file")
    return raw


def _drop_experts(text: str) -> str:
    """The text of `event.yml` without its list of experts; the rest as people wrote it."""
    fields = yaml.safe_load(text)
    fields.pop("experts", None)
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        inside = line.startswith("experts:") or (inside and (line[0] in " -\t" or not line.strip()))
        if not inside:
            kept.append(line)
    return change_text(text, "".join(kept), fields)


def _apply_corrections(
    transcript: Transcript, entries: Sequence[CorrectedStatement]
) -> tuple[Transcript, list[CorrectedStatement]]:
    """The transcript as `statements.yml` corrects it, and the corrections that fit nowhere in it.

    What was corrected is left out first, and then all that is kept is laid, so that the order of the file says nothing.
    """
    text = APART.join(b.text for b in transcript.blocks)
    pieces: Pieces = [(a, b, block) for (a, b), block in zip(find_spans(transcript), transcript.blocks, strict=True)]
    placed, unused = _place_entries(text, [piece for piece in pieces if piece[2].voice], entries)
    for _, piece, _ in placed:
        if piece:
            pieces = _overlay(pieces, piece[0], piece[1], Block("left out", "", reason="left out by hand"))
    for entry, _, span in placed:
        if entry.keep:
            voice = Voice(entry.expert, entry.role, entry.affiliation, entry.kind)
            pieces = _overlay(pieces, *span, Block("expert", "", voice, reason=HAND))
    blocks = (replace(block, text=text[a:b].strip()) for a, b, block in pieces)
    return replace(transcript, blocks=tuple(b for b in blocks if b.text)), unused


def _place_entries(
    text: str, found: Pieces, entries: Sequence[CorrectedStatement]
) -> tuple[list[Placed], list[CorrectedStatement]]:
    """Each correction with the statement that it corrects and where it stands, and those that fit nowhere.

    One that claims words which another correction has claimed fits nowhere either.
    """
    free = list(found)
    placed: list[Placed] = []
    unused: list[CorrectedStatement] = []
    for entry in entries:
        piece = _find_statement(text, free, entry.found) if entry.found else None
        span = _find_corrected_span(text, piece, entry)
        taken = [other for kept, _, other in placed if kept.keep]
        clashes = span and entry.keep and any(span[0] < end and start < span[1] for start, end in taken)
        if span is None or clashes or (entry.found and piece is None):
            unused.append(entry)
            continue
        if piece:
            free.remove(piece)
        placed.append((entry, piece, span))
    return placed, unused


def _list_edges(text: str, piece: tuple[int, int, Block]) -> tuple[str, str]:
    """The first and last words of a piece."""
    words = text[piece[0] : piece[1]].split()
    return " ".join(words[:EDGE]), " ".join(words[-EDGE:])


def _find_statement(text: str, found: Pieces, read: OldStatement) -> tuple[int, int, Block] | None:
    """The statement that was meant: same expert and edges, else one equal edge, else the only one of the expert."""
    same = [p for p in found if p[2].voice and p[2].voice.expert == read.expert]
    edges = [(p, _list_edges(text, p)) for p in same]
    both = [p for p, e in edges if e == (read.first, read.last)]
    one = [p for p, e in edges if e[0] == read.first or e[1] == read.last]
    return next(iter([*both, *one, *(same if len(same) == 1 else [])]), None)


def _find_corrected_span(
    text: str, piece: tuple[int, int, Block] | None, entry: CorrectedStatement
) -> tuple[int, int] | None:
    """Where the corrected statement stands: the piece itself, or from its first words to its last."""
    if piece and entry.found:
        if (entry.first, entry.last) == (entry.found.first, entry.found.last) or not entry.keep:
            return piece[0], piece[1]
        edges = _list_edges(text, piece)
        first = entry.first if entry.first != entry.found.first else edges[0]
        last = entry.last if entry.last != entry.found.last else edges[1]
        return _find_span(text, first, last, piece[0] if first == edges[0] else 0)
    return _find_span(text, entry.first, entry.last, 0)


def _find_span(text: str, first: str, last: str, start: int) -> tuple[int, int] | None:
    """From the first words to the end of the nearest last words after them."""
    opening = re.compile(r"\s+".join(map(re.escape, first.split()))).search(text, start)
    if not opening or not first.split() or not last.split():
        return None
    closing = re.compile(r"\s+".join(map(re.escape, last.split()))).search(text, opening.start())
    return (opening.start(), closing.end()) if closing else None


def _overlay(pieces: Pieces, start: int, end: int, block: Block) -> Pieces:
    """The pieces with one laid over them."""
    cut: Pieces = [(start, end, block)]
    for a, b, piece in pieces:
        cut += [(x, y, piece) for x, y in ((a, min(b, start)), (max(a, end), b)) if x < y]
    return sorted(cut, key=lambda p: p[:2])
