"""Texts as one folded byte buffer, and the way back to offsets in each text."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.text import SYMBOL, compose, fold_character

Array = NDArray[Any]
FOLD_ASCII = bytes(ord(fold_character(chr(b))) if 0 < b < 0x80 else b for b in range(256))
WORD = np.array([b >= 0x80 or chr(b).isalnum() or b == ord("_") for b in range(256)])  # folded: all else is ASCII
SPACE, LINE = 0x20, 0x0A
MOST_MARKS = 120  # bytes of combining marks


@dataclass(frozen=True)
class Buffer:
    """Some texts, joined by NUL with one before the first and one after the last, then folded.

    `cuts` holds one array per pass that removed bytes: where each removed byte stood, in the bytes left by the pass.
    """

    raw: bytearray
    folded: bytearray
    bytes_: Array
    starts: Array  # of each text in `raw`
    cuts: tuple[Array, ...]
    is_ascii: bool
    continuations: Array  # where `raw` holds a byte that begins no character
    hyphens: Array  # where a blank of `folded` was a hyphen within a word

    def to_raw(self, positions: Array) -> Array:
        """Offsets in `raw` of positions in the folded bytes."""
        for cuts in reversed(self.cuts):
            positions = positions + np.searchsorted(cuts, positions, side="right")
        return positions

    def to_characters(self, positions: Array) -> Array:
        """How many characters of `raw` stand before each offset in it."""
        if self.is_ascii:
            return positions
        characters: Array = positions - np.searchsorted(self.continuations, positions)
        return characters


def fold_texts(texts: pa.Array | Sequence[str]) -> Buffer:
    """The texts in one folded buffer."""
    raw, starts = _join_texts(texts)
    is_ascii = raw.isascii()
    folded = raw.translate(FOLD_ASCII)
    data = np.frombuffer(folded, np.uint8)
    if np.count_nonzero(data == 0) > len(starts) + 1:  # a NUL inside a text bounds nothing
        data[np.setdiff1d(np.flatnonzero(data == 0), np.append(starts - 1, len(raw) - 1))] = ord(SYMBOL)
    cuts: list[Array] = []
    continuations = np.zeros(0, np.int64)
    if not is_ascii:
        at = np.flatnonzero(data >= 0xC2)
        size = 2 + (data[at] >= 0xE0) + (data[at] >= 0xF0)
        continuations = np.sort(np.concatenate([at[size > offset] + offset for offset in (1, 2, 3)]))
        data = _cut_bytes(data, _fold_beyond_ascii(data, raw, at, size), cuts)
    lines = np.flatnonzero(data == LINE)
    data[lines] = SPACE
    blank = data == SPACE
    pairs = np.flatnonzero(blank[1:] & blank[:-1])
    if len(pairs):
        data = _cut_bytes(data, _fold_spaces(data, pairs, lines), cuts)
    hyphens = np.flatnonzero(data == ord("-"))
    hyphens = hyphens[WORD[data[hyphens - 1]] & WORD[data[hyphens + 1]]]
    data[hyphens] = SPACE
    folded = folded if not cuts else bytearray(data)
    return Buffer(raw, folded, data, starts, tuple(cuts), is_ascii, continuations, hyphens)


def keep_freed_memory() -> None:
    """Let the process keep memory that one chunk's arrays leave for those of the next.

    glibc returns freed blocks to the system, and the page faults when they come back are a fifth of the coding; it
    stops after a larger block (up to 32 MB; this one is never touched) was freed. Elsewhere this does nothing.
    """
    np.empty(31 << 20, np.uint8)


def measure_texts(texts: pa.Array | Sequence[str]) -> Array:
    """Bytes of each text if it is Arrow's, else its characters."""
    if isinstance(texts, pa.Array):
        sizes: Array = pc.binary_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)
        return sizes
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _join_texts(texts: pa.Array | Sequence[str]) -> tuple[bytearray, Array]:
    """All texts as UTF-8 with NUL around each, and where each begins."""
    if not isinstance(texts, pa.Array):
        encoded = [text.encode() for text in texts]
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        raw = bytearray(b"\0").join([b"", *encoded, b""])
    else:
        lengths = measure_texts(texts)
        large = texts.cast(pa.large_string())
        joined = pc.binary_join(pa.LargeListArray.from_arrays([0, len(large)], large), pa.scalar("\0", large.type))
        raw = bytearray(int(lengths.sum()) + len(texts) + 1)
        if len(texts):
            raw[1:-1] = memoryview(joined[0].as_buffer())
    starts = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])[:-1] if len(lengths) else np.zeros(0, np.int64)
    return raw, starts


def _cut_bytes(data: Array, removed: Array, cuts: list[Array]) -> Array:
    """The bytes without those at `removed` (ascending); where they stood is noted in `cuts`."""
    if not len(removed):
        return data
    cuts.append(removed - np.arange(len(removed)))
    if len(removed) * 100 > len(data):
        return np.delete(data, removed)
    edges = removed.tolist()
    return np.concatenate([data[a:b] for a, b in zip([0, *(e + 1 for e in edges)], [*edges, len(data)], strict=True)])


def _fold_spaces(data: Array, pairs: Array, lines: Array) -> Array:
    """Make each run of white space one blank, or line feeds if it holds a blank line; gives which bytes go."""
    new = np.diff(pairs) > 1
    firsts, lasts = pairs[np.append(True, new)], pairs[np.append(new, True)] + 1
    line_feeds = np.searchsorted(lines, lasts, side="right") - np.searchsorted(lines, firsts)
    blank = np.repeat(line_feeds > 1, lasts - firsts)
    data[firsts[line_feeds > 1]] = LINE
    data[pairs[blank] + 1] = LINE
    removed: Array = pairs[~blank] + 1
    return removed


def _fold_beyond_ascii(data: Array, raw: bytearray, at: Array, size: Array) -> Array:
    """Fold every character beyond ASCII in place, never into more bytes than it had; gives which bytes go."""
    gone: list[Array] = []
    first = data[at]
    code = first & np.array([0, 0, 0x1F, 0x0F, 0x07], np.uint8)[size]
    code = code.astype(np.int64)
    for offset in (1, 2, 3):
        more = size > offset
        code[more] = (code[more] << 6) | (data[at[more] + offset] & 0x3F)
    characters, which = np.unique(code, return_inverse=True)
    folded = [fold_character(chr(c)).encode() for c in characters]
    new_size = np.array([len(f) for f in folded])[which]
    new_bytes = np.array([list(f.ljust(4, b"\0")) for f in folded], np.uint8)
    for offset in range(4):
        written = new_size > offset
        data[at[written] + offset] = new_bytes[which[written], offset]
        gone.append(at[(new_size <= offset) & (size > offset)] + offset)
    marks = np.array([unicodedata.combining(chr(c)) > 0 for c in characters])
    if not marks.any():
        return np.sort(np.concatenate(gone))
    keep = np.ones(len(data), bool)
    keep[np.concatenate(gone)] = False
    _fold_clusters(data, keep, raw, at[marks[which]])
    return np.flatnonzero(~keep)


def _fold_clusters(data: Array, keep: Array, raw: bytearray, marks: Array) -> None:
    """Compose letters and their combining marks, up to MOST_MARKS at once: sorting them takes the square of that."""
    done = 0
    for mark in marks.tolist():
        if mark < done:
            continue
        start = mark - 1
        while raw[start] & 0xC0 == 0x80:
            start -= 1
        end = mark
        while (
            end < min(len(raw), mark + MOST_MARKS) and raw[end] >= 0x80
        ):  # NUL after the last text ends this at the latest
            width = 2 + (raw[end] >= 0xE0) + (raw[end] >= 0xF0)
            if not unicodedata.combining(raw[end : end + width].decode()):
                break
            end += width
        composed = compose(raw[start:end].decode())
        folded = "".join(map(fold_character, composed)).encode()
        if len(folded) <= end - start:
            data[start : start + len(folded)] = list(folded)
            keep[start:end] = np.arange(end - start) < len(folded)
        done = end
