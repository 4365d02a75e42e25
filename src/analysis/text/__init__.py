"""What counts as the same character, and what a word is: one definition for counting, matching and keyness.

Characters are the same in either case, with any apostrophe, hyphen or space, and with accents however composed.

A word is a run of letters, digits, underscores and combining marks. These join such runs to one word, so that it
is counted once wherever words are counted:

| joint | where | one word each |
|---|---|---|
| apostrophe or hyphen | between two letters or digits | it’s · zero‑sum · COVID-19 |
| . , : / | between two digits | 3.5 · 1,000 · 24/7 |
| full stop | between two single letters | U.S. · a.m. |
| full stop and apostrophe or hyphen | after a single letter | U.S.’s · M.-L. |
"""

import difflib
import re
import unicodedata

APOSTROPHES = "’‘‛ʼ＇`´"  # all but the plain one; the last two and the opening marks are how it is mistyped
HYPHENS = "‐‑"
SPELLED_ALIKE = 0.75  # of two words' letters in common, from which one is the other with a slip corrected
SHORTEST_SLIP = 5  # letters; shorter words are other words ("not", "now")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters, byte order mark
OPENING, CLOSING, DASH, SYMBOL = "\x02", "\x03", "\x04", "\x05"
SPACE_RUN = re.compile(r"[ \n]+")
DOTLESS = re.compile("ı(?=[\u0300-\u036f])")
_AFTER_SINGLE = r"(?<![a0]a)(?<=a)"  # after a word of one letter
_JOINTS = rf"[-'](?=[a0])|(?<=0)[.,:/](?=0)|{_AFTER_SINGLE}\.(?=a(?![a0]))|{_AFTER_SINGLE}\.[-'](?=[a0])"
_LAST_STOP = r"(?:(?<=\.a)\.|(?<=\.-a)\.)?"  # the second one of U.S. and of M.-L.
_WORD = re.compile(rf"[a0]+(?:(?:{_JOINTS})[a0]+)*{_LAST_STOP}")  # over the kinds of characters, see _Kinds


def fold_character(char: str) -> str:
    """One character as matching sees it: lower case, plain apostrophe, hyphen and space; "" if it is invisible.

    Opening and closing quotation marks, dashes and other symbols become one control character each, never longer
    than what they replace.
    """
    if char == "\n":
        return char
    if char in "\t\r\v\f":
        return " "
    if char < " " or char == "\x7f":
        return SYMBOL
    if char < "\x7f" and char != "`":
        return char.lower()
    if char in INVISIBLE:
        return ""
    if char in APOSTROPHES:
        return "'"
    if char in HYPHENS:
        return "-"
    if char.isspace():
        return " "
    if char in "“„‟«":
        return OPENING
    if char in "”»":
        return CLOSING
    if char in "–—―":
        return DASH
    return _fold_letter(char) if is_word_character(char) else SYMBOL


def _fold_letter(char: str) -> str:
    """The lower-case letter, unless it would be longer than the capital (İ, Ⱥ)."""
    lower = char.lower()
    return lower if len(lower) == 1 and len(lower.encode()) <= len(char.encode()) else char


def is_word_character(char: str) -> bool:
    """Letters, digits, the underscore and combining marks make words."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def compose(text: str) -> str:
    """Letters and their combining marks as one character each where there is one (NFC)."""
    return unicodedata.normalize("NFC", DOTLESS.sub("i", text))  # ı takes a mark as i does, and NFC leaves it


def fold_text(text: str, *, keep_case: bool = False) -> str:
    """A whole text as matching sees it; a blank line stays one line feed, other white space is one blank."""
    if text.isascii() and text.isalnum():  # most words of most indicators
        return text if keep_case else text.lower()
    composed = compose(text)
    folded = "".join(c if keep_case and is_word_character(c) else fold_character(c) for c in composed)
    spaced = SPACE_RUN.sub(lambda run: "\n" if run[0].count("\n") > 1 else " ", folded)
    return "".join(
        " " if c == "-" and is_word_character(before) and is_word_character(after) else c
        for before, c, after in zip(" " + spaced, spaced, spaced[1:] + " ", strict=False)
    )


class _Kinds(dict[int, str | None]):
    """For `str.translate`: 0 for a digit, a for what else makes words, ' - and other marks; no sign where invisible."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        self[code] = kind = _find_kind(char)
        return kind


def _find_kind(char: str) -> str | None:
    """The sign that stands for a character in the search for words."""
    if char in INVISIBLE or unicodedata.combining(char):
        return None  # it belongs to the character before it
    if char in "0123456789":
        return "0"
    if is_word_character(char):
        return "a"
    folded = fold_character(char)
    return folded if folded in tuple("'-.,:/") else " "


_KINDS = _Kinds()


def find_words(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word of the text, in order.

    >>> text = "The U.S.’s zero-sum view: 1,000 ships"
    >>> [text[start:end] for start, end in find_words(text)]
    ['The', 'U.S.’s', 'zero-sum', 'view', '1,000', 'ships']
    """
    kinds = text.translate(_KINDS)
    spans = [match.span() for match in _WORD.finditer(kinds)]
    if len(kinds) == len(text):
        return spans
    kept = [at for at, char in enumerate(text) if _KINDS[ord(char)]] + [len(text)]
    return [(kept[start], kept[end]) for start, end in spans]


def count_words(text: str) -> int:
    """How many words the text holds (a lone dash is no word)."""
    return len(_WORD.findall(text.translate(_KINDS)))


def fold_word(word: str) -> str:
    """A word as it is counted: lower case, plain apostrophe and hyphen, accents composed, nothing invisible.

    >>> fold_word("U.S.’s"), fold_word("Zu\u0308rich"), fold_word("zero\u2011sum")
    ("u.s.'s", 'zürich', 'zero-sum')
    """
    return "".join(map(fold_character, compose(word)))


def list_words(text: str) -> list[str]:
    """The words of the text, folded."""
    return [fold_word(text[start:end]) for start, end in find_words(text)]


def is_slip(one: str, other: str) -> bool:
    """Whether two words are spellings of one: long, of one first letter and almost one length, most letters in common.

    >>> is_slip("polices", "policies"), is_slip("enhancing", "entering")
    (True, False)
    """
    return (
        min(len(one), len(other)) >= SHORTEST_SLIP
        and (one + other).isalpha()
        and one[0] == other[0]
        and abs(len(one) - len(other)) <= 1
        and difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELLED_ALIKE
    )
