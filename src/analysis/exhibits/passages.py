"""Segments with their matches marked: by colour, by the pattern of a line, and by a short mark, never by colour alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis.exhibits.markup import write_text
from analysis.exhibits.palette import assign_frames
from analysis.exhibits.places import Places

QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“]*“|«[^»]*»")


@dataclass(frozen=True)
class Span:
    """One match inside a text, by offsets into that text."""

    start: int
    end: int
    code: str
    frame: str
    coder: str
    negated: bool = False


def gather_spans(
    tables: dict[str, pd.DataFrame], *, frame: str = "", coder: str = "dictionary"
) -> dict[str, list[Span]]:
    """The matches of each segment, or only those of one frame, in text order, the longer first."""
    matches = tables["matches"].merge(tables["codebook"][["code", "frame"]], on="code", validate="many_to_one")
    matches = matches if not frame else matches.loc[matches["frame"] == frame]
    starts = dict(zip(tables["segments"]["segment_id"], tables["segments"]["start"], strict=True))
    spans: dict[str, list[Span]] = {}
    for m in matches.sort_values(["segment_id", "start", "end", "code"]).itertuples():
        at = int(starts[m.segment_id])
        spans.setdefault(m.segment_id, []).append(
            Span(int(m.start) - at, int(m.end) - at, m.code, m.frame, coder, bool(m.negated))
        )
    return {key: sorted(found, key=lambda s: (s.start, -s.end, s.code)) for key, found in spans.items()}


def write_passage(text: str, spans: Sequence[Span], *, places: Places, expert: str, linked: bool = True) -> str:
    """The text with its spans marked and its quotations set apart.

    Spans may overlap: the text is cut at every edge and each piece carries all the marks that hold there. The short
    mark after a span names its frame and leads to the expert's evidence for the code.
    """
    looks = assign_frames(places.frames)
    quotations = [match.span() for match in QUOTATION.finditer(text)]
    edges = {0, len(text)} | {e for s in spans for e in (s.start, s.end)} | {e for q in quotations for e in q}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    written, open_quote = [], False
    for start, end in pairwise(cuts):
        quoted = any(a <= start and end <= b for a, b in quotations)
        if quoted != open_quote:
            written.append('<span class="quoted">' if quoted else "</span>")
            open_quote = quoted
        here = [s for s in spans if s.start <= start and end <= s.end]
        inner = write_text(text[start:end])
        for span in reversed(here):
            css = f"{looks[span.frame][0]}{' negated' if span.negated else ''}"
            inner = f'<mark class="{css}" {write_keys(span, places)}>{inner}</mark>'
        written.append(inner)
        written += [write_sign(s, looks, places, expert, linked) for s in spans if s.end == end]
    return "".join(written) + ("</span>" if open_quote else "")


def write_keys(span: Span, places: Places) -> str:
    """What the filters of the page go by."""
    return (
        f'data-frame="{places.frames[span.frame]}" data-code="{places.codes[span.code]}" '
        f'data-coder="{write_text(span.coder)}"'
    )


def write_sign(span: Span, looks: dict[str, tuple[str, str]], places: Places, expert: str, linked: bool) -> str:
    """The short mark after a match: the frame's letters; its name for whoever listens."""
    css, letters = looks[span.frame]
    name = f"{letters}: {span.frame}, {span.code}{', negated' if span.negated else ''}"
    keys = write_keys(span, places)
    if not linked:
        return f'<span class="sign {css}" {keys}>{write_text(letters)}</span>'
    href = places.evidence(expert, span.frame, span.code)
    return f'<a class="sign {css}" href="#{href}" aria-label="{write_text(name)}" {keys}>{write_text(letters)}</a>'


def clip_passage(text: str, spans: Sequence[Span], *, around: int = 220) -> tuple[str, list[Span]]:
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
    moved = [Span(s.start + shift, s.end + shift, s.code, s.frame, s.coder, s.negated) for s in kept]
    return f"{lead}{text[start:end]}{' …' if end < len(text) else ''}", moved
