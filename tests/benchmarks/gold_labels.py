"""The label of every line of a page with known answers: found from the answers, never from what the reader says."""

import re
from collections.abc import Sequence
from typing import Any

from analysis.attribution.parts import Part
from analysis.attribution.places import Best
from analysis.sources.page import Page
from tests.round_ups import MARKS

ABOVE, UNDER = 8, 4  # lines between a name and its words
Span = tuple[int, int]


def label_gold(
    page: Page, parts: Sequence[Part], places: Sequence[Best], expected: Sequence[dict[str, Any]]
) -> list[str] | None:
    """A label for each line; None where an answer is not found on the page or its header is not."""
    spans = _find_spans(page, expected)
    if spans is None:
        return None
    bodies = [[i for i, p in enumerate(parts) if p.start < end and p.end > start] for start, end in spans]
    taken = {i for body in bodies for i in body}
    above = sum(_find_above(parts, places, e, b, taken) is not None for e, b in zip(expected, bodies, strict=True) if b)
    under = sum(_find_under(parts, places, e, b, taken) is not None for e, b in zip(expected, bodies, strict=True) if b)
    labels = ["outside"] * len(parts)
    for wanted, span, body in zip(expected, spans, bodies, strict=True):
        if not body or not _label_one(labels, parts, places, wanted, span, body, taken, signed=under > above):
            return None
    return labels


def _find_spans(page: Page, expected: Sequence[dict[str, Any]]) -> list[Span] | None:
    """Where each statement begins and ends."""
    spans: list[Span] = []
    at = 0
    for wanted in expected:
        begins = _search(page.text, wanted["first6"].lstrip(MARKS), at) or _search(
            page.text, wanted["first6"].lstrip(MARKS), 0
        )
        ends = begins and _search(page.text, wanted["last6"].rstrip(MARKS), begins[0])
        if not begins or not ends:
            return None
        spans.append((begins[0], ends[1]))
        at = ends[1]
    return spans


def _search(text: str, words: str, at: int) -> Span | None:
    pattern = r"\W{0,4}?\s+\W{0,4}?".join(re.escape(w) for w in words.split())
    found = re.compile(pattern).search(text, at)
    return found.span() if found else None


def _names(wanted: dict[str, Any]) -> list[str]:
    """The names in small letters, and the family name of a single person."""
    name = wanted["name"]
    whole = name if isinstance(name, list) else [name]
    return [n.casefold() for n in whole]


def _has_name(text: str, wanted: dict[str, Any], *, surname: bool = False) -> bool:
    low = " ".join(text.split()).casefold()
    names = [n.split()[-1] for n in _names(wanted)] if surname else _names(wanted)
    return all(n in low for n in names)


def _find_above(
    parts: Sequence[Part], places: Sequence[Best], wanted: dict[str, Any], body: Sequence[int], taken: set[int]
) -> int | None:
    lines = range(body[0] - 1, max(-1, body[0] - 1 - ABOVE), -1)
    return _find_beside(lines, parts, places, wanted, taken)


def _find_under(
    parts: Sequence[Part], places: Sequence[Best], wanted: dict[str, Any], body: Sequence[int], taken: set[int]
) -> int | None:
    lines = range(body[-1] + 1, min(len(parts), body[-1] + 1 + UNDER))
    return _find_beside(lines, parts, places, wanted, taken)


def _find_beside(
    lines: range, parts: Sequence[Part], places: Sequence[Best], wanted: dict[str, Any], taken: set[int]
) -> int | None:
    """The first of these lines with the wanted name, up to one that is taken: the whole name, else the family's."""
    for surname in (False, True):
        for i in lines:
            if i in taken:
                break
            line = places[i].line
            if line and line.people and _has_name(parts[i].text, wanted, surname=surname):
                return i
    return None


def _label_one(
    labels: list[str],
    parts: Sequence[Part],
    places: Sequence[Best],
    wanted: dict[str, Any],
    span: Span,
    body: Sequence[int],
    taken: set[int],
    *,
    signed: bool,
) -> bool:
    """The labels of one statement and its header; False where the header is not found."""
    first, last = parts[body[0]], parts[body[-1]]
    before, after = first.text[: max(0, span[0] - first.start)], last.text[max(0, span[1] - last.start) :]
    suffix, run = places[body[-1]].suffix, places[body[0]].run_in
    if suffix and suffix.people and _has_name(after + " " + last.aside, wanted, surname=True):
        for i in body:
            labels[i] = "signed"
        labels[body[-1]] = "closed"
        return True
    if run and run.people and len(before) > 2 and _has_name(before, wanted, surname=True):
        for i in body:
            labels[i] = "words"
        labels[body[0]] = "opened"
        return True
    above = _find_above(parts, places, wanted, body, taken)
    under = _find_under(parts, places, wanted, body, taken)
    if under is not None and (above is None or signed):
        for i in range(body[0], under):
            labels[i] = "signed" if i <= body[-1] else "more"
        labels[under] = "signature"
        _label_more(labels, parts, wanted, under)
        return True
    if above is None:
        return False
    labels[above] = "name"
    for i in range(above + 1, body[0]):
        labels[i] = "title"
    for i in body:
        labels[i] = "words"
    return True


def _label_more(labels: list[str], parts: Sequence[Part], wanted: dict[str, Any], signature: int) -> None:
    """The lines of position under a signature."""
    told = (wanted["role"], wanted["affiliation"])
    known = [k for field in told for k in (field if isinstance(field, list) else [field]) if k]
    for i in range(signature + 1, min(len(parts), signature + 6)):
        part = parts[i]
        here = any((part.text.casefold() in k.casefold() or k.casefold() in part.text.casefold()) for k in known)
        if part.prose or labels[i] != "outside" or not (here or part.position or part.machinery):
            break
        labels[i] = "more"
