"""How long the sentences and words are: readability formulas with their ingredients. Never a mark for quality."""

from functools import cache
from types import ModuleType
from typing import NamedTuple

import pandas as pd

from analysis.languages import is_same_language, name_language
from analysis.pronunciations import load_syllables
from analysis.segmentation import segment_statements
from analysis.tables import fit_table
from analysis.text import count_words, find_words

FEWEST_WORDS, FEWEST_SENTENCES = 100, 30
FORMULAS = ("Flesch reading ease", "Flesch-Kincaid grade", "LIX")


class Ingredients(NamedTuple):
    """What the formulas are made of."""

    words: int
    sentences: int
    syllables: int
    long_words: int


class BundledPronunciations:
    """The CMU Pronouncing Dictionary as textstat asks for it: word → pronunciations → phones, stressed ones last.

    Only the number of syllables of the first pronunciation is kept, so each is given as that many stressed phones.
    """

    def __getitem__(self, word: str) -> list[list[str]]:
        return [["0"] * load_syllables()[word]]


@cache
def load_textstat() -> ModuleType:
    """textstat, counting syllables with the dictionary that comes with the workbook.

    By itself textstat 0.7.13 asks NLTK for the CMU dictionary and lets it fetch the corpus from the network at
    call time. Its own fall-back for words outside the dictionary (hyphenation patterns) stays in use.
    """
    import textstat
    from textstat.backend.counts import _count_syllables

    pronunciations = BundledPronunciations()
    _count_syllables.get_cmudict = lambda lang: pronunciations if lang.startswith("en") else None
    module: ModuleType = textstat
    return module


def count_ingredients(text: str, *, sentences: int) -> Ingredients:
    """Words as `analysis.text` defines them, syllables (textstat) and words of more than six letters."""
    textstat = load_textstat()
    words = [text[start:end] for start, end in find_words(text)]
    long_words = sum(sum(map(str.isalnum, word)) > 6 for word in words)
    return Ingredients(len(words), sentences, int(textstat.syllable_count(text)), long_words)


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
        split = ours._replace(sentences=sum(len(split_further(sentence)) for sentence in own))
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
                    "note": warn(ours, defined=defined, language=language),
                }
            )
    return fit_table("readability", rows)


def split_further(sentence: str) -> list[str]:
    """The sentence cut at semicolons, colons and dashes too; parts without a word do not count."""
    for mark in (" – ", " — ", ":"):
        sentence = sentence.replace(mark, ";")
    return [part for part in sentence.split(";") if count_words(part)]


def warn(n: Ingredients, *, defined: bool, language: str) -> str:
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
