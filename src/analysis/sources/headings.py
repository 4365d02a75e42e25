"""The title of a word-processor document: what it shows comes before what it says of itself."""

from collections.abc import Sequence

from analysis.sources.page import STALE_TITLE, RawBlock

LONGEST_OPENING = 15  # words of a first line that may be the title


def name_facts(named: str) -> dict[str, str]:
    """What a file says of its title, unless no reader was meant to see it."""
    return {"title": named} if named and not STALE_TITLE.search(named) else {}


def choose_title(blocks: Sequence[RawBlock], named: str) -> str:
    """The first heading of the first level, what the file says, another heading, or a short first line."""
    said = [(block, block.line) for block in blocks]
    headings = [(block.level, words) for block, words in said if block.kind == "heading" and words]
    first = next((words for level, words in headings if level == 1), "")
    title = first or name_facts(named).get("title", "") or next((words for _, words in headings), "")
    opening = next((words for _, words in said if words), "")
    return title or (opening if len(opening.split()) <= LONGEST_OPENING and not opening.endswith(".") else "")
