"""How sure each expert sounds: hedges, boosters, obligations and wishes, each hit listed for checking."""

import re
from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from analysis.measures.intervals import wilson_interval
from analysis.measures.lexicons import Entry, Lexicon, compile_entries
from analysis.tables import fit_table
from analysis.tables.rows import each_row

Hit = tuple[int, int, Lexicon, Entry]
CATEGORIES = ("hedge", "booster", "obligation", "wish")
VOICES = ("own", "attributed")
QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
CLAUSE_END = re.compile(r"[;:]|\bbut\b|\balthough\b|\bhowever\b")


def find_hits(segments: pd.DataFrame, lexicons: Sequence[Lexicon], reporting: Lexicon | None) -> pd.DataFrame:
    """The `certainty_hits` table: every place where an entry of `lexicons` matches; the longest match wins.

    `voice` is attributed inside quotation marks or after an entry of `reporting` (None where there is no such list in
    the page's language) in the same clause, else own.
    Rules of thumb: they know no syntax and no irony, so read the hits before you quote the rates.
    """
    entries = [(lexicon, pair) for lexicon in lexicons for pair in compile_entries(lexicon.entries)]
    cues = compile_entries(reporting.entries) if reporting else []
    rows: list[dict[str, object]] = []
    for segment in each_row(segments):
        text = str(segment.text)
        found = [
            (match.start(), match.end(), lexicon, entry)
            for lexicon, (entry, pattern) in entries
            for match in pattern.finditer(text)
        ]
        others = _find_attributed(text, cues) if found else []
        hits = _keep_longest(found)
        for start, end, lexicon, entry in hits:
            rows.append(
                {
                    "segment_id": segment.segment_id,
                    "start": segment.start + start,
                    "end": segment.start + end,
                    "expert": segment.expert,
                    "category": lexicon.category,
                    "modality": lexicon.modality,
                    "outlook": _judge_outlook(text, start, entry, hits),
                    "voice": "attributed" if any(a <= start and end <= b for a, b in others) else "own",
                    "entry": entry.entry,
                    "match": text[start:end],
                    "quote": text,
                }
            )
    return fit_table("certainty_hits", rows)


def _judge_outlook(text: str, start: int, entry: Entry, hits: list[Hit]) -> str:
    """The entry's outlook; what "will" come is open where the clause began by saying that it remains to be seen."""
    if entry.outlook == "certain" and any(
        other.outlook == "open" and end <= start and not CLAUSE_END.search(text, end, start)
        for _, end, _, other in hits
    ):
        return "open"
    return entry.outlook


def _keep_longest(found: list[Hit]) -> list[Hit]:
    """Non-overlapping hits, longest first, in text order."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h[0] - h[1], h[0])):
        if all(hit[1] <= other[0] or other[1] <= hit[0] for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h[0])


def _find_attributed(text: str, cues: list[tuple[Entry, re.Pattern[str]]]) -> list[tuple[int, int]]:
    """Spans that report somebody else: quotations, and from a reporting word to the end of its clause."""
    spans = [match.span() for match in QUOTATION.finditer(text)]
    for _, pattern in cues:
        for match in pattern.finditer(text):
            end = CLAUSE_END.search(text, match.end())
            spans.append((match.end(), end.start() if end else len(text)))
    return spans


def measure_certainty(
    hits: pd.DataFrame, segments: pd.DataFrame, *, experts: tuple[str, ...], categories: Sequence[str] = CATEGORIES
) -> pd.DataFrame:
    """The `certainty` table: hits of each category, in the expert's own voice and attributed, per expert.

    `categories` are those that were looked for; one without a list in the page's language has no row.
    `per_100_words` counts hits on all words of the expert; `share` is of the expert's segments, with Wilson's 95 %
    interval (segments taken as independent). NaN for an expert without words. Hedges are epistemic, obligations
    deontic, wishes neither, and they are never summed. A low rate is not confidence and a high one not caution:
    academics hedge by habit. Not for comparing experts on fewer than a few hundred words each.
    """
    totals = segments.groupby("expert")["words"].agg(["size", "sum"]).reindex(list(experts), fill_value=0)
    counts = hits.groupby(["expert", "category", "voice"])["segment_id"].agg(["size", "nunique"])
    found = counts.to_dict("index")
    rows: list[dict[str, object]] = []
    for expert, category, voice in product(experts, categories, VOICES):
        n_segments, words = int(totals.at[expert, "size"]), int(totals.at[expert, "sum"])
        cell = found.get((expert, category, voice), {"size": 0, "nunique": 0})
        n_hits, n_present = int(cell["size"]), int(cell["nunique"])
        low, high = wilson_interval(float(n_present), float(n_segments)) if n_segments else (np.nan, np.nan)
        rows.append(
            {
                "expert": expert,
                "category": category,
                "voice": voice,
                "n_hits": n_hits,
                "words": words,
                "per_100_words": 100 * n_hits / words if words else np.nan,
                "n_segments": n_segments,
                "n_present": n_present,
                "share": n_present / n_segments if n_segments else np.nan,
                "low": low,
                "high": high,
            }
        )
    return fit_table("certainty", rows)
