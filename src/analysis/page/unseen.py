"""Signs that a reader cannot see but a browser obeys."""

import re

# Controls, lone surrogates, direction overrides, non-characters.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def show_unseen(text: str) -> str:
    """The text with one visible U+FFFD for each of them, so that offsets into it stay what they are."""
    return text if text.isprintable() else UNSEEN.sub("\ufffd", text)
