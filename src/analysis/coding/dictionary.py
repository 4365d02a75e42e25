"""The dictionary coder: a code is present where a match of one of its indicators counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.coders import DICTIONARY
from analysis.matching.buffers import Array
from analysis.matching.matcher import Matcher, Matches
from analysis.segmentation import find_sentences

CODER: str = DICTIONARY


@dataclass(frozen=True)
class Dictionary:
    """A codebook ready to code: its matcher, and for each indicator its text, code, weight and what counts."""

    matcher: Matcher
    codes: tuple[str, ...]
    indicators: tuple[str, ...]
    code: Array
    weight: Array
    negated: Array
    quoted: Array
    first_sentence: Array

    def counts(self, matches: Matches, *, in_first_sentence: Array) -> Array:
        """Whether each match makes its code present."""
        number = matches.indicator
        left_out: Array = (
            (matches.negated & ~self.negated[number])
            | (matches.quoted & ~self.quoted[number])
            | (in_first_sentence & ~self.first_sentence[number])
        )
        return ~left_out


@lru_cache(maxsize=8)
def compile_dictionary(codebook: Codebook) -> Dictionary:
    """The codebook's dictionary; compiled once."""
    rows = [(n, code, indicator) for n, code in enumerate(codebook.codes) for indicator in code.indicators]
    return Dictionary(
        matcher=Matcher([(n, indicator) for n, _, indicator in rows]),
        codes=tuple(code.code for code in codebook.codes),
        indicators=tuple(indicator.match for _, _, indicator in rows),
        code=np.array([n for n, _, _ in rows], np.int64),
        weight=np.array([indicator.weight for _, _, indicator in rows]),
        negated=np.array([codebook.rule(code, indicator, "negated") for _, code, indicator in rows]),
        quoted=np.array([codebook.rule(code, indicator, "quoted") for _, code, indicator in rows]),
        first_sentence=np.array([codebook.rule(code, indicator, "first_sentence") for _, code, indicator in rows]),
    )


def code_segments(segments: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The `matches` and `codings` of the dictionary: every code is judged for every segment.

    Within a code the longest match wins; codes may overlap. `score` sums the weights of the matches that count;
    `present` is whether one does. A match that is negated or quoted is kept, and counts if the codebook says so.
    """
    dictionary = compile_dictionary(codebook)
    found = dictionary.matcher.find(segments["text"].tolist(), number_paragraphs(segments))
    counts = dictionary.counts(found, in_first_sentence=find_in_first_sentence(segments, dictionary, found))
    return _tabulate_matches(segments, dictionary, found), _tabulate_codings(segments, dictionary, found, counts)


def number_paragraphs(segments: pd.DataFrame) -> Array:
    """The paragraph of each segment: a quotation may run on through the sentences of one."""
    paragraph, statement = segments["paragraph"].to_numpy(), pd.factorize(segments["statement_id"])[0]
    new = (np.diff(paragraph, prepend=0) != 0) | (np.diff(statement, prepend=-1) != 0)
    return np.cumsum(new)


def find_in_first_sentence(segments: pd.DataFrame, dictionary: Dictionary, found: Matches) -> Array:
    """Whether each match stands in its statement's first sentence; looked for only where an indicator asks."""
    if dictionary.first_sentence.all():
        return np.zeros(len(found.row), bool)
    is_first = ~segments["statement_id"].duplicated().to_numpy()
    ends = measure_first_sentences(segments["text"].tolist(), is_first)
    inside: Array = found.start < ends[found.row]
    return inside


def measure_first_sentences(texts: Sequence[str], is_first: Array) -> Array:
    """Length of the first sentence of each text that is a statement's or document's first; 0 for the others."""
    return np.array(
        [_first_sentence_end(t) if first else 0 for t, first in zip(texts, is_first, strict=True)], np.int64
    )


def _first_sentence_end(text: str, *, language: str = "en") -> int:
    """Where the first sentence ends."""
    paragraph = text.split("\n\n", 1)[0]
    sentences = find_sentences(paragraph, language=language)
    return sentences[0][1] if sentences else 0


def _tabulate_matches(segments: pd.DataFrame, dictionary: Dictionary, found: Matches) -> pd.DataFrame:
    """The `matches` table, by segment, code and place."""
    texts, offsets = segments["text"].tolist(), segments["start"].to_numpy()
    code = dictionary.code[found.indicator]
    places = zip(found.row.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    return (
        pd.DataFrame(
            {
                "segment_id": segments["segment_id"].array[found.row],
                "code": pd.array([dictionary.codes[c] for c in code.tolist()], dtype="str"),
                "start": found.start + offsets[found.row],
                "end": found.end + offsets[found.row],
                "indicator": pd.array([dictionary.indicators[i] for i in found.indicator.tolist()], dtype="str"),
                "match": pd.array([texts[row][start:end] for row, start, end in places], dtype="str"),
                "quoted": found.quoted,
                "negated": found.negated,
            }
        )
        .iloc[np.lexsort((found.end, found.start, code, found.row))]
        .reset_index(drop=True)
    )


def _tabulate_codings(segments: pd.DataFrame, dictionary: Dictionary, found: Matches, counts: Array) -> pd.DataFrame:
    """The `codings` table: every code × segment."""
    n_codes = len(dictionary.codes)
    place = found.row[counts] * n_codes + dictionary.code[found.indicator[counts]]
    weights = dictionary.weight[found.indicator[counts]]
    scores = np.bincount(place, weights=weights, minlength=len(segments) * n_codes).astype(
        float
    )  # no match at all gives whole numbers
    return pd.DataFrame(
        {
            "segment_id": segments["segment_id"].array[np.repeat(np.arange(len(segments)), n_codes)],
            "code": pd.array(list(dictionary.codes) * len(segments), dtype="str"),
            "coder": pd.array([CODER], dtype="str").repeat(len(segments) * n_codes),
            "present": scores > 0,
            "score": scores,
        }
    )


def describe_coder(codebook: Codebook) -> pd.DataFrame:
    """The dictionary's row in the `coders` table."""
    note = f"indicators of the codebook {codebook.name}, matched by rule; no person has checked them"
    row = {
        "coder": CODER,
        "kind": DICTIONARY,
        "made_on": "",
        "codebook_sha256": codebook.sha256,
        "note": note,
        "who": "the rules of the codebook",
        "trained": "",
        "blind": True,
        "codebook_current": True,
        "sources": "",
        "undecided": 0,
        "sample": "",
        "model": "",
        "endpoint": "",
        "request_sha256": "",
        "settings": "",
        "runs": 0,
        "tokens": 0,
        "cost": 0.0,
        "seconds": float("nan"),
    }
    return pd.DataFrame([row])
