"""An event's source files as the `documents` table."""

import hashlib

import pandas as pd

from analysis.errors import InputError
from analysis.event import Event
from analysis.sources.text import read_text


def read_documents(event: Event) -> pd.DataFrame:
    """One row per source file, in the order of `event.yml`.

    Raises InputError when a file is missing or no longer has the recorded SHA-256.
    """
    rows = []
    for source, path in zip(event.file.sources, event.source_paths, strict=True):
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            raise InputError(
                f"{event.slug}/event.yml: sources has no file {source.file}; put it back or correct its name"
            ) from None
        sha256 = hashlib.sha256(raw).hexdigest()
        if sha256 != source.sha256:
            raise InputError(
                f"{event.slug}/event.yml: {source.file} has SHA-256 {sha256}, not the recorded one; restore the file"
            )
        page = read_text(raw)
        rows.append(
            {
                "document_id": sha256[:12],
                "title": event.file.title,
                "publisher": event.file.publisher,
                "published": event.file.date.isoformat(),
                "url": source.url or event.file.url,
                "language": event.file.language,
                "sha256": sha256,
                "text": page.text,
            }
        )
    return pd.DataFrame(rows)
