"""How sure a statement is: the chances that its person, its edges and its position are right, from few signs.

The weights of the signs are data, `confidence.json`: logistic regressions fitted on pages with known answers by
`python -m tests.benchmarks.fit_confidence`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp


@dataclass(frozen=True)
class Signs:
    """What speaks for and against a statement; a yes or no counts as 1 or 0."""

    quality: float  # how much the header looks like a name and position, 0 to 1
    bare: bool  # nothing but a name is known
    weak: bool  # a name alone in plain type, and fewer than three headers on the page are like it
    alone: bool  # no other header on the page is of its type
    alike: float  # share of the page's headers that are of its type
    unread: bool  # its header is set like others, but no name was read in it
    single: bool  # the name is one word
    collective: bool  # an organisation or several people
    signed: bool  # the header stands under the words
    inside: bool  # the header opens the paragraph or stands in it
    margin: float  # by how much the page's best reading explains more than the next, per statement, at most 1
    loose: bool  # words beside it are nobody's
    doubtful: bool  # inside it stands what could be a header that was not read
    trimmed: bool  # whole sentences were cut off its end
    continued: bool  # it goes on under another heading
    asking: bool  # a short question stands in a paragraph of its own inside it
    odd_end: bool  # it does not end as a sentence does
    unquoted_tail: bool  # it goes on after its quotation was closed
    quoted: bool  # quotation marks, or a block quotation, hold it
    beside_unread: bool  # the header before or after it is an unread one
    outermost: bool  # the page's last statement, or, signed, its first: what could end it is not a header
    long: float  # how many times longer than the page's middle statement, as log2, 0 to 3
    short: float  # how many times shorter, likewise
    brief: bool  # fewer than eight words
    few: bool  # the page has only two statements
    whole: bool  # role and organisation are known
    sole: bool  # a role or an organisation is known, not both
    wordy: bool  # the position has more than ten words
    lists: bool  # the organisation has a comma in it: it may hold part of the role
    elsewhere: bool  # the position stands in a biography on the page


@dataclass(frozen=True)
class Chances:
    """The chances that person, both edges and the position are right, 0 to 1."""

    person: float
    edges: float
    position: float

    @property
    def statement(self) -> float:
        """That person and edges are right together."""
        return self.person * self.edges


def estimate_chances(signs: Signs) -> Chances:
    """The chances of a statement's three sides."""
    return Chances(
        *(_chance(signs, weights) for weights in (load_weights()[s] for s in ("person", "edges", "position")))
    )


@cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """The weight of each sign, and of `all`, for person, edges and position."""
    text = files("analysis.attribution").joinpath("confidence.json").read_text(encoding="utf-8")
    return {side: dict(weights) for side, weights in json.loads(text)["weights"].items()}


def _chance(signs: Signs, weights: Mapping[str, float]) -> float:
    logit = sum(w * (1.0 if sign == "all" else float(getattr(signs, sign))) for sign, w in weights.items())
    return 1 / (1 + exp(-logit))


UNSURE = 0.7  # a position that is right with a smaller chance is doubted in words


def describe_doubts(signs: Signs, chances: Chances) -> list[str]:
    """The doubts in words."""
    doubts = {
        "no other header on the page is like this one": signs.alone,
        "a name alone in plain type, with few like it": signs.weak,
        "no name was read in the header": signs.unread,
        "words beside it are nobody’s": signs.loose,
        "its last sentences look like somebody else’s and were left out": signs.trimmed,
        "a line inside it could be a header that was not read": signs.doubtful,
        "a question inside it could be a heading": signs.asking,
        "its end is no end of a sentence": signs.odd_end,
        "it goes on after its quotation is closed": signs.unquoted_tail,
        "the header beside it was not read for sure": signs.beside_unread,
        f"{2**signs.long:.0f} times as long as the others": signs.long >= 1.5,
        "its position may not be split rightly": not signs.bare and chances.position < UNSURE,
    }
    return [doubt for doubt, there in doubts.items() if there]
