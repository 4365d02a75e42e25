"""The hash by which a judgement knows its words."""

from analysis.files import hash_bytes


def hash_text(text: str) -> str:
    """First 12 hex digits of the SHA-256 of a segment's words."""
    return hash_bytes(text.encode())[:12]
