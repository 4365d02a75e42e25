"""Statements that stand in what the markup calls machinery: sentences under a header like the others of the page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.attribution.candidates import find_candidates
from analysis.attribution.parts import Part, split_page
from analysis.attribution.places import CLEAR, Candidate, Key
from analysis.sources.page import BOX, FURNITURE, REPEATED, Page, PageBlock

LIKE = 2  # headers outside that are set as the one inside
AHEAD = 3  # blocks from a header's first line to its words, at most
MOST_READ = 40  # headers outside that are read
SURELY = frozenset({"pulled", REPEATED, "note"})  # not for the name of a class
CALLS = frozenset({"promo", "social", "related", "cookie", "nav", "menu", "form"})  # what reads like a name there
FEWEST = 8  # words of a sentence


def spare_voices(page: Page) -> Page:
    """The page, where what stands under a header like the others is no machinery, whatever its class is called."""
    doubted = [_is_doubted(block) for block in page.blocks]
    inside = _read_heads(page, [n for n, doubt in enumerate(doubted) if doubt])
    if not inside:
        return page
    looks = {_look(page.blocks[n]) for n in inside}
    outside = [n for n, block in enumerate(page.blocks) if FURNITURE not in block.hints and _look(block) in looks]
    near = sorted({n + i for n in outside[:MOST_READ] for i in range(AHEAD + 1) if n + i < len(page.blocks)})
    alike = Counter(_name_form(head) for n, head in _read_heads(page, near).items() if not doubted[n])
    spared = {
        n
        for first, head in inside.items()
        if alike[_name_form(head)] >= LIKE or _is_told(head, page.blocks[first])
        for n in _list_section(page, first, doubted, [*inside])
    }
    return replace(page, blocks=tuple(_clear(b) if n in spared else b for n, b in enumerate(page.blocks)))


def _is_doubted(block: PageBlock) -> bool:
    return FURNITURE in block.hints and block.hints.isdisjoint(SURELY)


def _clear(block: PageBlock) -> PageBlock:
    return replace(block, hints=block.hints - {FURNITURE})


def _look(block: PageBlock) -> tuple[str, int]:
    return block.kind, block.level


def _name_form(head: Candidate) -> Key:
    """The type of a header without the elements around its own, and whether it tells more than a name."""
    shape, quote, path, *style = head.key
    return (shape, quote, str(path).rpartition("/")[2], *style, head.people is None or head.people.bare)


def _read_heads(page: Page, numbers: Sequence[int]) -> dict[int, Candidate]:
    """Clear headers above sentences among some of the blocks, by the number of their block."""
    parts = split_page(replace(page, blocks=tuple(_clear(page.blocks[n]) for n in numbers)))
    found = {}
    for index, here in find_candidates(parts).items():
        best = here[0]
        number = numbers[parts[index].block]
        if _is_clear(best, parts[index], page.blocks[number]) and _tops_sentences(parts, best):
            found[number] = best
    return found


def _is_clear(head: Candidate, part: Part, block: PageBlock) -> bool:
    """Somebody's name before words: with a position, or as a heading and not `Stay Informed`; no biography."""
    people = head.people
    if people is None or head.quality < CLEAR or head.biography or head.shape not in ("line", "run-in"):
        return False
    return head.side != "after" and (not people.bare or (part.kind == "heading" and CALLS.isdisjoint(block.hints)))


def _tops_sentences(parts: Sequence[Part], head: Candidate) -> bool:
    """Whether the words of the header or the lines below it are sentences, and do not tell of the person."""
    family = head.people.names[0].split()[-1] if head.people else ""
    if head.shape == "run-in":
        return parts[head.index].prose
    below = parts[head.last + 1 : head.last + 1 + AHEAD]
    said = next((p for p in below if p.prose), None)
    if said is None or said.words < FEWEST or family in said.text.split()[:3]:
        return False
    return not said.link


def _is_told(head: Candidate, block: PageBlock) -> bool:
    """A name with a position over what looks like a box amid the text, in whatever type."""
    return BOX in block.hints and head.people is not None and not head.people.bare


def _list_section(page: Page, first: int, doubted: Sequence[bool], heads: Sequence[int]) -> Iterator[int]:
    """The header's block and those below it in the same element."""
    blocks = page.blocks
    around = blocks[first].path.rpartition("/")[0].removesuffix("/header") + "/"
    told = {block.hints for block in blocks[first : first + 2]}
    for number in range(first, len(blocks)):
        block = blocks[number]
        if not doubted[number] or not block.path.startswith(around) or (number > first and number in heads):
            return
        if number > first and block.kind == "heading" and block.level <= blocks[first].level:
            return
        if block.hints not in told:
            return
        yield number
