"""The language of a page: what the page says, held against its words."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.measures.function_words import FUNCTION_WORDS
from analysis.text import list_words
from analysis.text.languages import is_same_language, name_language

TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
MOST = 20_000  # characters that are read
FEWEST = 40  # characters; fewer do not tell a language
FEWEST_AGAINST = 150  # characters; fewer do not outweigh what the page says
ENGLISH = 0.25  # share of English function words from which a text is English; texts in other languages stay below .12
SURE, SURE_AGAINST = 0.8, 0.95


@dataclass(frozen=True)
class Language:
    """A page's language, and how it was found where the page itself does not say it."""

    tag: str
    found: str = ""  # for `event.yml`
    doubt: str = ""  # for the analyst


def find_language(text: str, said: str) -> Language:
    """The language that the page says unless its words are plainly in another; without either, English with a doubt."""
    said = said.replace("_", "-").strip()
    said = said if TAG.fullmatch(said) else ""
    tag, sure = _guess_language(text)
    plain = bool(tag) and sure >= (SURE_AGAINST if said else SURE)
    if said and (not plain or is_same_language(said, tag) or len(text) < FEWEST_AGAINST):
        return Language(said)
    if plain:
        found = f"found from the words; the page {f'says {said}' if said else 'does not say'}"
        return Language(tag, found, f"language: {tag} ({name_language(tag)}), {found}")
    return Language("en", "", "language: the page gives none and its words do not tell; correct language in event.yml")


def _guess_language(text: str) -> tuple[str, float]:
    """The language that the words are in and how sure that is, from 0 to 1; empty where they are too few to tell.

    English is told by its function words, other languages by py3langid (Lui & Baldwin 2012), whose model takes a
    second to load.
    """
    if len(text) < FEWEST:
        return "", 0.0
    words = list_words(text[:MOST])
    if words and sum(w in FUNCTION_WORDS for w in words) >= ENGLISH * len(words):
        return "en", 1.0
    tag, sure = _load_identifier().classify(text[:MOST])
    return str(tag), float(sure)


@cache
def _load_identifier() -> Any:
    """The model of py3langid."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
