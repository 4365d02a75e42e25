"""PDF pages with a text layer: paragraphs, headings, notes at the foot, words hyphenated at a line's end."""

import io
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber

from analysis.errors import InputError
from analysis.sources.building import build_page
from analysis.sources.glyphs import Line, is_picture, is_scanned, read_sheet
from analysis.sources.hyphens import Hyphens
from analysis.sources.page import FURNITURE, STALE_TITLE, Page, RawBlock, Styled, clean_line
from analysis.sources.running import make_machinery

MOST_PAGES = 200
EDGE = 0.09  # of a sheet's height: where running heads stand
PAGE_NUMBER = re.compile(r"[–—-]?\s*(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?\s*[–—-]?", re.IGNORECASE)
ROMAN = re.compile(r"[–—-]?\s*[ivxlc]{1,6}\s*[–—-]?", re.IGNORECASE)
NOTE = re.compile(r"\[?(?:\d{1,3}|[*†‡§])\]?(?=\s|[A-Z]|$)")
ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]|[•‣◦▪–-]")
COMMON = 0.1  # share of the steps between lines
COLUMN = 30  # points: lines of one column begin no farther apart
RAISED = 1.3  # times the step below a line whose first letter is large
INDENT = 4  # of its type size that the first line of a paragraph is set in at most
PARTED = 1.18  # times the step within paragraphs: a wider one is between them
SCANNED = "has no text layer (it is scanned); run text recognition (OCR) on it first"


def read_pdf(raw: bytes) -> Page:
    """The page; what repeats at the top or foot of the sheets stands once, notes at the foot come last."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(raw)) as document:
            if len(document.pages) > MOST_PAGES:
                raise InputError(f"has {len(document.pages)} sheets, more than {MOST_PAGES}; cut out the round-up")
            if is_scanned(document.pages):
                raise InputError(SCANNED)
            pictures = [number for number, sheet in enumerate(document.pages, 1) if is_picture(sheet)]
            read = [_read_and_free(sheet, number) for number, sheet in enumerate(document.pages)]
            named = clean_line(str((document.metadata or {}).get("Title") or ""))
    except InputError:
        raise
    except Exception as error:  # pdfminer raises many kinds on a broken file, and wraps its own
        if isinstance(error, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error):
            raise InputError("is protected by a password; save a copy without one") from None
        raise InputError(f"is not a PDF file that can be read ({type(error).__name__}); save it again") from None
    lines = [line for sheet, _ in read for line in sheet]
    if not lines:
        raise InputError(SCANNED)
    running = _find_running_heads(lines, len(read))
    body, notes = _part_notes([line for line in lines if line not in running] or lines)
    stamps = dict.fromkeys(stamp for _, sheet in read for stamp in sheet)
    blocks = _join_lines(body)
    headings = ["".join(t for t, _ in b.words) for b in sorted(blocks, key=lambda b: b.level) if b.kind == "heading"]
    facts = {"title": "" if STALE_TITLE.search(named) else named}
    title = _choose_title([clean_line(h) for h in headings], facts["title"])
    heads, feet = _say_running_heads(running)
    blocks = [*heads, *blocks, *notes, *feet, *map(make_machinery, stamps)]
    page = build_page(blocks, title=title, facts={k: v for k, v in facts.items() if v})
    return replace(page, notes=_say_pictures(pictures))


def _say_pictures(sheets: Sequence[int]) -> tuple[str, ...]:
    """What sheets were not read, if any."""
    if not sheets:
        return ()
    listed = ", ".join(map(str, sheets))
    said = f"sheets {listed} are pictures" if len(sheets) > 1 else f"sheet {listed} is a picture"
    return (f"{said}; words there are not read; run text recognition (OCR) first to have them",)


def _read_and_free(sheet: Any, number: int) -> tuple[list[Line], list[str]]:
    """A sheet's lines and stamps; what the library keeps of it is freed."""
    read = read_sheet(sheet, number)
    sheet.close()
    return read


def _choose_title(headings: Sequence[str], named: str) -> str:
    """What the file names as its title where the sheet shows it, else the largest heading."""
    shown = [h for h in headings if named and (h in named or named in h)]
    return (shown or [*headings, named])[0]


def _name_line(line: Line) -> tuple[str, int]:
    """What tells running heads apart: the words but for numbers, and the height."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 5)


def _find_running_heads(lines: Sequence[Line], sheets: int) -> list[Line]:
    """Sheet numbers, and lines repeated at the same height, on most sheets or at their edges on several."""
    seen = Counter(map(_name_line, lines))

    def repeats(line: Line) -> bool:
        share = 4 if _is_at_edge(line) else 2
        return sheets > 1 and seen[_name_line(line)] > max(1, sheets // share)

    found = [line for line in lines if _is_number(line) or repeats(line)]
    return found if len(found) < len(lines) else []


def _is_at_edge(line: Line) -> bool:
    """Whether a line stands where running heads do."""
    return line.top < EDGE * line.height or line.bottom > (1 - EDGE) * line.height


def _is_number(line: Line) -> bool:
    """Whether a line is a sheet's number."""
    return bool(PAGE_NUMBER.fullmatch(line.text)) or (_is_at_edge(line) and bool(ROMAN.fullmatch(line.text)))


def _say_running_heads(lines: Sequence[Line]) -> tuple[list[RawBlock], list[RawBlock]]:
    """Running heads and feet, each once, and all sheet numbers in one block at the foot."""
    once = {_name_line(line)[0]: line for line in reversed(lines) if not _is_number(line)}
    above = [line for line in reversed(once.values()) if line.top < line.height / 2]
    below = [line for line in reversed(once.values()) if line.top >= line.height / 2]
    numbers = " ".join(line.text for line in lines if _is_number(line))
    feet = [*(line.text for line in below), *([numbers] if numbers else [])]
    return [make_machinery(line.text) for line in above], [make_machinery(words) for words in feet]


def _part_notes(lines: Sequence[Line]) -> tuple[list[Line], list[RawBlock]]:
    """The lines without the small ones at the foot of each sheet that open with a note's mark, and those as notes."""
    usual = _find_usual(lines)
    body: list[Line] = []
    notes: list[RawBlock] = []
    for page in dict.fromkeys(line.page for line in lines):
        own = [line for line in lines if line.page == page]
        first = len(own)
        while first and own[first - 1].size < 0.92 * usual and own[first - 1].top > own[first - 1].height / 3:
            first -= 1
        while first < len(own) and not NOTE.match(own[first].text):
            first += 1
        body += own[:first]
        held: list[Line] = []
        for line in own[first:]:
            if held and NOTE.match(line.text):
                notes.append(_make_note(held))
                held = []
            held.append(line)
        notes += [_make_note(held)] if held else []
    return body, notes


def _make_note(lines: Sequence[Line]) -> RawBlock:
    """A note at the foot of a sheet."""
    return RawBlock(_join_words(lines, _learn_hyphens(lines)), hints=frozenset({"note", FURNITURE}))


def _find_usual(lines: Sequence[Line]) -> float:
    """The type size in which most words are set."""
    return median(line.size for line in lines for _ in line.words)


def _join_lines(lines: Sequence[Line]) -> list[RawBlock]:
    """Lines to paragraphs: a new one after a gap, an indent, a short line, or a change of type."""
    usual = _find_usual(lines)
    largest = max((line.size for line in lines if line.page == lines[0].page), default=usual)
    step = _find_step(lines, usual)
    hyphens, edges = _learn_hyphens(lines), _find_edges(lines)
    held: list[list[Line]] = []
    for line in lines:
        if not held or _starts_paragraph(held[-1][-1], line, step * max(1, line.size / usual), held[-1], edges):
            held.append([])
        held[-1].append(line)
    return [_make_block(block, usual, largest, hyphens) for block in held]


def _find_step(lines: Sequence[Line], usual: float) -> float:
    """From one line to the next within a paragraph: the smallest step that is common, for paragraphs may be short."""
    steps = sorted(
        b.top - a.top
        for a, b in pairwise(lines)
        if a.page == b.page and 0.8 * usual < b.top - a.top < 3 * usual and max(a.size, b.size) < 1.12 * usual
    )
    common = max(2, COMMON * len(steps))
    return next((s for n, s in enumerate(steps) if bisect_right(steps, 1.06 * s) - n >= common), 1.2 * usual)


def _name_column(line: Line) -> tuple[int, int]:
    """What tells columns apart: the sheet, and about where a line begins."""
    return line.page, int(line.x0 // COLUMN)


def _find_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Where the lines of each column end at most."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        edges[_name_column(line)] = max(line.x1, edges.get(_name_column(line), 0.0))
    return edges


def _starts_paragraph(
    before: Line, line: Line, step: float, held: Sequence[Line], edges: dict[tuple[int, int], float]
) -> bool:
    """Whether `line` opens a paragraph after `before`; `edges` are those of the columns."""
    if abs(line.size - before.size) > 0.8 or _is_bold(line) != _is_bold(before):
        return True
    if line.page == before.page and (line.cell or before.cell):
        cell = line.cell
        if cell != before.cell or (cell and before.has_room_for(line, cell.right)):
            return True
    if line.page != before.page or line.top < before.top:  # next sheet or column
        ended = bool(re.search(r"[.!?:][”\"’)]*$", before.text)) and before.x1 < max(h.x1 for h in held) - 2 * line.size
        return line.text[:1].isupper() and (ended or before.has_room_for(line, edges[_name_column(before)]))
    step *= RAISED if before.is_raised else 1
    return line.top - before.top > PARTED * step or _is_indented(line, held)


def _is_indented(line: Line, held: Sequence[Line]) -> bool:
    """Whether it begins a little to the right of the lines above it, which begin where one another do."""
    left, near = held[-1].x0, 0.2 * line.size
    flush = len(held) > 1 and held[0].x0 > left - near and all(abs(above.x0 - left) < near for above in held[1:])
    return flush and 0.8 * line.size < line.x0 - left < INDENT * line.size


def _is_bold(line: Line) -> bool:
    """Whether the whole line is bold, but for the number that a list sets before it."""
    words = line.words[1:] if len(line.words) > 1 and ITEM.fullmatch(line.words[0][0]) else line.words
    return all("bold" in styles for _, styles in words)


def _make_block(lines: Sequence[Line], usual: float, largest: float, hyphens: Hyphens) -> RawBlock:
    """One block; a word broken at a line's end is joined."""
    big = lines[0].size > 1.12 * usual
    level = (1 if lines[0].size > largest - 0.5 else 2) if big else 0
    return RawBlock(_join_words(lines, hyphens), "heading" if big else "paragraph", level)


def _join_words(lines: Sequence[Line], hyphens: Hyphens) -> tuple[Styled, ...]:
    """The words of some lines with spaces between; a hyphen at a line's end parts no words."""
    words: list[Styled] = []
    for line in lines:
        for index, (word, styles) in enumerate(line.words):
            joined = hyphens.join(words[-2][0], word) if words and index == 0 else None
            if joined is not None:
                before = words[-2][0]
                kept = before if joined.startswith(before) else before[:-1]
                words[-2:] = [(kept, words[-2][1])]
            words += [(word, styles), (" ", styles)]
    return tuple(words)


def _learn_hyphens(lines: Sequence[Line]) -> Hyphens:
    """How words that the ends of these lines break are joined."""
    return Hyphens([word for word, _ in line.words] for line in lines)
