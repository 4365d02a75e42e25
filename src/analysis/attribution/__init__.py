"""Who said what: pages to statements, one readable rule per header form."""

from collections.abc import Sequence

import pandas as pd

from analysis.attribution.articles import attribute_article
from analysis.attribution.assemble import CERTAIN, Attribution, Found, attribute_page
from analysis.attribution.corrections import NAME, Entry, correct_statements, load_corrections
from analysis.attribution.transcribing import Reading, transcribe_page
from analysis.errors import InputError
from analysis.event import Event
from analysis.sources.page import Page
from analysis.tables import TABLES

__all__ = [
    "CERTAIN",
    "Attribution",
    "Found",
    "Reading",
    "attribute_page",
    "attribute_pages",
    "tabulate_statements",
    "transcribe_page",
]


def attribute_pages(event: Event, pages: Sequence[Page]) -> pd.DataFrame:
    """The `statements` of all the event's pages in page order, with the corrections of its `statements.yml`.

    Raises InputError when a correction fits nowhere on the pages.
    """
    entries: Sequence[Entry] = load_corrections(event.folder)
    tables = []
    for source, page in zip(event.file.sources, pages, strict=True):
        attribution = attribute_article(page) if source.article else attribute_page(page)
        statements, entries = correct_statements(page, attribution.statements, entries)
        tables.append(tabulate_statements(source.sha256[:12], page, statements))
    if entries:
        raise InputError(
            f"{event.slug}/{NAME}: the correction of {e.expert} (“{e.first}”) fits nowhere on the page; "
            "correct its words"
            for e in entries
        )
    return pd.concat(tables, ignore_index=True)


def tabulate_statements(document_id: str, page: Page, found: Sequence[Found]) -> pd.DataFrame:
    """The `statements` of one document."""
    rows = [
        {
            "statement_id": f"{document_id}/{number}",
            "document_id": document_id,
            "expert": statement.people.expert,
            "role": statement.people.role,
            "affiliation": statement.people.affiliation,
            "start": statement.start,
            "end": statement.end,
            "text": page.text[statement.start : statement.end],
            "kind": statement.people.kind,
            "confidence": statement.confidence,
            "reason": statement.reason,
            "reported": statement.reported,
        }
        for number, statement in enumerate(found, 1)
    ]
    return pd.DataFrame(rows) if rows else TABLES["statements"].empty()
