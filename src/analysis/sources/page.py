"""What every reader gives: the cleaned text of a page, its title and what the file says of itself."""

import re
import unicodedata
from dataclasses import dataclass, field

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")  # soft hyphen, zero-width characters


@dataclass(frozen=True)
class Page:
    """A published page as text; paragraphs stand apart by a blank line."""

    text: str
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)  # front matter or metadata, as found


def clean_text(raw: str) -> str:
    """NFC, LF, no invisible characters; all offsets refer to the result."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return INVISIBLE.sub("", text)
