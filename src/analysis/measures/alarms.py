"""How often an automatic coder finds a code in text about something else: its rate of false alarms."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.running import code_segments
from analysis.tables import TABLES, fit_table
from analysis.text import count_words

SAMPLE = "data/off-topic/state-of-the-union.tsv"  # below the root
LANGUAGE = "en"


@cache
def load_off_topic_sample(root: Path) -> pd.DataFrame:
    """`segments` of 300 sentences on post offices, pensions, farming, schools …; see `data/off-topic/README.md`."""
    path = root / SAMPLE
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
    rows: list[dict[str, object]] = []
    start = 0
    for number, line in enumerate(lines, 1):
        address, text = line.split("\t")
        rows.append(
            {
                "segment_id": f"off-topic/{number}/1",
                "statement_id": f"off-topic/{number}",
                "document_id": "off-topic",
                "expert": address,
                "unit": "sentence",
                "paragraph": 1,
                "start": start,
                "end": start + len(text),
                "words": count_words(text),
                "text": text,
            }
        )
        start += len(text) + 1
    return fit_table("segments", rows)


def measure_alarms(codebook: Codebook, *, root: Path, language: str, names: Sequence[str] = ()) -> pd.DataFrame:
    """The `alarms` of the dictionary and the coders called `names`: in how many off-topic sentences a code is "found".

    The sentences speak of none of what a codebook about great powers looks for, so every one is a false alarm; for a
    codebook on farming it would not be. They are English, so there is no row for a page in another `language`, nor in a
    workbook without them. Only coders that judge by rule can be asked; a language model and a person cannot.
    """
    segments = load_off_topic_sample(root)
    if language.split("-")[0] != LANGUAGE or segments.empty:
        return TABLES["alarms"].empty()
    return count_alarms(code_segments(segments, codebook, names=names).codings)


def count_alarms(codings: pd.DataFrame) -> pd.DataFrame:
    """The `alarms` in codings of the off-topic sentences; a sentence on which a coder abstains is no alarm."""
    counted = codings.groupby(["coder", "code"], sort=False)["present"].agg(n_segments="size", n_alarms="sum")
    table = counted.reset_index().astype({"n_segments": "int64", "n_alarms": "int64"})
    table["off_topic"] = table["n_alarms"] / table["n_segments"]
    return table[["code", "coder", "n_segments", "n_alarms", "off_topic"]]
