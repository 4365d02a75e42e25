"""Blocks with the elements that they stand in, and what each element holds."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analysis.sources.page import RawBlock

SENTENCE_END = re.compile(r"[.!?…][”\"’»)\]*]*$")


@dataclass
class Placed:
    """A block and the element that it stands in."""

    block: RawBlock
    node: Any

    @cached_property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join("".join(words for words, _ in self.block.words).split())

    @cached_property
    def prose(self) -> int:
        """Its words, where they are a sentence and no link."""
        text = self.text
        words = len(text.split())
        linked = sum(len(w.split()) for w, styles in self.block.words if "link" in styles)
        return words if words >= 8 and SENTENCE_END.search(text) and linked < words / 2 else 0


@dataclass
class Places:
    """The elements of a tree that end blocks, in page order, and the blocks in them."""

    placed: list[Placed] = field(default_factory=list)
    above: dict[Any, Any] = field(default_factory=dict)  # the element around each; None around the first
    hints: dict[Any, frozenset[str]] = field(default_factory=dict)
    paths: dict[Any, str] = field(default_factory=dict)
    spans: dict[Any, tuple[int, int]] = field(default_factory=dict)  # the first block in it and the first behind it

    def blocks_in(self, node: Any) -> list[Placed]:
        """The blocks of one element."""
        return self.placed[slice(*self.spans[node])]

    def weigh(self, machinery: frozenset[Any] = frozenset()) -> dict[Any, int]:
        """How many words of prose each element holds, without those in machinery."""
        weight: Counter[Any] = Counter()
        for one in self.placed:
            weight[one.node] += one.prose
        for node in reversed(self.above):
            if node in machinery:
                weight[node] = 0
            elif self.above[node] is not None:
                weight[self.above[node]] += weight[node]
        return weight
