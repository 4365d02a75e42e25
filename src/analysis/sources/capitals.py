"""Large first letters of paragraphs, which stand beside or above their first lines and belong to the first word."""

import re
from collections.abc import Sequence

from analysis.sources.columns import Word
from analysis.text.pronunciations import load_syllables

LARGE = 1.6  # times the usual size
NEAR = 1.2  # of the usual size: how far to the right the lines begin
MOST = 40  # on a sheet; more are a picture made of letters
INITIAL = re.compile(r"[“„«»\"'‘(]{0,2}[^\W\d_a-z]")
ALONE = ("A", "I", "O")  # letters that are words


def join_initials(words: Sequence[Word], usual: float) -> list[Word]:
    """The words of a sheet with such letters as part of the word that they begin; `usual` is the usual type size."""
    large = [word for word in words if word["size"] > LARGE * usual]
    initials = [word for word in large if INITIAL.fullmatch(word["text"])]
    if len(initials) > MOST:
        return [*words]
    initials = [word for word in initials if not _has_company(word, large)]
    joined: dict[int, Word] = {}
    gone: set[int] = set()
    for initial in initials:
        beside = [word for word in words if _stands_beside(word, initial, usual)]
        if beside:
            first = min(beside, key=lambda word: (word["top"], word["x0"]))
            joined[id(first)] = {
                **first,
                "text": _join(initial["text"], first["text"]),
                "x0": initial["x0"],
                "initial": True,
            }
            gone.add(id(initial))
    return [joined.get(id(word), word) for word in words if id(word) not in gone]


def _has_company(initial: Word, large: Sequence[Word]) -> bool:
    """Whether a letter is a word of a heading: one as large stands on its line."""
    return any(
        word is not initial
        and abs(word["bottom"] - initial["bottom"]) < 0.3 * initial["size"]
        and min(abs(word["x0"] - initial["x1"]), abs(initial["x0"] - word["x1"])) < initial["size"]
        for word in large
    )


def _stands_beside(word: Word, initial: Word, usual: float) -> bool:
    """Whether a word of the usual size begins a line right of a large letter and within its height."""
    middle = (word["top"] + word["bottom"]) / 2
    return bool(
        word["size"] < 1.3 * usual
        and initial["top"] < middle < initial["bottom"]
        and -0.5 * usual < word["x0"] - initial["x1"] < NEAR * usual
    )


def _join(initial: str, word: str) -> str:
    """The first word of the paragraph; `A` and the like may be a word of their own."""
    whole = initial + word
    letters = re.sub(r"\W", "", whole).lower()
    apart = initial[-1] in ALONE and letters not in load_syllables() and word.lower() in load_syllables()
    return f"{initial} {word}" if apart else whole
