"""PDF pages with a text layer: columns, paragraphs, bold type, words hyphenated at a line's end."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber

from analysis.errors import InputError
from analysis.sources.page import Page, RawBlock, Styled, build_page

MOST_PAGES = 200
BOLD_FONT = re.compile(r"bold|black|heavy|semibold", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One printed line of one column."""

    words: tuple[Styled, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(word for word, _ in self.words)


def read_pdf(raw: bytes) -> Page:
    """The page; lines that repeat at the top or foot of the sheets are left out."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(raw)) as document:
            if len(document.pages) > MOST_PAGES:
                raise InputError(f"has {len(document.pages)} sheets, more than {MOST_PAGES}; cut out the round-up")
            lines = [line for number, sheet in enumerate(document.pages) for line in read_sheet(sheet, number)]
            sheets = len(document.pages)
            facts = {"title": str((document.metadata or {}).get("Title") or "")}
    except InputError:
        raise
    except Exception as error:  # pdfminer raises many kinds on a broken file, and wraps its own
        if isinstance(error, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error):
            raise InputError("is protected by a password; save a copy without one") from None
        raise InputError(f"is not a PDF file that can be read ({type(error).__name__}); save it again") from None
    if not lines:
        raise InputError("has no text layer (it is scanned); run text recognition (OCR) on it first")
    body = drop_running_heads(lines, sheets) or lines
    blocks = join_lines(body)
    title = facts["title"] or next(("".join(t for t, _ in b.words) for b in blocks if b.kind == "heading"), "")
    return build_page(blocks, title=title, facts={k: v for k, v in facts.items() if v})


def read_sheet(sheet: Any, number: int) -> list[Line]:
    """A sheet's lines in reading order: what spans the sheet, then column by column."""
    words = sheet.extract_words(extra_attrs=["fontname", "size"], use_text_flow=False, keep_blank_chars=False)
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(w["bottom"], 1), w["x0"])):
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) < 0.4 * word["size"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    gutter = find_gutter(rows, float(sheet.width))
    left: list[Line] = []
    right: list[Line] = []
    lines: list[Line] = []
    for row in rows:
        row.sort(key=lambda w: w["x0"])
        parts = [[w for w in row if w["x1"] <= gutter], [w for w in row if w["x0"] >= gutter]] if gutter else [row]
        if gutter and sum(map(len, parts)) < len(row):  # a word lies across the gutter: the row spans the sheet
            lines += [*left, *right, make_line(row, number)]
            left, right = [], []
        elif gutter:
            left += [make_line(parts[0], number)] if parts[0] else []
            right += [make_line(parts[1], number)] if parts[1] else []
        else:
            lines.append(make_line(row, number))
    return [*lines, *left, *right]


def make_line(row: list[dict[str, Any]], number: int) -> Line:
    """A line from its words."""
    words = tuple((w["text"], frozenset({"bold"} if BOLD_FONT.search(w["fontname"]) else ())) for w in row)
    return Line(
        words, row[0]["x0"], row[-1]["x1"], min(w["top"] for w in row), max(w["bottom"] for w in row),
        median(w["size"] for w in row), number,
    )  # fmt: skip


def find_gutter(rows: list[list[dict[str, Any]]], width: float) -> float:
    """The x of a white gap near the middle that many rows share; 0 for one column."""
    gaps: Counter[int] = Counter()
    for row in rows:
        for before, after in pairwise(sorted(row, key=lambda w: w["x0"])):
            middle = (before["x1"] + after["x0"]) / 2
            if after["x0"] - before["x1"] > 1.2 * before["size"] and 0.3 * width < middle < 0.7 * width:
                gaps[round(middle / 12)] += 1
    if not gaps:
        return 0.0
    place, _ = gaps.most_common(1)[0]
    near = gaps[place - 1] + gaps[place] + gaps[place + 1]
    return place * 12.0 if near >= max(4, 0.3 * len(rows)) else 0.0


def drop_running_heads(lines: list[Line], sheets: int) -> list[Line]:
    """Without sheet numbers and lines repeated at the same height on most sheets."""
    seen = Counter((re.sub(r"\d+", "#", line.text), round(line.top / 5)) for line in lines)
    return [
        line
        for line in lines
        if not re.fullmatch(r"(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?", line.text, re.IGNORECASE)
        and not (sheets > 1 and seen[re.sub(r"\d+", "#", line.text), round(line.top / 5)] > max(1, sheets // 2))
    ]


def join_lines(lines: list[Line]) -> list[RawBlock]:
    """Lines to paragraphs: a new one after a gap, an indent, a short line, or a change of type."""
    usual = median(line.size for line in lines)
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and 0 < b.top - a.top < 3 * usual]
    step = median(steps) if steps else 1.2 * usual
    blocks: list[RawBlock] = []
    held: list[Line] = []
    for line in lines:
        if held and starts_paragraph(held[-1], line, step, held):
            blocks.append(make_block(held, usual))
            held = []
        held.append(line)
    return [*blocks, make_block(held, usual)] if held else blocks


def starts_paragraph(before: Line, line: Line, step: float, held: list[Line]) -> bool:
    """Whether `line` opens a paragraph after `before`."""
    if abs(line.size - before.size) > 0.8 or is_bold(line) != is_bold(before):
        return True
    if line.page != before.page or line.top < before.top:  # next sheet or column
        return (
            bool(re.search(r"[.!?:][”\"’)]*$", before.text))
            and line.text[:1].isupper()
            and before.x1 < max(h.x1 for h in held) - 2 * line.size
        )
    return line.top - before.top > 1.25 * step or line.x0 > before.x0 + 0.8 * line.size == (len(held) > 1)


def is_bold(line: Line) -> bool:
    """Whether the whole line is bold."""
    return all("bold" in styles for _, styles in line.words)


def make_block(lines: list[Line], usual: float) -> RawBlock:
    """One block; a word broken at a line's end is joined."""
    words: list[Styled] = []
    for line in lines:
        for index, (word, styles) in enumerate(line.words):
            if words and index == 0 and words[-1][0] == " " and len(words) > 1:
                last = words[-2][0]
                if re.search(r"[a-zà-ÿ][-\u2010\u00ad]$", last) and re.match(r"[a-zà-ÿ]", word):
                    words[-2:] = [(last[:-1], words[-2][1])]
            words += [(word, styles), (" ", styles)]
    big = lines[0].size > 1.12 * usual
    return RawBlock(tuple(words), "heading" if big else "paragraph", 2 if big else 0)
