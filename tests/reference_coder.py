"""A slow coder written plainly from the reference of the indicator language, to hold the fast one to."""

import itertools
import re
import unicodedata

from analysis.codebook import Indicator
from analysis.codebook.language import parse_indicator

NEGATORS = re.split(
    ";",
    "no;not;never;neither;nor;none;nothing;hardly;scarcely;barely;without;cannot;lack of;far from;rather than;"
    "instead of;anything but;by no means",
)
HARMLESS = re.split(
    ";",
    "not only;not just;not merely;not simply;not solely;not least;not to mention;no doubt;no wonder;no less;no fewer;"
    "nothing less;nothing but;none other;not without;not for nothing;without doubt",
)
ENDING_WORDS = re.split(
    ";",
    "but;although;though;while;whereas;because;since;unless;if;that;which;who;whom;whose;where;when;whether;however;"
    "yet;so",
)
ABBREVIATIONS = ["mr", "mrs", "ms", "dr", "gen", "col", "lt", "sen", "rep", "gov", "st", "no", "vs", "prof"]


HYPHEN = "\N{HYPHEN}"  # stands for one within a word, which matches as a blank does


def is_letter(char):
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def fold(text):
    """Folded characters, each with the span of the text it stands for."""
    clusters = []
    for at, char in enumerate(text):
        if clusters and unicodedata.combining(char):
            clusters[-1][2] = at + 1
        else:
            clusters.append([None, at, at + 1])
    folded = []
    for _, start, end in clusters:
        for char in compose(text[start:end]):
            folded += [[one, start, end] for one in fold_one(char)]
    return merge_spaces(folded)


def compose(cluster):
    if len(cluster) > 1 and cluster[0] == "ı":
        cluster = "i" + cluster[1:]
    return unicodedata.normalize("NFC", cluster)


def fold_one(char):
    if char in "’‘‛ʼ＇`´":
        return "'"
    if char in "‐‑":
        return "-"
    if char in "\u00ad\u200b\u200c\u200d\u2060\ufeff":
        return ""
    if char == "\n":
        return "\n"
    if char in " \t\r\v\f" or (char > "\x7f" and char.isspace()):
        return " "
    if char in "“„‟«":
        return "<"
    if char in "”»":
        return ">"
    if char in "–—―":
        return "—"
    if char < " " or char == "\x7f":
        return "¤"
    if is_letter(char):
        lower = char.lower()
        return lower if len(lower) == 1 and len(lower.encode()) <= len(char.encode()) else char
    return char if char < "\x7f" and char not in "<>" else "¤"


def merge_spaces(folded):
    merged = []
    for is_space, run in itertools.groupby(folded, key=lambda c: c[0] in " \n"):
        run = list(run)
        if is_space:
            kind = "\n" if sum(c[0] == "\n" for c in run) > 1 else " "
            merged.append([kind, run[0][1], run[0][2]])
        else:
            merged += run
    for n, (char, start, end) in enumerate(merged):
        if char == "-" and 0 < n < len(merged) - 1 and all(is_letter(c) for c in (merged[n - 1][0], merged[n + 1][0])):
            merged[n] = [HYPHEN, start, end]
    return merged


def find_words(line):
    """Spans of words, read letter by letter from the table in `analysis.text`."""
    start = None
    for n in range(len(line) + 1):
        if n < len(line) and (is_letter(line[n]) or is_joint(line, n)):
            start = n if start is None else start
        elif start is not None:
            yield start, n
            start = None


def is_joint(line, n):
    before, char, after = line[:n], line[n], line[n + 1 :]
    if not before or not after:
        return False
    stands_between = is_letter(before[-1]) and is_letter(after[0])
    if char in "'" + HYPHEN:
        return stands_between or (n > 1 and char == "'" and is_joint(line, n - 1) and is_letter(after[0]))
    if char == "-":
        return line[n - 1] == "." and is_joint(line, n - 1) and is_letter(after[0])
    if char in ".,:/" and stands_between and before[-1] in "0123456789" and after[0] in "0123456789":
        return True
    if char != "." or not is_single(before[::-1]):
        return False
    return is_single(after) or (len(after) > 1 and after[0] in "'-" and is_letter(after[1]))


def is_single(part):
    """Whether it begins with a word of one letter."""
    is_one = is_letter(part[0]) and part[0] not in "0123456789"
    return is_one and not (len(part) > 1 and is_letter(part[1]))


class Text:
    """A folded text with the places where sentences and clauses end."""

    def __init__(self, text):
        self.text = text
        self.folded = fold(text)
        line = "".join(c for c, _, _ in self.folded)
        self.words = list(find_words(line))
        self.line = line.replace(HYPHEN, " ")
        self.sentence_ends = {n for n in range(len(self.line)) if self.ends(n, ".!?")}
        self.clause_ends = {n for n in range(len(self.line)) if self.ends(n, ".!?,;:()[]-—")}

    def letter(self, n):
        return 0 <= n < len(self.line) and is_letter(self.line[n])

    def ends(self, n, marks):
        char = self.line[n]
        if char == "\n":
            return True
        if char not in marks:
            return False
        if char in "-—()[]":
            return True
        if self.letter(n + 1):
            return False
        before = re.search(r"(?:(?!\s)[\w\u0300-\u036f])*$", self.line[:n])[0]
        return not (char == "." and ((len(before) == 1 and before not in "0123456789") or before in ABBREVIATIONS))

    def span(self, start, end):
        """In the text as written: a match ends where the next character begins."""
        last = self.folded[end][1] if end < len(self.folded) else len(self.text)
        return self.folded[start][1], last

    def words_at(self, words, start):
        """Where words end that begin at start, or None."""
        at, ends = start, []
        if self.letter(start - 1):
            return None
        for number, word in enumerate(words):
            if number:
                if self.line[at : at + 1] != " ":
                    return None
                at += 1
            pieces = word.glob.split("*")
            pattern = r"[^\W]*".join(map(re.escape, pieces)).replace(r"[^\W]*", r"(?:\w|[\u0300-\u036f])*")
            stop = next(
                (
                    e
                    for e in range(len(self.line), at, -1)
                    if not self.letter(e) and re.fullmatch(pattern, self.line[at:e])
                ),
                None,
            )
            if stop is None:
                return None
            ends.append((at, stop))
            at = stop
        for word, (a, b) in zip(words, ends, strict=True):
            if word.exact:
                written = "".join(
                    c if is_letter(c) else fold_one(c) for c in compose(self.text[slice(*self.span(a, b))])
                )
                if not re.fullmatch(".*".join(map(re.escape, word.exact.split("*"))), written):
                    return None
        return at

    def count_words(self, start, end):
        return sum(start <= a and b <= end for a, b in self.words)

    def phrase_spans(self, phrase):
        spans = [(s, e) for s in range(len(self.line)) if (e := self.words_at(phrase.runs[0], s))]
        for gap, run in zip(phrase.gaps, phrase.runs[1:], strict=True):
            nexts = [(s, e) for s in range(len(self.line)) if (e := self.words_at(run, s))]
            spans = [
                (start, e)
                for start, end in spans
                for s, e in nexts
                if s >= end
                and gap.least <= self.count_words(end, s) <= gap.most
                and len(self.line[end:s].replace("—", "-").replace("¤", "?").encode()) <= 40 * (gap.most + 1)
                and not any(end <= n < s for n in self.sentence_ends)
            ]
        nearest = {}
        for start, end in sorted(spans, reverse=True):
            nearest[start] = end
        return list(nearest.items())

    def indicator_spans(self, pattern):
        return [span for phrase in parse_indicator(pattern) for span in self.phrase_spans(phrase)]

    def negated(self, start):
        spans = [
            (n, n + len(w))
            for w in NEGATORS
            for n in range(len(self.line))
            if self.line.startswith(w + " ", n) and not self.letter(n - 1)
        ] + [(n, n + 3) for n in range(len(self.line)) if self.line.startswith("n't ", n)]
        harmless = [
            (n, n + len(w))
            for w in HARMLESS
            for n in range(len(self.line))
            if self.line.startswith(w, n) and not self.letter(n - 1) and not self.letter(n + len(w))
        ]
        spans = [(a, b) for a, b in spans if not any(c <= a and b <= d for c, d in harmless) and b <= start]
        if not spans:
            return False
        _, end = max(spans, key=lambda s: s[1])
        between = self.line[end:start]
        return (
            not any(end <= n < start for n in self.clause_ends)
            and self.count_words(end, start) <= 6
            and not any(word in ENDING_WORDS for word in between.split(" "))
        )

    def quotations(self):
        spans, opened = [], None
        for n, char in enumerate(self.line):
            if char == "\n":
                opened = None
            elif opened is None and char in '<"':
                opened = n
            elif opened is not None and char == (">" if self.line[opened] == "<" else '"'):
                spans.append((opened, n))
                opened = None
        return spans


def code_text(text, indicators: list[tuple[int, Indicator]]):
    """(indicator, start, end, quoted, negated) of every match, as a set."""
    if not text:
        return set()
    plain = Text(text)
    candidates = []
    for number, (code, indicator) in enumerate(indicators):
        excluded = [span for pattern in indicator.but_not for span in plain.indicator_spans(pattern)]
        candidates += [
            (code, number, start, end)
            for start, end in plain.indicator_spans(indicator.match)
            if not any(start < d and c < end for c, d in excluded)
        ]
    kept = []
    for code, number, start, end in sorted(candidates, key=lambda c: (c[2] - c[3], c[2], c[1])):
        if all(c != code or end <= a or b <= start for c, _, a, b in kept):
            kept.append((code, number, start, end))
    quotations = plain.quotations()
    return {
        (number, *plain.span(start, end), any(a < start and end <= b for a, b in quotations), plain.negated(start))
        for _, number, start, end in kept
    }
