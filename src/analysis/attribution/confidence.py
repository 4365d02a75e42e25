"""How sure a statement is: the chance that its person, its beginning and its end are right, from few signs."""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Signs:
    """What speaks for and against a statement."""

    quality: float  # how much the header looks like a name and position
    weak: bool  # a name alone in plain type, and fewer than three headers on the page are like it
    alone: bool  # no other header on the page is of its type
    margin: float  # by how much the page's best reading explains more than the next, per statement
    loose: int  # words beside it that nobody's header explains
    doubtful: bool  # inside it stands what could be a header that was not read
    trimmed: int  # words in whole sentences that were cut off its end
    continued: bool  # it goes on under another heading
    odd_end: bool  # it does not end as a sentence does
    unquoted_tail: bool  # it goes on after its quotation was closed
    unread: bool  # its header is like others, but no name was read in it
    last: bool  # it is the page's last statement
    words: int
    position: str  # "whole", "part" or "" where none is known


def estimate_confidence(signs: Signs) -> float:
    """The chance that person and edges are right, 0 to 1."""
    person = 3.2 + 2 * (signs.quality - 0.7) - 1.2 * signs.alone - 2.0 * signs.weak - 2.5 * signs.unread
    edges = 3.5 - 1.5 * (signs.loose > 0) - 1.0 * (signs.trimmed > 0) - 1.2 * signs.continued - 1.0 * signs.odd_end
    edges -= 1.5 * signs.unquoted_tail + 2.0 * signs.doubtful
    return _chance(person) * _chance(edges)


def describe_doubts(signs: Signs) -> list[str]:
    """The doubts in words."""
    doubts = {
        "no other header on the page is like this one": signs.alone,
        "a name alone in plain type, with few like it": signs.weak,
        "no name was read in the header": signs.unread,
        f"{signs.loose} words beside it are nobody’s": signs.loose > 0,
        "its last sentences look like somebody else’s and were left out": signs.trimmed > 0,
        "a line inside it could be a header that was not read": signs.doubtful,
        "its end is no end of a sentence": signs.odd_end,
        "it goes on after its quotation is closed": signs.unquoted_tail,
    }
    return [doubt for doubt, there in doubts.items() if there]


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))
