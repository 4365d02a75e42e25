"""The printed lines of a PDF sheet: stamps and doubled letters cleaned away, raised marks put where they belong."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from analysis.errors import InputError
from analysis.sources.capitals import join_initials
from analysis.sources.columns import TableCell, Word, order_rows
from analysis.sources.page import Styled

BOLD_FONT = re.compile(r"bold|black|heavy|semibold", re.IGNORECASE)
NOTE_MARK = re.compile(r"\[?(?:\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]+)\]?")
UNIT = re.compile(r"(?:[kcdm]?m|10|CO)")  # before a raised or lowered number: a power, not the mark of a note
SMALL = 0.87  # of the usual size: raised marks and notes are set so, at 0.83 by browsers
HUGE = 2.5  # times the usual size: a stamp, where it lies across lines of text
GAP = 0.15  # of the type size: a wider gap parts words, with or without a space glyph
TOUCHING = -0.3  # of the type size: letters that cover more of each other are printed over each other
UNREADABLE = 0.1  # share of letters without a meaning from which the text is useless
FEW = 100  # letters on a sheet of which the words are a picture
SAME = 0.2  # of the type size: a letter printed again so near is the same letter, made bold

Glyph = dict[str, Any]


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
    height: float = field(default=0.0)  # of the sheet
    cell: TableCell | None = None
    is_raised: bool = False  # by a large first letter, which takes room below the line too

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(word for word, _ in self.words)

    def has_room_for(self, behind: "Line", right: float) -> bool:
        """Whether the next line's first word had fitted in this one, up to `right`: so that somebody ended it."""
        letter = (behind.x1 - behind.x0) / max(len(behind.text), 1)
        return self.x1 + letter * (len(behind.words[0][0]) + 1) < right


def read_sheet(sheet: Any, number: int) -> tuple[list[Line], list[str]]:
    """A sheet's lines in reading order (what spans the sheet, then column by column), and the words of its stamps."""
    kept = _Kept(sheet.chars)
    words = _read_words(sheet, kept)
    usual = _find_usual(words)
    rows = order_rows(_group_rows(join_initials(words, usual), usual))
    lines = [_make_line(row, number, float(sheet.height)) for row in rows]
    return [line for line in lines if line.words], _read_stamps(sheet.chars, kept)


def _read_stamps(glyphs: Sequence[Glyph], kept: "_Kept") -> list[str]:
    """The words that lie across the sheet or stand in its margin, as they were printed."""
    stamps: list[list[Glyph]] = []
    before = -2
    for index, glyph in enumerate(glyphs):
        if not kept.is_stamp(glyph):
            continue
        if index != before + 1 or glyph["matrix"][:4] != glyphs[before]["matrix"][:4]:
            stamps.append([])
        stamps[-1].append(glyph)
        before = index
    said = (" ".join("".join(glyph["text"] for glyph in stamp).split()) for stamp in stamps)
    return [words for words in said if words]


def is_scanned(sheets: Sequence[Any]) -> bool:
    """Whether pictures cover the sheets and hardly any letter is text."""
    few = sum(len(s.chars) for s in sheets) < FEW * len(sheets)
    return few and 2 * sum(map(_is_covered, sheets)) > len(sheets)


def is_picture(sheet: Any) -> bool:
    """Whether a single sheet is a picture with hardly any letter that is text, as the stamp of a scanner is."""
    return len(sheet.chars) < FEW and _is_covered(sheet)


def _is_covered(sheet: Any) -> bool:
    """Whether a picture covers most of a sheet."""
    return any(i["width"] * i["height"] > 0.5 * float(sheet.width) * float(sheet.height) for i in sheet.images)


def _read_words(sheet: Any, kept: "_Kept") -> list[Word]:
    """The words of a sheet; `bold` where the type or printing twice makes them so."""
    clean = sheet.filter(kept)
    words: list[Word] = clean.extract_words(
        extra_attrs=["fontname", "size"], use_text_flow=False, keep_blank_chars=False, x_tolerance_ratio=GAP
    )
    if sum(len(re.findall(r"\(cid:\d+\)", w["text"])) for w in words) > UNREADABLE * max(len(sheet.chars), 1):
        raise InputError("has letters whose meaning its fonts do not say; run text recognition (OCR) on it first")
    doubled = _find_doubled(sheet.chars)
    for word in words:
        word["bold"] = bool(BOLD_FONT.search(word["fontname"])) or (round(word["top"]), round(word["x0"])) in doubled
    return words


class _Kept:
    """Which glyphs are text: upright, printed once, and no huge letters across other lines."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        straight = [g for g in glyphs if _is_straight(g)]
        self._turned = 2 * len(straight) < len(glyphs)  # a sheet laid sideways
        printed = [g for g in straight if g["text"].strip()]
        sizes = Counter(round(g["size"]) for g in printed)
        usual = sizes.most_common(1)[0][0] if sizes else 0
        self._again = {id(g) for _, g in _find_repeats(glyphs)}
        huge = _list_huge(printed, HUGE * usual)
        body = [g for g in printed if g["size"] < 1.5 * usual]
        self._stamped = {id(g) for g in huge if sum(_overlap(g, b) for b in body) > 2}
        self._kinds = {id(g) for g in glyphs if not _is_straight(g)} if not self._turned else set()

    def __call__(self, item: Glyph) -> bool:
        return item.get("object_type") != "char" or not (id(item) in self._again or self.is_stamp(item))

    def is_stamp(self, glyph: Glyph) -> bool:
        """Whether a letter is part of a stamp and not printed a second time."""
        return (id(glyph) in self._stamped or id(glyph) in self._kinds) and id(glyph) not in self._again


def _list_huge(printed: Sequence[Glyph], size: float) -> list[Glyph]:
    """Letters larger than `size` in words of such; one or two alone begin a paragraph and are no stamp."""
    words: list[list[Glyph]] = [[]]
    for glyph in printed:
        last = words[-1][-1] if words[-1] else glyph
        if abs(glyph["bottom"] - last["bottom"]) > size or abs(glyph["x0"] - last["x1"]) > 3 * glyph["size"]:
            words.append([])
        if glyph["size"] > size:
            words[-1].append(glyph)
    return [glyph for word in words if len(word) > 2 for glyph in word]


def _is_straight(glyph: Glyph) -> bool:
    """Whether a letter stands on a level line, as a stamp in a margin or across the sheet does not."""
    across, up, *_ = glyph["matrix"]
    return bool(glyph["upright"]) and across > 0 and abs(up) < 0.05 * across


def _overlap(a: Glyph, b: Glyph) -> bool:
    """Whether two letters cover each other."""
    return bool(a["x0"] < b["x1"] and b["x0"] < a["x1"] and a["top"] < b["bottom"] and b["top"] < a["bottom"])


def _find_repeats(glyphs: Iterable[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """(first, again) for each letter that is printed a second time in nearly the same place."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    found = []
    for glyph in glyphs:
        near = SAME * glyph["size"] or 1
        column, row = int(glyph["x0"] / near), int(glyph["top"] / near)
        places = [(glyph["text"], column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        first = next(
            (
                g
                for place in places
                for g in seen.get(place, ())
                if abs(g["x0"] - glyph["x0"]) < near and abs(g["top"] - glyph["top"]) < near and g["text"].strip()
            ),
            None,
        )
        if first is not None:
            found.append((first, glyph))
        else:
            seen.setdefault((glyph["text"], column, row), []).append(glyph)
    return found


def _find_doubled(glyphs: Iterable[Glyph]) -> set[tuple[int, int]]:
    """Where letters stand that were printed twice."""
    return {(round(g["top"]), round(g["x0"])) for g, _ in _find_repeats(glyphs)}


def _find_usual(words: Sequence[Word]) -> float:
    """The type size of most letters; 0 on an empty sheet."""
    sizes = Counter(round(w["size"], 1) for w in words for _ in w["text"]).most_common(1)
    return sizes[0][0] if sizes else 0.0


def _group_rows(words: Sequence[Word], usual: float) -> list[list[Word]]:
    """Words by printed line, top down, each from left to right; a raised or lowered mark joins the line it touches."""
    downwards = sorted(words, key=lambda w: (round(w["bottom"], 1), w["x0"]))
    rows = _stack(w for w in downwards if w["size"] >= SMALL * usual)
    alone: list[Word] = []
    for word in (w for w in downwards if w["size"] < SMALL * usual):
        touched = next((row for row in rows if _touches(word, row)), alone)
        touched.append(word)
    rows = sorted([*rows, *_stack(alone)], key=lambda row: float(row[0]["bottom"]))
    return [sorted(row, key=lambda w: float(w["x0"])) for row in rows]


def _stack(words: Iterable[Word]) -> list[list[Word]]:
    """Words that come from top to bottom, by the line on which they stand."""
    rows: list[list[Word]] = []
    for word in words:
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) < 0.4 * word["size"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _touches(word: Word, row: Sequence[Word]) -> bool:
    """Whether a small word stands within the height of a line, right behind one of its words."""
    height = word["bottom"] - word["top"]
    return any(
        min(word["bottom"], w["bottom"]) - max(word["top"], w["top"]) > 0.5 * height
        and -1 < word["x0"] - w["x1"] < 0.6 * w["size"]
        for w in row
    )


def _make_line(row: Sequence[Word], number: int, height: float) -> Line:
    """A line from its words; a raised mark of a note goes, other raised or lowered letters join the word before."""
    usual = max(w["size"] for w in row)
    words: list[Styled] = []
    before: Word | None = None
    for word in row:
        styles = frozenset({"bold"} if word["bold"] else ())
        gap = word["x0"] - before["x1"] if before else usual
        if before and words and gap < 0.3 * usual and _is_mark(word, before, words[-1][0], usual):
            pass
        elif before and words and TOUCHING * usual < gap < GAP * usual:  # in another type, or raised
            words[-1] = (words[-1][0] + word["text"], words[-1][1])
        else:
            words.append((word["text"], styles))
        before = word
    big = [w for w in row if w["size"] >= SMALL * usual]
    return Line(
        tuple(words), row[0]["x0"], row[-1]["x1"], min(w["top"] for w in big), max(w["bottom"] for w in big),
        median(w["size"] for w in big), number, height, row[0].get("cell"), any("initial" in w for w in row),
    )  # fmt: skip


def _is_mark(word: Word, before: Word, written: str, usual: float) -> bool:
    """Whether a word is the raised mark of a note."""
    raised = word["size"] < SMALL * usual and word["bottom"] < before["bottom"] - 0.1 * usual
    return raised and bool(NOTE_MARK.fullmatch(word["text"])) and not UNIT.fullmatch(written)
