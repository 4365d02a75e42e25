"""Words inside a paragraph that are no voice's: source notes and footnote marks, taken out of the running text."""

import re

from analysis.sources.page import Aside, AsideKind, Run

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

SAYING = r"(?:said|says|told|writes|wrote|commented|added|argued|explained|noted|stated|remarked|warned|tweeted)"
INTERRUPTED = re.compile(  # a paragraph that is one quotation, broken once by who said it
    rf"^[“\"][^“”\"]{{20,}}[”\"](?P<said>,?\s*(?:{SAYING}\s[^“”\"]{{4,200}}|[A-Z][^“”\".]{{3,200}}\s{SAYING}[.,:]?))\s*[“\"][^“”\"]+[”\"]?\s*$"
)


def take_out(text: str, runs: list[Run]) -> tuple[str, list[Run], list[Aside]]:
    """The text without notes, its runs moved accordingly, and the notes with the places where they stood."""
    text, runs, notes = cut_spans(text, runs, [m.span() for m in NOTE.finditer(text)], "note")
    if not (found := INTERRUPTED.match(text)):
        return text, runs, notes
    start = found.start("said")
    text, runs, attributions = cut_spans(text, runs, [(start, start + len(found["said"].rstrip()))], "attribution")
    return text, runs, [*notes, *attributions]


def cut_spans(
    text: str, runs: list[Run], cuts: list[tuple[int, int]], kind: AsideKind
) -> tuple[str, list[Run], list[Aside]]:
    """Take `cuts` (sorted, apart) out of the text."""
    if not cuts:
        return text, runs, []
    pieces: list[str] = []
    asides: list[Aside] = []
    at = kept = 0
    for start, end in cuts:
        pieces.append(text[at:start])
        kept += start - at
        asides.append(Aside(kept, text[start:end].strip(), kind))
        at = end
    pieces.append(text[at:])

    def move(place: int) -> int:
        return place - sum(min(place, end) - start for start, end in cuts if start < place)

    moved = [Run(move(r.start), move(r.end), r.kind) for r in runs]
    left = "".join(pieces)
    shorter = left.rstrip()
    moved = [Run(r.start, min(r.end, len(shorter)), r.kind) for r in moved]
    moved = [r for r in moved if r.start < r.end]
    return shorter, moved, asides
