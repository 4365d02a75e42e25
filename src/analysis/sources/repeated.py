"""Copies: blocks that a page shows once more, for another width of the window, in a carousel or as a teaser."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.sources.page import FURNITURE, REPEATED, PageBlock

LONG = 8  # words of a sentence that is not the same by chance
MUCH = 20  # words of a copy
ENDS = tuple(".!?…”\"»’')]")


def mark_repeated(text: str, blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The blocks; where a header and its words stand twice, word for word, one of the two is machinery.

    It is the second, unless words go on behind that one only: then the first was a teaser.
    """
    kept = [n for n, block in enumerate(blocks) if FURNITURE not in block.hints]
    copies = {kept[place] for run in _find_runs(text, [blocks[n] for n in kept]) for place in run}
    return [
        replace(block, hints=block.hints | {REPEATED, FURNITURE}) if number in copies else block
        for number, block in enumerate(blocks)
    ]


def _find_runs(text: str, blocks: Sequence[PageBlock]) -> Iterator[range]:
    """The places of the copies; each block is compared once, so that time grows with the page only."""
    words = [" ".join(text[b.start : b.end].casefold().split()) for b in blocks]
    said = [b.kind != "heading" and _is_sentence(w) for b, w in zip(blocks, words, strict=True)]
    pairs: dict[tuple[str, str], int] = {}
    alone: dict[str, int] = {}
    at = 0
    while at < len(blocks):
        before = pairs.setdefault((words[at], words[at + 1] if at + 1 < len(blocks) else ""), at)
        length = _measure(words, before, at)
        if length > 1:
            if sum(w.count(" ") + 1 for w in words[at : at + length]) >= MUCH:
                yield from _choose(blocks, said, range(at, at + length), at - before)
        elif said[at] and _opens_with_name(blocks[at], words[at]) and alone.setdefault(words[at], at) < at:
            yield range(at, at + 1)
        at += max(1, length)


def _measure(words: Sequence[str], before: int, at: int) -> int:
    """How many blocks from two places on are the same."""
    length = 0
    while before + length < at and at + length < len(words) and words[before + length] == words[at + length]:
        length += 1
    return length


def _choose(blocks: Sequence[PageBlock], said: Sequence[bool], run: range, back: int) -> Iterator[range]:
    """Which telling of a run is the copy, from its first header to its last sentence; none where both go on."""
    opens = next((i for i in run if not said[i]), run.stop)
    ends = next((i + 1 for i in reversed(run) if said[i]), run.start)
    if opens >= ends:
        return
    longer, goes_on = (_goes_on(blocks, said, end) for end in (ends - back, ends))
    if not (longer and goes_on):
        yield range(opens - back, ends - back) if goes_on else range(opens, ends)


def _is_sentence(words: str) -> bool:
    return words.count(" ") >= LONG - 1 and words.endswith(ENDS)


def _goes_on(blocks: Sequence[PageBlock], said: Sequence[bool], place: int) -> bool:
    """Whether the block at a place is one more paragraph like the one above it."""
    return place < len(blocks) and said[place] and blocks[place].path == blocks[place - 1].path


def _opens_with_name(block: PageBlock, words: str) -> bool:
    """`**Jane Roe:** words`, long enough to be a copy by itself."""
    return words.count(" ") >= MUCH - 1 and any(r.kind == "bold" and r.start == block.start < r.end for r in block.runs)
