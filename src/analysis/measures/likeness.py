"""Which texts share their content words: an aid for reading, not a measure."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import snowballstemmer

from analysis.measures.function_words import list_function_words
from analysis.measures.words import split_words

if TYPE_CHECKING:
    from scipy import sparse

SHORTEST = 5  # letters from which a word counts in a language whose function words are not listed
LETTERS = 6  # by which a word is known in a language that has no stemmer
STEMMERS = {  # the Snowball stemmer of each language
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
KEPT = 1 << 16  # stems
MODALS = frozenset("can could may might must shall should will would".split())  # noqa: SIM905


def is_content(word: str, *, language: str) -> bool:
    """Whether a word in lower case is about something: no function word, modal, number or word of two letters.

    In a language whose function words are not listed every short word is taken for one.
    """
    listed = list_function_words(language)
    least = 3 if listed else SHORTEST
    return len(word) >= least and word not in listed and word not in MODALS and not word.isdigit()


@lru_cache(maxsize=KEPT)
def find_stem(form: str, *, language: str) -> str:
    """What forms of one word share; of a phrase, with its last word. Only for putting together forms of one text.

    It is Porter's stem by Snowball's rules for the language; in a language without such rules, the first letters.

    >>> [find_stem(form, language="en") for form in ("prices", "pricing", "scarce roads")]
    ['price', 'price', 'scarce road']
    >>> find_stem("höga avgifterna", language="sv"), find_stem("Häuser", language="de-AT")
    ('höga avgift', 'haus')
    """
    *before, last = form.split(" ")
    stemmer = _load_stemmer(language.split("-")[0].lower())
    return " ".join([*before, stemmer.stemWord(last.lower()) if stemmer else last[:LETTERS]])


@cache
def _load_stemmer(language: str) -> Any:
    """The language's stemmer, or None."""
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None


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
