"""RTF pages: what a reader sees of them, without words that are hidden or were deleted."""

import contextlib
import re
import struct
from collections.abc import Collection, Iterator, Sequence

from analysis.errors import InputError
from analysis.sources.marks import is_note_mark
from analysis.sources.modelled import read_modelled, refuse_large
from analysis.sources.page import Page, clean_line

DEEPEST = 220  # groups in groups; a library that calls itself for each would end with the whole command
TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|(?P<brace>[{}])|[^\\{}]+|\\"
)
UNSEEN = {b"v": "hidden", b"deleted": "deleted", b"mvf": "moved", b"pict": "picture", b"objdata": "object"}
SIGNS = frozenset(  # control words that stand for words or ends of lines
    b"par line tab u emdash endash emspace enspace lquote rquote ldblquote rdblquote bullet softline sect page".split()
)
ALPHABET = re.compile(rb"\{\\rtf\d?(?:\\ansi)?\\(mac|pca?|ansicpg\d+)(?![a-z\d])")
ALPHABETS = {  # that the library takes for Windows' own
    b"mac": "mac_roman", b"ansicpg10000": "mac_roman", b"pc": "cp437", b"pca": "cp850", b"ansicpg65001": "utf-8",
    **{b"ansicpg%d" % page: f"cp{page}" for page in (437, 850, 852, 855, 857, 858, 860, 861, 863, 865, 866)},
}  # fmt: skip
LETTERS = re.compile(rb"(?P<named>\\\\|\\u-?\d{1,6} ?(?:\\'[0-9a-fA-F]{2})?)|(?:\\'[89a-fA-F][0-9a-fA-F])+")
NOT_ASCII = re.compile("[^\x00-\x7f]+")
QUOTES = (b"\\'91", b"\\'92", b"\\'93", b"\\'94")
TITLE = (b"title",)
HEADS, FEET = ([name + which for which in (b"", b"l", b"r", b"f")] for name in (b"header", b"footer"))
FONTS = b"fonttbl"
OPENED = b"{\\rtf1\\ansi"
OPENING = re.compile(rb"\{\\rtf\d?(?:\\(?:ansi|mac|pca?|ansicpg\d+|uc\d)\b)* ?")


def read_rtf(raw: bytes) -> Page:
    """The page. Raises InputError where the file cannot be read or is nested beyond any published page."""
    seen = _take_out_unseen(raw)
    refuse_large(seen)
    seen = _name_letters(seen)
    groups = [*_list_groups(seen, {*HEADS, *FEET, *TITLE, FONTS})]
    named, heads, feet = (_read_groups(seen, groups, names) for names in (TITLE, HEADS, FEET))
    return read_modelled(seen, "rtf", named=clean_line(" ".join(named)), heads=heads, feet=feet)


def _read_groups(raw: bytes, groups: Sequence[tuple[bytes, bytes]], names: Collection[bytes]) -> list[str]:
    """The lines of all groups of these names, which the library leaves out."""
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
    unseen: frozenset[str] = frozenset()
    raised = False
    written = ""
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
        elif token != b"\\*" and (word in SIGNS or not word):
            letters = _read_letters(token)
            if unseen or (raised and is_note_mark(letters, written)):
                continue
            written = (written + letters)[-40:]
        kept.append(token)
    return b"".join(kept)


def _read_letters(token: bytes) -> str:
    """What a token prints, as far as it matters for a mark behind it."""
    if token in QUOTES or token.strip() in (b"\\rquote", b"\\rdblquote"):
        return "\N{RIGHT SINGLE QUOTATION MARK}"
    if token.startswith(b"\\'"):
        return "x"
    return "" if token.startswith(b"\\") else token.decode("latin-1").strip("\r\n")


def _name_letters(raw: bytes) -> bytes:
    """The file with letters by their numbers, where they are in an alphabet that the library takes for another."""
    with contextlib.suppress(UnicodeDecodeError):  # other bytes are in the alphabet that the file names
        raw = NOT_ASCII.sub(lambda m: _name(m[0]).decode(), raw.decode()).encode()
    found = ALPHABET.match(raw)
    codec = ALPHABETS.get(found[1]) if found else None
    if codec is None:
        return raw

    def name(found: re.Match[bytes]) -> bytes:
        letters = bytes.fromhex(found[0].replace(b"\\'", b"").decode()) if not found["named"] else b""
        return _name(letters.decode(codec, "replace")) if letters else found[0]

    return LETTERS.sub(name, raw)


def _name(letters: str) -> bytes:
    """Letters by their numbers, those above 16 bits in two halves."""
    units = struct.unpack(f"<{len(letters.encode('utf-16-le')) // 2}h", letters.encode("utf-16-le"))
    return b"{\\uc1" + b"".join(b"\\u%d?" % unit for unit in units) + b"}"
