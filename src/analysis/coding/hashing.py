"""The hash by which a judgement knows its words."""

import hashlib


def hash_text(text: str) -> str:
    """First 12 hex digits of the SHA-256 of a segment's words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
