"""Counts of a corpus per expert and month, which parts add up to."""

import datetime
import re
from typing import Any

import numpy as np

from analysis.codebook import Codebook
from analysis.corpus.rows import CorpusRow
from analysis.corpus.segments import CodedSegments
from analysis.matching.buffers import Array
from analysis.measures.prevalence import count_presence

# A month, or a day of one with or without a time, in ISO's extended or basic form.
DATE = re.compile(
    r"(?P<year>\d{4})(?P<dash>-)?(?P<month>\d\d)(?:(?(dash)-)(?P<day>\d\d)(?:[T ](?P<time>\S.*))?)?", re.ASCII
)
TIME = re.compile(
    r"(?:[01]\d|2[0-3])(?::?[0-5]\d(?::?(?:[0-5]\d|60)(?:[.,]\d+)?)?)?\s?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)


class Counts:
    """What `measures.prevalence` counts, for each expert and month; parts of a corpus may be added in any order."""

    def __init__(self, codebook: Codebook) -> None:
        frames = [(frame.frame, "") for frame in codebook.frames]
        self.names = [*frames, *((f.frame, code.code) for f in codebook.frames for code in f.codes)]
        self.sums: dict[tuple[str, str], Array] = {}
        self.n_documents = self.n_segments = 0

    def add(self, rows: list[CorpusRow], coded: CodedSegments) -> None:
        """Count some documents."""
        self.n_documents += len(rows)
        self.n_segments += len(coded.document)
        keys = [(row.expert, find_month(row.date)) for row in rows]
        groups = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        group = np.array([groups[key] for key in keys], np.intp)
        present = np.hstack([coded.frames, coded.codes])
        judged = np.hstack([coded.frames_judged, coded.judged])
        clusters = {"paragraph": coded.paragraph, "document": coded.document}
        sums = count_presence(judged, present, group[coded.document], clusters, n_groups=len(groups))
        documents = np.bincount(group, minlength=len(groups))
        for key, number in groups.items():
            counted = np.column_stack([np.full(len(present.T), documents[number]), sums[number]])
            self.sums[key] = self.sums.get(key, 0) + counted

    def rows(self) -> list[list[Any]]:
        """One row per expert, month, frame and code: its documents, then what `COUNTED` names."""
        return [
            [*key, *name, *numbers]
            for key, table in sorted(self.sums.items())
            for name, numbers in zip(self.names, table.tolist(), strict=True)
        ]


def find_month(date: str) -> str:
    """The month of an ISO date, or "" where there is none."""
    found = DATE.fullmatch(date.strip())
    if not found or (found["time"] and not TIME.fullmatch(found["time"].strip())):
        return ""
    if not found["dash"] and not found["day"]:
        return ""  # 202303 may be anything
    try:
        day = datetime.date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return ""
    return f"{day.year:04}-{day.month:02}"
