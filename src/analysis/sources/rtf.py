"""RTF pages: what a reader sees of them, without words that are hidden or were deleted."""

import re
from collections.abc import Collection, Iterator, Sequence

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
HEADS, FEET = ([name + which for which in (b"", b"l", b"r", b"f")] for name in (b"header", b"footer"))
FONTS = b"fonttbl"
OPENED = b"{\\rtf1\\ansi"
OPENING = re.compile(rb"\{\\rtf\d?(?:\\(?:ansi|mac|pca?|ansicpg\d+|uc\d)\b)* ?")


def read_rtf(raw: bytes) -> Page:
    """The page. Raises InputError where the file cannot be read or is nested beyond any published page."""
    named = ""
    if found := TITLE.search(raw[:100_000]):
        opening = OPENING.match(raw)
        title = (opening[0] if opening else OPENED) + b" " + found[1] + b"}"
        named = clean_line(read_modelled(title, "rtf").text)
    seen = _take_out_unseen(raw)
    groups = [*_list_groups(seen, {*HEADS, *FEET, FONTS})]
    heads, feet = (_read_running(seen, groups, names) for names in (HEADS, FEET))
    return read_modelled(seen, "rtf", named=named, heads=heads, feet=feet)


def _read_running(raw: bytes, groups: Sequence[tuple[bytes, bytes]], names: Collection[bytes]) -> list[str]:
    """The lines of all running heads or feet, as often as the document holds them."""
    said = b"".join(b"{\\pard\\plain " + group + b"\\par}" for name, group in groups if name in names)
    if not said:
        return []
    opening = OPENING.match(raw)
    fonts = next((b"{\\fonttbl" + group + b"}" for name, group in groups if name == FONTS), b"")
    return read_modelled((opening[0] if opening else OPENED) + fonts + said + b"}", "rtf").text.split("\n")


def _list_groups(raw: bytes, names: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The groups that these control words open, each as the word and what follows it; none that stands in another."""
    depth = start = inside = 0
    opener = b""
    opens = False
    for found in TOKEN.finditer(raw):
        if found["brace"] == b"}":
            depth -= 1
            if inside and depth < inside:
                yield opener, raw[start : found.start()]
                inside = 0
        depth += found["brace"] == b"{"
        if opens and not inside and found["word"] in names:
            opener, inside, start = found["word"], depth, found.end()
        opens = found["brace"] == b"{"


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
