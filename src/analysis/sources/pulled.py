"""Pull quotes: words of the text beside them that a page shows once more, set large."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.sources.page import FURNITURE, PageBlock

NEAR = 8  # blocks on either side among which the words stand again
FEWEST, MOST = 5, 60  # words of a pull quote
FEWEST_CALLED = 3  # where the markup says that it is one
MORE = 80  # characters that the paragraph is longer
FIGURE_CAPTION = "figure/figcaption"
OPENING = "“„«»\"‘'"
CLOSING = "”“»\"’'"
MARKS = f"{OPENING}”’ .,;:!?…—–-"


def mark_pulled(text: str, blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """The blocks; one that only shows again what a longer one near it says, not as a quotation there, is machinery."""
    words = [text[b.start : b.end] for b in blocks]
    pulled = {number for number in range(len(blocks)) if _is_pulled(words, blocks, number)}
    pulled |= {number + 1 for number in pulled if _is_caption(blocks, number + 1)}
    return [
        replace(block, hints=block.hints | {"pulled", FURNITURE}) if number in pulled else block
        for number, block in enumerate(blocks)
    ]


def _is_caption(blocks: Sequence[PageBlock], number: int) -> bool:
    """Whether a block is the caption of the quotation above it: who said it, once more."""
    if number >= len(blocks) or not blocks[number].path.endswith(FIGURE_CAPTION):
        return False
    return blocks[number - 1].path.startswith(blocks[number].path.removesuffix("figcaption"))


def _is_pulled(words: Sequence[str], blocks: Sequence[PageBlock], number: int) -> bool:
    own, block = words[number], blocks[number]
    called = "pull" in block.hints or "figure" in block.path.split("/")
    set_apart = called or block.kind == "quote" or (own[:1] in OPENING and own[-1:] in CLOSING)
    if not set_apart or not (FEWEST_CALLED if called else FEWEST) <= len(own.split()) <= MOST:
        return False
    said = _fold(own)
    near = (i for i in range(max(0, number - NEAR), min(len(words), number + NEAR + 1)) if i != number)
    longer = 0 if called else len(own) + MORE  # what is called so may show all of a paragraph again
    return any(_says(words[i], said) for i in near if len(words[i]) > longer and blocks[i].kind != "quote")


def _says(text: str, said: str) -> bool:
    """Whether a paragraph says it in its own voice: with no quotation mark right before it."""
    folded = text.casefold().replace("’", "'")
    at = folded.find(said)
    return at >= 0 and not (at and folded[at - 1] in OPENING)


def _fold(text: str) -> str:
    return text.strip(MARKS).casefold().replace("’", "'")
