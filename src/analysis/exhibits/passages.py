"""Segments with their matches marked, and quotations of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from analysis.coding.coders import DICTIONARY
from analysis.exhibits.parts import Part, Quotations, Quote, Text
from analysis.exhibits.pieces import Mark, Passage, Stretch, Words
from analysis.exhibits.tables import fold_data
from analysis.exhibits.view import View
from analysis.findings.folds import say_rest
from analysis.tables.rows import each_row
from analysis.text.quotations import find_quotations

CODER = DICTIONARY  # whose matches are marked
MOST = 6  # quotations shown; of more, the rest is folded
SHORT = 90  # characters of a segment that may be given where rights allow short quotations only
FOLDED = 40  # quotations in the fold; the CSV holds all


@dataclass(frozen=True)
class Span:
    """One match inside a text, by offsets into that text."""

    start: int
    end: int
    code: str
    negated: bool = False


def gather_spans(matches: pd.DataFrame, view: View, *, frame: str = "") -> dict[str, list[Span]]:
    """The matches of each segment, or only those of one frame, in text order, the longer first."""
    spans: dict[str, list[Span]] = {}
    for m in each_row(matches):
        if frame and view.frame_of[m.code] != frame:
            continue
        at = view.places[m.segment_id].start
        spans.setdefault(m.segment_id, []).append(Span(m.start - at, m.end - at, m.code, bool(m.negated)))
    return {key: sorted(found, key=lambda s: (s.start, -s.end, s.code)) for key, found in spans.items()}


def make_passage(
    text: str, spans: Sequence[Span], view: View, *, expert: str, lang: str, linked: bool = True
) -> Passage:
    """The text cut at every edge of a span or a quotation, each piece with all the marks that hold there."""
    quotations = find_quotations(text)[0]
    edges = {0, len(text)} | {e for s in spans for e in (s.start, s.end)} | {e for q in quotations for e in q}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    marks = {span: _make_mark(span, view, expert, linked) for span in spans}
    stretches = tuple(
        Stretch(
            text[start:end],
            tuple(marks[s] for s in spans if s.start <= start and end <= s.end),
            tuple(marks[s] for s in spans if s.end == end),
            any(a <= start and end <= b for a, b in quotations),
        )
        for start, end in pairwise(cuts)
    )
    return Passage(stretches or (Stretch(""),), lang)


def _make_mark(span: Span, view: View, expert: str, linked: bool) -> Mark:
    """How a match looks, and what filters go by."""
    frame = view.frame_of[span.code]
    chip = view.chip(frame)
    return Mark(
        chip.look,
        chip.letters,
        view.frames[frame],
        view.codes[span.code],
        CODER,
        f"{frame}, {span.code}{', negated' if span.negated else ''}",
        view.to_evidence(expert, frame, span.code) if linked else "",
        span.negated,
    )


def quote(segment_id: str, view: View, spans: Sequence[Span] = (), *, about: Words = "", around: int = 220) -> Quote:
    """A segment quoted, cut where it is long, with who says it and where."""
    place = view.places[segment_id]
    text, kept = clip(place.text, spans, around=SHORT // 3 if view.clipped else around)
    passage = make_passage(text, kept, view, expert=place.expert, lang=place.lang, linked=False)
    person = view.person(place.expert)
    return Quote(passage, person, view.where(segment_id), about, person.look)


def quote_words(words: str, segment_id: str, view: View, *, about: Words = "", around: int = 160) -> Quote:
    """A segment quoted with some of its words marked."""
    place = view.places[segment_id]
    at = place.text.find(words) if words else -1
    spot = (Span(at, at + len(words), ""),) if at >= 0 else ()
    text, kept = clip(place.text, spot, around=SHORT // 3 if view.clipped else around)
    plain = Mark("hl", "", 0, 0, "", "")
    edges = sorted({0, len(text)} | {e for s in kept for e in (s.start, s.end)})
    stretches = tuple(
        Stretch(text[a:b], tuple(plain for s in kept if s.start <= a and b <= s.end)) for a, b in pairwise(edges)
    )
    person = view.person(place.expert, full=True)
    return Quote(Passage(stretches, place.lang), person, view.where(segment_id), about, person.look)


def cut_words(text: str, view: View) -> str:
    """The text, or its first words where only short quotations are allowed."""
    return text[: text.rfind(" ", 0, SHORT)] + " …" if view.clipped and len(text) > SHORT else text


def cut_quotes(table: pd.DataFrame, view: View) -> pd.DataFrame:
    """A table whose quotations are cut where only short ones are allowed: quote, text, and what stands left and right."""
    if not view.clipped:
        return table
    cut = {name: [cut_words(words, view) for words in table[name]] for name in ("quote", "text") if name in table}
    beside = {"left": slice(-SHORT // 3, None), "right": slice(SHORT // 3)}
    return table.assign(**cut, **{name: table[name].str[part] for name, part in beside.items() if name in table})


def clip(text: str, spans: Sequence[Span], *, around: int) -> tuple[str, list[Span]]:
    """A long text cut to what stands around its first matches, with the spans moved along."""
    if len(text) <= 3 * around:
        return text, list(spans)
    first = spans[0].start if spans else 0
    start = 0 if first <= around else text.rfind(" ", 0, first - around // 2) + 1
    end = text.find(" ", start + 2 * around)
    end = len(text) if end < 0 else end
    kept = [s for s in spans if start <= s.start and s.end <= end]
    lead = "… " if start else ""
    shift = len(lead) - start
    moved = [replace(s, start=s.start + shift, end=s.end + shift) for s in kept]
    return f"{lead}{text[start:end]}{' …' if end < len(text) else ''}", moved


def words_in_place(segment_id: str, start: int, end: int, view: View, *, around: int = 60) -> Words:
    """Some words of a segment in bold, with what stands around them; offsets count in the document."""
    place = view.places[segment_id]
    a, b = start - place.start, end - place.start
    first, last = max(0, a - around), min(len(place.text), b + around)
    before = ("… " if first else "") + place.text[first:a]
    after = place.text[b:last] + (" …" if last < len(place.text) else "")
    plain = Mark("hl", "", 0, 0, "", "")
    return Passage((Stretch(before), Stretch(place.text[a:b], (plain,)), Stretch(after)), place.lang)


def foreign(words: str, segment_id: str, view: View) -> Words:
    """Words of the page in their language."""
    return Passage((Stretch(words),), view.places[segment_id].lang if segment_id in view.places else "")


def fold_quotations(quotes: Sequence[Quote], n: int) -> tuple[Part, ...]:
    """A few quotations, the others folded; `n` is how many there are in the data."""
    parts: list[Part] = [Quotations(tuple(quotes[:MOST]))] if quotes else []
    if len(quotes) > MOST:
        more = [Text(say_rest(n - len(quotes)), "note")] if n > len(quotes) else []
        parts.append(fold_data(f"{len(quotes) - MOST} more", Quotations(tuple(quotes[MOST:])), *more))
    return tuple(parts)
