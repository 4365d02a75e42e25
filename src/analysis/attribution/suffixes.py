"""Who said it, behind a quotation: `“…,” said Jane Roe, chair.`, `– …, säger Jane Roe.`, `“…” — Jane Roe`."""

import re
from collections.abc import Iterator
from itertools import islice

from analysis.attribution.addressees import cut_addressee
from analysis.attribution.credentials import read_credentials
from analysis.attribution.leads import cut_occasion
from analysis.attribution.parts import OPENING, Part
from analysis.attribution.places import Candidate, make_key
from analysis.attribution.voices import read_unread
from analysis.segmentation import find_sentences
from analysis.text.quotations import DOUBLE, SAYING, SPEECH

FEWEST = 6  # words
MOST = 8  # verbs of saying that are looked at
BEFORE_NAME = rf"(?:{SAYING}|so|s[’']inquiète|s[’']indigne|s[’']interroge|se félicite|se réjouit)"
BEHIND_NAME = rf"{SAYING}(?: (?:the|a|reporters|on|in|at|during|after)\b[^{DOUBLE}]{{0,60}})?"
SIGNED = re.compile(  # a quotation and, behind a dash or in brackets, who is quoted
    r"^(?P<said>[“\"„«”‘].*[”\"“»’])\s*(?:(?:[—–―]|--|\s-\s)\s*(?P<who>[^“”\"]{4,200})|\((?P<inside>[^“”\"()]{4,200})\))$",
    re.DOTALL,
)
INSIDE = re.compile(  # a quotation and who said it, perhaps with more of the host's words behind
    rf"^(?P<said>[{DOUBLE}].*[{DOUBLE}])\s*,?\s*(?:{BEFORE_NAME}\s+(?P<who>[^{DOUBLE}]{{4,600}})"
    rf"|(?P<first>[^\W\d_a-z][^{DOUBLE}]{{2,160}}?)\s+{BEHIND_NAME}[.,;\s]*"
    rf"|(?:fügte?|gibt|gab) (?P<amid>[^{DOUBLE}]{{4,160}}) (?:hinzu|zu bedenken)[.\s]*)$",
    re.DOTALL,
)
SPEECH_ENDS = re.compile(
    rf"(?P<end>[,.!?…]|(?=\s[–—-]))\s*[–—-]?\s*{BEFORE_NAME}\s+(?=(?P<who>\w.{{0,600}}))", re.DOTALL
)
TO_WHOM = re.compile(r"(?:, (?:dem|der)|,? gegenüber(?: dem| der)?) [^\W\d_a-z][^,]*$|, who (?!is\b)[^,]*$")
ARTICLE = re.compile(
    r"^(?:pour (?:sa|leur) part,? |de (?:son|leur) côté,? |"
    r"for (?:his|her|their) part,? )?(?:(?:the|der|die|la|le|de|het|den|il|lo|el) |l[’'])?(?=\w)"
)


def read_suffix(part: Part, index: int) -> Iterator[Candidate]:
    """A quotation that ends in `said Name` or `— Name`, or was interrupted by it."""
    found = _find_end(part.text) if part.words >= FEWEST else None
    if not found and not part.aside:
        return
    who, cut = (found[0], part.start + found[1]) if found else (_clean(part.aside), -1)
    if people := read_credentials(cut_occasion(who)):
        reason = "the name stands at the end of the quotation" if cut >= 0 else "the name stands inside the quotation"
        yield Candidate(index, index, "suffix", people, 0.9, make_key(part, "suffix"), reason, cut=cut)
    elif unread := read_unread(who):
        reason = "a position without a name that could be read, behind the quotation"
        yield Candidate(index, index, "suffix", unread, 0.4, make_key(part, "suffix"), reason, cut=cut)


def _find_end(text: str) -> tuple[str, int] | None:
    """Who said it, and where the quotation before it ends."""
    if text[:1] in OPENING:
        if signed := SIGNED.match(text):
            return signed["who"] or signed["inside"], signed.end("said")
        inside = INSIDE.match(text)
        return (_clean(inside["who"] or inside["first"] or inside["amid"]), inside.end("said")) if inside else None
    for ends in islice(SPEECH_ENDS.finditer(text), MOST) if SPEECH.match(text) else ():
        who = _clean(ends["who"])
        if read_credentials(who):
            return who, ends.end("end")
    return None


def _clean(said: str) -> str:
    """Of `said the economist Jane Roe. She has …` who it names."""
    first = said[slice(*next(iter(find_sentences(said, language="en")), (0, 0)))]
    who = re.sub(rf"^\W*{BEFORE_NAME}\s+|\s+{BEHIND_NAME}\W*$", "", first.strip(" ,.–—"))
    return ARTICLE.sub("", cut_addressee(TO_WHOM.sub("", who)))
