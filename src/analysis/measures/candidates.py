"""Words and phrases of a text that may become indicators, with their places; segments that resemble each other."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.keyness import log_odds
from analysis.measures.likeness import find_stem, is_content, measure_likeness
from analysis.measures.words import split_words
from analysis.tables.rows import each_row

LONGEST = 3  # words of a phrase
ALIKE = 0.2  # cosine from which two segments resemble each other
COMPARED = 4000  # segments that are compared with each other at most
COLUMNS = ("candidate", "forms", "expert", "n", "n_segments", "n_experts", "z", "segment_ids")


@dataclass(frozen=True)
class _Use:
    """One place where a word or phrase stands."""

    form: str
    segment_id: str
    expert: str


def find_sign_candidates(
    segments: pd.DataFrame, *, language: str, reference: Mapping[str, int] | None = None, most: int = 60
) -> pd.DataFrame:
    """Words and phrases (up to three words) that set the text or one of its experts apart, the strongest first.

    Columns: candidate (the form used most), forms (all that occur, joined by "; "), expert (who uses it most, or ""
    where no one uses it more than half), n, n_segments, n_experts, z, segment_ids (joined by "; "). `z` is the log
    odds of the form against `reference` (counts of words in other texts) where there is one, else 0. What stands in
    two segments or with two experts comes first. Phrases neither begin nor end with a function word, and a word that
    only occurs inside one phrase is left to the phrase. Forms are put together only where the text has both.
    Not a measure: an aid for reading, from which a person chooses.
    Source of z: Monroe, Colaresi & Quinn (2008), eq. 22.
    """
    uses: dict[str, list[_Use]] = defaultdict(list)
    names = {word for expert in segments["expert"].unique() for word, _, _ in split_words(expert)}
    for segment in each_row(segments):
        for form in list_phrases(segment.text, language=language):
            if form not in names:
                uses[find_stem(form, language=language)].append(_Use(form, segment.segment_id, segment.expert))
    scores = _score(uses, reference or {}, language)
    rows = [_describe(found, scores[stem]) for stem, found in uses.items()]
    rows = _drop_parts([row for row in rows if " " not in row["candidate"] or row["n_segments"] > 1])
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    spread = table["n_segments"].clip(upper=3) + table["n_experts"].clip(upper=2)
    order = np.lexsort((table["candidate"], -table["candidate"].str.len(), -table["n"], -table["z"], -spread))
    return table.iloc[order].head(most).reset_index(drop=True)


def count_phrases(texts: Sequence[str], *, language: str) -> Counter[str]:
    """How often each word and phrase stands in other texts: the `reference` of `find_sign_candidates`."""
    return Counter(form for text in texts for form in list_phrases(text, language=language))


def list_phrases(text: str, *, language: str) -> Iterator[str]:
    """Every content word and every phrase that begins and ends with one; none goes over a mark of punctuation.

    >>> list(list_phrases("The price of scarce road space.", language="en"))
    ['price', 'price of scarce', 'scarce', 'scarce road', 'scarce road space', 'road', 'road space', 'space']
    """
    for piece in re.split(r"[.,;:!?()“”\"–—]\s|[.!?]$|[“”\"]", text):
        words = [word for word, _, _ in split_words(piece)]
        for at, first in enumerate(words):
            if is_content(first, language=language):
                for end in range(at + 1, min(at + LONGEST, len(words)) + 1):
                    if is_content(words[end - 1], language=language):
                        yield " ".join(words[at:end])


def suggest_forms(word: str, vocabulary: Collection[str], *, language: str) -> list[str]:
    """Other forms of a word that the vocabulary has and the word does not match: to be offered, never added unasked.

    >>> suggest_forms("price", ["prices", "rose", "pricing", "priceless", "price"], language="en")
    ['prices', 'pricing']
    """
    stem = find_stem(word.lower().rstrip("*"), language=language)
    alike = (form for form in vocabulary if find_stem(form, language=language) == stem)
    return sorted(form for form in alike if not fnmatchcase(form, word.lower()))


def group_segments(segments: pd.DataFrame, *, language: str) -> list[list[str]]:
    """Ids of segments that resemble each other in their content words, larger groups first; each segment once.

    A segment joins the earliest one to which its cosine, by words weighted with their rarity, is at least 0.2. Of a
    corpus, the first 4000 segments are compared.
    """
    alike = measure_likeness(segments["text"].head(COMPARED).tolist(), language=language)
    leader = np.arange(alike.shape[0])
    for row in range(alike.shape[0]):
        near = alike.indices[alike.indptr[row] : alike.indptr[row + 1]]
        close = near[alike.data[alike.indptr[row] : alike.indptr[row + 1]] >= ALIKE]
        earlier = close[(close < row) & (leader[close] == close)]
        leader[row] = earlier.min() if earlier.size else row
    ids = segments["segment_id"].tolist()
    groups: dict[int, list[str]] = defaultdict(list)
    for row, first in enumerate(leader.tolist()):
        groups[first].append(ids[row])
    return sorted(groups.values(), key=lambda group: -len(group))


def _score(uses: Mapping[str, list[_Use]], reference: Mapping[str, int], language: str) -> dict[str, float]:
    """z of each stem against the reference; 0 without one."""
    if not reference:
        return dict.fromkeys(uses, 0.0)
    there: Counter[str] = Counter()
    for form, n in reference.items():
        there[find_stem(form, language=language)] += n
    own = {stem: len(found) for stem, found in uses.items()}
    prior = {stem: 0.1 + there[stem] * 0.1 for stem in own.keys() | there.keys()}
    z: dict[str, float] = log_odds(own, there, prior=prior).to_dict()
    return z


def _describe(found: Sequence[_Use], z: float) -> dict[str, Any]:
    """One candidate's row."""
    forms = Counter(use.form for use in found)
    experts = Counter(use.expert for use in found)
    expert, n = min(experts.items(), key=lambda item: (-item[1], item[0]))
    ids = list(dict.fromkeys(use.segment_id for use in found))
    return {
        "candidate": min(forms, key=lambda form: (-forms[form], form)),
        "forms": "; ".join(sorted(forms)),
        "expert": expert if n * 2 > len(found) else "",
        "n": len(found),
        "n_segments": len(ids),
        "n_experts": len(experts),
        "z": z,
        "segment_ids": "; ".join(ids),
    }


def _drop_parts(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without words and phrases that stand in the same segments as a longer phrase of which they are a part."""
    longer: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        longer[row["segment_ids"]].append(f" {row['candidate']} ")
    return [
        row
        for row in rows
        if not any(
            f" {row['candidate']} " in phrase and len(phrase) > len(row["candidate"]) + 2
            for phrase in longer[row["segment_ids"]]
        )
    ]
