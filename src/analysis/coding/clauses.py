"""Clauses, negation and quotation marks around matches, found in the folded text."""

import re
from collections.abc import Sequence

import numpy as np

from analysis.codebook.folding import CLOSING, DASH, OPENING
from analysis.coding.buffers import WORD, Array, Buffer

NEGATORS = (
    "no", "not", "never", "neither", "nor", "none", "nothing", "hardly", "scarcely", "barely", "without", "cannot",
    "lack of", "far from", "rather than", "instead of", "anything but", "by no means",
)  # fmt: skip
NOT_NEGATING = (
    "not only", "not just", "not merely", "not simply", "not solely", "not least", "not to mention", "no doubt",
    "no wonder", "no less", "no fewer", "nothing less", "nothing but", "none other", "not without", "not for nothing",
    "without doubt",
)  # fmt: skip
NEGATION = (*(f"{n} ".encode() for n in NEGATORS), b"n't ", *(p.encode() for p in NOT_NEGATING))
N_NEGATORS = len(NEGATORS) + 1
REACH = 6  # words between a negator and what it negates
BREAK_WORDS = re.compile(
    rb"(?<![^ ])(?:but|although|though|while|whereas|because|since|unless|if|that|which|who|whom|whose|where|when"
    rb"|whether|however|yet|so)(?![^ ])"
)
CLAUSE_MARKS = ".!?,;:()[]\0\n-" + DASH
ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "gen", "col", "lt", "sen", "rep", "gov", "st", "no", "vs", "prof")
MARKS = re.compile(f'["{OPENING}{CLOSING}]'.encode())
WORD_RUN = re.compile(rb"[0-9a-z_\x80-\xff][0-9a-z_'\x80-\xff]*")


def find_breaks(buffer: Buffer, marks: str) -> Array:
    """Where clauses (or, with marks ".!?", sentences) end; NUL and blank lines always end them.

    A mark followed by a letter or digit ends nothing (1,000), nor does a full stop after a single letter (U.S.) or
    after a common abbreviation.
    """
    table = bytes(b in {ord(m) for m in marks} | {0, 0x0A} for b in range(256))
    at = np.flatnonzero(np.frombuffer(buffer.folded.translate(table), bool))
    data = buffer.bytes_
    mark = data[at]
    inside = (mark != 0) & (mark != 0x0A)
    following = data[np.minimum(at + 1, len(data) - 1)]
    dashes = (mark == ord("-")) | (mark == ord(DASH))
    keep = ~inside | ~WORD[following] | dashes | np.isin(mark, list(b"()[]"))
    stops = np.flatnonzero(keep & (mark == ord(".")))
    keep[stops[follows_abbreviation(data, at[stops])]] = False
    breaks: Array = at[keep]
    return breaks


def follows_abbreviation(data: Array, stops: Array) -> Array:
    """Whether each full stop follows a single letter or a common abbreviation."""
    back = [data[np.maximum(stops - n, 0)] for n in range(1, 6)]
    found = WORD[back[0]] & (back[0] < 0x80) & ~WORD[back[1]] & ~((back[0] >= ord("0")) & (back[0] <= ord("9")))
    found |= (back[0] >= 0x80) & (back[1] >= 0xC0) & ~WORD[back[2]]  # a letter of two bytes, then of three
    found |= (back[0] >= 0x80) & (back[1] >= 0x80) & (back[2] >= 0xE0) & ~WORD[back[3]]
    for word in ABBREVIATIONS:
        same = ~WORD[back[len(word)]]
        for letter, column in zip(reversed(word), back, strict=False):
            same &= column == ord(letter)
        found |= same
    follows: Array = found
    return follows


def find_negators(buffer: Buffer, literal: Array, start: Array, end: Array) -> tuple[Array, Array]:
    """Start and end of every negator, without those inside a phrase that negates nothing."""
    data = buffer.bytes_
    tail = literal == len(NEGATORS)  # n't
    whole = ~WORD[data[start - 1]] | tail
    phrase = literal >= N_NEGATORS
    real = whole & phrase & ~WORD[data[end]]
    taken_start, taken_end = start[real], end[real]
    negator = whole & ~phrase
    start, end = start[negator], end[negator] - 1
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    if len(taken_start):
        order = np.argsort(taken_start, kind="stable")
        taken_start, furthest = taken_start[order], np.maximum.accumulate(taken_end[order])
        before = np.searchsorted(taken_start, start, side="right") - 1
        free = (before < 0) | (furthest[before] < end)
        start, end = start[free], end[free]
    return start, end


def find_negated(buffer: Buffer, start: Array, negator_start: Array, negator_end: Array) -> Array:
    """Whether a negator stands before each match in the same clause, within REACH words."""
    negated = np.zeros(len(start), bool)
    if not len(negator_start):
        return negated
    order = np.argsort(negator_end, kind="stable")
    ends = negator_end[order]
    last = np.searchsorted(ends, start, side="right") - 1
    breaks = find_breaks(buffer, CLAUSE_MARKS)
    last_break = breaks[np.maximum(np.searchsorted(breaks, start) - 1, 0)]
    near = np.flatnonzero((last >= 0) & (ends[last] > last_break))
    for index in near.tolist():
        a, b = int(ends[last[index]]), int(start[index])
        between = bytes(buffer.folded[a:b])
        negated[index] = len(WORD_RUN.findall(between)) <= REACH and not BREAK_WORDS.search(between)
    return negated


def find_quotations(buffer: Buffer, contexts: Sequence[int] | Array | None, start: Array, end: Array) -> Array:
    """Whether each match stands inside quotation marks that are closed in the same context and paragraph."""
    marks = [(m.start(), m[0]) for m in MARKS.finditer(buffer.folded)]
    if not marks:
        return np.zeros(len(start), bool)
    data = buffer.bytes_
    paragraphs = np.flatnonzero((data == 0) | (data == 0x0A))
    if contexts is not None:
        same = np.flatnonzero(np.diff(np.asarray(contexts)) == 0)
        paragraphs = np.setdiff1d(paragraphs, np.flatnonzero(data == 0)[same + 1])
    number = np.searchsorted(paragraphs, [at for at, _ in marks]).tolist()
    opened: tuple[int, int, bytes] | None = None
    spans = []
    for (at, mark), paragraph in zip(marks, number, strict=True):
        if opened and opened[1] != paragraph:
            opened = None
        closes = CLOSING.encode() if opened and opened[2] == OPENING.encode() else b'"'
        if opened and mark == closes:
            spans.append((opened[0], at))
            opened = None
        elif not opened and mark != CLOSING.encode():
            opened = (at, paragraph, mark)
    if not spans:
        return np.zeros(len(start), bool)
    opens, closes_at = np.array(spans).T
    before = np.searchsorted(opens, start) - 1
    quoted: Array = (before >= 0) & (closes_at[before] >= end)
    return quoted
