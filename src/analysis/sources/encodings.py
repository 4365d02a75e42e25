"""The text of a file's bytes: by its mark, as UTF-8, in the encoding that it names, else in the likeliest one."""

import re

import webencodings
from charset_normalizer import from_bytes

from analysis.errors import InputError

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"),  # a page that says what it is in its own encoding only
)  # fmt: skip
NAMED = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
HEAD = 1 << 16  # bytes in which a page names its encoding
WIDER = {"shift_jis": "cp932", "gbk": "gb18030", "gb2312": "gb18030", "euc-kr": "cp949"}  # as the WHATWG reads them
STRAY = r"[\udc80-\udcff]"  # a byte that is no UTF-8, as Python keeps it
MARKUP = re.compile(rb"(?s)<[^<>]*>")
SIGN_IN_WORD = re.compile(r"[^\W\d_][¡£¥ª¬¯°±²³¶¹º¼½¾¿×÷][^\W\d_]|[^\W\d_](?:[¡¢£¤¥¦¨ª¬¯±²³µ¶¹¼¾¿×÷]|\ufffd)+[^\W\d_]")
MOST_FOREIGN = 0.25  # share of letters beyond ASCII in a text of western Europe; it stays below .15
READ = 200_000  # bytes by which an encoding is guessed
MOST_STRANGE = 0.02  # share of characters that are no text


def decode(raw: bytes, *, html: bool = False) -> str:
    """The text of bytes; of a page, `html`, what it names as its encoding counts where its bytes are not UTF-8.

    A few bytes that are not UTF-8 in a text that is are read as Windows-1252, where such bytes come from.
    Raises InputError where the bytes are no text.
    """
    text = _decode_marked(raw) or _decode_utf8(raw) or _decode_named(raw, html=html) or _decode_likeliest(raw)
    strange = sum(1 for c in text[:20_000] if (ord(c) < 32 and c not in "\t\n\r\f") or c == "\ufffd")
    if strange > MOST_STRANGE * len(text[:20_000]):
        raise InputError("holds binary data, not text; give the published page")
    return text


def decode_as(raw: bytes, label: str) -> str:
    """The text of bytes in an encoding by the name that the web gives it; empty where the name or a byte is none of it.

    `iso-8859-1` and `ascii` are Windows-1252 in the WHATWG's table, as browsers read them.

    >>> decode_as(b"\\x93tea\\x94", "iso-8859-1")
    '“tea”'
    """
    encoding = webencodings.lookup(label)
    if encoding is None:
        return ""
    try:
        return raw.decode(WIDER.get(encoding.name, encoding.codec_info.name))
    except (LookupError, UnicodeDecodeError):
        return ""


def _decode_marked(raw: bytes) -> str:
    """The text of bytes that open with a mark of their encoding."""
    encoding = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "")
    return raw.decode(encoding, errors="replace") if encoding else ""


def _decode_utf8(raw: bytes) -> str:
    """The text of bytes that are UTF-8 but for a few; empty where they are not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="surrogateescape")
    bad = len(re.findall(STRAY, text))
    good = len(raw) - bad - len(re.findall(r"[\x00-\x7f]", text))
    return re.sub(f"{STRAY}+", _read_stray, text) if bad < good else ""


def _read_stray(found: re.Match[str]) -> str:
    """Bytes that strayed into a text in UTF-8, read as Windows-1252; what is left of a cut character is none."""
    stray = found[0].encode("utf-8", errors="surrogateescape")
    if (len(stray) > 1 and stray[0] >= 0xC2) or found.end() == len(found.string):
        return "\ufffd"
    return stray.decode("cp1252", errors="replace")


def _decode_named(raw: bytes, *, html: bool) -> str:
    """The text of a page in the encoding that it names; empty where that is UTF-8, which was tried before."""
    named = NAMED.search(raw[:HEAD]) if html else None
    label = (named[1] or named[2]).decode("ascii", errors="replace") if named else ""
    return decode_as(raw, label)


def _decode_likeliest(raw: bytes) -> str:
    """The text of bytes that say nothing true of their encoding: Windows-1252 where that reads like words."""
    words = MARKUP.sub(b" ", raw[:READ])
    if b"\x00" in words[:4096]:
        raise InputError("is not text in any known encoding; save the page again as UTF-8")
    western = words.decode("cp1252", errors="replace")
    letters = [c for c in western if c.isalpha()]
    foreign = sum(c > "\x7f" for c in letters)
    if not SIGN_IN_WORD.search(western) and foreign <= MOST_FOREIGN * len(letters):
        return raw.decode("cp1252", errors="replace")
    if (best := from_bytes(words).best()) is None:
        raise InputError("is not text in any known encoding; save the page again as UTF-8")
    return raw.decode(best.encoding, errors="replace")
