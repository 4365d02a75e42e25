"""Pull quotes: words of the text beside them that a page shows once more, set large."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.sources.page import FURNITURE, Block

NEAR = 8  # blocks on either side among which the words stand again
FEWEST, MOST = 5, 60  # words of a pull quote
MORE = 80  # characters that the paragraph is longer
OPENING = "“„«»\"‘'"
CLOSING = "”“»\"’'"
MARKS = f"{OPENING}”’ .,;:!?…—–-"


def mark_pulled(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks; one that only shows again what a longer one near it says, not as a quotation there, is machinery."""
    words = [text[b.start : b.end] for b in blocks]
    return [
        replace(block, hints=block.hints | {"pulled", FURNITURE}) if _is_pulled(words, blocks, number) else block
        for number, block in enumerate(blocks)
    ]


def _is_pulled(words: Sequence[str], blocks: Sequence[Block], number: int) -> bool:
    own = words[number]
    set_apart = blocks[number].kind == "quote" or (own[:1] in OPENING and own[-1:] in CLOSING)
    if not set_apart or not FEWEST <= len(own.split()) <= MOST:
        return False
    said = _fold(own)
    near = (i for i in range(max(0, number - NEAR), min(len(words), number + NEAR + 1)) if i != number)
    return any(_says(words[i], said) for i in near if len(words[i]) > len(own) + MORE and blocks[i].kind != "quote")


def _says(text: str, said: str) -> bool:
    """Whether a paragraph says it in its own voice: with no quotation mark right before it."""
    folded = text.casefold().replace("’", "'")
    at = folded.find(said)
    return at >= 0 and not (at and folded[at - 1] in OPENING)


def _fold(text: str) -> str:
    return text.strip(MARKS).casefold().replace("’", "'")
