"""From the labels of a page's lines to turns: each header with its words, and an owner for every line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analysis.attribution.labels import Labelled
from analysis.attribution.parts import Part
from analysis.attribution.places import Best, Candidate, Side
from analysis.attribution.rules import SHAPES

Owner = Literal["head", "body", "host", "left out", "loose"]
BODY = ("words", "opened", "closed")


@dataclass
class Turn:
    """A header and the lines that it claims."""

    head: Candidate
    side: Side  # whether the header stands before or after its words
    body: list[int]  # indices of parts; a run-in header's own part is among them
    last: int  # the last line of the header, with the lines of position and contact below a name


@dataclass
class Turns:
    """The turns in page order, and every line's owner with the reason where it is left out."""

    turns: list[Turn] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def find_turns(parts: Sequence[Part], places: Sequence[Best], labelled: Labelled) -> Turns:
    """Gather the lines of each turn."""
    read = Turns()
    questions = _find_questions(parts, labelled.labels)
    pending: list[int] = []  # words whose signature comes below
    asking = tail = False  # the host asks, or goes on below somebody's words
    label_above = ""
    for index, (part, place, label) in enumerate(zip(parts, places, labelled.labels, strict=True)):
        last = read.turns[-1] if read.turns else None
        if last and label == "opened" and last.body[-1:] == [index - 1] and _goes_on(part, place.run_in, last.head):
            label = "words"
        if label in SHAPES:
            head = getattr(place, SHAPES[label])
            side: Side = "before" if label in ("name", "opened") else "after"
            own = [index] if label in ("opened", "closed") else []
            read.turns.append(Turn(head, side, [*pending, *own], max(index, head.last)))
            pending = []
        elif label in ("title", "more") and last and not pending and index not in questions:
            last.last = max(last.last, index)
        elif label == "words" and last and index not in questions:
            if last.body and index - 1 in questions:  # the next answer under the same header
                last = Turn(last.head, last.side, [], last.last)
                read.turns.append(last)
            last.body.append(index)
        elif label == "signed":
            pending.append(index)
        asked = place.run_in is not None and place.run_in.people is None
        asking = label == "outside" and part.kind != "heading" and (asking or asked)
        tail = label == "outside" and part.prose and (tail or label_above in BODY) and not part.closing
        owner, reason = _own(part, label, asking=asking or tail, asked=asked)
        if index in questions:
            owner, reason = "host", "the host asks"
        label_above = label
        read.owners.append(owner)
        read.reasons.append(reason)
    return read


def _find_questions(parts: Sequence[Part], labels: Sequence[str]) -> set[int]:
    """Lines amid experts' words that ask the same several times: what the host asks each of them."""
    asking = [i for i, part in enumerate(parts) if part.text[-1:] == "?" and labels[i] in ("words", "title")]
    asked = Counter(parts[i].text for i in asking)
    return {i for i in asking if asked[parts[i].text] > 1}


def _goes_on(part: Part, again: Candidate | None, head: Candidate) -> bool:
    """`Jane added:` directly below what Jane Roe said; a name alone opens a new turn."""
    if again is None or again.people is None or head.people is None or not again.people.bare:
        return False
    opens, name = part.text[: again.body - part.start].split(), again.people.expert.split()
    return len(opens) > len(name) and set(name) <= set(head.people.expert.split())


def _own(part: Part, label: str, *, asking: bool, asked: bool) -> tuple[Owner, str]:
    """Whose a line is, and why it is left out."""
    if label in ("name", "title", "more", "signature"):
        return "head", "header"
    if label != "outside":
        return "body", ""
    if part.separator:
        return "left out", "a separator"
    if part.machinery:
        return "left out", "the page’s machinery"
    if part.kind == "heading":
        return "left out", "a heading"
    return ("host", "the host asks" if asked else "") if asking else ("loose", "")
