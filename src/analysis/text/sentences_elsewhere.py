"""Where sentences end in prose of other languages of Europe: one set of rules, with each language's abbreviations.

As in English a quotation stays whole inside the sentence that reports it, and one that stands alone is cut like other
prose. No sentence begins with a small letter, unless the text is written in small letters only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from analysis.text.abbreviations import Abbreviations
from analysis.text.sentences import MARK, NOTE

SIGNS = re.compile(r"[“”„«»\"()]")
PARTNERS = {"“": "”", "”": "”", "„": '“”"', "«": "»", "»": "«»", '"': '"', "(": ")"}
NEXT = re.compile(r"\s+(?:[–—-]\s?)?(?P<opens>[“”„«»\"'‘‚(\[¿¡]*\s?)(?P<word>\w[\w’'-]*)")
CLOSE = r"(?P<close>(?:[ \u00a0\u202f]»(?=\s|$)|[“‘«”’\"'»)\]])*)"  # „…“, »…« and « … » close otherwise than in English
ENDING = re.compile(f"{MARK}{CLOSE}{NOTE}")
NUMBER = re.compile(r"\d{1,3}|[IVXLC]+")
NUMERAL = re.compile(r"\d|[IVXLC]+\b")
SPACED = re.compile(r"(?:\w{1,2}\.[ \u00a0\u202f])+\w{1,3}$")  # z. B., EE. UU.
HOUR = re.compile(r"\d{1,2}")
INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
NEAR = 60  # characters before a mark that can say whether it ends a sentence


def find_sentences_by(text: str, words: Abbreviations) -> list[tuple[int, int]]:
    """(start, end) of the sentences of one paragraph; together they are the whole text."""
    small = text == text.lower()
    wholes = [span for span in _find_pairs(text) if not _stands_alone(text, *span)]
    starts = [start for start, _ in wholes]
    cuts = [0]
    for found in ENDING.finditer(text):
        at = bisect_right(starts, found.start()) - 1
        held = at >= 0 and found.end("close") <= wholes[at][1]
        if not held and _ends_sentence(text, cuts[-1], found, words, small=small):
            cuts.append(found.end())
    return list(pairwise([*cuts, len(text)]))


def join_at_small_letters(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without cuts before a small letter; all of them where the text has no capitals."""
    if not spans or text == text.lower():
        return spans
    joined = spans[:1]
    for start, end in spans[1:]:
        word = re.search(r"\w", text[start:end])
        if word and word[0].islower():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _find_pairs(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands in quotation marks or parentheses, the outermost ones only."""
    opened = -1
    for mark in SIGNS.finditer(text):
        at, sign = mark.start(), mark[0]
        free = not text[max(0, at - 1) : at].strip(" \u00a0\n(—–-")
        if opened < 0:
            opened = at if sign in PARTNERS and free else -1
        elif sign == text[opened] and free and sign != "(":
            opened = at  # the one before was never closed
        elif sign in PARTNERS[text[opened]] and not text[at + 1 : at + 2].isalnum():
            yield opened, at
            opened = -1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a quotation or parenthesis is sentences of its own and no part of the sentence around it."""
    before = text[max(0, start - 8) : start].rstrip(" \u00a0\n–—-")
    if (before and before[-1] not in '.!?…”“»«"') or text[start:end].rstrip()[-1:] not in (".", "!", "?", "…"):
        return False
    after = text[end + 1 : end + 40].lstrip(" \u00a0–—-")
    return not after or not (after[0].islower() or after[0] in ",;:")


def _ends_sentence(text: str, start: int, found: re.Match[str], words: Abbreviations, *, small: bool) -> bool:
    """Whether a sentence that began at `start` ends with this mark."""
    following = NEXT.match(text, found.end())
    if not following:
        return not text[found.end() :].strip(" \u00a0–—-") or "\n" in text[found.end() : found.end() + 2]
    if following["word"][0].islower() and not small:
        return False
    near = text[max(start, found.start() - NEAR) : found.start()]
    if not near.split() or found["mark"] != ".":
        return bool(near.split())
    last = near.split()[-1]
    if found["close"][:1] == ")" and "(" in last and near.split() != [last]:
        return False  # (ret.)
    if found["note"] and HOUR.fullmatch(last):
        return False  # 15.30 is a time, no note behind a number
    return bool(found["close"] or found["note"]) or _ends_with_stop(near, following["word"], words)


def _ends_with_stop(near: str, word: str, words: Abbreviations) -> bool:
    """Whether a single full stop ends the sentence, by the words before it and the word that follows."""
    spaced = SPACED.search(near)
    token = re.split("[—–/]", near.split()[-1].lstrip("“„«»\"'‘’(["))[-1]
    known = "".join(spaced[0].split()).lower() if spaced else token.lower()
    known = known if known in words.inside | words.closing else re.split("[’'-]", token.lower())[-1]
    opens = word in words.openers or word.partition("’")[0] + "’" in words.openers
    if known in words.inside and not (known in words.closing and opens):
        return False
    if known in words.numbered and NUMERAL.match(word):
        return False
    if known in words.closing:
        return opens or not words.noun_capitals
    if NUMBER.fullmatch(token):
        return opens or not words.ordinals or len(near.split()) == 1
    return opens or not INITIALS.fullmatch(token)
