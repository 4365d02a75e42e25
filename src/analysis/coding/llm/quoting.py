"""Where a quote stands in a segment, as whole words: a blank, a letter or a part of a word decides nothing."""

import unicodedata
from collections.abc import Iterator

from analysis.text import find_words, is_word_character

SPACELESS = {"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"}  # written without blanks between words


def find_quote(text: str, quote: str) -> int | None:
    """The first place where the quote stands in the text as whole words; None where it does not.

    It has one word of two letters at least and neither begins nor ends between two characters of a word; at a joint,
    as in China’s, it may, and anywhere in a script without blanks.

    >>> find_quote("A part of China’s art", "art"), find_quote("A part of China’s art", "China")
    (18, 10)
    >>> find_quote("A part", "A"), find_quote("A part.", "."), find_quote("A part", "par")
    (None, None, None)
    """
    if not any(_is_telling(quote[start:end]) for start, end in find_words(quote)):
        return None
    whole = (start for start in _find_all(text, quote) if not (_cuts(text, start) or _cuts(text, start + len(quote))))
    return next(whole, None)


def _find_all(text: str, quote: str) -> Iterator[int]:
    """Every place where the quote stands, letter by letter."""
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _cuts(text: str, edge: int) -> bool:
    """Whether the place is between two characters of a word."""
    beside = text[edge - 1 : edge + 1] if edge else ""
    return len(beside) == 2 and all(map(is_word_character, beside)) and not _is_spaceless(beside)


def _is_telling(word: str) -> bool:
    """Whether a word has two letters, or one of a script in which a letter is a word."""
    return sum(char.isalpha() for char in word) > 1 or _is_spaceless(word)


def _is_spaceless(text: str) -> bool:
    return any(unicodedata.name(char, "").split(" ")[0] in SPACELESS for char in text)
