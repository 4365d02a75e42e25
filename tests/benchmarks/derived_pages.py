"""Pages made from gold pages: markup stripped, lines put in that disturb, one header made unreadable."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.sources.documents import read_page
from tests.round_ups import Score, load_gold, score_page

DISTURBING = (
    "Advertisement",
    "Read more: What the harbour towns want",
    "Photo: Brine harbour at dusk",
    "Share this article",
    "[Statement, 3/4/31]",
    "Subscribe now",
)
HIDDEN = "qvx zzk"  # letters that are nobody's name


def score_derived(gold: Path) -> Iterator[tuple[str, Score]]:
    """The same statements in other pages, each with the way it was made."""
    path, expected = load_gold(gold)
    page = read_page(path.read_bytes(), path.name)
    blocks = [page.text[b.start : b.end] for b in page.blocks]
    yield "markup stripped", _score(blocks, path, expected)
    yield "disturbing lines", _score(_disturb(blocks, path.name), path, expected)
    if len(expected) > 2 and (made := _hide_name(blocks, expected[1])):
        hidden = [e | {"name": HIDDEN} if i == 1 else e for i, e in enumerate(expected)]
        yield "one header unreadable", _score(made, path, hidden)


def _score(blocks: list[str], path: Path, expected: list[dict[str, Any]]) -> Score:
    return score_page("\n\n".join(blocks).encode(), f"{path.stem}.txt", expected)


def _disturb(blocks: list[str], seed: str) -> list[str]:
    """One line in eight places, always the same ones."""
    choose = random.Random(seed)
    places = set(choose.sample(range(len(blocks)), min(8, len(blocks))))
    return [line for i, b in enumerate(blocks) for line in ((b, choose.choice(DISTURBING)) if i in places else (b,))]


def _hide_name(blocks: list[str], expected: dict[str, Any]) -> list[str]:
    """The header's name as letters that are no name, wherever the page has it."""
    name = expected["name"]
    if not isinstance(name, str) or " " not in name or sum(name.casefold() in b.casefold() for b in blocks) != 1:
        return []
    if not any(name in block for block in blocks):
        return []
    return [block.replace(name, HIDDEN) for block in blocks]
