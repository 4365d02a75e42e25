"""What counts as the same character: either case, any apostrophe, hyphen or space, accents however composed."""

import re
import unicodedata

APOSTROPHES = "’ʼ＇"
HYPHENS = "‐‑"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters, byte order mark
OPENING, CLOSING, DASH, SYMBOL = "\x02", "\x03", "\x04", "\x05"
SPACE_RUN = re.compile(r"[ \n]+")


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
    if char < "\x7f":
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
    return fold_letter(char) if is_word_character(char) else SYMBOL


def fold_letter(char: str) -> str:
    """The lower-case letter, unless it would be longer than the capital (İ, Ⱥ)."""
    lower = char.lower()
    return lower if len(lower) == 1 and len(lower.encode()) <= len(char.encode()) else char


def is_word_character(char: str) -> bool:
    """Letters, digits, the underscore and combining marks make words."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def fold_text(text: str, *, keep_case: bool = False) -> str:
    """A whole text as matching sees it; a blank line stays one line feed, other white space is one blank."""
    composed = unicodedata.normalize("NFC", text)
    folded = "".join(c if keep_case and is_word_character(c) else fold_character(c) for c in composed)
    spaced = SPACE_RUN.sub(lambda run: "\n" if run[0].count("\n") > 1 else " ", folded)
    return "".join(
        " " if c == "-" and is_word_character(before) and is_word_character(after) else c
        for before, c, after in zip(" " + spaced, spaced, spaced[1:] + " ", strict=False)
    )
