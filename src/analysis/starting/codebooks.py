"""Start a codebook: a file that checks as it stands, for an event where one is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.adding.describing import change_codebook
from analysis.codebook import load_codebook
from analysis.codebook.drafting import CandidateWord, draft_codebook
from analysis.coding.human import find_lost_codings
from analysis.errors import InputError
from analysis.event import Event, list_events, load_event
from analysis.files import write_whole
from analysis.measures.candidates import count_phrases, find_sign_candidates
from analysis.pipeline import build_tables
from analysis.tables.rows import each_row

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
SHOWN_SENTENCES = 2  # of a candidate, in the comments of a new codebook
OTHERS = 20  # events at most that the words are compared with


@dataclass(frozen=True)
class Started:
    """The new codebook, the event that is coded with it now, and the codebook that it had before.

    `kept` says a line for each coder of the event whose judgements are of the codebook before and count no more.
    """

    path: Path
    slug: str = ""
    before: str = ""
    kept: tuple[str, ...] = ()


def start_codebook(root: Path, name: str, slug: str = "") -> Started:
    """Write `data/codebooks/<name>.yml`; with an event, in its language, with words of it, and code the event with it.

    Raises InputError where the name cannot be used or is taken, or the event is not there; then nothing is written.
    """
    if not NAME.fullmatch(name):
        raise InputError(f'"{name}": a codebook’s name has small letters, digits and hyphens, such as road-pricing')
    path = root / "data" / "codebooks" / f"{name}.yml"
    if not slug:
        _refuse_known(path, "")
        write_whole(path, draft_codebook(name).encode())
        return Started(path)
    event = load_event(slug, root=root)
    if event.file.codebook == name:
        _refuse_known(path, "")
    segments, candidates = list_candidates(root, [slug], most=40)
    text = draft_codebook(
        name,
        language=event.file.language,
        title=f"Framing: {event.file.title}",
        candidates=_quote_candidates(candidates, segments),
    )
    _refuse_known(path, text)
    described = (event.folder / "event.yml").read_text(encoding="utf-8")
    write_whole(path, text.encode())
    write_whole(event.folder / "event.yml", change_codebook(described, name).encode())
    return Started(path, slug, event.file.codebook, tuple(_list_kept(load_event(slug, root=root))))


def _list_kept(event: Event) -> list[str]:
    """The judgements that stay in their files and are not counted with the event's codebook."""
    folder, language = event.folder / "codings", event.file.language
    return find_lost_codings(
        folder, build_tables(event), load_codebook(event.codebook_path), unit="sentence", language=language
    )


def _refuse_known(path: Path, text: str) -> None:
    """A codebook is not overwritten; the very same `text` is that of a run that was killed before the event had it."""
    if path.exists() and path.read_bytes() != text.encode():
        raise InputError(f"{path}: is there already; choose another name, or edit that file")


def list_candidates(root: Path, slugs: Sequence[str], *, most: int = 60) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The segments of the events, and the words and phrases that set them apart from the workbook's other events."""
    events = [load_event(slug, root=root) for slug in slugs]
    segments = pd.concat([_read_segments(event) for event in events], ignore_index=True)
    languages = {event.file.language for event in events}
    others = [load_event(slug, root=root) for slug in list_events(root) if slug not in slugs][:OTHERS]
    texts = [text for other in others if other.file.language in languages for text in _read_segments(other)["text"]]
    language = events[0].file.language
    reference = count_phrases(texts, language=language)
    return segments, find_sign_candidates(segments, language=language, reference=reference, most=most)


def _read_segments(event: Event) -> pd.DataFrame:
    """The event's sentences."""
    return name_segments(event.slug, build_tables(event).segments)


def name_segments(slug: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose `segment_id` begins with the event's slug, so that those of several events can stand together."""
    return rows.assign(event=slug, segment_id=slug + "/" + rows["segment_id"])


def _quote_candidates(candidates: pd.DataFrame, segments: pd.DataFrame) -> list[CandidateWord]:
    """Each candidate with the first sentences that it stands in."""
    text_of = dict(zip(segments["segment_id"], segments["text"], strict=True))
    return [
        CandidateWord(
            row.candidate,
            tuple(row.forms.split("; ")),
            row.expert,
            tuple(text_of[place] for place in row.segment_ids.split("; ")[:SHOWN_SENTENCES]),
        )
        for row in each_row(candidates)
    ]
