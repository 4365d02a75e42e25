"""RTF pages: what a reader sees of them, without words that are hidden or were deleted."""

import re

from analysis.errors import InputError
from analysis.sources.modelled import read_modelled
from analysis.sources.page import Page, clean_line

DEEPEST = 220  # groups in groups; a library that calls itself for each would end with the whole command
TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+|\\"
)
UNSEEN = {b"v": "hidden", b"deleted": "deleted", b"mvf": "moved", b"pict": "picture", b"objdata": "object"}
SIGNS = frozenset(  # control words that stand for words or ends of lines
    b"par line tab u emdash endash emspace enspace lquote rquote ldblquote rdblquote bullet softline sect page".split()
)
MACINTOSH = re.compile(rb"\{\\rtf\d?\\(?:mac|ansi\\ansicpg10000)\b")  # letters that the library takes for Windows'
MARK = re.compile(rb"\s*\d{1,3}\s*")
TITLE = re.compile(rb"\{\\title\b ?((?:[^{}\\]|\\[^{}]|\\'[0-9a-fA-F]{2})*)\}")
OPENING = re.compile(rb"\{\\rtf\d?(?:\\(?:ansi|mac|pca?|ansicpg\d+|uc\d)\b)* ?")


def read_rtf(raw: bytes) -> Page:
    """The page. Raises InputError where the file cannot be read or is nested beyond any published page."""
    named = ""
    if found := TITLE.search(raw[:100_000]):
        opening = OPENING.match(raw)
        title = (opening[0] if opening else b"{\\rtf1\\ansi") + b" " + found[1] + b"}"
        named = clean_line(read_modelled(title, "rtf").text)
    return read_modelled(_take_out_unseen(raw), "rtf", named=named)


def _take_out_unseen(raw: bytes) -> bytes:
    """The file without hidden, deleted and moved-away words, without pictures and the raised numbers of notes."""
    kept: list[bytes] = []
    macintosh = bool(MACINTOSH.match(raw))
    unseen: frozenset[str] = frozenset()
    raised = False
    around: list[tuple[frozenset[str], bool]] = []  # the state of the groups that are open
    at = 0
    while found := TOKEN.match(raw, at):
        at, token = found.end(), found[0]
        word, on = found["word"], found["number"] != b"0"
        if found["brace"] == b"{":
            around.append((unseen, raised))
            if len(around) > DEEPEST:
                raise InputError(f"is nested deeper than {DEEPEST} groups; save the page again")
        elif found["brace"]:
            unseen, raised = around.pop() if around else (unseen, raised)
        elif word == b"bin":  # a picture's bytes, which may look like anything
            at += max(int(found["number"] or 0), 0)
            continue
        elif word in UNSEEN:
            unseen = unseen | {UNSEEN[word]} if on else unseen - {UNSEEN[word]}
            continue
        elif word == b"plain":
            unseen, raised = frozenset(), False
        elif word in (b"super", b"nosupersub", b"sub"):
            raised = word == b"super" and on
        elif token != b"\\*" and (word in SIGNS or not word) and (unseen or (raised and MARK.fullmatch(token))):
            continue
        kept.append(_name_letter(token) if macintosh and token.startswith(b"\\'") else token)
    return b"".join(kept)


def _name_letter(token: bytes) -> bytes:
    """A letter of the Macintosh's own alphabet by its number in Unicode."""
    number = ord(bytes([int(token[2:], 16)]).decode("mac_roman"))
    return b"{\\uc1\\u%d?}" % (number if number < 1 << 15 else number - (1 << 16))
