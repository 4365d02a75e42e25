"""The dictionary coder: a code is present where one of its indicators matches."""

import re
from functools import cache

import pandas as pd

from analysis.codebook import Codebook
from analysis.schema import TABLES

CODER = "dictionary"
GAP = re.compile(r"\((\d+)-(\d+)\)")
QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")


def code_segments(segments: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The `matches` and `codings` of the dictionary: every code is judged for every segment."""
    matches = find_matches(segments, codebook)
    counts = matches.loc[~matches["negated"]].groupby(["segment_id", "code"]).size()
    judged = pd.MultiIndex.from_product(
        [segments["segment_id"], [c.code for c in codebook.codes]], names=["segment_id", "code"]
    )
    scores = counts.reindex(judged, fill_value=0).astype("float64")
    codings = scores.rename("score").reset_index().assign(coder=CODER, present=lambda t: t["score"] > 0)
    return matches, codings[[c.name for c in TABLES["codings"].columns]]


def describe_coder(codebook: Codebook) -> pd.DataFrame:
    """The dictionary's row in the `coders` table."""
    note = f"indicators of the codebook {codebook.name}, matched by rule; no person has checked them"
    row = {
        "coder": CODER,
        "kind": "dictionary",
        "made_on": "",
        "codebook_sha256": codebook.sha256,
        "note": note,
        "who": "the rules of the codebook",
        "trained": "",
        "blind": True,
        "codebook_current": True,
        "sources": "",
    }
    return pd.DataFrame([row])


def find_matches(segments: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The `matches` of every indicator; within a code the longest match wins, codes may overlap."""
    rows = []
    for segment in segments.itertuples():
        quotations = [m.span() for m in QUOTATION.finditer(segment.text)]
        for code in codebook.codes:
            for start, end, indicator in match_code(segment.text, code.indicators):
                rows.append(
                    {
                        "segment_id": segment.segment_id,
                        "code": code.code,
                        "start": segment.start + start,
                        "end": segment.start + end,
                        "indicator": indicator,
                        "match": segment.text[start:end],
                        "quoted": any(a <= start and end <= b for a, b in quotations),
                        "negated": False,
                    }
                )
    return pd.DataFrame(rows) if rows else TABLES["matches"].empty()


def match_code(text: str, indicators: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Non-overlapping matches of one code, longest first, in text order."""
    found = [(m.start(), m.end(), i) for i in indicators for m in compile_indicator(i).finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for start, end, indicator in sorted(found, key=lambda m: (m[0] - m[1], m[0])):
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, indicator))
    return sorted(kept)


@cache
def compile_indicator(indicator: str) -> re.Pattern[str]:
    """A pattern for words, phrases, trailing wildcards and gaps `(0-3)`, whole words in any case."""
    pattern, between = "", ""
    for part in indicator.split():
        if gap := GAP.fullmatch(part):
            between = rf"(?:\W+\w+){{{gap[1]},{gap[2]}}}\W+"
            continue
        word = re.escape(part.removesuffix("*")) + (r"\w*" if part.endswith("*") else "")
        pattern += (between or (r"\s+" if pattern else "")) + word
        between = ""
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)
