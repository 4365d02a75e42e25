"""One person's name, however it is spelled."""

import unicodedata


def person_key(who: str) -> str:
    """What one person's name has in common however it is spelled: case, accents, punctuation and spaces aside.

    >>> person_key("Zoë  Müller-Brandt") == person_key("zoe muller brandt")
    True
    """
    letters = [c for c in unicodedata.normalize("NFKD", who).casefold() if not unicodedata.combining(c)]
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
