"""What the workshop looks at: the sentences of all events in the codebook's language, and what people judged there."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.desk.queueing import list_people
from analysis.errors import InputError
from analysis.event import list_events, load_event
from analysis.measures.alarms import LANGUAGE, load_off_topic_sample
from analysis.pipeline import EventTables, build_tables
from analysis.starting.codebooks import name_segments


@dataclass(frozen=True)
class Gathered:
    """`segments` and `human` have ids that begin with the event; `own` are the events coded with the codebook.

    `coders`: people who judged by the codebook's instructions as they stand. `notes`: events that were left out.
    """

    segments: pd.DataFrame
    human: pd.DataFrame
    events: tuple[str, ...]
    own: tuple[str, ...]
    coders: tuple[str, ...]
    off_topic: tuple[str, ...]
    notes: tuple[str, ...]


def gather_events(root: Path, codebook: Codebook) -> Gathered:
    """All events in the codebook's language; those that have problems are named and left out.

    Texts on other topics are there for English codebooks only.
    """
    language = _primary(codebook.language)
    parts: dict[str, pd.DataFrame] = {}
    human: list[pd.DataFrame] = []
    coders: list[str] = []
    own: list[str] = []
    notes: list[str] = []
    for slug in list_events(root):
        try:
            tables = build_tables(load_event(slug, root=root))
            if _primary(tables.language) != language:
                continue
            segments = name_segments(slug, tables.segments)
            if tables.event.file.codebook == codebook.name:
                human.append(_list_judgements(slug, tables))
                coders += _list_current(slug, tables, codebook)
                own.append(slug)
            parts[slug] = segments
        except InputError as error:
            notes.append(f"{slug} is left out: {error.problems[0]}")
    if not parts:
        told = f" ({notes[0]})" if notes else ""
        raise InputError(f'there is no event in the language "{codebook.language}"{told}; add one with: workbook add')
    judged = pd.concat(human, ignore_index=True) if human else pd.DataFrame(columns=["segment_id", "code", "present"])
    off_topic = tuple(load_off_topic_sample(root)["text"]) if language == LANGUAGE else ()
    segments = pd.concat(parts.values(), ignore_index=True)
    return Gathered(segments, judged, tuple(parts), tuple(own), tuple(coders), off_topic, tuple(notes))


def _list_judgements(slug: str, tables: EventTables) -> pd.DataFrame:
    """What people judged, a row for each of them."""
    codings = tables.codings.loc[tables.codings["coder"].isin(list_people(tables)), ["segment_id", "code", "present"]]
    return name_segments(slug, codings)


def _list_current(slug: str, tables: EventTables, codebook: Codebook) -> list[str]:
    """Whose judgements another definition would make older than the codebook."""
    people = tables.coders.loc[tables.coders["coder"].isin(list_people(tables))]
    current = people.loc[people["codebook_sha256"] == codebook.instructions_sha256, "coder"]
    return [f"{coder} ({slug})" for coder in current]


def _primary(language: str) -> str:
    """`en` of `en-GB`."""
    return language.split("-")[0].lower()
