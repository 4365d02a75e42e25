"""Where sentences of English prose end: each mark that could end one is judged by what stands beside it.

A quotation stays whole inside the sentence that reports it; one that stands alone is cut like other prose. Closing
marks and note marks belong to the sentence that they close, a list's number to its item. Dashes, colons and
semicolons never cut.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise


def _one_of(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


TITLES = _one_of(
    "mr mrs ms messrs dr prof gen sen rep reps gov amb col lt maj capt cpl sgt adm cmdr cdr brig hon rev pres "
    "supt msgr st mt ft pvt atty insp fr comdr vice-adm rear-adm lt-gen maj-gen"
)  # a name follows
INSIDE = _one_of("vs v e.g i.e cf approx ca est max min viz resp incl esp avg com al")  # the sentence goes on
BEFORE_NUMBERS = _one_of(
    "no nos n° nr art arts sec secs fig figs ch chap vol vols p pp para paras eq ex cl ed eds fn res doc app pt "
    "c b d tel ext dec jan feb mar apr jun jul aug sep sept oct nov"
)
AT_EITHER = _one_of("inc corp ltd co cos bros plc llc jr sr etc dept univ assn intl mfg esq ph.d").union(BEFORE_NUMBERS)
INSTITUTIONS = _one_of(
    "Government Department Congress Senate House President Secretary Embassy Ambassador Treasury State Supreme "
    "Federal Security Defense Foreign Special Army Navy Air Coast Marine Marines Forces Trade Capitol Attorney "
    "Commission Council General Central Cyber Agency Constitution Court District Steel Strategic Pacific Chamber "
    "Customs Census"
)  # U.S. Marines landed: no sentence begins there
STARTERS = _one_of(
    "The A An This That These Those He She It They We I You His Her Its Their Our My Your Who What When Where Why "
    "How Which Whether If As At In On Of By For From To With Without Within About After Before Since Until While "
    "Although Though Because Despite During Under Over Between Among Against Through Across And But Or Nor So Yet "
    "Then Thus Hence Still Also Even Only Just Not No Nobody Nothing None Never Neither Either Both All Each "
    "Every Everyone Everything Some Someone Something Any Anyone Many Most Much More Few Fewer Several Such Other "
    "Others Another One Two Three Four Five Ten Once Now Today Yesterday Tomorrow Tonight Here There Instead "
    "Meanwhile Moreover However Nevertheless Nonetheless Otherwise Therefore Likewise Indeed Perhaps Maybe Rather "
    "Is Are Was Were Do Does Did Has Have Had Will Would Can Could Should May Might Must Let Given Millions "
    "Thousands Hundreds Dozens Billions Critics Officials Talks"
)
SAYING = (
    r"(?:asked|asks|said|says|told|tells|wrote|writes|added|adds|argued|argues|replied|cried|shouted|wondered|insisted|"
    r"remarked|commented|observed|noted|answered|countered|quipped|exclaimed|demanded|declared|warned|warns|continued|"
    r"tweeted|posted)"
)
VERB = re.compile(
    r"(?:\w{2,}ed|was|were|is|are|has|have|had|will|would|did|does|do|can|could|may|might|must|should|came|went|fell|rose|"
    r"left|took|made|said|met|held|began|became|grew|lost|won|saw|got|gave|found|sent|kept|set|told|led|spoke|ran|broke|"
    r"remain|remains|continue|continues|say|says)\b"
)
REPORT = re.compile(rf"(?:[A-Z][\w.’'-]*\s+(?:(?:of|de|van|von|the|al)\s+)*){{1,5}}{SAYING}\b")
MARK = r"(?P<mark>[.!?…]+(?:[ \u00a0]\.){0,4})"
NOTE = r"(?P<note>(?:\s?\[(?:\d{1,3}|[a-z])\])+|[¹²³⁴-⁹⁰]+|\d{1,3}(?:[ ,–-]\d{1,3})*(?=\s+[A-Z“\"‘(]))?(?=\s(?!\s*\.))"
END = re.compile(rf"{MARK}(?P<close>[”’\"'»)\]]*){NOTE}")
PAIRS = re.compile(r"[“”«»„()\"‘’]")
PARTNER = {"“": "”", "„": "“”", "«": "»", "(": ")", '"': '"', "‘": "’"}
NEXT = re.compile(r"\s+(?P<opens>[“\"‘'«„(\[]*)(?P<word>(?:\w[\w.’'-]*)?)(?P<rest>.?\s*\w*)", re.DOTALL)
LIST_MARK = re.compile(r"(?:[•⁃▪◦-]\s?)?\(?(?P<number>\d{1,3}|[a-z])(?:\.\)|\.|\))(?=\s)")
ITEM = re.compile(r"(?<=\s)(?:[•⁃▪◦]\s?)?\(?(\d{1,3}|[a-z])(?:\.\)|\.|\))\s+(?=[A-Z“\"‘])")
LIST_NUMBER = re.compile(r"[•⁃▪◦(\[]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})")
OPENING_SIGN = re.compile(r"\s+(?:[–—-]{1,2}\s*[“\"‘]?[A-Z]|[“\"‘]?\[[….]|[•⁃▪◦©]|\(c\) \d)")
NEAR = 60  # characters before a mark that can say whether it ends a sentence
ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.?-)*[A-ZÀ-Þ]")
CLOCK = re.compile(r"(?i:[ap]\.m)")
NAME = re.compile(r"(?:al|el|ibn|bin|von|van|de|d)[-’'][A-Z]|[a-z][A-Z]")  # al-Qaeda, iPhone: small letters, yet names


def find_english_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of one paragraph; together they are the whole text."""
    cuts = {0, len(text), *_find_items(text)}
    whole = _Wholes(text)
    start, items = 0, sorted(cuts)
    for found in END.finditer(text):
        begun = items[bisect_right(items, found.start()) - 1]
        start = max(start, begun)
        if _ends_sentence(text, start, found, whole):
            start = found.end()
            cuts.add(start)
    return list(pairwise(sorted(cuts)))


class _Wholes:
    """Quotations and parentheses of a text, inside which no sentence ends."""

    def __init__(self, text: str) -> None:
        self._spans = [s for s in _find_pairs(text) if not _stands_alone(text, *s)]
        self._starts = [start for start, _ in self._spans]

    def hold(self, end: re.Match[str]) -> bool:
        """Whether a mark stands inside one of them and is not its last."""
        index = bisect_right(self._starts, end.start()) - 1
        return index >= 0 and end.end("close") <= self._spans[index][1]


def _find_pairs(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands in quotation marks or parentheses, the outermost ones only."""
    opened = -1
    for mark in PAIRS.finditer(text):
        at, sign = mark.start(), mark[0]
        if opened < 0:
            free = sign not in '"‘' or not text[at - 1 : at].strip(" \n([—–-")
            opened = at if sign in PARTNER and free else -1
        elif sign == text[opened] and sign not in '"(':
            opened = at  # the one before was never closed
        elif sign in PARTNER[text[opened]] and (sign not in '"’' or not text[at + 1 : at + 2].isalnum()):
            yield opened, at
            opened = -1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a quotation or parenthesis is sentences of its own and no part of the sentence around it."""
    before, after = text[max(0, start - 8) : start].rstrip(), text[end + 1 : end + 80]
    if (before and before[-1] not in '.!?…”"’]') or text[end - 1] not in ".!?…":
        return False
    follows = NEXT.match(after)
    return not follows or not (follows["word"][:1].islower() or _is_report(after, follows))


def _is_report(text: str, following: re.Match[str]) -> bool:
    """Whether what follows a quotation says whose it is."""
    return following["word"] not in STARTERS and bool(REPORT.match(text, following.start("word")))


def _find_items(text: str) -> list[int]:
    """Where the items of a list begin that opens the paragraph: marks that count on from its first."""
    first = LIST_MARK.match(text)
    if not first:
        return []
    places, number = [], first["number"]
    for item in ITEM.finditer(text, first.end()):
        if item[1] == (str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)):
            places.append(item.start())
            number = item[1]
    return places


def _ends_sentence(text: str, start: int, found: re.Match[str], whole: _Wholes) -> bool:
    """Whether a sentence that began at `start` ends with this mark."""
    following = NEXT.match(text, found.end())
    if not following or whole.hold(found):
        return False
    word = following["word"]
    if not word:
        return _opens_with_sign(text, found, following)
    if word[0].islower() and not NAME.match(word):
        return False
    near = text[max(start, found.start() - NEAR) : found.start()]
    said = [w for w in near.split() if any(map(str.isalnum, w))]
    if not said or _is_list_number(said):
        return False
    if found["close"] and found["close"][-1] not in ")]" and _is_report(text, following):
        return False
    if found["mark"] != ".":
        return _ends_with_other_mark(text, found, word)
    if found["close"][:1] == ")" and "(" in said[-1]:
        return False  # (ret.)
    return bool(found["close"] or found["note"]) or _ends_with_stop(said, following)


def _opens_with_sign(text: str, found: re.Match[str], following: re.Match[str]) -> bool:
    """Whether signs before a word open a sentence: a dash in a new line or after a full stop, an omission."""
    if "\n" in following[0]:
        return True
    return found["mark"] == "." and bool(OPENING_SIGN.match(text, found.end()))


def _is_list_number(said: Sequence[str]) -> bool:
    """Whether a sentence has nothing but the number of an item so far, or one behind a colon."""
    return bool(LIST_NUMBER.fullmatch(said[-1])) and (len(said) == 1 or said[-2][-1] in ":;")


def _ends_with_other_mark(text: str, found: re.Match[str], word: str) -> bool:
    """A question or exclamation mark ends a sentence; an omission does where the next word says so."""
    if found["mark"].strip(".… "):
        return True
    spaced = text[found.start() - 1].isspace() or " " in found["mark"]
    if len(found["mark"].replace(" ", "")) <= 3 and spaced:
        return word in STARTERS - {"I"}
    return "]" not in found["close"]


def _ends_with_stop(said: Sequence[str], following: re.Match[str]) -> bool:
    """Whether a single full stop ends the sentence, by the word before it and what follows."""
    token = re.split("[—–/]", said[-1].lstrip("“\"‘'«„(["))[-1]
    small, word = token.lower(), following["word"].rstrip(".")
    starts = word in STARTERS or (word.endswith("ly") and following["rest"][:1] == ",")
    if small in TITLES or small in INSIDE:
        return small == "al" and starts
    if small in BEFORE_NUMBERS and (word[0].isdigit() or re.fullmatch(r"[IVXLC]+|[A-Z]\d.*", word)):
        return False
    if CLOCK.fullmatch(token):
        return len(said) > 3 and (starts or word.lower() in TITLES or _begins(following))
    if INITIAL.fullmatch(token):
        return starts and len(said) > 1 and not said[-2][:1].isupper()
    if ACRONYM.fullmatch(token) or small in AT_EITHER:
        return starts or (len(said) > 3 and _begins(following)) or (small in BEFORE_NUMBERS and not token[:1].isupper())
    return (
        not re.fullmatch(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,4}", token) or starts
    )  # Dept, Blvd: no vowel, no word


def _begins(following: re.Match[str]) -> bool:
    """Whether a word in capitals is followed by a verb, as a sentence's first word may be."""
    return following["word"] not in INSTITUTIONS and bool(VERB.match(following["rest"].lstrip()))
