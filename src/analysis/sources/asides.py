"""Words inside a paragraph that are no voice's: source notes, who said it, what is struck through."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from analysis.sources.page import STRUCK, Aside, AsideKind, StyledRun
from analysis.text.quotations import DOUBLE, SAYING, SPEECH

MEDIUM = (
    r"(?:Re)?[Tt]weets?|Posts?|X|Twitter|Threads?|Facebook|Instagram|LinkedIn|TruthSocial|Truth|Bluesky|Remarks|Statement|Release|"
    r"Press [Rr]elease|Video|Link|Interview|Speech|Op-?[Ee]d|Article|Letter|Blog|Transcript|Source|Report|"
    r"Press [Cc]onference|Briefing|Testimony|Email|[A-Z][\w.&’' -]{1,40}"
)
DATE = r"(?:\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?\d{2,4})"
NOTE = re.compile(
    rf"\s*(?:\[(?:{MEDIUM}),? {DATE}\]|\[(?:Tweet|Post|Link|Source|Video|Remarks|Statement)\]"
    rf"|\((?:{MEDIUM}), {DATE}\)(?=\s*$)"
    r"|\[[^\[\]]{0,80}?\b\d{1,2}/\d{1,2}/\d{2,4}[^\[\]]{0,40}\]"
    r"|\[\d{1,3}\]|\[[ivx]{1,5}\]|\[\^[\w-]{1,20}\](?!:))"
)

QUOTATION = re.compile(rf"[{DOUBLE}][^{DOUBLE}]*[{DOUBLE}]?")
SAID = re.compile(  # between two quotations of one person, and no sentence that leads up to somebody else
    rf",?\s*(?:(?:{SAYING}|so)\s[^{DOUBLE}]{{2,200}}|[^{DOUBLE}.]{{2,200}}\s{SAYING}[.,]?)(?<![:\s])\s*"
)
RESUMED = re.compile(  # `– … – mówi Jane Roe. – …`, `—… —dice Jane Roe—. …`
    rf"[^\S\n](?P<said>[–—-]\s*{SAYING}\s[^–—\n]{{4,200}}?(?:\.\s[–—-]|[–—-][.,]?))\s+(?=\S)"
)
SAYS = re.compile(rf"\b(?:{SAYING}|so)\b")
NAME = re.compile(r"\b[^\W\d_a-z]\w+")
OPENS = 3  # capital letters: titles and names, before an organisation
SHORTEST = 20  # characters that a quotation opens with
CLOSING = ("", *",.;:!?)]”’»…")  # signs before which no white space stands


@dataclass(frozen=True)
class Said:
    """A block's text with its runs, and what was taken out of it with the places where it stood."""

    text: str
    runs: list[StyledRun]
    asides: list[Aside]


def take_out(text: str, runs: list[StyledRun], *, notes: bool) -> Said:
    """The text without words that are struck through and, if asked for, without notes and attributions."""
    said = Said(text, [r for r in runs if r.kind != STRUCK], [])
    said = _cut(said, [(r.start, r.end) for r in runs if r.kind == STRUCK], STRUCK)
    if not notes:
        return said
    said = _cut(said, [m.span() for m in NOTE.finditer(said.text)], "note")
    return _cut(said, _find_interruptions(said.text), "attribution")


def find_speakers(text: str) -> list[int]:
    """Where, in a paragraph that opens with a quotation, those of other people begin."""
    quoted, gaps = _list_quotations(text)
    named = [_list_names(text, gap) for gap in gaps]
    return [quoted[i][0] for i in range(1, len(quoted)) if named[i - 1] and named[i] and not named[i - 1] & named[i]]


def _find_interruptions(text: str) -> list[tuple[int, int]]:
    """Where it stands who says so, in a paragraph that is one person's quotation and broken by it."""
    if SPEECH.match(text):
        return [m.span("said") for m in RESUMED.finditer(text)]
    quoted, gaps = _list_quotations(text)
    gaps = [(a, b) for a, b in gaps if text[a:b].strip()]
    if len(quoted) < 2 or quoted[0][1] < SHORTEST or len(gaps) < len(quoted) - 1:
        return []
    if not all(SAID.fullmatch(text, *gap) for gap in gaps) or find_speakers(text):
        return []
    return [(start, start + len(text[start:end].rstrip())) for start, end in gaps]


def _list_quotations(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The quotations of a paragraph that opens with one, and what stands behind each."""
    quoted = [m.span() for m in QUOTATION.finditer(text)]
    if not quoted or quoted[0][0] > 0:
        return [], []
    return quoted, [(a, b) for (_, a), (b, _) in pairwise([*quoted, (len(text), len(text))])]


def _list_names(text: str, gap: tuple[int, int]) -> set[str]:
    """The first capitalised words of what says who speaks."""
    return set(NAME.findall(text, *gap)[:OPENS]) if SAYS.search(text, *gap) else set()


def _cut(said: Said, spans: Sequence[tuple[int, int]], kind: AsideKind) -> Said:
    """The text without `spans` (sorted, apart) and the white space that only they parted from the rest."""
    if not spans:
        return said
    text = said.text
    cuts: list[tuple[int, int]] = []
    edge = 0  # up to where nothing is left
    for span in spans:
        start, end = _widen(text, *span, edge)
        edge = end if start <= edge else edge
        cuts.append((max(start, cuts[-1][1] if cuts else 0), end))
    starts, ends = [start for start, _ in cuts], [end for _, end in cuts]
    gone = [0, *accumulate(end - start for start, end in cuts)]

    def move(place: int) -> int:
        n = bisect_left(starts, place)  # cuts that begin before the place; the last may end behind it
        return place - gone[n] + (max(0, ends[n - 1] - place) if n else 0)

    kept = zip([0, *ends], [*starts, len(text)], strict=True)
    left = "".join(text[end:start] for end, start in kept).rstrip()
    moved = (StyledRun(move(r.start), min(move(r.end), len(left)), r.kind) for r in said.runs)
    taken = (Aside(move(start), words, kind) for start, end in cuts if (words := text[start:end].strip()))
    asides = [*(replace(a, at=move(a.at)) for a in said.asides), *taken]
    in_order = sorted((replace(a, at=min(a.at, len(left))) for a in asides), key=lambda a: a.at)
    return Said(left, [r for r in moved if r.start < r.end], in_order)


def _widen(text: str, start: int, end: int, edge: int) -> tuple[int, int]:
    """A stretch with the white space before it or, where nothing is left before it, behind it."""
    before, behind = start, end
    while before > edge and text[before - 1].isspace():
        before -= 1
    while behind < len(text) and text[behind].isspace():
        behind += 1
    if before <= edge:
        return before, behind
    return (before, end) if behind > end or text[end : end + 1] in CLOSING else (start, end)
