"""Words that somebody judged, and what stood around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.coding.finding import FEW, fold_tokens

NEAR = 4  # code points between two segments of one statement; more is another's words
Key = tuple[str, str]  # segment_id, text_sha256
Words = tuple[str, ...]


@dataclass(frozen=True)
class JudgedWords:
    """Words that somebody judged: where they stood, who says them, and what stood around them.

    `before` and `after` are None where nobody knows them any more, as in files that keep no context.
    """

    segment_id: str
    text_sha256: str
    text: str
    start: int = 0
    expert: str = ""
    before: str | None = None
    after: str | None = None

    @property
    def key(self) -> Key:
        """What tells judged words apart in a coder's file."""
        return self.segment_id, self.text_sha256

    @property
    def statement(self) -> str:
        """The number of their statement, as it was."""
        return self.segment_id.rpartition("/")[0]


def take_before(texts: Sequence[str], number: int) -> str:
    """The few words before a text of a page."""
    words: list[str] = []
    while number > 0 and len(words) < FEW:
        number -= 1
        words = texts[number].split() + words
    return " ".join(words[-FEW:])


def take_after(texts: Sequence[str], number: int) -> str:
    """The few words after a text of a page."""
    words: list[str] = []
    while number + 1 < len(texts) and len(words) < FEW:
        number += 1
        words += texts[number].split()
    return " ".join(words[:FEW])


@dataclass(frozen=True)
class Around:
    """The words before and after judged words; None where they are not known, empty at the edge of the page."""

    before: Words | None
    after: Words | None


def list_around(judged: Iterable[JudgedWords]) -> dict[Key, Around]:
    """What stood around the judged words: as their rows keep it, or as the rows of their neighbours tell."""
    ordered = sorted(judged, key=lambda one: (one.segment_id.split("/")[0], one.start, one.key))
    before, after = _list_neighbours(ordered), _list_neighbours(ordered, behind=True)
    return {
        one.key: Around(
            _fold_kept(one.before, before[one.key], slice(-FEW, None)),
            _fold_kept(one.after, after[one.key], slice(FEW)),
        )
        for one in ordered
    }


def _fold_kept(kept: str | None, beside: Words | None, few: slice) -> Words | None:
    """The few words nearest to judged ones: those that a row keeps, else of its neighbour."""
    words = beside if kept is None else tuple(fold_tokens(kept))
    return None if words is None else words[few]


def _list_neighbours(ordered: Sequence[JudgedWords], *, behind: bool = False) -> dict[Key, Words | None]:
    """The words of the segment that stood directly before (or `behind`) each; None where it was not judged."""
    starts = {(one.segment_id.split("/")[0], one.start): one for one in ordered}
    ends = {(one.segment_id.split("/")[0], one.start + len(one.text)): one for one in ordered}
    found: dict[Key, Words | None] = {}
    for one in ordered:
        document = one.segment_id.split("/")[0]
        edge, table, step = (one.start + len(one.text), starts, 1) if behind else (one.start, ends, -1)
        beside = (table.get((document, edge + step * gap)) for gap in range(NEAR + 1))
        neighbour = next((other for other in beside if other and other.key != one.key and other.text), None)
        found[one.key] = tuple(fold_tokens(neighbour.text)) if neighbour else None
    return found
