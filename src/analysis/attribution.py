"""Who said what: documents to statements."""

import re

import pandas as pd

from analysis.schema import TABLES
from analysis.segmentation import find_paragraphs

NAME = r"(?:[A-ZÀ-Þ][\w.’'-]*|von|van|de|del|der|di|da|la|le|bin|al)"
HEADER = re.compile(rf"^(?P<expert>{NAME}(?: {NAME}){{1,5}}), (?P<role>[^,.]{{2,60}}), (?P<affiliation>[^,.]{{2,60}})$")

SENTENCE_ENDS = (".", "!", "?", "”", '"', ")")


def attribute_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """The `statements` of all documents: what stands between an expert's header and the next one.

    What comes before the first header, and unfinished lines after the last paragraph, belong to nobody.
    """
    rows = [row for document in documents.itertuples() for row in attribute_text(document.document_id, document.text)]
    return pd.DataFrame(rows) if rows else TABLES["statements"].empty()


def attribute_text(document_id: str, text: str) -> list[dict[str, object]]:
    """The statements of one document in page order."""
    headers: list[dict[str, str]] = []
    spans: list[list[tuple[int, int]]] = []
    for start, end in find_paragraphs(text):
        if header := HEADER.match(text[start:end]):
            headers.append(header.groupdict())
            spans.append([])
        elif headers and text[start:end].endswith(SENTENCE_ENDS):
            spans[-1].append((start, end))
    return [
        {
            "statement_id": f"{document_id}/{number}",
            "document_id": document_id,
            **header,
            "start": paragraphs[0][0],
            "end": paragraphs[-1][1],
            "text": text[paragraphs[0][0] : paragraphs[-1][1]],
        }
        for number, (header, paragraphs) in enumerate(zip(headers, spans, strict=True), 1)
        if paragraphs
    ]
