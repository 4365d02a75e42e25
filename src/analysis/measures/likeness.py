"""Which texts share their content words: an aid for reading, not a measure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.languages import is_same_language
from analysis.measures.function_words import list_function_words
from analysis.measures.words import split_words

if TYPE_CHECKING:
    from scipy import sparse

SHORTEST = 5  # letters from which a word counts in a language whose function words are not listed
LETTERS = 6  # by which a word is known in other languages than English
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
MODALS = frozenset("can could may might must shall should will would".split())  # noqa: SIM905


def is_content(word: str, *, language: str) -> bool:
    """Whether a word in lower case is about something: no function word, modal, number or word of two letters.

    In a language whose function words are not listed every short word is taken for one.
    """
    listed = list_function_words(language)
    least = 3 if listed else SHORTEST
    return len(word) >= least and word not in listed and word not in MODALS and not word.isdigit()


def find_stem(form: str, *, language: str) -> str:
    """What forms of one word share; of a phrase, with its last word. Only for putting together forms of one text.

    English endings are taken off; in other languages the first letters are what forms share.

    >>> [find_stem(form, language="en") for form in ("prices", "pricing", "scarce roads")]
    ['pric', 'pric', 'scarce road']
    >>> find_stem("höga avgifterna", language="sv")
    'höga avgift'
    """
    *before, last = form.split(" ")
    if not is_same_language(language, "en"):
        return " ".join([*before, last[:LETTERS]])
    ending = next((e for e in ENDINGS if last.endswith(e) and len(last) - len(e) >= 3), "")
    stem = last.removesuffix(ending).rstrip("ey") if not last.endswith("ss") else last
    return " ".join([*before, stem if len(stem) >= 3 else last])


def list_stems(text: str, *, language: str) -> list[str]:
    """The stems of a text's content words, in its order."""
    words = (word for word, _, _ in split_words(text))
    return [find_stem(word, language=language) for word in words if is_content(word, language=language)]


def measure_likeness(texts: Sequence[str], *, language: str) -> "sparse.csr_matrix":
    """The cosine of each pair of texts in their content words, weighted with their rarity; texts × texts, 0 to 1.

    Memory and time grow with the pairs that share a word: not for more than a few thousand texts.
    """
    from scipy import sparse  # takes its time to load, and only some commands need it

    stems = [list_stems(text, language=language) for text in texts]
    place = {stem: n for n, stem in enumerate(sorted({s for row in stems for s in row}))}
    rows = np.repeat(np.arange(len(stems)), [len(row) for row in stems])
    columns = np.array([place[stem] for row in stems for stem in row], dtype=np.int64)
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(stems), max(1, len(place))))
    rarity = np.log((1 + len(stems)) / (1 + np.asarray((counts > 0).sum(axis=0)).ravel()))
    weighted = counts.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit = sparse.diags_array(1 / np.where(length > 0, length, 1)) @ weighted
    return (unit @ unit.T).tocsr()
