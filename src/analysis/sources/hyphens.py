"""Words that a line's end breaks: whether the hyphen there belongs to the word."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from analysis.text.pronunciations import load_syllables


def _set_of(words: str) -> frozenset[str]:
    """Words apart."""
    return frozenset(words.split())


SOFT = "\u00ad"
PRINTED = "\u2010"  # what a browser prints where it breaks a word itself
HYPHENS = ("-", PRINTED)
BROKEN = re.compile(r"([^\W_]+)[-\u2010]$")
DASHED = re.compile(r"[^\W_](?:\u2013|(?P<long>\u2014))$")  # `2015–`, `Moscow–`: no space stands behind it either
LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
SUSPENDED = _set_of("and or to but und oder bzw och eller et ou")  # `pre- and post-war`
LINKS = _set_of("to of for the in on at by and or a up")  # within a chain: `face-to-face`, `out-of-date`
ENGLISH = 0.6  # share of a document's words that the word list has, else the list says nothing of its compounds
COMPOUNDS = _set_of(  # that the word list has in one word; without the s of many
    "so-called two-third three-month one-time one-year half-hearted well-being long-lived long-range long-running "
    "long-standing long-suffering long-term short-lived short-sighted short-term near-sighted far-sighted far-fetched "
    "right-hand right-handed right-wing right-winger left-hand left-handed left-wing left-winger old-fashioned "
    "full-time part-time all-time big-time air-time high-rise high-school high-speed high-tech high-yield high-flying "
    "hard-headed hard-line hard-liner hard-pressed hard-wired soft-spoken small-town small-cap third-quarter fast-food "
    "in-depth in-flight in-house on-site on-screen off-limit off-season up-front up-market one-off law-abiding "
    "man-made home-grown hand-picked heavy-handed even-handed single-handed single-handedly free-standing free-market "
    "free-wheeling big-hearted light-hearted warm-hearted half-time double-decker air-conditioned sea-going "
    "policy-maker policy-making policy-holder decision-maker decision-making money-making broad-based company-wide "
    "industry-wide market-wide europe-wide system-wide community-wide pre-war pre-election pre-crash pre-trial "
    "break-up build-up catch-up close-up follow-up grown-up mix-up pile-up run-up shake-up speed-up start-up tune-up "
    "wake-up walk-up warm-up wind-up trade-off stand-off spin-off cast-off sell-off stop-off write-off post-doc "
    "drive-by stand-by upper-class under-secretary anglo-american"
)
PREFIXES = {  # part words with a hyphen as often as without, but for words that open so
    "anti": "bod cip clim cline dot freez gen hist ox que sept thes tox trust vir",
    "counter": "act attack balanc feit foil mand part point sign top vail weight",
    "cross": "bill bon bow fire over patch piece road talk town walk wise word",
    "mid": "air day east field get land night point riff ship stream summer town way week west wife winter wive",
    "multi": "cultur lateral media nation ply pli plex tud task",
    "non": "chal conform descript entit fiction plus profit sense stop",
    "post": "age card date dating doctor game grad hole hum master mark men mortem pon script ur",
    "semi": "circ colon conduct final nar nol skilled trailer",
}
HIATUS = frozenset({"ree", "pree", "coo", "antii", "semii", "multii"})  # `re-elect`, `co-operate`, `anti-inflation`
SHORT = ("war",)  # words behind a prefix; others of three letters are endings and names


class Hyphens:
    """How the halves of broken words are joined: by the words elsewhere in a document, then by kinds of compounds."""

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        """`lines` are the words of each printed line."""
        lines = [line for line in lines if line]
        whole = [word for line in lines for word in line[:-1]]
        self._seen = Counter(_cut_plural(part.lower()) for word in whole for part in WORD.findall(word))
        ends = Counter(line[-1][-1:] for line in lines)
        inside = {sign for word in whole for sign in HYPHENS if sign in word}
        self._are_two = bool(ends[PRINTED]) and inside == {"-"}

    def join(self, first: str, second: str) -> str | None:
        """The last word of a line and the first of the next as one word; None where they are two."""
        if not second[:1].isalnum():
            return None
        if first.endswith(SOFT):
            return first[:-1] + second
        if dashed := DASHED.search(first):
            return None if dashed["long"] and not second[0].islower() else first + second
        if not (broken := BROKEN.search(first)) or _is_suspended(broken[1], second):
            return None
        return first + second if self._keeps(first, second) else first[:-1] + second

    def _keeps(self, first: str, second: str) -> bool:
        """Whether the hyphen is one that also stands where no line ends."""
        if self._are_two:  # the page's program has a sign of its own for a word that it breaks
            return not first.endswith(PRINTED)
        rest = LETTERS.match(second.lower())
        if not rest or not first[-2].isalpha() or second[0].isupper():
            return True  # COVID-19, 30-year, US-China
        *before, left = LETTERS.findall(first.lower())
        right = rest[0]
        hyphened, solid = (self._seen[_cut_plural(word)] for word in (f"{left}-{right}", f"{left}{right}"))
        if hyphened or solid:
            return hyphened >= solid
        chained = bool(before) and left in LINKS and first[-len(left) - 2] in HYPHENS
        return self._is_english and ((chained and right in load_syllables()) or _is_compound(left, right))

    @cached_property
    def _is_english(self) -> bool:
        """Whether the word list has most words of the document."""
        known = load_syllables()
        plain = {word: n for word, n in self._seen.items() if word.isalpha()}
        return sum(n for word, n in plain.items() if word in known) >= ENGLISH * sum(plain.values())


def _is_compound(left: str, right: str) -> bool:
    """Whether two words make one with a hyphen. The word list has many compounds in one word, and some prefixes not."""
    known = load_syllables()
    if left == "self":
        return not right.startswith(("ish", "less"))
    if not (left in known or left in PREFIXES) or right not in known:
        return False
    if f"{left}{right}" not in known:
        return len(left) > 1
    if f"{left}-{_cut_plural(right)}" in COMPOUNDS or (left + right[0] in HIATUS and len(right) > 3):
        return True
    transparent = left in PREFIXES and not right.startswith(tuple(PREFIXES[left].split()))
    return transparent and (len(right) > 3 or right in SHORT)


def _is_suspended(left: str, second: str) -> bool:
    """Whether a word stands for one that the next words complete, as in `pre- and post-war`."""
    return second in SUSPENDED and f"{left}{second}".lower() not in load_syllables()


def _cut_plural(word: str) -> str:
    """The word without an s at its end."""
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
