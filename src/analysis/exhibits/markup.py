"""Text to HTML, with nothing in it that a browser would act on."""

import re
import unicodedata
from collections.abc import Iterable
from html import escape

# What a reader cannot see but a browser obeys: controls, lone surrogates, direction overrides, non-characters.
# Each becomes one visible U+FFFD, so that offsets into the text stay what they are.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
SAFE_LINK = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


def write_text(text: object) -> str:
    """The text as HTML: escaped, and harmless where it holds what cannot be seen."""
    return escape(UNSEEN.sub("\ufffd", str(text)), quote=True)


def write_link(url: str, text: str) -> str:
    """A link to a web address; plain text where the address is of any other kind."""
    if not SAFE_LINK.fullmatch(url):
        return write_text(text)
    return f'<a href="{write_text(url)}" rel="noreferrer">{write_text(text)}</a>'


def make_id(*parts: object) -> str:
    """An id for an element: letters, digits and hyphens, opening with a letter."""
    flat = unicodedata.normalize("NFKD", "-".join(str(part) for part in parts)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", flat).strip("-").lower()
    return name if name[:1].isalpha() else f"n-{name}"


def join_words(words: Iterable[str], *, last: str = "and") -> str:
    """`a, b and c`."""
    listed = list(words)
    return " ".join([", ".join(listed[:-1]), last, listed[-1]]) if len(listed) > 1 else "".join(listed)


def count_things(number: int, thing: str, things: str = "") -> str:
    """`1 sentence`, `7 sentences`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}".replace(",", "\u202f")
