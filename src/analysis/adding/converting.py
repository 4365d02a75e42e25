"""Events made by version 0.1.0: their list of experts goes, their corrections and codings come along."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import yaml

from analysis.adding.corrections import StatementsFile, apply_corrections
from analysis.adding.describing import change_text
from analysis.adding.transcribing import read_transcript
from analysis.coding.amending import store_words
from analysis.errors import InputError
from analysis.event import EventFile, is_old_event
from analysis.files import hash_bytes
from analysis.files.folders import replace_folder
from analysis.files.handmade import read_handmade
from analysis.sources.documents import read_page
from analysis.transcripts import Block, Transcript
from analysis.transcripts.layout import write_transcript
from analysis.transcripts.tidying import tidy_value

OLD, KEPT = "statements.yml", "statements-0.1.0.yml"


class OldExpert(NamedTuple):
    """An expert as the `event.yml` of version 0.1.0 listed them."""

    name: str
    role: str
    affiliation: str


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
            transcript, entries = apply_corrections(_apply_experts(first, experts), entries)
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
