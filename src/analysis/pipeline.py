"""An event to all its tables, in one call."""

import pandas as pd

from analysis.attribution import attribute_pages
from analysis.codebook import Codebook, load_codebook, tabulate_codebook
from analysis.coding import dictionary
from analysis.errors import InputError
from analysis.event import Event, load_event
from analysis.measures.coverage import measure_coverage
from analysis.measures.prevalence import find_leading_frames, measure_prevalence
from analysis.schema import TABLES, validate_table
from analysis.segmentation import Unit, segment_statements
from analysis.sources.documents import read_pages, tabulate_documents

Tables = dict[str, pd.DataFrame]


def build_tables(event: Event | str, *, unit: Unit = "sentence") -> Tables:
    """Every table of an event under its name in `schema.TABLES`, validated, in the order of the flow.

    `event` is a loaded Event or the slug of one below the nearest root. Raises InputError when the event's files
    have problems or the page's experts are not those that `event.yml` lists.
    """
    event = load_event(event) if isinstance(event, str) else event
    codebook = load_codebook(event.codebook_path)
    tables: Tables = {}
    tables |= read_event(event, unit=unit)
    tables |= code_event(tables, codebook)
    tables |= measure_event(tables)
    return {name: validate_table(name, tables[name]) for name in TABLES if name in tables}


def read_event(event: Event, *, unit: Unit) -> Tables:
    """Page to segments: `documents`, `statements`, `segments`."""
    pages = read_pages(event)
    documents = tabulate_documents(event, pages)
    statements = attribute_pages(event, pages)
    check_experts(event, statements)
    segments = segment_statements(statements, unit=unit, language=event.file.language)
    return {"documents": documents, "statements": statements, "segments": segments}


def check_experts(event: Event, statements: pd.DataFrame) -> None:
    """The page and `event.yml` must name the same experts, or a statement would be lost in silence."""
    listed, found = {expert.name for expert in event.file.experts}, set(statements["expert"])
    problems = [
        f'{event.slug}/event.yml: expert "{name}" has no statement on the page; correct the name'
        for name in sorted(listed - found)
    ]
    problems += [
        f'{event.slug}/event.yml: the page has a statement by "{name}" who is not among experts; add the name'
        for name in sorted(found - listed)
    ]
    if problems:
        raise InputError(problems)


def code_event(tables: Tables, codebook: Codebook) -> Tables:
    """Segments to judgements: `codebook`, `matches`, `codings`, `coders`."""
    matches, codings = dictionary.code_segments(tables["segments"], codebook)
    return {
        "codebook": tabulate_codebook(codebook),
        "matches": matches,
        "codings": codings,
        "coders": dictionary.describe_coder(codebook),
    }


def measure_event(tables: Tables) -> Tables:
    """Judgements to numbers."""
    prevalence = pd.concat(
        [
            measure_prevalence(tables["codings"], tables["segments"], tables["codebook"], coder=coder)
            for coder in tables["coders"]["coder"]
        ],
        ignore_index=True,
    )
    return {
        "coverage": measure_coverage(tables["statements"], tables["segments"]),
        "prevalence": prevalence,
        "leading": find_leading_frames(prevalence),
    }
