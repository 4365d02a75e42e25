"""What reading a page gives: statements with their places, and notes on what is doubtful."""

from dataclasses import dataclass

from analysis.attribution.names import Credentials


@dataclass(frozen=True)
class Found:
    """A statement as read: who says it, from where to where, and how sure that is."""

    people: Credentials
    start: int
    end: int
    confidence: float
    reason: str
    words: int
    reported: bool = False


@dataclass(frozen=True)
class Attribution:
    """A page's statements in order, and what the reader was not sure of."""

    statements: tuple[Found, ...]
    notes: tuple[str, ...] = ()
