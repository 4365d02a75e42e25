"""How long the sentences and words are: readability formulas with their ingredients. Never a mark for quality."""

from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from analysis.segmentation import segment_statements
from analysis.tables import fit_table
from analysis.text import count_words, find_words
from analysis.text.languages import is_same_language, name_language
from analysis.text.pronunciations import load_syllables

FEWEST_WORDS, FEWEST_SENTENCES = 100, 30
FORMULAS = ("Flesch reading ease", "Flesch-Kincaid grade", "LIX")


class Ingredients(NamedTuple):
    """What the formulas are made of."""

    words: int
    sentences: int
    syllables: int
    long_words: int


@cache
def load_textstat() -> Any:
    """A textstat of our own, with English hyphenation patterns for the words that the dictionary does not know.

    "en-US" is what keeps it offline: for "en" and "en_US", textstat 0.7.13 lets NLTK fetch the CMU dictionary.
    """
    from textstat.textstat import textstatistics

    ours = textstatistics()
    ours.set_lang("en-US")
    return ours


def count_syllables(text: str) -> int:
    """Syllables by the pronouncing dictionary that lies beside this module; of other words, by textstat."""
    syllables, textstat = load_syllables(), load_textstat()
    words = textstat.remove_punctuation(text).lower().split()
    return sum(syllables[word] if word in syllables else int(textstat.syllable_count(word)) for word in words)


def count_ingredients(text: str, *, sentences: int) -> Ingredients:
    """Words as `analysis.text` defines them, their syllables and words of more than six letters."""
    words = [text[start:end] for start, end in find_words(text)]
    long_words = sum(sum(map(str.isalnum, word)) > 6 for word in words)
    return Ingredients(len(words), sentences, count_syllables(text), long_words)


def score(formula: str, n: Ingredients) -> float:
    """One formula's value; NaN without words or sentences.

    Flesch reading ease (Flesch 1948, J. Applied Psychology 32(3), 221-233): 0 hard to 100 easy, beyond both possible.
    Flesch-Kincaid grade (Kincaid et al. 1975, NTTC research report 8-75): years of US schooling.
    LIX (Björnsson 1968, Läsbarhet): 20 very easy to 60 very hard.
    """
    if not n.words or not n.sentences:
        return float("nan")
    length, syllables = n.words / n.sentences, n.syllables / n.words
    return {
        "Flesch reading ease": 206.835 - 1.015 * length - 84.6 * syllables,
        "Flesch-Kincaid grade": 0.39 * length + 11.8 * syllables - 15.59,
        "LIX": length + 100 * n.long_words / n.words,
    }[formula]


def measure_readability(statements: pd.DataFrame, *, language: str, experts: tuple[str, ...]) -> pd.DataFrame:
    """The `readability` table: formulas per expert on our own sentences, and what other sentence counts would give.

    `value_split` ends a sentence at semicolons and dashes between words too; `value_textstat` takes the sentences
    that textstat counts (it ends one at "U.S."). The differences say how far the value hangs on segmentation. `note`
    warns under 100 words or 30 sentences, where these formulas were never meant to be used, and says "undefined: …"
    where there is no text or the language is not English (the formulas' weights are for English; LIX is
    given for any). Never read as quality, nor as how clear an argument is.
    """
    sentences = segment_statements(statements, unit="sentence", language=language)
    rows: list[dict[str, object]] = []
    for expert in experts:
        own = sentences.loc[sentences["expert"] == expert, "text"]
        text = " ".join(own)
        ours = count_ingredients(text, sentences=len(own))
        split = ours._replace(sentences=sum(len(_split_further(sentence)) for sentence in own))
        theirs = ours._replace(sentences=int(load_textstat().sentence_count(text)) if text else 0)
        for formula in FORMULAS:
            defined = formula == "LIX" or is_same_language(language, "en")
            nan = float("nan")
            rows.append(
                {
                    "expert": expert,
                    "formula": formula,
                    "value": score(formula, ours) if defined else nan,
                    "value_split": score(formula, split) if defined else nan,
                    "value_textstat": score(formula, theirs) if defined else nan,
                    "words": ours.words,
                    "sentences": ours.sentences,
                    "sentences_split": split.sentences,
                    "sentences_textstat": theirs.sentences,
                    "syllables": ours.syllables,
                    "long_words": ours.long_words,
                    "note": _warn(ours, defined=defined, language=language),
                }
            )
    return fit_table("readability", rows)


def _split_further(sentence: str) -> list[str]:
    """The sentence cut at semicolons, colons and dashes too; parts without a word do not count."""
    for mark in (" – ", " — ", ":"):
        sentence = sentence.replace(mark, ";")
    return [part for part in sentence.split(";") if count_words(part)]


def _warn(n: Ingredients, *, defined: bool, language: str) -> str:
    """Why the value is undefined or must be read with care; else empty."""
    if not n.words:
        return "undefined: no words"
    if not defined:
        return f"undefined: the formula is for English, not {name_language(language)}"
    few = [
        f"{found} {what}, fewer than {fewest}"
        for found, what, fewest in ((n.words, "words", FEWEST_WORDS), (n.sentences, "sentences", FEWEST_SENTENCES))
        if found < fewest
    ]
    return "few: " + "; ".join(few) if few else ""
