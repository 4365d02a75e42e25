"""Pages made from gold pages: markup stripped, disturbing lines, a header made unreadable, headers of another form."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.sources.documents import read_page
from tests.benchmarks.other_forms import make_other_form
from tests.round_ups import Score, load_gold, score_page

DISTURBING = (
    "Advertisement",
    "Read more: What the harbour towns want",
    "Photo: Brine harbour at dusk",
    "Share this article",
    "[Statement, 3/4/31]",
    "Subscribe now",
)
OTHERS = 3  # pages in other forms made from one gold page
HIDDEN = "qvx zzk"  # letters that are nobody's name
Derived = tuple[str, list[str], str, list[dict[str, Any]]]


def derive_pages(gold: Path) -> Iterator[Derived]:
    """The same statements in other pages: how it was made, its blocks, its name, what is expected of it."""
    path, expected = load_gold(gold)
    page = read_page(path.read_bytes(), path.name)
    blocks = [page.text[b.start : b.end] for b in page.blocks]
    name = f"{path.stem}.txt"
    yield "markup stripped", blocks, name, expected
    yield "disturbing lines", _disturb(blocks, path.name), name, expected
    if len(expected) > 2 and (made := _hide_name(blocks, expected[1])):
        yield (
            "one header unreadable",
            made,
            name,
            [e | {"name": HIDDEN} if i == 1 else e for i, e in enumerate(expected)],
        )
    for number in range(OTHERS):
        made, found = make_other_form(page, expected, f"{path.name}{number}")
        if len(found) > 1:
            yield "another form", made, name, found


def score_derived(gold: Path) -> Iterator[tuple[str, Score]]:
    """The scores of the pages made from a gold page, each with the way it was made."""
    for how, blocks, name, expected in derive_pages(gold):
        yield how, score_page("\n\n".join(blocks).encode(), name, expected)


def _disturb(blocks: list[str], seed: str) -> list[str]:
    """One line in eight places, always the same ones."""
    choose = random.Random(seed)
    places = set(choose.sample(range(len(blocks)), min(8, len(blocks))))
    return [line for i, b in enumerate(blocks) for line in ((b, choose.choice(DISTURBING)) if i in places else (b,))]


def _hide_name(blocks: list[str], expected: dict[str, Any]) -> list[str]:
    """The header's name as letters that are no name, where the page has it once."""
    name = expected["name"]
    if not isinstance(name, str) or " " not in name or sum(name.casefold() in b.casefold() for b in blocks) != 1:
        return []
    if not any(name in block for block in blocks):
        return []
    return [block.replace(name, HIDDEN) for block in blocks]
