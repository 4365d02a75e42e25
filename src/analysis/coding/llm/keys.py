"""The key of a server: read from the environment, sent, and looked for in all that is kept."""

import json
import os
from typing import Any

from analysis.errors import InputError

KEY = "WORKBOOK_API_KEY"  # the environment's only variable that is read; never written anywhere
SHORTEST = 8  # characters; a shorter one, such as "none" for a local server, is no secret and stands in many words


def read_key() -> str:
    """The key, or nothing. Raises InputError, which does not repeat it, where it cannot be sent."""
    key = os.environ.get(KEY, "")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise InputError(f"{KEY}: holds a blank, a line end or a letter that cannot be sent; give the key alone")
    return key


def holds_key(data: Any) -> bool:
    """Whether the key stands anywhere in a text or in parsed JSON."""
    key = os.environ.get(KEY, "").strip()
    return len(key) >= SHORTEST and json.dumps(key)[1:-1] in json.dumps(data)
