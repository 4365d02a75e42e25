"""Which texts share their content words: an aid for reading, not a measure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.languages import is_same_language
from analysis.measures.function_words import FUNCTION_WORDS
from analysis.measures.words import split_words

if TYPE_CHECKING:
    from scipy import sparse

LISTED = "en"  # the language whose function words are listed
SHORTEST, LETTERS = 5, 6  # of a word in any other language: from which it counts, and by which it is known
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "ly")
MODALS = frozenset("can could may might must shall should will would".split())  # noqa: SIM905


def is_content(word: str) -> bool:
    """Whether a word in lower case is about something: no function word, modal, number or word of two letters."""
    return len(word) > 2 and word not in FUNCTION_WORDS and word not in MODALS and not word.isdigit()


def find_stem(form: str) -> str:
    """What forms of one word share; of a phrase, with its last word. Only for putting together forms of one text.

    >>> [find_stem(form) for form in ("prices", "pricing", "scarce roads")]
    ['pric', 'pric', 'scarce road']
    """
    *before, last = form.split(" ")
    ending = next((e for e in ENDINGS if last.endswith(e) and len(last) - len(e) >= 3), "")
    stem = last.removesuffix(ending).rstrip("ey") if not last.endswith("ss") else last
    return " ".join([*before, stem if len(stem) >= 3 else last])


def list_stems(text: str, *, language: str) -> list[str]:
    """The stems of a text's content words, in its order.

    In a language without a list of function words these are the first letters of words that are not short.
    """
    words = [word for word, _, _ in split_words(text)]
    if is_same_language(language, LISTED):
        return [find_stem(word) for word in words if is_content(word)]
    return [word[:LETTERS] for word in words if len(word) >= SHORTEST and not word.isdigit()]


def compare_texts(texts: Sequence[str], *, language: str) -> "sparse.csr_matrix":
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
