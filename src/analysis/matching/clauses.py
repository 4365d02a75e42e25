"""Clauses, negation and quotation marks around matches, found in the folded text."""

import re
from collections.abc import Sequence

import numpy as np

from analysis.matching.buffers import WORD, Array, Buffer
from analysis.matching.words import Words, follows_single_letter
from analysis.text import CLOSING, DASH, OPENING

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
NEGATION_LEFT = np.array([literal != b"n't " for literal in NEGATION])  # which begin at a word's edge
NEGATION_RIGHT = np.arange(len(NEGATION)) >= N_NEGATORS  # which end at one; the others hold the space after them
REACH = 6  # words between a negator and what it negates
BREAK_WORDS = re.compile(
    rb"(?<![^ ])(?:but|although|though|while|whereas|because|since|unless|if|that|which|who|whom|whose|where|when"
    rb"|whether|however|yet|so)(?![^ ])"
)
CLAUSE_MARKS = ".!?,;:()[]\0\n-" + DASH
ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "gen", "col", "lt", "sen", "rep", "gov", "st", "no", "vs", "prof")
ENDS_CLAUSE = bytes(chr(b) in CLAUSE_MARKS for b in range(256))
ALWAYS_ENDS = np.array([chr(b) in "()[]-\0\n" + DASH for b in range(256)])
ENDS_SENTENCE = np.array([chr(b) in ".!?\0\n" for b in range(256)])


def find_clause_ends(buffer: Buffer) -> Array:
    """Where clauses end; NUL and blank lines always end them.

    A mark followed by a letter or digit ends nothing (1,000), nor does a full stop after a single letter (U.S.) or
    after a common abbreviation.
    """
    at = np.flatnonzero(np.frombuffer(buffer.folded.translate(ENDS_CLAUSE), bool))
    data = buffer.bytes_
    mark = data[at]
    keep = ALWAYS_ENDS[mark] | ~WORD[data[np.minimum(at + 1, len(data) - 1)]]
    stops = np.flatnonzero(keep & (mark == ord(".")))
    within = [WORD[data[np.maximum(at[stops] - n, 0)]] for n in (2, 3, 4, 5)]
    after_short = ~np.logical_and.reduce(within)  # after a word of one to four bytes
    stops = stops[after_short]
    keep[stops[_follows_abbreviation(data, at[stops])]] = False
    ends: Array = at[keep]
    return ends


def choose_sentence_ends(buffer: Buffer, clause_ends: Array) -> Array:
    """Those ends of clauses that also end a sentence."""
    ends: Array = clause_ends[ENDS_SENTENCE[buffer.bytes_[clause_ends]]]
    return ends


def _follows_abbreviation(data: Array, stops: Array) -> Array:
    """Whether each full stop follows a single letter or a common abbreviation."""
    back = [data[np.maximum(stops - n, 0)] for n in range(1, 6)]
    found = follows_single_letter(data, stops)
    for word in ABBREVIATIONS:
        same = ~WORD[back[len(word)]]
        for letter, column in zip(reversed(word), back, strict=False):
            same &= column == ord(letter)
        found |= same
    return found


def find_negators(buffer: Buffer, literal: Array, start: Array, end: Array) -> Array:
    """Where negators end, without those inside a phrase that negates nothing."""
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
        end = end[free]
    return end


def find_negated(buffer: Buffer, start: Array, negator_end: Array, breaks: Array, words: Words) -> Array:
    """Whether a negator stands before each match in the same clause, within REACH words."""
    negated = np.zeros(len(start), bool)
    if not len(negator_end):
        return negated
    ends = np.sort(negator_end)
    last = np.searchsorted(ends, start, side="right") - 1
    last_break = breaks[np.maximum(np.searchsorted(breaks, start) - 1, 0)]
    near = np.flatnonzero((last >= 0) & (ends[last] > last_break))
    near = near[words.count_between(ends[last[near]], start[near]) <= REACH]
    negator, of = np.unique(last[near], return_inverse=True)
    furthest = np.zeros(len(negator), np.int64)
    np.maximum.at(furthest, of, start[near])
    broken = np.array(  # nothing is read twice: what lies behind the next negator is that one's
        [_find_break(buffer, a, b) for a, b in zip(ends[negator].tolist(), furthest.tolist(), strict=True)], np.int64
    )
    negated[near] = start[near] <= broken[of]
    return negated


def _find_break(buffer: Buffer, start: int, end: int) -> int:
    """Where the first word that ends a clause stands between two places; the end if there is none."""
    found = BREAK_WORDS.search(buffer.folded, start, end)
    return found.start() if found else end


def mark_quoted(buffer: Buffer, contexts: Sequence[int] | Array | None, start: Array, end: Array) -> Array:
    """Whether each match stands inside quotation marks that are closed in the same context and paragraph."""
    data = buffer.bytes_
    places = np.flatnonzero((data == ord('"')) | (data == ord(OPENING)) | (data == ord(CLOSING)))
    if not len(places):
        return np.zeros(len(start), bool)
    paragraphs = np.flatnonzero((data == 0) | (data == 0x0A))
    if contexts is not None:
        same = np.flatnonzero(np.diff(np.asarray(contexts)) == 0)
        paragraphs = np.setdiff1d(paragraphs, np.flatnonzero(data == 0)[same + 1])
    number = np.searchsorted(paragraphs, places).tolist()
    opened: tuple[int, int, str] | None = None
    spans = []
    marks = map(chr, data[places].tolist())
    for at, mark, paragraph in zip(places.tolist(), marks, number, strict=True):
        if opened and opened[1] != paragraph:
            opened = None
        closes = CLOSING if opened and opened[2] == OPENING else '"'
        if opened and mark == closes:
            spans.append((opened[0], at))
            opened = None
        elif not opened and mark != CLOSING:
            opened = (at, paragraph, mark)
    if not spans:
        return np.zeros(len(start), bool)
    opens, closes_at = np.array(spans).T
    before = np.searchsorted(opens, start) - 1
    quoted: Array = (before >= 0) & (closes_at[before] >= end)
    return quoted
