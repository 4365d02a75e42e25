"""How long a busy server asks to wait: seconds, or a date (RFC 9110, 10.2.3)."""

import datetime
import math
from email.utils import parsedate_to_datetime


def read_wait(asked: str, *, now: datetime.datetime | None = None) -> float:
    """Seconds from now, never below 0; 0 where the header says nothing that can be read.

    >>> read_wait("7"), read_wait("0.5"), read_wait("soon"), read_wait("nan")
    (7.0, 0.5, 0.0, 0.0)
    >>> read_wait("Wed, 21 Oct 2026 07:28:00 GMT", now=datetime.datetime(2026, 10, 21, 7, 27, tzinfo=datetime.UTC))
    60.0
    """
    try:
        seconds = float(asked)
    except ValueError:
        try:
            then = parsedate_to_datetime(asked)
        except ValueError:
            return 0.0
        if then.tzinfo is None:
            then = then.replace(tzinfo=datetime.UTC)
        seconds = (then - (now or datetime.datetime.now(datetime.UTC))).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0
