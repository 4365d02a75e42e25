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
    unread: bool  # its header is set like others, but no name was read in it
    collective: bool  # an organisation or several people
    alike: float  # share of the page's headers that are of its type
    clear: float  # by how much its header explains more as a header than as anything else, as a logarithm
    begins: float  # how clear the line before its first one and that one are, likewise
    ends: float  # how clear its last line and the one below are, likewise
    within: float  # how clear the least clear line in it is, likewise
    beside: float  # how clear the header before or after it is, likewise
    asking: bool  # a short question stands in a paragraph of its own inside it
    odd_end: bool  # it does not end as a sentence does
    long: float  # how many times longer than the page's middle statement, as log2, 0 to 3
    short: float  # how many times shorter, likewise
    loose: float  # words below the first statement that are nobody's, for each word that is somebody's, 0 to 1
    whole: bool  # role and organisation are known
    wordy: bool  # the position has more than ten words
    lists: bool  # the organisation has a comma in it: it may hold part of the role


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
    told = {"all": 1.0, **vars(signs)}
    logit = sum(w * told[sign] for sign, w in weights.items())
    return 1 / (1 + exp(-logit))


DOUBTED = 2.0  # a line that is clear by less is doubted in words
UNSURE = 0.7  # a position that is right with a smaller chance is doubted in words


def describe_doubts(signs: Signs, chances: Chances) -> list[str]:
    """The doubts in words."""
    doubts = {
        "what names the expert may be no header": signs.clear < DOUBTED,
        "no name was read in the header": signs.unread,
        "where it begins is doubtful": signs.begins < DOUBTED,
        "where it ends is doubtful": signs.ends < DOUBTED,
        "a line inside it could be a header or a heading": signs.within < DOUBTED or signs.asking,
        "its end is no end of a sentence": signs.odd_end,
        "the header beside it was not read for sure": signs.beside < min(DOUBTED, signs.clear),
        f"{2**signs.long:.0f} times as long as the others": signs.long >= 1.5,
        "its position may not be split rightly": not signs.bare and chances.position < UNSURE,
    }
    return [doubt for doubt, there in doubts.items() if there]
